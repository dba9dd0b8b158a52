"""Looking at one address, by hand: every rule of a check, and nothing written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from aidroute.domain import urls
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkIdentity, LinkStatus
from aidroute.domain.link_state import advance
from aidroute.domain.observation import Observation
from aidroute.domain.routing_level import RoutingDecision, routing_level
from aidroute.domain.rules import Rules
from aidroute.domain.urls import InvalidUrl
from aidroute.domain.verdict import with_sibling
from aidroute.services.examining import Examiner, sibling_address
from aidroute.storage import link_rows
from aidroute.storage.db import Database
from aidroute.storage.link import Link


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory knows of an address. ``status`` is None for one that is not in it."""

    identity: LinkIdentity
    status: LinkStatus | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen, what it means, and how far a visitor would be taken after it."""

    known: Known
    observation: Observation
    judgement: Judgement
    status: LinkStatus
    """Where the link would stand if this had been a check."""
    decision: RoutingDecision


def known_of(database: Database | None, text: str, rules: Rules) -> Known:
    """Whose address this is: as a person approved it when it is in the directory, else as it reads.

    A text that is no address is given on as it is: its check will say so.
    """
    try:
        address = urls.parse(text, rules.hosts)
    except InvalidUrl:
        return Known(LinkIdentity(text, ""))
    if database is not None:
        with database.read() as session:
            row = session.scalar(select(Link).where(Link.url == address.url))
            if row is not None:
                return Known(link_rows.identity_of(row), link_rows.status_of(row))
    return Known(LinkIdentity(address.url, address.registrable_domain))


def look(examiner: Examiner, known: Known, now: datetime) -> Look:
    """Fetch and judge the address now, in full. The second look that a doubt needs is taken as well."""
    identity = known.identity
    observation = examiner.fetch(FetchRequest(identity.url, follow_domains=identity.allowed_domains))
    judgement = examiner.judge(observation, identity, examiner.rules, examiner.ground_of(identity))
    if judgement.wants_sibling:
        sibling = FetchRequest(sibling_address(identity.url), follow_domains=identity.allowed_domains)
        judgement = with_sibling(judgement, observation, examiner.fetch(sibling))
    step = advance(known.status or LinkStatus(), judgement, observation.started_at)
    return Look(known, observation, judgement, step.status, routing_level(step.status, now))
