"""Several worker processes as one: started together, replaced when one dies, stopped together.

A process of Python uses one processor for judging pages. Where more are to be used, more processes share the queue.
"""

import subprocess
import sys
import threading
import time
from collections import deque

import structlog

MOST_DEATHS = 5
DEATHS_WITHIN_S = 60.0
"""Workers that die faster than this are not started again: something is wrong that a person must see."""
PATIENCE_S = 15.0

log = structlog.get_logger("aidroute.crew")


class Crew:
    """Runs the same command in a number of processes until told to stop."""

    def __init__(self, arguments: list[str], number: int) -> None:
        """Run `aidroute` with these arguments, ``number`` times."""
        self._command = [sys.executable, "-m", "aidroute", *arguments]
        self._number = number
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)

    def run(self, stop: threading.Event) -> bool:
        """Keep the processes going until ``stop`` is set; False when they died too fast to go on."""
        workers = [self._start() for _ in range(self._number)]
        is_good = True
        while is_good and not stop.wait(0.5):
            for position, worker in enumerate(workers):
                if worker.poll() is not None:
                    is_good = self._may_replace(worker) and is_good
                    if is_good:
                        workers[position] = self._start()
        self._stop(workers)
        return is_good

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command)  # noqa: S603 - this very program

    def _may_replace(self, worker: subprocess.Popen[bytes]) -> bool:
        now = time.monotonic()
        self._deaths.append(now)
        log.warning("a worker process died", code=worker.returncode)
        return len(self._deaths) < MOST_DEATHS or now - self._deaths[0] > DEATHS_WITHIN_S

    @staticmethod
    def _stop(workers: list[subprocess.Popen[bytes]]) -> None:
        """Ask all to end; one that does not is killed, and its leases run out."""
        for worker in workers:
            worker.terminate()
        ends_at = time.monotonic() + PATIENCE_S
        for worker in workers:
            try:
                worker.wait(max(0.1, ends_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
