"""Who may decide what: one table of small predicates, asked by the pages (which buttons) and by the services (may it).

No single person can change where money goes. The same rule stands once more in the database, as a constraint on
proposals, so that a mistake here is not enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

MAINTAINER = "maintainer"
ADMINISTRATOR = "administrator"
"""Roles. An administrator also keeps the accounts; where money goes, the role gives no more than any other."""

ROLES = frozenset({MAINTAINER, ADMINISTRATOR})


class ProposalStatus(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What a person can do with a waiting proposal."""

    ADOPT = "adopt"
    """Stand behind a proposal that no maintainer made, so that another may accept it."""
    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class Refusal(StrEnum):
    """Why a person may not decide so."""

    NOT_ALLOWED = "not_allowed"
    """Not an active maintainer."""
    ALREADY_DECIDED = "already_decided"
    OWN_PROPOSAL = "own_proposal"
    NOBODY_PROPOSED = "nobody_proposed"
    """A payment-bearing proposal that no maintainer stands behind would be one person's decision after all."""
    NOT_YOURS = "not_yours"
    ALREADY_PROPOSED = "already_proposed"
    """A maintainer stands behind it already."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in. ``key`` is their account; it is never shown."""

    key: int
    name: str
    roles: frozenset[str] = frozenset()
    is_active: bool = True

    @property
    def is_maintainer(self) -> bool:
        """True when they may edit and decide."""
        return self.is_active and bool(self.roles & ROLES)

    @property
    def is_administrator(self) -> bool:
        """True when they may also keep the accounts."""
        return self.is_active and ADMINISTRATOR in self.roles


@dataclass(frozen=True, slots=True)
class Proposal:
    """New values for one subject, and where they stand. ``fields`` and ``before`` are {field: plain JSON}."""

    number: str
    subject_type: str
    subject_slug: str
    action: str
    fields: Mapping[str, Any]
    before: Mapping[str, Any]
    value_sha256: str
    subject_version: int
    is_payment_bearing: bool
    reason: str
    status: ProposalStatus
    proposed_by: str
    proposed_at: datetime
    proposer: int | None = field(default=None, repr=False)
    """Key of the account that proposed; None when no maintainer did."""
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_note: str = ""

    @property
    def is_waiting(self) -> bool:
        """True until somebody decided."""
        return self.status is ProposalStatus.WAITING


class ReviewRefused(Exception):
    """A decision that cannot be taken. ``proposal`` is as the database has it now."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(proposal.number)
        self.proposal = proposal


class NotAllowed(ReviewRefused):
    """The person is no active maintainer."""


class AlreadyDecided(ReviewRefused):
    """Somebody was quicker."""


class OwnProposal(ReviewRefused):
    """Another person must accept it."""


class NobodyProposed(ReviewRefused):
    """No maintainer stands behind this payment-bearing proposal: one must propose it before another accepts."""


class NotYours(ReviewRefused):
    """Only who proposed may withdraw."""


class AlreadyProposed(ReviewRefused):
    """A maintainer stands behind this proposal already."""


class ProposalMoved(ReviewRefused):
    """The proposal is not the one that was looked at: its content has another hash."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One field of a subject that changed since somebody looked at it."""

    field: str
    then: Any
    now: Any


class SubjectMoved(Exception):
    """The entry was changed since it was looked at. ``moved`` tells each field; nothing was applied."""

    def __init__(self, subject_slug: str, moved: tuple[Moved, ...] = ()) -> None:
        super().__init__(subject_slug)
        self.subject_slug = subject_slug
        self.moved = moved


Rule = Callable[[Person, Proposal], bool]

RULES: Mapping[Decision, tuple[tuple[Refusal, Rule], ...]] = {
    Decision.ADOPT: (
        (Refusal.NOT_ALLOWED, lambda person, _: not person.is_maintainer),
        (Refusal.ALREADY_DECIDED, lambda _, proposal: not proposal.is_waiting),
        (Refusal.ALREADY_PROPOSED, lambda _, proposal: proposal.proposer is not None),
    ),
    Decision.ACCEPT: (
        (Refusal.NOT_ALLOWED, lambda person, _: not person.is_maintainer),
        (Refusal.ALREADY_DECIDED, lambda _, proposal: not proposal.is_waiting),
        (Refusal.OWN_PROPOSAL, lambda person, proposal: proposal.is_payment_bearing and is_own(person, proposal)),
        (Refusal.NOBODY_PROPOSED, lambda _, proposal: proposal.is_payment_bearing and proposal.proposer is None),
    ),
    Decision.REJECT: (
        (Refusal.NOT_ALLOWED, lambda person, _: not person.is_maintainer),
        (Refusal.ALREADY_DECIDED, lambda _, proposal: not proposal.is_waiting),
    ),
    Decision.WITHDRAW: (
        (Refusal.NOT_ALLOWED, lambda person, _: not person.is_maintainer),
        (Refusal.ALREADY_DECIDED, lambda _, proposal: not proposal.is_waiting),
        (Refusal.NOT_YOURS, lambda person, proposal: not is_own(person, proposal)),
    ),
}
"""For each decision what forbids it, asked in order."""

_ERRORS: Mapping[Refusal, type[ReviewRefused]] = {
    Refusal.NOT_ALLOWED: NotAllowed,
    Refusal.ALREADY_DECIDED: AlreadyDecided,
    Refusal.OWN_PROPOSAL: OwnProposal,
    Refusal.NOBODY_PROPOSED: NobodyProposed,
    Refusal.NOT_YOURS: NotYours,
    Refusal.ALREADY_PROPOSED: AlreadyProposed,
}


def is_own(person: Person, proposal: Proposal) -> bool:
    """True when this person made the proposal."""
    return proposal.proposer == person.key


def refusal(decision: Decision, person: Person, proposal: Proposal) -> Refusal | None:
    """What forbids this person this decision, None when they may take it."""
    return next((code for code, forbids in RULES[decision] if forbids(person, proposal)), None)


def demand(decision: Decision, person: Person, proposal: Proposal) -> None:
    """Raise the exception of what forbids the decision; return when nothing does."""
    code = refusal(decision, person, proposal)
    if code is not None:
        raise _ERRORS[code](proposal)


def moved_fields(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Moved, ...]:
    """The fields of ``then`` that have another value ``now``."""
    return tuple(Moved(name, value, now.get(name)) for name, value in then.items() if now.get(name) != value)
