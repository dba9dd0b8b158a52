"""Watched domains: one row per registrable domain, whoever's links use it, and its turns, which are kept for ever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from aidroute.domain.domain_watch import DomainFacts, DomainTurn, TurnField
from aidroute.storage.db import Base

FACTS = tuple(DomainFacts.__slots__)


class DomainWatch(Base):
    """The newest facts about one domain (those of ``domain.domain_watch.DomainFacts``), and its place in the queue."""

    __tablename__ = "domain_watch"
    __table_args__ = (Index("ix_domain_watch_due", "next_watch_at", "lease_until_at"),)

    domain: Mapped[str] = mapped_column(String(255), primary_key=True)
    registered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    registrar: Mapped[str] = mapped_column(Text, default="")
    statuses: Mapped[list[str]] = mapped_column(default=list)
    name_servers: Mapped[list[str]] = mapped_column(default=list)
    has_registry: Mapped[bool] = mapped_column(default=True)
    has_name_servers: Mapped[bool] = mapped_column(default=True)
    asked_at: Mapped[datetime | None]
    registry_answered_at: Mapped[datetime | None]
    name_servers_answered_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    expiry_told: Mapped[int] = mapped_column(default=0)

    next_watch_at: Mapped[datetime]
    lease_until_at: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(36))


class DomainTurnRow(Base):
    """One fact of a domain changed, or was learnt for the first time (``before`` is '')."""

    __tablename__ = "domain_turn"
    __table_args__ = (Index("ix_domain_turn_domain_seen", "domain", "seen_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(String(255))
    field: Mapped[str] = mapped_column(String(16))
    seen_at: Mapped[datetime]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)


def facts_of(row: DomainWatch) -> DomainFacts:
    """What the row says, as a value."""
    return _as_facts({name: getattr(row, name) for name in FACTS})


def _as_facts(values: Mapping[Any, Any]) -> DomainFacts:
    lists = {name: tuple(values[name]) for name in ("statuses", "name_servers")}
    return DomainFacts(**{**values, **lists})


def set_facts(row: DomainWatch, facts: DomainFacts) -> None:
    """Write the facts into the row."""
    for name in FACTS:
        value = getattr(facts, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)


def facts_by_domain(session: Session, domains: Collection[str]) -> dict[str, DomainFacts]:
    """The facts about those of these domains that are watched."""
    if not domains:
        return {}
    columns = [getattr(DomainWatch, name) for name in FACTS]
    rows = session.execute(select(*columns).where(DomainWatch.domain.in_(domains)))
    return {row.domain: _as_facts(row._mapping) for row in rows}  # noqa: SLF001 - its public name in SQLAlchemy


def turns_by_domain(session: Session, domains: Collection[str]) -> Mapping[str, Sequence[DomainTurn]]:
    """The turns of these domains, oldest first."""
    found: defaultdict[str, list[DomainTurn]] = defaultdict(list)
    if not domains:
        return found
    # Columns and no objects: every claim of links reads these.
    row = DomainTurnRow
    query = select(row.domain, row.field, row.seen_at, row.before, row.after).where(row.domain.in_(domains))
    for domain, field, seen_at, before, after in session.execute(query.order_by(row.seen_at, row.id)):
        found[domain].append(DomainTurn(TurnField(field), seen_at, before, after))
    return found


def add_turns(session: Session, domain: str, turns: Collection[DomainTurn]) -> None:
    """Record turns of a domain."""
    session.add_all(
        DomainTurnRow(domain=domain, field=turn.field.value, seen_at=turn.seen_at, before=turn.before, after=turn.after)
        for turn in turns
    )
