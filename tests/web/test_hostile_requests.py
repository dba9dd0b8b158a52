"""Any request whatever, to every route there is: never an error of ours, always a clear answer with all headers.

The requests are made as a WSGI server makes them, so that what no client library would send arrives too.
"""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlsplit
from xml.etree import ElementTree as ET

import brotli
import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from aidroute.app import create_app
from aidroute.settings import load_settings
from aidroute.storage.db import Database
from aidroute.web.page_cache.placing import PARAMETERS
from aidroute.web.program_paths import is_for_programs
from tests.support.databases import prepare
from tests.support.directories import NOW
from tests.support.filled import fill
from tests.support.markup_payloads import PAYLOADS
from tests.support.page_checker import checked

HOST = "aid.example.org"
LANGUAGES = ("en", "hy")
EXAMPLES = 300

SAID = {200, 206, 302, 303, 304, 308, 400, 403, 404, 405, 410, 411, 412, 413, 415, 416, 422, 429}
"""What an answer to a request of whatever kind may be: a page, another address, or a clear no."""

EVERY_ANSWER = (
    "X-Content-Type-Options",
    "Content-Security-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Cache-Control",
    "Cross-Origin-Resource-Policy",
)

EVERY_FILE = ("X-Content-Type-Options", "Cache-Control", "Cross-Origin-Resource-Policy")
"""A file is no document: what a browser heeds on documents only is not sent with it."""

# A tag no page of ours has: where it stands as a tag, something typed was not escaped.
MARK = "zq"
MARKUP = (f"<{MARK}>", f'"><{MARK} x="', f"'><{MARK} x='", f"</title><{MARK}>", f"]]><{MARK}/>", f"--><{MARK}>")
UNESCAPED = re.compile(rf"<{MARK}[\s/>]|on{MARK}\s*=|javascript:{MARK}")


# ------------------------------------------------------------------------------------------------ what may be asked


@dataclass(frozen=True)
class Asked:
    """One request as bytes arrive: path and query are latin-1 texts, as in WSGI."""

    path: str
    query: str = ""
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def environ(self) -> dict[str, Any]:
        """What a WSGI server makes of it."""
        return {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "203.0.113.7",
            "HTTP_HOST": HOST,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **({"CONTENT_LENGTH": str(len(self.body))} if self.body else {}),
            **self.headers,
        }


ODD_BYTES = st.sampled_from([
    b"\xff", b"\xfe\xff", b"\xc0\xaf", b"\xc0\x80", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xf5\x80\x80\x80",
    b"\x00", b"\r\nSet-Cookie: a=1", b"\x1b[31m", b"\x7f", "é".encode("latin-1"), "Կարիտաս".encode(), "Каритас".encode(),
    "\u202egro".encode(), "\ufeff".encode(), "\U0001f600".encode(), "\u0000".encode("utf-16"), b"%", b"%zz", b"%u0041", b"%25%32%35",
])  # fmt: skip

NUMBERS = st.sampled_from([
    "0", "-1", "1", "2", "01", "1e9", "1.5", "+1", "٣", "１", "²", "1_000", "0x10", "NaN", "inf", "9" * 19, "9" * 400, "9" * 5_000,
    "2147483648", "-2147483649", "9223372036854775808", " 1", "1 ",
])  # fmt: skip

KNOWN = st.sampled_from([
    "food", "hygiene", "medicine", "FR", "fr", "AM", "card", "money", "goods", "EUR", "eur", "any", "harbour-fund-1",
    "harbour-fund-1-page", "armenian-caritas", "harbour", "nagorno-karabakh-2022", "json", "xml", "1", "AR-1234-5678",
    f"https://{HOST}/en/give?need=food", f"https://{HOST}/en/organizations/harbour-fund-1", "https://evil.test/",
])  # fmt: skip

