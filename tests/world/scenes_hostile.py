"""Hostile framing and bodies."""

from __future__ import annotations

from tests.world.answers import HTML, answer, bomb, chunked, claims, drip_body, head, raw, reset_after
from tests.world.pages import BASELINE
from tests.world.server import Asked, Peer
from tests.world.stage import Stage, scene, scenes, serving

PAGE = BASELINE.encode()
CAP = 256 * 1024


@scene("drip-body")
def _drip(stage: Stage) -> None:
    stage.serve(drip_body(PAGE, 0.4))
    stage.reason("slow_body")


@scene("endless-body")
def _endless(stage: Stage) -> None:
    stage.serve(chunked(PAGE, endless_tail=b"<!-- more -->" * 600))
    stage.check("stopped at the cap", lambda outcome: len(outcome.observation.body.content) == CAP)


@scene("big-cl")
def _big(stage: Stage) -> None:
    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(head(200, [("Content-Type", HTML)], length=10_000_000_000) + PAGE)
        peer.endlessly(b" " * 16384)

    stage.serve(behave)


@scene("gzip-bomb")
def _bomb(stage: Stage) -> None:
    stage.serve(claims("gzip", bomb()))
    stage.reason("bomb")
    stage.check("no more than the cap kept", lambda outcome: len(outcome.observation.body.content) <= CAP)


@scene("hdr-flood-6mb")
def _flood(stage: Stage) -> None:
    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        for number in range(95):
            peer.send(f"X-{number}: ".encode() + b"a" * 65_000 + b"\r\n")
        peer.send(b"Content-Length: 0\r\n\r\n")

    stage.serve(behave)


@scene("setcookie-flood")
def _cookies(stage: Stage) -> None:
    flood = [("Set-Cookie", f"c{number}={'v' * 4000}; Path=/") for number in range(90)]
    stage.serve(answer(200, BASELINE, flood))
    stage.check("counted", lambda outcome: outcome.observation.hops[-1].cookies_set == 90)


scenes(
    {
        "gzip-lie": serving(claims("gzip", PAGE)),
        "br-unasked": serving(claims("br", bytes(range(256)) * 4), "undecodable"),
        "chunk-bad": serving(
            raw(head(200, [("Content-Type", HTML), ("Transfer-Encoding", "chunked")]) + b"zz\r\nhello\r\n0\r\n\r\n")
        ),
        "cl-too-short": serving(raw(head(200, [("Content-Type", HTML)], length=3) + PAGE[:300])),
        "cl-dup": serving(raw(head(200, [("Content-Type", HTML), ("Content-Length", "10")], length=300) + PAGE[:300])),
        "rst-mid-body": serving(reset_after(head(200, [("Content-Type", HTML)], length=300) + PAGE[:3])),
        "hdr-line-70k": serving(answer(200, BASELINE, [("X-Long", "a" * 70_000)])),
        "ssh-banner": serving(raw(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")),
        "empty-reply": serving(raw(b"")),
    }
)
