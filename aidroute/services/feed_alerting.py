"""Telling the operator that a threat list is out of date: what it does not list proves nothing any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from aidroute.services.alerting import write_feed_notice
from aidroute.storage.db import Database
from aidroute.storage.notice import Notice

STALE = "feed_stale"
RENEWED = "feed_renewed"
AGAIN_AFTER = timedelta(days=7)
"""A list that stays out of date is told of once a week."""

LOOKED_BACK = 50
"""Newest messages about lists that are looked through; there are few lists."""


def tell(database: Database, is_stale: Mapping[str, bool], now: datetime) -> int:
    """Leave a message for each list that went out of date, or came back; gives their number.

    ``is_stale`` has every list of this installation by its name.
    """
    if not is_stale:
        return 0
    with database.read() as session:
        codes = _to_tell(session, is_stale, now)
    if codes:
        with database.write() as session:
            for feed, code in codes.items():
                write_feed_notice(session, code, feed, now)
    return len(codes)


def _to_tell(session: Session, is_stale: Mapping[str, bool], now: datetime) -> dict[str, str]:
    query = select(Notice).where(Notice.kind.in_((STALE, RENEWED))).order_by(Notice.id.desc()).limit(LOOKED_BACK)
    told: dict[str, Notice] = {}
    for row in session.scalars(query):
        told.setdefault(str(row.body.get("feed", "")), row)
    codes = {}
    for feed, stale in is_stale.items():
        last = told.get(feed)
        was_stale = last is not None and last.kind == STALE
        if stale and (not was_stale or (last is not None and now - last.created_at >= AGAIN_AFTER)):
            codes[feed] = STALE
        elif was_stale and not stale:
            codes[feed] = RENEWED
    return codes
