"""Links whose own address has come onto a threat list: looked at when the list is, not when their check comes round."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from aidroute.domain.ground import FEED_FRESH_FOR
from aidroute.domain.verdict_names import LinkState
from aidroute.services.examining import AskFeeds
from aidroute.services.placing_links import make_due, stamp
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.link_queue import NEVER

CLOSED = (LinkState.RETIRED.value, LinkState.QUARANTINED.value)


def bring_forward(database: Database, ask_feeds: AskFeeds, now: datetime) -> int:
    """Make links due whose address is listed; gives their number. What the listing means, their check decides.

    Where a link leads is not known here: the next check asks about every step of the way.
    """
    with database.read() as session:
        waiting = session.execute(
            select(Link.id, Link.url).where(
                Link.state.not_in(CLOSED), Link.next_check_at > now, Link.next_check_at < NEVER
            )
        ).all()
    listed = [link_id for link_id, url in waiting if _is_listed(ask_feeds, url, now)]
    if not listed:
        return 0
    with database.write() as session:
        return _make_due(session, listed, now)


def _is_listed(ask_feeds: AskFeeds, url: str, now: datetime) -> bool:
    """On a list that is fresh enough to be acted on."""
    return any(now - listing.refreshed_at <= FEED_FRESH_FOR for listing in ask_feeds([url], now).listings)


def _make_due(session: Session, link_ids: list[int], now: datetime) -> int:
    links = session.scalars(select(Link).where(Link.id.in_(link_ids)).order_by(Link.id).with_for_update()).all()
    for link in links:
        link.ground_is_clean = False
        make_due(link, now)
    stamp(session, links, now)
    return len(links)
