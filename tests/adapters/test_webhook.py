"""Documents handed to another system, through the guarded transport, on loopback."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from aidroute.adapters.addresses import PublicAddresses
from aidroute.adapters.webhook import Hook, NotDelivered, deliver, signature
from tests.world.answers import answer, silence
from tests.world.names import PRIVATE
from tests.world.server import Asked, Peer, World

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = "k3Vt9QxL0pZr8WmYc2NfHj5BdGs7AeUi"
HOOK = Hook("https://payment.test/hook", SECRET)
CONTENT = '{"notices": ["Հայաստան"]}'.encode()


class Receiver:
    """Keeps what it is sent."""

    def __init__(self, status: int = 204, *headers: tuple[str, str]) -> None:
        self.status = status
        self.headers = headers
        self.requests: list[Asked] = []
        self.bodies: list[bytes] = []

    def __call__(self, peer: Peer, asked: Asked) -> None:
        self.requests.append(asked)
        peer.connection.settimeout(2)
        body = b""
        while len(body) < int(asked.headers["content-length"]):
            body += peer.connection.recv(4096)
        self.bodies.append(body)
        answer(self.status, "", self.headers)(peer, asked)


def test_a_document_is_posted_with_its_name_and_a_signature_of_time_and_body(world: World) -> None:
    receiver = Receiver()
    world.serve("payment.test", "/hook", receiver)
    deliver(world.fetcher().post, HOOK, "d1", CONTENT, NOW)
    [asked] = receiver.requests
    assert (asked.method, asked.is_tls, receiver.bodies) == ("POST", True, [CONTENT])
    assert (asked.headers["content-type"], asked.headers["aidroute-delivery"]) == ("application/json", "d1")
    stamp, _, given = asked.headers["aidroute-signature"].partition(",")
    wanted = hmac.new(SECRET.encode(), stamp.removeprefix("t=").encode() + b"." + CONTENT, hashlib.sha256).hexdigest()
    assert (stamp, given) == (f"t={int(NOW.timestamp())}", f"v1={wanted}")


def test_the_signature_depends_on_secret_time_and_body() -> None:
    made = {
        signature(SECRET, 1, b"a"),
        signature(SECRET[::-1], 1, b"a"),
        signature(SECRET, 2, b"a"),
        signature(SECRET, 1, b"b"),
    }
    assert len(made) == 4


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410, 429, 500, 503])
def test_an_answer_that_is_no_yes_is_no_delivery(world: World, status: int) -> None:
    world.serve("payment.test", "/hook", Receiver(status))
    with pytest.raises(NotDelivered, match=str(status)):
        deliver(world.fetcher().post, HOOK, "d1", CONTENT, NOW)


def test_a_redirect_is_not_followed(world: World) -> None:
    world.serve("payment.test", "/hook", Receiver(302, ("Location", "https://evil.test/")))
    with pytest.raises(NotDelivered, match="302"):
        deliver(world.fetcher().post, HOOK, "d1", CONTENT, NOW)
    assert world.requests_to("evil.test") == []


def test_a_private_address_is_never_reached(world: World) -> None:
    for name in ("private.test", PRIVATE, "localhost", "127.0.0.1"):
        with pytest.raises(NotDelivered):
            deliver(world.fetcher().post, Hook(f"https://{name}/hook", SECRET), "d1", CONTENT, NOW)
    with pytest.raises(NotDelivered, match="unsafe_address"):
        deliver(world.fetcher(address_policy=PublicAddresses()).post, HOOK, "d1", CONTENT, NOW)
    assert world.accepted[PRIVATE] == 0


def test_only_ports_of_the_web_are_asked(world: World) -> None:
    with pytest.raises(NotDelivered):
        deliver(world.fetcher().post, Hook("https://payment.test:6379/", SECRET), "d1", CONTENT, NOW)


def test_silence_ends_with_the_deadline(world: World) -> None:
    world.serve("payment.test", "/hook", silence)
    with pytest.raises(NotDelivered, match="no answer"):
        deliver(world.fetcher().post, HOOK, "d1", CONTENT, NOW)


def test_neither_the_address_nor_the_secret_is_shown() -> None:
    assert repr(HOOK) == "Hook()"
