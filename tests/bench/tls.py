"""What one HTTPS check costs in CPU, with full verification: ``python -m tests.bench.tls``.

The server runs in a process of its own; the figures are the checker's alone (all its threads).
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

import certifi

from aidroute.adapters.fetch import Fetcher
from aidroute.adapters.tls import verifying_context
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.observation import Failure
from tests.world.answers import answer
from tests.world.certificates import Wish
from tests.world.pages import good, page
from tests.world.server import Asked, Peer, World, fetcher_arguments

GOAL_MS = 5.0


_NUMBERS = itertools.count()


def _new_page(peer: Peer, asked: Asked) -> None:
    """Never the same page twice, so that nothing that was read before saves work."""
    answer(200, page(extra=f"<!-- {next(_NUMBERS)} -->"))(peer, asked)


def _serve(channel: Connection) -> None:
    with World() as world:
        world.serve("charity.test", "/donate", _new_page)
        world.serve("evil.test", "/donate", good())
        world.certificate("evil.test", world.authority.server_context(Wish(("evil.test",), issued_by="stranger")))
        channel.send((world.http_port, world.https_port, world.authority.ca_file))
        channel.recv()


def main(arguments: list[str] | None = None) -> int:
    """Print CPU per check for http and https, one thread and many. 1 when the goal for https is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tls", description=__doc__.splitlines()[0])
    parser.add_argument("--checks", type=int, default=400)
    parser.add_argument("--threads", type=int, default=16)
    chosen = parser.parse_args(arguments)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    try:
        fetcher = Fetcher(**fetcher_arguments(*ours.recv()))
        return _measure(fetcher, chosen.checks, chosen.threads)
    finally:
        ours.send("done")
        server.join(timeout=5)


def _measure(fetcher: Fetcher, checks: int, threads: int) -> int:
    refused = fetcher.fetch(FetchRequest("https://evil.test/donate"))
    if refused.failure is not Failure.TLS_CERTIFICATE:
        print("A certificate of a root nobody trusts was accepted: the figures would mean nothing.")
        return 1
    worst = 0.0
    for scheme in ("http", "https"):
        for workers in (1, threads):
            cost, wall = _cpu_per_check(fetcher, f"{scheme}://charity.test/donate", checks, workers)
            print(f"{scheme:<6} {workers:>3} thread(s): {cost:5.2f} ms CPU a check, {checks / wall:6.0f} checks/s")
            worst = max(worst, cost)
    began = time.process_time()
    verifying_context(certifi.where())
    print(f"a verifying context with the public authorities: {(time.process_time() - began) * 1000:.0f} ms, made once")
    print(f"goal: at most {GOAL_MS:g} ms a check: {'met' if worst <= GOAL_MS else 'MISSED'}")
    return 0 if worst <= GOAL_MS else 1


def _cpu_per_check(fetcher: Fetcher, url: str, checks: int, workers: int) -> tuple[float, float]:
    """(ms of CPU in this process per check, wall seconds in all)."""
    request = FetchRequest(url)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(fetcher.fetch, [request] * max(20, workers)))
        began, cpu = time.monotonic(), time.process_time()
        observations = list(pool.map(fetcher.fetch, [request] * checks))
        used, wall = time.process_time() - cpu, time.monotonic() - began
    failed = [observation.detail for observation in observations if observation.status != 200]
    if failed:
        raise SystemExit(f"{len(failed)} checks failed: {failed[0]}")
    return used / checks * 1000, wall


if __name__ == "__main__":
    sys.exit(main())
