"""Requests a second and how long the slowest hundredth waits: `python -m tests.bench.web` (`make bench-web`).

In one run, side by side: our pages from the page cache against (a) the same bytes from a bare WSGI application under
the same server and (b) nginx with the same bytes in files and the same headers; our results page rendered for each
request against a plain Flask view that renders a page of the same size. All on loopback, with the same numbers of
processes and threads.

Beside the rate stands the CPU time that a server took for a request: it tells the same on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from aidroute.app import create_app
from aidroute.settings import Settings, load_settings
from aidroute.storage import directory_version
from aidroute.storage.db import Database
from tests.bench.bare_apps import FOLDER
from tests.support.databases import prepare
from tests.support.filled import fill
from tests.support.postgresql import free_port
from tests.support.running import aidroute, cpu_seconds, environ_of, running
from tests.support.wsgi import ask

PAGES = {
    "home": "/en/",
    "results": "/en/give?need=food",
    "organization": "/en/organizations/harbour-fund-1",
}
CODING = "br"
CONNECTIONS = 64
"""Held open at once. With 16 our processes sleep between requests on a machine that wrk shares, nginx does not."""
RUSH_CONNECTIONS = 256
CPU_ROUNDS = 60
RUSH_SECONDS = 6
WARMING = 20

OURS, BARE, NGINX, FLASK = "aidroute", "bare wsgi", "nginx", "bare flask"
RENDERED = "results, rendered"
GOALS = {BARE: 0.8, NGINX: 0.5, FLASK: 0.5}
GOAL_CPU_MS = 3.0

OF_NGINX = frozenset({"age", "content-length", "content-type", "date", "etag", "server"})
NGINX_CONFIGURATION = """
worker_processes {workers}; daemon off; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port};
    default_type "text/html; charset=utf-8";
    {locations}
  }}
}}
"""


@dataclass(frozen=True)
class Target:
    """One thing under load: its row and column in the table, the process that answers, and where."""

    page: str
    server: str
    process: int
    port: int
    path: str
    coding: str = CODING


@dataclass(frozen=True)
class Load:
    """Requests a second, milliseconds that 99 of 100 answers took at most, and the server's CPU time per request."""

    per_second: float
    p99_ms: float
    cpu_us: float


# ------------------------------------------------------------------------------------------------ what is measured


class World:
    """The servers, started one by one; everything ends with ``started``."""

    def __init__(self, folder: Path, started: ExitStack, workers: int, threads: int) -> None:
        self.folder = folder
        self.started = started
        self.workers = workers
        self.threads = threads
        self.log = folder / "log"
        self.database_url = f"sqlite:///{folder / 'aidroute.sqlite'}"
        prepare(self.database_url)
        database = Database.open(self.database_url)
        fill(database, datetime.now(UTC))
        database.close()

    def variables(self, megabytes: int) -> dict[str, str]:
        """The settings of ours, with so much room for kept pages."""
        return environ_of(
            self.folder / "instance",
            free_port(),
            self.database_url,
            languages="en,hy,ru,fr",
            page_cache_megabytes=str(megabytes),
            web_workers=str(self.workers),
            web_threads=str(self.threads),
        )

    def start_ours(self, environ: Mapping[str, str]) -> tuple[int, int]:
        """`aidroute run`; gives its process and its port."""
        return self.started.enter_context(aidroute(environ, self.log)).pid, int(environ["AIDROUTE_PORT"])

    def start_bare(self, factory: str, first: str) -> tuple[int, int]:
        """One of the bare applications, served as ours is."""
        port = free_port()
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(self.workers), "--blocking-threads", str(self.threads),
            "--backpressure", "64", "--no-ws", "--log-level", "warning", f"tests.bench.bare_apps:{factory}",
        ]  # fmt: skip
        return self._start(command, port, first)

    def start_nginx(self, pages: Mapping[str, str]) -> tuple[int, int]:
        """nginx with a configuration of its own; two zeros when it is not installed."""
        program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
        if not program:
            print("nginx is not installed (on Debian: apt-get install nginx-light); its rows are left out")
            return 0, 0
        port = free_port()
        told = NGINX_CONFIGURATION.format(
            folder=self.folder,
            port=port,
            workers=self.workers,
            locations="\n".join(location(self.folder, name) for name in pages),
        )
        config = self.folder / "nginx.conf"
        config.write_text(told, encoding="utf-8")
        self.folder.chmod(0o755)  # its workers may run as another user
        return self._start([program, "-c", str(config), "-e", "stderr"], port, "/home")

    def _start(self, command: list[str], port: int, first: str) -> tuple[int, int]:
        environ = {**os.environ, FOLDER: str(self.folder)}
        return self.started.enter_context(running(command, environ, port, self.log, first)).pid, port