WORDS = st.one_of(
    KNOWN,
    NUMBERS,
    st.sampled_from(MARKUP),
    st.sampled_from(PAYLOADS),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1")),
    st.builds(lambda before, odd, after: (before.encode() + odd + after.encode()).decode("latin-1"),
              st.sampled_from(["", "food", "a"]), ODD_BYTES, st.sampled_from(["", "b", "<zq>"])),
    st.builds(lambda text, times: text * times, st.sampled_from(["a", "food", "<zq>", "%00", "\xd5\xb0"]),
              st.sampled_from([50, 101, 300, 1_000, 5_000])),
)  # fmt: skip
"""Values as latin-1 texts of the bytes that are sent."""


def in_query(text: str, how: str) -> str:
    """A value as it may stand in a query: escaped as it should be, twice, only half, or not at all."""
    octets = text.encode("latin-1", "replace")
    if how == "escaped":
        return quote_from_bytes(octets, safe="")
    if how == "twice":
        return quote(quote_from_bytes(octets, safe=""), safe="")
    if how == "as it is":
        return octets.decode("latin-1").replace("&", "%26").replace("#", "%23")
    return quote_from_bytes(octets, safe="<>\"'&=;+ %").rstrip("0123456789")


NAMES = st.one_of(
    st.sampled_from([*PARAMETERS, "url", "format", "maxwidth", "maxheight", "number", "channel", "utm_source", "hxl"]),
    st.sampled_from(["", "need[]", "NEED", "__proto__", "page.page", "<zq>", "language", "\xff"]),
)
PAIR = st.builds(
    lambda name, value, how, sign: f"{in_query(name, how)}{sign}{in_query(value, how)}",
    NAMES, WORDS, st.sampled_from(["escaped", "escaped", "escaped", "twice", "as it is", "half"]),
    st.sampled_from(["=", "=", "=", "=", "", "=="]),
)  # fmt: skip
QUERY = st.one_of(
    st.just(""),
    st.lists(PAIR, max_size=5).map("&".join),
    st.lists(PAIR, max_size=5).map("&".join),
    PAIR.map(lambda pair: "&".join([pair] * 60)),
    PAIR.map(lambda pair: (pair + "&need=food&") * 400).map(lambda text: text[:10_240]),
    WORDS,
)

HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "HTTP_HOST": st.sampled_from([
            "", "evil.test", "evil.test:443", f"{HOST}:0", f"{HOST}:99999", f"{HOST}@evil.test", "[::1", "a b", "<zq>", HOST.upper(),
            HOST + ".", "x" * 5_000, "\xff", f"{HOST}\x00", f"{HOST}/evil", "127.0.0.1", HOST, HOST, HOST, HOST, HOST, HOST,
        ]),
        "HTTP_ACCEPT_LANGUAGE": st.sampled_from([
            "hy", "xx", "*", "", "hy;q=abc", "hy;q=2", ";;;,,,", "en-US,en;q=0.5", "x" * 9_000, "\xff", "hy-Armn-AM-x-y",
            ",".join(["aa"] * 2_000), "en;q=NaN", "<zq>", "..", "_", "en_", "hy;q=1e999",
        ]),
        "HTTP_RANGE": st.sampled_from([
            "bytes=0-0", "bytes=-1", "bytes=5-2", "bytes=0-", "bytes=" + ",".join("0-1" for _ in range(500)), "items=0-5",
            "bytes=999999999999999999999-", "bytes=a-b", "bytes", "\xff", "bytes=0-0,-1",
        ]),
        "HTTP_IF_RANGE": st.sampled_from(['"x"', 'W/"x"', "Sat, 01 Jan 2000 00:00:00 GMT", "\xff", ""]),
        "HTTP_IF_NONE_MATCH": st.sampled_from(["*", '"x"', 'W/"x"', '"', "W/", "", '"x",' * 900, "\xff", "<zq>"]),
        "HTTP_IF_MATCH": st.sampled_from(["*", '"x"', '"', "\xff"]),
        "HTTP_IF_MODIFIED_SINCE": st.sampled_from([
            "Sat, 01 Jan 2000 00:00:00 GMT", "Sat, 01 Jan 9999 00:00:00 GMT", "Thu, 99 Abc 99999 99:99:99 XYZ", "0", "-1", "\xff",
            "Mon, 01 Jan 0001 00:00:00 +2359", "Sat, 01 Jan 2000 00:00:00 +9999", "",
        ]),
        "HTTP_IF_UNMODIFIED_SINCE": st.sampled_from(["Sat, 01 Jan 2000 00:00:00 GMT", "x"]),
        "HTTP_ACCEPT_ENCODING": st.sampled_from([
            "br", "gzip", "br, gzip", "identity;q=0, *;q=0", "*", "br;q=abc", "gzip;q=0", ",", "\xff", "x" * 9_000, "BR", "gzip;q=-1", "zstd",
        ]),
        "HTTP_COOKIE": st.sampled_from(["a=b", "session=x", "session=" + "A" * 4_000, "=;=;", "\xff", 'session="', "session=.eJw.x.y"]),
        "HTTP_AUTHORIZATION": st.sampled_from(["Basic", "Basic !!!", "Bearer x", "\xff", "Digest x=y"]),
        "HTTP_X_FORWARDED_FOR": st.sampled_from(["1.2.3.4", "<zq>", "\xff", "," * 500]),
        "HTTP_X_FORWARDED_HOST": st.sampled_from(["evil.test"]),
        "HTTP_X_FORWARDED_PROTO": st.sampled_from(["gopher"]),
        "HTTP_ORIGIN": st.sampled_from(["null", "https://evil.test", "\xff"]),
        "HTTP_REFERER": st.sampled_from(["https://evil.test/<zq>", "\xff", "javascript:zq"]),
        "HTTP_SEC_FETCH_SITE": st.sampled_from(["cross-site", "same-origin", "x"]),
        "HTTP_ACCEPT": st.sampled_from(["application/json", "x" * 3_000, "\xff", "text/html;q=NaN"]),
        "HTTP_USER_AGENT": st.sampled_from(["<zq>", "\xff", "x" * 9_000, ""]),
        "HTTP_X_HTTP_METHOD_OVERRIDE": st.sampled_from(["DELETE"]),
        "HTTP_TRANSFER_ENCODING": st.sampled_from(["chunked", "x"]),
        "HTTP_EXPECT": st.sampled_from(["100-continue", "x"]),
        "CONTENT_TYPE": st.sampled_from([
            "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data",
            "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "application/json", "text/plain", "\xff", ";", "x" * 900,
        ]),
        "CONTENT_LENGTH": st.sampled_from(["abc", "-1", "99999999999", "", "0", "1_0", " 5 ", "\xff"]),
    },
)  # fmt: skip

FIELDS = ("what", "note", "homepage", "kind", "organization", "source", "text", "number", "csrf_token")
BODY = st.one_of(
    st.just(b""),
    st.lists(st.builds(lambda name, value: f"{name}={in_query(value, 'escaped')}", st.sampled_from(FIELDS), WORDS), max_size=6)
    .map("&".join).map(lambda text: text.encode("latin-1")),
    st.sampled_from([
        b"what=wrong_page&note=%3Czq%3E", b"kind=organization&organization=%3Czq%3E&source=%3Czq%3E&text=%FF", b"&=&=%", b"\x00" * 3_000,
        b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\n<zq>\r\n--x--\r\n', b"--x\r\n\r\n", b"--x\r\nContent-Disposition: x\r\n",
        b"a=" + b"b" * 1_100_000, b"&".join(b"a=b" for _ in range(2_000)), b'{"what": 1}',
    ]),
)  # fmt: skip


