from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from aidroute.domain.directory import Directory
from aidroute.services.browsing import DirectorySource, DirectoryUnavailable
from aidroute.storage.db import Database
from aidroute.web.errors import WORDS
from tests.support.page_checker import Visitor, checked
from tests.support.web_directories import FULL


class AwaySource:
    """A directory that cannot be read and never could."""

    def current(self, _now: object) -> None:
        raise DirectoryUnavailable("away")


@pytest.fixture
def failing(app: Flask, show: Callable[[Directory], None]) -> FlaskClient:
    """The application with a page for every kind of failure, at /fail/<status>."""
    show(FULL)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(status: int) -> str:
        if status == 500:
            raise RuntimeError("the password is hunter2")
        abort(status)

    app.add_url_rule("/fail/<int:status>", view_func=fail)
    app.add_url_rule("/fail/<int:status>.json", endpoint="fail_json", view_func=fail)
    return app.test_client()


@pytest.mark.parametrize("status", [*sorted(WORDS), 410, 415, 502])
def test_every_error_has_a_page_that_says_what_to_do(failing: FlaskClient, status: int) -> None:
    page = checked(failing.get(f"/fail/{status}"))
    assert page.status == status
    assert "Go to the start page" in page.links()
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", sorted(WORDS))
def test_every_error_is_a_problem_for_programs(failing: FlaskClient, status: int) -> None:
    answer = failing.get(f"/fail/{status}.json")
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    problem = json.loads(answer.data)
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert problem["title"]
    assert problem["detail"]


def test_a_broken_page_tells_nothing_of_what_broke_but_has_a_number(failing: FlaskClient) -> None:
    answer = failing.get("/fail/500")
    html = answer.get_data(as_text=True)
    assert "hunter2" not in html
    assert "RuntimeError" not in html
    assert "Traceback" not in html
    assert answer.headers["X-Request-ID"] in html


def test_a_broken_error_page_is_still_an_answer(app: Flask, failing: FlaskClient) -> None:
    app.jinja_env.globals["navigation"] = None
    answer = failing.get("/fail/500")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.get_data(as_text=True)


def test_without_a_directory_the_page_says_so_and_when_to_come_back(app: Flask, client: FlaskClient) -> None:
    app.extensions["directory"] = AwaySource()
    for path in ("/en/", "/en/give", "/en/go/x", "/en/embed/give"):
        page = Visitor(client).get(path)
        assert page.status == 503
        assert page.response.headers["Retry-After"] == "10"
    assert client.get("/en/give.json").content_type == "application/problem+json"


def test_the_signs_of_life_tell_a_missing_directory_from_a_dead_process(app: Flask, client: FlaskClient) -> None:
    assert client.get("/readyz").status_code == 200
    app.extensions["directory"] = AwaySource()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_an_unreadable_database_is_no_broken_page(app: Flask, client: FlaskClient) -> None:
    away = Database.open("sqlite:////nonexistent-folder/aidroute.sqlite")
    app.extensions["directory"] = DirectorySource(away)
    assert Visitor(client).get("/en/").status == 503


def test_a_method_that_is_not_taken_says_which_are(client: FlaskClient, visitor: Visitor) -> None:
    answer = client.post("/en/give")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    checked(answer)


@pytest.mark.parametrize(
    "path", ["/<script>alert(1)</script>", "/en/<img src=x onerror=alert(1)>", '/go/"><svg onload=alert(1)>', "/en/%00"]
)
def test_an_error_page_never_repeats_what_was_asked_for(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert page.status == 404
    assert "alert(1)" not in page.response.get_data(as_text=True)


def test_a_foreign_host_gets_a_whole_page_without_links(client: FlaskClient) -> None:
    page = checked(client.get("/en/", headers={"Host": "evil.test"}))
    assert page.status == 400
    assert page.links() == {}
    assert page.tree.one("html").attributes == {"lang": "en", "dir": "ltr"}
