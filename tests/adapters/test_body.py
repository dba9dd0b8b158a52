import gzip
import io
import zlib

import pytest

from aidroute.adapters.body import as_body, read_body
from aidroute.domain.observation import Failure
from tests.world.answers import bomb

CAP = 1000


class Arriving:
    """A body as urllib3 hands it out, in pieces, perhaps with an error at the end."""

    def __init__(self, content: bytes, error: Exception | None = None, piece: int = 100) -> None:
        self._stream = io.BytesIO(content)
        self._error = error
        self._piece = piece
        self.read = 0

    def read1(self, amount: int, decode_content: bool) -> bytes:
        assert not decode_content
        piece = self._stream.read(min(amount, self._piece))
        self.read += len(piece)
        if not piece and self._error:
            raise self._error
        return piece


def test_a_short_body_is_whole() -> None:
    read = read_body(Arriving(b"hello"), "", CAP)
    assert (read.content, read.is_truncated, read.failure) == (b"hello", False, Failure.NONE)


def test_reading_stops_at_the_cap() -> None:
    arriving = Arriving(b"x" * 100_000)
    read = read_body(arriving, "", CAP)
    assert (len(read.content), read.is_truncated, read.failure) == (CAP, True, Failure.NONE)
    assert arriving.read <= CAP + 100


def test_what_arrived_before_a_break_is_kept() -> None:
    read = read_body(Arriving(b"half a page", ConnectionResetError(104, "reset")), "", CAP)
    assert (read.content, read.failure, read.error_number) == (b"half a page", Failure.BROKEN_BODY, 104)


def test_what_arrived_before_a_stall_is_kept() -> None:
    read = read_body(Arriving(b"half a page", TimeoutError()), "", CAP)
    assert (read.content, read.failure) == (b"half a page", Failure.BODY_TIMEOUT)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress), ("GZIP ", gzip.compress)],
)
def test_a_packed_body_is_unfolded(encoding: str, pack: object) -> None:
    page = b"<p>some words that differ: " + bytes(range(65, 91)) * 5
    read = read_body(Arriving(pack(page), piece=7), encoding, CAP)  # type: ignore[operator]
    assert (read.content, read.failure) == (page, Failure.NONE)


def test_a_long_honest_packed_page_is_cut_and_no_bomb() -> None:
    page = b" ".join(str(number * number).encode() for number in range(100_000))
    read = read_body(Arriving(gzip.compress(page), piece=16384), "gzip", 256 * 1024)
    assert (len(read.content), read.is_truncated, read.failure) == (256 * 1024, True, Failure.NONE)


@pytest.mark.parametrize("start", [b"", b"<p>a good page</p>" * 50])
def test_a_bomb_is_named_and_never_unfolded(start: bytes) -> None:
    arriving = Arriving(bomb(60, start), piece=16384)
    read = read_body(arriving, "gzip", 256 * 1024)
    assert (read.failure, len(read.content)) == (Failure.BOMB, 256 * 1024)
    assert arriving.read <= 32768


def test_a_lie_about_packing_is_named() -> None:
    assert read_body(Arriving(b"<p>plain</p>"), "gzip", CAP).failure is Failure.BROKEN_ENCODING


def test_a_packed_body_without_its_end_is_broken() -> None:
    read = read_body(Arriving(gzip.compress(b"a page of words")[:-9]), "gzip", CAP)
    assert read.failure is Failure.BROKEN_ENCODING


def test_an_empty_body_under_a_packing_header_is_just_empty() -> None:
    assert read_body(Arriving(b""), "gzip", CAP).failure is Failure.NONE


def test_bytes_after_the_packed_page_are_not_waited_for() -> None:
    arriving = Arriving(gzip.compress(b"page") + b"\0" * 10_000)
    read = read_body(arriving, "gzip", CAP)
    assert (read.content, read.failure) == (b"page", Failure.NONE)
    assert arriving.read <= 200


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "nonsense"])
def test_a_packing_that_nobody_asked_for_is_not_guessed_at(encoding: str) -> None:
    arriving = Arriving(b"whatever")
    assert read_body(arriving, encoding, CAP).failure is Failure.UNASKED_ENCODING
    assert arriving.read == 0


@pytest.mark.parametrize(("header", "length"), [("12", 12), ("12, 12", 12), ("", None), ("-1", None), ("9" * 30, None)])
def test_a_declared_length_is_kept_when_it_is_one(header: str, length: int | None) -> None:
    assert as_body(read_body(Arriving(b""), "", CAP), {"content-length": header}).declared_length == length


@pytest.mark.parametrize("window", [zlib.MAX_WBITS, -zlib.MAX_WBITS])
@pytest.mark.parametrize("piece", [1, 7, 100])
def test_deflate_is_read_with_and_without_its_wrapper(window: int, piece: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    packed = packer.compress(b"hello " * 50) + packer.flush()
    read = read_body(Arriving(packed, piece=piece), "deflate", CAP)
    assert (read.content, read.failure) == (b"hello " * 50, Failure.NONE)


def test_noise_under_deflate_is_a_broken_encoding() -> None:
    assert read_body(Arriving(b"\xff" * 400), "deflate", CAP).failure is Failure.BROKEN_ENCODING
