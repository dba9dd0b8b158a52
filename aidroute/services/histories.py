"""The history of links for pages: what each of the last 90 days was like, for all links of a page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from aidroute.domain.day_strip import DAYS, Day, Turn, day_strip
from aidroute.domain.directory import Link
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.storage.db import Database
from aidroute.storage.link import Check, Flip

LOOKED_BACK = timedelta(days=DAYS + 1)
TELLS_NOTHING = (Verdict.INCONCLUSIVE.value, Verdict.RATE_LIMITED.value)


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """The last 90 days of one link, oldest first, and its turns in them.

    Before ``watched_since_at`` nothing is known.
    """

    days: tuple[Day, ...]
    turns: tuple[Turn, ...]
    watched_since_at: datetime | None


def link_histories(database: Database, links: Iterable[Link], now: datetime) -> dict[int, LinkHistory]:
    """Histories by link key. A link was watched since its first turn: the first check that could tell makes one."""
    listed = {link.key: link for link in links}
    if not listed:
        return {}
    since_at = now - LOOKED_BACK
    first = select(func.min(Flip.id)).where(Flip.link_id.in_(listed)).group_by(Flip.link_id)
    query = (
        select(Flip.link_id, Flip.flipped_at, Flip.from_state, Flip.to_state)
        .where(Flip.link_id.in_(listed), or_(Flip.flipped_at >= since_at, Flip.id.in_(first)))
        .order_by(Flip.flipped_at, Flip.id)
    )
    turns: dict[int, list[Turn]] = defaultdict(list)
    with database.read() as session:
        for link_id, at, before, after in session.execute(query):
            turns[link_id].append(Turn(at, LinkState(before), LinkState(after)))
        checked_on = _days_with_a_check(session, listed, since_at)
    return {key: _history(link, turns[key], checked_on[key], now) for key, link in listed.items()}


def _days_with_a_check(session: Session, links: Iterable[int], since_at: datetime) -> defaultdict[int, set[date]]:
    """UTC days on which a check could tell how the link was."""
    day = func.date(Check.started_at)
    query = (
        select(Check.link_id, day)
        .where(Check.link_id.in_(links), Check.started_at >= since_at, Check.verdict.not_in(TELLS_NOTHING))
        .group_by(Check.link_id, day)
    )
    days: defaultdict[int, set[date]] = defaultdict(set)
    for link_id, found in session.execute(query):
        # SQLite has no type for days and gives text.
        days[link_id].add(date.fromisoformat(str(found)))
    return days


def _history(link: Link, turns: list[Turn], checked_on: set[date], now: datetime) -> LinkHistory:
    watched_since_at = turns[0].at if turns else None
    lately = tuple(turn for turn in turns if turn.at >= now - LOOKED_BACK)
    days = day_strip(lately, link.status.state, watched_since_at, now, checked_on)
    return LinkHistory(days, lately, watched_since_at)
