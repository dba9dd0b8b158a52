from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import inspect, text

from aidroute.storage.db import Database
from aidroute.storage.upgrading import downgrade, upgrade

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_a_link_from_before_knows_no_page_and_is_read_in_full(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0006")
    with database.write_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO link (id, url, url_as_typed, host, registrable_domain, tenant_prefix, allowed_domains,"
                " state, held, reason, consecutive_failures, consecutive_successes, dns_failures, recent_changes,"
                " ground_is_clean, wrong_reports, etag, last_modified, validators_for, next_check_at, recent_clicks,"
                " revision) VALUES (7, 'https://give.example.org/', 'https://give.example.org/', 'give.example.org',"
                " 'example.org', '', '[]', 'live', :no, '', 0, 0, '[]', '[]', :yes, 0, 'w1', '', '', :now, 0, 0)"
            ),
            {"now": NOW, "no": False, "yes": True},
        )
    upgrade(database.write_engine, "0007")
    with database.write_engine.begin() as connection:
        assert connection.execute(text("SELECT etag, page_sha256 FROM link")).one() == ("w1", "")
        connection.execute(text("UPDATE link SET page_sha256 = :hash"), {"hash": "a" * 64})
    downgrade(database.write_engine, "0006")
    assert "page_sha256" not in {column["name"] for column in inspect(database.read_engine).get_columns("link")}
    with database.read_engine.connect() as connection:
        assert connection.execute(text("SELECT etag FROM link")).scalar_one() == "w1"
    database.close()
