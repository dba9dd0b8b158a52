"""Kills workers with -9 in the middle of 2,000 checks, twenty times, and lists what became of the links.

    python -m tests.bench.faults [--database sqlite|postgresql] [--kills 20]

Ends with 1 when a link was lost, was written twice, or waited longer than its lease and a tick.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from aidroute.storage.db import Database
from aidroute.storage.link import Check, HostPause, Link
from tests.support.checking import add_links, many_links
from tests.support.checking_worker import Log, work
from tests.support.databases import prepare
from tests.support.equipment import find_postgresql
from tests.support.postgresql import PostgresServer

LINKS = 2_000
HOSTS = 700
WORKERS = 3
LEASE_S = 6.0
TICK_S = 0.5
SLACK_S = 2.0
"""What a busy machine adds to a lease and a tick."""
OPTIONS: dict[str, Any] = {
    "lease_s": LEASE_S,
    "start_within_s": 3.0,
    "tick_s": TICK_S,
    "lasts_s": 0.1,
    "slots": 6,
}
SECONDS_AT_MOST = 110


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database of this kind."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'faults.sqlite'}"
        prepare(url)
        yield url
        return
    binaries = find_postgresql()
    if binaries is None:
        sys.exit("PostgreSQL is not installed.")
    server = PostgresServer(binaries)
    try:
        url = server.url(server.create())
        prepare(url)
        yield url
    finally:
        server.stop()


@dataclass
class Forked:
    """A worker that began in no time, because its parent had loaded everything."""

    pid: int
    log: Log

    def end(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)
        os.waitpid(self.pid, 0)


def fork_worker(url: str, log: Path) -> Forked:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work({"database": url, "log": str(log), **OPTIONS})
            code = 0
        finally:
            os._exit(code)
    return Forked(pid, Log(log))


@contextmanager
def reading(url: str) -> Iterator[Session]:
    """A look at the database over a connection of its own: a forked child must not inherit one."""
    database = Database.open(url)
    with database.read() as session:
        yield session
    database.close()


def orphans(url: str, victim: str) -> set[int]:
    """Links that this worker has leased and not written."""
    lanes = select(HostPause.host).where(HostPause.lease_token == victim)
    with reading(url) as session:
        return set(session.scalars(select(Link.id).where(Link.host.in_(lanes), Link.lease_token.is_not(None))))


def written(url: str) -> int:
    with reading(url) as session:
        return session.scalar(select(func.count(Check.id))) or 0


@dataclass
class Kill:
    """One worker's end, and the links it had in hand."""

    at: datetime
    orphans: set[int]


def play(url: str, folder: Path, kills: int) -> bool:
    """Kill, list, and judge. True when nothing was lost."""
    chance = random.Random(20)
    database = Database.open(url)
    due_over = timedelta(seconds=kills * 1.2)
    links = many_links(LINKS, HOSTS)
    for link in links:
        link.next_check_at = datetime.now(UTC) + due_over * chance.random()
    add_links(database, links)
    database.close()
    everybody: list[Forked] = []

    def begin() -> Forked:
        everybody.append(fork_worker(url, folder / f"asked-{len(everybody)}"))
        return everybody[-1]

    alive = [begin() for _ in range(WORKERS)]
    done: list[Kill] = []
    began = time.monotonic()
    print(f"{'kill':>5} {'after s':>8} {'checks written':>15} {'orphaned links':>15}")
    while len(done) < kills and time.monotonic() - began < SECONDS_AT_MOST:
        time.sleep(chance.uniform(0.6, 1.4))
        victim = alive.pop(chance.randrange(WORKERS))
        victim.end(signal.SIGKILL)
        done.append(Kill(datetime.now(UTC), orphans(url, victim.log.name)))
        print(f"{len(done):>5} {time.monotonic() - began:>8.1f} {written(url):>15} {len(done[-1].orphans):>15}")
        alive.append(begin())
    while written(url) < LINKS and time.monotonic() - began < SECONDS_AT_MOST:
        time.sleep(0.2)
    for worker in alive:
        worker.end(signal.SIGTERM)
    return tell(url, everybody, done)


def tell(url: str, everybody: list[Forked], kills: list[Kill]) -> bool:
    """Print what became of every link; True when all is as promised."""
    asked = Counter(each for worker in everybody for each in worker.log.asked)
    with reading(url) as session:
        checks = [(row.link_id, row.started_at) for row in session.execute(select(Check.link_id, Check.started_at))]
        leased = session.scalar(select(func.count(Link.id)).where(Link.lease_token.is_not(None)))
        states = dict(session.execute(select(Link.state, func.count(Link.id)).group_by(Link.state)).all())
    per_link = Counter(link_id for link_id, _ in checks)
    at = dict(checks)
    # A link whose next worker was killed as well waits anew.
    killed_at = {link: kill.at for kill in kills for link in kill.orphans}
    waits = [(at[link] - moment).total_seconds() for link, moment in killed_at.items() if link in at]
    again = sum(number - 1 for number in asked.values())
    print(
        f"links {LINKS}: written once {sum(n == 1 for n in per_link.values())}, more often "
        f"{sum(n > 1 for n in per_link.values())}, never {LINKS - len(per_link)}"
    )
    print(
        f"asked for {sum(asked.values())} times, {again} of them again: their worker was killed before it had written"
    )
    print(
        f"orphaned links {len(waits)}; the last was begun again {max(waits, default=0):.1f} s after its worker's end "
        f"(lease {LEASE_S:.0f} s + tick {TICK_S} s)"
    )
    print(f"states {states}, leases left {leased}")
    in_time = max(waits, default=0) <= LEASE_S + TICK_S + SLACK_S
    return set(per_link.values()) == {1} and len(per_link) == LINKS and not leased and in_time


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--kills", type=int, default=20)
    chosen = parser.parse_args()
    all_good = True
    for kind in chosen.database or ["sqlite", *(["postgresql"] if find_postgresql() else [])]:
        print(f"\n{kind}: {LINKS} links, {WORKERS} workers, {chosen.kills} times kill -9")
        with tempfile.TemporaryDirectory() as name, fresh_database(kind, Path(name)) as url:
            all_good = play(url, Path(name), chosen.kills) and all_good
    print("\nnothing was lost" if all_good else "\nSOMETHING WAS LOST OR LATE")
    sys.exit(not all_good)


if __name__ == "__main__":
    main()
