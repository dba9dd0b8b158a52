"""A real registry and a real name server on loopback, asked together."""

import json
from datetime import UTC, datetime

import pytest

from aidroute.adapters.domain_asking import DomainAsking
from aidroute.adapters.mail_exchange import DnsRecords
from aidroute.adapters.rdap import RdapClient
from aidroute.adapters.rdap_servers import RdapServers
from aidroute.domain.domain_watch import DomainAnswer
from tests.world.answers import answer
from tests.world.name_server import NameServer
from tests.world.server import World, fetcher_arguments

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
REGISTRY_DOMAIN = fetcher_arguments(0, 0, "")["host_rules"].registry_domain
ZONE = {("charity.test", "NS"): ("ns2.host.test.", "NS1.host.test.")}


def asked(world: World, domain: str) -> DomainAnswer:
    directory = {"services": [[["test"], ["https://registry.test/v1/"]]]}
    says = {"objectClassName": "domain", "ldhName": "charity.test", "status": ["active"]}
    world.serve("registry.test", "/rdap/dns.json", answer(200, json.dumps(directory)))
    world.serve("registry.test", "/v1/domain/charity.test", answer(200, json.dumps(says)))
    with NameServer(ZONE) as server:
        fetch = world.fetcher().fetch
        rdap = RdapClient(fetch, REGISTRY_DOMAIN, RdapServers(fetch, "https://registry.test/rdap/dns.json"))
        return DomainAsking(rdap, DnsRecords(0.5, server.resolver()), REGISTRY_DOMAIN)(domain, NOW)


def test_registry_and_name_servers_are_asked_once_each(world: World) -> None:
    found = asked(world, "charity.test")
    assert found.registration is not None
    assert (found.registration.statuses, found.name_servers) == (("active",), ("ns1.host.test", "ns2.host.test"))
    assert (found.has_registry, found.has_name_servers) == (True, True)
    assert len(world.requests_to("registry.test", "/v1/domain/charity.test")) == 1


@pytest.mark.parametrize(
    ("domain", "has_registry", "has_name_servers"),
    [("other.test", True, True), ("charity.com", False, True), ("tenant.github.io", False, False), ("", False, False)],
)
def test_silence_is_told_from_nobody_being_there(
    domain: str, *, has_registry: bool, has_name_servers: bool, world: World
) -> None:
    found = asked(world, domain)
    assert (found.registration, found.name_servers) == (None, ())
    assert (found.has_registry, found.has_name_servers) == (has_registry, has_name_servers)
