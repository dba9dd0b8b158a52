"""How the checker itself is doing: is it alive, is it believed, what is waiting, how fresh is what pages show."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from aidroute.domain.routing_level import FRESH_FOR
from aidroute.domain.verdict_names import LinkState
from aidroute.storage.db import Database
from aidroute.storage.link import Check, CheckRun, Link
from aidroute.storage.notice import Notice

SILENT_AFTER = timedelta(minutes=3)
"""A checker that gave no sign of life for so long (twelve ticks) is taken for stopped."""
LOOK_AGAIN_AFTER_S = 5.0

NEVER_RAN = "never_ran"
STOPPED = "stopped"
UNREADABLE = "database_unreadable"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run that found work."""

    started_at: datetime
    ended_at: datetime | None
    claimed: int
    finished: int
    is_conclusive: bool


@dataclass(frozen=True, slots=True)
class CheckerStanding:
    """The checker at ``read_at``. ``pause_reason`` is '' while checks go on, else why no link is judged now:
    canary_failed, mass_failure or captive_portal (our own network), stopped, never_ran, database_unreadable.
    """

    read_at: datetime
    pause_reason: str
    last_seen_at: datetime | None = None
    """The newest sign of life of any checker."""
    last_run: RunFacts | None = None
    links_by_state: Mapping[LinkState, int] = field(default_factory=dict)
    due: int = 0
    oldest_due_at: datetime | None = None
    """When the link was due that waits longest; None when none waits."""
    oldest_check_at: datetime | None = None
    """The oldest of all links' newest checks."""
    never_checked: int = 0
    stale: int = 0
    """Links without a good check in 48 h: nobody is led there by itself."""
    checks_today: int = 0
    """Checks begun in the last 24 hours."""
    notices_waiting: int = 0

    @property
    def is_paused(self) -> bool:
        """Whether pages have to say that checks are paused."""
        return bool(self.pause_reason)

    @property
    def links(self) -> int:
        """How many links there are, retired ones left out."""
        return sum(number for state, number in self.links_by_state.items() if state is not LinkState.RETIRED)

    @property
    def queue_age(self) -> timedelta:
        """How long the link that waits longest has been due; zero when none waits."""
        return max(timedelta(), self.read_at - self.oldest_due_at) if self.oldest_due_at else timedelta()


def read_standing(database: Database, now: datetime, silent_after: timedelta = SILENT_AFTER) -> CheckerStanding:
    """The whole standing, in eight small queries. Raises ``SQLAlchemyError`` when the database cannot be read."""
    with database.read() as session:
        last_seen_at, pause_reason = _sign_of_life(session, now, silent_after)
        due, oldest_due_at = _queue(session, now)
        checked = select(func.min(Link.last_checked_at), *_counts(now)).where(_is_watched())
        oldest_check_at, never_checked, stale = session.execute(checked).one()
        return CheckerStanding(
            read_at=now,
            pause_reason=pause_reason,
            last_seen_at=last_seen_at,
            last_run=_last_run(session),
            links_by_state=_by_state(session),
            due=due,
            oldest_due_at=oldest_due_at,
            oldest_check_at=oldest_check_at,
            never_checked=never_checked,
            stale=stale,
            checks_today=session.scalar(
                select(func.count(Check.id)).where(Check.started_at > now - timedelta(days=1), Check.started_at <= now)
            )
            or 0,
            notices_waiting=session.scalar(select(func.count(Notice.id)).where(Notice.sent_at.is_(None))) or 0,
        )


class StandingSource:
    """The standing for pages: read at most every five seconds, and kept while the database is away."""

    def __init__(self, database: Database, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Read from ``database`` when asked; ``monotonic`` is a clock in seconds that never goes back."""
        self._database = database
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: CheckerStanding | None = None
        self._looked_at = float("-inf")

    def current(self, now: datetime) -> CheckerStanding:
        """The standing, a few seconds old at most; paused when it cannot be read. Never raises.

        One thread reads; the others meanwhile use what is known, so that a slow database holds up one page and not all.
        """
        known = self._known
        if known is not None and not self._is_time_to_look():
            return known
        if known is None:
            self._lock.acquire()
        elif not self._lock.acquire(blocking=False):
            return known
        try:
            known = self._known
            if known is None or self._is_time_to_look():
                self._known = known = self._read(now)
                self._looked_at = self._monotonic()
            return known
        finally:
            self._lock.release()

    def _is_time_to_look(self) -> bool:
        return self._monotonic() - self._looked_at >= LOOK_AGAIN_AFTER_S

    def _read(self, now: datetime) -> CheckerStanding:
        try:
            return read_standing(self._database, now)
        except SQLAlchemyError:
            if self._known is None:
                return CheckerStanding(now, UNREADABLE)
            return replace(self._known, pause_reason=UNREADABLE)


def _sign_of_life(session: Session, now: datetime, silent_after: timedelta) -> tuple[datetime | None, str]:
    """The newest sign of life, and why checks are paused ('' when they are not)."""
    last_seen_at = session.scalar(select(func.max(CheckRun.seen_at)))
    if last_seen_at is None:
        return None, NEVER_RAN
    if now - last_seen_at > silent_after:
        return last_seen_at, STOPPED
    newest = session.execute(
        select(CheckRun.is_conclusive, CheckRun.note)
        .where(CheckRun.ended_at.is_not(None))
        .order_by(CheckRun.ended_at.desc(), CheckRun.id.desc())
        .limit(1)
    ).one_or_none()
    if newest is None or newest.is_conclusive:
        return last_seen_at, ""
    return last_seen_at, newest.note


def _queue(session: Session, now: datetime) -> tuple[int, datetime | None]:
    due = select(func.count(Link.id), func.min(Link.next_check_at)).where(Link.next_check_at <= now, _is_watched())
    number, oldest = session.execute(due).one()
    return number, oldest


def _counts(now: datetime) -> tuple[Any, Any]:
    never = func.count(Link.id).filter(Link.last_checked_at.is_(None))
    stale = func.count(Link.id).filter(or_(Link.last_ok_at.is_(None), Link.last_ok_at < now - FRESH_FOR))
    return never, stale


def _is_watched() -> Any:
    return and_(Link.state != LinkState.RETIRED.value)


def _by_state(session: Session) -> dict[LinkState, int]:
    counted = dict(session.execute(select(Link.state, func.count(Link.id)).group_by(Link.state)).all())
    return {state: counted.get(state.value, 0) for state in LinkState}


def _last_run(session: Session) -> RunFacts | None:
    row = session.scalars(
        select(CheckRun).where(CheckRun.claimed > 0).order_by(CheckRun.started_at.desc(), CheckRun.id.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return RunFacts(row.started_at, row.ended_at, row.claimed, row.finished, row.is_conclusive)
