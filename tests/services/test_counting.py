from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from aidroute.services.counting import LED_THERE, MOST_WAITING, DayCounters, add_counts, refresh_recent_clicks
from aidroute.storage.channel import Channel
from aidroute.storage.day_counter import DayCounter
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.organization import Organization
from tests.support.directories import NOW

TODAY = date(2026, 11, 21)


def counted(database: Database) -> dict[tuple[date, str, str], int]:
    with database.read() as session:
        return {(row.day, row.name, row.subject): row.count for row in session.scalars(select(DayCounter))}


@pytest.fixture
def counters(database: Database) -> DayCounters:
    return DayCounters(database, write_after_s=3600)


def test_counts_wait_in_memory_until_they_are_written(database: Database, counters: DayCounters) -> None:
    counters.add(LED_THERE, "a", TODAY)
    counters.add(LED_THERE, "a", TODAY)
    counters.add(LED_THERE, "b", TODAY)
    assert counted(database) == {}
    assert counters.write()
    assert counted(database) == {(TODAY, LED_THERE, "a"): 2, (TODAY, LED_THERE, "b"): 1}
    counters.close()


def test_counts_are_written_by_themselves(database: Database) -> None:
    written = threading.Event()

    class Told(DayCounters):
        def write(self) -> bool:
            done = super().write()
            written.set()
            return done

    counters = Told(database, write_after_s=0.01)
    counters.add(LED_THERE, "a", TODAY)
    assert written.wait(10)
    assert counted(database) == {(TODAY, LED_THERE, "a"): 1}
    counters.close()


def test_nothing_is_lost_when_many_count_at_once(database: Database, counters: DayCounters) -> None:
    def count() -> None:
        for _ in range(50):
            counters.add(LED_THERE, "a", TODAY)
            counters.write()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    counters.close()
    assert counted(database) == {(TODAY, LED_THERE, "a"): 200}


def test_while_the_database_is_away_counts_wait_and_none_is_lost(database: Database) -> None:
    away = Database.open("sqlite:////nonexistent-folder/aidroute.sqlite")
    counters = DayCounters(away, write_after_s=3600)
    counters.add(LED_THERE, "a", TODAY)
    assert counters.write() is False
    counters.add(LED_THERE, "a", TODAY)
    counters._database = database
    assert counters.write()
    assert counted(database) == {(TODAY, LED_THERE, "a"): 2}
    counters.close()


def test_what_waits_is_bounded(sqlite_database: Database) -> None:
    counters = DayCounters(sqlite_database, write_after_s=3600)
    for number in range(MOST_WAITING + 10):
        counters.add(LED_THERE, str(number), TODAY)
    counters.add(LED_THERE, "0", TODAY)
    assert len(counters._waiting) == MOST_WAITING
    assert counters._waiting[TODAY, LED_THERE, "0"] == 2
    counters.close()


def add_link(database: Database, slug: str, *channels: str, clicks: int = 0) -> None:
    with database.write() as session:
        organization = Organization(
            slug=slug, name=slug, purpose="humanitarian", kind="other", summary={}, places=[], confusable_with=[]
        )
        link = Link(
            url=f"https://{slug}.example.org/",
            url_as_typed="",
            host=f"{slug}.example.org",
            registrable_domain="example.org",
            next_check_at=NOW,
            recent_clicks=clicks,
        )
        session.add_all([organization, link])
        session.flush()
        for name in channels:
            session.add(
                Channel(
                    slug=name,
                    organization_id=organization.id,
                    link_id=link.id,
                    kind="donation_page",
                    status="approved",
                    title={},
                    support=["money"],
                    needs=[],
                    countries=[],
                    currencies=[],
                    methods=[],
                    receipts=[],
                    operator="organization",
                    emergencies=[],
                    note={},
                )
            )


def test_a_links_recent_clicks_are_those_of_all_its_channels_in_seven_days(database: Database) -> None:
    add_link(database, "busy", "one", "two")
    add_link(database, "quiet", "three", clicks=9)
    add_counts(
        database,
        {
            (TODAY, LED_THERE, "one"): 3,
            (TODAY - timedelta(days=6), LED_THERE, "two"): 4,
            (TODAY - timedelta(days=7), LED_THERE, "two"): 100,
            (TODAY, "something else", "one"): 50,
            (TODAY, LED_THERE, "no-channel-any-more"): 7,
        },
    )
    assert refresh_recent_clicks(database, TODAY) == 1
    with database.read() as session:
        clicks = {link.host: link.recent_clicks for link in session.scalars(select(Link))}
    assert clicks == {"busy.example.org": 7, "quiet.example.org": 0}