def rules_of(app: Flask) -> list[str]:
    """The paths of every route, with <...> where something is to be put in; those that most visitors meet more often."""
    return sorted({rule.rule for rule in app.url_map.iter_rules()})


PLACE = re.compile(r"<[^>]*>")


@st.composite
def requests(draw: st.DrawFn, rules: list[str]) -> Asked:
    """Any request to one of the routes, or to what is almost one."""
    rule = draw(st.sampled_from(rules))

    def fill_in(place: re.Match[str]) -> str:
        if "language" in place[0]:
            return draw(
                st.sampled_from([*LANGUAGES] * 5 + ["xx", "EN", "en-GB", "", "\xff", "..", "<zq>", "e\x00n", "x" * 400])
            )
        return draw(WORDS)

    path = PLACE.sub(fill_in, rule)
    how = draw(st.sampled_from(["as it is"] * 12 + ["slash", "double", "dots", "without", "upper", "odd", "empty"]))
    path = {
        "slash": path + "/", "double": "/" + path, "dots": f"/en/../{path}", "without": "/" + path.split("/", 2)[-1], "upper": path.upper(),
        "odd": path + "\xff\x00<zq>", "empty": "",
    }.get(how, path)  # fmt: skip
    # A server hands on bytes as latin-1; whatever else was drawn is sent as UTF-8.
    path = path if all(ord(each) < 256 for each in path) else path.encode("utf-8", "surrogatepass").decode("latin-1")
    query = draw(QUERY)
    query = (
        query if all(ord(each) < 256 for each in query) else query.encode("utf-8", "surrogatepass").decode("latin-1")
    )
    method = draw(st.sampled_from(
        ["GET"] * 12 + ["HEAD"] * 2 + ["POST"] * 4 + ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get", "CONNECT", ""]
    ))  # fmt: skip
    headers = draw(HEADERS) if draw(st.booleans()) else {}
    body = draw(BODY) if method in {"POST", "PUT", "PATCH"} else b""
    if body and "CONTENT_TYPE" not in headers:
        headers = {**headers, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    return Asked(path, query, method, headers, body)


# ------------------------------------------------------------------------------------------ what every answer keeps


def answer_to(application: Any, asked: Asked) -> TestResponse:
    """The answer, unpacked; fails when the application raises or answers with what HTTP does not allow."""
    environ = asked.environ()
    pieces, status, headers = run_wsgi_app(application, environ, buffered=True)
    body = b"".join(pieces)
    for name, value in headers:
        assert not set("\r\n\x00") & set(name + value), f"{name}: {value!r}"
        value.encode("latin-1")
    if "Content-Length" in headers and asked.method != "HEAD" and not status.startswith("304"):
        assert int(headers["Content-Length"]) == len(body)
    coding = headers.get("Content-Encoding", "")
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding, bytes)
    return TestResponse([unpack(body) if body else b""], status, headers, request=Request(environ))


def assert_clear(asked: Asked, got: TestResponse) -> None:
    """An answer that a visitor or a program can go on with, and that gives nothing away."""
    # The one 5xx that is an answer: oEmbed (section 2.3.4) asks for it when a form is not offered.
    assert got.status_code in SAID or (got.status_code == 501 and asked.path.endswith("/oembed")), got.status
    is_file = asked.path.lstrip("/").startswith("static/") and got.status_code < 400
    # A 304 repeats only what may have changed (RFC 9110, 15.4.5); the browser has the other headers.
    wanted = ("Cache-Control",) if got.status_code == 304 else EVERY_FILE if is_file else EVERY_ANSWER
    for name in wanted:
        assert got.headers.get(name), f"{got.status}: no {name}"
    is_desk = asked.path.lstrip("/").startswith("maintain")  # more slashes before it lead to the same page
    if not is_desk:
        assert "Set-Cookie" not in got.headers
        assert "Cookie" not in got.headers.get("Vary", "")
    if "Location" in got.headers:
        assert_leads_where_we_say(got)
    if asked.method == "HEAD" or got.status_code == 304:
        assert got.data == b""
        return
    if got.status_code in {206, 416} or "Location" in got.headers or asked.method == "OPTIONS":
        return
    assert_readable(asked, got, is_desk=is_desk)


