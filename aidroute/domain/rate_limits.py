"""What a server says of how many questions it still takes: RateLimit headers, as drafted and as in use.

``x-ratelimit-remaining`` and ``x-ratelimit-reset`` (in use), ``ratelimit-remaining`` and ``ratelimit-reset`` and the
structured ``ratelimit: "default";r=0;t=30`` (drafts of the IETF's httpapi group). Nobody promises that they are right,
so what they ask for is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

HEADERS = (
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-rate-limit-remaining",
    "x-rate-limit-reset",
    "ratelimit-remaining",
    "ratelimit-reset",
    "ratelimit",
)
LONGEST = timedelta(hours=1)
"""A page that answers well must not keep us from looking at it for long by what it says of itself."""
UNSAID = timedelta(minutes=10)
_EPOCH_FROM = 1_000_000_000
_MILLISECONDS_FROM = 100_000_000_000
_PART = re.compile(r"(?:^|[;,\s])(r|t|remaining|reset)\s*=\s*([0-9]{1,15})")
_NUMBER = re.compile(r"\s*([0-9]{1,15})(?:\.[0-9]*)?\s*\Z")


def rest_asked_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long to leave a server alone that takes no further question, at most an hour; None while it takes some.

    ``headers`` by lower-case name.
    """
    remaining, reset = _structured(headers.get("ratelimit", ""))
    for name in ("x-ratelimit", "x-rate-limit", "ratelimit"):
        said = _number(headers.get(f"{name}-remaining", ""))
        if said is not None:
            remaining, reset = said, _number(headers.get(f"{name}-reset", ""))
    if remaining is None or remaining > 0:
        return None
    return (UNSAID if reset is None else _until(reset, now)) or None


def _structured(value: str) -> tuple[int | None, int | None]:
    said = {name: int(number) for name, number in _PART.findall(value[:500])}
    return said.get("r", said.get("remaining")), said.get("t", said.get("reset"))


def _number(value: str) -> int | None:
    match = _NUMBER.match(value)
    return int(match.group(1)) if match else None


def _until(reset: int, now: datetime) -> timedelta:
    """Seconds from now, or seconds or milliseconds since 1970: all three are in use."""
    if reset < _EPOCH_FROM:
        return min(timedelta(seconds=reset), LONGEST)
    seconds = reset / 1000 if reset >= _MILLISECONDS_FROM else reset
    try:
        wait = datetime.fromtimestamp(seconds, UTC) - now
    except (OverflowError, ValueError, OSError):
        return LONGEST
    return min(max(wait, timedelta()), LONGEST)
