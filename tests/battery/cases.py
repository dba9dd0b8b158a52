"""The cases of the battery: our own, and the shared sample where it is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.support.equipment import REPOSITORY

OWN = [REPOSITORY / "tests" / "world" / name for name in ("cases.yaml", "cases_further.yaml")]
UNSEEN = REPOSITORY / "tests" / "world" / "cases_unseen.yaml"
"""Written apart from the rules: how a case comes out the first time tells how far they reach; later it guards them."""
UNSEEN_SECOND = REPOSITORY / "tests" / "world" / "cases_unseen_second.yaml"
"""Written the same way, after the rules had been mended with the first unseen set at hand."""
SHARED = REPOSITORY.parent / "shared" / "battery.yaml"
"""The sample that developers share. The battery runs without it; with it, it also proves that nothing has drifted."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a server does, and what must follow. Where several answers can be defended, the best one stands first."""

    id: str
    group: str
    does: str
    verdict: str
    first: str
    routable: str
    is_limit: bool = False
    also: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ())
    """Further answers that can be defended: verdicts, routings at first, routings once confirmed."""

    @property
    def verdicts(self) -> frozenset[str]:
        """Every verdict that is right."""
        return frozenset({self.verdict, *self.also[0]})

    @property
    def firsts(self) -> frozenset[str]:
        """Every routing that is right after the first observation."""
        return frozenset({self.first, *self.also[1]})

    @property
    def routables(self) -> frozenset[str]:
        """Every routing that is right once the behaviour was confirmed."""
        return frozenset({self.routable, *self.also[2]})


def own_cases() -> list[Case]:
    """The cases that the rules are held to, in the order of their files."""
    return [_case(entry) for path in OWN for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


def unseen_cases() -> list[Case]:
    """The cases that were written apart from the rules."""
    return [_case(entry) for entry in yaml.safe_load(UNSEEN.read_text(encoding="utf-8"))]


def second_unseen_cases() -> list[Case]:
    """The later set of cases that were written apart from the rules."""
    return [_case(entry) for entry in yaml.safe_load(UNSEEN_SECOND.read_text(encoding="utf-8"))]


def shared_cases(path: Path = SHARED) -> list[Case]:
    """The shared sample; empty where it is not at hand."""
    if not path.is_file():
        return []
    return [_case(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]]


def all_cases() -> list[Case]:
    """The shared sample first, then what only we have. A shared case wins over our copy of it."""
    cases = {case.id: case for case in [*own_cases(), *shared_cases()]}
    return list(cases.values())


def _case(entry: dict[str, Any]) -> Case:
    (verdict, *verdicts), (first, *firsts), (routable, *routables) = (
        _words(entry[key]) for key in ("verdict", "first", "routable")
    )
    return Case(
        id=entry["id"],
        group=entry["group"],
        does=entry["does"],
        verdict=verdict,
        first=first,
        routable=routable,
        is_limit=bool(entry.get("limit")),
        also=(tuple(verdicts), tuple(firsts), tuple(routables)),
    )


def _words(value: object) -> list[str]:
    """One answer or several. YAML 1.1 reads a bare yes and no as booleans."""
    values = value if isinstance(value, list) else [value]
    return [{True: "yes", False: "no"}[each] if isinstance(each, bool) else str(each) for each in values]
