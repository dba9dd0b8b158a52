"""Names, certificates, registrations, lists and what stands beside a page: the ground under a link, in odd states."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from aidroute.adapters.addresses import PublicAddresses
from aidroute.adapters.resolve import Endpoint
from aidroute.domain.ground import FeedListing, FeedScope, Ground
from tests.world.answers import answer, drip_body, redirect, silence, slowly
from tests.world.certificates import DAY, Wish, shared_authority
from tests.world.names import PRIVATE, SHUT
from tests.world.odd_certificates import Oddity, odd_context
from tests.world.pages import OTHER_IBAN, good, page
from tests.world.scenes_network import (
    HTTPS,
    OURS,
    certified,
    encrypted_with,
    greeted,
    grounded,
    registration,
    resolving,
    robots,
)
from tests.world.scenes_redirect import to_foreign
from tests.world.server import Peer, World
from tests.world.stage import APPROVED_AT, NOW, Scene, Stage, scene, scenes, serving

LONG_AGO = NOW - timedelta(days=2000)
Lookup = Callable[[str, int], Sequence[Endpoint]]


# ---- names


def looked_up(make: Callable[[World], Lookup]) -> Scene:
    """The page as approved, found through another resolver."""

    def play(stage: Stage) -> None:
        stage.serve(good())
        stage.setup(lambda world: stage.fetcher.update(resolver=make(world)))

    return play


def raising(error: Exception) -> Scene:
    def make(_world: World) -> Lookup:
        def look_up(_host: str, _port: int) -> Sequence[Endpoint]:
            raise error

        return look_up

    return looked_up(make)


def missing_once(world: World) -> Lookup:
    asked: list[str] = []

    def look_up(host: str, port: int) -> Sequence[Endpoint]:
        asked.append(host)
        if len(asked) == 1:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return world.resolver(host, port)

    return look_up


def slow_once(world: World) -> Lookup:
    def look_up(host: str, port: int) -> Sequence[Endpoint]:
        world.wait(0.8)
        return world.resolver(host, port)

    return look_up


def production(*addresses: str) -> Scene:
    """A public name that leads here, under the address policy of production."""

    def play(stage: Stage) -> None:
        resolving(*addresses)(stage)
        stage.fetcher = {"address_policy": PublicAddresses()}
        stage.check("nobody was asked", lambda outcome: sum(outcome.world.accepted.values()) == 0)

    return play


@scene("next-host-without-name")
def _next_missing(stage: Stage) -> None:
    stage.serve(redirect("http://give.charity.test/"))


@scene("next-host-private")
def _next_private(stage: Stage) -> None:
    stage.serve(redirect("http://inner.charity.test/"))
    stage.resolve("inner.charity.test", PRIVATE)
    stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0)


NAMES = {
    "sixty-addresses": resolving(*["127.0.0.11"] * 60),
    "many-dead-then-good": resolving(*[SHUT] * 5, "127.0.0.11"),
    "all-addresses-dead": resolving(*[SHUT] * 12),
    "link-local-only": production("169.254.10.10"),
    "shared-space-only": production("100.64.0.7"),
    "mixed-in-production": production("93.184.216.34", "10.0.0.5"),
    "metadata-by-name": production("169.254.169.254"),
    "mapped-by-name": production("::ffff:127.0.0.1"),
    "no-data": raising(socket.gaierror(socket.EAI_NODATA, "No address associated with hostname")),
    "lookup-fails-for-good": raising(socket.gaierror(socket.EAI_FAIL, "Non-recoverable failure in name resolution")),
    "lookup-breaks": raising(socket.gaierror(socket.EAI_SYSTEM, "System error")),
    "lookup-times-out": raising(TimeoutError("timed out")),
    "missing-once": looked_up(missing_once),
    "lookup-slow": looked_up(slow_once),
    "slow-and-dripping": serving(slowly(1.5, drip_body(b"<html>" * 100, 0.1))),
}


# ---- registrations, name servers, lists


def over(ground: Ground, stage: Stage) -> None:
    stage.ground = ground


MINUTES_AGO = NOW - timedelta(minutes=3)
LISTED = FeedListing("local", "charity.test", MINUTES_AGO)
GROUND = {
    "registered-before-approval": grounded(Ground(registration(registered_at=APPROVED_AT - timedelta(hours=1)))),
    "registrar-moved": grounded(Ground(registration(registered_at=LONG_AGO, registrar="Second Registrar"), "First Registrar")),
    "in-redemption": grounded(
        Ground(registration(registered_at=LONG_AGO, registrar="R", statuses=("redemption period",)), "R")
    ),
    "pending-delete": grounded(Ground(registration(registered_at=LONG_AGO, statuses=("pendingDelete",)))),
    "expired-yesterday": grounded(Ground(registration(registered_at=LONG_AGO, expires_at=NOW - DAY))),
    "name-servers-reordered": grounded(
        Ground(name_servers=("NS2.charity.test.", "ns1.charity.test"), name_servers_at_approval=("ns1.charity.test", "ns2.charity.test"))
    ),
    "name-servers-parked-in-capitals": grounded(
        Ground(name_servers=("NS1.PARKING.TEST.",), name_servers_at_approval=("ns1.charity.test",))
    ),
    "parked-by-name-server-and-down": lambda stage: (
        stage.serve(answer(500, "")),
        over(Ground(name_servers=("ns1.parking.test",), name_servers_at_approval=("ns1.charity.test",)), stage),
    ),
    "registered-anew-and-down": lambda stage: (
        stage.serve(silence),
        over(Ground(registration(registered_at=APPROVED_AT + timedelta(days=3))), stage),
    ),
}  # fmt: skip
LISTS = {
    "listing-grown-old": grounded(Ground(listings=(FeedListing("local", "charity.test", NOW - timedelta(hours=5)),))),
    "listing-old-and-new": grounded(
        Ground(listings=(FeedListing("first", "charity.test", NOW - timedelta(hours=5)), FeedListing("second", "charity.test", MINUTES_AGO)))
    ),
    "listing-in-capitals": grounded(Ground(listings=(FeedListing("local", "CHARITY.test.", MINUTES_AGO),))),
    "listing-of-redirect-target": lambda stage: (
        stage.serve(redirect("https://payment.test/charity")),
        stage.serve(good(), host="payment.test", path="/charity"),
        over(Ground(listings=(FeedListing("local", "https://payment.test/charity", MINUTES_AGO, FeedScope.URL),)), stage),
    ),
    "listed-and-missing": lambda stage: (stage.serve(answer(404, "")), over(Ground(listings=(LISTED,)), stage)),
    "listed-and-silent": lambda stage: (stage.serve(silence), over(Ground(listings=(LISTED,)), stage)),
    "listed-and-limited": lambda stage: (stage.serve(answer(429, "")), over(Ground(listings=(LISTED,)), stage)),
    "listed-and-foreign": lambda stage: (
        to_foreign(stage, redirect("http://evil.test/")),
        over(Ground(listings=(FeedListing("local", "evil.test", MINUTES_AGO),)), stage),
    ),
    "all-lists-stale": grounded(Ground(stale_feeds=("first", "second", "third"))),
    "quarantined-and-worse": lambda stage: (stage.serve(answer(200, page(account=OTHER_IBAN))), setattr(stage, "was_quarantined", True)),
    "quarantined-and-moved": lambda stage: (
        stage.serve(redirect("/give", 301)), stage.serve(good(), path="/give"), setattr(stage, "was_quarantined", True),
    ),
    "quarantined-and-limited": lambda stage: (stage.serve(answer(429, "")), setattr(stage, "was_quarantined", True)),
}  # fmt: skip


# ---- TLS


def odd(oddity: Oddity, host: str = "charity.test") -> Scene:
    """The https address with an unusual certificate."""

    def play(stage: Stage) -> None:
        stage.url = HTTPS
        stage.serve(good())
        stage.setup(lambda world: world.certificate(host, odd_context(oddity)))

    return play


def next_over(wish: Wish, start: str = HTTPS) -> Scene:
    """A redirect to the www host, whose certificate is such."""

    def play(stage: Stage) -> None:
        stage.url = start
        stage.serve(redirect("https://www.charity.test/donate", 301))
        stage.serve(good(), host="www.charity.test")
        stage.setup(lambda world: world.certificate("www.charity.test", shared_authority().server_context(wish)))

    return play


def alert(code: int) -> Callable[[Peer], None]:
    """Read the greeting, answer with a fatal alert."""

    def greet(peer: Peer) -> None:
        peer.connection.recv(4096)
        peer.send(b"\x15\x03\x03\x00\x02\x02" + bytes([code]))
        peer.pause(0.1)

    return greet


def closes(peer: Peer) -> None:
    peer.connection.recv(4096)


def noise(peer: Peer) -> None:
    peer.connection.recv(4096)
    peer.send(b"\x16\x03\x01\xff\xff" + bytes(range(256)) * 64)
    peer.pause(0.2)


def silent(peer: Peer) -> None:
    peer.hold()


def modern_only() -> ssl.SSLContext:
    context = odd_context(Oddity())
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def not_newest() -> ssl.SSLContext:
    context = odd_context(Oddity(names=("charity.test", "www.charity.test")))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


def wants_certificate() -> ssl.SSLContext:
    context = odd_context(Oddity(names=("charity.test", "donate.charity.test")))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(shared_authority().ca_file)
    return context


@scene("tls-wildcard")
def _wildcard(stage: Stage) -> None:
    stage.url = "https://donate.charity.test/"
    stage.serve(good(), host="donate.charity.test", path="/")
    stage.setup(lambda world: world.certificate("donate.charity.test", odd_context(Oddity(names=("*.charity.test",)))))


@scene("tls-wildcard-too-deep")
def _too_deep(stage: Stage) -> None:
    stage.url = "https://a.donate.charity.test/"
    stage.resolve("a.donate.charity.test", "127.0.0.12")
    stage.serve(good(), host="a.donate.charity.test", path="/")
    stage.setup(
        lambda world: world.certificate("a.donate.charity.test", odd_context(Oddity(names=("*.charity.test",))))
    )


@scene("tls-idn")
def _tls_idn(stage: Stage) -> None:
    stage.url = "https://пожертва.test/donate"
    stage.serve(good(), host="xn--80adid3bfkq.test")


TLS = {
    "tls-wrong-purpose": odd(Oddity(purpose="client")),
    "tls-weak-key": odd(Oddity(rsa_bits=1024)),
    "tls-common-name-only": odd(Oddity(names=())),
    "tls-address-only": odd(Oddity(names=(), addresses=("127.0.0.11",))),
    "tls-expired-intermediate": odd(Oddity(intermediate="expired")),
    "tls-issued-by-leaf": odd(Oddity(intermediate="leaf")),
    "tls-unknown-critical": odd(Oddity(unknown_critical=True)),
    "tls-chain-with-root": odd(Oddity(send_root=True)),
    "tls-next-host-self": next_over(Wish(("www.charity.test",), issued_by="self")),
    "tls-next-host-expired": next_over(Wish(("www.charity.test",), age=100 * DAY)),
    "tls-next-host-expired-from-http": next_over(Wish(("www.charity.test",), age=100 * DAY), "http://charity.test/donate"),
    "tls-10d-of-47": certified(Wish(OURS, age=37 * DAY, lasts=47 * DAY)),
    "tls-1d-of-6": certified(Wish(OURS, age=5 * DAY, lasts=6 * DAY)),
    "tls-24d-of-90": certified(Wish(OURS, age=66 * DAY, lasts=90 * DAY)),
    "tls-20d-of-800": certified(Wish(OURS, age=780 * DAY, lasts=800 * DAY)),
    "tls-1-3-only": greeted(encrypted_with(modern_only())),
    "tls-1-2-only": greeted(encrypted_with(not_newest())),
    "tls-alert-handshake": greeted(alert(40)),
    "tls-alert-name": greeted(alert(112)),
    "tls-alert-protocol": greeted(alert(120)),
    "tls-alert-version": greeted(alert(70)),
    "tls-closes": greeted(closes),
    "tls-noise": greeted(noise),
    "tls-silent": greeted(silent),
    "tls-wants-certificate": greeted(encrypted_with(wants_certificate())),
    "tls-page-swapped": lambda stage: (
        setattr(stage, "url", HTTPS), stage.serve(answer(200, page(account=OTHER_IBAN))),
    ),
}  # fmt: skip


# ---- beside the page


@contextmanager
def _other_authorities(_world: object) -> Iterator[None]:
    """What an operator's shell might hold about certificates."""
    wanted = dict.fromkeys(("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), os.devnull) | {"NO_PROXY": "*", "no_proxy": "*"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@scene("env-authorities")
def _authorities(stage: Stage) -> None:
    stage.url = HTTPS
    stage.serve(good())
    stage.around = _other_authorities


def with_robots(behaviour: object) -> Scene:
    def play(stage: Stage) -> None:
        stage.serve(good())
        stage.serve(behaviour, path="/robots.txt")  # type: ignore[arg-type]

    return play


OUT = "User-agent: aidroute-linkcheck\nDisallow: /\n"
ROBOTS = {
    "robots-broken": with_robots(answer(500, "error")),
    "robots-refused": with_robots(answer(403, "no")),
    "robots-is-a-page": with_robots(answer(200, page())),
    "robots-huge": with_robots(answer(200, "# x\n" * 600_000, content_type="text/plain")),
    "robots-leads-inside": lambda stage: (
        with_robots(redirect(f"http://{PRIVATE}/robots.txt"))(stage),
        stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0),
    ),
    "robots-of-others": with_robots(robots("User-agent: otherbot\nDisallow: /\n\nUser-agent: linkcheck\nDisallow: /\n")),
    "robots-empty-rule": with_robots(robots("User-agent: aidroute-linkcheck\nDisallow:\nCrawl-delay: 2\n")),
    "robots-allows-longer": with_robots(robots("User-agent: aidroute-linkcheck\nDisallow: /\nAllow: /donate\n")),
    "robots-with-mark-and-cr": with_robots(answer(200, ("\ufeff" + OUT).replace("\n", "\r"), content_type="text/plain")),
    "robots-case": with_robots(robots("USER-AGENT: Aidroute-LinkCheck\nDISALLOW: /DONATE\ndisallow: /donate$\n")),
    "robots-noindex-only": lambda stage: stage.serve(
        answer(200, page(in_head='<meta name="robots" content="noindex,nofollow">'), [("X-Robots-Tag", "noindex, nofollow")])
    ),
}  # fmt: skip
scenes(NAMES | GROUND | LISTS | TLS | ROBOTS)
