"""robots.txt, as far as it speaks to us by name.

aidroute checks one stored address per link; it does not crawl (RFC 9309 speaks of crawlers). So a group for ``*``
is not meant for it, and a group that names its product token is obeyed.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

PRODUCT_TOKEN = "aidroute-linkcheck"  # noqa: S105 -- a name, no secret

_KEPT_FOR = timedelta(days=1)
# A file that could not be had is asked for again sooner, and blocks nothing meanwhile.
_UNKNOWN_FOR = timedelta(hours=1)
_LONGEST_DELAY = timedelta(seconds=60)
_MOST_RULES = 1000


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one host asks of us: paths with leave or refusal, and a pause between requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    """(allowed, path pattern) in the file's order."""
    crawl_delay: timedelta | None = None
    is_known: bool = True

    def allows(self, path_and_query: str) -> bool:
        """True unless the longest matching rule refuses; leave wins between equals (RFC 9309 2.2.2)."""
        best_length, best_allowed = -1, True
        for is_allowed, pattern in self.rules:
            if not _matches(pattern, path_and_query):
                continue
            if len(pattern) > best_length or (len(pattern) == best_length and is_allowed):
                best_length, best_allowed = len(pattern), is_allowed
        return best_allowed


UNKNOWN = RobotsRules(is_known=False)


def read_robots(content: bytes) -> RobotsRules:
    """The rules of every group that names our product token; no rules when none does."""
    rules: list[tuple[bool, str]] = []
    delay: timedelta | None = None
    ours, in_names = False, False
    for line in content.decode("utf-8", "replace").lstrip("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            names_us = value.split("/")[0].strip().lower() == PRODUCT_TOKEN
            ours = names_us or (ours and in_names)
            in_names = True
            continue
        in_names = False
        if not ours:
            continue
        if name in {"allow", "disallow"} and value and len(rules) < _MOST_RULES:
            rules.append((name == "allow", value))
        elif name == "crawl-delay":
            delay = _seconds(value)
    return RobotsRules(tuple(rules), delay)


class RobotsMemory:
    """What hosts asked of us, for a day. In this process only; safe for many threads."""

    def __init__(self, most_hosts: int = 10_000) -> None:
        self._most_hosts = most_hosts
        self._kept: dict[str, tuple[datetime, RobotsRules]] = {}
        self._lock = threading.Lock()

    def lookup(self, origin: str, now: datetime) -> RobotsRules | None:
        """The rules of an origin, None when they must be asked for (again)."""
        with self._lock:
            kept = self._kept.get(origin)
        if kept is None:
            return None
        kept_at, rules = kept
        age = now - kept_at
        lasts = _KEPT_FOR if rules.is_known else _UNKNOWN_FOR
        return rules if timedelta() <= age < lasts else None

    def keep(self, origin: str, rules: RobotsRules, now: datetime) -> None:
        """Remember what an origin said. The oldest gives way when the memory is full."""
        with self._lock:
            self._kept.pop(origin, None)
            if len(self._kept) >= self._most_hosts:
                self._kept.pop(next(iter(self._kept)))
            self._kept[origin] = (now, rules)


def _matches(pattern: str, path: str) -> bool:
    """RFC 9309 2.2.3: ``*`` is any run of characters, ``$`` at the end is the end, the rest is a prefix."""
    if "*" not in pattern and not pattern.endswith("$"):
        return path.startswith(pattern)
    is_whole = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if len(pieces) == 1:
        return not is_whole or position == len(path)
    last = pieces[-1]
    if is_whole:
        return path.endswith(last) and len(path) - len(last) >= position
    return path.find(last, position) >= 0


def _seconds(value: str) -> timedelta | None:
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
        return None
    return min(timedelta(seconds=float(value)), _LONGEST_DELAY)
