"""Further shapes of redirects, framing, names and certificates: the rules must hold beyond the first sample."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from aidroute.adapters.addresses import PublicAddresses
from aidroute.adapters.resolve import Endpoint
from aidroute.domain.ground import FeedListing, FeedScope, Ground
from tests.world.answers import HTML, answer, bomb, by_header, chunked, claims, head, raw, redirect, silence, slowly
from tests.world.certificates import DAY, Wish, shared_authority
from tests.world.names import PRIVATE, SHUT, WorldResolver
from tests.world.pages import BASELINE, TEXT, good, page
from tests.world.scenes_address import SPECIAL
from tests.world.scenes_hostile import PAGE
from tests.world.scenes_network import HTTPS, OURS, certified, greeted, grounded, robots
from tests.world.scenes_redirect import HOME, by_tls, to_foreign
from tests.world.server import Asked, Behaviour, Peer, World
from tests.world.stage import NOW, Stage, scene, scenes, serving, variants

INTERMEDIATE_AT = "http://pki.test/intermediate.der"


# ---- redirects


@scene("cookie-gate")
def _gate(stage: Stage) -> None:
    stage.serve(by_header("cookie", "seen=1", good(), redirect("/donate", headers=[("Set-Cookie", "seen=1; Path=/")])))


@scene("foreign-behind-robots")
def _behind_robots(stage: Stage) -> None:
    to_foreign(stage, redirect("http://evil.test/"))
    stage.serve(robots("User-agent: aidroute-linkcheck\nDisallow: /\n"), host="evil.test", path="/robots.txt")


@scene("foreign-unreachable")
def _foreign_unreachable(stage: Stage) -> None:
    stage.serve(redirect("http://evil.test/"))
    stage.resolve("evil.test", SHUT)


@scene("foreign-and-back")
def _and_back(stage: Stage) -> None:
    stage.serve(redirect("http://evil.test/in"))
    stage.serve(redirect("http://charity.test/give"), host="evil.test", path="*")
    stage.serve(good(), path="/give")


@scene("other-tenant")
def _other_tenant(stage: Stage) -> None:
    stage.url = "http://platform.test/charity"
    stage.tenant_prefix = "/charity"
    stage.serve(redirect("/somebody-else"), host="platform.test", path="/charity")
    stage.serve(answer(200, page(title="Somebody else")), host="platform.test", path="/somebody-else")


@scene("tenant-lookalike")
def _lookalike_tenant(stage: Stage) -> None:
    stage.url = "http://platform.test/charity"
    stage.tenant_prefix = "/charity"
    stage.serve(redirect("/charity-official"), host="platform.test", path="/charity")
    stage.serve(good(), host="platform.test", path="/charity-official")


@scene("twelve-hops")
def _twelve(stage: Stage) -> None:
    stage.serve(redirect("/step1"))
    for number in range(1, 13):
        stage.serve(redirect(f"/step{number + 1}"), path=f"/step{number}")
    stage.serve(good(), path="/step13")
    stage.check("at most 11 requests", lambda outcome: len(outcome.world.requests_to("charity.test")) <= 11)


@scene("moved-308")
def _moved(stage: Stage) -> None:
    stage.serve(redirect("/give", 308))
    stage.serve(good(), path="/give")
    stage.check("URL suggested", lambda outcome: outcome.judgement.suggested_url == "http://charity.test/give")


@scene("apex-to-www")
def _www(stage: Stage) -> None:
    stage.serve(redirect("http://www.charity.test/donate", 301))
    stage.serve(good(), host="www.charity.test")


@scene("to-language")
def _language(stage: Stage) -> None:
    stage.serve(redirect("/en/donate"))
    stage.serve(good(), path="/en/donate")


@scene("location-utf8")
def _utf8(stage: Stage) -> None:
    stage.serve(redirect("/пожертва".encode()))
    stage.serve(good(), path="/%D0%BF%D0%BE%D0%B6%D0%B5%D1%80%D1%82%D0%B2%D0%B0")


@scene("two-locations")
def _two(stage: Stage) -> None:
    stage.serve(redirect("/give", headers=[("Location", "http://evil.test/")]))


@scene("refresh-header-same")
def _refresh_same(stage: Stage) -> None:
    stage.serve(answer(200, HOME, [("Refresh", "0; url=/give")]))
    stage.serve(good(), path="/give")


@scene("refresh-later")
def _refresh_later(stage: Stage) -> None:
    stage.serve(answer(200, BASELINE, [("Refresh", "900")]))


@scene("home-over-tls-drops")
def _late_downgrade(stage: Stage) -> None:
    stage.url = HTTPS
    stage.serve(by_tls(redirect("https://charity.test/give"), good()))
    stage.serve(by_tls(redirect("http://charity.test/form"), good()), path="/give")
    stage.serve(good(), path="/form")
    stage.reason("downgrade")


def foreign_by(*locations: str) -> object:
    def play(stage: Stage) -> None:
        variants(*(redirect(location) for location in locations))(stage)
        for host in ("evil.test", "charity.test.evil.test"):
            stage.serve(answer(200, page(title="Help people now")), host=host, path="*")

    return play


# ---- names and addresses


@scene("private-by-name")
def _private(stage: Stage) -> None:
    stage.serve(redirect("http://private.test/admin"))
    stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0)


@scene("public-and-private")
def _mixed(stage: Stage) -> None:
    stage.serve(good())
    stage.resolve("charity.test", "127.0.0.11", PRIVATE)
    stage.check("nobody was asked", lambda outcome: sum(outcome.world.accepted.values()) == 0)


class _Rebinding:
    """Answers well once, then with the private address."""

    def __init__(self, inner: WorldResolver) -> None:
        self._inner = inner
        self._lookups = 0

    def __call__(self, host: str, port: int) -> Sequence[Endpoint]:
        self._lookups += 1
        endpoints = self._inner(host, port)
        return endpoints if self._lookups == 1 else [replace(each, address=PRIVATE) for each in endpoints]


@scene("rebinding")
def _rebinding(stage: Stage) -> None:
    stage.serve(redirect("/give"))
    stage.serve(good(), path="/give")
    stage.setup(lambda world: stage.fetcher.update(resolver=_Rebinding(world.resolver)))
    stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0)


class _Stuck:
    """A name server that takes its time."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, host: str, port: int) -> Sequence[Endpoint]:
        self._world.wait(30)
        return self._world.resolver(host, port)


