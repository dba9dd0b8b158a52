"""The ground links stand on, as far as it is stored: what the watch learnt of their domains, beside what was true when
a person last looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from aidroute.domain.domain_watch import ground_of
from aidroute.domain.ground import Ground
from aidroute.storage.confirmation import newest_looks
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
    looks = newest_looks(session, [link.id for link in links if not facts.keys().isdisjoint(_domains_of(link))])
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
