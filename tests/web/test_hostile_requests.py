"""Any request whatever, to every route there is: never an error of ours, always a clear answer with all headers.

The requests are made as a WSGI server makes them, so that what no client library would send arrives too.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import brotli
import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from werkzeug.test import TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from aidroute.app import create_app
from aidroute.settings import load_settings
from aidroute.storage.db import Database
from aidroute.web.program_paths import is_for_programs
from tests.support.databases import prepare
from tests.support.directories import NOW
from tests.support.filled import fill
from tests.support.hostile_requests import HOST, LANGUAGES, MARK, Asked, forms, requests, rules_of
from tests.support.page_checker import checked

EXAMPLES = 250

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

UNESCAPED = re.compile(rf"<{MARK}[\s/>]|on{MARK}\s*=|javascript:{MARK}")


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
        apps[name].extensions["visitor_limits"].enabled = False  # so that more than the first few forms are read
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


@hypothesis_settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(forms())
def test_every_form_gets_a_clear_answer(made: dict[str, Flask], asked: Asked) -> None:
    got = answer_to(made["kept"].wsgi_app, asked)
    assert_clear(asked, got)
    assert got.status_code in {200, 302, 303, 404, 413, 422, 429}


@pytest.mark.parametrize("how", ["kept", "plain"])
@pytest.mark.parametrize("path", ["/en/", "/en/give.json?need=food", "/en/changes.atom"])
def test_a_condition_that_is_meant_for_writing_keeps_nobody_from_reading(
    made: dict[str, Flask], how: str, path: str
) -> None:
    asked = Asked(*path.partition("?")[::2], headers={"HTTP_IF_MATCH": '"another"'})
    assert answer_to(made[how].wsgi_app, asked).status_code == 200
