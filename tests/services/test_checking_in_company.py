"""Several worker processes on one database: no link twice, no link lost, whoever is killed when."""

import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from aidroute.storage.db import Database
from aidroute.storage.link import Check, Link
from tests.support.checking import add_links, all_links, many_links
from tests.support.checking_worker import Worker, start_worker

pytestmark = pytest.mark.slow

Start = Callable[..., Worker]


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    started: list[Worker] = []

    def one(**options: Any) -> Worker:
        started.append(start_worker(database_url, tmp_path / f"asked-{len(started)}", **options))
        return started[-1]

    yield one
    for worker in started:
        if worker.process.poll() is None:
            worker.kill()


def number_of_checks(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count(Check.id))) or 0


def wait_for(database: Database, number: int, within_s: float = 120) -> None:
    ends_at = time.monotonic() + within_s
    while number_of_checks(database) < number:
        assert time.monotonic() < ends_at, f"{number_of_checks(database)} of {number} checks in {within_s} s"
        time.sleep(0.1)


def wait_until_all_are_there(workers: list[Worker], within_s: float = 60) -> None:
    ends_at = time.monotonic() + within_s
    while not all(worker.log.name for worker in workers):
        assert time.monotonic() < ends_at, "a worker did not begin"
        time.sleep(0.05)


def due_links(number: int, hosts: int) -> list[Link]:
    return many_links(number, hosts, next_check_at=datetime.now(UTC) - timedelta(minutes=1))


def test_four_workers_check_two_thousand_links_once_each(database: Database, start: Start) -> None:
    workers = [start() for _ in range(4)]
    wait_until_all_are_there(workers)
    add_links(database, due_links(2_000, 700))
    wait_for(database, 2_000)
    assert [worker.stop() for worker in workers] == [0] * 4
    asked = [url for worker in workers for url in worker.asked]
    assert len(asked) == len(set(asked)) == 2_000
    assert number_of_checks(database) == 2_000
    assert all(link.lease_token is None for link in all_links(database))
    # SQLite's write lock is not fair: on a slow disk one of them may come away empty-handed.
    assert sum(1 for worker in workers if worker.asked) > 1


def test_a_host_is_never_asked_by_two_workers_at_once(database: Database, start: Start) -> None:
    add_links(database, due_links(60, 3))
    workers = [start(gap_s=0.05, slots=4) for _ in range(3)]
    wait_for(database, 60)
    for worker in workers:
        worker.stop()
    with database.read() as session:
        rows = session.execute(select(Link.host, Check.started_at, Check.ended_at).join(Check))
        spans = sorted((row.host, row.started_at, row.ended_at) for row in rows)
    for (host, _, ended), (next_host, started, _) in itertools.pairwise(spans):
        assert host != next_host or started >= ended


def test_links_of_a_killed_worker_are_checked_by_the_others_within_lease_and_tick(
    database: Database, start: Start
) -> None:
    lease_s, tick_s = 4.0, 0.5
    options = {"lease_s": lease_s, "start_within_s": 2.0, "tick_s": tick_s, "lasts_s": 0.05, "slots": 4}
    workers = [start(**options) for _ in range(3)]
    wait_until_all_are_there(workers)
    add_links(database, due_links(400, 400))
    wait_for(database, 60)
    # The busiest one: whoever came late may have nothing in hand yet.
    victim = max(workers, key=lambda worker: len(worker.asked))
    others = [worker for worker in workers if worker is not victim]
    victim.kill()
    killed_at = datetime.now(UTC)
    wait_for(database, 400)
    for worker in others:
        assert worker.stop() == 0
    with database.read() as session:
        per_link = Counter(session.scalars(select(Check.link_id)))
        last = session.scalar(select(func.max(Check.started_at)))
    asked = [url for worker in (victim, *others) for url in worker.asked]
    assert len(asked) > 400, "the victim had nothing in hand when it died: nothing was shown"
    assert set(per_link.values()) == {1}
    assert len(per_link) == 400
    # What the others did anyway took no longer than the lease; one check and one second of writing on top.
    assert last is not None
    assert last - killed_at < timedelta(seconds=lease_s + tick_s + 6)
    assert all(link.lease_token is None and link.state == "live" for link in all_links(database))
