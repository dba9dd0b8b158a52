"""Sessions of signed-in maintainers, kept on the server: ended here, ended everywhere.

The browser holds a random name; the table holds its hash, so a copy of the table opens nothing. A session ends at
sign-out, after a while without a request, and after its longest life whatever happens.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from aidroute.storage.db import Database
from aidroute.storage.user import SignedInSession, User

SEEN_EVERY = timedelta(minutes=1)
"""The instant of the last request is written at most this often."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts without a request, and at most."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Kept:
    """A session as it is kept."""

    data: Mapping[str, Any]
    uniquifier: str
    """Of the account it belongs to."""
    created_at: datetime
    last_seen_at: datetime


def open_session(database: Database, name: str, limits: Limits, now: datetime) -> Kept | None:
    """The session with this name, None when there is none that still runs for an open account."""
    wanted = (
        select(SignedInSession, User.fs_uniquifier)
        .join(User, User.id == SignedInSession.user_id)
        .where(SignedInSession.id_sha256 == _hashed(name), User.active)
        .where(SignedInSession.created_at > now - limits.longest, SignedInSession.last_seen_at > now - limits.idle)
    )
    with database.read() as session:
        found = session.execute(wanted).first()
    if found is None:
        return None
    row, uniquifier = found
    return Kept(row.data, uniquifier, row.created_at, row.last_seen_at)


def begin(database: Database, uniquifier: str, data: Mapping[str, Any], now: datetime) -> str | None:
    """Keep a new session for an account and give its name; None when the account was closed meanwhile."""
    name = secrets.token_urlsafe(32)
    with database.write() as session:
        user_id = session.scalar(select(User.id).where(User.fs_uniquifier == uniquifier, User.active))
        if user_id is None:
            return None
        session.add(
            SignedInSession(id_sha256=_hashed(name), user_id=user_id, data=dict(data), created_at=now, last_seen_at=now)
        )
    return name


def write(database: Database, name: str, data: Mapping[str, Any], now: datetime) -> None:
    """Keep changed data. A session that was ended meanwhile stays ended."""
    _update(database, name, {"data": dict(data), "last_seen_at": now})


def touch(database: Database, name: str, kept: Kept, now: datetime) -> None:
    """Note that somebody was here, at most once a minute."""
    if now - kept.last_seen_at >= SEEN_EVERY:
        _update(database, name, {"last_seen_at": now})


def end(database: Database, name: str) -> None:
    """End a session for whoever has its name."""
    with database.write() as session:
        session.execute(delete(SignedInSession).where(SignedInSession.id_sha256 == _hashed(name)))


def end_others(database: Database, key: int, kept_name: str = "") -> int:
    """End every session of an account but the one with this name; gives how many ended."""
    others = delete(SignedInSession).where(
        SignedInSession.user_id == key, SignedInSession.id_sha256 != _hashed(kept_name)
    )
    with database.write() as session:
        return int(getattr(session.execute(others), "rowcount", 0))


def forget_ended(database: Database, limits: Limits, now: datetime) -> int:
    """Remove rows of sessions that ran out; gives how many there were."""
    ended = or_(SignedInSession.created_at <= now - limits.longest, SignedInSession.last_seen_at <= now - limits.idle)
    with database.write() as session:
        return int(getattr(session.execute(delete(SignedInSession).where(ended)), "rowcount", 0))


def _update(database: Database, name: str, values: dict[str, Any]) -> None:
    with database.write() as session:
        session.execute(update(SignedInSession).where(SignedInSession.id_sha256 == _hashed(name)).values(**values))


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
