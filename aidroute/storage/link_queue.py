"""The queue in the link table: which links are due, and how one worker takes some so that no other does.

A lease has an end and a token. Whoever finishes a check shows the token (fencing): a worker that was thought dead
and comes back late changes nothing. Lanes (a server, or a host while its server is not known) are leased too, so
that one worker alone decides when a server is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from aidroute.domain.verdict_names import LinkState
from aidroute.storage.link import HostPause, Link

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""``next_check_at`` of a link that is not checked again by itself."""

FEWEST_OF_LONG_LANE = 10
LONG_LANES = 8

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """What a worker asks for. ``worker`` marks its lanes, ``batch`` its links; both are at most 24 characters."""

    worker: str
    batch: str
    now: datetime
    lease: timedelta
    limit: int
    per_lane: int
    without_lanes: tuple[str, ...] = ()
    """Lanes of which this worker has enough."""

    @property
    def until_at(self) -> datetime:
        """When the lease ends."""
        return self.now + self.lease

    def token_of(self, link_id: int) -> str:
        """The lease token of one link of this batch."""
        return f"{self.batch}:{link_id}"


def lane() -> ColumnElement[str]:
    """A link's lane: its server where that is known, else its host."""
    return func.coalesce(Link.address_group, Link.host)


def is_free(until_at: Any, now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """No lease runs. One that ends later than any lease can was made before the clock was set back."""
    return or_(until_at.is_(None), until_at < now, until_at > now + 2 * lease)


def is_due(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """The link is to be checked now and nobody has it."""
    return and_(
        Link.next_check_at <= now, is_free(Link.lease_until_at, now, lease), Link.state != LinkState.RETIRED.value
    )


def candidates(session: Session, terms: ClaimTerms) -> list[tuple[int, str]]:
    """Links to try for, with their lanes, most urgent first: clicked, then held, then longest waiting.

    At most ``per_lane`` of one lane. When more are due than asked for, the longest lanes get a place as well: they
    decide when the whole queue is done, so they must never stand still.
    """
    chosen = _ranked(session, terms, terms.limit, ())
    if len(chosen) < terms.limit:
        return chosen
    taken = {link_id for link_id, _ in chosen}
    long_lanes = _long_lanes(session, terms)
    more = _ranked(session, terms, terms.per_lane * len(long_lanes), long_lanes) if long_lanes else []
    return chosen + [each for each in more if each[0] not in taken]


def _ranked(session: Session, terms: ClaimTerms, limit: int, only_lanes: Sequence[str]) -> list[tuple[int, str]]:
    order = (Link.recent_clicks.desc(), Link.held.desc(), Link.next_check_at, Link.id)
    position = func.row_number().over(partition_by=lane(), order_by=order)
    available = select(
        Link.id, lane().label("lane"), Link.recent_clicks, Link.held, Link.next_check_at, position.label("position")
    ).where(_may_be_claimed(terms))
    if only_lanes:
        available = available.where(lane().in_(only_lanes))
    each = available.subquery()
    ordered = (
        select(each.c.id, each.c.lane)
        .where(each.c.position <= terms.per_lane)
        .order_by(each.c.recent_clicks.desc(), each.c.held.desc(), each.c.next_check_at, each.c.id)
        .limit(limit)
    )
    return list(session.execute(ordered))


def _long_lanes(session: Session, terms: ClaimTerms) -> Sequence[str]:
    waiting = func.count(Link.id)
    return session.scalars(
        select(lane())
        .where(_may_be_claimed(terms))
        .group_by(lane())
        .having(waiting >= FEWEST_OF_LONG_LANE)
        .order_by(waiting.desc())
        .limit(LONG_LANES)
    ).all()


def _may_be_claimed(terms: ClaimTerms) -> ColumnElement[bool]:
    is_paused = exists().where(
        HostPause.host.in_((Link.host, lane())),
        HostPause.next_start_at > terms.now,
        HostPause.next_start_at < terms.now + LONGEST_PAUSE,
    )
    belongs_to_another = exists().where(
        HostPause.host == lane(),
        HostPause.lease_token != terms.worker,
        ~is_free(HostPause.lease_until_at, terms.now, terms.lease),
    )
    allowed = and_(is_due(terms.now, terms.lease), ~is_paused, ~belongs_to_another)
    return and_(allowed, lane().not_in(terms.without_lanes)) if terms.without_lanes else allowed


LONGEST_PAUSE = timedelta(hours=25)
"""A pause that ends later than this was written before the clock was set back (Retry-After is cut to 24 h)."""


def lease_lanes(session: Session, names: Sequence[str], terms: ClaimTerms) -> set[str]:
    """Lease these lanes for the worker; gives those it got or had. In one order, so that workers cannot deadlock."""
    if not names:
        return set()
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = [
        {
            "host": name,
            "next_start_at": terms.now,
            "lease_until_at": terms.until_at,
            "lease_token": terms.worker,
            "pauses_in_row": 0,
        }
        for name in sorted(names)
    ]
    statement = insert(HostPause).on_conflict_do_update(
        index_elements=[HostPause.host],
        set_={"lease_until_at": terms.until_at, "lease_token": terms.worker},
        where=or_(HostPause.lease_token == terms.worker, is_free(HostPause.lease_until_at, terms.now, terms.lease)),
    )
    return set(session.scalars(statement.returning(HostPause.host), values))


def lease_links(session: Session, ids: Sequence[int], terms: ClaimTerms) -> Sequence[Link]:
    """Lease those of these links that are still due, free and not to be left alone; gives the ones this worker got."""
    if not ids:
        return []
    still_due = select(Link.id).where(Link.id.in_(ids), _may_be_claimed(replace(terms, without_lanes=())))
    if session.get_bind().dialect.name == "postgresql":
        still_due = still_due.with_for_update(skip_locked=True)
    return session.scalars(_lease(terms).where(Link.id.in_(still_due)).returning(Link)).all()


def is_left_alone(session: Session, names: Sequence[str], now: datetime) -> bool:
    """Whether one of these hosts or lanes asked not to be asked; the usual gap between two requests does not count."""
    rests = exists().where(
        HostPause.host.in_(names),
        HostPause.next_start_at > now + USUAL_GAP,
        HostPause.next_start_at < now + LONGEST_PAUSE,
    )
    return bool(session.scalar(select(rests)))


USUAL_GAP = timedelta(seconds=5)


def lease_one(session: Session, link_id: int, terms: ClaimTerms) -> Link | None:
    """Lease one link, due or not, when nobody has it."""
    free = is_free(Link.lease_until_at, terms.now, terms.lease)
    return session.scalars(_lease(terms).where(Link.id == link_id, free).returning(Link)).one_or_none()


def _lease(terms: ClaimTerms) -> Any:
    token = literal(f"{terms.batch}:") + cast(Link.id, String)
    return update(Link).values(lease_until_at=terms.until_at, lease_token=token)


def give_back(session: Session, tokens: Sequence[str]) -> None:
    """End these leases without a check; the links are due as before."""
    session.execute(
        update(Link).where(Link.lease_token.in_(tokens)).values(lease_until_at=None, lease_token=None),
        execution_options={"synchronize_session": False},
    )


def bring_forward(session: Session, token: str, now: datetime) -> None:
    """End this lease without a check and make the link due at once."""
    session.execute(
        update(Link).where(Link.lease_token == token).values(lease_until_at=None, lease_token=None, next_check_at=now),
        execution_options={"synchronize_session": False},
    )


def release_lanes(session: Session, names: Sequence[str], worker: str, next_start_at: datetime) -> None:
    """Let other workers have these lanes; nobody asks there before ``next_start_at``."""
    if not names:
        return
    session.execute(
        update(HostPause)
        .where(HostPause.host.in_(names), HostPause.lease_token == worker)
        .values(lease_until_at=None, lease_token=None, next_start_at=_later(session, next_start_at)),
        execution_options={"synchronize_session": False},
    )


def _later(session: Session, instant: datetime) -> ColumnElement[datetime]:
    """The later of a row's ``next_start_at`` and this instant, in the words of either database."""
    later = func.max if session.get_bind().dialect.name == "sqlite" else func.greatest
    value = literal(instant, HostPause.next_start_at.type)
    result: ColumnElement[datetime] = later(HostPause.next_start_at, value, type_=HostPause.next_start_at.type)
    return result


def has_too_far(session: Session, now: datetime, longest: timedelta) -> bool:
    """Whether some link is to be checked later than any interval allows."""
    too_far = exists().where(Link.next_check_at > now + longest, Link.next_check_at < NEVER)
    return bool(session.scalar(select(too_far)))


def pull_back(session: Session, now: datetime, longest: timedelta) -> int:
    """Make due what lies further ahead than any interval allows: the clock was wrong when it was written."""
    moved = session.execute(
        update(Link).where(Link.next_check_at > now + longest, Link.next_check_at < NEVER).values(next_check_at=now),
        execution_options={"synchronize_session": False},
    )
    return int(getattr(moved, "rowcount", 0))


def make_all_due(session: Session, now: datetime) -> int:
    """Make every link due that is ever checked. Gives their number."""
    moved = session.execute(
        update(Link).where(Link.state != LinkState.RETIRED.value, Link.next_check_at < NEVER).values(next_check_at=now),
        execution_options={"synchronize_session": False},
    )
    return int(getattr(moved, "rowcount", 0))


def forget_old_pauses(session: Session, before_at: datetime) -> None:
    """Remove lanes that nobody has asked for long."""
    session.execute(delete(HostPause).where(HostPause.next_start_at < before_at, HostPause.lease_token.is_(None)))