def location(folder: Path, name: str) -> str:
    """Where nginx finds a page, and the headers it sends with it; what depends on the moment it makes by itself."""
    headers = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["headers"]
    told = " ".join(f"add_header {key} {json.dumps(value)};" for key, value in headers if key not in OF_NGINX)
    return f"location = /{name} {{ alias {folder}/{name}.body; {told} }}"


def fetch(port: int, path: str, coding: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """One answer: status, headers with names in small letters, body."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": coding} if coding else {})
    answer = connection.getresponse()
    got = answer.status, [(name.lower(), value) for name, value in answer.getheaders()], answer.read()
    connection.close()
    return got


def write_pages(port: int, folder: Path) -> dict[str, str]:
    """Keep the bytes of each page for the others to serve; gives the pages that this version has."""
    there = {}
    for name, path in PAGES.items():
        status, headers, body = fetch(port, path, CODING)
        if status != 200:
            print(f"{name}: {path} answers {status}; left out")
            continue
        there[name] = path
        described = {"path": f"/{name}", "headers": headers}
        (folder / f"{name}.json").write_text(json.dumps(described), encoding="utf-8")
        (folder / f"{name}.body").write_bytes(body)
        print(f"{name}: {len(fetch(port, path, '')[2]):,} bytes, {len(body):,} by {CODING}")
    (folder / "plain-size").write_text(str(len(fetch(port, PAGES["results"], "")[2])), encoding="utf-8")
    return there


def start_all(world: World) -> list[Target]:
    """Every server, and what is asked of it."""
    kept = world.start_ours(world.variables(64))
    pages = write_pages(kept[1], world.folder)
    bare = world.start_bare("same_bytes", "/home")
    nginx = world.start_nginx(pages)
    targets = []
    for name, path in pages.items():
        targets += [Target(name, OURS, *kept, path), Target(name, BARE, *bare, f"/{name}")]
        targets += [Target(name, NGINX, *nginx, f"/{name}")] if nginx[0] else []
    rendered = world.start_ours(world.variables(0))
    flask = world.start_bare("flask_page", "/")
    return [
        *targets,
        Target(RENDERED, OURS, *rendered, PAGES["results"], ""),
        Target(RENDERED, FLASK, *flask, "/", ""),
    ]


# ------------------------------------------------------------------------------------------------- how it is measured


def load(target: Target, seconds: int, connections: int) -> Load:
    """Ask for one page over and over by wrk. Raises RuntimeError when an answer was not a 2xx."""
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--latency"]
    command += ["--header", f"Accept-Encoding: {target.coding}"] if target.coding else []
    url = f"http://127.0.0.1:{target.port}{target.path}"
    before = cpu_seconds(target.process)
    told = subprocess.run([*command, url], capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    spent = cpu_seconds(target.process) - before
    answered = re.search(r"(\d+) requests in", told)
    if "Non-2xx" in told or "Socket errors" in told or " 0 requests in" in told:
        raise RuntimeError(f"{target.server} did not answer {target.page} well:\n{told}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    assert answered
    assert rate
    assert slow
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow.group(2)]
    return Load(float(rate.group(1)), float(slow.group(1)) * unit, spent / int(answered.group(1)) * 1e6)


def rush(world: World, seconds: int) -> str:
    """What many visitors get who come at once to a server that has just started, while the directory changes twice."""
    environ = world.variables(64)
    process, port = world.start_ours(environ)
    database = Database.open(world.database_url)
    changes = [threading.Timer(seconds * part, change, [database]) for part in (0.3, 0.6)]
    for each in changes:
        each.start()
    got = load(Target(PAGES["results"], OURS, process, port, PAGES["results"]), seconds, RUSH_CONNECTIONS)
    for each in changes:
        each.join()
    database.close()
    return f"{got.per_second:,.0f} req/s, p99 {got.p99_ms:.0f} ms, all answered with 200"


def change(database: Database) -> None:
    """A new version of the directory, as an accepted proposal makes it."""
    with database.write() as session:
        directory_version.move(session, directory_version.CONTENT, datetime.now(UTC))


def measure(targets: list[Target], rounds: int, seconds: int, connections: int) -> dict[tuple[str, str], Load]:
    """Every target in turn, several rounds, so that a busy moment of the machine falls on all of them."""
    loads: dict[tuple[str, str], list[Load]] = defaultdict(list)
    for target in targets:
        for _ in range(WARMING):  # templates are compiled, and names of countries are read, at the first request
            fetch(target.port, target.path, target.coding)
    for number in range(rounds):
        for target in targets:
            loads[target.page, target.server].append(load(target, seconds, connections))
        print(f"round {number + 1} of {rounds} done; load average {os.getloadavg()[0]:.1f}", flush=True)
    return {key: middle(each) for key, each in loads.items()}


def middle(loads: list[Load]) -> Load:
    """The median of each figure."""
    return Load(
        *(statistics.median(getattr(each, name) for each in loads) for name in ("per_second", "p99_ms", "cpu_us"))
    )


def cpu_ms(settings: Settings, path: str) -> float:
    """Median CPU milliseconds of one thread for one page, from request to last byte, nothing kept."""
    app = create_app(settings)
    host = settings.base_url.removeprefix("http://")
    times = []
    for _ in range(CPU_ROUNDS):
        began = time.thread_time_ns()
        assert ask(app.wsgi_app, path, host=host).status == 200
        times.append((time.thread_time_ns() - began) / 1e6)
    app.extensions["database"].close()
    return statistics.median(times)


# ---------------------------------------------------------------------------------------------------------- the table


def print_table(targets: list[Target], loads: Mapping[tuple[str, str], Load]) -> None:
    """Ours, and below each page the others with the ratio of ours to theirs."""
    print(f"\n{'page':18} {'server':11} {'req/s':>8} {'p99 ms':>7} {'CPU us':>7}  ours : its rate   ours : its CPU")
    for target in targets:
        ours, this = loads[target.page, OURS], loads[target.page, target.server]
        row = f"{target.server:11} {this.per_second:>8,.0f} {this.p99_ms:>7.2f} {this.cpu_us:>7.1f}"
        if target.server == OURS:
            print(f"{target.page:18} {row}")
            continue
        ratio, goal = ours.per_second / this.per_second, GOALS[target.server]
        told = f"{ratio:.2f} (goal {goal}{'' if ratio >= goal else ', MISSED'})"
        print(f"{'':18} {row}  {told:16} {this.cpu_us / ours.cpu_us:.2f}")


def shipped(setting: str) -> int:
    """A setting of ours where nobody has set it: that is what the figures are promised for."""
    return int(Settings.model_fields[setting].get_default(call_default_factory=True))


def main() -> None:
    """Start everything, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3, choices=range(1, 31), metavar="1..30", help="of one load")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 10), metavar="1..9", help="medians count")
    parser.add_argument("--workers", type=int, default=shipped("web_workers"), choices=range(1, 9), metavar="1..8")
    parser.add_argument("--threads", type=int, default=shipped("web_threads"), choices=range(1, 65), metavar="1..64")
    parser.add_argument("--connections", type=int, default=CONNECTIONS, choices=range(1, 513), metavar="1..512")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk makes the load and is not installed (on Debian: apt-get install wrk)")
    with tempfile.TemporaryDirectory() as name, ExitStack() as started:
        world = World(Path(name), started, options.workers, options.threads)
        targets = start_all(world)
        print(
            f"{options.connections} connections, {options.rounds} rounds of {options.seconds} s each; "
            f"{options.workers} process(es) of {options.threads} thread(s); {os.cpu_count()} cores, wrk on the same"
        )
        print_table(targets, measure(targets, options.rounds, options.seconds, options.connections))
        told = rush(world, RUSH_SECONDS)
        print(f"\na rush of {RUSH_CONNECTIONS} connections on a cold cache, two changes in the middle: {told}")
        settings = load_settings(world.folder / "instance", world.variables(0))
        spent = cpu_ms(settings, PAGES["results"])
        missed = ", MISSED" if spent > GOAL_CPU_MS else ""
        print(f"one results page rendered: {spent:.2f} ms of CPU (goal {GOAL_CPU_MS}{missed})")


if __name__ == "__main__":
    main()
