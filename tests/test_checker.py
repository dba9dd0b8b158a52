"""The checker put together: its canary, its lanes, its table."""

import gc
import socket
from datetime import timedelta

from flask import Flask

from aidroute.adapters.resolve import BoundedLookup, Endpoint
from aidroute.background import Background
from aidroute.checker import ServerOf, canary_of, checker_parts, spare_what_stays
from aidroute.services.checking import Checker
from aidroute.settings import Settings
from tests.world.answers import redirect
from tests.world.pages import good
from tests.world.server import World


def test_the_canary_sings_when_one_host_answers_over_verified_tls() -> None:
    with World() as world:
        world.serve("charity.test", "/", good())
        assert canary_of(world.fetcher(), ("nobody.test", "charity.test"))()


def test_it_is_silent_without_names_and_behind_a_captive_portal() -> None:
    with World() as world:
        world.serve("charity.test", "*", redirect("https://evil.test/login"))
        world.greet("charity.test", lambda peer: peer.send(b"HTTP/1.1 200 OK\r\n\r\nlog in"), is_tls=True)
        assert not canary_of(world.fetcher(), ("charity.test",))()
        world.resolver.fail("charity.test", socket.EAI_AGAIN)
        assert not canary_of(world.fetcher(), ("charity.test",))()


def test_without_canary_hosts_nothing_is_known_against_our_network() -> None:
    with World() as world:
        assert canary_of(world.fetcher(), ())()
        assert world.resolver.asked == []


def test_a_server_is_named_by_its_smallest_address_and_by_nothing_when_names_fail() -> None:
    def resolver(host: str, port: int) -> list[Endpoint]:
        if host == "gone.test":
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [Endpoint(socket.AF_INET, address, port) for address in ("203.0.113.9", "203.0.113.7")]

    lookup = BoundedLookup(resolver)
    server_of = ServerOf(lookup)
    assert server_of("give.test") == "at:203.0.113.7"
    assert server_of("gone.test") == ""
    lookup.close()


def test_the_settings_decide_how_many_checks_are_under_way(app: Flask, settings: Settings) -> None:
    parts = checker_parts(settings.model_copy(update={"worker_slots": 7}), app.extensions["database"])
    assert parts.limits.slots == 7
    assert parts.limits.pace.gap_s == 1.0
    assert parts.examiner.rules.size > 500


def test_links_and_notices_have_their_turn_at_every_tick(app: Flask, settings: Settings) -> None:
    database = app.extensions["database"]
    table = Background(settings, database).table(Checker(checker_parts(settings, database)))
    every = {entry.name: entry.every for entry in table}
    assert every["check links"] == every["send notices"] == timedelta()
    assert len(every) == len(table)


def test_what_a_process_has_loaded_is_passed_over_by_the_garbage_collector() -> None:
    before = gc.get_threshold()
    try:
        spare_what_stays()
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] > before[0]
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
