"""A person looked and says: this is right. Their word has a date and an end, and it alone reopens a closed link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from aidroute.domain.change import CHANNEL
from aidroute.domain.field_values import clean_text
from aidroute.domain.link_state import clear, verify
from aidroute.domain.review import Moved, Person, SubjectMoved
from aidroute.domain.verdict_names import LinkState
from aidroute.domain.vocabulary import ChannelKind
from aidroute.services.mail_checking import let_return
from aidroute.services.people import NoSuchSubject, demand_maintainer
from aidroute.services.placing_links import change_state, make_due, stamp
from aidroute.services.reporting import count_again
from aidroute.storage import directory_version, notice
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.link_rows import status_of
from aidroute.storage.organization import Organization

CONFIRMED_FOR = timedelta(days=90)
SEEN_FOR = timedelta(days=30)
"""How long a person's word stands for a link that machines cannot read (liveness 2.2)."""

CLOSED = frozenset({LinkState.QUARANTINED, LinkState.DEAD})
"""States that no good check ends by itself."""

MAX_NOTE = 1_000
LINK_RELEASED = "link_released"
SEEN_BY_PERSON = "seen_by_person"


@dataclass(frozen=True, slots=True)
class Look:
    """What a person looked at and says about it.

    ``version`` and ``link_state`` are as the page showed them, so that nobody confirms what changed meanwhile.
    """

    subject_type: str
    slug: str
    version: int
    link_state: str = ""
    note: str = ""
    releases_link: bool = False
    """True when the person also says that a closed link is theirs and well, and may be checked anew."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the confirmation did."""

    confirmed_at: datetime
    expires_at: datetime
    released_link: bool = False


def confirm(database: Database, who: Person, look: Look, now: datetime) -> Confirmed:
    """Record that a maintainer confirmed an organization or a channel, for 90 days.

    For a channel that machines cannot read, their word also opens it for 30 days. Reports of visitors that were found
    right before no longer count against its link. An e-mail domain that had gone is asked anew. A quarantined or dead
    link is released only when ``look.releases_link`` says so: it is unverified again, without a baseline, and due at
    once.
    Raises NoSuchSubject, NotMaintainer, and SubjectMoved when the entry or its link is not as the person saw it.
    """
    with database.write() as session:
        person = demand_maintainer(session, who)
        row = _found(session, look)
        confirmation = Confirmation(
            organization_id=None if isinstance(row, Channel) else row.id,
            channel_id=row.id if isinstance(row, Channel) else None,
            user_id=person.key,
            confirmed_by=person.name,
            confirmed_at=now,
            expires_at=now + CONFIRMED_FOR,
            note=clean_text(look.note, MAX_NOTE),
        )
        session.add(confirmation)
        if isinstance(row, Channel) and row.kind == ChannelKind.EMAIL.value:
            let_return(session, row.address, now)
        released = isinstance(row, Channel) and _vouch(session, row, _Voucher(person, look), now)
        directory_version.move(session, directory_version.CONTENT, now)
        return Confirmed(now, now + CONFIRMED_FOR, released)


@dataclass(frozen=True, slots=True)
class _Voucher:
    person: Person
    look: Look


def _found(session: Session, look: Look) -> Organization | Channel:
    row: Organization | Channel | None
    if look.subject_type == CHANNEL:
        row = session.scalar(select(Channel).where(Channel.slug == look.slug).with_for_update())
    else:
        row = session.scalar(select(Organization).where(Organization.slug == look.slug).with_for_update())
    if row is None:
        raise NoSuchSubject(look.slug)
    if row.version != look.version:
        raise SubjectMoved(look.slug)
    return row


def _vouch(session: Session, channel: Channel, voucher: _Voucher, now: datetime) -> bool:
    """Let the person's word count for the link; True when it was closed and is released."""
    link = session.scalar(select(Link).where(Link.id == channel.link_id).with_for_update()) if channel.link_id else None
    if link is None:
        return False
    look = voucher.look
    if link.state != look.link_state:
        raise SubjectMoved(look.slug, (Moved("link_state", look.link_state, link.state),))
    status = status_of(link)
    if status.state not in CLOSED:
        change_state(session, link, verify(status, now + SEEN_FOR), SEEN_BY_PERSON, now)
        if not link.ground_is_clean:
            # What they saw is the known ground from now on; the next check finds out whether that settles it.
            make_due(link, now)
        stamp(session, [link], now)
        count_again(session, link, now)
        return False
    if not look.releases_link:
        return False
    link.baseline = None
    link.approved_at = now
    step = clear(status, now)
    change_state(session, link, step.status, step.flip.reason if step.flip else "", now)
    make_due(link, now)
    stamp(session, [link], now)
    body = {"url": link.url, "host": link.host, "was": status.state.value, "released_by": voucher.person.name}
    notice.write(session, LINK_RELEASED, f"{link.host} was released by {voucher.person.name}", body, now)
    return True
