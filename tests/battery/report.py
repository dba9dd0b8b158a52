"""The battery's table: per group and in total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.battery.cases import Case
from tests.battery.measuring import percentile
from tests.battery.playing import Played

_HEAD = (
    f"{'group':<10}{'cases':>6}{'exact':>7}{'unsafe':>8}{'false alarms':>14}{'p50 s':>8}{'p99 s':>8}"
    f"{'overrun s':>11}{'peak MB':>9}{'escaped':>9}{'broken':>8}"
)


def table(results: list[Played], peaks: Mapping[str, float]) -> str:
    """One line per group and a total. Cases that no plain HTTP checker can see (limit) are counted like all others."""
    groups = list(dict.fromkeys(played.case.group for played in results))
    lines = [_HEAD, "-" * len(_HEAD)]
    lines += [_line(group, [played for played in results if played.case.group == group], peaks) for group in groups]
    return "\n".join([*lines, "-" * len(_HEAD), _line("total", results, peaks)])


def mistakes(results: Iterable[Played]) -> str:
    """Every case that did not come out as expected, with what came out."""
    lines = []
    for played in results:
        case = played.case
        if played.is_exact and played.is_routed_right and not played.broken and not played.escaped:
            continue
        lines.append(f"{_mark(played)} {case.group}/{case.id}: expected {_expected(case)}")
        lines += [
            f"      {verdict} ({reason}), first {first}, then {settled}   [{detail}]"
            for verdict, reason, first, settled, detail in dict.fromkeys(
                zip(played.verdicts, played.reasons, played.first, played.settled, played.details, strict=True)
            )
            if verdict not in case.verdicts or first not in case.firsts or settled not in case.routables
        ]
        lines += [f"      not kept: {what}" for what in dict.fromkeys(played.broken)]
        lines += [f"      escaped: {played.escaped}"] if played.escaped else []
    return "\n".join(lines)


def _expected(case: Case) -> str:
    verdicts, firsts, routables = case.also
    return (
        f"{' or '.join((case.verdict, *verdicts))}, first {' or '.join((case.first, *firsts))}, "
        f"then {' or '.join((case.routable, *routables))}"
    )


def _mark(played: Played) -> str:
    if played.is_unsafe:
        return "UNSAFE"
    return "ALARM " if played.is_false_alarm else "      "


def _line(name: str, results: list[Played], peaks: Mapping[str, float]) -> str:
    seconds = [value for played in results for value in played.seconds]
    measured = [peaks[played.case.id] for played in results if played.case.id in peaks]
    peak = f"{max(measured):.1f}" if measured else "-"
    return (
        f"{name:<10}{len(results):>6}{sum(p.is_exact for p in results):>7}{sum(p.is_unsafe for p in results):>8}"
        f"{sum(p.is_false_alarm for p in results):>14}{percentile(seconds, 0.5):>8.2f}{percentile(seconds, 0.99):>8.2f}"
        f"{max([0.0, *(p.overrun for p in results)]):>11.2f}{peak:>9}{sum(bool(p.escaped) for p in results):>9}"
        f"{sum(bool(p.broken) for p in results):>8}"
    )
