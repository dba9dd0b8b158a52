"""Accounts, one's own sessions, and the first password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from aidroute.services import one_time_links, signing_in
from aidroute.settings import Settings
from tests.support.desk_world import DeskWorld
from tests.support.maintainers import Desk, address_of


@pytest.fixture
def ada(browser_of: Callable[..., Desk]) -> Desk:
    """The administrator's browser."""
    return browser_of("Ada")


def token_for(app: Flask, settings: Settings, name: str) -> str:
    database, now = app.extensions["database"], app.extensions["clock"]()
    made = signing_in.add(database, signing_in.NewAccount(address_of(name), name), None, now)
    return one_time_links.issue(made, settings.secret_key, now)


def test_an_administrator_closes_an_account_and_its_sessions_end(ada: Desk, bob: Desk, world: DeskWorld) -> None:
    page = ada.follow("/maintain/accounts/close", {"email": address_of("Bob")})
    assert "Open the account of Bob" in page.text
    assert bob.client.get("/maintain/").status_code == 302
    assert bob.sign_in("Bob").status_code == 200
    ada.follow("/maintain/accounts/open", {"email": address_of("Bob")})
    assert bob.sign_in("Bob").status_code == 302


def test_a_maintainer_sees_who_is_there_and_closes_nobody(ani: Desk, bob: Desk) -> None:
    page = ani.get("/maintain/accounts")
    assert "Bob" in page.text
    assert address_of("Bob") not in page.text
    assert "Close the account" not in page.text
    assert ani.post("/maintain/accounts/close", {"email": address_of("Bob")}).status_code == 403
    assert bob.client.get("/maintain/").status_code == 200


def test_what_people_may_do_is_written_as_a_word(ani: Desk) -> None:
    cells = [node.text for node in ani.get("/maintain/accounts").tree.all("td")]
    assert {"Maintainer", "Administrator"} <= set(cells)
    assert not {"maintainer", "administrator"} & set(cells)


def test_an_administrator_cannot_close_their_own_account(ada: Desk) -> None:
    page = ada.follow("/maintain/accounts/close", {"email": address_of("Ada")})
    assert "Ask another administrator" in page.text
    assert ada.follow("/maintain/accounts/close", {"email": "nobody@example.org"}).text.count("no such account") == 1


def test_one_can_sign_oneself_out_everywhere_else(browser_of: Callable[..., Desk], bob: Desk) -> None:
    here, there = browser_of("Ani"), browser_of("Ani")
    page = here.follow("/maintain/sessions/end")
    assert "1 other sessions were ended" in page.text
    assert there.client.get("/maintain/").status_code == 302
    assert here.client.get("/maintain/").status_code == 200
    assert bob.client.get("/maintain/").status_code == 200


def test_a_one_time_link_leads_to_a_first_password(
    app: Flask, settings: Settings, browser_of: Callable[..., Desk]
) -> None:
    path = f"/maintain/welcome/{token_for(app, settings, 'Cat')}"
    desk = browser_of()
    assert "Welcome, Cat" in desk.get(path).text
    for password, again, problem in (
        ("short", "short", "at least 12 characters"),
        ("password1234", "password1234", "tried first"),
        ("my aunt sings on boats", "my aunt sings on boat", "not the same"),
    ):
        assert problem in desk.send(path, {"password": password, "again": again}, 422).text
    password = "my aunt sings on boats"
    assert desk.post(path, {"password": password, "again": password}).status_code == 302
    assert desk.sign_in("Cat", password).status_code == 302
    assert desk.get("/maintain/").heading == "What needs a person"
    assert "used up" in browser_of().get(path, 410).text


def test_an_invented_link_is_as_good_as_a_used_one(browser_of: Callable[..., Desk]) -> None:
    assert "used up" in browser_of().get("/maintain/welcome/a.1.b", 410).text


def test_a_reset_ends_every_session_of_the_person(app: Flask, ani: Desk) -> None:
    signing_in.forget_password(app.extensions["database"], address_of("Ani"), app.extensions["clock"]())
    assert ani.client.get("/maintain/").status_code == 302
    assert ani.sign_in("Ani").status_code == 200
