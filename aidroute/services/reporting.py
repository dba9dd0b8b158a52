"""Taking visitors' reports about a link, without an account: two independent ones lower it at once."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from aidroute.domain.field_values import clean_text
from aidroute.domain.routing_level import REPORTS_FOR_CAUTION
from aidroute.domain.tracking_number import REPORT, tracking_number
from aidroute.domain.verdict_names import LinkState
from aidroute.domain.visitor_reports import (
    MAX_NOTE,
    Outcome,
    ReportKind,
    Witness,
    WrongReason,
    independent,
    place_of_visitor,
)
from aidroute.domain.vocabulary import ChannelStatus
from aidroute.services.routing import UnknownChannel
from aidroute.storage import channel, directory_version, notice, report
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import newest_looks
from aidroute.storage.db import Database, wait_for_turn
from aidroute.storage.link import Flip, Link
from aidroute.storage.report import Report, VisitorKey

LINK_REPORTED = "link_reported"
LINK_LOWERED = "link_lowered_by_reports"
ALARM_DOUBTED = "alarm_doubted"
"""Kinds of notices written here. Not every report makes one: people are told what is new."""

KEY_OF_THE_DAY = 4_116_210
"""Key of the lock under which a day's visitor key is made."""

ALARMS = frozenset({LinkState.DOWN, LinkState.DEAD, LinkState.QUARANTINED})
"""States in which we tell visitors that a link does not work or is not safe."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a visitor tells. ``address`` is where the request came from: hashed at once, never stored."""

    channel: str
    kind: ReportKind
    reason: WrongReason | None = None
    note: str = ""
    address: str = ""


class UnknownNumber(LookupError):
    """Nothing has this tracking number."""

    def __init__(self, number: str) -> None:
        """Keep the number for the page that says so."""
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What a tracking number shows: never the visitor's own words, which are for the maintainers."""

    number: str
    channel: str
    kind: ReportKind
    reason: WrongReason | None
    reported_at: datetime
    outcome: Outcome
    decided_at: datetime | None
    decision_note: str


def take_report(database: Database, told: Told, now: datetime) -> str:
    """Keep a report and return its tracking number; lower the link when enough visitors say the same.

    One transaction: the report, the link's count with its new version, and the notice to the maintainers.
    Raises UnknownChannel for a channel that is not in the list, BadValue for a note that is too long.
    """
    note = clean_text(told.note, MAX_NOTE)
    with database.write() as session:
        row = session.scalars(channel.by_slug(told.channel)).one_or_none()
        if row is None or row.status == ChannelStatus.RETIRED.value:
            raise UnknownChannel(told.channel)
        link = _locked_link(session, row)
        kept = Report(
            number=tracking_number(REPORT, secrets.choice),
            channel_slug=row.slug,
            link_id=link.id if link else None,
            kind=told.kind.value,
            reason=told.reason.value if told.reason and told.kind is ReportKind.WRONG else "",
            note=note,
            state_then=link.state if link else "",
            visitor=_visitor(session, told.address, now),
            reported_at=now,
        )
        session.add(kept)
        session.flush()
        if told.kind is ReportKind.WRONG:
            _weigh_wrong(session, kept, link, now)
        else:
            _weigh_works(session, kept, link, now)
        return kept.number


def outcome_of_report(database: Database, number: str) -> ReportOutcome:
    """What became of a report. Raises UnknownNumber."""
    with database.read() as session:
        row = session.scalars(report.by_number(number)).one_or_none()
        if row is None:
            raise UnknownNumber(number)
        return ReportOutcome(
            number=row.number,
            channel=row.channel_slug,
            kind=ReportKind(row.kind),
            reason=WrongReason(row.reason) if row.reason else None,
            reported_at=row.reported_at,
            outcome=Outcome(row.outcome),
            decided_at=row.decided_at,
            decision_note=row.decision_note,
        )


