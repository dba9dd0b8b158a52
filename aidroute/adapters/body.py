"""Reading a page's body: a bounded start of it, decoded, keeping what arrived before a stall or a break."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import Any

from aidroute.adapters.failures import ending_of
from aidroute.domain.observation import Body, Failure

_BLOCK = 16 * 1024

# A page of text shrinks 3 to 20 times. Past 100, at the cap, only something made to unfold is left.
_BOMB_RATIO = 100
# How far past the cap the bytes already at hand are unfolded (and thrown away) to know a bomb by.
_PROBE = 4 * 1024 * 1024

_WINDOW_GZIP = 16 + zlib.MAX_WBITS


class _Plain:
    """A body that came as it is."""

    def feed(self, raw: bytes, room: int) -> bytes:
        return raw[:room]

    def is_done(self) -> bool:
        return False

    def is_bomb(self) -> bool:
        return False

    def is_complete(self) -> bool:
        return True


class _Unfolding:
    """A compressed body, unfolded a bounded piece at a time. Raises ``zlib.error`` when it is not what it claims."""

    def __init__(self, window: int) -> None:
        self._decoder = zlib.decompressobj(window)
        self._fed = 0
        self._unfolded = 0

    def feed(self, raw: bytes, room: int) -> bytes:
        self._fed += len(raw)
        piece = self._decoder.decompress(self._decoder.unconsumed_tail + raw, room)
        self._unfolded += len(piece)
        return piece

    def is_done(self) -> bool:
        """True when the packed data ended, whatever follows."""
        return self._decoder.eof

    def is_bomb(self) -> bool:
        """True when what is at hand unfolds past any sense. Call once, when the cap is reached."""
        while self._unfolded < _PROBE and self._decoder.unconsumed_tail:
            piece = self._decoder.decompress(self._decoder.unconsumed_tail, _BLOCK * 4)
            self._unfolded += len(piece)
            if not piece:
                break
        consumed = self._fed - len(self._decoder.unconsumed_tail)
        return self._unfolded > _BOMB_RATIO * max(1, consumed)

    def is_complete(self) -> bool:
        return self._decoder.eof or self._fed == 0


class _Deflated(_Unfolding):
    """``deflate``: meant with zlib's wrapper (RFC 9110 8.4.1.2), sent without it by some; browsers read both."""

    def __init__(self) -> None:
        super().__init__(zlib.MAX_WBITS)
        self._start = b""
        self._is_settled = False

    def feed(self, raw: bytes, room: int) -> bytes:
        if self._is_settled:
            return super().feed(raw, room)
        self._start += raw
        try:
            piece = super().feed(raw, room)
        except zlib.error:
            self._decoder = zlib.decompressobj(-zlib.MAX_WBITS)
            self._is_settled, self._fed = True, 0
            return super().feed(self._start, room)
        self._is_settled = bool(piece) or len(self._start) > _BLOCK
        return piece


@dataclass(frozen=True, slots=True)
class BodyRead:
    """A body as far as it was read, and how the reading ended."""

    content: bytes
    is_truncated: bool = False
    failure: Failure = Failure.NONE
    detail: str = ""
    error_number: int | None = None
    exception_chain: tuple[str, ...] = ()


def read_body(raw: Any, encoding: str, cap: int) -> BodyRead:
    """Up to ``cap`` decoded bytes of a urllib3 response. Never raises for what the server does.

    ``encoding`` is the Content-Encoding header. The caller names a stall that its deadline ended.
    """
    decoder = _decoder_for(encoding)
    if decoder is None:
        detail = f"The page came packed as {encoding[:40]!r}, which was not asked for."
        return BodyRead(b"", failure=Failure.UNASKED_ENCODING, detail=detail)
    kept = bytearray()
    try:
        while len(kept) < cap and not decoder.is_done():
            block = raw.read1(_BLOCK, decode_content=False)
            if not block:
                break
            kept += decoder.feed(block, cap - len(kept))
        if len(kept) < cap:
            return _complete(bytes(kept), decoder)
        if decoder.is_bomb():
            return BodyRead(bytes(kept), True, Failure.BOMB, "A small packed body unfolds past any sense.")
        return BodyRead(bytes(kept), is_truncated=True)
    except zlib.error:
        detail = "The page is not packed as its header says."
        return BodyRead(bytes(kept), failure=Failure.BROKEN_ENCODING, detail=detail)
    except Exception as error:  # noqa: BLE001 -- whatever breaks here, what arrived is kept and the ending is named
        ending = ending_of(error, while_reading_body=True)
        return BodyRead(
            bytes(kept),
            failure=ending.failure,
            detail=ending.detail,
            error_number=ending.error_number,
            exception_chain=ending.exception_chain,
        )


def as_body(read: BodyRead, headers: Any) -> Body:
    """The observation's body from what was read and the answer's headers."""
    length = headers.get("content-length", "").split(",")[0].strip()
    return Body(
        content=read.content,
        content_type=headers.get("content-type", "")[:200],
        declared_length=int(length) if length.isdigit() and len(length) < 19 else None,
        is_truncated=read.is_truncated,
        sha256=hashlib.sha256(read.content).hexdigest(),
        disposition=headers.get("content-disposition", "")[:300],
    )


def _complete(content: bytes, decoder: _Plain | _Unfolding) -> BodyRead:
    if decoder.is_complete():
        return BodyRead(content)
    return BodyRead(content, failure=Failure.BROKEN_ENCODING, detail="The packed page ends before its end.")


def _decoder_for(encoding: str) -> _Plain | _Unfolding | None:
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return _Plain()
    if name in {"gzip", "x-gzip"}:
        return _Unfolding(_WINDOW_GZIP)
    if name == "deflate":
        # Every browser reads it, asked for or not.
        return _Deflated()
    return None
