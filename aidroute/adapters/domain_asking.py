"""One look at a registrable domain: its registry and its name servers, each asked once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aidroute.adapters.mail_exchange import RecordLookup
from aidroute.adapters.name_servers import name_servers
from aidroute.adapters.rdap import RdapClient, RegistryDomain
from aidroute.domain.domain_watch import DomainAnswer


@dataclass(frozen=True, slots=True)
class DomainAsking:
    """Asks about domains, for any number of threads."""

    rdap: RdapClient
    lookup: RecordLookup
    registry_domain: RegistryDomain

    def __call__(self, domain: str, now: datetime) -> DomainAnswer:
        """What can be learnt now. Never raises for what the other sides do; silence is an answer without facts."""
        has_own = bool(domain) and self.registry_domain(domain) == domain
        return DomainAnswer(
            asked_at=now,
            registration=self.rdap.registration(domain, now),
            name_servers=name_servers(domain, self.lookup) if has_own else (),
            has_registry=self.rdap.has_registry(domain, now),
            has_name_servers=has_own,
        )
