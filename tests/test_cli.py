"""The command line, run as a program."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest

from aidroute.cli import main
from tests.support.equipment import REPOSITORY
from tests.support.postgresql import free_port

pytestmark = pytest.mark.slow


def environ(folder: Path, **changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AIDROUTE_")}
    # Nothing listens for TLS on this machine's own name, so the checker sees no network and asks nobody.
    quiet = {"SCHEDULER_INSIDE": "no", "CANARY_HOSTS": "localhost"}
    changes = {"INSTANCE": str(folder / "instance"), **quiet, **changes}
    return kept | {f"AIDROUTE_{name}": value for name, value in changes.items()}


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


class Aidroute(Protocol):
    def __call__(self, *arguments: str, **changes: str) -> Done: ...


@pytest.fixture
def aidroute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Aidroute:
    """Runs a command in this process, in an installation of its own; gives what it left and said."""

    def command(*arguments: str, **changes: str) -> Done:
        for name in [name for name in os.environ if name.startswith("AIDROUTE_")]:
            monkeypatch.delenv(name)
        for name, value in environ(tmp_path, **changes).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return command


def test_a_refused_setting_ends_with_78_and_is_named(aidroute: Aidroute) -> None:
    done = aidroute("db", "upgrade", PORT="many", COLOUR="red")
    assert done.returncode == 78
    assert "colour: there is no such setting" in done.stderr
    assert "variable AIDROUTE_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_needs_no_settings_and_makes_no_files(tmp_path: Path, aidroute: Aidroute) -> None:
    assert aidroute("run", "--help", COLOUR="red").returncode == 0
    assert not (tmp_path / "instance").exists()


def test_the_database_is_upgraded_once(aidroute: Aidroute) -> None:
    assert "went from nothing to" in aidroute("db", "upgrade").stderr
    assert "is at the newest schema" in aidroute("db", "upgrade").stderr


def test_one_command_makes_the_database_loads_the_directory_and_serves(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, PORT=str(port)) as server:
        assert answers(port, server) == 404
        assert status(port, "/en/give?need=food") == 200
    errors = server.told
    assert "The database went from nothing to" in errors
    assert "entries were created" in errors


def test_without_tables_other_commands_are_not_available(aidroute: Aidroute) -> None:
    done = aidroute("status")
    assert done.returncode == 3
    assert "aidroute db upgrade" in done.stderr


def test_a_database_that_is_away_ends_with_3_in_one_sentence_without_a_password(aidroute: Aidroute) -> None:
    url = f"postgresql://someone:hunter2@127.0.0.1:{free_port()}/none"
    done = aidroute("status", DATABASE_URL=url)
    assert done.returncode == 3
    assert "The database is not available" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_a_taken_port_is_told(aidroute: Aidroute) -> None:
    aidroute("db", "upgrade")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = aidroute("run", PORT=port)
    assert done.returncode == 3
    assert f"another program is listening on 127.0.0.1:{port}" in done.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
@pytest.mark.parametrize("inside", ["yes", "no"], ids=["checker-inside", "checker-elsewhere"])
def test_it_serves_until_it_is_stopped(tmp_path: Path, stop: signal.Signals, inside: str) -> None:
    port = free_port()
    with serving(tmp_path, stop, PORT=str(port), SCHEDULER_INSIDE=inside) as server:
        assert answers(port, server) == 404
        # Stopped in the middle of its first tick, too.
        time.sleep(0.5)
    assert f"aidroute is at http://127.0.0.1:{port}" in server.told
    assert "Traceback" not in server.told
    assert server.returncode == 0


def test_the_checker_inside_is_alive_and_without_a_network_judges_nothing(tmp_path: Path, aidroute: Aidroute) -> None:
    port = free_port()
    with serving(tmp_path, PORT=str(port), SCHEDULER_INSIDE="yes") as server:
        answers(port, server)
        told: dict[str, Any] = {}
        for _ in range(60):
            told = json.loads(aidroute("status", "--json").stdout)
            if told["pause_reason"] == "canary_failed":
                break
            time.sleep(0.5)
    assert (told["is_paused"], told["pause_reason"]) == (True, "canary_failed")
    assert set(told["links_by_state"]) >= {"live", "unverified"}
    assert told["links_by_state"]["unverified"] == told["links"] > 0


def test_a_worker_goes_on_until_it_is_told_to_stop_and_once_ends_by_itself(tmp_path: Path, aidroute: Aidroute) -> None:
    aidroute("db", "upgrade")
    aidroute("load")
    everything = aidroute("check", "--all")
    assert everything.returncode == 1
    assert "our own network may be down" in everything.stderr
    once = aidroute("worker", "--once")
    assert once.returncode == 1
    assert "our own network may be down" in once.stderr
    with running(tmp_path, "worker") as worker:
        assert worker.stderr is not None
        while "stop it with Ctrl-C" not in worker.stderr.readline():
            assert worker.poll() is None
    assert worker.returncode == 0


def test_a_crew_replaces_a_worker_that_dies_and_ends_with_all_of_them(tmp_path: Path, aidroute: Aidroute) -> None:
    aidroute("db", "upgrade")
    with running(tmp_path, "worker", "--processes", "2") as crew:
        first = children(crew.pid, 2)
        os.kill(first[0], signal.SIGKILL)
        for _ in range(100):
            second = children(crew.pid, 2)
            if first[0] not in second:
                break
            time.sleep(0.1)
        assert first[0] not in second
    assert crew.returncode == 0
    assert not [pid for pid in second if Path(f"/proc/{pid}").exists()]


def test_a_serving_process_that_hears_no_signal_does_not_keep_the_server_from_ending(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, PORT=str(port), SCHEDULER_INSIDE="no", WEB_WORKERS="1") as server:
        assert answers(port, server) == 404
        # The other one is multiprocessing's own tracker.
        (deaf,) = (pid for pid in children(server.pid, 2) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes())
        os.kill(deaf, signal.SIGSTOP)
    assert server.returncode == 0
    assert not Path(f"/proc/{deaf}").exists()


def children(parent: int, number: int) -> list[int]:
    """The processes that a process has started, as soon as there are so many."""
    for _ in range(200):
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if len(listed) == number:
            return sorted(map(int, listed))
        time.sleep(0.1)
    raise AssertionError(f"not {number} processes in 20 s")


def test_an_address_that_no_visitor_is_led_to_ends_with_1_and_says_why(aidroute: Aidroute) -> None:
    done = aidroute("check", "http://127.0.0.1/give", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["verdict"], told["level"], told["is_in_directory"]) == ("unsafe_target", "withheld", False)
    assert (told["ground"]["domain"], told["ground"]["registered_at"]) == ("", None)
    explained = aidroute("check", "http://127.0.0.1/give", "--explain", "--ground")
    assert explained.returncode == 1
    assert "The domain" in explained.stdout
    assert "withheld" in explained.stdout
    assert "Rules that fired" in explained.stdout


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "--all", "https://a.example.org/"], ["check", "--all", "--ground"], ["nonsense"]],
)
def test_a_command_that_is_not_understood_ends_with_2(aidroute: Aidroute, arguments: list[str]) -> None:
    assert aidroute(*arguments).returncode == 2


def test_a_ledger_that_holds_ends_with_0_and_a_changed_one_with_1(tmp_path: Path, aidroute: Aidroute) -> None:
    aidroute("db", "upgrade")
    aidroute("load")
    assert aidroute("audit", "verify").returncode == 0
    with sqlite3.connect(tmp_path / "instance" / "aidroute.sqlite") as connection:
        connection.execute("UPDATE change SET field = 'other' WHERE sequence = 3")
    connection.close()
    done = aidroute("audit", "verify", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["broken_at"] == 3


def test_a_person_is_added_once_and_can_be_closed(aidroute: Aidroute) -> None:
    aidroute("db", "upgrade")
    wanted = ("user", "add", "anna@example.org", "--name", "Anna Example", "--password", "harbour-lamp-seven-pears")
    assert aidroute(*wanted).returncode == 0
    again = aidroute(*wanted)
    assert again.returncode == 1
    assert "already" in again.stderr
    assert aidroute("user", "close", "anna@example.org").returncode == 0
    (entry,) = json.loads(aidroute("user", "list", "--json").stdout)
    assert (entry["email"], entry["is_active"]) == ("anna@example.org", False)
    assert aidroute("user", "close", "nobody@example.org").returncode == 1


def test_a_database_goes_back_only_when_told_so(aidroute: Aidroute) -> None:
    aidroute("db", "upgrade")
    assert aidroute("db", "downgrade", "0001").returncode == 1
    assert "back to 0001" in aidroute("db", "downgrade", "0001", "--yes").stderr
    assert "0001 to" in aidroute("db", "upgrade").stderr


def test_every_command_explains_itself_with_an_example(aidroute: Aidroute) -> None:
    commands = [
        ["run"], ["worker"], ["load"], ["check"], ["status"], ["db", "upgrade"], ["db", "downgrade"],
        ["user", "add"], ["user", "list"], ["user", "close"], ["user", "open"], ["audit", "verify"],
    ]  # fmt: skip
    for command in commands:
        done = aidroute(*command, "--help")
        assert done.returncode == 0
        assert f"aidroute {' '.join(command)}" in done.stdout.split("Options:")[0].split("\n", 2)[2]


class Server(subprocess.Popen[str]):
    told = ""


@contextmanager
def running(folder: Path, *arguments: str, stop: signal.Signals = signal.SIGTERM, **changes: str) -> Iterator[Server]:
    """The program while the block runs; then it gets the signal, and `told` is what it said."""
    # A process group of its own, so that the signal reaches this server and nothing else.
    server = Server(
        [sys.executable, "-m", "aidroute", *arguments],
        cwd=REPOSITORY,
        env=environ(folder, **changes),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield server
    finally:
        server.send_signal(stop)
        _, server.told = server.communicate(timeout=90)


def serving(folder: Path, stop: signal.Signals = signal.SIGTERM, **changes: str) -> AbstractContextManager[Server]:
    return running(folder, "run", stop=stop, **changes)


def status(port: int, path: str) -> int:
    with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return int(answer.status)


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
