"""One text in every field there is: in a whole directory and in everything else that is stored and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from aidroute.domain.change import CHANNEL, ORGANIZATION, LedgerRow
from aidroute.domain.directory import Directory, MailStanding
from aidroute.domain.mail import MailAnswer
from aidroute.domain.subjects import FIELDS, Field, FieldKind
from aidroute.domain.visitor_reports import ReportKind, SuggestionKind, WrongReason
from aidroute.services import reporting, suggesting
from aidroute.services.reporting import Told
from aidroute.services.suggesting import Suggested
from aidroute.storage import change
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.domain_watch import DomainTurnRow, DomainWatch
from aidroute.storage.link import Check, CheckRun, Flip, Link
from aidroute.storage.organization import Fact, Identifier, Organization, OrganizationName
from aidroute.storage.proposal import Proposal
from aidroute.storage.report import Report
from aidroute.storage.suggestion import Suggestion
from aidroute.storage.user import User
from tests.support.desk_world import NOW, DeskWorld

KEYS = frozenset({
    ("Organization", "slug"), ("Channel", "slug"), ("Channel", "organization"), ("Appeal", "slug"),
    ("Appeal", "emergency"), ("Emergency", "slug"), ("Mention", "appeal"), ("Mention", "organization"),
    ("NeedStatement", "appeal"), ("NeedStatement", "need"), ("Need", "slug"), ("Receipt", "country"),
    ("TimelineEntry", "appeals"), ("Link", "url"), ("LinkStatus", "reason"), ("MailStanding", "domain"),
    ("Fact", "topic"), ("Need", "words"),
})  # fmt: skip
"""Texts that are no texts: what an entry is known by, where its link leads, and words of our own code."""


def tainted(directory: Directory, text: str) -> Directory:
    """The directory with the text in every field of every entry that holds a text, in fields made tomorrow too."""
    vocabulary = directory.vocabulary
    told = replace(
        directory,
        vocabulary=replace(vocabulary, needs=_taint(vocabulary.needs, text)),
        mail={text: MailStanding(text, MailAnswer.ACCEPTS, NOW)},
    )
    for name in ("emergencies", "appeals", "organizations", "channels", "links", "mentions", "statements"):
        told = replace(told, **{name: _taint(getattr(directory, name), text)})
    return told


def _taint(value: Any, text: str) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(_taint(each, text) for each in value)
    if isinstance(value, Mapping):
        return {key: _taint(each, text) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value).__name__
        return replace(
            value,
            **{
                each.name: _taint(getattr(value, each.name), text)
                for each in fields(value)
                if each.init and (kind, each.name) not in KEYS
            },
        )
    return value


# -------------------------------------------------------------------------------------------- what a database holds


def taint_database(world: DeskWorld, text: str) -> list[str]:
    """The text in whatever the desk and the ledger show. Gives the tracking numbers of a report and a suggestion."""
    database = world.database
    numbers = _tell(database, text)
    waiting = world.propose(
        {"title": {"en": text}, "note": {"en": text}, "url": "https://new.example.org/x"}, who=world.ani
    )
    with database.write() as session:
        session.execute(update(Channel).values(title={"en": text}, note={"en": text}, operator_name=text))
        session.execute(update(User).where(User.name == "Ada").values(name=text))
        session.execute(update(Report).values(decision_note=text, decided_by=text))
        session.execute(update(Suggestion).values(decision_note=text, decided_by=text))
        session.execute(update(Organization).values(name=text, summary={"en": text}, places=[text], kind=text))
        session.execute(
            update(Proposal).where(Proposal.number == waiting.number)
            .values(reason=text, proposed_by=text, fields=_every_value(CHANNEL, text),
            before=_every_value(CHANNEL, text))
        )  # fmt: skip
        _taint_organization(session, text)
        _taint_link(session, text)
        change.append(session, _ledger(text))
    return [*numbers, waiting.number]


def _tell(database: Database, text: str) -> list[str]:
    told = Told("example-fund-page", ReportKind.WRONG, WrongReason.OTHER, text[:1_000], "192.0.2.1")
    suggested = Suggested(SuggestionKind.CORRECTION, text[:100], source=text[:300], text=text[:1_000])
    return [
        reporting.take_report(database, told, NOW),
        suggesting.take_suggestion(database, suggested, NOW),
    ]


def _taint_organization(session: Session, text: str) -> None:
    owner = session.scalars(select(Organization.id)).one()
    citation = _value(Field("citation", FieldKind.CITATION), text)
    common = {"organization_id": owner, "position": 0, "citation": citation}
    session.add_all(
        [
            OrganizationName(value=text, language="hy", kind="alias", **common),
            Identifier(scheme=text[:60], value=text, **common),
            Fact(organization_id=owner, position=0, topic="tax", value=text, is_found=True, as_of=text[:40],
            note=text,
                 citations=[citation]),
        ]
    )  # fmt: skip


def _taint_link(session: Session, text: str) -> None:
    link = session.scalars(select(Link)).first()
    assert link is not None
    link.baseline = {**(link.baseline or {}), "title": text}
    link.allowed_domains = [text]
    evidence = {
        "version": text, "title": text, "fired": [{"code": text, "snippet": text}], "notes": [text],
        "suggested_url": text,
        "failure": {"kind": text, "detail": text, "exceptions": [text], "number": None},
        "hops": [{"url": text, "status": 302, "location": text, "kind": text, "ms": 3, "address": text,
        "headers": {text: text}}],
        "differences": {"payment_targets_added": [text], text: text},
    }  # fmt: skip
    session.add_all(
        [
            Check(link_id=link.id, started_at=NOW, ended_at=NOW, verdict="live", reason=text[:64], status_code=200,
                  final_url=text, evidence=evidence),
            Flip(link_id=link.id, flipped_at=NOW, from_state="live", to_state="down", reason=text[:64]),
            CheckRun(started_at=NOW, seen_at=NOW, worker=text[:64], note=text),
            DomainWatch(domain=link.registrable_domain, registrar=text, statuses=[text], name_servers=[text],
            asked_at=NOW,
                        registry_answered_at=NOW, name_servers_answered_at=NOW,
                        next_watch_at=NOW + timedelta(days=1)),
            DomainTurnRow(domain=link.registrable_domain, field="registrar", seen_at=NOW, before=text, after=text),
        ]
    )  # fmt: skip


def _ledger(text: str) -> list[LedgerRow]:
    return [
        LedgerRow(
            NOW, subject, slug, field.name, _value(field, text), _value(field, text), text[:120], text[:120], text
        )
        for subject, slug in ((CHANNEL, "example-fund-page"), (ORGANIZATION, "example-fund"))
        for field in FIELDS[subject].values()
    ]


def _every_value(subject: str, text: str) -> dict[str, Any]:
    return {field.name: _value(field, text) for field in FIELDS[subject].values() if not field.is_fixed}


def _value(field: Field, text: str) -> Any:
    """The text as a value of the field's shape."""
    citation = {"source": text, "stated_on": text, "strength": "weak", "note": text}
    shapes: dict[FieldKind, Any] = {
        FieldKind.TEXTS: {"en": text, "hy": text},
        FieldKind.CITATION: citation,
        FieldKind.NAMES: [{"value": text, "language": text, "kind": text, "citation": citation}],
        FieldKind.IDENTIFIERS: [{"scheme": text, "value": text, "citation": citation}],
        FieldKind.CONTACTS: [{"kind": text, "value": text, "citation": citation}],
        FieldKind.FACTS: [{"topic": text, "value": text, "is_found": True, "as_of": text, "citations": [citation],
        "note": text}],
        FieldKind.RECEIPTS: [{"country": text, "issuer": text}],
    }  # fmt: skip
    lists = {FieldKind.CHOICES, FieldKind.LINES, FieldKind.NEEDS, FieldKind.COUNTRIES, FieldKind.CURRENCIES,
             FieldKind.SLUGS, FieldKind.DOMAINS}  # fmt: skip
    return shapes.get(field.kind, [text] if field.kind in lists else text)
