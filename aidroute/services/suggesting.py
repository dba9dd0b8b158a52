"""Taking visitors' suggestions: who is missing, what is wrong, who wants to be taken out. A person reads each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from aidroute.domain.field_values import clean_line, clean_text
from aidroute.domain.tracking_number import SUGGESTION, tracking_number
from aidroute.domain.visitor_reports import Outcome, SuggestionKind
from aidroute.services.reporting import UnknownNumber
from aidroute.storage import notice, suggestion
from aidroute.storage.db import Database
from aidroute.storage.suggestion import Suggestion

MAX_NAME = 200
MAX_SOURCE = 500
MAX_TEXT = 2_000

SUGGESTION_CAME = "suggestion_came"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a visitor suggests. ``language`` is the one of the page it was written on."""

    kind: SuggestionKind
    organization: str
    source: str = ""
    text: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionOutcome:
    """What a tracking number shows: never the visitor's own words, which are for the maintainers."""

    number: str
    kind: SuggestionKind
    suggested_at: datetime
    outcome: Outcome
    decided_at: datetime | None
    decision_note: str


def take_suggestion(database: Database, suggested: Suggested, now: datetime) -> str:
    """Keep a suggestion for the maintainers and return its tracking number.

    Nothing of it is published: what comes of it is a proposal like any other. Raises BadValue for a text that is too
    long.
    """
    row = Suggestion(
        number=tracking_number(SUGGESTION, secrets.choice),
        kind=suggested.kind.value,
        organization=clean_line(suggested.organization, MAX_NAME),
        source=clean_line(suggested.source, MAX_SOURCE),
        text=clean_text(suggested.text, MAX_TEXT),
        language=suggested.language[:16],
        suggested_at=now,
    )
    with database.write() as session:
        session.add(row)
        body = {
            "number": row.number,
            "kind": row.kind,
            "organization": row.organization,
            "source": row.source,
            "text": row.text,
        }
        notice.write(session, SUGGESTION_CAME, f"A visitor suggests: {row.organization or row.kind}", body, now)
    return row.number


def outcome_of_suggestion(database: Database, number: str) -> SuggestionOutcome:
    """What became of a suggestion. Raises UnknownNumber."""
    with database.read() as session:
        row = session.scalars(suggestion.by_number(number)).one_or_none()
        if row is None:
            raise UnknownNumber(number)
        return SuggestionOutcome(
            number=row.number,
            kind=SuggestionKind(row.kind),
            suggested_at=row.suggested_at,
            outcome=Outcome(row.outcome),
            decided_at=row.decided_at,
            decision_note=row.decision_note,
        )
