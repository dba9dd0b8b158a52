"""The watch over the ground, put together from settings. Nobody is asked anything here."""

import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from aidroute.background import Background
from aidroute.checker import checker_parts
from aidroute.domain.domain_watch import DomainAnswer
from aidroute.ground import look_after_feeds, threat_feeds, watch_parts
from aidroute.services.checking import Checker
from aidroute.settings import Settings
from aidroute.storage.db import Database
from aidroute.storage.notice import Notice
from tests.support.checking import add_links, new_link, the_link

URL = "https://give.example.org/"


@pytest.fixture
def listed(settings: Settings) -> Settings:
    """An installation with a threat list that was made a moment ago."""
    (settings.instance / "threats.txt").write_text("give.example.org\n", encoding="utf-8")
    return settings.model_copy(update={"threat_list": "threats.txt"})


def kinds(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Notice.kind).order_by(Notice.id)))


def test_without_a_list_nothing_is_said_and_nothing_is_out_of_date(
    settings: Settings, sqlite_database: Database
) -> None:
    now = datetime.now(UTC)
    answer = checker_parts(settings, sqlite_database).examiner.ask_feeds([URL], now)
    assert (answer.listings, answer.stale_feeds) == ((), ())
    assert look_after_feeds(sqlite_database, threat_feeds(settings), now) == 0
    assert kinds(sqlite_database) == []


def test_checks_ask_the_list_that_the_settings_name(listed: Settings, sqlite_database: Database) -> None:
    answer = checker_parts(listed, sqlite_database).examiner.ask_feeds([URL], datetime.now(UTC))
    assert [each.entry for each in answer.listings] == ["give.example.org"]
    assert answer.stale_feeds == ()


def test_a_listed_link_is_due_at_once(listed: Settings, sqlite_database: Database) -> None:
    now = datetime.now(UTC)
    add_links(sqlite_database, [new_link(URL, next_check_at=now + timedelta(hours=5))])
    assert look_after_feeds(sqlite_database, threat_feeds(listed), now) == 1
    assert the_link(sqlite_database).next_check_at == now
    assert kinds(sqlite_database) == []


@pytest.mark.parametrize(("days", "told"), [(3, ["feed_stale"]), (5, []), (0, [])])
def test_a_list_is_out_of_date_after_as_many_days_as_the_settings_say(
    listed: Settings, sqlite_database: Database, days: int, told: list[str]
) -> None:
    now = datetime.now(UTC)
    old = (now - timedelta(days=4)).timestamp()
    os.utime(listed.instance / "threats.txt", (old, old))
    feeds = threat_feeds(listed.model_copy(update={"threat_list_days": days}))
    look_after_feeds(sqlite_database, feeds, now)
    assert kinds(sqlite_database) == told


def test_a_list_that_is_not_there_is_out_of_date(settings: Settings, sqlite_database: Database) -> None:
    feeds = threat_feeds(settings.model_copy(update={"threat_list": "nowhere.txt"}))
    look_after_feeds(sqlite_database, feeds, datetime.now(UTC))
    assert kinds(sqlite_database) == ["feed_stale"]


def test_what_watches_the_ground_is_among_what_goes_on_by_itself(settings: Settings, sqlite_database: Database) -> None:
    background = Background(settings, sqlite_database, stop_asked=threading.Event())
    table = {entry.name: entry.every for entry in background.table(Checker(checker_parts(settings, sqlite_database)))}
    assert table["watch domains"] == timedelta(minutes=1)
    assert table["look after threat lists"] == timedelta(minutes=10)


def test_a_platforms_tenant_is_asked_about_nowhere(settings: Settings, sqlite_database: Database) -> None:
    ask = watch_parts(settings, checker_parts(settings, sqlite_database)).ask
    now = datetime.now(UTC)
    assert ask("tenant.github.io", now) == DomainAnswer(now, has_registry=False, has_name_servers=False)
