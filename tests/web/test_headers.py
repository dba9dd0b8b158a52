from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidroute.app import create_app
from aidroute.settings import load_settings
from tests.support.directories import NOW
from tests.support.page_checker import Visitor, content_security_policy
from tests.support.web_directories import FULL, FixedSource

EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": None,
    "Permissions-Policy": None,
    "Referrer-Policy": None,
    "Cross-Origin-Resource-Policy": None,
}

PATHS = [
    "/",
    "/en/",
    "/en/give",
    "/en/give?need=x",
    "/en/give.json",
    "/en/give/now",
    "/go/harbour-kitchen-donate",
    "/en/go/harbour-new-page",
    "/en/embed/give",
    "/healthz",
    "/readyz",
    "/static/none-such.css",
    "/none-such",
    "/en",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_how_it_wants_to_be_treated_and_sets_no_cookie(
    client: FlaskClient, visitor: Visitor, path: str
) -> None:
    answer = client.get(path)
    for name, value in EVERY_ANSWER.items():
        assert answer.headers.getlist(name), name
        assert len(answer.headers.getlist(name)) == 1
        if value:
            assert answer.headers[name] == value
    assert "Set-Cookie" not in answer.headers
    assert answer.headers.get("Cache-Control")


ONLY_FOR_DOCUMENTS = {
    "Content-Security-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options", "Referrer-Policy",
}  # fmt: skip


@pytest.mark.parametrize("path", ["/static/site.css", "/static/mark.svg"])
def test_a_file_carries_what_browsers_heed_on_files_and_no_more(
    client: FlaskClient, visitor: Visitor, path: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"].startswith("public")
    assert not ONLY_FOR_DOCUMENTS & set(answer.headers.keys())
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", [path for path in PATHS if "embed" not in path])
def test_no_page_but_the_frame_may_be_framed(client: FlaskClient, visitor: Visitor, path: str) -> None:
    answer = client.get(path)
    assert content_security_policy(answer)["frame-ancestors"] == "'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_policy_of_a_page_allows_nothing_inside_it_and_nothing_from_elsewhere(
    client: FlaskClient, visitor: Visitor
) -> None:
    assert content_security_policy(client.get("/en/")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }


def make(tmp_path: Path, url: str, **settings: str) -> Flask:
    variables = {f"AIDROUTE_{name.upper()}": value for name, value in settings.items()}
    app = create_app(load_settings(tmp_path / "made", {"AIDROUTE_DATABASE_URL": url, **variables}))
    app.extensions["directory"] = FixedSource(FULL)
    app.extensions["clock"] = lambda: NOW
    return app


@pytest.fixture
def behind_tls(tmp_path: Path, sqlite_url: str) -> Iterator[FlaskClient]:
    app = make(
        tmp_path,
        sqlite_url,
        base_url="https://aid.example.org",
        embed_ancestors="https://club.example.org,https://x.test",
    )
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "aid.example.org"
    yield client
    app.extensions["database"].close()


def test_with_tls_browsers_are_told_to_stay_with_it(behind_tls: FlaskClient, client: FlaskClient) -> None:
    for path in ("/healthz", "/static/site.css"):
        assert behind_tls.get(path).headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Strict-Transport-Security" not in client.get("/healthz").headers


def test_the_frame_may_be_shown_by_the_sites_in_the_settings_only(behind_tls: FlaskClient) -> None:
    answer = behind_tls.get("/en/embed/give")
    assert content_security_policy(answer)["frame-ancestors"] == "https://club.example.org https://x.test"
    assert "X-Frame-Options" not in answer.headers


# ------------------------------------------------------------------------------------------- poisoned headers

POISON = [
    {"X-Forwarded-Host": "evil.example.com"},
    {"X-Forwarded-Proto": "javascript"},
    {"X-Forwarded-For": "203.0.113.1"},
    {"X-Forwarded-Server": "evil.example.com", "X-Host": "evil.example.com"},
    {"Forwarded": "host=evil.example.com;proto=https"},
    {"X-Original-URL": "/maintain", "X-Rewrite-URL": "/maintain"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Forwarded-Prefix": "/evil.example.com", "X-Script-Name": "/evil"},
    {"Origin": "https://evil.example.com", "Referer": "https://evil.example.com/"},
]


@pytest.mark.parametrize("headers", POISON, ids=lambda headers: next(iter(headers)))
def test_headers_of_a_request_change_no_page_and_no_address(behind_tls: FlaskClient, headers: dict[str, str]) -> None:
    for path in ("/en/give?need=food", "/en/give.json", "/go/harbour-kitchen-donate", "/give", "/en", "/en/none-such"):
        poisoned, plain = behind_tls.get(path, headers=headers), behind_tls.get(path)
        assert poisoned.status_code == plain.status_code
        assert poisoned.headers.get("Location") == plain.headers.get("Location")
        assert "evil" not in poisoned.get_data(as_text=True)
        if poisoned.status_code == 200:
            assert poisoned.data == plain.data
    assert "https://aid.example.org/en/give" in behind_tls.get("/en/give").get_data(as_text=True)


@pytest.mark.parametrize(
    "host", ["evil.example.com", "aid.example.org.evil.example.com", "aid.example.org@evil.test", ""]
)
def test_a_foreign_host_gets_a_400_without_a_link(behind_tls: FlaskClient, host: str) -> None:
    answer = behind_tls.get("/en/give", headers={"Host": host})
    assert answer.status_code == 400
    assert "href" not in answer.get_data(as_text=True)
    assert "Location" not in answer.headers


def test_a_redirect_to_a_closing_slash_stays_on_our_host(behind_tls: FlaskClient) -> None:
    answer = behind_tls.get("/en")
    assert answer.headers["Location"] in {"/en/", "https://aid.example.org/en/", "http://aid.example.org/en/"}
