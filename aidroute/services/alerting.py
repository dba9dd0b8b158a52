"""Messages that must reach somebody: written with what caused them, sent by a later tick until they arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from aidroute.domain.link_state import Step
from aidroute.domain.mail import MailAnswer
from aidroute.storage import notice
from aidroute.storage.db import Database
from aidroute.storage.notice import Notice

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
CLAIM_FOR = timedelta(minutes=2)
"""While one process sends a message no other takes it; a process that dies meanwhile delays it by this long."""
BATCH = 50

SENTENCES = {
    "link_down": "{host} does not answer as it should: visitors are not led there any more",
    "link_dead": "{host} has been out for days: a person should look for another address",
    "link_quarantined": "{host} may not be theirs any more: visitors are not led there until a person has looked",
    "link_unstable": "{host} comes and goes: visitors are shown a caution until it is steady",
    "link_recovered": "{host} works again: visitors are led there again",
    "mail_refused": "{host} takes no mail any more: an e-mail channel leads nowhere",
    "mail_returned": "{host} was gone and takes mail again: it may be somebody else's; its e-mail channels stay closed",
    "registrar_changed": "{host} moved to another registrar: ask them whether that was their doing",
    "name_servers_changed": "{host} is answered by other name servers: ask them whether that was their doing",
    "domain_registered_anew": "{host} was registered anew: it may belong to somebody else now",
    "domain_lapsed": "{host}: the owner lost the registration or is about to",
    "domain_on_hold": "{host} was put on hold by its registry",
    "domain_expiring": "{host}: the registration ends soon; tell them to renew it",
    "domain_expired": "{host}: the registration has ended; whoever registers it next gets its visitors",
    "feed_stale": "The threat list {host} is out of date: what it does not list proves nothing",
    "feed_renewed": "The threat list {host} is up to date again",
    "checks_paused": "Checks are paused: our own network seems to be down, so no link was judged",
    "checks_resumed": "Checks go on: our own network is back",
}
"""What a message says in its first line. Other codes are shown as they are."""

TOLD_BY_WATCH = frozenset({"registrar_changed", "name_servers_changed", "domain_expiring"})
"""Told once for a domain by the watch, so not again for each of its links."""

log = structlog.get_logger("aidroute.alerting")


@dataclass(frozen=True, slots=True)
class Message:
    """One notice as its sender gets it. ``number`` is the same when it is sent again: receivers may drop repeats."""

    number: int
    kind: str
    subject: str
    body: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Carrier:
    """One way by which messages reach people. ``carry`` takes those of one tick together; raises when it could not."""

    name: str
    carry: Callable[[Sequence[Message]], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    message: Message
    attempts: int
    taken_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkStory:
    """What happened to a link, as far as a message tells it."""

    link_id: int
    url: str
    host: str
    step: Step


def write_link_notice(session: Session, code: str, story: LinkStory, now: datetime) -> None:
    """Leave a message about a link in the transaction that moved it."""
    status = story.step.status
    body = {
        "link_id": story.link_id,
        "url": story.url,
        "host": story.host,
        "state": status.state.value,
        "verdict": status.verdict.value if status.verdict else None,
        "reason": status.reason,
    }
    notice.write(session, code, sentence(code, story.host), body, now)


def write_operator_notice(session: Session, code: str, body: dict[str, Any], now: datetime) -> None:
    """Leave a message about the checker itself."""
    notice.write(session, code, sentence(code, ""), body, now)


def write_mail_notice(session: Session, domain: str, answer: str, now: datetime) -> None:
    """Leave a message about the domain of an e-mail channel. ``answer`` is a ``domain.mail.MailAnswer``."""
    code = "mail_returned" if answer == MailAnswer.RETURNED else "mail_refused"
    notice.write(session, code, sentence(code, domain), {"domain": domain, "answer": answer}, now)


def write_domain_notice(session: Session, code: str, domain: str, facts: dict[str, Any], now: datetime) -> None:
    """Leave a message about a watched domain, in the transaction that learnt of it."""
    notice.write(session, code, sentence(code, domain), {"domain": domain, **facts}, now)


def write_feed_notice(session: Session, code: str, feed: str, now: datetime) -> None:
    """Leave a message about a threat list."""
    notice.write(session, code, sentence(code, feed), {"feed": feed}, now)


def sentence(code: str, host: str) -> str:
    """The first line of a message."""
    known = SENTENCES.get(code)
    return known.format(host=host) if known else f"{host}: {code.replace('_', ' ')}".lstrip(": ")


def send_due(database: Database, carriers: Sequence[Carrier], now: datetime) -> int:
    """Give what waits to every carrier, oldest first, and give the number that arrived everywhere.

    No transaction is open while messages are under way. What a carrier took is written down after it took it, so a
    crash between the two sends it twice rather than never. What one carrier could not take goes to that one again, in
    a minute, then after twice as long each time, at most six hours; it is never given up.
    """
    waiting = _take(database, now)
    errors: dict[int, str] = {}
    for carrier in carriers:
        messages = [each.message for each in waiting if carrier.name not in each.taken_by]
        if not messages:
            continue
        try:
            carrier.carry(messages)
        except Exception as error:  # noqa: BLE001 -- whatever a carrier meets, the notice waits and the others go on
            # Without its traceback: the frames of a mail's sending know the password.
            told = f"{carrier.name}: {type(error).__name__}: {error}"[:500]
            log.warning("notices could not be sent", carrier=carrier.name, count=len(messages), error=told)
            errors.update({message.number: told for message in messages})
        else:
            _mark_taken(database, messages, carrier.name)
    for each in waiting:
        if each.message.number in errors:
            _put_off(database, each.message.number, each.attempts, errors[each.message.number], now)
    arrived = [each.message.number for each in waiting if each.message.number not in errors]
    _mark_sent(database, arrived, now)
    return len(arrived)


def _take(database: Database, now: datetime) -> list[_Waiting]:
    """Due messages; moved on first, so that no bad one stops the others."""
    is_due = and_(Notice.sent_at.is_(None), Notice.send_after_at <= now)
    due = select(Notice.id).where(is_due).order_by(Notice.id).limit(BATCH)
    with database.write() as session:
        if not database.is_sqlite:
            due = due.with_for_update(skip_locked=True)
        taken = session.scalars(
            update(Notice)
            .where(Notice.id.in_(due))
            .values(send_after_at=now + CLAIM_FOR, attempts=Notice.attempts + 1)
            .returning(Notice)
        ).all()
        rows = sorted(taken, key=lambda row: row.id)
        return [
            _Waiting(
                Message(row.id, row.kind, row.subject, row.body, row.created_at),
                row.attempts - 1,
                frozenset(row.taken_by),
            )
            for row in rows
        ]


def _mark_taken(database: Database, messages: Sequence[Message], carrier: str) -> None:
    numbers = [message.number for message in messages]
    with database.write() as session:
        for row in session.scalars(select(Notice).where(Notice.id.in_(numbers)).with_for_update()):
            row.taken_by = sorted({*row.taken_by, carrier})


def _put_off(database: Database, number: int, attempts: int, error: str, now: datetime) -> None:
    wait = min(FIRST_WAIT * 2 ** min(attempts, 20), LONGEST_WAIT)
    with database.write() as session:
        session.execute(
            update(Notice).where(Notice.id == number).values(send_after_at=now + wait, last_error=error[:500])
        )


def _mark_sent(database: Database, numbers: Sequence[int], now: datetime) -> None:
    if not numbers:
        return
    with database.write() as session:
        session.execute(update(Notice).where(Notice.id.in_(numbers)).values(sent_at=now, last_error=""))
