"""The ledger as pages show it: what was decided at one time for one entry stands together, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from aidroute.domain.change import LedgerRow
from aidroute.domain.change_sentences import Sentence, SentenceCode, sentence
from aidroute.domain.directory import Directory
from aidroute.domain.payment_targets import names_payment_target
from aidroute.services.content_proposals import SHIPPED_BY
from aidroute.services.importing import SHIPPED_REASON
from aidroute.services.ledger import Entry, together
from aidroute.web.subject_names import SubjectName, subject_name
from aidroute.web.translating import lazy_gettext
from aidroute.web.wording.changes import SUBJECTS, change_sentence
from aidroute.web.wording.values import in_words

OTHER_SUBJECTS: Mapping[str, str] = {
    "appeal": lazy_gettext("Appeal"),
    "emergency": lazy_gettext("Emergency"),
    "need": lazy_gettext("Need"),
}

OLDER_THAN, SUBJECT = "older_than", "subject"
"""Parameters of the pages that list changes."""

LONGEST_LINE = 160
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field. ``before`` and ``after`` are cut to what a reader compares; the JSON form has the whole values."""

    sequence: int
    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    hash: str
    is_creation: bool


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The fields of one entry that were changed together, newest first."""

    applied_at: datetime
    subject: str
    slug: str
    named: SubjectName
    came_with_us: bool
    """Whether our loader proposed it, from the content that comes with aidroute."""
    proposed_by: str
    decided_by: str
    reason: str
    proposal: str
    lines: tuple[ChangeLine, ...]

    @property
    def heading(self) -> str:
        """What happened in all: the one line that says most."""
        return next((line.text for line in self.lines if line.is_creation), self.lines[-1].text)

    @property
    def is_entry(self) -> bool:
        """Whether the subject was new, so that every field of it stands here."""
        return any(line.is_creation for line in self.lines)

    @property
    def is_long(self) -> bool:
        """Whether its fields are better folded away."""
        return len(self.lines) > 2


def change_groups(directory: Directory, entries: Iterable[Entry]) -> list[ChangeGroup]:
    """Entries that stand in a row in the ledger and belong together, as groups in their order."""
    return [_group(directory, list(alike)) for _, alike in groupby(entries, key=together)]


def _group(directory: Directory, entries: list[Entry]) -> ChangeGroup:
    row = entries[0].row
    return ChangeGroup(
        applied_at=row.applied_at,
        subject=str({**OTHER_SUBJECTS, **SUBJECTS}.get(row.subject_type, row.subject_type)),
        slug=row.subject_slug,
        named=subject_name(directory, row.subject_type, row.subject_slug),
        came_with_us=row.proposed_by == SHIPPED_BY,
        proposed_by=row.proposed_by,
        decided_by=row.decided_by,
        reason="" if row.reason == SHIPPED_REASON else _reason(row),
        proposal=entries[0].proposal,
        lines=tuple(map(_line, entries)),
    )


def _reason(row: LedgerRow) -> str:
    """Why it was done. What one person alone wrote is left out here when it names an address or an account."""
    is_of_two = row.decided_by and row.decided_by != row.proposed_by
    return row.reason if is_of_two or not names_payment_target(row.reason) else ""


def _line(entry: Entry) -> ChangeLine:
    row = entry.row
    words = [in_words(row.subject_type, row.field, value) for value in (row.before, row.after)]
    before, after = _compared(sentence(row.subject_type, row.field, *words))
    is_creation = entry.said.code is SentenceCode.CREATED
    return ChangeLine(row.sequence, change_sentence(entry.said), before, after, entry.hash, is_creation)


def _compared(said: Sentence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For a list only what went and what came; the rest stayed."""
    if said.added or said.removed:
        return _cut(said.removed), _cut(said.added)
    return _cut(said.before), _cut(said.after)


def _cut(lines: tuple[str, ...]) -> tuple[str, ...]:
    shown = tuple(line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines[:MOST_LINES])
    return (*shown, "…") if len(lines) > MOST_LINES else shown
