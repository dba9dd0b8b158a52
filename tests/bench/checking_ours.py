"""Our side of `tests.bench.checking`: worker processes on a new SQLite database, every link with its baseline.

python -m tests.bench.checking_ours '{"slots": 128, "processes": 2, "links": 5000, "folder": "...", "polite": false,
"known": true}'
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import certifi

from aidroute.adapters.addresses import PublicAddresses
from aidroute.adapters.fetch import WEB_PORTS, Fetcher, FetchLimits
from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.adapters.resolve import Endpoint
from aidroute.checker import spare_what_stays
from aidroute.domain.baseline import capture
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.pace import Pace
from aidroute.domain.rules import Rules
from aidroute.services.checking import Checker, CheckerParts
from aidroute.services.examining import Examiner
from aidroute.services.one_run import Limits
from aidroute.services.rule_lists import load_rules
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.link_rows import baseline_values
from tests.bench.checking import HOSTS, skewed_hosts
from tests.bench.slow_web import TOP_LEVEL, VARIANTS, host_name, latency_s
from tests.support.checking import add_links, new_link
from tests.support.databases import prepare


class Loopback:
    """Only the slow web may be reached."""

    def permits(self, address: str) -> bool:
        return address.startswith("127.") or PublicAddresses().permits(address)


def hosts_file(host: str, port: int) -> list[Endpoint]:
    """The lookup that every other program does here: ours asks for absolute names, which no hosts file has."""
    answers = socket.getaddrinfo(host, port, family=socket.AF_INET, type=socket.SOCK_STREAM)
    return [Endpoint(int(family), str(at[0]), int(at[1])) for family, _, _, _, at in answers]


def fetcher() -> Fetcher:
    """The fetcher of every installation, but for the addresses that it may reach."""
    return Fetcher(
        resolver=hosts_file,
        address_policy=Loopback(),
        ports=WEB_PORTS,
        ca_file=certifi.where(),
        limits=FetchLimits(),
        clock=lambda: datetime.now(UTC),
        host_rules=BrowserHostRules(extra_suffixes=(TOP_LEVEL,)),
        base_url="https://aid.example.org",
    )


def make_links(plan: dict[str, Any], baselines: list[dict[str, Any]]) -> Iterator[Link]:
    hosts = skewed_hosts(plan["links"]) if plan["polite"] else [n % HOSTS for n in range(plan["links"])]
    due_at = datetime.now(UTC) - timedelta(minutes=1)
    seen = {"state": "live", "verdict": "live", "next_check_at": due_at, "last_full_get_at": due_at}
    for number, host in enumerate(hosts):
        url = f"http://{host_name(host)}/give/{number}"
        baseline = baselines[number % VARIANTS]
        known = {"page_sha256": baseline["body_sha256"], "validators_for": url} if plan["known"] else {}
        yield new_link(url, baseline=baseline, **seen, **known)


def baselines_of(web: Fetcher, rules: Rules) -> list[dict[str, Any]]:
    """What a person would have approved: each page as it is."""
    quickest = {number % VARIANTS: number for number in sorted(range(4_000), key=latency_s, reverse=True)}
    pages = [web.fetch(FetchRequest(f"http://{host_name(0)}/give/{quickest[v]}")) for v in range(VARIANTS)]
    return [baseline_values(capture(page, rules)) or {} for page in pages]


def work(plan: dict[str, Any], url: str, begin: Barrier, results: SimpleQueue[dict[str, Any]]) -> None:
    """One worker process: everything a worker does, from its first claim to its last write."""
    web = fetcher()
    database = Database.open(url)
    # robots.txt is asked for once a day and host; a worker that has been running for a while knows it.
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(web.fetch, (FetchRequest(f"http://{host_name(n)}/robots.txt") for n in range(HOSTS))))
    slots = plan["slots"] // plan["processes"]
    pace = Pace() if plan["polite"] else Pace(gap_s=0.0, per_host=plan["slots"])
    parts = CheckerParts(
        database,
        Examiner(web.fetch, load_rules(web.host_rules)),
        lambda: datetime.now(UTC),
        limits=Limits(slots=slots, pace=pace),
    )
    spare_what_stays()
    begin.wait()
    cpu = time.process_time()
    summary = Checker(parts).run_due()
    results.put(
        {
            "ended": time.monotonic(),
            "cpu_s": time.process_time() - cpu,
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "checked": summary.finished,
            "verdicts": {verdict.value: number for verdict, number in summary.verdicts.items()},
            "note": summary.note,
        }
    )


def main() -> None:
    plan = json.loads(sys.argv[1])
    forks = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory(dir=plan["folder"]) as name:
        url = f"sqlite:///{Path(name) / 'bench.sqlite'}"
        prepare(url)
        setting_up = forks.Process(target=set_up, args=(plan, url))
        setting_up.start()
        setting_up.join()
        begin, results = forks.Barrier(plan["processes"] + 1), forks.SimpleQueue()
        workers = [forks.Process(target=work, args=(plan, url, begin, results)) for _ in range(plan["processes"])]
        for worker in workers:
            worker.start()
        begin.wait()
        began = time.monotonic()
        told = [results.get() for _ in workers]
        for worker in workers:
            worker.join()
    verdicts = sum((Counter(each["verdicts"]) for each in told), Counter())
    print(
        json.dumps(
            {
                "wall_s": max(each["ended"] for each in told) - began,
                "cpu_s": sum(each["cpu_s"] for each in told),
                "memory_mb": sum(each["memory_mb"] for each in told),
                "checked": sum(each["checked"] for each in told),
                "note": " ".join([f"{number} {verdict}" for verdict, number in verdicts.items()])
                + "".join(f" not believed: {each['note']}" for each in told if each["note"]),
            }
        )
    )


def set_up(plan: dict[str, Any], url: str) -> None:
    """Put the links into the database, in a process that is gone before the workers are forked."""
    web = fetcher()
    database = Database.open(url)
    add_links(database, make_links(plan, baselines_of(web, load_rules(web.host_rules))))
    database.close()


if __name__ == "__main__":
    main()
