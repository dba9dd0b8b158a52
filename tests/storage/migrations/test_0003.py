from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import inspect, text

from aidroute.storage import search_text
from aidroute.storage.db import Database
from aidroute.storage.upgrading import downgrade, upgrade

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_the_search_table_comes_and_goes_without_touching_organizations(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0002")
    with database.write_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO organization (id, slug, position, name, summary, kind, purpose, places, website,"
                " confusable_with, version)"
                " VALUES (1, 'harbour', 0, 'Harbour Club', '{}', 'other', 'humanitarian', '[]', '', '[]', 1)"
            )
        )
    upgrade(database.write_engine, "0003")
    with database.write() as session:
        search_text.replace_words(session, "harbour", ["harbour", "klub"])
    with database.read() as session:
        assert search_text.candidates(session, ["klub"]) == ["harbour"]
    downgrade(database.write_engine, "0002")
    assert "search_text" not in inspect(database.read_engine).get_table_names()
    with database.read_engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM organization")).scalar_one() == "Harbour Club"
    database.close()
