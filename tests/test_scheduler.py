"""Ticks: they come, they come back, and one process alone has them."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from aidroute.scheduler import TICK, DatabaseTurn, Entry, FileTurn, Scheduler
from aidroute.storage.db import Database
from tests.support.equipment import REPOSITORY

QUICK = timedelta(seconds=0.1)


class Counted:
    """A use case that notes when it was begun."""

    def __init__(self, lasts_s: float = 0.0) -> None:
        self.begun: list[float] = []
        self.lasts_s = lasts_s

    def __call__(self) -> None:
        self.begun.append(time.monotonic())
        time.sleep(self.lasts_s)

    def wait_for(self, number: int, within_s: float = 60.0) -> None:
        ends_at = time.monotonic() + within_s
        while len(self.begun) < number:
            assert time.monotonic() < ends_at, f"{len(self.begun)} of {number} times in {within_s} s"
            time.sleep(0.01)


@pytest.fixture
def schedulers() -> Iterator[list[Scheduler]]:
    started: list[Scheduler] = []
    yield started
    for each in started:
        each.stop()


def begin(schedulers: list[Scheduler], scheduler: Scheduler) -> Scheduler:
    schedulers.append(scheduler)
    scheduler.start()
    return scheduler


def test_the_first_tick_comes_at_once_and_each_use_case_at_its_own_interval(schedulers: list[Scheduler]) -> None:
    often, seldom = Counted(), Counted()
    table = [Entry("often", timedelta(), often), Entry("seldom", timedelta(hours=1), seldom)]
    begin(schedulers, Scheduler(table, QUICK))
    often.wait_for(5)
    assert len(seldom.begun) == 1


def test_a_long_use_case_is_not_begun_twice_and_does_not_hold_up_the_others(schedulers: list[Scheduler]) -> None:
    slow, quick = Counted(lasts_s=1.5), Counted()
    begin(schedulers, Scheduler([Entry("slow", timedelta(), slow), Entry("quick", timedelta(), quick)], QUICK))
    quick.wait_for(8)
    assert len(slow.begun) == 1


def test_a_use_case_that_fails_is_begun_again(schedulers: list[Scheduler]) -> None:
    counted = Counted()

    def fails() -> None:
        counted()
        raise RuntimeError("ours")

    begin(schedulers, Scheduler([Entry("fails", timedelta(), fails)], QUICK))
    counted.wait_for(3)


def test_a_clock_set_back_by_an_hour_costs_three_ticks(schedulers: list[Scheduler]) -> None:
    counted = Counted()
    scheduler = begin(schedulers, Scheduler([Entry("often", timedelta(), counted)], QUICK))
    counted.wait_for(2)
    # What APScheduler is left with when the wall clock is set back: a next tick that lies an hour ahead.
    scheduler._timer.modify_job(TICK, next_run_time=datetime.now(UTC) + timedelta(hours=1))
    counted.wait_for(len(counted.begun) + 3)


def test_a_tick_that_is_ten_minutes_late_is_made_and_made_once(schedulers: list[Scheduler]) -> None:
    counted = Counted()
    scheduler = begin(schedulers, Scheduler([Entry("often", timedelta(), counted)], timedelta(seconds=60)))
    counted.wait_for(1)
    scheduler._running["often"].join(timeout=30)
    scheduler._timer.modify_job(TICK, next_run_time=datetime.now(UTC) - timedelta(minutes=10))
    counted.wait_for(2)
    time.sleep(0.3)
    assert len(counted.begun) == 2


def test_stop_waits_for_what_goes_on_and_begins_nothing_more() -> None:
    told = threading.Event()
    ended = threading.Event()

    def goes_on() -> None:
        told.wait(5)
        ended.set()

    scheduler = Scheduler([Entry("long", timedelta(), goes_on)], QUICK)
    scheduler.start()
    time.sleep(0.2)
    told.set()
    scheduler.stop()
    assert ended.is_set()


HANGS = """
import threading
from datetime import timedelta
from aidroute.scheduler import Entry, Scheduler
scheduler = Scheduler([Entry("hangs", timedelta(), lambda: threading.Event().wait(60))], timedelta(seconds=0.1))
scheduler.start()
threading.Event().wait(0.5)
scheduler.stop(within_s=0.2)
"""


def test_a_use_case_that_hangs_does_not_keep_the_process_from_ending() -> None:
    done = subprocess.run([sys.executable, "-c", HANGS], cwd=REPOSITORY, timeout=30, check=False)
    assert done.returncode == 0


HOLDS_THE_LOCK = """
import sys, time
from pathlib import Path
from aidroute.scheduler import FileTurn
turn = FileTurn(Path(sys.argv[1]))
print(turn.is_mine(), flush=True)
time.sleep(60)
"""


def test_one_process_of_a_machine_has_the_turn_and_another_gets_it_when_it_is_killed(tmp_path: Path) -> None:
    lock = tmp_path / "scheduler.lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_LOCK, str(lock)], stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        turn = FileTurn(lock)
        assert not turn.is_mine()
        other.kill()
        other.wait(10)
        assert turn.is_mine()
        turn.leave()
    finally:
        other.kill()
        other.wait(10)
        if other.stdout is not None:
            other.stdout.close()


@pytest.mark.postgres
def test_one_process_of_a_database_has_the_turn(postgres_url: str) -> None:
    with closing(Database.open(postgres_url)) as one, closing(Database.open(postgres_url)) as other:
        first, second = DatabaseTurn(one.write_engine), DatabaseTurn(other.write_engine)
        assert first.is_mine()
        assert first.is_mine()
        assert not second.is_mine()
        first.leave()
        assert second.is_mine()
        second.leave()


@pytest.mark.postgres
def test_a_turn_that_was_given_back_can_be_taken_at_once_every_time(postgres_url: str) -> None:
    with closing(Database.open(postgres_url)) as one, closing(Database.open(postgres_url)) as other:
        has_it, wants_it = DatabaseTurn(one.write_engine), DatabaseTurn(other.write_engine)
        assert has_it.is_mine()
        for _ in range(200):
            assert not wants_it.is_mine()
            has_it.leave()
            assert wants_it.is_mine()
            has_it, wants_it = wants_it, has_it
        has_it.leave()


END_WHOEVER_HAS_THE_TURN = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND granted AND datname = current_database()
"""


@pytest.mark.postgres
def test_a_turn_whose_connection_broke_is_taken_by_another_process(postgres_url: str) -> None:
    with closing(Database.open(postgres_url)) as one, closing(Database.open(postgres_url)) as other:
        first, second = DatabaseTurn(one.write_engine), DatabaseTurn(other.write_engine)
        assert first.is_mine()
        with other.write_engine.begin() as connection:
            connection.execute(text(END_WHOEVER_HAS_THE_TURN))
        first.leave()
        assert second.is_mine()
        second.leave()


def test_only_the_process_whose_turn_it_is_does_anything(schedulers: list[Scheduler], tmp_path: Path) -> None:
    mine, theirs = Counted(), Counted()
    lock = tmp_path / "lock"
    first = begin(schedulers, Scheduler([Entry("mine", timedelta(), mine)], QUICK, FileTurn(lock)))
    mine.wait_for(1)
    begin(schedulers, Scheduler([Entry("theirs", timedelta(), theirs)], QUICK, FileTurn(lock)))
    mine.wait_for(4)
    assert theirs.begun == []
    first.stop()
    theirs.wait_for(1)
