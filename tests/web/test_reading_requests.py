"""Requests that no browser sends, in front of the real application."""

from __future__ import annotations

from flask import Flask

from aidroute.web.reading_requests import ReadableRequest
from tests.support.wsgi import ask


def own_host(app: Flask) -> str:
    return str(app.config["SETTINGS"].base_url).removeprefix("http://")


def test_a_query_that_is_no_text_is_read_as_if_it_had_been_escaped(app: Flask) -> None:
    with app.test_request_context() as context:
        environ = {**context.request.environ, "QUERY_STRING": "q=\xe9\xff&x=caf\u00c3\u00a9"}
    read = ReadableRequest(environ)
    assert read.query_string == b"q=%E9%FF&x=caf%C3%A9"
    assert read.args["x"] == "caf\u00e9"


def test_a_query_of_plain_signs_stays_as_it_was_sent(app: Flask) -> None:
    sent = "a=%zz&b=<>\"'`{}|^~[]()&c=+%20&d=100%"
    with app.test_request_context() as context:
        environ = {**context.request.environ, "QUERY_STRING": sent}
    assert ReadableRequest(environ).query_string == sent.encode()


def test_octets_that_are_no_text_get_a_page(app: Flask) -> None:
    got = ask(app.wsgi_app, "/en/changes?subject=\xff", host=own_host(app))
    assert got.status == 200


def test_octets_that_are_no_text_are_redirected_escaped(app: Flask) -> None:
    got = ask(app.wsgi_app, "/give?need=\xff", host=own_host(app))
    assert (got.status, got.headers["location"]) == (302, "/en/give?need=%FF")
