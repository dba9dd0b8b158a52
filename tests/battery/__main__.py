"""``make battery``: every case on real sockets, and the score.

    python -m tests.battery [--only ID ...] [--group NAME ...] [--set known|unseen|second] [--threads N] [--json FILE]

Ends with 1 when a donor would be sent where nobody may be sent, or when an exception left the checker.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.battery.cases import SHARED, Case, all_cases, second_unseen_cases, unseen_cases
from tests.battery.measuring import can_measure, peak_megabytes
from tests.battery.playing import TOTAL, Played, play
from tests.battery.report import mistakes, table

# Where a server tries to make us hold much at once.
_MEASURED_GROUPS = {"hostile"}
_MEASURED_CASES = {"title-1mb", "redirect-endless-body", "ok-200", "tls-ok"}


SETS: dict[str, Callable[[], list[Case]]] = {"known": all_cases, "unseen": unseen_cases, "second": second_unseen_cases}
"""The rules were made with the known cases at hand; the unseen ones were written apart from them."""


def main(arguments: list[str] | None = None) -> int:
    """Run the battery and print the score."""
    parser = argparse.ArgumentParser(prog="python -m tests.battery", description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", default=[], metavar="ID")
    parser.add_argument("--group", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--set", choices=sorted(SETS), help="one set of cases only")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every outcome here")
    chosen = parser.parse_args(arguments)
    print(f"the shared sample {'is among the known' if SHARED.is_file() else 'is not at hand: our own cases only'}")
    results: list[Played] = []
    for name in [chosen.set] if chosen.set else SETS:
        cases = [
            case
            for case in SETS[name]()
            if (not chosen.only or case.id in chosen.only) and (not chosen.group or case.group in chosen.group)
        ]
        if cases:
            results += _play_set(name, cases, chosen.threads)
    if chosen.json:
        chosen.json.write_text(json.dumps([_plain(played) for played in results], indent=1), encoding="utf-8")
    return 1 if any(played.is_unsafe or played.escaped for played in results) else 0


def _play_set(name: str, cases: list[Case], threads: int) -> list[Played]:
    """Play these cases and print their table and what did not come out as expected."""
    began = time.monotonic()
    with ThreadPoolExecutor(max(1, threads)) as pool:
        results = list(pool.map(play, cases))
    took = time.monotonic() - began
    peaks = _peaks(results) if can_measure() else {}
    checks = sum(len(played.seconds) for played in results)
    print(f"\n{name}: {len(cases)} cases, {checks} checks with a deadline of {TOTAL:g} s each, {took:.0f} s in all\n")
    print(table(results, peaks))
    found = mistakes(results)
    print(f"\n{found}" if found else "\nEvery case came out as expected.")
    return results


def _peaks(results: list[Played]) -> dict[str, float]:
    """Played again one by one: memory can only be told apart when nothing else runs."""
    measured = [p.case for p in results if p.case.group in _MEASURED_GROUPS or p.case.id in _MEASURED_CASES]
    return {case.id: peak_megabytes(case)[0] for case in measured}


def _plain(played: Played) -> dict[str, object]:
    return {
        "id": played.case.id,
        "group": played.case.group,
        "expected": [sorted(played.case.verdicts), sorted(played.case.firsts), sorted(played.case.routables)],
        "got": list(zip(played.verdicts, played.reasons, played.first, played.settled, strict=True)),
        "seconds": [round(value, 3) for value in played.seconds],
        "broken": played.broken,
        "escaped": played.escaped,
    }


if __name__ == "__main__":
    sys.exit(main())
