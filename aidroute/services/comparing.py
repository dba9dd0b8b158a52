"""A stored check beside what the page looked like when a person approved it: what was there, what is there now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aidroute.domain.link import Baseline
from aidroute.domain.standing import text_likeness


class Part(StrEnum):
    """What of a page is compared, in the order in which it matters to donors."""

    PAYMENT_TARGETS = "payment_targets"
    FINAL_URL = "final_url"
    TITLE = "title"
    TEXT = "text"
    MARKERS = "markers"
    FRAMES = "frame_origins"
    SCRIPTS = "script_origins"
    OUTBOUND_HOSTS = "outbound_hosts"
    CONTENT_TYPE = "content_type"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was or is there; ``is_odd`` when the other side has it not."""

    text: str
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One part of the page, then and now."""

    part: Part
    then: tuple[Item, ...]
    now: tuple[Item, ...]
    percent_alike: int | None = None
    """Only for the text, of which nothing but a fingerprint is kept: 0 (another text) to 100 (the same)."""

    @property
    def is_different(self) -> bool:
        """True when something came or went."""
        return any(item.is_odd for item in (*self.then, *self.now)) or self.percent_alike not in (None, 100)


def compared(baseline: Baseline, final_url: str, evidence: Mapping[str, Any]) -> tuple[Row, ...]:
    """The parts of one read page beside the baseline it was judged by, what matters most first.

    ``evidence`` as ``services.evidence`` describes it. Nothing for a check that read no page. Hosts of scripts, frames
    and links are only there when they are new: a check does not keep those that were there before.
    """
    if not _read_a_page(evidence):
        return ()
    found: Mapping[str, Any] = evidence.get("differences") or {}
    rows = (
        _both(Part.PAYMENT_TARGETS, baseline.payment_targets, found, "new_payment_targets", "missing_payment_targets"),
        _one(Part.FINAL_URL, baseline.final_url, final_url),
        _one(Part.TITLE, baseline.title, evidence.get("title", ""), is_same="title_now" not in found),
        _text(found.get("text_distance")),
        _both(Part.MARKERS, baseline.markers, found, "", "missing_markers"),
        _only_new(Part.FRAMES, found.get("new_frame_origins", ())),
        _only_new(Part.SCRIPTS, found.get("new_script_origins", ())),
        _only_new(Part.OUTBOUND_HOSTS, found.get("new_outbound_hosts", ())),
        _one(Part.CONTENT_TYPE, _kind(baseline.content_type), _kind(evidence["body"].get("type", ""))),
    )
    return tuple(row for row in rows if row.then or row.now or row.percent_alike is not None)


def _read_a_page(evidence: Mapping[str, Any]) -> bool:
    is_unchanged = evidence.get("not_modified") or evidence.get("is_known_page")
    return bool((evidence.get("body") or {}).get("bytes")) and not is_unchanged


def _both(part: Part, before: Iterable[str], found: Mapping[str, Any], new_key: str, missing_key: str) -> Row:
    gone, new = set(found.get(missing_key, ())), found.get(new_key, ())
    then = tuple(Item(each, each in gone) for each in before)
    return Row(part, then, (*(item for item in then if not item.is_odd), *(Item(each, True) for each in new)))


def _one(part: Part, before: str, after: str, *, is_same: bool | None = None) -> Row:
    is_odd = before != after if is_same is None else not is_same
    return Row(part, _items(before, is_odd), _items(after, is_odd))


def _items(text: str, is_odd: bool) -> tuple[Item, ...]:
    return (Item(text, is_odd),) if text else ()


def _only_new(part: Part, hosts: Iterable[str]) -> Row:
    return Row(part, (), tuple(Item(host, True) for host in hosts))


def _text(distance: int | None) -> Row:
    return Row(Part.TEXT, (), (), None if distance is None else round(100 * text_likeness(distance)))


def _kind(content_type: str) -> str:
    """A media type without its parameters."""
    return content_type.partition(";")[0].strip().lower()
