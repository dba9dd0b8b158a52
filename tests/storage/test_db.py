"""The two engines: writers never lose each other's updates, readers cannot write, instants have a zone."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.directory_version import CONTENT, DirectoryVersion, current, move
from aidroute.storage.organization import Organization

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WRITERS = 4
ROUNDS = 15


def an_organization(session: Session, slug: str = "club") -> Organization:
    row = Organization(
        slug=slug, name="Club", summary={}, kind="other", purpose="mixed", places=[], confusable_with=[]
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def run_at_once(count: int, work: object) -> list[BaseException]:
    """Run ``work`` in so many threads that start together; what went wrong in them."""
    failures: list[BaseException] = []
    gate = threading.Barrier(count)

    def run() -> None:
        try:
            gate.wait(10)
            work()  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    return failures


def test_writers_who_read_and_then_write_lose_nothing(database: Database) -> None:
    with database.write() as session:
        session.add(DirectoryVersion(name=CONTENT, number=0, moved_at=NOW))

    def count_up() -> None:
        for _ in range(ROUNDS):
            with database.write() as session:
                row = session.scalars(
                    select(DirectoryVersion).where(DirectoryVersion.name == CONTENT).with_for_update()
                ).one()
                row.number += 1

    assert run_at_once(WRITERS, count_up) == []
    with database.read() as session:
        assert current(session)[0] == WRITERS * ROUNDS


def test_writers_who_lock_nothing_are_told_that_the_entry_moved_and_lose_nothing(database: Database) -> None:
    with database.write() as session:
        an_organization(session).name = "0"

    def count_up() -> None:
        done = 0
        for _ in range(WRITERS * ROUNDS * 20):
            try:
                with database.write() as session:
                    row = session.scalars(select(Organization)).one()
                    row.name = str(int(row.name) + 1)
            except StaleDataError:
                continue
            done += 1
            if done == ROUNDS:
                return
        raise AssertionError("never got a turn")

    assert run_at_once(WRITERS, count_up) == []
    with database.read() as session:
        assert session.scalars(select(Organization.name)).one() == str(WRITERS * ROUNDS)


def test_writers_who_move_the_version_each_get_their_own_number(database: Database) -> None:
    with database.write() as session:
        move(session, CONTENT, NOW)
    got: list[int] = []

    def move_on() -> None:
        for _ in range(ROUNDS):
            with database.write() as session:
                got.append(move(session, CONTENT, NOW))

    assert run_at_once(WRITERS, move_on) == []
    assert sorted(got) == list(range(2, WRITERS * ROUNDS + 2))


def test_a_reader_in_the_middle_of_a_write_sees_what_was_and_does_not_wait(database: Database) -> None:
    with database.write() as session:
        move(session, CONTENT, NOW)
    with database.write() as writing:
        move(writing, CONTENT, NOW)
        with database.read() as reading:
            assert current(reading)[0] == 1
    with database.read() as reading:
        assert current(reading)[0] == 2


def test_one_reading_is_one_look_whatever_is_written_meanwhile(database: Database) -> None:
    with database.write() as session:
        move(session, CONTENT, NOW)
    with database.read() as reading:
        assert current(reading)[0] == 1
        with database.write() as writing:
            move(writing, CONTENT, NOW)
            an_organization(writing)
        assert current(reading)[0] == 1
        assert reading.scalars(select(Organization)).all() == []
    with database.read() as reading:
        assert current(reading)[0] == 2


def test_the_reading_engine_refuses_to_write(database: Database) -> None:
    with database.read() as session, pytest.raises(DatabaseError) as raised:
        an_organization(session)
    assert "read" in str(raised.value.orig).lower()
    with database.read() as session:
        assert session.scalars(select(Organization)).all() == []


def test_the_reading_engine_refuses_raw_writes_too(database: Database) -> None:
    with database.read_engine.connect() as connection, pytest.raises(DatabaseError):
        connection.execute(text("DELETE FROM organization"))


def test_a_write_that_raises_leaves_nothing(database: Database) -> None:
    def twice_the_same(session: Session) -> None:
        an_organization(session)
        an_organization(session)

    with pytest.raises(IntegrityError), database.write() as session:
        twice_the_same(session)
    with database.read() as session:
        assert session.scalars(select(Organization)).all() == []


def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive instant"), database.write() as session:
        session.add(DirectoryVersion(name=CONTENT, moved_at=NOW.replace(tzinfo=None)))


def test_an_instant_without_a_zone_is_refused_in_a_question_too(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with database.read() as session, pytest.raises(StatementError, match="naive instant"):
        session.scalars(select(DirectoryVersion).where(DirectoryVersion.moved_at > naive)).all()


def test_an_instant_comes_back_in_utc_to_the_microsecond(database: Database) -> None:
    elsewhere = datetime(2026, 3, 1, 3, 30, 15, 123456, tzinfo=timezone(timedelta(hours=4)))
    with database.write() as session:
        session.add(DirectoryVersion(name=CONTENT, moved_at=elsewhere))
    with database.read() as session:
        found = session.scalars(select(DirectoryVersion.moved_at)).one()
    assert found == elsewhere
    assert found.tzinfo is UTC
    assert found.isoformat() == "2026-02-28T23:30:15.123456+00:00"


def test_what_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(Confirmation(organization_id=77, confirmed_by="Ani", confirmed_at=NOW))


def test_a_confirmation_is_about_exactly_one_thing(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(Confirmation(confirmed_by="Ani", confirmed_at=NOW))


def test_every_connection_to_sqlite_has_its_settings(sqlite_database: Database) -> None:
    def asked(name: str) -> list[int | str]:
        engines = (sqlite_database.write_engine, sqlite_database.read_engine)
        found = []
        for engine in engines:
            with engine.connect() as connection:
                found.append(connection.execute(text(f"PRAGMA {name}")).scalar_one())
        return found

    assert asked("journal_mode") == ["wal", "wal"]
    assert asked("foreign_keys") == [1, 1]
    assert asked("busy_timeout") == [5000, 5000]
    assert asked("query_only") == [0, 1]
