"""Which coding is sent, and what is in it."""

import gzip

import brotli
import pytest

from aidroute.web.page_cache.codings import best_coding, compressed, is_compressible


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", "identity"),
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0,gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("identity", "identity"),
        ("identity;q=1, br;q=0.5", "identity"),
        ("gzip;q=0.5, identity;q=0.5", "gzip"),
        ("identity;q=0", "identity"),
        ("br ; q=0.001", "br"),
        ("br;q=1.5", "identity"),
        ("br;q=nan, gzip;q=-1", "identity"),
        ("br;level=5;q=0.2, gzip;q=0.1", "br"),
        (", ,br,", "br"),
        ("brotli, gzipped", "identity"),
        ("gzip;q=", "identity"),
        ("br," * 80 + "br", "identity"),
    ],
)
def test_the_coding_the_browser_likes_best_is_chosen(accept: str, coding: str) -> None:
    assert best_coding(accept) == coding


def test_a_compressed_body_is_the_body() -> None:
    body = "Որտե՞ղ տալ".encode() * 100
    assert brotli.decompress(compressed(body, "br")) == body
    assert gzip.decompress(compressed(body, "gzip")) == body
    assert compressed(body, "identity") == body
    assert compressed(body, "gzip") == compressed(body, "gzip")


@pytest.mark.parametrize(
    ("content_type", "length", "worth"),
    [
        ("text/html; charset=utf-8", 5_000, True),
        ("image/svg+xml", 5_000, True),
        ("application/json", 5_000, True),
        ("text/html", 100, False),
        ("image/png", 5_000, False),
        ("application/pdf", 5_000, False),
        ("", 5_000, False),
    ],
)
def test_only_text_of_some_length_is_compressed(content_type: str, length: int, worth: bool) -> None:
    assert is_compressible(content_type, length) is worth
