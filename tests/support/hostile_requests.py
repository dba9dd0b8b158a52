"""Requests of every kind that a server may be sent: by people, by broken programs and by those who try doors."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_from_bytes

from flask import Flask
from hypothesis import strategies as st

from aidroute.web.page_cache.placing import PARAMETERS
from tests.support.markup_payloads import PAYLOADS

HOST = "aid.example.org"
LANGUAGES = ("en", "hy")

# A tag no page of ours has: where it stands as a tag, something typed was not escaped.
MARK = "zq"
MARKUP = (f"<{MARK}>", f'"><{MARK} x="', f"'><{MARK} x='", f"</title><{MARK}>", f"]]><{MARK}/>", f"--><{MARK}>")


@dataclass(frozen=True)
class Asked:
    """One request as bytes arrive: path and query are latin-1 texts, as in WSGI."""

    path: str
    query: str = ""
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    visitor: str = "203.0.113.7"
    """The address it comes from: a visitor may send only so many forms."""

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
            "REMOTE_ADDR": self.visitor,
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
    b"\xff", b"\xfe\xff", b"\xc0\xaf", b"\xc0\x80", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xed\xb0\x80",
    b"\xf5\x80\x80\x80",
    b"\x00", b"\r\nSet-Cookie: a=1", b"\x1b[31m", b"\x7f", "é".encode("latin-1"), "Կարիտաս".encode(),
    "Каритас".encode(),
    "\u202egro".encode(), "\ufeff".encode(), "\U0001f600".encode(), "\u0000".encode("utf-16"), b"%", b"%zz",
    b"%u0041", b"%25%32%35",
])  # fmt: skip

NUMBERS = st.sampled_from([
    "0", "-1", "1", "2", "01", "1e9", "1.5", "+1", "٣", "１", "²", "1_000", "0x10", "NaN", "inf", "9" * 19,
    "9" * 400, "9" * 5_000,
    "2147483648", "-2147483649", "9223372036854775808", " 1", "1 ",
])  # fmt: skip

KNOWN = st.sampled_from([
    "food", "hygiene", "medicine", "FR", "fr", "AM", "card", "money", "goods", "EUR", "eur", "any",
    "harbour-fund-1",
    "harbour-fund-1-page", "armenian-caritas", "harbour", "nagorno-karabakh-2022", "json", "xml", "1",
    "AR-1234-5678",
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
            "", "evil.test", "evil.test:443", f"{HOST}:0", f"{HOST}:99999", f"{HOST}@evil.test", "[::1", "a b",
            "<zq>", HOST.upper(),
            HOST + ".", "x" * 5_000, "\xff", f"{HOST}\x00", f"{HOST}/evil", "127.0.0.1", HOST, HOST, HOST, HOST,
            HOST, HOST,
        ]),
        "HTTP_ACCEPT_LANGUAGE": st.sampled_from([
            "hy", "xx", "*", "", "hy;q=abc", "hy;q=2", ";;;,,,", "en-US,en;q=0.5", "x" * 9_000, "\xff",
            "hy-Armn-AM-x-y",
            ",".join(["aa"] * 2_000), "en;q=NaN", "<zq>", "..", "_", "en_", "hy;q=1e999",
        ]),
        "HTTP_RANGE": st.sampled_from([
            "bytes=0-0", "bytes=-1", "bytes=5-2", "bytes=0-", "bytes=" + ",".join("0-1" for _ in range(500)),
            "items=0-5",
            "bytes=999999999999999999999-", "bytes=a-b", "bytes", "\xff", "bytes=0-0,-1",
        ]),
        "HTTP_IF_RANGE": st.sampled_from(['"x"', 'W/"x"', "Sat, 01 Jan 2000 00:00:00 GMT", "\xff", ""]),
        "HTTP_IF_NONE_MATCH": st.sampled_from(["*", '"x"', 'W/"x"', '"', "W/", "", '"x",' * 900, "\xff", "<zq>"]),
        "HTTP_IF_MATCH": st.sampled_from(["*", '"x"', '"', "\xff"]),
        "HTTP_IF_MODIFIED_SINCE": st.sampled_from([
            "Sat, 01 Jan 2000 00:00:00 GMT", "Sat, 01 Jan 9999 00:00:00 GMT", "Thu, 99 Abc 99999 99:99:99 XYZ",
            "0", "-1", "\xff",
            "Mon, 01 Jan 0001 00:00:00 +2359", "Sat, 01 Jan 2000 00:00:00 +9999", "",
        ]),
        "HTTP_IF_UNMODIFIED_SINCE": st.sampled_from(["Sat, 01 Jan 2000 00:00:00 GMT", "x"]),
        "HTTP_ACCEPT_ENCODING": st.sampled_from([
            "br", "gzip", "br, gzip", "identity;q=0, *;q=0", "*", "br;q=abc", "gzip;q=0", ",", "\xff",
            "x" * 9_000, "BR", "gzip;q=-1", "zstd",
        ]),
        "HTTP_COOKIE": st.sampled_from(["a=b", "session=x", "session=" + "A" * 4_000, "=;=;", "\xff", 'session="',
        "session=.eJw.x.y"]),
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
            "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
            "multipart/form-data",
            "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "application/json", "text/plain",
            "\xff", ";", "x" * 900,
        ]),
        "CONTENT_LENGTH": st.sampled_from(["abc", "-1", "99999999999", "", "0", "1_0", " 5 ", "\xff"]),
    },
)  # fmt: skip

FIELDS = ("what", "note", "homepage", "kind", "organization", "source", "text", "number", "csrf_token")
BODY = st.one_of(
    st.just(b""),
    st.lists(st.builds(lambda name, value: f"{name}={in_query(value, 'escaped')}", st.sampled_from(FIELDS),
    WORDS), max_size=6)
    .map("&".join).map(lambda text: text.encode("latin-1")),
    st.sampled_from([
        b"what=wrong_page&note=%3Czq%3E", b"kind=organization&organization=%3Czq%3E&source=%3Czq%3E&text=%FF",
        b"&=&=%", b"\x00" * 3_000,
        b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\n<zq>\r\n--x--\r\n', b"--x\r\n\r\n",
        b"--x\r\nContent-Disposition: x\r\n",
        b"a=" + b"b" * 1_100_000, b"&".join(b"a=b" for _ in range(2_000)), b'{"what": 1}',
    ]),
)  # fmt: skip


def rules_of(app: Flask) -> list[str]:
    """The paths of every route, with <...> where something is to be put in."""
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
        "slash": path + "/", "double": "/" + path, "dots": f"/en/../{path}", "without": "/" + path.split("/",
        2)[-1], "upper": path.upper(),
        "odd": path + "\xff\x00<zq>", "empty": "",
    }.get(how, path)  # fmt: skip
    # A server hands on bytes as latin-1; whatever else was drawn is sent as UTF-8.
    path = path if all(ord(each) < 256 for each in path) else path.encode("utf-8", "surrogatepass").decode("latin-1")
    query = draw(QUERY)
    query = (
        query if all(ord(each) < 256 for each in query) else query.encode("utf-8", "surrogatepass").decode("latin-1")
    )
    method = draw(st.sampled_from(
        ["GET"] * 12 + ["HEAD"] * 2 + ["POST"] * 4 + ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get",
        "CONNECT", ""]
    ))  # fmt: skip
    headers = draw(HEADERS) if draw(st.booleans()) else {}
    body = draw(BODY) if method in {"POST", "PUT", "PATCH"} else b""
    if body and "CONTENT_TYPE" not in headers:
        headers = {**headers, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    return Asked(path, query, method, headers, body)


# Enough visitors that none sends too many forms, and some whose address is none.
VISITORS = st.one_of(
    st.integers(0, 2**24 - 1).map(lambda number: f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"),
    st.integers(0, 2**32 - 1).map(lambda number: f"2001:db8:{number >> 16:x}:{number & 65535:x}::1"),
    st.sampled_from(["", "unix:", "::ffff:192.0.2.1", "fe80::1%eth0", "<zq>", "\xff"]),
)
CHOICES = {
    "what": ["not_theirs", "other_account", "broken", "no_gifts", "other", "works"],
    "kind": ["organization", "correction", "removal"],
}
TYPED = ("note", "organization", "source", "text")
FORMS = (
    "/en/suggest",
    "/hy/suggest",
    "/en/report/harbour-fund-1-page",
    "/hy/report/harbour-fund-1-page",
    "/en/report/none",
)


@st.composite
def forms(draw: st.DrawFn) -> Asked:
    """A form of ours, filled in by somebody who means no good, or by nobody at all."""
    odd = draw(st.sets(st.sampled_from(FIELDS), max_size=2))
    fields = []
    for name in draw(st.permutations([*TYPED, *CHOICES, *(odd - CHOICES.keys())])):
        wanted = (
            st.sampled_from(CHOICES[name]) if name in CHOICES and name not in odd else st.one_of(st.just(""), WORDS)
        )
        fields.append(f"{name}={in_query(draw(wanted), draw(st.sampled_from(['escaped', 'escaped', 'as it is'])))}")
    return Asked(
        draw(st.sampled_from(FORMS)),
        draw(st.one_of(st.just(""), PAIR)).encode("utf-8", "surrogatepass").decode("latin-1"),
        "POST",
        {"CONTENT_TYPE": "application/x-www-form-urlencoded"},
        "&".join(fields).encode("latin-1", "replace"),
        draw(VISITORS),
    )
