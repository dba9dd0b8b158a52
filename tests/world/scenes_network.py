"""Names, addresses, connections, TLS."""

from __future__ import annotations

import os
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from aidroute.domain.ground import FeedListing, Ground, Registration
from tests.world.answers import answer, head, redirect, silence, slowly
from tests.world.certificates import DAY, Wish, shared_authority
from tests.world.names import FAR_V6, PRIVATE, SHUT
from tests.world.pages import BASELINE, good
from tests.world.server import Asked, Greeting, Peer
from tests.world.stage import APPROVED_AT, NOW, Stage, scene, scenes, serving

HTTPS = "https://charity.test/donate"
PARKED_NAME_SERVERS = ("ns1.parking.test", "ns2.parking.test")


# ---- names and connections


def resolving(*addresses: str) -> object:
    def play(stage: Stage) -> None:
        stage.serve(good())
        stage.resolve("charity.test", *addresses)

    return play


def failing(code: int, *reasons: str) -> object:
    def play(stage: Stage) -> None:
        stage.setup(lambda world: world.resolver.fail("charity.test", code))
        if reasons:
            stage.reason(*reasons)

    return play


@scene("nxdomain")
def _missing(stage: Stage) -> None:
    failing(socket.EAI_NONAME)(stage)
    stage.check("asked again", lambda outcome: outcome.world.resolver.asked.count("charity.test") >= 2)


@scene("mass-fail")
def _mass(stage: Stage) -> None:
    stage.serve(silence)
    stage.canary_failed = True


@scene("v6-only-no-v6")
def _v6_only(stage: Stage) -> None:
    resolving(FAR_V6)(stage)
    stage.reason("no_ipv6_here")


@scene("slow-ok")
def _slow(stage: Stage) -> None:
    stage.serve(slowly(2.5, good()))
    stage.reason("slow")


def grounded(ground: Ground, *reasons: str) -> object:
    def play(stage: Stage) -> None:
        stage.serve(good())
        stage.ground = ground
        if reasons:
            stage.reason(*reasons)

    return play


def registration(**facts: object) -> Registration:
    return Registration("charity.test", NOW - timedelta(hours=3), **facts)  # type: ignore[arg-type]


OLD = NOW - timedelta(days=2000)
scenes(
    {
        "refused": resolving(SHUT),
        "accept-silent": serving(silence),
        "servfail": failing(socket.EAI_AGAIN, "dns_temporary"),
        "v6-dead-v4-ok": resolving(FAR_V6, "127.0.0.11"),
        "a-first-dead": resolving(SHUT, "127.0.0.11"),
        "sinkhole": resolving("0.0.0.0"),
        "rdap-newer": grounded(Ground(registration(registered_at=APPROVED_AT + timedelta(days=2)))),
        "rdap-expiring": grounded(Ground(registration(registered_at=OLD, expires_at=NOW + timedelta(days=10)))),
        "rdap-unsupported": grounded(Ground()),
        "ns-parking": grounded(
            Ground(name_servers=PARKED_NAME_SERVERS, name_servers_at_approval=("ns1.charity.test", "ns2.charity.test"))
        ),
        "feed-hit": grounded(Ground(listings=(FeedListing("local", "charity.test", NOW),))),
        "feed-stale": grounded(Ground(stale_feeds=("local",))),
    }
)


@scene("feed-delisted")
def _delisted(stage: Stage) -> None:
    stage.serve(good())
    stage.was_quarantined = True


# ---- TLS


def encrypted_with(context: ssl.SSLContext, content: bytes = BASELINE.encode()) -> Greeting:
    """Shake hands in one certain way, then answer whatever is asked."""

    def greet(peer: Peer) -> None:
        with context.wrap_socket(peer.connection, server_side=True) as encrypted:
            inner = Peer(encrypted, threading.Event())
            if inner.read_request(is_tls=True):
                inner.send(head(200, [("Content-Type", "text/html; charset=utf-8")], length=len(content)) + content)

    return greet


def certified(wish: Wish, *reasons: str) -> object:
    """The https address with such a certificate."""

    def play(stage: Stage) -> None:
        stage.url = HTTPS
        stage.serve(good())
        stage.setup(lambda world: world.certificate("charity.test", shared_authority().server_context(wish)))
        if reasons:
            stage.reason(*reasons)

    return play


def greeted(greeting: Greeting, *reasons: str) -> object:
    def play(stage: Stage) -> None:
        stage.url = HTTPS
        stage.setup(lambda world: world.greet("charity.test", greeting, is_tls=True))
        if reasons:
            stage.reason(*reasons)

    return play


def verify_code(stage: Stage, code: int) -> None:
    stage.check(
        f"verify code {code}",
        lambda outcome: outcome.observation.tls is not None and outcome.observation.tls.verify_code == code,
    )


