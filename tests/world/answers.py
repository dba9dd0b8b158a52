"""Ways for a server to answer: right ones, and wrong ones byte by byte."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from functools import cache

from tests.world.server import Asked, Behaviour, Peer

HTML = "text/html; charset=utf-8"
Headers = Sequence[tuple[str, str]]


def head(status: int | str, headers: Headers = (), *, length: int | None = None) -> bytes:
    """The head of an answer; ``length`` adds Content-Length."""
    lines = [f"HTTP/1.1 {status}" if isinstance(status, str) else f"HTTP/1.1 {status} Said So"]
    lines += [f"{name}: {value}" for name, value in headers]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join([*lines, "Connection: close"]) + "\r\n\r\n").encode("utf-8")


def answer(
    status: int | str = 200, body: str | bytes = "", headers: Headers = (), *, content_type: str = HTML
) -> Behaviour:
    """A correct answer with this body."""
    content = body.encode("utf-8") if isinstance(body, str) else body
    whole = head(status, [("Content-Type", content_type), *headers], length=len(content)) + content

    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(whole)

    return behave


def redirect(location: str | bytes, status: int = 302, headers: Headers = ()) -> Behaviour:
    """A redirect without a body. Bytes go out as they are."""
    raw = location if isinstance(location, bytes) else location.encode("utf-8")
    start = head(status, headers, length=0).removesuffix(b"\r\n\r\n")

    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(start + b"\r\nLocation: " + raw + b"\r\n\r\n")

    return behave


def chain(*steps: Behaviour) -> Behaviour:
    """The first request gets the first behaviour, and so on; the last one stays."""
    left = list(steps)

    def behave(peer: Peer, asked: Asked) -> None:
        step = left.pop(0) if len(left) > 1 else left[0]
        step(peer, asked)

    return behave


def raw(data: bytes) -> Behaviour:
    """These bytes and the end."""

    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(data)

    return behave


def slowly(seconds: float, then: Behaviour) -> Behaviour:
    """Think first."""

    def behave(peer: Peer, asked: Asked) -> None:
        if peer.pause(seconds):
            then(peer, asked)

    return behave


def drip_body(body: bytes, every: float) -> Behaviour:
    """A good head, then one byte at a time."""

    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(head(200, [("Content-Type", HTML)], length=len(body)))
        peer.drip(body, every)

    return behave


def chunked(body: bytes, *, endless_tail: bytes = b"", end: bytes = b"0\r\n\r\n", status: int = 200) -> Behaviour:
    """A chunked body; with ``endless_tail`` it never ends."""

    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(head(status, [("Content-Type", HTML), ("Transfer-Encoding", "chunked")]))
        if body:
            peer.send(f"{len(body):x}\r\n".encode() + body + b"\r\n")
        if endless_tail:
            peer.endlessly(f"{len(endless_tail):x}\r\n".encode() + endless_tail + b"\r\n")
        peer.send(end)

    return behave


def packed(body: bytes, encoding: str = "gzip") -> Behaviour:
    """A body packed by gzip, or by raw bytes that only claim an encoding."""
    content = gzip.compress(body) if encoding == "gzip" else body
    return raw(head(200, [("Content-Type", HTML), ("Content-Encoding", encoding)], length=len(content)) + content)


@cache
def bomb(unfolded_megabytes: int = 300, start: bytes = b"") -> bytes:
    """A gzip stream of that many megabytes of zeros, made without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(start)]
    zeros = bytes(1024 * 1024)
    pieces += [packer.compress(zeros) for _ in range(unfolded_megabytes)]
    return b"".join([*pieces, packer.flush()])


def claims(encoding: str, content: bytes) -> Behaviour:
    """A body under a Content-Encoding that may be a lie."""
    return raw(head(200, [("Content-Type", HTML), ("Content-Encoding", encoding)], length=len(content)) + content)


def reset_after(data: bytes) -> Behaviour:
    """These bytes, then RST."""

    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(data)
        peer.pause(0.05)
        peer.reset()

    return behave


def silence(peer: Peer, _asked: Asked) -> None:
    """Accept, read, never answer."""
    peer.hold()


def by_header(name: str, has: str, then: Behaviour, otherwise: Behaviour) -> Behaviour:
    """One behaviour when a request header contains a text, another when not."""

    def behave(peer: Peer, asked: Asked) -> None:
        (then if has in asked.headers.get(name, "") else otherwise)(peer, asked)

    return behave
