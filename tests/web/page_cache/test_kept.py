"""One kept answer, and which answers may be kept."""

import gzip
from itertools import pairwise

import brotli
import pytest

from aidroute.web.page_cache.kept import Answer, KeptAnswer, keep
from tests.support.wsgi import Got, ask, page

TEXT = "<p>Where to give</p>" * 50
INFINITE = float("inf")


def answer(**headers: str) -> Answer:
    return Answer(*page(TEXT, **headers))


def asked(kept: KeptAnswer, method: str = "GET", now: float = 0.0, **headers: str) -> Got:
    return ask(lambda environ, start_response: kept.send(environ, start_response, now), "/", method, **headers)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60),
        ({"cache_control": "public"}, INFINITE),
        ({"cache_control": "Public, Max-Age=5"}, 5),
        ({"cache_control": "public, max-age=60, s-maxage=7"}, 7),
        ({"cache_control": "public, max-age=0"}, 0),
        ({"cache_control": "public, max-age=x"}, INFINITE),
        ({"cache_control": ""}, 0),
        ({"cache_control": "max-age=60"}, 0),
        ({"cache_control": "no-store"}, 0),
        ({"cache_control": "public, no-store"}, 0),
        ({"cache_control": "public, no-cache"}, 0),
        ({"cache_control": "public, private"}, 0),
        ({"set_cookie": "a=b"}, 0),
        ({"content_encoding": "br"}, 0),
        ({"content_range": "bytes 0-1/2"}, 0),
        ({"vary": "Accept-Encoding"}, 60),
        ({"vary": "Cookie"}, 0),
        ({"vary": "accept-encoding, Accept-Language"}, 0),
        ({"vary": "*"}, 0),
        ({"status": "302 FOUND"}, 60),
        ({"status": "301 MOVED"}, 60),
        ({"status": "404 NOT FOUND"}, 0),
        ({"status": "500 ERROR"}, 0),
        ({"status": "206 PARTIAL"}, 0),
        ({"status": "303 SEE OTHER"}, 0),
        ({"status": "304 NOT MODIFIED"}, 0),
    ],
)
def test_an_answer_is_kept_for_as_long_as_it_says_it_may_be(headers: dict[str, str], seconds: float) -> None:
    assert answer(**headers).max_age == seconds


def test_every_browser_gets_the_same_page_in_the_form_it_takes() -> None:
    kept = keep(answer(), 1, 0.0, 60.0)
    br, zipped, plain = (asked(kept, accept_encoding=accept) for accept in ("br", "gzip", ""))
    assert (br.headers["content-encoding"], zipped.headers["content-encoding"]) == ("br", "gzip")
    assert "content-encoding" not in plain.headers
    assert brotli.decompress(br.body) == gzip.decompress(zipped.body) == plain.body == TEXT.encode()
    assert len({got.headers["etag"] for got in (br, zipped, plain)}) == 3
    for got in (br, zipped, plain):
        assert got.status == 200
        assert got.headers["vary"] == "Accept-Encoding"
        assert got.headers["content-length"] == str(len(got.body))
        assert got.headers["content-type"] == "text/html; charset=utf-8"
        assert not got.headers["etag"].startswith("W/")


def test_a_picture_is_kept_as_it_is_for_everybody() -> None:
    kept = keep(Answer(*page(b"\x89PNG" * 500, content_type="image/png")), 1, 0.0, 60.0)
    first, second = asked(kept, accept_encoding="br"), asked(kept)
    assert (first.body, first.headers) == (second.body, second.headers)
    assert "vary" not in first.headers
    assert "content-encoding" not in first.headers


def test_what_was_said_to_one_visitor_is_not_said_to_the_next() -> None:
    kept = keep(
        answer(x_request_id="abc", date="today", server="x", retry_after="1", x_ratelimit_remaining="3"), 1, 0, 9
    )
    told = set(asked(kept).headers)
    assert told == {"content-type", "cache-control", "content-length", "etag", "vary", "age"}


def test_the_headers_that_protect_stay() -> None:
    kept = keep(answer(content_security_policy="default-src 'none'", x_frame_options="DENY"), 1, 0.0, 60.0)
    got = asked(kept, accept_encoding="br")
    assert got.headers["content-security-policy"] == "default-src 'none'"
    assert got.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("if_none_match", "status"),
    [("{}", 304), ("W/{}", 304), ('"other", {}', 304), ("*", 304), ('"other"', 200), ("", 200), ("junk,,", 200)],
)
@pytest.mark.parametrize("accept", ["br", "gzip", ""])
def test_a_browser_that_has_the_page_is_told_so(if_none_match: str, status: int, accept: str) -> None:
    kept = keep(answer(), 1, 0.0, 60.0)
    etag = asked(kept, accept_encoding=accept).headers["etag"]
    got = asked(kept, accept_encoding=accept, if_none_match=if_none_match.format(etag))
    assert got.status == status
    if status == 304:
        assert got.body == b""
        assert set(got.headers) == {"cache-control", "etag", "vary", "age"}


def test_another_form_of_the_page_is_not_what_the_browser_has() -> None:
    kept = keep(answer(), 1, 0.0, 60.0)
    etag = asked(kept, accept_encoding="br").headers["etag"]
    assert asked(kept, accept_encoding="gzip", if_none_match=etag).status == 200


def test_a_redirect_is_never_a_304() -> None:
    kept = keep(Answer(*page("", "301 MOVED", location="/en/")), 1, 0.0, 60.0)
    got = asked(kept, if_none_match="*")
    assert (got.status, got.headers["location"]) == (301, "/en/")


def test_head_gets_the_headers_of_get_and_no_body() -> None:
    kept = keep(answer(), 1, 0.0, 60.0)
    got, head = asked(kept, accept_encoding="br"), asked(kept, "HEAD", accept_encoding="br")
    assert head.body == b""
    assert head.pairs == got.pairs


def test_its_age_is_told() -> None:
    kept = keep(answer(), 1, 100.0, 160.0)
    ages = [asked(kept, now=now).headers["age"] for now in (100.0, 101.9, 129.0, 1_000_000.0)]
    assert ages == ["0", "1", "29", "3600"]


def test_an_old_page_says_that_it_is_old_and_is_not_kept_elsewhere() -> None:
    stale = keep(answer(), 1, 0.0, 60.0).as_stale(70.0).as_stale(80.0)
    for got in (asked(stale, now=75.0), asked(stale, now=75.0, if_none_match="*")):
        assert got.headers["cache-control"] == "no-cache"
        assert got.headers["cache-status"] == "aidroute; hit; detail=stale-on-error"
        assert [name.lower() for name, _ in got.pairs].count("cache-control") == 1
        assert got.headers["age"] == "75"
    assert stale.is_good(1, 79.0)
    assert not stale.is_good(1, 80.0)
    assert not stale.is_good(2, 75.0)


def test_each_visitor_gets_headers_of_their_own() -> None:
    kept = keep(answer(), 1, 0.0, 60.0)
    lists = []
    for _ in range(3):
        kept.send({"REQUEST_METHOD": "GET"}, lambda _status, headers: lists.append(headers), 0.0)
    lists[0].append(("Set-Cookie", "a=b"))
    assert all(one is not other for one, other in pairwise(lists))
    assert ("Set-Cookie", "a=b") not in lists[1] + asked(kept).pairs
