"""Our checker beside lychee and LinkChecker, on one slow web, in one run: `make bench-check`.

5,000 links on 500 hosts, log-normal latency (median 250 ms, sigma 0.7, at most 5 s), the same for everybody. All are
allowed as many requests per host as they like, so that only the number of requests under way limits them. Ours writes
every result to SQLite; the others print it. Ours runs twice: once every page is, byte for byte, the one that it last
found well, as most pages are at most checks; once every page has changed, so that each is read and judged anew. Then
ours once more with its politeness on.

    python -m tests.bench.checking [--links 5000] [--at 128 512] [--processes 2] [--only ours lychee linkchecker polite]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.slow_web import CAP_S, MEDIAN_S, SIGMA, address, host_name, latency_s
from tests.support.equipment import REPOSITORY
from tests.support.peer_programs import is_inside, may_enter, peer, run_inside

PORT = 80
HOSTS = 500
PATIENCE_S = 900
GOALS = {128: 1.05, 512: 1.15}
"""Times lychee's wall time, by requests under way."""


@dataclass(frozen=True)
class Result:
    """What one run cost. ``cpu_s`` is of the checker alone, ``memory_mb`` its largest resident size."""

    name: str
    at: int
    wall_s: float
    cpu_s: float
    memory_mb: float
    checked: int
    note: str = ""


def urls(links: int) -> list[str]:
    """Each link's address; hosts in turn."""
    return [f"http://{host_name(number % HOSTS)}/give/{number}" for number in range(links)]


def measured(program: list[str], folder: Path) -> tuple[float, float, float, str]:
    """Wall time, CPU time, memory in MB and standard output of a program."""
    began = time.monotonic()
    out = folder / "out"
    with out.open("wb") as file:
        process = subprocess.Popen(program, stdout=file, stderr=subprocess.DEVNULL, cwd=REPOSITORY)
        _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.monotonic() - began
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read_text(encoding="utf-8", errors="replace")


def ours(chosen: argparse.Namespace, at: int, folder: Path, *, polite: bool = False, known: bool = False) -> Result:
    """Worker processes of ours on a new database; their start-up is left out, because a worker starts once."""
    plan = {
        "slots": at,
        "processes": 1 if polite else chosen.processes,
        "links": chosen.polite_links if polite else chosen.links,
        "folder": str(folder),
        "polite": polite,
        "known": known,
    }
    _, _, _, told = measured([sys.executable, "-m", "tests.bench.checking_ours", json.dumps(plan)], folder)
    said = json.loads(told.splitlines()[-1])
    name = "ours, polite" if polite else "ours, as known" if known else "ours, changed"
    return Result(name, at, said["wall_s"], said["cpu_s"], said["memory_mb"], said["checked"], said["note"])


def lychee(chosen: argparse.Namespace, at: int, folder: Path) -> Result:
    given = folder / "links.txt"
    given.write_text("\n".join(urls(chosen.links)) + "\n")
    options = [
        "--no-progress", "--format", "json", "--max-concurrency", str(at), "--host-concurrency", str(at),
        "--host-request-interval", "0ms", "--max-retries", "0", str(given),
    ]  # fmt: skip
    wall, cpu, memory, told = measured([str(peer("lychee")), *options], folder)
    return Result("lychee", at, wall, cpu, memory, json.loads(told)["successful"])


def linkchecker(chosen: argparse.Namespace, at: int, folder: Path) -> Result:
    given = folder / "links.html"
    given.write_text("".join(f'<a href="{url}">a link</a>\n' for url in urls(chosen.links)))
    settings = folder / "linkcheckerrc"
    settings.write_text("[checking]\nmaxrequestspersecond=100000\n")
    folder.chmod(0o755)
    options = [
        "--no-status", "--check-extern", "--recursion-level=1", "--no-robots", f"--threads={at}", "--verbose", "-ocsv",
        f"--config={settings}", str(given),
    ]  # fmt: skip
    wall, cpu, memory, told = measured([str(peer("linkchecker")), *options], folder)
    checked = sum(1 for line in told.splitlines() if "/give/" in line and ";200 OK;" in line)
    return Result("LinkChecker", at, wall, cpu, memory, checked)


