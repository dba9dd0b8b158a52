"""The database: one base class, two engines. Writes begin IMMEDIATE on SQLite; reads cannot write.

SQLAlchemy's defaults on SQLite run a SELECT outside the transaction that later writes, so two writers
silently lose updates. Here every write transaction takes the write lock first, and readers use an
engine of their own on which SQLite refuses writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    MetaData,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import JSON, TypeDecorator

READ = "read"
"""Name of the bind that reads only."""

BUSY_TIMEOUT_MS = 5_000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive instant {value!r}: say which zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's protocol
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all tables; the naming convention lets migrations name every constraint on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: UtcDateTime(),
        dict[str, Any]: JSON,
        dict[str, str]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
    }


db = SQLAlchemy(session_options={"autoflush": False})
"""Makes the engines for the app and gives Flask-Security its session. The models stay on the plain
``Base``, so nothing else depends on it."""


def engine_options(url: str, mode: str) -> dict[str, Any]:
    """Arguments for ``create_engine`` in mode 'write' or 'read' on the given database URL."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}}
    options = "-c timezone=utc -c lock_timeout=5000"
    if mode == READ:
        # One look is one snapshot: otherwise a row could refer to another that the same reading did not see yet.
        options += " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
    return {"connect_args": {"options": options, "connect_timeout": 5}, "pool_pre_ping": True}


def prepare_engine(engine: Engine, mode: str) -> Engine:
    """Give an engine its session settings ('write' or 'read'). Returns the same engine."""
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        if mode == READ:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    begin = "BEGIN" if mode == READ else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def wait_for_turn(session: Session, key: int) -> None:
    """Hold the lock with this key until the transaction ends; whoever else asks for it waits.

    On SQLite the write transaction itself is that lock.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(key)))


class Database:
    """The two engines as transactions. A service gets one of these as an argument.

    ``write()`` commits when its block ends well and rolls back when it raises; ``read()`` never commits.
    """

    def __init__(self, write_engine: Engine, read_engine: Engine) -> None:
        """Take two engines that :func:`prepare_engine` has prepared."""
        self.write_engine = write_engine
        self.read_engine = read_engine
        self._write = sessionmaker(write_engine, expire_on_commit=False)
        self._read = sessionmaker(read_engine, expire_on_commit=False)

    @classmethod
    def open(cls, url: str) -> Database:
        """Open a database without Flask, as workers, migrations' tests and commands do."""
        engines = [prepare_engine(create_engine(url, **engine_options(url, mode)), mode) for mode in ("write", READ)]
        return cls(*engines)

    @classmethod
    def of_flask(cls, engines: Mapping[str | None, Engine]) -> Database:
        """Use the engines Flask-SQLAlchemy made: the default bind writes, the bind 'read' reads."""
        return cls(prepare_engine(engines[None], "write"), prepare_engine(engines[READ], READ))

    @property
    def is_sqlite(self) -> bool:
        """True on SQLite, False on PostgreSQL."""
        return self.write_engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One write transaction."""
        with self._write.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent look; nothing can be written."""
        with self._read() as session:
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self.write_engine.dispose()
        self.read_engine.dispose()
