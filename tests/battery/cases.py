"""The cases of the battery: our own, and the shared sample where it is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.support.equipment import REPOSITORY

OWN = [REPOSITORY / "tests" / "world" / name for name in ("cases.yaml", "cases_further.yaml")]
SHARED = REPOSITORY.parent / "shared" / "battery.yaml"
"""The sample that developers share. The battery runs without it; with it, it also proves that nothing has drifted."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a server does, and what must follow."""

    id: str
    group: str
    does: str
    verdict: str
    first: str
    routable: str
    is_limit: bool = False


def own_cases() -> list[Case]:
    """Every case of this repository, in the order of its files."""
    return [_case(entry) for path in OWN for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


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
    return Case(
        id=entry["id"],
        group=entry["group"],
        does=entry["does"],
        verdict=entry["verdict"],
        first=_word(entry["first"]),
        routable=_word(entry["routable"]),
        is_limit=bool(entry.get("limit")),
    )


def _word(value: object) -> str:
    """YAML 1.1 reads a bare yes and no as booleans."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
