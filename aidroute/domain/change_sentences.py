"""What one change says, as a code and its parts: pages and feeds put it into words in their own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.vocabulary import ChannelStatus


class SentenceCode(StrEnum):
    """What happened to one field."""

    CREATED = "created"
    """The subject entered the directory: said once, by the field in ``TELLS_CREATION``."""
    APPROVED = "approved"
    AWAITING = "awaiting"
    RETIRED = "retired"
    SET = "set"
    """Nothing was there before."""
    CLEARED = "cleared"
    CHANGED = "changed"
    ITEMS_ADDED = "items_added"
    ITEMS_REMOVED = "items_removed"
    ITEMS_EXCHANGED = "items_exchanged"


TELLS_CREATION: Mapping[str, str] = {ORGANIZATION: "name", CHANNEL: "kind"}
"""The field whose first value means that the subject is new: both are never empty."""

_STATUS = {
    ChannelStatus.APPROVED: SentenceCode.APPROVED,
    ChannelStatus.AWAITING: SentenceCode.AWAITING,
    ChannelStatus.RETIRED: SentenceCode.RETIRED,
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One change for people. ``before`` and ``after`` are lines of text; added and removed only for lists."""

    code: SentenceCode
    subject_type: str
    field: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def sentence(subject_type: str, field: str, before: Any, after: Any) -> Sentence:
    """What the change of one field says."""
    old, new = shown_lines(before), shown_lines(after)
    is_list = isinstance(before or after, list)
    added = tuple(line for line in new if line not in old) if is_list else ()
    removed = tuple(line for line in old if line not in new) if is_list else ()
    code = _code(subject_type, field, (old, new), (added, removed))
    if code is SentenceCode.CHANGED and subject_type == CHANNEL and field == "status":
        code = _STATUS.get(ChannelStatus(after), code) if after in set(ChannelStatus) else code
    return Sentence(code, subject_type, field, old, new, added, removed)


def shown_lines(value: Any) -> tuple[str, ...]:
    """A value as lines a person can read and compare: one per list item or language."""
    if value is None or value in ("", [], {}):
        return ()
    if isinstance(value, dict):
        return tuple(f"{key}: {_inline(each)}" for key, each in value.items() if each not in (None, "", [], {}))
    if isinstance(value, list):
        return tuple(_inline(each) for each in value)
    return (str(value),)


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        parts = (f"{key}: {_inline(each)}" for key, each in value.items() if each not in (None, "", [], {}))
        return ", ".join(parts)
    return ", ".join(map(_inline, value)) if isinstance(value, list) else str(value)


def _code(
    subject_type: str,
    field: str,
    lines: tuple[tuple[str, ...], tuple[str, ...]],
    items: tuple[tuple[str, ...], tuple[str, ...]],
) -> SentenceCode:
    (old, new), (added, removed) = lines, items
    if not old:
        return SentenceCode.CREATED if field == TELLS_CREATION.get(subject_type) else SentenceCode.SET
    if not new:
        return SentenceCode.CLEARED
    if added and removed:
        return SentenceCode.ITEMS_EXCHANGED
    if added:
        return SentenceCode.ITEMS_ADDED
    return SentenceCode.ITEMS_REMOVED if removed else SentenceCode.CHANGED
