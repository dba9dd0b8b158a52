"""Letting go of what is no longer needed: raw checks after 90 days, old runs, lanes nobody asks for. Flips stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from aidroute.storage import link_queue
from aidroute.storage.db import Database
from aidroute.storage.link import Check, CheckRun
from aidroute.storage.notice import Notice

CHECKS_KEPT = timedelta(days=90)
RUNS_KEPT = timedelta(days=90)
SENT_NOTICES_KEPT = timedelta(days=365)
LANES_KEPT = timedelta(days=2)
BATCH = 1_000
"""Rows removed in one transaction, so that nobody waits long for the writing lock."""
MOST_BATCHES = 200


def tidy(database: Database, now: datetime) -> int:
    """Remove what is older than it is kept for; gives the number of checks removed. A job for once a day.

    A link's newest check is kept however old it is, so that its page can always show a proof.
    """
    with database.write() as session:
        session.execute(delete(CheckRun).where(CheckRun.seen_at < now - RUNS_KEPT))
        session.execute(delete(Notice).where(Notice.sent_at < now - SENT_NOTICES_KEPT))
        link_queue.forget_old_pauses(session, now - LANES_KEPT)
    removed = 0
    for _ in range(MOST_BATCHES):
        number = _remove_checks(database, now - CHECKS_KEPT)
        removed += number
        if number < BATCH:
            break
    return removed


def _remove_checks(database: Database, before_at: datetime) -> int:
    newer = Check.__table__.alias("newer")
    has_newer = (
        select(newer.c.id)
        .where(newer.c.link_id == Check.link_id, newer.c.started_at > Check.started_at)
        .limit(1)
        .exists()
    )
    old = select(Check.id).where(Check.started_at < before_at, has_newer).limit(BATCH)
    with database.write() as session:
        removed = session.execute(
            delete(Check).where(Check.id.in_(old)), execution_options={"synchronize_session": False}
        )
        return int(getattr(removed, "rowcount", 0))
