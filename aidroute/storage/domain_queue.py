"""The queue in the table of watched domains: which are due, and how one process takes some so that no other does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, SQLColumnExpression, Text, and_, cast, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from aidroute.domain.verdict_names import LinkState
from aidroute.storage.domain_watch import DomainWatch
from aidroute.storage.link import Link
from aidroute.storage.link_queue import is_free

LONGEST = timedelta(days=9)
"""No look lies further ahead than this: a week and its jitter. What does was written by a wrong clock."""


_allowed = cast(Link.allowed_domains, Text)
_names_any = _allowed.contains('"')


@dataclass(frozen=True, slots=True)
class WatchTerms:
    """What a process asks for. ``token`` marks what it gets, in at most 36 characters."""

    token: str
    now: datetime
    lease: timedelta
    limit: int


def unwatched(session: Session) -> list[str]:
    """Registrable domains of links in use, and those that may answer for them, that nobody watches yet."""
    is_watched = exists().where(DomainWatch.domain == Link.registrable_domain)
    in_use = Link.state != LinkState.RETIRED.value
    own = select(Link.registrable_domain).where(in_use, Link.registrable_domain != "", ~is_watched).distinct()
    lists = session.scalars(select(Link.allowed_domains).where(in_use, _names_any))
    allowed = {domain for listed in lists for domain in listed}
    watched = (
        set(session.scalars(select(DomainWatch.domain).where(DomainWatch.domain.in_(allowed)))) if allowed else set()
    )
    return sorted({*session.scalars(own), *(allowed - watched)})


def is_allowed_by(domain: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether a link lets this domain answer for it. The list is JSON, so its name stands there in quotes."""
    return _allowed.contains('"' + domain + '"')


def begin(session: Session, domains: Iterable[str], now: datetime) -> None:
    """Watch these domains from now on, unless another process has begun meanwhile."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    fresh = [
        {
            "domain": domain, "registrar": "", "statuses": [], "name_servers": [], "has_registry": True,
            "has_name_servers": True, "failures": 0, "expiry_told": 0, "next_watch_at": now,
        }
        for domain in sorted(domains)
    ]  # fmt: skip
    if fresh:
        session.execute(insert(DomainWatch).values(fresh).on_conflict_do_nothing())


def is_any_due(session: Session, now: datetime, lease: timedelta) -> bool:
    """Whether some domain is to be asked about now."""
    return bool(session.scalar(select(exists().where(_is_due(now, lease)))))


def lease_due(session: Session, terms: WatchTerms) -> list[str]:
    """Lease due domains, the longest waiting first; gives those that this process got."""
    due = (
        select(DomainWatch.domain)
        .where(_is_due(terms.now, terms.lease))
        .order_by(DomainWatch.next_watch_at, DomainWatch.domain)
        .limit(terms.limit)
    )
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    taken = session.scalars(
        update(DomainWatch)
        .where(DomainWatch.domain.in_(due))
        .values(lease_until_at=terms.now + terms.lease, lease_token=terms.token)
        .returning(DomainWatch.domain),
        execution_options={"synchronize_session": False},
    )
    return sorted(taken)


def give_back(session: Session, token: str) -> None:
    """End what is left of this lease; its domains are due as before."""
    session.execute(
        update(DomainWatch).where(DomainWatch.lease_token == token).values(lease_until_at=None, lease_token=None),
        execution_options={"synchronize_session": False},
    )


def _is_due(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """It is time, or a person approved a link there after the last look; nobody has it, and some link is in use."""
    of_domain = and_(Link.registrable_domain == DomainWatch.domain, Link.state != LinkState.RETIRED.value)
    was_approved_since = exists().where(of_domain, Link.approved_at > DomainWatch.asked_at, Link.approved_at <= now)
    is_time = or_(DomainWatch.next_watch_at <= now, DomainWatch.next_watch_at > now + LONGEST, was_approved_since)
    may_answer = and_(Link.state != LinkState.RETIRED.value, is_allowed_by(DomainWatch.domain))
    is_in_use = or_(exists().where(of_domain), exists().where(may_answer))
    return and_(is_time, is_free(DomainWatch.lease_until_at, now, lease), is_in_use)
