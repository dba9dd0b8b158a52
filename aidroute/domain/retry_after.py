"""How long a host asks to be left alone (RFC 9110 10.2.3: Retry-After in seconds or as a date)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

DEFAULT = timedelta(hours=1)
LONGEST = timedelta(hours=24)


def retry_after(value: str, now: datetime) -> timedelta:
    """The wait a Retry-After value asks for at ``now``, between nothing and 24 h; 1 h for what can't be read."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return LONGEST if len(text) > 9 else min(timedelta(seconds=int(text)), LONGEST)
    try:
        until_at = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return DEFAULT
    if until_at.tzinfo is None:
        until_at = until_at.replace(tzinfo=UTC)
    try:
        return min(max(until_at - now, timedelta()), LONGEST)
    except OverflowError:
        return LONGEST
