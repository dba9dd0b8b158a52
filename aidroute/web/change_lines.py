"""One change of the ledger as pages show it: what happened to which entry, what it was and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext

from aidroute.domain.change_sentences import Sentence
from aidroute.services.ledger import Entry
from aidroute.web.cards import path_of
from aidroute.web.wording.changes import SUBJECTS, change_sentence

OTHER_SUBJECTS: Mapping[str, str] = {
    "appeal": lazy_gettext("Appeal"),
    "emergency": lazy_gettext("Emergency"),
    "need": lazy_gettext("Need"),
}

PAGES: Mapping[str, str] = {
    "organization": "public.organization",
    "appeal": "public.appeal",
    "emergency": "public.emergency",
    "need": "public.need",
}

LONGEST_LINE = 240
MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change. ``before`` and ``after`` are cut to what a reader compares; ``path`` is '' for what has no page."""

    sequence: int
    applied_at: datetime
    subject: str
    slug: str
    path: str
    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    proposed_by: str
    decided_by: str
    reason: str
    proposal: str
    hash: str


def change_line(entry: Entry) -> ChangeLine:
    """One entry of the ledger in words."""
    row = entry.row
    before, after = _compared(entry.said)
    page = PAGES.get(row.subject_type, "")
    return ChangeLine(
        sequence=row.sequence,
        applied_at=row.applied_at,
        subject=str({**OTHER_SUBJECTS, **SUBJECTS}.get(row.subject_type, row.subject_type)),
        slug=row.subject_slug,
        path=path_of(page, slug=row.subject_slug) if page else "",
        text=change_sentence(entry.said),
        before=before,
        after=after,
        proposed_by=row.proposed_by,
        decided_by=row.decided_by,
        reason=row.reason,
        proposal=entry.proposal,
        hash=entry.hash,
    )


def _compared(said: Sentence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For a list only what went and what came; the rest stayed."""
    if said.added or said.removed:
        return _cut(said.removed), _cut(said.added)
    return _cut(said.before), _cut(said.after)


def _cut(lines: tuple[str, ...]) -> tuple[str, ...]:
    shown = tuple(line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines[:MOST_LINES])
    return (*shown, "…") if len(lines) > MOST_LINES else shown
