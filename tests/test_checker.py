"""The second look at click time, as the application puts it together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask

from aidroute.app import create_app
from aidroute.checker import look_again_at_clicks
from aidroute.settings import Settings, load_settings
from aidroute.storage.db import Database
from aidroute.web.public.going import LOOK_AGAIN
from tests.support.directories import LIVE, NOW, link


def test_a_link_that_worked_within_the_hour_is_not_looked_at_again(
    settings: Settings, sqlite_database: Database
) -> None:
    look_again = look_again_at_clicks(settings, sqlite_database)
    assert LIVE.last_ok_at is not None
    assert look_again(link(1), LIVE.last_ok_at + timedelta(minutes=60)) is True


def test_a_link_that_is_not_stored_cannot_be_looked_at_and_is_not_led_to(
    settings: Settings, sqlite_database: Database
) -> None:
    look_again = look_again_at_clicks(settings, sqlite_database)
    assert look_again(link(1), NOW + timedelta(minutes=61)) is False


def test_the_application_looks_again_unless_the_settings_say_otherwise(
    app: Flask, tmp_path: Path, sqlite_url: str
) -> None:
    assert LOOK_AGAIN not in app.extensions
    looking = create_app(load_settings(tmp_path / "looking", {"AIDROUTE_DATABASE_URL": sqlite_url}))
    assert callable(looking.extensions[LOOK_AGAIN])
    looking.extensions["database"].close()
