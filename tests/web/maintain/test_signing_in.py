"""Signing in and out: only maintainers have a session, and it ends when it should."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, session
from sqlalchemy import func, select

from aidroute.app import create_app
from aidroute.services import signing_in
from aidroute.settings import Settings
from aidroute.storage.user import SignedInSession
from tests.support.desk_world import DeskWorld
from tests.support.maintainers import PASSWORDS, Desk, address_of, hidden


def kept_sessions(world: DeskWorld) -> int:
    with world.database.read() as opened:
        return opened.scalar(select(func.count(SignedInSession.id_sha256))) or 0


def test_a_password_opens_the_desk_and_leads_back_to_where_one_was(browser_of: Callable[..., Desk]) -> None:
    desk = browser_of()
    asked = desk.client.get("/maintain/history?entry=example-fund")
    page = desk.get(asked.headers["Location"])
    back = dict(hidden(page.tree))["next"]
    response = desk.post("/maintain/sign-in", {"email": "ANI@Example.org", "password": PASSWORDS["Ani"], "next": back})
    assert response.headers["Location"] == "/maintain/history?entry=example-fund"
    assert desk.get("/maintain/").heading == "What needs a person"


def test_visitors_never_get_a_cookie_and_their_pages_know_no_session(app: Flask, ani: Desk, world: DeskWorld) -> None:
    for path in ("/en/", "/en/give", "/en/go/example-fund-page", "/healthz", "/static/site.css", "/nothing"):
        for client in (app.test_client(), ani.client):
            response = client.get(path)
            assert response.headers.getlist("Set-Cookie") == [], path
            assert "Cookie" not in response.headers.get("Vary", ""), path
    with app.test_request_context("/en/"):
        assert dict(session) == {}
        with pytest.raises(RuntimeError, match="visitors have no session"):
            session["anything"] = 1


def test_asking_for_the_sign_in_page_fills_no_table(browser_of: Callable[..., Desk], world: DeskWorld) -> None:
    for _ in range(3):
        browser_of().get("/maintain/sign-in")
    assert kept_sessions(world) == 0


def test_signing_in_gives_a_new_name_whatever_cookie_was_planted(browser_of: Callable[..., Desk]) -> None:
    desk = browser_of()
    desk.get("/maintain/sign-in")
    planted = desk.cookie()
    assert planted.startswith("c.")
    desk.sign_in("Ani")
    first = desk.cookie()
    assert first.startswith("s.")
    thief = browser_of()
    thief.client.set_cookie("aidroute", planted)
    assert thief.client.get("/maintain/").status_code == 302
    desk.post("/maintain/sign-out")
    desk.sign_in("Ani")
    assert desk.cookie() not in (first, planted)


def test_a_token_of_before_is_not_good_after_signing_in(browser_of: Callable[..., Desk]) -> None:
    desk = browser_of()
    before = desk.token()
    desk.sign_in("Ani")
    assert desk.client.post("/maintain/sessions/end", data={"csrf_token": before}).status_code == 400


def test_a_cookie_copied_before_signing_out_opens_nothing_after(
    ani: Desk, browser_of: Callable[..., Desk], world: DeskWorld
) -> None:
    copied = ani.cookie()
    thief = browser_of()
    thief.client.set_cookie("aidroute", copied)
    assert thief.client.get("/maintain/").status_code == 200
    assert ani.post("/maintain/sign-out").status_code == 302
    assert ani.cookie() == ""
    assert thief.client.get("/maintain/").status_code == 302
    assert kept_sessions(world) == 0


def test_signing_out_takes_a_form(ani: Desk) -> None:
    assert ani.client.get("/maintain/sign-out").status_code == 405
    assert ani.client.get("/maintain/").status_code == 200


def test_a_cookie_in_another_browser_ends_the_session_for_both(ani: Desk, browser_of: Callable[..., Desk]) -> None:
    thief = browser_of()
    thief.client.environ_base["HTTP_USER_AGENT"] = "another browser"
    thief.client.set_cookie("aidroute", ani.cookie())
    assert thief.client.get("/maintain/").status_code == 302
    assert ani.client.get("/maintain/").status_code == 302


def test_an_invented_or_forged_cookie_opens_nothing(browser_of: Callable[..., Desk]) -> None:
    for value in ("s.", "s.invented", "c.eyJfdXNlcl9pZCI6ImFuaWFuaWFuaWFuaSJ9.x.y", "x", "s.\u0561"):
        desk = browser_of()
        desk.client.set_cookie("aidroute", value)
        assert desk.client.get("/maintain/").status_code == 302, value


def test_a_signed_cookie_that_names_an_account_signs_nobody_in(app: Flask, browser_of: Callable[..., Desk]) -> None:
    from itsdangerous import URLSafeTimedSerializer

    owner = signing_in.find(app.extensions["database"], email=address_of("Ani"))
    assert owner is not None
    assert app.secret_key is not None
    signer = URLSafeTimedSerializer(app.secret_key, salt="aidroute before sign-in")
    desk = browser_of()
    desk.client.set_cookie("aidroute", f"c.{signer.dumps({'_user_id': owner.uniquifier})}")
    assert desk.client.get("/maintain/").status_code == 302


def test_a_session_ends_after_an_hour_without_a_request_and_after_its_longest_life(
    app: Flask, ani: Desk, settings: Settings
) -> None:
    began = datetime.now(UTC)
    for minutes in (59, 118, 177):
        app.extensions["clock"] = lambda minutes=minutes: began + timedelta(minutes=minutes)
        assert ani.client.get("/maintain/").status_code == 200
    app.extensions["clock"] = lambda: began + timedelta(minutes=177) + settings.session_idle
    assert ani.client.get("/maintain/").status_code == 302


def test_what_ran_out_is_removed_at_the_next_sign_in(app: Flask, ani: Desk, bob: Desk, world: DeskWorld) -> None:
    assert kept_sessions(world) == 2
    later = datetime.now(UTC) + timedelta(days=1)
    app.extensions["clock"] = lambda: later
    ani.sign_in("Ani")
    assert kept_sessions(world) == 1


@pytest.mark.parametrize("name", ["Nobody", "Closed", "Unset"])
def test_unknown_closed_and_wrong_look_alike(
    app: Flask, browser_of: Callable[..., Desk], world: DeskWorld, name: str
) -> None:
    database, now = app.extensions["database"], datetime.now(UTC)
    for each in ("Closed", "Unset"):
        password = "a green bicycle in rain" if each == "Closed" else None
        signing_in.add(database, signing_in.NewAccount(address_of(each), each), password, now)
    signing_in.set_active(database, address_of("Closed"), active=False, now=now)

    def answer(who: str) -> tuple[int, str]:
        response = browser_of().sign_in(who, "a green bicycle in rain")
        plain = re.sub(r'name="csrf_token" value="[^"]+"', "", response.text).replace(address_of(who), "")
        return response.status_code, re.sub(r"request [0-9a-f]+", "", plain)

    assert answer(name) == answer("Ani")
    assert "That did not work" in answer(name)[1]


def test_passwords_cannot_be_tried_quickly_and_nobody_else_is_shut_out(browser_of: Callable[..., Desk]) -> None:
    thief, owner = browser_of(), browser_of()
    thief.client.environ_base["REMOTE_ADDR"] = "192.0.2.66"
    thief.token()
    statuses = [thief.sign_in("Ani", f"a wrong guess number {number}").status_code for number in range(12)]
    assert statuses[:10] == [200] * 10
    assert statuses[10:] == [429] * 2
    assert thief.sign_in("Ani").status_code == 429
    assert owner.sign_in("Ani").status_code == 302


def test_one_place_cannot_try_many_accounts_quickly(browser_of: Callable[..., Desk]) -> None:
    thief = browser_of()
    thief.client.environ_base["REMOTE_ADDR"] = "192.0.2.66"
    sent = {"csrf_token": thief.token(), "password": ""}
    statuses = [
        thief.client.post("/maintain/sign-in", data={**sent, "email": f"p{number}@example.org"}).status_code
        for number in range(21)
    ]
    assert statuses == [200] * 20 + [429]


def test_there_is_no_remember_me(browser_of: Callable[..., Desk]) -> None:
    desk = browser_of()
    response = desk.post(
        "/maintain/sign-in", {"email": address_of("Ani"), "password": PASSWORDS["Ani"], "remember": "y"}
    )
    cookies = response.headers.getlist("Set-Cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["aidroute"]
    assert "Expires" not in cookies[0]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://thief.example/",
        "//thief.example/",
        "///thief.example/",
        "/\\thief.example",
        "https:thief.example",
        "javascript:alert(1)",
        "/%09/thief.example",
    ],
)
def test_signing_in_leads_to_no_other_site(browser_of: Callable[..., Desk], elsewhere: str) -> None:
    desk = browser_of()
    response = desk.post(
        f"/maintain/sign-in?next={elsewhere}",
        {"email": address_of("Ani"), "password": PASSWORDS["Ani"], "next": elsewhere},
    )
    location = response.headers.get("Location", "")
    assert not location or re.match(r"/(?!/|\\)", location), location


def test_a_token_in_a_header_or_an_address_signs_nobody_in(browser_of: Callable[..., Desk]) -> None:
    desk = browser_of()
    for options in ({"headers": {"Authentication-Token": "x"}}, {"query_string": {"auth_token": "x"}}):
        assert desk.client.get("/maintain/", **options).status_code == 302
    asked = desk.client.get("/maintain/sign-in", headers={"Accept": "application/json"})
    assert asked.content_type.startswith("text/html")


def test_over_tls_the_cookie_is_bound_to_this_very_host(settings: Settings, world: DeskWorld) -> None:
    secure = create_app(settings.model_copy(update={"base_url": "https://aid.example.org"}))
    client = secure.test_client()
    response = client.get("/maintain/sign-in", base_url="https://aid.example.org")
    (cookie,) = response.headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    assert name == "__Host-aidroute"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in rest.split(";")}
    assert "Domain" not in cookie
    assert secure.config["SESSION_COOKIE_NAME"] == name
    secure.extensions["database"].close()