def assert_leads_where_we_say(got: TestResponse) -> None:
    """To a path of ours or to an address that is stored: nothing a request says names the host."""
    to = urlsplit(got.headers["Location"])
    assert to.scheme in {"", "http", "https"}
    assert not got.headers["Location"].startswith(("//", "/\\"))
    assert to.netloc in {"", HOST} or (to.hostname or "").endswith(".example.org"), to.netloc


def assert_readable(asked: Asked, got: TestResponse, *, is_desk: bool) -> None:
    """A page of ours, a problem, a picture or a table, with nothing of what was typed in it as markup."""
    kind = got.mimetype
    if kind == "text/html":
        text = got.get_data(as_text=True)
        assert not UNESCAPED.search(text)
        checked(got, is_signed_in=is_desk)
        return
    if got.status_code >= 400 and is_for_programs(asked.path.encode("latin-1").decode("utf-8", "replace")):
        assert kind == "application/problem+json", kind
        problem = json.loads(got.data)
        assert problem["status"] == got.status_code
        assert problem["title"]
    elif kind.endswith(("json", "xml")):
        json.loads(got.data) if kind.endswith("json") else ET.fromstring(got.data)  # noqa: S314 - our own answer
        assert kind.endswith("json") or not UNESCAPED.search(got.get_data(as_text=True))
    else:
        assert kind in {"text/plain", "text/csv", "text/css", "text/javascript", "image/png"}, kind


# ------------------------------------------------------------------------------------------------- the installation


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Flask]]:
    """The application as it is served, with the page cache and without."""
    folder = tmp_path_factory.mktemp("hostile")
    url = f"sqlite:///{folder / 'aidroute.sqlite'}"
    prepare(url)
    database = Database.open(url)
    fill(database, NOW, organizations=3)
    database.close()
    apps = {}
    for name, megabytes in {"kept": "16", "plain": "0"}.items():
        variables = {
            "AIDROUTE_DATABASE_URL": url,
            "AIDROUTE_BASE_URL": f"https://{HOST}",
            "AIDROUTE_LANGUAGES": ",".join(LANGUAGES),
            "AIDROUTE_LOG_LEVEL": "error",
            "AIDROUTE_SCHEDULER_INSIDE": "no",
            "AIDROUTE_CLICK_CHECKS": "no",
            "AIDROUTE_PAGE_CACHE_MEGABYTES": megabytes,
        }
        apps[name] = create_app(load_settings(folder / name, variables))
        apps[name].extensions["clock"] = lambda: NOW
        # What breaks is seen as what it is, not as a page that hides it.
        apps[name].config["PROPAGATE_EXCEPTIONS"] = True
    yield apps
    for app in apps.values():
        app.extensions["database"].close()


@pytest.mark.parametrize("how", ["kept", "plain"])
def test_every_request_gets_a_clear_answer(made: dict[str, Flask], how: str) -> None:
    app = made[how]

    @hypothesis_settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(requests(rules_of(app)))
    def ask_anything(asked: Asked) -> None:
        assert_clear(asked, answer_to(app.wsgi_app, asked))

    ask_anything()


@pytest.mark.parametrize("how", ["kept", "plain"])
@pytest.mark.parametrize("path", ["/en/", "/en/give.json?need=food", "/en/changes.atom"])
def test_a_condition_that_is_meant_for_writing_keeps_nobody_from_reading(
    made: dict[str, Flask], how: str, path: str
) -> None:
    asked = Asked(*path.partition("?")[::2], headers={"HTTP_IF_MATCH": '"another"'})
    assert answer_to(made[how].wsgi_app, asked).status_code == 200
