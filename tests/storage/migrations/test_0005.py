from __future__ import annotations

from datetime import UTC, datetime

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from aidroute.storage.db import Database
from aidroute.storage.report import Report, VisitorKey
from aidroute.storage.suggestion import Suggestion
from aidroute.storage.tables import metadata
from aidroute.storage.upgrading import downgrade, upgrade

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_reports_come_and_go_without_touching_links(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0004")
    with database.write_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO link (id, url, url_as_typed, host, registrable_domain, tenant_prefix, allowed_domains,"
                " state, held, reason, consecutive_failures, consecutive_successes, dns_failures, recent_changes,"
                " ground_is_clean, wrong_reports, etag, last_modified, validators_for, next_check_at, recent_clicks,"
                " revision) VALUES (7, 'https://give.example.org/', 'https://give.example.org/', 'give.example.org',"
                " 'example.org', '', '[]', 'live', :no, '', 0, 0, '[]', '[]', :yes, 1, '', '', '', :now, 0, 0)"
            ),
            {"now": NOW, "no": False, "yes": True},
        )
    upgrade(database.write_engine, "0005")
    with database.write() as session:
        session.add(Report(number="R-1", channel_slug="c", link_id=7, kind="wrong", visitor="v", reported_at=NOW))
        session.add(Suggestion(number="S-1", kind="removal", suggested_at=NOW))
        session.add(VisitorKey(day=NOW.date(), key="k"))
    with database.read() as session:
        assert session.scalars(select(Report.link_id)).one() == 7
    downgrade(database.write_engine, "0004")
    assert not {"report", "suggestion", "visitor_key"} & set(inspect(database.read_engine).get_table_names())
    with database.read_engine.connect() as connection:
        assert connection.execute(text("SELECT wrong_reports FROM link")).scalar_one() == 1
    database.close()


def test_the_new_tables_are_as_their_models_say(empty_database_url: str) -> None:
    database = Database.open(empty_database_url)
    upgrade(database.write_engine, "0005")
    with database.read_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [str(each) for each in compare_metadata(context, metadata())]
    database.close()
    assert not [each for each in differences if "report" in each or "suggestion" in each or "visitor_key" in each]