@scene("lookup-hangs")
def _lookup_hangs(stage: Stage) -> None:
    stage.serve(good())
    stage.setup(lambda world: stage.fetcher.update(resolver=_Stuck(world)))


@scene("special-by-name")
def _special(stage: Stage) -> None:
    further = ("::1", "fe80::1", "fc00::1", "fec0::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "3fff::1")
    addresses = (*SPECIAL, *further)
    names = [f"n{number}.charity.test" for number in range(len(addresses))]
    stage.urls = tuple(f"http://{name}/donate" for name in names)
    for name, address in zip(names, addresses, strict=True):
        stage.resolve(name, address)
    stage.fetcher = {"address_policy": PublicAddresses()}
    stage.check("nobody was asked", lambda outcome: sum(outcome.world.accepted.values()) == 0)


@scene("robots-hangs")
def _robots_hangs(stage: Stage) -> None:
    stage.serve(good())
    stage.serve(silence, path="/robots.txt")


@scene("robots-other-path")
def _robots_other(stage: Stage) -> None:
    stage.serve(good())
    text = "User-agent: aidroute-linkcheck\nDisallow: /private/\nDisallow: /*.pdf$\nAllow: /\n"
    stage.serve(robots(text), path="/robots.txt")


@scene("robots-shared-group")
def _robots_shared(stage: Stage) -> None:
    stage.serve(good())
    text = "User-agent: somebot\nUser-Agent: AIDROUTE-LinkCheck/9 # us too\nDisallow: /don\n\nUser-agent: *\nAllow: /\n"
    stage.serve(robots(text), path="/robots.txt")
    stage.reason("robots")


# ---- TLS


def _missing_intermediate(stage: Stage, aia: str) -> None:
    certified(Wish(OURS, issued_by="intermediate", send_chain=False, aia=aia))(stage)


@scene("tls-aia")
def _aia(stage: Stage) -> None:
    _missing_intermediate(stage, INTERMEDIATE_AT)
    der = shared_authority().intermediate.der
    stage.serve(answer(200, der, content_type="application/pkix-cert"), host="pki.test", path="/intermediate.der")
    stage.reason("chain_incomplete")
    stage.check(
        "noted", lambda outcome: outcome.observation.tls is not None and outcome.observation.tls.chain_completed
    )


@scene("tls-aia-missing")
def _aia_missing(stage: Stage) -> None:
    _missing_intermediate(stage, INTERMEDIATE_AT)


@scene("tls-aia-private")
def _aia_private(stage: Stage) -> None:
    _missing_intermediate(stage, "http://private.test/intermediate.der")
    stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0)


