"""Loads the shipped content into the directory: repeatable, whole or not at all.

The first time everything is written. Later only fields whose shipped value changed are touched; what decides where a
gift goes waits as a proposal for a person; what people changed here themselves is never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from aidroute.domain.change import CHANNEL, ORGANIZATION, LedgerRow
from aidroute.domain.host_names import HostRules
from aidroute.domain.shipped_changes import Directory, Key, Shipped, Step, Values, no_longer_shipped, plan
from aidroute.services.content_entries import entries
from aidroute.services.content_proposals import SHIPPED_BY, file_proposal
from aidroute.services.content_reading import Progress, read_content, silent
from aidroute.services.content_rows import Writing, create, edit, stored_values
from aidroute.storage import change, directory_version
from aidroute.storage.change import Change
from aidroute.storage.db import Database, wait_for_turn
from aidroute.storage.shipped_content import ShippedContent

SHIPPED_REASON = "shipped with aidroute"
CREATED = "created"
"""Field of the one ledger row that tells a new need, emergency or appeal; its value is the whole entry."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load: ``only_check`` tells what a load would do and writes nothing."""

    only_check: bool = False
    on_progress: Progress = silent


@dataclass(frozen=True, slots=True)
class FieldsOf:
    """Some fields of one entry. ``proposal`` is the number of the proposal that waits with them, '' for none."""

    subject_type: str
    slug: str
    fields: tuple[str, ...] = ()
    proposal: str = ""

    def __str__(self) -> str:
        told = f"{self.subject_type} {self.slug}"
        told += f": {', '.join(self.fields)}" if self.fields else ""
        return f"{told} ({self.proposal})" if self.proposal else told


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, or with ``only_check`` would do."""

    total: int = 0
    created: tuple[FieldsOf, ...] = ()
    changed: tuple[FieldsOf, ...] = ()
    proposed: tuple[FieldsOf, ...] = ()
    """Waiting for a person."""
    kept: tuple[FieldsOf, ...] = ()
    """Changed here by hand, or fixed: left as they are, although their shipped values changed."""
    no_longer_shipped: tuple[FieldsOf, ...] = ()
    """Still in the directory: retire what must not be offered any more."""
    unchanged: int = 0
    was_first: bool = False

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON."""
        lists = {name: list(map(str, getattr(self, name))) for name in _LISTS}
        return {"total": self.total, "unchanged": self.unchanged, "was_first": self.was_first} | lists


_LISTS = ("created", "changed", "proposed", "kept", "no_longer_shipped")


def load(
    database: Database, folder: Path, now: datetime, host_rules: HostRules, options: LoadOptions = LoadOptions()
) -> LoadReport:
    """Load the content under ``folder`` in one transaction.

    Raises BadContent, with every mistake in the files, before the database is touched. The content version moves by
    one if anything in the directory changed, and not otherwise.
    """
    shipped = list(entries(read_content(folder, host_rules, options.on_progress), host_rules))
    if options.only_check:
        with database.read() as session:
            return _Load(shipped, _directory(session), options.on_progress).report
    with database.write() as session:
        wait_for_turn(session, change.CONTENT)
        loading = _Load(shipped, _directory(session), options.on_progress)
        loading.write(Writing(session, host_rules, now))
        return loading.report


def _directory(session: Session) -> Directory:
    last = {(row.subject_type, row.subject_slug): row.fields for row in session.scalars(select(ShippedContent))}
    return Directory(stored_values(session), last, bool(session.scalar(select(exists().where(Change.sequence > 0)))))


class _Load:
    """The steps of one load, and what they come to."""

    def __init__(self, shipped: list[Shipped], directory: Directory, progress: Progress) -> None:
        self._directory = directory
        self._progress = progress
        self._steps = plan(shipped, directory)
        gone = no_longer_shipped(shipped, directory)
        self.report = LoadReport(
            total=len(shipped),
            created=_listed(self._steps, lambda step: () if step.create is not None else None),
            changed=_listed(self._steps, lambda step: tuple(step.edit) or None),
            proposed=_listed(self._steps, lambda step: tuple(step.propose) or None),
            kept=_listed(self._steps, lambda step: step.kept or None),
            no_longer_shipped=tuple(FieldsOf(*key) for key in gone),
            unchanged=sum(step.does_nothing for step in self._steps),
            was_first=directory.is_empty,
        )

    def write(self, writing: Writing) -> None:
        """Make the steps true."""
        rows: list[LedgerRow] = []
        numbers: dict[Key, str] = {}
        for done, step in enumerate(self._steps, start=1):
            rows += _written(writing, step)
            if step.propose or step.edit:
                numbers[step.shipped.key] = file_proposal(writing.session, step, writing.now)
            self._remember(writing, step.shipped)
            self._progress("write", done, len(self._steps))
        if rows:
            change.append(writing.session, rows)
            directory_version.move(writing.session, directory_version.CONTENT, writing.now)
        proposed = (replace(each, proposal=numbers[each.subject_type, each.slug]) for each in self.report.proposed)
        self.report = replace(self.report, proposed=tuple(proposed))

    def _remember(self, writing: Writing, shipped: Shipped) -> None:
        last = self._directory.last_shipped.get(shipped.key)
        if last == shipped.fields:
            return
        row = ShippedContent(
            subject_type=shipped.subject_type,
            subject_slug=shipped.slug,
            fields=dict(shipped.fields),
            loaded_at=writing.now,
        )
        writing.session.merge(row)


def _written(writing: Writing, step: Step) -> list[LedgerRow]:
    """Write what applies at once; the rows that tell it."""
    if step.create is not None:
        create(writing, step.shipped.key, step.create)
        return _rows(writing.now, step.shipped, _told_of_new(step.shipped, step.create))
    if step.edit:
        edit(writing, step.shipped.key, {name: new for name, (_, new) in step.edit.items()})
    return _rows(writing.now, step.shipped, step.edit)


def _told_of_new(shipped: Shipped, values: Values) -> dict[str, tuple[Any, Any]]:
    """Organizations and channels are told field by field, as when people create them; other entries as a whole."""
    if shipped.subject_type in {ORGANIZATION, CHANNEL}:
        return {name: (None, value) for name, value in values.items() if value and name != "position"}
    return {CREATED: (None, dict(values))}


def _rows(now: datetime, shipped: Shipped, changes: Mapping[str, tuple[Any, Any]]) -> list[LedgerRow]:
    return [
        LedgerRow(
            applied_at=now,
            subject_type=shipped.subject_type,
            subject_slug=shipped.slug,
            field=name,
            before=before,
            after=after,
            proposed_by=SHIPPED_BY,
            reason=SHIPPED_REASON,
        )
        for name, (before, after) in changes.items()
    ]


def _listed(steps: list[Step], fields_of: Callable[[Step], tuple[str, ...] | None]) -> tuple[FieldsOf, ...]:
    found = ((step.shipped.key, fields_of(step)) for step in steps)
    return tuple(FieldsOf(*key, fields=fields) for key, fields in found if fields is not None)
