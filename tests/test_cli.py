"""The command line, run as a program."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.support.equipment import REPOSITORY
from tests.support.postgresql import free_port

pytestmark = pytest.mark.slow


def environ(folder: Path, **changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AIDROUTE_")}
    changes = {"INSTANCE": str(folder / "instance"), "SCHEDULER_INSIDE": "no", **changes}
    return kept | {f"AIDROUTE_{name}": value for name, value in changes.items()}


def aidroute(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aidroute", *arguments],
        cwd=REPOSITORY,
        env=environ(folder, **changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_refused_setting_ends_with_78_and_is_named(tmp_path: Path) -> None:
    done = aidroute(tmp_path, "db", "upgrade", PORT="many", COLOUR="red")
    assert done.returncode == 78
    assert "colour: there is no such setting" in done.stderr
    assert "variable AIDROUTE_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_needs_no_settings_and_makes_no_files(tmp_path: Path) -> None:
    assert aidroute(tmp_path, "run", "--help", COLOUR="red").returncode == 0
    assert not (tmp_path / "instance").exists()


def test_the_database_is_upgraded_once(tmp_path: Path) -> None:
    assert "went from nothing to" in aidroute(tmp_path, "db", "upgrade").stderr
    assert "is at the newest schema" in aidroute(tmp_path, "db", "upgrade").stderr


def test_it_does_not_serve_from_a_database_without_tables(tmp_path: Path) -> None:
    done = aidroute(tmp_path, "run")
    assert done.returncode == 1
    assert "aidroute db upgrade" in done.stderr


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    aidroute(tmp_path, "db", "upgrade")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = aidroute(tmp_path, "run", PORT=port)
    assert done.returncode == 1
    assert f"another program is listening on 127.0.0.1:{port}" in done.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_it_serves_until_it_is_stopped(tmp_path: Path, stop: signal.Signals) -> None:
    aidroute(tmp_path, "db", "upgrade")
    port = free_port()
    # A process group of its own, so that the signal reaches this server and nothing else.
    server = subprocess.Popen(
        [sys.executable, "-m", "aidroute", "run"],
        cwd=REPOSITORY,
        env=environ(tmp_path, PORT=str(port)),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert answers(port, server) == 404
    finally:
        server.send_signal(stop)
        _, errors = server.communicate(timeout=30)
    assert f"aidroute is at http://127.0.0.1:{port}" in errors
    assert "Traceback" not in errors
    assert server.returncode == 0


def answers(port: int, server: subprocess.Popen[str]) -> int:
    """The status of a page that is not there, as soon as the server answers at all."""
    opener = build_opener(ProxyHandler({}))
    for _ in range(300):
        assert server.poll() is None
        try:
            opener.open(f"http://127.0.0.1:{port}/no/such/page", timeout=5).close()
        except HTTPError as error:
            error.close()
            return error.code
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer in 30 s")
