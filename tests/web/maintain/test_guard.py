"""What stands before every page of the maintainers' area. The routes are read from the application itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from aidroute.settings import Settings
from aidroute.storage.user import User
from tests.support.desk_world import DeskWorld
from tests.support.maintainers import Desk

AREA = "/maintain"
OPEN_WITHOUT_ACCOUNT = {"/maintain/sign-in", "/maintain/sign-out", "/maintain/welcome/x"}


def paths(app: Flask, method: str) -> list[str]:
    """Every path of the area that takes this method, with something in the place of each part."""
    parts = {"slug": "example-fund-page", "number": "P-2026-00001", "token": "x"}
    adapter = app.url_map.bind("127.0.0.1")
    return sorted(
        adapter.build(rule.endpoint, {name: parts[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(AREA) and method in (rule.methods or set())
    )


def test_the_area_has_the_routes_it_should(app: Flask, world: DeskWorld) -> None:
    assert len(paths(app, "GET")) >= 14
    assert len(paths(app, "POST")) >= 16
    assert all(path.startswith("/maintain/") for path in paths(app, "POST"))


def test_nobody_sees_a_page_without_signing_in(app: Flask, browser_of: Callable[..., Desk]) -> None:
    for path in paths(app, "GET"):
        if path in OPEN_WITHOUT_ACCOUNT:
            continue
        response = browser_of().client.get(path)
        assert response.status_code == 302, path
        assert response.headers["Location"].split("?")[0] == "/maintain/sign-in", path


def test_a_form_of_nobody_is_not_taken(app: Flask, browser_of: Callable[..., Desk]) -> None:
    visitor = browser_of()
    for path in paths(app, "POST"):
        if path in OPEN_WITHOUT_ACCOUNT:
            continue
        status = visitor.post(path).status_code
        assert status == (302 if path == "/maintain/password" else 401), path


def test_no_form_is_taken_without_its_token(app: Flask, ani: Desk) -> None:
    for path in paths(app, "POST"):
        assert ani.client.post(path, data={"reason": "x"}).status_code == 400, path
        assert ani.client.post(path, data={"csrf_token": "forged"}).status_code == 400, path


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://thief.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
    ids=str,
)
def test_no_form_is_taken_from_another_site(app: Flask, ani: Desk, headers: dict[str, str]) -> None:
    for path in paths(app, "POST"):
        assert ani.post(path, headers=headers).status_code == 403, path


def test_our_own_page_may_send_a_form(ani: Desk, settings: Settings) -> None:
    for origin in ("http://localhost", settings.base_url):
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": origin}
        assert ani.post("/maintain/sessions/end", headers=headers).status_code == 302


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_only_a_form_is_taken(app: Flask, ani: Desk, content_type: str) -> None:
    token = ani.token()
    for path in paths(app, "POST"):
        response = ani.client.post(path, data='{"a": 1}', content_type=content_type, headers={"X-CSRFToken": token})
        assert response.status_code == 415, path


def test_nothing_changed_by_any_of_this(app: Flask, ani: Desk, world: DeskWorld) -> None:
    before, version = world.values(), world.content_version()
    for path in paths(app, "POST"):
        ani.client.post(path, data={"status": "retired"})
    assert (world.values(), world.content_version()) == (before, version)


def test_an_account_without_a_role_sees_nothing(ani: Desk, world: DeskWorld) -> None:
    with world.database.write() as session:
        session.get_one(User, world.ani.key).roles = []
    assert ani.client.get("/maintain/").status_code == 403


def test_a_closed_account_is_out_at_its_next_request(ani: Desk, world: DeskWorld) -> None:
    with world.database.write() as session:
        session.execute(update(User).where(User.id == world.ani.key).values(active=False))
    assert ani.client.get("/maintain/").status_code == 302


def test_no_page_of_the_area_is_kept_or_framed(ani: Desk) -> None:
    response = ani.client.get("/maintain/")
    assert response.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_a_page_that_does_not_exist_is_a_404(ani: Desk) -> None:
    for path in (
        "/maintain/nothing",
        "/maintain/organizations/nothing",
        "/maintain/organizations/nothing/edit",
        "/maintain/organizations/nothing/channels/new",
        "/maintain/channels/nothing",
        "/maintain/channels/nothing/edit",
        "/maintain/proposals/P-1",
    ):
        assert ani.client.get(path).status_code == 404, path
    for path in (
        "/maintain/proposals/P-1/accept",
        "/maintain/proposals/P-1/reject",
        "/maintain/channels/nothing/stop",
    ):
        assert ani.post(path).status_code == 404, path
    for path in ("/maintain/channels/nothing/confirm", "/maintain/organizations/nothing/confirm"):
        assert ani.post(path, {"version": "1"}).status_code == 404, path
