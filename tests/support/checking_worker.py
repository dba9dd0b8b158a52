"""A worker process for tests: checks links of a made-up web until it is told to stop, or killed.

    python -m tests.support.checking_worker '{"database": "...", "log": "...", "lease_s": 120, ...}'

Every request is noted in the log file before it is made, one line each.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.pace import Pace
from aidroute.services.claiming import Leases
from aidroute.services.one_run import Limits
from aidroute.storage.db import Database
from tests.support.checking import Clock, Page, Web, checker_of
from tests.support.equipment import REPOSITORY

WORKER = "worker:"


class RealClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Log:
    """What one worker noted: its name, then every address it asked for."""

    path: Path

    @property
    def lines(self) -> list[str]:
        return self.path.read_text().split() if self.path.exists() else []

    @property
    def name(self) -> str:
        return next((line.removeprefix(WORKER) for line in self.lines if line.startswith(WORKER)), "")

    @property
    def asked(self) -> list[str]:
        return [line for line in self.lines if not line.startswith(WORKER)]


@dataclass
class Worker:
    """A worker process and its log."""

    process: subprocess.Popen[bytes]
    log: Log

    @property
    def asked(self) -> list[str]:
        return self.log.asked

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """Ask it to end; gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def start_worker(database: str, log: Path, **options: Any) -> Worker:
    """Start one; ``options`` are lease_s, start_within_s, tick_s, slots, gap_s and lasts_s."""
    plan = json.dumps({"database": database, "log": str(log), **options})
    process = subprocess.Popen([sys.executable, "-m", "tests.support.checking_worker", plan], cwd=REPOSITORY)
    return Worker(process, Log(log))


def work(plan: dict[str, Any]) -> None:
    """Be a worker until SIGTERM comes, two minutes at most."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    log = os.open(plan["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    web = Web(clock=RealClock(), default=Page(lasts_s=plan.get("lasts_s", 0.01)))

    def note(request: FetchRequest) -> None:
        os.write(log, f"{request.url}\n".encode())

    web.before = note
    leases = Leases(
        lease=timedelta(seconds=plan.get("lease_s", 120)),
        start_within=timedelta(seconds=plan.get("start_within_s", 70)),
    )
    limits = Limits(slots=plan.get("slots", 8), pace=Pace(gap_s=plan.get("gap_s", 0.0)), leases=leases)
    database = Database.open(plan["database"])
    checker = checker_of(database, web, limits=limits)
    os.write(log, f"{WORKER}{checker.worker}\n".encode())
    ends_at = time.monotonic() + plan.get("seconds", 120)
    while not stop.is_set() and time.monotonic() < ends_at:
        checker.run_due(stop)
        stop.wait(plan.get("tick_s", 0.5))
    database.close()


def main() -> None:
    work(json.loads(sys.argv[1]))


if __name__ == "__main__":
    main()
