"""Status lines, headers and bodies that servers really send, right ones in odd dress and wrong ones."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.world.answers import HTML, answer, claims, head, raw, slowly
from tests.world.pages import BASELINE, bare, good, page
from tests.world.scenes_hostile import PAGE
from tests.world.scenes_status import waits_at_least
from tests.world.server import Asked, Behaviour, Greeting, Peer
from tests.world.stage import Scene, Stage, scene, scenes, serving, variants

OK = b"HTTP/1.1 200 OK\r\n"
TYPE = b"Content-Type: text/html; charset=utf-8\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(PAGE)
CHUNKED = b"Transfer-Encoding: chunked\r\n"


def sent(*heads: bytes, body: bytes = PAGE) -> Scene:
    """The usual body behind each of these heads."""
    return variants(*(raw(start + b"\r\n" + body) for start in heads))


def in_chunks(size: int, *, form: bytes = b"%x", after: bytes = b"\r\n", end: bytes = b"0\r\n\r\n") -> bytes:
    """The page cut into chunks."""
    pieces = (PAGE[at : at + size] for at in range(0, len(PAGE), size))
    return b"".join(form % len(piece) + after + piece + b"\r\n" for piece in pieces) + end


def chunked_as(*bodies: bytes) -> Scene:
    return variants(*(raw(OK + TYPE + CHUNKED + b"\r\n" + body) for body in bodies))


def greeting(data: bytes) -> Scene:
    """A peer that speaks first, and not HTTP."""

    def greet(peer: Peer) -> None:
        peer.send(data)
        peer.pause(0.2)

    return on_connection(greet)


def on_connection(greet: Greeting) -> Scene:
    def play(stage: Stage) -> None:
        stage.setup(lambda world: world.greet("charity.test", greet))

    return play


def endless_header(peer: Peer, _asked: Asked) -> None:
    peer.send(OK + b"X-Long: ")
    peer.endlessly(b"a" * 65_536)


def endless_headers(peer: Peer, _asked: Asked) -> None:
    peer.send(OK + TYPE)
    peer.endlessly(b"X-More: 1\r\n" * 500)


def tiny_chunks(peer: Peer, _asked: Asked) -> None:
    peer.send(OK + TYPE + CHUNKED + b"\r\n" + in_chunks(512, end=b""))
    peer.endlessly(b"1\r\n \r\n" * 4000)


def dribbled_lines(peer: Peer, _asked: Asked) -> None:
    peer.send(OK)
    for number in range(60):
        peer.send(b"X-%d: 1\r\n" % number)
        if not peer.pause(0.2):
            return


def answers_before_asked(peer: Peer) -> None:
    peer.send(OK + TYPE + LENGTH + b"Connection: close\r\n\r\n" + PAGE)
    peer.connection.recv(8192)


def closes_at_once(peer: Peer) -> None:
    peer.reset()


def one_continue(peer: Peer, asked: Asked) -> None:
    peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    good()(peer, asked)


def many_hints(peer: Peer, asked: Asked) -> None:
    peer.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 30)
    good()(peer, asked)


BAD_CHECK = bytearray(gzip.compress(PAGE))
BAD_CHECK[-6] ^= 0xFF
RAW_DEFLATE = zlib.compressobj(9, zlib.DEFLATED, -15)
FRAMES = b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)
ODD_BUT_GOOD = {
    "chunk-extensions": chunked_as(in_chunks(300, form=b"%x;name=value;x"), in_chunks(300, form=b'%x ; q="a;b"')),
    "chunk-spellings": chunked_as(in_chunks(300, form=b"%X"), in_chunks(300, form=b"000%x"), in_chunks(300, form=b"%x  ")),
    "chunk-trailers": chunked_as(in_chunks(400, end=b"0\r\nX-Checksum: 1\r\nX-More: 2\r\n\r\n")),
    "chunks-of-one-byte": chunked_as(in_chunks(1)),
    "old-protocol": sent(b"HTTP/1.0 200 OK\r\n" + TYPE, b"HTTP/1.0 200 OK\r\nServer: old\r\n" + TYPE + LENGTH),
    "after-the-body": variants(
        raw(OK + TYPE + LENGTH + b"\r\n" + PAGE + b"\r\n\r\n<!-- garbage"),
        raw(OK + TYPE + LENGTH + b"\r\n" + PAGE + b"HTTP/1.1 500 Next\r\n\r\n"),
        raw(OK + TYPE + CHUNKED + b"\r\n" + in_chunks(500) + b"GARBAGE"),
    ),
    "folded-header": sent(OK + b"X-Folded: one\r\n two\r\n\tthree\r\n" + TYPE + LENGTH),
    "header-bytes-above-ascii": sent(OK + "X-Город: Ереван é\r\n".encode() + b"X-Raw: \xff\xfe\r\n" + TYPE + LENGTH),
    "ninety-headers": sent(OK + b"".join(b"X-%d: 1\r\n" % number for number in range(90)) + TYPE + LENGTH),
    "long-policy-header": sent(OK + b"Content-Security-Policy: " + b"a " * 15_000 + b"\r\n" + TYPE + LENGTH),
    "one-continue": serving(one_continue),
    "many-hints": serving(many_hints),
    "gzip-spellings": variants(
        claims("GZIP", gzip.compress(PAGE)), claims("x-gzip", gzip.compress(PAGE)), claims("identity", PAGE)
    ),
    "gzip-in-members": serving(claims("gzip", gzip.compress(PAGE[:700]) + gzip.compress(PAGE[700:]))),
    "gzip-in-chunks": serving(
        raw(OK + TYPE + CHUNKED + b"Content-Encoding: gzip\r\n\r\n" + b"".join(
            b"1\r\n" + bytes([byte]) + b"\r\n" for byte in gzip.compress(PAGE)) + b"0\r\n\r\n")
    ),
    "deflate-without-wrapper": serving(claims("deflate", RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush())),
    "speaks-first": on_connection(answers_before_asked),
}  # fmt: skip
WRONG_OR_LENIENT = {
    "lines-end-in-lf": sent((OK + TYPE + LENGTH).replace(b"\r\n", b"\n") + b"", body=PAGE),
    "space-before-colon": sent(OK + b"Content-Type : text/html\r\nContent-Length : %d\r\n" % len(PAGE)),
    "header-without-colon": sent(OK + b"what is this\r\n" + TYPE + LENGTH),
    "nul-in-header": sent(OK + b"X-Nul: a\0b\r\n" + TYPE + LENGTH, OK + b"X\0Y: 1\r\n" + TYPE + LENGTH),
    "length-spellings": sent(
        OK + TYPE + b"Content-Length: +%d\r\n" % len(PAGE),
        OK + TYPE + b"Content-Length: %d, %d\r\n" % (len(PAGE), len(PAGE)),
        OK + TYPE + LENGTH + LENGTH,
    ),
    "length-negative": sent(OK + TYPE + b"Content-Length: -5\r\n"),
    "gzip-bad-check": serving(claims("gzip", bytes(BAD_CHECK))),
    "transfer-gzip": serving(
        raw(OK + TYPE + b"Transfer-Encoding: gzip, chunked\r\n\r\n%x\r\n" % len(gzip.compress(PAGE))
            + gzip.compress(PAGE) + b"\r\n0\r\n\r\n")
    ),
    "transfer-unknown": sent(OK + TYPE + b"Transfer-Encoding: xchunked\r\n"),
    "encoding-unknown": serving(claims("utf-8", PAGE)),
    "status-line-odd": sent(b"HTTP/1.1 200OK\r\n" + TYPE + LENGTH, b"HTTP/1.1  200 OK\r\n" + TYPE + LENGTH),
    "partial-content": serving(raw(b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-99/5000\r\n" + TYPE + b"Content-Length: 100\r\n\r\n" + PAGE[:100])),
    "tiny-chunks-for-ever": serving(tiny_chunks),
    "gzip-of-nothing": serving(claims("gzip", b"")),
}  # fmt: skip
WRONG = {
    "no-status-line": serving(raw(PAGE)),
    "http-2-preface": greeting(FRAMES),
    "status-of-http-2": sent(b"HTTP/2 200\r\n" + TYPE + LENGTH),
    "chunk-sizes-impossible": chunked_as(
        b"ffffffffffffffffffff\r\n" + PAGE, b"-5\r\n" + PAGE, b"0x10\r\n" + PAGE, b"\r\n" + PAGE, b"1_0\r\n" + PAGE
    ),
    "chunk-longer-than-said": chunked_as(b"5\r\n" + PAGE + b"\r\n0\r\n\r\n"),
    "other-protocols": variants(
        raw(b"220 mail.test ESMTP ready\r\n"), raw(b"-ERR unknown command 'GET'\r\n"), raw(b"ICY 200 OK\r\n\r\n"),
        raw(b"\x15\x03\x03\x00\x02\x02\x46"), raw(b"\x4a\x00\x00\x00\x0a8.0.0\x00"), raw(bytes(range(256)) * 8), raw(b"\r\n" * 500),
    ),
    "status-impossible": sent(
        *(b"HTTP/1.1 %b Odd\r\n" % code + TYPE + LENGTH for code in (b"0", b"-200", b"2000", b"20x", b"099", b""))
    ),
    "reset-on-accept": on_connection(closes_at_once),
    "endless-header": serving(endless_header),
    "endless-headers": serving(endless_headers),
    "dribbled-lines": serving(dribbled_lines),
    "length-zero-then-page": serving(raw(OK + TYPE + b"Content-Length: 0\r\n\r\n" + PAGE)),
    "slow-then-cut": serving(slowly(1.0, raw(head(200, [("Content-Type", HTML)], length=len(PAGE)) + PAGE[: len(PAGE) // 2]))),
}  # fmt: skip
CODES = {
    "client-errors-unusual": variants(*(answer(code, bare("Error", "<p>No.</p>")) for code in (400, 409, 411, 417, 422, 424))),
    "please-slow-or-shrink": variants(*(answer(code, "") for code in (425, 428, 431))),
    "locked": serving(answer(423, "Locked")),
    "server-errors-unusual": variants(
        *(answer(code, bare("Error", "<p>Error</p>")) for code in (501, 504, 507, 508, 509, 529, 598))
    ),
    "version-not-supported": serving(answer(505, bare("Error", "<p>HTTP Version Not Supported</p>"))),
    "network-wants-login": serving(answer(511, bare("Login", "<p>Network Authentication Required</p>"))),
    "error-with-good-page": variants(answer(500, BASELINE), answer(503, BASELINE), answer(502, BASELINE)),
    "missing-with-good-page": serving(answer(404, BASELINE)),
    "missing-in-words": variants(
        answer(404, bare("Page introuvable", "<h1>Oups</h1>", lang="fr")), answer(404, ""), answer(404, "{}", content_type="application/json")
    ),
    "gone-in-words": variants(answer(410, bare("Campaign ended", "<h1>Thank you</h1>")), answer(410, "")),
    "login-at-401": variants(
        answer(401, bare("Sign in", "<input type='password'>"), [("WWW-Authenticate", "Bearer")]), answer(401, "")
    ),
    "maintenance-of-builders": variants(
        answer(503, bare("Maintenance", "<h1>Briefly unavailable for scheduled maintenance.</h1>"), [("Retry-After", "600")]),
        answer(503, bare("Сайт на обслуживании", "<p>Ведутся технические работы</p>", lang="ru")),
        answer(503, bare("Site en maintenance", "<p>Nous revenons vite.</p>", lang="fr"), [("Retry-After", "7200")]),
    ),
}  # fmt: skip


def _date(after: timedelta) -> str:
    return format_datetime(datetime.now(UTC) + after, usegmt=True)


@scene("limited-until-a-date")
def _until(stage: Stage) -> None:
    stage.serve(answer(429, "slow down", [("Retry-After", _date(timedelta(hours=2)))]))
    waits_at_least(stage, 7000, at_most=7300)


@scene("limited-until-yesterday")
def _yesterday(stage: Stage) -> None:
    stage.serve(answer(429, "slow down", [("Retry-After", _date(timedelta(days=-1)))]))


@scene("limited-in-odd-words")
def _odd(stage: Stage) -> None:
    waits = ("-5", "1e9", "", "99999999999999999999999", "12.5", "Sat, 99 Foo 2026 99:99:99 GMT", "１２０")
    behaviours: list[Behaviour] = [answer(429, "slow down", [("Retry-After", value)]) for value in waits]
    variants(*behaviours, answer(429, bare("Too Many Requests", "<p>Error 1015: you are being rate limited</p>")))(
        stage
    )


@scene("maintenance-until-a-date")
def _maintenance(stage: Stage) -> None:
    stage.serve(answer(503, bare("Maintenance", "<h1>Maintenance</h1>"), [("Retry-After", _date(timedelta(hours=3)))]))
    waits_at_least(stage, 3600)


scenes(
    ODD_BUT_GOOD
    | WRONG_OR_LENIENT
    | WRONG
    | CODES
    | {
        "page-grown-huge": serving(answer(200, page(extra="<!--" + "x" * 3_000_000 + "-->"))),
        "entities-without-end": serving(answer(200, page(extra="&amp;" * 50_000 + "&#9999999999999999;"))),
    }
)
