"""The ground links stand on, as far as it is stored: what the watch learnt of their domains, beside what was true when
a person last looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from aidroute.domain.change import CHANNEL
from aidroute.domain.domain_watch import ground_of
from aidroute.domain.ground import Ground
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import Confirmation, still_stands
from aidroute.storage.domain_watch import facts_by_domain, turns_by_domain
from aidroute.storage.link import Link


def grounds(session: Session, links: Sequence[Link], now: datetime) -> dict[int, Ground]:
    """The ground of each of these links by its id, by three questions for all of them.

    A link without a registrable domain (a bare address) has none that could be watched. The domains that may answer
    for a link stand beside its own.
    """
    domains = {domain for link in links for domain in _domains_of(link)}
    facts = facts_by_domain(session, domains)
    turns = turns_by_domain(session, facts.keys())
    looks = _looks(session, [link.id for link in links if not facts.keys().isdisjoint(_domains_of(link))])
    found = {}
    for link in links:
        seen_at = max(filter(None, (link.approved_at, looks.get(link.id))), default=None)
        each = [
            replace(ground_of(facts.get(domain), turns.get(domain, ()), seen_at, now), domain=domain)
            for domain in _domains_of(link)
        ]
        own = each.pop(0) if link.registrable_domain else Ground()
        found[link.id] = replace(own, beside=tuple(each))
    return found


def _domains_of(link: Link) -> list[str]:
    """The link's own registrable domain first, then those that a person allowed to answer for it."""
    return [domain for domain in dict.fromkeys((link.registrable_domain, *link.allowed_domains)) if domain]


def _looks(session: Session, link_ids: Sequence[int]) -> dict[int, datetime]:
    """When a person last confirmed a channel that leads to the link, and led there when they looked."""
    if not link_ids:
        return {}
    newest = func.max(Confirmation.confirmed_at, type_=Confirmation.confirmed_at.type)
    query = (
        select(Channel.link_id, newest)
        .join(Confirmation, Confirmation.channel_id == Channel.id)
        .where(Channel.link_id.in_(link_ids), still_stands(CHANNEL, Channel.slug, Confirmation.confirmed_at))
        .group_by(Channel.link_id)
    )
    return {link_id: at for link_id, at in session.execute(query) if link_id is not None}
