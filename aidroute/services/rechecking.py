"""The check at the moment of a click: a visitor is led only where somebody has just been.

When the last good check is more than an hour old, the link is looked at once more, within a second and a half. Many
visitors of one link share one look, in this process and across processes. Only a good answer counts; anything else
makes the link due at once for the unhurried check, which alone may accuse it, and the visitor is shown the page.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from aidroute.domain.directory import Link as DirectoryLink
from aidroute.domain.link_state import may_ask_conditionally
from aidroute.domain.routing_level import routing_level
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.services import claiming
from aidroute.services.check_recording import Finding, record
from aidroute.services.checking import CheckerParts
from aidroute.services.claiming import ClaimedLink
from aidroute.services.examining import Examined, examine, has_yardstick_of_today, request_for
from aidroute.storage import link_queue, link_rows
from aidroute.storage.link import Link

FRESH_ENOUGH = timedelta(minutes=60)
BUDGET = timedelta(seconds=1.5)
FETCH_SHARE = 0.85
"""The part of the budget the network may use; the rest is for the database."""
NOT_AGAIN_FOR_S = 60.0
"""A link that did not pass is not asked again sooner: clicks must not become a flood."""
AT_ONCE = 8
"""Links that one process looks at for visitors at the same time; beyond that visitors are shown the page."""
LOOK_EVERY_S = 0.1
FORGET_AT = 10_000

log = structlog.get_logger("aidroute.rechecking")


class Recheck(StrEnum):
    """What a visitor's click found."""

    FRESH = "fresh"
    """The last good check is recent: nothing was asked."""
    CONFIRMED = "confirmed"
    """It works at this moment."""
    UNCONFIRMED = "unconfirmed"
    """It could not be shown to work in time: show the page, send nobody."""

    @property
    def may_go(self) -> bool:
        """Whether the visitor may be taken there."""
        return self is not Recheck.UNCONFIRMED


class ClickRechecks:
    """The looks at click time of one process. Safe to call from many threads."""

    def __init__(self, parts: CheckerParts, budget: timedelta = BUDGET) -> None:
        """Use the checker's own fetcher, rules and clock."""
        self._parts = parts
        self._budget = budget
        self._lock = threading.Lock()
        self._under_way: dict[int, Future[bool]] = {}
        self._failed_at: dict[int, float] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="recheck")

    def confirm(self, link: DirectoryLink, now: datetime) -> Recheck:
        """Whether a visitor may be taken to a link whose level is ``go``; ends within the budget, never raises."""
        last_ok_at = link.status.last_ok_at
        if last_ok_at is not None and now - last_ok_at <= FRESH_ENOUGH:
            return Recheck.FRESH
        look = self._look(link.key)
        if look is None:
            return Recheck.UNCONFIRMED
        try:
            return Recheck.CONFIRMED if look.result(self._budget.total_seconds()) else Recheck.UNCONFIRMED
        except TooLong:
            return Recheck.UNCONFIRMED

    def close(self) -> None:
        """Begin no more; what is under way ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _look(self, link_id: int) -> Future[bool] | None:
        """The look that is under way or a new one; None when it failed a moment ago or too many are under way."""
        with self._lock:
            shared = self._under_way.get(link_id)
            if shared is not None:
                return shared
            if time.monotonic() - self._failed_at.get(link_id, float("-inf")) < NOT_AGAIN_FOR_S:
                return None
            if len(self._under_way) >= AT_ONCE:
                return None
            look = self._pool.submit(self._perform, link_id)
            self._under_way[link_id] = look
        look.add_done_callback(lambda done: self._forget(link_id, done))
        return look

    def _forget(self, link_id: int, look: Future[bool]) -> None:
        with self._lock:
            self._under_way.pop(link_id, None)
            if len(self._failed_at) > FORGET_AT:
                self._failed_at.clear()
            if look.cancelled() or not look.result():
                self._failed_at[link_id] = time.monotonic()
            else:
                self._failed_at.pop(link_id, None)

    def _perform(self, link_id: int) -> bool:
        try:
            began = self._parts.clock()
            claimed = self._claim(link_id, began)
            if claimed is None:
                return self._wait_for_another(link_id, began)
            return self._check(claimed, began)
        except SQLAlchemyError:
            log.warning("a link could not be checked at click time", exc_info=True)
            return False
        except Exception:
            log.exception("a check at click time failed by an error of ours")
            return False

    def _claim(self, link_id: int, now: datetime) -> ClaimedLink | None:
        with self._parts.database.read() as session:
            row = session.get(Link, link_id)
            names = [row.host, row.address_group or row.host] if row else []
            if row is None or link_queue.is_left_alone(session, names, now):
                return None
        return claiming.claim_one(self._parts.database, link_id, self._parts.limits.leases, now)

    def _check(self, claimed: ClaimedLink, began: datetime) -> bool:
        """One look under the lease, which ends here whatever happens."""
        try:
            good = self._good_look(claimed, began)
        except Exception:
            self._make_due(claimed)
            raise
        if good is None:
            self._make_due(claimed)
            return False
        with self._parts.database.write() as session:
            written = record(session, [Finding(claimed, good)], self._parts.clock(), self._parts.jitter)
        return written.written == 1 and self._is_open(claimed.id)

    def _good_look(self, claimed: ClaimedLink, began: datetime) -> Examined | None:
        is_conditional = has_yardstick_of_today(claimed.identity) and may_ask_conditionally(claimed.status, began)
        request = request_for(claimed, is_conditional, self._budget * FETCH_SHARE)
        found = examine(self._parts.examiner, claimed, request)
        return found if isinstance(found, Examined) and found.is_good else None

    def _make_due(self, claimed: ClaimedLink) -> None:
        with self._parts.database.write() as session:
            link_queue.bring_forward(session, claimed.token, self._parts.clock())

    def _wait_for_another(self, link_id: int, began: datetime) -> bool:
        """Another process is at it: wait for what it writes, as long as the budget lasts."""
        ends_at = time.monotonic() + self._budget.total_seconds() * FETCH_SHARE
        while time.monotonic() < ends_at:
            with self._parts.database.read() as session:
                row = session.scalars(select(Link).where(Link.id == link_id)).one_or_none()
                if row is None:
                    return False
                # The other may have begun before this visitor came: what it found a moment ago is as good.
                if row.last_ok_at is not None and began - row.last_ok_at <= FRESH_ENOUGH:
                    return self._is_go(row)
                if row.lease_token is None:
                    return False
            time.sleep(LOOK_EVERY_S)
        return False

    def _is_open(self, link_id: int) -> bool:
        """A good look does not open what a state keeps closed (a quarantine, an outage that needs two successes)."""
        with self._parts.database.read() as session:
            row = session.get(Link, link_id)
            return row is not None and self._is_go(row)

    def _is_go(self, row: Link) -> bool:
        return routing_level(link_rows.status_of(row), self._parts.clock()).level is RoutingLevel.GO