def polite_bound_s(links: int, slots: int, counts: Counter[int]) -> float:
    """The least time anybody can need at one request a second and host (liveness, section 5)."""
    chains = [0.0] * HOSTS
    for number, host in enumerate(skewed_hosts(links)):
        chains[host] += max(1.0, latency_s(number)) if counts[host] > 1 else latency_s(number)
    return max(*chains, sum(map(latency_s, range(links))) / slots)


def skewed_hosts(links: int) -> list[int]:
    """Hosts as unequal as real ones: the busiest has about a fortieth of all links."""
    return [min(int(HOSTS * (number * 0.6180339887 % 1.0) ** 1.6), HOSTS - 1) for number in range(links)]


def play(chosen: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hosts = folder / "hosts"
        lines = [f"{address(number)} {host_name(number)}" for number in range(HOSTS)]
        hosts.write_text("\n".join(["127.0.0.1 localhost", *lines]) + "\n")
        subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.slow_web", str(PORT)], stdout=subprocess.PIPE, cwd=REPOSITORY
        )
        try:
            assert server.stdout is not None
            server.stdout.readline()
            for_all = [latency_s(number) for number in range(chosen.links)]
            print(f"{chosen.links} links, {HOSTS} hosts, median {MEDIAN_S} s, sigma {SIGMA}, at most {CAP_S} s")
            print(f"{'checker':<16}{'at once':>8}{'wall s':>9}{'bound s':>9}{'ms CPU/link':>13}{'MB':>7}{'checked':>9}")
            for at in chosen.at:
                compare(chosen, folder, at, sum(for_all) / at)
            if "polite" in chosen.only:
                tell_polite(chosen, folder)
        finally:
            server.kill()
            server.wait()
    return 0


def compare(chosen: argparse.Namespace, folder: Path, at: int, bound_s: float) -> None:
    """One round of everybody at one number of requests under way."""
    runs = (("lychee", lychee), ("ours", partial(ours, known=True)), ("ours", ours), ("linkchecker", linkchecker))
    by_name = {}
    for _, run in filter(lambda each: each[0] in chosen.only, runs):
        result = run(chosen, at, folder)
        by_name[result.name] = result
        show(result, bound_s)
    if "lychee" in by_name:
        goal = GOALS.get(at)
        for name in ("ours, as known", "ours, changed"):
            if name in by_name:
                ratio = by_name[name].wall_s / by_name["lychee"].wall_s
                told = "" if goal is None else f" (goal {goal}{'' if ratio <= goal else ', MISSED'})"
                print(f"{name} takes {ratio:.2f} times lychee's time{told}")


def tell_polite(chosen: argparse.Namespace, folder: Path) -> None:
    """Ours at one request a second and host, on hosts as unequal as real ones."""
    counts = Counter(skewed_hosts(chosen.polite_links))
    result = ours(chosen, chosen.at[0], folder, polite=True)
    bound_s = polite_bound_s(chosen.polite_links, chosen.at[0], counts)
    print(f"one request a second and host; {chosen.polite_links} links, the busiest host has {max(counts.values())}")
    show(result, bound_s)
    print(f"{result.wall_s / bound_s:.2f} times the least possible")


def show(result: Result, bound_s: float) -> None:
    per_link = result.cpu_s / max(1, result.checked) * 1000
    print(
        f"{result.name:<16}{result.at:>8}{result.wall_s:>9.1f}{bound_s:>9.1f}{per_link:>13.2f}{result.memory_mb:>7.0f}"
        f"{result.checked:>9}  {result.note}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--links", type=int, default=5_000)
    parser.add_argument("--polite-links", type=int, default=1_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="worker processes of ours")
    parser.add_argument("--at", type=int, nargs="+", default=[128, 512])
    everybody = ["ours", "lychee", "linkchecker", "polite"]
    parser.add_argument("--only", nargs="+", choices=everybody, default=everybody)
    chosen = parser.parse_args()
    if is_inside():
        return play(chosen)
    if not may_enter():
        print("The comparison needs Linux, root, unshare and ip: other people's programs get a network of their own.")
        return 2
    for name in ("lychee", "linkchecker"):
        if name in chosen.only:
            peer(name)
    return run_inside("tests.bench.checking", sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