def count_again(session: Session, link: Link, now: datetime) -> bool:
    """Set a link's count of independent reports from the reports themselves; True when it changed.

    A report that a maintainer found right counts until a person has looked at the link after that and said that it is
    well now. One that nobody has decided counts whoever looked: their look was not about what it says.
    To be called with the link's row locked, in the transaction that changed a report or confirmed a channel.
    """
    looked_at = newest_looks(session, [link.id]).get(link.id)
    standing = [
        Witness(each.visitor, each.reported_at)
        for each in session.scalars(report.standing_against(link.id))
        if looked_at is None or each.decided_at is None or each.decided_at >= looked_at
    ]
    count = independent(standing, link.approved_at)
    if count == link.wrong_reports:
        return False
    link.wrong_reports = count
    link.revision = directory_version.move(session, directory_version.LINKS, now)
    return True


def _locked_link(session: Session, row: Channel) -> Link | None:
    if row.link_id is None:
        return None
    return session.scalars(select(Link).where(Link.id == row.link_id).with_for_update()).one()


def _weigh_wrong(session: Session, kept: Report, link: Link | None, now: datetime) -> None:
    if link is None:
        _tell(session, LINK_REPORTED, kept, None, now)
        return
    before = link.wrong_reports
    if not count_again(session, link, now):
        return
    if before < REPORTS_FOR_CAUTION <= link.wrong_reports:
        _tell(session, LINK_LOWERED, kept, link, now)
    elif before == 0:
        _tell(session, LINK_REPORTED, kept, link, now)


def _weigh_works(session: Session, kept: Report, link: Link | None, now: datetime) -> None:
    """Tie the word to the alarm it speaks against: only so can false alarms be counted."""
    if link is None or link.state not in ALARMS:
        return
    alarm = session.scalars(
        select(Flip)
        .where(Flip.link_id == link.id, Flip.to_state.in_(ALARMS), Flip.from_state.not_in(ALARMS))
        .order_by(Flip.flipped_at.desc(), Flip.id.desc())
        .limit(1)
    ).one_or_none()
    if alarm is None:
        return
    is_first = session.scalar(select(Report.id).where(Report.flip_id == alarm.id).limit(1)) is None
    kept.flip_id = alarm.id
    if is_first:
        _tell(session, ALARM_DOUBTED, kept, link, now)


def _tell(session: Session, kind: str, kept: Report, link: Link | None, now: datetime) -> None:
    about = link.host if link else kept.channel_slug
    body = {
        "number": kept.number,
        "channel": kept.channel_slug,
        "url": link.url if link else "",
        "host": link.host if link else "",
        "reason": kept.reason,
        "note": kept.note,
        "reports": link.wrong_reports if link else 1,
    }
    notice.write(session, kind, SENTENCES[kind].format(about=about), body, now)


SENTENCES = {
    LINK_REPORTED: "A visitor reports {about} as wrong",
    LINK_LOWERED: "Visitors report {about} as wrong, independently of each other: it is shown with caution now",
    ALARM_DOUBTED: "A visitor says that {about} works, and the checker says that it does not",
}


def _visitor(session: Session, address: str, now: datetime) -> str:
    """A hash that is the same for one visitor on one day, and can be tied to nobody once the day's key is gone."""
    key = _key_of(session, now.date())
    return hmac.new(key.encode(), place_of_visitor(address).encode(), hashlib.sha256).hexdigest()[:32]


def _key_of(session: Session, day: date) -> str:
    known = session.get(VisitorKey, day)
    if known is not None:
        return known.key
    wait_for_turn(session, KEY_OF_THE_DAY)
    known = session.get(VisitorKey, day, populate_existing=True)
    if known is None:
        session.execute(delete(VisitorKey).where(VisitorKey.day < day))
        known = VisitorKey(day=day, key=secrets.token_hex(32))
        session.add(known)
        session.flush()
    return known.key
