"""Asked of a real registry on loopback, through the guarded fetcher."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aidroute.adapters.rdap import RdapClient, read_registration
from aidroute.adapters.rdap_servers import KEPT_FOR, RdapServers, read_bootstrap
from tests.world.answers import answer, redirect, silence
from tests.world.names import PRIVATE
from tests.world.server import World, fetcher_arguments

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOOTSTRAP = "https://registry.test/rdap/dns.json"
HOST_RULES = fetcher_arguments(0, 0, "")["host_rules"]

DIRECTORY: dict[str, Any] = {
    "version": "1.0",
    "services": [
        [["other"], ["https://else.test/"]],
        [["test", "xn--p1ai"], ["http://registry.test/", "https://registry.test/v1"]],
    ],
}
DOMAIN: dict[str, Any] = {
    "objectClassName": "domain",
    "ldhName": "CHARITY.test",
    "status": ["client transfer prohibited", "Active"],
    "events": [
        {"eventAction": "registration", "eventDate": "2012-03-04T05:06:07Z"},
        {"eventAction": "expiration", "eventDate": "2027-03-04T07:06:07+02:00"},
        {"eventAction": "last changed", "eventDate": "2026-01-01T00:00:00Z"},
    ],
    "entities": [
        {"roles": ["abuse"], "handle": "x"},
        {
            "roles": ["registrar"],
            "handle": "292",
            "vcardArray": ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "A Registrar"]]],
        },
    ],
}  # fmt: skip


def says(document: Any) -> Callable[..., None]:
    return answer(200, json.dumps(document), content_type="application/rdap+json")


def client(world: World) -> RdapClient:
    fetch = world.fetcher().fetch
    return RdapClient(fetch, HOST_RULES.registry_domain, RdapServers(fetch, BOOTSTRAP))


@pytest.fixture
def registry(world: World) -> World:
    world.serve("registry.test", "/rdap/dns.json", says(DIRECTORY))
    world.serve("registry.test", "/v1/domain/charity.test", says(DOMAIN))
    return world


def test_a_registration_is_read(registry: World) -> None:
    found = client(registry).registration("charity.test", NOW)
    assert found is not None
    assert found.registered_at == datetime(2012, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert found.expires_at == datetime(2027, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert found.registrar == "A Registrar"
    assert found.statuses == ("client transfer prohibited", "active")
    assert found.fetched_at == NOW


def test_the_directory_is_asked_for_once_a_week(registry: World) -> None:
    rdap = client(registry)
    for day in (0, 1, 6, 8):
        rdap.registration("charity.test", NOW + timedelta(days=day))
    assert len(registry.requests_to("registry.test", "/rdap/dns.json")) == 2


def test_an_old_directory_is_better_than_none(registry: World) -> None:
    rdap = client(registry)
    rdap.registration("charity.test", NOW)
    registry.serve("registry.test", "/rdap/dns.json", answer(500))
    assert rdap.registration("charity.test", NOW + timedelta(days=8)) is not None


@pytest.mark.parametrize("domain", ["", "name.nosuchtld", "tenant.github.io", "charity.com", "127.0.0.1"])
def test_where_no_registry_can_be_asked_nothing_is_known(domain: str, registry: World) -> None:
    assert client(registry).registration(domain, NOW) is None


@pytest.mark.parametrize(
    "behaviour",
    [
        answer(404, "{}"),
        answer(429, "{}"),
        answer(500, "oops"),
        answer(200, "<html>not json</html>"),
        answer(200, "[" * 100_000),
        answer(200, "[]"),
        answer(200, "null"),
        says(DOMAIN | {"ldhName": "other.test"}),
        says(DOMAIN | {"objectClassName": "nameserver"}),
        answer(200, json.dumps(DOMAIN) + " " * 400_000),
        redirect(f"http://{PRIVATE}/"),
        silence,
    ],
)
def test_an_answer_that_says_nothing_is_unknown(behaviour: Callable[..., None], registry: World) -> None:
    registry.serve("registry.test", "/v1/domain/charity.test", behaviour)
    assert client(registry).registration("charity.test", NOW) is None
    assert registry.accepted[PRIVATE] == 0


def test_without_a_directory_nothing_is_known_and_nobody_is_asked_again_at_once(world: World) -> None:
    rdap = client(world)
    for _ in range(5):
        assert rdap.registration("charity.test", NOW) is None
    assert len(world.requests_to("registry.test", "/rdap/dns.json")) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"events": None},
        {"events": [None, 5, {"eventAction": "registration"}, {"eventAction": "registration", "eventDate": "soon"}]},
        {"entities": [None, {"roles": "registrar"}, {"roles": ["registrar"], "vcardArray": [5]}]},
        {"status": [None, 5, {}]},
        {"events": [{"eventAction": "registration", "eventDate": "99999-01-01"}]},
    ],
)
def test_an_odd_answer_leaves_its_fields_empty(changed: dict[str, Any]) -> None:
    found = read_registration(DOMAIN | changed, "charity.test", NOW)
    assert found is not None
    for name, empty in (("events", found.registered_at), ("entities", found.registrar), ("status", found.statuses)):
        if name in changed:
            assert not empty


@pytest.mark.parametrize(
    "document", [None, [], {}, {"services": 5}, {"services": [5, [], [["test"]], [["test"], ["http://plain.test/"]]]}]
)
def test_an_odd_directory_is_empty(document: Any) -> None:
    assert read_bootstrap(document) == {}


def test_a_registry_that_wants_to_be_left_alone_is_left_alone(registry: World) -> None:
    rdap = client(registry)
    registry.serve("registry.test", "/v1/domain/charity.test", answer(429, "{}", [("Retry-After", "7200")]))
    assert rdap.registration("charity.test", NOW) is None
    registry.serve("registry.test", "/v1/domain/charity.test", says(DOMAIN))
    assert rdap.registration("charity.test", NOW + timedelta(minutes=119)) is None
    assert len(registry.requests_to("registry.test", "/v1/domain/charity.test")) == 1
    assert rdap.registration("charity.test", NOW + timedelta(minutes=121)) is not None


@pytest.mark.parametrize(
    ("domain", "has_one"),
    [("charity.test", True), ("charity.com", False), ("tenant.github.io", False), ("", False), ("127.0.0.1", False)],
)
def test_it_is_known_where_no_registry_can_be_asked(domain: str, *, has_one: bool, registry: World) -> None:
    assert client(registry).has_registry(domain, NOW) is has_one


def test_without_a_directory_a_registry_may_be_there(world: World) -> None:
    assert client(world).has_registry("charity.com", NOW)
    assert not client(world).has_registry("tenant.github.io", NOW)


# ---- the list of servers, kept


def asked(world: World) -> int:
    return len(world.requests_to("registry.test", "/rdap/dns.json"))


def kept(world: World, path: Path) -> RdapServers:
    return RdapServers(world.fetcher().fetch, BOOTSTRAP, path)


def test_the_list_of_servers_outlives_the_process(registry: World, tmp_path: Path) -> None:
    path = tmp_path / "servers.json"
    assert kept(registry, path).servers(NOW)["test"] == "https://registry.test/v1/"
    assert kept(registry, path).servers(NOW + timedelta(days=6))["test"] == "https://registry.test/v1/"
    assert asked(registry) == 1
    kept(registry, path).servers(NOW + KEPT_FOR)
    assert asked(registry) == 2


def test_an_old_list_is_used_while_no_newer_one_can_be_had(registry: World, tmp_path: Path) -> None:
    path = tmp_path / "servers.json"
    kept(registry, path).servers(NOW)
    registry.serve("registry.test", "/rdap/dns.json", answer(503, ""))
    servers = kept(registry, path)
    assert servers.servers(NOW + timedelta(days=90))["test"] == "https://registry.test/v1/"
    servers.servers(NOW + timedelta(days=90, hours=5))
    assert asked(registry) == 2


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"fetched_at": "2026-11-20T00:00:00+00:00"}',
        '{"fetched_at": "2026-11-20T00:00:00+00:00", "servers": {}}',
        '{"fetched_at": "2026-11-20T00:00:00+00:00", "servers": {"test": "http://evil.test/"}}',
        '{"fetched_at": "2030-01-01T00:00:00+00:00", "servers": {"test": "https://evil.test/"}}',
    ],
)
def test_a_kept_list_that_is_not_sound_is_asked_for_anew(registry: World, tmp_path: Path, content: str) -> None:
    path = tmp_path / "servers.json"
    path.write_text(content, encoding="utf-8")
    assert kept(registry, path).servers(NOW)["test"] == "https://registry.test/v1/"
    assert asked(registry) == 1


def test_a_list_that_can_not_be_kept_is_used_all_the_same(registry: World, tmp_path: Path) -> None:
    assert kept(registry, tmp_path / "no" / "such" / "folder").servers(NOW)["test"] == "https://registry.test/v1/"
