"""Programs that serve on loopback, started for a test or a bench and ended with it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.support.equipment import REPOSITORY

START_SECONDS = 60


def environ_of(instance: Path, port: int, database_url: str, **settings: str) -> dict[str, str]:
    """The variables of an installation of its own, with no scheduler inside."""
    ours = {
        "INSTANCE": str(instance),
        "PORT": str(port),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url,
        "SCHEDULER_INSIDE": "no",
        "LOG_LEVEL": "warning",
        **{name.upper(): value for name, value in settings.items()},
    }
    plain = {name: value for name, value in os.environ.items() if not name.startswith("AIDROUTE_")}
    return {**plain, **{f"AIDROUTE_{name}": value for name, value in ours.items()}}


@contextmanager
def running(
    arguments: Sequence[str], environ: Mapping[str, str], port: int, log: Path, path: str = "/healthz"
) -> Iterator[subprocess.Popen[bytes]]:
    """The program while the block runs, from when it answers ``path``; its output goes to ``log``."""
    with log.open("ab") as output:
        program = subprocess.Popen(arguments, cwd=REPOSITORY, env=dict(environ), stdout=output, stderr=output)
    try:
        _wait_until_it_answers(program, port, log, path)
        yield program
    finally:
        program.terminate()
        try:
            program.wait(timeout=20)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait(timeout=20)


@contextmanager
def aidroute(environ: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`aidroute run` with these variables, while the block runs."""
    with running([sys.executable, "-m", "aidroute", "run"], environ, int(environ["AIDROUTE_PORT"]), log) as program:
        yield program


def cpu_seconds(program: int) -> float:
    """CPU time that a program and its children have used so far, in seconds. Linux only."""
    status = Path(f"/proc/{program}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    children = Path(f"/proc/{program}/task/{program}/children").read_text(encoding="ascii").split()
    ticks = int(status[11]) + int(status[12])
    return ticks / os.sysconf("SC_CLK_TCK") + sum(cpu_seconds(int(child)) for child in children)


def _wait_until_it_answers(program: subprocess.Popen[bytes], port: int, log: Path, path: str) -> None:
    for _ in range(START_SECONDS * 10):
        if program.poll() is not None:
            raise RuntimeError(f"it ended with {program.returncode}:\n{log.read_text(encoding='utf-8')}")
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise RuntimeError(f"no answer after {START_SECONDS} s:\n{log.read_text(encoding='utf-8')}")
