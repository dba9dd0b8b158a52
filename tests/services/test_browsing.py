from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from aidroute.services.browsing import DirectorySource, DirectoryUnavailable
from aidroute.storage import directory_version
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.need import Need
from tests.support.directories import NOW


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def add_need(database: Database, slug: str) -> None:
    with database.write() as session:
        session.add(Need(slug=slug, label=slug.title(), words=[]))
        directory_version.move(session, directory_version.CONTENT, NOW)


def test_a_change_is_seen_at_the_next_look_and_not_before(database: Database) -> None:
    clock = Clock()
    source = DirectorySource(database, clock)
    add_need(database, "food")
    assert list(source.current(NOW).directory.vocabulary.needs) == ["food"]
    add_need(database, "water")
    assert list(source.current(NOW).directory.vocabulary.needs) == ["food"]
    clock.seconds += 1
    assert set(source.current(NOW).directory.vocabulary.needs) == {"food", "water"}


def test_nothing_is_built_anew_while_the_version_stands(database: Database) -> None:
    clock = Clock()
    source = DirectorySource(database, clock)
    add_need(database, "food")
    first = source.current(NOW)
    clock.seconds += 1
    again = source.current(NOW)
    assert again.directory is first.directory
    assert again.index is first.index


def test_a_moved_link_is_taken_in_without_reading_the_content_again(database: Database) -> None:
    clock = Clock()
    source = DirectorySource(database, clock)
    with database.write() as session:
        number = directory_version.move(session, directory_version.LINKS, NOW)
        session.add(
            Link(
                url="https://a.example.org/", url_as_typed="https://a.example.org/", host="a.example.org",
                registrable_domain="example.org", next_check_at=NOW, revision=number,
            )
        )  # fmt: skip
        directory_version.move(session, directory_version.CONTENT, NOW)
    before = source.current(NOW).directory
    with database.write() as session:
        number = directory_version.move(session, directory_version.LINKS, NOW)
        session.execute(update(Link).values(state="down", revision=number))
    clock.seconds += 1
    after = source.current(NOW).directory
    assert next(iter(after.links.values())).status.state == "down"
    assert after.organizations is before.organizations


class Meanwhile(datetime):
    """An instant during which something else happens, just as a view is found to have run out."""

    happens: ClassVar[list[Callable[[], object]]] = []

    def __ge__(self, other: datetime) -> bool:
        while self.happens:
            self.happens.pop()()
        return super().__ge__(other)


def test_a_view_that_runs_out_does_not_put_back_what_another_thread_has_read_since(database: Database) -> None:
    clock = Clock()
    source = DirectorySource(database, clock)
    add_need(database, "food")
    runs_out_at = source.current(NOW).index.valid_until_at

    def another_thread() -> None:
        add_need(database, "water")
        source.forget()
        source.current(NOW)

    Meanwhile.happens.append(another_thread)
    source.current(Meanwhile.fromisoformat(runs_out_at.isoformat()))
    assert set(source.current(runs_out_at).directory.vocabulary.needs) == {"food", "water"}


def test_a_process_sees_its_own_change_at_once(database: Database) -> None:
    source = DirectorySource(database, Clock())
    add_need(database, "food")
    source.current(NOW)
    add_need(database, "water")
    source.forget()
    assert set(source.current(NOW).directory.vocabulary.needs) == {"food", "water"}


def test_pages_outlive_the_database_and_say_so(sqlite_url: str) -> None:
    clock = Clock()
    database = Database.open(sqlite_url)
    source = DirectorySource(database, clock)
    add_need(database, "food")
    assert not source.current(NOW).is_stale
    lost = Database.open("sqlite:////nonexistent-folder/aidroute.sqlite")
    source._database = lost
    clock.seconds += 1
    view = source.current(NOW + timedelta(minutes=1))
    assert view.is_stale
    assert list(view.directory.vocabulary.needs) == ["food"]
    source._database = database
    clock.seconds += 1
    assert not source.current(NOW).is_stale
    database.close()
    lost.close()


def test_without_any_snapshot_a_lost_database_is_an_error_of_its_own() -> None:
    lost = Database.open("sqlite:////nonexistent-folder/aidroute.sqlite")
    with pytest.raises(DirectoryUnavailable):
        DirectorySource(lost, Clock()).current(NOW)
    lost.close()


class Counting:
    """A database that is away, and counts who asks."""

    def __init__(self) -> None:
        self.lost = Database.open("sqlite:////nonexistent-folder/aidroute.sqlite")
        self.asked = 0

    def read(self) -> AbstractContextManager[Session]:
        self.asked += 1
        return self.lost.read()


def test_a_database_that_is_away_is_asked_less_and_less_often() -> None:
    away, clock = Counting(), Clock()
    source = DirectorySource(away, clock)  # type: ignore[arg-type]
    waits = []
    for _ in range(6):
        before, began = away.asked, clock.seconds
        while away.asked == before:
            with pytest.raises(DirectoryUnavailable):
                source.current(NOW)
            clock.seconds += 0.25
        waits.append(clock.seconds - began)
    away.lost.close()
    assert waits == [0.25, 1.0, 2.0, 4.0, 8.0, 8.0]