@scene("tls-aia-stranger")
def _aia_stranger(stage: Stage) -> None:
    """The address leads to a root nobody trusts: fetching it must not make it trusted."""
    certified(Wish(OURS, issued_by="stranger", aia=INTERMEDIATE_AT))(stage)
    der = shared_authority().stranger.der
    stage.serve(answer(200, der, content_type="application/pkix-cert"), host="pki.test", path="/intermediate.der")


def _reset_in_handshake(peer: Peer) -> None:
    peer.connection.recv(4096)
    peer.reset()


# ---- framing


def early_hints(peer: Peer, asked: Asked) -> None:
    peer.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n")
    good()(peer, asked)


def continue_for_ever(peer: Peer, _asked: Asked) -> None:
    peer.endlessly(b"HTTP/1.1 100 Continue\r\nX-Pad: 1\r\n\r\n")


def drip_head(peer: Peer, _asked: Asked) -> None:
    peer.drip(head(200, [("Content-Type", HTML)], length=5), 0.2)


def continue_slowly(peer: Peer, _asked: Asked) -> None:
    for _ in range(60):
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        if not peer.pause(0.2):
            return


def stalls_after(body: bytes) -> object:
    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(head(200, [("Content-Type", HTML)], length=len(body) + 1000) + body)
        peer.hold()

    return behave


def _listed_hop(stage: Stage) -> None:
    stage.serve(redirect("http://payment.test/hop"))
    stage.serve(redirect("http://charity.test/give"), host="payment.test", path="/hop")
    stage.serve(good(), path="/give")
    stage.ground = Ground(listings=(FeedListing("local", "payment.test", NOW - timedelta(minutes=5)),))


def _other_tenant_listed(stage: Stage) -> None:
    stage.url = "http://platform.test/charity"
    stage.tenant_prefix = "/charity"
    stage.serve(good(), host="platform.test", path="/charity")
    listing = FeedListing("local", "http://platform.test/swindle", NOW - timedelta(minutes=5), FeedScope.URL)
    stage.ground = Ground(listings=(listing,))


SEMICOLONS = b"Set-Cookie: x=" + b'";' * 30_000 + b"\r\n"


def _with_semicolons(start: bytes) -> Behaviour:
    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(start.removesuffix(b"\r\n\r\n") + b"\r\n")
        for _ in range(8):
            peer.send(SEMICOLONS)
        peer.send(b"\r\n" + PAGE)

    return behave


@scene("cookies-of-semicolons")
def _semicolons(stage: Stage) -> None:
    """Half a megabyte that Python's own cookie parser chews for seconds, at every hop."""
    paths = ["/donate", *(f"/step{number}" for number in range(1, 10))]
    for path, then in pairwise(paths):
        stage.serve(_with_semicolons(head(302, [("Location", then)])), path=path)
    stage.serve(_with_semicolons(head(200, [("Content-Type", HTML)])), path=paths[-1])


