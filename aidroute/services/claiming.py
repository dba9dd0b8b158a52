"""Taking due links out of the queue, and putting them back: many workers, no link twice."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy.orm import Session

from aidroute.domain.ground import Ground
from aidroute.domain.link import LinkIdentity, LinkStatus
from aidroute.services import known_ground
from aidroute.storage import link_queue, link_rows
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.link_queue import ClaimTerms

RANK_CLICKED, RANK_HELD, RANK_ROUTINE = range(3)
ATTEMPTS = 3
"""How often a worker looks again when others were quicker."""
SHORTLIST = 2_000
LOOK_AGAIN_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Leases:
    """How long one worker may keep a link, and how much it takes at a time."""

    lease: timedelta = timedelta(seconds=120)
    start_within: timedelta = timedelta(seconds=70)
    """A check that has not begun by then is given back: the rest of the lease belongs to the check itself (20 s), to a
    doubtful result that waits (20 s), and to writing it down (10 s)."""
    per_lane: int = 30


@dataclass(frozen=True, slots=True)
class ClaimedLink:
    """A link that this worker alone may check until its lease ends, and what is known of it."""

    id: int
    token: str
    host: str
    lane: str
    """The server that answered last ('at:...'), '' while none is known."""
    rank: int
    identity: LinkIdentity
    status: LinkStatus
    etag: str = ""
    last_modified: str = ""
    validators_for: str = ""
    page_sha256: str = ""
    ground: Ground = field(default_factory=Ground)
    """What was known of its domain when it was claimed. A change for the worse ends the lease."""

    @property
    def url(self) -> str:
        """The approved address."""
        return self.identity.url


@dataclass(frozen=True, slots=True)
class Wish:
    """How many links a worker wants now."""

    worker: str
    """The mark of its leases, see :func:`new_token`."""
    limit: int
    own_lanes: frozenset[str] = frozenset()
    """Lanes this worker has leased already."""
    full_lanes: tuple[str, ...] = ()
    """Those of them in which enough waits."""


def new_token() -> str:
    """A mark for one worker or one batch: 24 hexadecimal characters."""
    return secrets.token_hex(12)


class Shortlist:
    """The front of the queue as one worker saw it a moment ago: sorting a long queue anew for each claim would cost
    more than the checks. What others took meanwhile, or what is to be left alone by now, the claim itself finds out.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._waiting: list[tuple[int, str]] = []
        self._seen_at: datetime | None = None

    def take(self, database: Database, terms: ClaimTerms) -> list[tuple[int, str]]:
        """The next links to try for, with their lanes; [] when nothing is due for this worker."""
        is_old = self._seen_at is None or not timedelta() <= terms.now - self._seen_at <= LOOK_AGAIN_AFTER
        if is_old or not self._waiting:
            with database.read() as session:
                self._waiting = link_queue.candidates(session, replace(terms, limit=max(terms.limit, SHORTLIST)))
            self._seen_at = terms.now
        full = set(terms.without_lanes)
        taken = list(islice((each for each in self._waiting if each[1] not in full), terms.limit))
        gone = {link_id for link_id, _ in taken}
        self._waiting = [each for each in self._waiting if each[0] not in gone]
        return taken


def claim(
    database: Database, wish: Wish, leases: Leases, now: datetime, shortlist: Shortlist | None = None
) -> list[ClaimedLink]:
    """Lease due links for a worker, the most urgent first; an empty list when there are none for it.

    Each lane they live in is leased as well, so the one-second gap of a server is one worker's business.
    """
    shortlist = shortlist or Shortlist()
    for _ in range(ATTEMPTS):
        terms = ClaimTerms(wish.worker, new_token(), now, leases.lease, wish.limit, leases.per_lane, wish.full_lanes)
        found = shortlist.take(database, terms)
        if not found:
            return []
        with database.write() as session:
            claimed = _take(session, found, terms, wish.own_lanes)
        if claimed:
            order = {link_id: position for position, (link_id, _) in enumerate(found)}
            return sorted(claimed, key=lambda link: order[link.id])
    return []


def claim_one(database: Database, link_id: int, leases: Leases, now: datetime) -> ClaimedLink | None:
    """Lease one link whether or not it is due; None when another worker has it or there is no such link."""
    terms = ClaimTerms(new_token(), new_token(), now, leases.lease, 1, 1)
    with database.write() as session:
        row = link_queue.lease_one(session, link_id, terms)
        return _claimed(session, [row], terms)[0] if row else None


def _take(
    session: Session, found: Sequence[tuple[int, str]], terms: ClaimTerms, own_lanes: frozenset[str]
) -> list[ClaimedLink]:
    lanes = link_queue.lease_lanes(session, list({lane for _, lane in found}), terms)
    rows = link_queue.lease_links(session, [link_id for link_id, lane in found if lane in lanes], terms)
    unused = lanes - {row.address_group or row.host for row in rows} - own_lanes
    link_queue.release_lanes(session, sorted(unused), terms.worker, terms.now)
    return _claimed(session, rows, terms)


def _claimed(session: Session, rows: Sequence[Link], terms: ClaimTerms) -> list[ClaimedLink]:
    grounds = known_ground.grounds(session, rows, terms.now)
    return [_as_claimed(row, terms.token_of(row.id), grounds[row.id]) for row in rows]


def _as_claimed(row: Link, token: str, ground: Ground) -> ClaimedLink:
    return ClaimedLink(
        id=row.id,
        token=token,
        host=row.host,
        lane=row.address_group or "",
        rank=RANK_CLICKED if row.recent_clicks else RANK_HELD if row.held else RANK_ROUTINE,
        identity=link_rows.identity_of(row),
        status=link_rows.status_of(row),
        etag=row.etag,
        last_modified=row.last_modified,
        validators_for=row.validators_for,
        page_sha256=row.page_sha256,
        ground=ground,
    )
