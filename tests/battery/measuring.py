"""What a check costs in memory, and how a list of times is summed up."""

from __future__ import annotations

import gc
from pathlib import Path

from tests.battery.cases import Case
from tests.battery.playing import Played, play

_STATUS = Path("/proc/self/status")
_CLEAR_REFS = Path("/proc/self/clear_refs")
_RESET_PEAK = "5"


def can_measure() -> bool:
    """Whether this system lets a process reset its own peak (Linux)."""
    try:
        _CLEAR_REFS.write_text(_RESET_PEAK, encoding="ascii")
    except OSError:
        return False
    return True


def peak_megabytes(case: Case) -> tuple[float, Played]:
    """How much this process grew at the peak while the case was played, its server included, in MB.

    An upper bound of what the check itself took. Play the case once before: the first time also loads code.
    """
    gc.collect()
    _CLEAR_REFS.write_text(_RESET_PEAK, encoding="ascii")
    before = _kilobytes("VmRSS")
    played = play(case)
    return max(0, _kilobytes("VmHWM") - before) / 1024, played


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all values does not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _kilobytes(name: str) -> int:
    for line in _STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0
