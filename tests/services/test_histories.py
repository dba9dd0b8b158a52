from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from aidroute.domain.day_strip import DayState
from aidroute.services.histories import link_histories
from aidroute.storage.db import Database
from aidroute.storage.link import Check, Flip, Link
from aidroute.storage.link_rows import directory_link
from tests.support.directories import NOW

DAY = timedelta(days=1)


@pytest.fixture
def links(database: Database) -> list[int]:
    with database.write() as session:
        rows = [
            Link(
                url=f"https://{name}.example.org/", url_as_typed="", host=f"{name}.example.org", state=state,
                registrable_domain="example.org", next_check_at=NOW, baseline=None, approved_at=None,
            )
            for name, state in (("steady", "live"), ("broken", "down"), ("new", "unverified"))
        ]  # fmt: skip
        session.add_all(rows)
        session.flush()
        steady, broken, new = (row.id for row in rows)
        session.add_all(
            [
                Flip(link_id=steady, flipped_at=NOW - 200 * DAY, from_state="unverified", to_state="live"),
                Flip(link_id=broken, flipped_at=NOW - 10 * DAY, from_state="unverified", to_state="live"),
                Flip(link_id=broken, flipped_at=NOW - 2 * DAY, from_state="live", to_state="down"),
            ]
        )
        for back in (5, 4, 3, 1, 0):
            add_check(session, steady, back, "live")
        add_check(session, steady, 7, "inconclusive")
        for back in range(11):
            add_check(session, broken, back, "live" if back > 2 else "gone")
        return [steady, broken, new]


def add_check(session: object, link: int, days_ago: int, verdict: str) -> None:
    at = NOW - days_ago * DAY
    session.add(Check(link_id=link, started_at=at, ended_at=at, verdict=verdict, evidence={}))  # type: ignore[attr-defined]


def days_of(database: Database, key: int) -> list[DayState]:
    with database.read() as session:
        listed = [directory_link(row) for row in session.scalars(select(Link))]
    return [day.state for day in link_histories(database, listed, NOW)[key].days]


def test_days_without_any_check_are_unknown_even_while_the_state_says_live(
    database: Database, links: list[int]
) -> None:
    good, unknown = DayState.GOOD, DayState.UNKNOWN
    # Days with a check: 5, 4, 3, 1 and 0 days ago. A check holds for its own day and the next.
    assert days_of(database, links[0])[-8:] == [unknown, unknown, good, good, good, good, good, good]
    assert days_of(database, links[0])[0] is unknown


def test_a_link_that_broke_is_bad_since_that_day_and_unknown_before_it_was_watched(
    database: Database, links: list[int]
) -> None:
    days = days_of(database, links[1])
    assert days[-3:] == [DayState.BAD] * 3
    # On the day of its first check it was still unverified for some hours.
    assert days[-11:-3] == [DayState.UNKNOWN] + [DayState.GOOD] * 7
    assert set(days[:-11]) == {DayState.UNKNOWN}


def test_a_link_that_was_never_checked_has_only_unknown_days(database: Database, links: list[int]) -> None:
    assert set(days_of(database, links[2])) == {DayState.UNKNOWN}


def test_all_links_of_a_page_take_two_questions_to_the_database(database: Database, links: list[int]) -> None:
    with database.read() as session:
        listed = [directory_link(row) for row in session.scalars(select(Link))]
    asked: list[str] = []
    event.listen(database.read_engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    link_histories(database, listed, NOW)
    assert len([statement for statement in asked if statement.lstrip().upper().startswith("SELECT")]) == 2
    assert link_histories(database, [], NOW) == {}
