"""The application as it is put together."""

import io
import json
from pathlib import Path

import pytest
from flask import Flask, request

from aidroute.app import create_app
from aidroute.logs import configure_logs
from aidroute.settings import Settings, SettingsError, load_settings


def test_it_does_not_start_with_a_guessable_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        create_app(load_settings(tmp_path, {"AIDROUTE_SECRET_KEY": "dev"}))


def test_a_host_that_is_not_ours_gets_a_400(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/no-such-page", headers={"Host": "127.0.0.1"}).status_code == 404
    assert client.get("/no-such-page", headers={"Host": "evil.example.org"}).status_code == 400


def test_every_request_has_a_number_of_its_own(app: Flask) -> None:
    client = app.test_client()
    numbers = {client.get("/no-such-page").headers["X-Request-ID"] for _ in range(5)}
    assert len(numbers) == 5


def test_a_request_is_logged_without_what_was_asked_or_by_whom(app: Flask, tmp_path: Path) -> None:
    stream = io.StringIO()
    environ = {"AIDROUTE_LOG_FORMAT": "json"}
    configure_logs(load_settings(tmp_path / "logs", environ), stream)
    answer = app.test_client().get(
        "/no-such-page?need=shelter", headers={"User-Agent": "Ann's phone"}, environ_base={"REMOTE_ADDR": "203.0.113.7"}
    )
    event = json.loads(stream.getvalue())
    assert event["request_id"] == answer.headers["X-Request-ID"]
    assert (event["method"], event["status"]) == ("GET", 404)
    for private in ("shelter", "no-such-page", "Ann", "203.0.113.7"):
        assert private not in stream.getvalue()


@pytest.mark.parametrize(("proxies", "believed"), [("0", "127.0.0.1"), ("1", "198.51.100.9"), ("2", "203.0.113.7")])
def test_forwarded_addresses_are_believed_from_the_configured_proxies_only(
    tmp_path: Path, sqlite_url: str, proxies: str, believed: str
) -> None:
    app = create_app(
        load_settings(tmp_path / "i", {"AIDROUTE_DATABASE_URL": sqlite_url, "AIDROUTE_TRUSTED_PROXIES": proxies})
    )
    seen = []
    app.before_request(lambda: seen.append((request.remote_addr, request.host)))
    forwarded = {"X-Forwarded-For": "203.0.113.7, 198.51.100.9", "X-Forwarded-Host": "127.0.0.1:99"}
    app.test_client().get("/no-such-page", headers=forwarded)
    assert seen == [(believed, "localhost")]
    app.extensions["database"].close()


def test_a_large_body_is_refused(app: Flask) -> None:
    app.add_url_rule("/echo", view_func=lambda: str(len(request.get_data())), methods=["POST"])
    assert app.test_client().post("/echo", data=b"x" * 900_000).status_code == 200
    assert app.test_client().post("/echo", data=b"x" * 1_100_000).status_code == 413


def test_parts_find_the_settings_and_the_database(app: Flask, settings: Settings) -> None:
    assert app.config["SETTINGS"] is settings
    with app.extensions["database"].read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM organization").scalar() == 0