@scene("cookie-in-any-bytes")
def _any_bytes(stage: Stage) -> None:
    value = "naïve=привет".encode()

    def behave(peer: Peer, asked: Asked) -> None:
        if "cookie" in asked.headers:
            good()(peer, asked)
        else:
            start = head(302, [("Location", "/donate")], length=0).removesuffix(b"\r\n\r\n")
            peer.send(start + b"\r\nSet-Cookie: " + value + b"\r\n\r\n")

    stage.serve(behave)
    stage.check("byte for byte", lambda o: o.world.asked[-1].headers["cookie"].encode("latin-1") == value)


MANY_HEADERS = [(f"X-{number}", "1") for number in range(150)]
CHUNKED_AND_LENGTH = head(200, [("Content-Type", HTML), ("Transfer-Encoding", "chunked")], length=5)

scenes(
    {
        "location-odd-spelling": foreign_by(
            "http:\\\\evil.test\\x",
            "HTTP://EVIL.TEST",
            "/\\evil.test/",
            "///evil.test/",
            "http:///evil.test/",
            "http://charity.test.evil.test/donate",
            "http://charity.test:80@evil.test/",
            "  http://evil.test/",
        ),
        "refresh-header-foreign": lambda stage: to_foreign(
            stage, answer(200, BASELINE, [("Refresh", "0;URL='http://evil.test/'")])
        ),
        "early-hints": serving(early_hints),
        "continue-for-ever": serving(continue_for_ever),
        "continue-slowly": serving(continue_slowly),
        "drip-head": serving(drip_head),
        "stalls-late": serving(stalls_after(PAGE)),
        "gzip-good": serving(claims("gzip", gzip.compress(PAGE))),
        "deflate-good": serving(claims("deflate", zlib.compress(PAGE))),
        "gzip-cut": serving(claims("gzip", gzip.compress(PAGE)[:-60])),
        "gzip-then-more": serving(claims("gzip", gzip.compress(PAGE) + b"\0" * 5000)),
        "gzip-twice": serving(claims("gzip, gzip", gzip.compress(gzip.compress(PAGE)))),
        "bomb-behind-page": serving(claims("gzip", bomb(60, PAGE)), "bomb"),
        "chunks-without-end": serving(chunked(PAGE, end=b"")),
        "body-cut": serving(raw(head(200, [("Content-Type", HTML)], length=len(PAGE) + 500) + PAGE)),
        "length-not-a-number": serving(raw(head(200, [("Content-Type", HTML), ("Content-Length", "many")]) + PAGE)),
        "chunked-and-length": serving(
            raw(CHUNKED_AND_LENGTH + f"{len(PAGE):x}\r\n".encode() + PAGE + b"\r\n0\r\n\r\n")
        ),
        "no-length": serving(raw(head(200, [("Content-Type", HTML)]) + PAGE)),
        "many-headers": serving(answer(200, BASELINE, MANY_HEADERS)),
        "switching-protocols": serving(raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")),
        "page-of-1mb": serving(answer(200, page(extra="<p>" + TEXT * 2500 + "</p>"))),
        "tls-not-yet": certified(Wish(OURS, age=-3 * DAY)),
        "tls-15d-of-400": certified(Wish(OURS, age=385 * DAY, lasts=400 * DAY)),
        "tls-30d-of-90": certified(Wish(OURS, age=60 * DAY)),
        "tls-2d-of-6": certified(Wish(OURS, age=4 * DAY, lasts=6 * DAY)),
        "tls-chain-sent": certified(Wish(OURS, issued_by="intermediate")),
        "tls-reset": greeted(_reset_in_handshake),
        "slow-first": serving(slowly(1.0, good())),
        "feed-hit-on-the-way": _listed_hop,
        "feed-other-tenant": _other_tenant_listed,
        "feed-own-page-listed": grounded(
            Ground(listings=(FeedListing("local", "http://charity.test/donate", NOW, FeedScope.URL),))
        ),
    }
)
