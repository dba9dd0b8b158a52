"""What the maintainers' desk shows: only what needs a person, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from aidroute.domain.change import CHANNEL
from aidroute.domain.host_names import HostRules
from aidroute.domain.link import LinkStatus
from aidroute.domain.review import Proposal
from aidroute.domain.risks import Risk, Surroundings, domains_of, risks_of
from aidroute.domain.verdict_names import LinkState
from aidroute.domain.vocabulary import ChannelStatus
from aidroute.services.applying import read_subject
from aidroute.services.channel_lines import ChannelLine, line_of, lines
from aidroute.services.people import count_maintainers
from aidroute.storage import proposal
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import Confirmation, still_stands
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.link_rows import status_of
from aidroute.storage.organization import Contact, Organization
from aidroute.storage.proposal import proposal_of

EXPIRES_SOON = timedelta(days=14)
LISTED = 50
"""Of each kind; the numbers tell how many there are in all."""

NEEDS_A_PERSON = (LinkState.QUARANTINED, LinkState.DEAD, LinkState.DOWN, LinkState.UNSTABLE, LinkState.BLOCKED)
"""In the order of urgency."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with its marks."""

    proposal: Proposal
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class TroubledLink:
    """A link that a person must look at, with one of the channels that lead there."""

    channel: ChannelLine
    status: LinkStatus


@dataclass(frozen=True, slots=True)
class Expiring:
    """A channel nobody confirmed lately. ``confirmed_at`` is None when nobody ever did."""

    channel: ChannelLine
    confirmed_at: datetime | None
    expires_at: datetime | None
    changed_since: bool = False
    """True when where it leads was changed after it was confirmed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that needs a person, most urgent first in each list."""

    waiting: tuple[Waiting, ...]
    links: tuple[TroubledLink, ...]
    awaiting: tuple[ChannelLine, ...]
    expiring: tuple[Expiring, ...]
    maintainers: int

    @property
    def is_lone(self) -> bool:
        """True when nobody could accept what the only maintainer proposes."""
        return self.maintainers < 2


def overview(database: Database, hosts: HostRules, now: datetime) -> Desk:
    """What needs a person now."""
    with database.read() as session:
        return Desk(
            waiting=tuple(_waiting(session, hosts)),
            links=tuple(_troubled(session, now)),
            awaiting=tuple(_awaiting(session)),
            expiring=tuple(_expiring(session, now)),
            maintainers=count_maintainers(session),
        )


def marks(database: Database, shown: Proposal, hosts: HostRules) -> tuple[Risk, ...]:
    """The marks of one proposal."""
    with database.read() as session:
        return _marks(session, shown, hosts, _domains_by_organization(session, hosts))


def is_lone(database: Database) -> bool:
    """True when fewer than two people could act."""
    with database.read() as session:
        return count_maintainers(session) < 2


def _waiting(session: Session, hosts: HostRules) -> Iterator[Waiting]:
    domains = _domains_by_organization(session, hosts)
    for row in session.scalars(proposal.waiting().limit(LISTED)):
        shown = proposal_of(row)
        yield Waiting(shown, _marks(session, shown, hosts, domains))


def _marks(
    session: Session, shown: Proposal, hosts: HostRules, domains: Mapping[str, frozenset[str]]
) -> tuple[Risk, ...]:
    owner = shown.subject_slug
    if shown.subject_type == CHANNEL:
        values = read_subject(session, CHANNEL, shown.subject_slug).values
        owner = str(shown.fields.get("organization") or values["organization"])
    known = frozenset(domain for each in domains.values() for domain in each)
    return risks_of(shown, Surroundings(domains.get(owner, frozenset()), known), hosts)


def _domains_by_organization(session: Session, hosts: HostRules) -> dict[str, frozenset[str]]:
    """Registrable domains on which each organization has a link, a website or a mail address."""
    found: dict[str, frozenset[str]] = {}
    mails: dict[int, list[dict[str, str]]] = {}
    for organization_id, value in session.execute(select(Contact.organization_id, Contact.value)):
        mails.setdefault(organization_id, []).append({"value": value})
    for key, slug, website in session.execute(select(Organization.id, Organization.slug, Organization.website)):
        found[slug] = domains_of({"website": website, "contacts": mails.get(key, [])}, hosts)
    linked = (
        select(Organization.slug, Link.registrable_domain)
        .join(Channel, Channel.organization_id == Organization.id)
        .join(Link, Link.id == Channel.link_id)
    )
    for slug, domain in session.execute(linked):
        found[slug] |= {domain}
    return found


def _troubled(session: Session, now: datetime) -> Iterator[TroubledLink]:
    """One line per link; a link that machines cannot read only when no person's word stands for it."""
    is_seen = Link.verified_until_at > now + EXPIRES_SOON
    query = (
        lines()
        .where(Link.state.in_([state.value for state in NEEDS_A_PERSON]))
        .where(Channel.status == ChannelStatus.APPROVED.value)
        .where(or_(Link.state != LinkState.BLOCKED.value, Link.verified_until_at.is_(None), ~is_seen))
        .order_by(Link.recent_clicks.desc(), Link.id, Channel.id)
    )
    seen: set[int] = set()
    found = []
    for channel, organization, link in session.execute(query):
        if link.id not in seen:
            seen.add(link.id)
            found.append(TroubledLink(line_of(channel, organization, link), status_of(link)))
    found.sort(key=lambda line: NEEDS_A_PERSON.index(line.status.state))
    yield from found[:LISTED]


def _awaiting(session: Session) -> Iterator[ChannelLine]:
    query = lines().where(Channel.status == ChannelStatus.AWAITING.value).order_by(Organization.name, Channel.slug)
    for row in session.execute(query.limit(LISTED)):
        yield line_of(*row)


def _expiring(session: Session, now: datetime) -> Iterator[Expiring]:
    newest = (
        select(
            Confirmation.channel_id,
            func.max(Confirmation.confirmed_at).label("confirmed_at"),
            func.max(Confirmation.expires_at).label("expires_at"),
        )
        .where(Confirmation.channel_id.is_not(None))
        .group_by(Confirmation.channel_id)
        .subquery()
    )
    changed = newest.c.confirmed_at.is_not(None) & ~still_stands(CHANNEL, Channel.slug, newest.c.confirmed_at)
    query = (
        lines()
        .add_columns(newest.c.confirmed_at, newest.c.expires_at, changed)
        .outerjoin(newest, newest.c.channel_id == Channel.id)
        .where(Channel.status == ChannelStatus.APPROVED.value)
        .where(or_(newest.c.expires_at.is_(None), newest.c.expires_at < now + EXPIRES_SOON, changed))
        .order_by(func.coalesce(newest.c.expires_at, now), Channel.slug)
    )
    for channel, organization, link, confirmed_at, expires_at, is_changed in session.execute(query.limit(LISTED)):
        yield Expiring(line_of(channel, organization, link), confirmed_at, expires_at, bool(is_changed))
