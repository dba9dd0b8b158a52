"""Maintainers at their browsers, for tests of their area: every page they get is held to the rules of all pages."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from aidroute.services import signing_in
from aidroute.services.signing_in import NewAccount
from tests.support.page_checker import Node, Page, checked

PASSWORDS = {
    "Ani": "three kettles by the window",
    "Bob": "nine quiet lamps outside",
    "Ada": "a spoon under the old map",
}


def address_of(name: str) -> str:
    """The account of a person."""
    return f"{name.lower()}@example.org"


def give_passwords(app: Flask) -> None:
    """Let everybody of the desk's world sign in."""
    database = app.extensions["database"]
    for account in signing_in.accounts(database):
        name = account.person.name
        signing_in.keep_rehashed(database, account.uniquifier, _hash_of(name))


@cache
def _hash_of(name: str) -> str:
    """Hashing is slow on purpose; once for all tests is enough."""
    return signing_in.checked_hash(PASSWORDS[name], (name,))


def add_account(app: Flask, name: str, role: str) -> None:
    """One more person who can sign in."""
    made = NewAccount(address_of(name), name, role)
    signing_in.add(app.extensions["database"], made, PASSWORDS[name], app.extensions["clock"]())


class Desk:
    """One browser in the maintainers' area."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **options: Any) -> Page:
        """The page at a path of the area, with this status."""
        page = checked(self.client.get(path, **options), is_signed_in=True)
        assert page.status == status, f"{path}: {page.status} {page.heading}"
        return page

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """What answers a form of ours, sent with its token."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)

    def send(self, path: str, data: dict[str, Any], status: int) -> Page:
        """The page that answers a form with this status."""
        page = checked(self.post(path, data), is_signed_in=True)
        assert page.status == status, f"{path}: {page.status} {page.text[:300]}"
        return page

    def follow(self, path: str, data: dict[str, Any] | None = None) -> Page:
        """The page that a form which was taken leads to."""
        response = self.post(path, data)
        assert response.status_code == 302, f"{path}: {response.status_code} {response.text[:2000]}"
        return self.get(response.headers["Location"])

    def sign_in(self, name: str, password: str | None = None) -> TestResponse:
        """What answers the sign-in form."""
        return self.post("/maintain/sign-in", {"email": address_of(name), "password": password or PASSWORDS[name]})

    def token(self) -> str:
        """The proof that a form is ours, as any page of the area carries it."""
        page = checked(self.client.get("/maintain/sign-in", follow_redirects=True), is_signed_in=True)
        return next(value for name, value in hidden(page.tree) if name == "csrf_token")

    def cookie(self) -> str:
        """The session's cookie, '' when there is none."""
        found = self.client.get_cookie("aidroute")
        return found.value if found else ""


def hidden(tree: Node) -> list[tuple[str, str]]:
    """Names and values of the hidden fields of a page."""
    return [
        (node.attributes.get("name", ""), node.attributes.get("value", ""))
        for node in tree.all("input")
        if node.attributes.get("type") == "hidden"
    ]


def filled_in(tree: Node) -> dict[str, Any]:
    """What a browser would send of the page's first form that has a reason, as it stands."""
    form = next(each for each in tree.all("form") if any(n.attributes.get("name") == "reason" for n in each.walk()))
    data: dict[str, Any] = {}
    for node in form.all("input", "textarea", "select"):
        name, kind = node.attributes["name"], node.attributes.get("type")
        if node.tag == "textarea":
            data[name] = node.raw_text
        elif node.tag == "select":
            chosen = [each for each in node.all("option") if "selected" in each.attributes] or node.all("option")[:1]
            data[name] = chosen[0].attributes["value"]
        elif kind == "checkbox":
            if "checked" in node.attributes:
                data.setdefault(name, []).append(node.attributes["value"])
        else:
            data[name] = node.attributes.get("value", "")
    return data
