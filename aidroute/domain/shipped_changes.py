"""What a new version of the shipped content means for a directory that people have edited meanwhile.

Three values meet in every field: what is shipped now, what was shipped last, and what the directory holds. Only a
field whose shipped value changed is touched at all, so that nobody's own edit is undone; and nothing that decides
where a gift goes changes without a person, except when the directory is filled for the first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aidroute.domain.change import CHANNEL, CREATE, EDIT, ORGANIZATION, PAYMENT_BEARING
from aidroute.domain.edit import Edit, texts_with_targets
from aidroute.domain.subjects import FIELDS, differences, empty_values
from aidroute.domain.vocabulary import ChannelStatus

NEED = "need"
EMERGENCY = "emergency"
APPEAL = "appeal"
"""Subjects that only the shipped content writes; organizations and channels are edited by people too."""

Key = tuple[str, str]
"""A subject's type and slug."""

Values = Mapping[str, Any]
"""{field: plain JSON}."""

Changes = dict[str, tuple[Any, Any]]
"""{field: (old, new)}."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """One entry of the shipped content, every field in its one spelling."""

    subject_type: str
    slug: str
    fields: Values

    @property
    def key(self) -> Key:
        """Type and slug."""
        return self.subject_type, self.slug


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one shipped entry. At most one of ``create`` and ``edit`` is filled."""

    shipped: Shipped
    create: Values | None = None
    """Values of a new entry that is written at once."""
    edit: Changes = field(default_factory=dict)
    """Applied at once."""
    propose: Changes = field(default_factory=dict)
    """Waits for a person."""
    proposal_action: str = EDIT
    kept: tuple[str, ...] = ()
    """Fields that stay as they are here, although the shipped value changed."""

    @property
    def does_nothing(self) -> bool:
        """True when neither the directory nor a proposal changes."""
        return self.create is None and not self.edit and not self.propose


@dataclass(frozen=True, slots=True)
class Directory:
    """What is there: present values by subject, and what was shipped last."""

    stored: Mapping[Key, Values] = field(default_factory=dict)
    last_shipped: Mapping[Key, Values] = field(default_factory=dict)
    has_history: bool = False
    """True when the ledger has rows, so that somebody already decided something here."""

    @property
    def is_empty(self) -> bool:
        """True before anything was ever written: only then payment-bearing values are taken without a person."""
        return not (self.stored or self.last_shipped or self.has_history)


def plan(shipped: Iterable[Shipped], directory: Directory) -> list[Step]:
    """One step for each shipped entry, in the given order."""
    return [_step(entry, directory) for entry in shipped]


def no_longer_shipped(shipped: Iterable[Shipped], directory: Directory) -> list[Key]:
    """Entries that were shipped once, are still in the directory, and are shipped no more. They stay."""
    now = {entry.key for entry in shipped}
    return [key for key in directory.last_shipped if key in directory.stored and key not in now]


def _step(entry: Shipped, directory: Directory) -> Step:
    stored = directory.stored.get(entry.key)
    last = directory.last_shipped.get(entry.key)
    if stored is not None:
        return _known(entry, stored, last or {})
    if directory.is_empty:
        return Step(entry, create=entry.fields)
    if last is not None and last == entry.fields:
        return Step(entry)  # it waits as a proposal, or a person turned it down
    return _new(entry)


def _new(entry: Shipped) -> Step:
    if entry.subject_type == CHANNEL:
        wanted = {name: value for name, value in entry.fields.items() if name in FIELDS[CHANNEL]}
        return Step(entry, propose=differences(empty_values(CHANNEL), wanted), proposal_action=CREATE)
    if entry.subject_type != ORGANIZATION:
        return Step(entry, create=entry.fields)
    empty = empty_values(ORGANIZATION)
    given = differences(empty, {name: value for name, value in entry.fields.items() if name in empty})
    required = {name for name, each in FIELDS[ORGANIZATION].items() if each.is_required}
    waiting = {name for name in _needing_a_person(entry, given) if name not in required}
    create = {name: empty[name] if name in waiting else value for name, value in entry.fields.items()}
    return Step(entry, create=create, propose={name: given[name] for name in sorted(waiting)})


def _known(entry: Shipped, stored: Values, last: Values) -> Step:
    moved = {
        name: (stored.get(name), value)
        for name, value in entry.fields.items()
        if last.get(name, _NEVER) != value and stored.get(name) != value
    }
    own_edits = {name for name in moved if last.get(name, _NEVER) != stored.get(name)}
    editable = FIELDS.get(entry.subject_type, {})
    fixed = {name for name in moved if name in editable and editable[name].is_fixed}
    kept = fixed | {name for name in own_edits if name not in editable}
    waiting = (own_edits & editable.keys() | _needing_a_person(entry, moved)) - kept
    return Step(
        entry,
        edit={name: pair for name, pair in moved.items() if name not in waiting | kept},
        propose={name: pair for name, pair in moved.items() if name in waiting},
        kept=tuple(sorted(kept)),
    )


def _needing_a_person(entry: Shipped, changes: Changes) -> set[str]:
    """Fields of these changes that decide where a gift goes, or that newly name a place to send one to."""
    if entry.subject_type not in PAYMENT_BEARING:
        return set()
    bearing = PAYMENT_BEARING[entry.subject_type] & changes.keys()
    approves = {"status"} if changes.get("status", ("", ""))[1] == ChannelStatus.APPROVED else set()
    editable = {name: pair for name, pair in changes.items() if name in FIELDS[entry.subject_type]}
    texts = texts_with_targets(Edit(entry.subject_type, entry.slug, EDIT), editable)
    return {*bearing, *approves, *texts}


_NEVER = object()
"""Equal to no value: the field was not shipped before."""
