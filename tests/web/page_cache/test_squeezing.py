"""Compression of what is not kept, and of what must not be compressed."""

import gzip

import brotli
import pytest

from aidroute.web.page_cache.squeezing import Squeezing
from tests.support.wsgi import Site, ask, page

TEXT = "<p>There is no page here</p>" * 50


@pytest.mark.parametrize("status", ["200 OK", "404 NOT FOUND", "422 UNPROCESSABLE", "500 ERROR"])
def test_text_for_anybody_is_compressed(status: str) -> None:
    application = Squeezing(Site(lambda _environ: page(TEXT, status, cache_control="no-store")))
    br, zipped, plain = (ask(application, "/", accept_encoding=accept) for accept in ("br", "gzip", ""))
    assert brotli.decompress(br.body) == gzip.decompress(zipped.body) == plain.body == TEXT.encode()
    for got in (br, zipped, plain):
        assert got.status == int(status[:3])
        assert got.headers["vary"] == "Accept-Encoding"
        assert got.headers["content-length"] == str(len(got.body))
        assert [name.lower() for name, _ in got.pairs].count("content-length") == 1
    assert len(br.body) < len(TEXT) / 10


@pytest.mark.parametrize("headers", [{"cookie": "session=1"}, {"cookie": "anything=1"}, {"authorization": "Bearer x"}])
def test_who_is_known_gets_nothing_compressed(headers: dict[str, str]) -> None:
    application = Squeezing(Site(lambda _environ: page(TEXT)))
    got = ask(application, "/", accept_encoding="br, gzip", **headers)
    assert got.body == TEXT.encode()
    assert "content-encoding" not in got.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"set_cookie": "session=1"},
        {"content_encoding": "br"},
        {"content_range": "bytes 0-1/2"},
        {"cache_control": "no-transform"},
        {"content_type": "image/png"},
        {"content_type": ""},
        {"length": False},
    ],
)
def test_some_answers_are_left_as_they_are(headers: dict[str, str]) -> None:
    site = Site(lambda _environ: page(TEXT, **headers))
    assert ask(Squeezing(site), "/", accept_encoding="br") == ask(site, "/", accept_encoding="br")


def test_a_short_answer_is_left_as_it_is() -> None:
    site = Site(lambda _environ: page("short"))
    assert ask(Squeezing(site), "/", accept_encoding="br") == ask(site)


def test_it_still_varies_with_what_it_varied_with() -> None:
    application = Squeezing(Site(lambda _environ: page(TEXT, vary="Accept-Language")))
    got = ask(application, "/", accept_encoding="br")
    assert {value for name, value in got.pairs if name == "Vary"} == {"Accept-Language", "Accept-Encoding"}
    application = Squeezing(Site(lambda _environ: page(TEXT, vary="Accept-Encoding")))
    assert [value for name, value in ask(application, "/").pairs if name == "Vary"] == ["Accept-Encoding"]


@pytest.mark.parametrize(("etag", "sent"), [('"abc"', 'W/"abc"'), ('W/"abc"', 'W/"abc"')])
def test_other_bytes_are_not_promised_to_be_the_same(etag: str, sent: str) -> None:
    application = Squeezing(Site(lambda _environ: page(TEXT, etag=etag)))
    assert ask(application, "/", accept_encoding="gzip").headers["etag"] == sent
    assert ask(application, "/").headers["etag"] == etag


def test_head_says_no_length_that_a_compressed_page_would_not_have() -> None:
    got = ask(Squeezing(Site(lambda _environ: page(TEXT))), "/", "HEAD", accept_encoding="br")
    assert (got.status, got.body, got.headers["vary"]) == (200, b"", "Accept-Encoding")
    assert "content-length" not in got.headers


def test_head_of_what_is_not_compressed_passes() -> None:
    for site in (Site(lambda _environ: page("short")), Site(lambda _environ: page(TEXT, set_cookie="session=1"))):
        assert ask(Squeezing(site), "/", "HEAD", accept_encoding="br") == ask(site, "/", "HEAD")


def test_a_304_names_what_the_whole_answer_varies_with() -> None:
    site = Site(lambda _environ: page("", "304 NOT MODIFIED", length=False))
    got = ask(Squeezing(site), "/", accept_encoding="br")
    assert (got.status, got.headers["vary"]) == (304, "Accept-Encoding")


def test_the_application_may_clean_up() -> None:
    closed = []

    class Pieces(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def application(_environ: object, start_response: object) -> Pieces:
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "4")])  # type: ignore[operator]
        return Pieces([b"a", b"bcd"])

    assert ask(Squeezing(application), "/").body == b"abcd"
    assert closed == [True]
