"""The world itself: a test that trusts it must be able to."""

import socket
import time

import pytest

from aidroute.domain.fetch_request import FetchRequest
from tests.world.answers import answer
from tests.world.names import ADDRESSES, LoopbackWorld, open_without_ipv6
from tests.world.server import World


class Everything:
    def permits(self, address: str) -> bool:
        return bool(address)


def test_two_worlds_do_not_meet() -> None:
    with World() as one, World() as other:
        one.serve("charity.test", "/donate", answer(200, "one"))
        other.serve("charity.test", "/donate", answer(200, "other"))
        request = FetchRequest("http://charity.test/donate")
        assert one.fetcher().fetch(request).body.content == b"one"
        assert other.fetcher().fetch(request).body.content == b"other"


def test_a_world_that_ended_listens_no_more() -> None:
    with World() as world:
        port = world.http_port
    for address in set(ADDRESSES.values()):
        with socket.socket() as caller, pytest.raises(ConnectionRefusedError):
            caller.connect((address, port))


def test_every_arrival_is_counted_by_address() -> None:
    with World() as world:
        with socket.create_connection(("127.0.0.99", world.http_port)):
            pass
        world.fetcher().fetch(FetchRequest("http://charity.test/", follow_robots=False))
        ends_at = time.monotonic() + 2
        while sum(world.accepted.values()) < 2 and time.monotonic() < ends_at:
            time.sleep(0.01)  # another thread of the world counts
        assert world.accepted == {"127.0.0.99": 1, "127.0.0.11": 1}


def test_the_private_address_is_not_allowed_and_nothing_beyond_loopback_is() -> None:
    policy = LoopbackWorld()
    assert policy.permits("127.0.0.11")
    assert not policy.permits("127.0.0.99")
    assert not policy.permits("192.0.2.1")
    assert not policy.permits("::1")


def test_a_test_can_not_leave_the_machine() -> None:
    with World() as world:
        world.resolver.answers["charity.test"] = ("192.0.2.1",)
        fetcher = world.fetcher(address_policy=Everything(), open_connection=open_without_ipv6)
        observation = fetcher.fetch(FetchRequest("http://charity.test/"))
        assert observation.failure.value == "internal"
        assert "AssertionError" in observation.exception_chain
