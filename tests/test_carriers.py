"""Notices reach people by the carriers that the settings ask for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aidroute.adapters.webhook import Hook
from aidroute.carriers import mail_carrier, mail_server, outside_carriers, webhook_carrier
from aidroute.services.alerting import Message, send_due
from aidroute.settings import Settings, SettingsError, load_settings
from aidroute.storage import notice
from aidroute.storage.db import Database
from tests.support.mail_server import MailServerOnLoopback

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = "k3Vt9QxL0pZr8WmYc2NfHj5BdGs7AeUi"
MAIL = {
    "AIDROUTE_SECRET_KEY": SECRET,
    "AIDROUTE_MAIL_HOST": "127.0.0.1",
    "AIDROUTE_MAIL_SECURITY": "none",
    "AIDROUTE_MAIL_FROM": "aidroute@aid.example.org",
    "AIDROUTE_MAIL_TO": "desk@aid.example.org, night@aid.example.org",
}
WEBHOOK = {"AIDROUTE_WEBHOOK_URL": "https://hooks.example.org/x", "AIDROUTE_WEBHOOK_SECRET": SECRET}


def settings(folder: Path, **changes: str) -> Settings:
    folder.chmod(0o700)
    return load_settings(folder, MAIL | changes)


def message(number: int) -> Message:
    return Message(number, "link_down", f"{number} is down", {"host": "a.test", "text": "a visitor's words"}, NOW)


def test_without_settings_notices_go_to_the_log_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert outside_carriers(load_settings(tmp_path, {"AIDROUTE_SECRET_KEY": SECRET})) == ()


def test_the_settings_choose_the_carriers(tmp_path: Path) -> None:
    assert [each.name for each in outside_carriers(settings(tmp_path))] == ["mail"]
    assert [each.name for each in outside_carriers(settings(tmp_path, **WEBHOOK))] == ["mail", "webhook"]


def test_the_notices_of_one_tick_go_in_one_mail(tmp_path: Path, database: Database) -> None:
    with database.write() as session:
        for number in range(3):
            notice.write(session, "link_down", f"{number} is down", {"host": "a.test", "text": "secret words"}, NOW)
    with MailServerOnLoopback() as loopback:
        server = mail_server(settings(tmp_path, AIDROUTE_MAIL_PORT=str(loopback.port)))
        carrier = mail_carrier(server, "https://aid.example.org")
        assert send_due(database, [carrier], NOW) == 3
        assert send_due(database, [carrier], NOW) == 0
    [mail] = loopback.mails
    assert "Subject: 0 is down (and 2 more)" in mail
    assert mail.count("host: a.test") == 3
    assert "secret words" not in mail


def test_a_document_says_what_happened_and_nothing_a_visitor_wrote() -> None:
    posted: list[bytes] = []

    def post(_url: str, content: bytes, _headers: object) -> int:
        posted.append(content)
        return 200

    webhook_carrier(post, Hook("https://hooks.example.org/x", SECRET), "https://aid.example.org").carry([message(7)])
    assert json.loads(posted[0]) == {
        "from": "https://aid.example.org",
        "notices": [
            {
                "number": 7,
                "kind": "link_down",
                "subject": "7 is down",
                "about": {"host": "a.test"},
                "created_at": "2026-11-21T12:00:00+00:00",
            }
        ],
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"AIDROUTE_MAIL_TO": ""}, "mail_from and mail_to"),
        ({"AIDROUTE_MAIL_HOST": "mail.example.org"}, "may only be none"),
        ({"AIDROUTE_MAIL_TO": "desk@aid.example.org\nBcc: x@example.org"}, "plain e-mail address"),
        ({"AIDROUTE_MAIL_FROM": "desk"}, "plain e-mail address"),
        ({"AIDROUTE_MAIL_PASSWORD_FILE": "no-such-file"}, "cannot be read"),
        ({"AIDROUTE_WEBHOOK_URL": "http://hooks.example.org/"}, "https://"),
        ({"AIDROUTE_WEBHOOK_URL": "https://hooks.example.org/"}, "webhook_secret"),
    ],
)
def test_settings_that_could_not_work_stop_the_start(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        settings(tmp_path, **changes)


def test_the_password_is_read_from_its_file_anew_and_only_when_nobody_else_can(tmp_path: Path) -> None:
    file = tmp_path / "mail-password"
    file.write_text("one\n", encoding="utf-8")
    file.chmod(0o600)
    loaded = settings(tmp_path, AIDROUTE_MAIL_PASSWORD_FILE="mail-password")
    server = mail_server(loaded)
    assert server.password() == "one"
    file.write_text("two\n", encoding="utf-8")
    assert server.password() == "two"
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        settings(tmp_path, AIDROUTE_MAIL_PASSWORD_FILE="mail-password")


def test_no_secret_of_a_carrier_is_shown(tmp_path: Path) -> None:
    loaded = settings(tmp_path, AIDROUTE_MAIL_PASSWORD="hush hush", **WEBHOOK)
    assert "hush" not in repr(loaded)
    assert SECRET not in repr(loaded)
    assert "hooks.example.org" not in repr(loaded)
