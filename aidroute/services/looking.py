"""Looking at one address, by hand: every rule of a check, and nothing written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from aidroute.domain import urls
from aidroute.domain.domain_watch import DomainAnswer, DomainFacts, ground_of, take_in
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.ground import Ground
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkIdentity, LinkStatus
from aidroute.domain.link_state import advance
from aidroute.domain.observation import Observation
from aidroute.domain.routing_level import RoutingDecision, routing_level
from aidroute.domain.rules import Rules
from aidroute.domain.urls import InvalidUrl
from aidroute.domain.verdict import with_sibling
from aidroute.domain.verdict_names import Verdict
from aidroute.services.checking import always_up
from aidroute.services.examining import Examiner, ground_at, sibling_address
from aidroute.services.known_ground import grounds
from aidroute.services.own_network import Canary
from aidroute.services.run_window import COULD_BE_OURS
from aidroute.storage import link_rows
from aidroute.storage.db import Database
from aidroute.storage.domain_watch import facts_by_domain
from aidroute.storage.link import Link


@dataclass(frozen=True, slots=True)
class Known:
    """What the directory knows of an address. ``status`` is None for one that is not in it."""

    identity: LinkIdentity
    status: LinkStatus | None = None
    facts: DomainFacts | None = None
    """What is known of its domain; None when nobody asked about it yet."""
    ground: Ground = field(default_factory=Ground)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen, what it means, and how far a visitor would be taken after it."""

    known: Known
    observation: Observation
    ground: Ground
    judgement: Judgement
    status: LinkStatus
    """Where the link would stand if this had been a check."""
    decision: RoutingDecision


def known_of(database: Database | None, text: str, rules: Rules, now: datetime) -> Known:
    """Whose address this is: as a person approved it when it is in the directory, else as it reads.

    A text that is no address is given on as it is: its check will say so.
    """
    try:
        address = urls.parse(text, rules.hosts)
    except InvalidUrl:
        return Known(LinkIdentity(text, ""))
    identity = LinkIdentity(address.url, address.registrable_domain)
    if database is None:
        return Known(identity)
    with database.read() as session:
        facts = facts_by_domain(session, [address.registrable_domain]).get(address.registrable_domain)
        row = session.scalar(select(Link).where(Link.url == address.url))
        if row is None:
            return Known(identity, facts=facts, ground=ground_of(facts, (), None, now))
        ground = grounds(session, [row], now)[row.id]
        return Known(link_rows.identity_of(row), link_rows.status_of(row), facts, ground)


def asked_anew(known: Known, answer: DomainAnswer) -> Known:
    """What is known once the registry and the name servers were asked just now."""
    facts = take_in(known.facts or DomainFacts(known.identity.registrable_domain), answer)
    ground = replace(
        ground_of(facts, (), None, answer.asked_at),
        registrar_at_approval=known.ground.registrar_at_approval,
        name_servers_at_approval=known.ground.name_servers_at_approval,
    )
    return replace(known, facts=facts, ground=ground)


def look(examiner: Examiner, known: Known, now: datetime, canary: Canary = always_up) -> Look:
    """Fetch and judge the address now, in full. The second look that a doubt needs is taken as well.

    What our own network could have done is believed only when ``canary`` says that it is up.
    """
    identity = known.identity
    observation = examiner.fetch(FetchRequest(identity.url, follow_domains=identity.allowed_domains))
    ground = ground_at(examiner, known.ground, observation)
    judgement = examiner.judge(observation, identity, examiner.rules, ground)
    if _could_be_ours(judgement) and not canary():
        observation = replace(observation, canary_failed=True)
        judgement = examiner.judge(observation, identity, examiner.rules, ground)
    if judgement.wants_sibling:
        sibling = FetchRequest(sibling_address(identity.url), follow_domains=identity.allowed_domains)
        judgement = with_sibling(judgement, observation, examiner.fetch(sibling))
    step = advance(known.status or LinkStatus(), judgement, observation.started_at)
    return Look(known, observation, ground, judgement, step.status, routing_level(step.status, now))


def _could_be_ours(judgement: Judgement) -> bool:
    """No connection, or a redirect to somewhere else, as a portal makes that wants a login to the network."""
    is_led_away = judgement.verdict is Verdict.HIJACK_SUSPECT and judgement.reason == "foreign_domain"
    return is_led_away or judgement.verdict in COULD_BE_OURS
