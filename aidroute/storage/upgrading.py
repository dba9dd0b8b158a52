"""Brings a database to a revision of the schema, and tells where it stands."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

HEAD = "head"

ONE_UPGRADE_AT_A_TIME = 4_116_203
"""Key of the PostgreSQL advisory lock that keeps two starting processes from migrating at once."""


def upgrade(engine: Engine, revision: str = HEAD) -> None:
    """Bring the database up to ``revision`` in one transaction; a database already there is left alone.

    On SQLite the write transaction itself keeps a second process waiting, on PostgreSQL an advisory lock.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_UPGRADE_AT_A_TIME})
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to ``revision`` in one transaction."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at, None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str | None:
    """The newest revision this version of the software knows."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def is_current(engine: Engine) -> bool:
    """True when the database has exactly the schema this version of the software expects."""
    return current_revision(engine) == head_revision()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