@scene("tls-ok")
def _tls_ok(stage: Stage) -> None:
    certified(Wish(("charity.test",)))(stage)
    stage.check(
        "facts kept",
        lambda outcome: (
            outcome.observation.tls is not None
            and outcome.observation.tls.not_after_at is not None
            and "test root" in outcome.observation.tls.issuer
            and len(outcome.observation.tls.spki_sha256) == 64
        ),
    )


def with_code(wish: Wish, code: int) -> object:
    def play(stage: Stage) -> None:
        certified(wish)(stage)
        verify_code(stage, code)

    return play


def plain_http(peer: Peer) -> None:
    peer.connection.recv(4096)
    peer.send(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nThis is a plain HTTP port.\n")


def drip_handshake(peer: Peer) -> None:
    peer.connection.recv(4096)
    peer.drip(b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03" + bytes(range(100)), 0.4)


OURS = ("charity.test",)
scenes(
    {
        "tls-self": with_code(Wish(OURS, issued_by="self"), 18),
        "tls-expired": with_code(Wish(OURS, age=100 * DAY, lasts=90 * DAY), 10),
        "tls-host": with_code(Wish(("other.test",)), 62),
        "tls-unknown-ca": with_code(Wish(OURS, issued_by="stranger"), 20),
        "tls-strict-only": certified(Wish(OURS, issued_by="plain")),
        "tls-3d-of-90": certified(Wish(OURS, age=87 * DAY, lasts=90 * DAY)),
        "tls-old": greeted(encrypted_with(shared_authority().server_context(Wish(OURS), only_tls_1_0=True))),
        "tls-plain": greeted(plain_http),
        "tls-sni": certified(Wish(OURS)),
        "tls-drip": greeted(drip_handshake),
        "tls-revoked": certified(Wish(OURS, lasts=89 * DAY)),
    }
)


# ---- address and session hygiene


@scene("ssrf-redirect")
def _to_private(stage: Stage) -> None:
    stage.serve(redirect(f"http://{PRIVATE}/"))
    stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0)


@scene("ssrf-file")
def _file(stage: Stage) -> None:
    targets = ["file:///etc/passwd", "gopher://127.0.0.99:70/", "ftp://charity.test/x"]
    stage.urls = tuple(f"http://charity.test/{number}" for number in range(len(targets)))
    for number, target in enumerate(targets):
        stage.serve(redirect(target), path=f"/{number}")


@scene("url-self")
def _self(stage: Stage) -> None:
    stage.urls = ("https://aid.example.org/en/go/some-channel", "http://charity.test/donate")
    stage.serve(redirect("https://aid.example.org/go/some-channel"))


@contextmanager
def _proxies_in_the_environment(world: object) -> Iterator[None]:
    """What an operator's shell might hold. The proxy is the private address: one accept there is one too many."""
    proxy = f"http://{PRIVATE}:{world.http_port}"  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        netrc = Path(folder) / ".netrc"
        netrc.write_text("machine charity.test login somebody password secret\n", encoding="ascii")
        netrc.chmod(0o600)
        wanted = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"), proxy)
        wanted["NETRC"] = str(netrc)
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


@scene("env-proxy")
def _environment(stage: Stage) -> None:
    stage.serve(good())
    stage.around = _proxies_in_the_environment
    stage.check("no proxy asked", lambda outcome: outcome.world.accepted[PRIVATE] == 0)
    stage.check("no password sent", lambda outcome: all("authorization" not in a.headers for a in outcome.world.asked))


def robots(text: str) -> object:
    return answer(200, text, content_type="text/plain")


@scene("robots-deny-us")
def _deny_us(stage: Stage) -> None:
    stage.serve(good())
    stage.serve(robots("User-agent: aidroute-linkcheck\nDisallow: /\n"), path="/robots.txt")
    stage.reason("robots")
    stage.check("page not fetched", lambda outcome: not outcome.world.requests_to("charity.test", "/donate"))


@scene("robots-deny-star")
def _deny_star(stage: Stage) -> None:
    stage.serve(good())
    stage.serve(robots("User-agent: *\nDisallow: /\n"), path="/robots.txt")


@scene("etag-304")
def _etag(stage: Stage) -> None:
    def behave(peer: Peer, asked: Asked) -> None:
        if asked.headers.get("if-none-match") == '"v1"':
            peer.send(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\nConnection: close\r\n\r\n')
        else:
            answer(200, BASELINE, [("ETag", '"v1"')])(peer, asked)

    stage.serve(behave)
    stage.request["etag"] = '"v1"'
    stage.check("not modified", lambda outcome: outcome.observation.not_modified)
