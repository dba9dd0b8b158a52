from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, text

from aidroute.services.status_reading import NEVER_RAN
from aidroute.storage.db import Database
from aidroute.storage.link import CheckRun
from tests.support.directories import NOW
from tests.web.public.conftest import Listed

LOST = "sqlite:////nonexistent-folder/x.sqlite"


def test_a_process_that_answers_is_alive(shipped: Listed) -> None:
    assert shipped.client.get("/healthz").json == {"status": "alive"}


def test_ready_means_database_schema_and_directory(shipped: Listed) -> None:
    answer = shipped.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json
    assert (told["status"], told["database"], told["is_stale"]) == ("ready", "readable", False)
    assert told["schema"] == told["schema_expected"]
    assert (told["seconds_since_last_tick"], told["checks_paused"]) == (None, NEVER_RAN)


def test_the_age_of_the_last_tick_is_told(listed: Listed) -> None:
    run = {"started_at": NOW, "seen_at": NOW - timedelta(seconds=40), "worker": "w", "claimed": 0, "finished": 0}
    with listed.database.write() as session:
        session.execute(insert(CheckRun), [{**run, "is_conclusive": True, "note": ""}])
    told = listed.client.get("/readyz").json
    assert (told["seconds_since_last_tick"], told["checks_paused"]) == (40, None)


def test_another_schema_is_not_ready(listed: Listed) -> None:
    with listed.database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = listed.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["schema"] == "0001"


def test_pages_that_outlive_the_database_are_ready_and_say_so(listed: Listed) -> None:
    assert listed.client.get("/readyz").status_code == 200
    lost = Database.open(LOST)
    listed.app.extensions["database"] = lost
    listed.app.extensions["directory"]._database = lost
    listed.app.extensions["directory"].forget()
    answer = listed.client.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json["database"], answer.json["is_stale"]) == ("away", True)


def test_without_any_directory_nothing_is_ready(listed: Listed) -> None:
    lost = Database.open(LOST)
    listed.app.extensions["database"] = lost
    listed.app.extensions["directory"]._database = lost
    answer = listed.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["status"] == "no directory"
