"""Several notices as one message: what leaves this installation, and a name that stays the same when it is sent again.

Only facts about links, domains and the checker itself go along. What visitors wrote, and whom they gave to, does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

TOLD_FACTS = (
    "url", "host", "domain", "state", "verdict", "reason", "channel", "proposal", "before", "after", "statuses",
    "expires_at", "feed", "answer",
)  # fmt: skip
"""Facts of a notice that may be told outside; names of people and texts of visitors are not among them."""

LONGEST_SUBJECT = 150
LONGEST_FACT = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One notice as it is told outside."""

    number: int
    kind: str
    subject: str
    facts: Mapping[str, str]
    created_at: datetime


def item(number: int, kind: str, subject: str, body: Mapping[str, Any], created_at: datetime) -> Item:
    """A notice with the facts that may be told. Texts are one line each."""
    facts = {name: _line(body[name], LONGEST_FACT) for name in TOLD_FACTS if body.get(name)}
    return Item(number, kind, _line(subject, LONGEST_FACT), facts, created_at)


def delivery_name(items: Sequence[Item]) -> str:
    """The same for the same notices, in 32 hexadecimal digits: receivers may drop what they have."""
    numbers = ",".join(str(each.number) for each in items)
    return hashlib.sha256(numbers.encode("ascii")).hexdigest()[:32]


def digest_subject(items: Sequence[Item]) -> str:
    """What the whole message is about, in one line."""
    first = items[0].subject
    more = f" (and {len(items) - 1} more)" if len(items) > 1 else ""
    return f"{_line(first, LONGEST_SUBJECT)}{more}"


def digest_text(items: Iterable[Item], base_url: str) -> str:
    """All notices, the oldest first, each with its number, its time and its facts, a line each."""
    blocks = []
    for each in items:
        lines = [f"[{each.number}] {each.created_at:%Y-%m-%d %H:%M} UTC  {each.subject}"]
        lines += [f"    {name}: {value}" for name, value in each.facts.items()]
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, f"-- \n{base_url}\n"])


def _line(value: Any, longest: int) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    plain = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
