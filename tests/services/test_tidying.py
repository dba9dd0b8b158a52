"""What is let go of, and what is kept for ever."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from aidroute.services.tidying import tidy
from aidroute.storage.db import Database
from aidroute.storage.link import Check, CheckRun, Flip, HostPause
from tests.support.checking import NOW, add_links, new_link


def check(link_id: int, at: datetime) -> Check:
    return Check(link_id=link_id, started_at=at, ended_at=at, verdict="live", evidence={})


def test_checks_of_ninety_days_are_kept_and_the_newest_of_each_link_always(database: Database) -> None:
    busy, quiet = add_links(database, [new_link("https://a.example.org/"), new_link("https://b.example.org/")])
    old = NOW - timedelta(days=100)
    with database.write() as session:
        session.add_all(check(busy, old + timedelta(hours=n)) for n in range(5))
        session.add_all(
            [check(busy, NOW - timedelta(days=89)), check(quiet, old), check(quiet, old - timedelta(days=1))]
        )
    assert tidy(database, NOW) == 6
    with database.read() as session:
        kept = session.execute(select(Check.link_id, Check.started_at).order_by(Check.link_id)).all()
    assert [tuple(row) for row in kept] == [(busy, NOW - timedelta(days=89)), (quiet, old)]


def test_a_flip_outlives_its_check(database: Database) -> None:
    (link_id,) = add_links(database, [new_link("https://a.example.org/")])
    old = NOW - timedelta(days=400)
    with database.write() as session:
        proof, newer = check(link_id, old), check(link_id, NOW)
        session.add_all([proof, newer])
        session.flush()
        session.add(
            Flip(link_id=link_id, check_id=proof.id, flipped_at=old, from_state="live", to_state="down", reason="")
        )
    tidy(database, NOW)
    with database.read() as session:
        (flip,) = session.scalars(select(Flip))
        assert flip.check_id is None
        assert session.scalar(select(func.count(Check.id))) == 1


def test_old_runs_and_lanes_nobody_asks_for_go(database: Database) -> None:
    old = NOW - timedelta(days=100)
    with database.write() as session:
        session.add(CheckRun(started_at=old, seen_at=old, ended_at=old, worker="w", note=""))
        session.add(CheckRun(started_at=NOW, seen_at=NOW, ended_at=NOW, worker="w", note=""))
        session.add(HostPause(host="old.test", next_start_at=old, pauses_in_row=0))
        session.add(HostPause(host="paused.test", next_start_at=NOW + timedelta(hours=1), pauses_in_row=1))
        session.add(HostPause(host="leased.test", next_start_at=old, pauses_in_row=0, lease_token="w"))
    tidy(database, NOW)
    with database.read() as session:
        assert session.scalar(select(func.count(CheckRun.id))) == 1
        assert sorted(session.scalars(select(HostPause.host))) == ["leased.test", "paused.test"]
