"""What is known of the domain a link lives on, for the person who must decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from aidroute.domain.domain_watch import DomainFacts, DomainTurn
from aidroute.domain.ground import Ground
from aidroute.services.known_ground import grounds
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.domain_watch import DomainWatch, facts_of, turns_by_domain
from aidroute.storage.link import Link


@dataclass(frozen=True, slots=True)
class DomainFile:
    """The domain of one link. ``facts`` and ``next_watch_at`` are None while nobody watches it yet.

    ``ground`` holds only what is believed now: facts older than a month are not in it.
    """

    domain: str
    facts: DomainFacts | None
    ground: Ground
    turns: tuple[DomainTurn, ...]
    """Newest first, without the facts that were learnt for the first time."""
    next_watch_at: datetime | None


def domain_file(database: Database, slug: str, now: datetime) -> DomainFile | None:
    """What is known of the domain of the channel with this slug; None when it has no link or no domain."""
    with database.read() as session:
        link = session.scalar(select(Link).join(Channel, Channel.link_id == Link.id).where(Channel.slug == slug))
        if link is None or not link.registrable_domain:
            return None
        domain = link.registrable_domain
        row = session.get(DomainWatch, domain)
        turns = turns_by_domain(session, [domain]).get(domain, ())
        return DomainFile(
            domain=domain,
            facts=facts_of(row) if row is not None and row.asked_at is not None else None,
            ground=grounds(session, [link], now)[link.id],
            turns=tuple(reversed([turn for turn in turns if turn.before])),
            next_watch_at=row.next_watch_at if row is not None else None,
        )
