"""Messages that must reach somebody: written with what caused them, sent by a later tick until they arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from aidroute.domain.link_state import Step
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


Send = Callable[[Message], None]
"""Takes one message to people; raises when it could not."""


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
    """Leave a message about the domain of an e-mail channel."""
    notice.write(session, "mail_refused", sentence("mail_refused", domain), {"domain": domain, "answer": answer}, now)


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


def send_due(database: Database, send: Send, now: datetime) -> int:
    """Send what waits, oldest first, and give the number that arrived.

    No transaction is open while a message is under way. A message is marked as sent after it was, so a crash
    between the two sends it twice rather than never; one that could not be sent waits a minute, then twice as long
    each time, at most six hours, and is never given up.
    """
    sent = 0
    for message, attempts in _take(database, now):
        try:
            send(message)
        except Exception as error:
            log.warning("a notice could not be sent", kind=message.kind, number=message.number, exc_info=True)
            _put_off(database, message.number, attempts, f"{type(error).__name__}: {error}", now)
        else:
            _mark_sent(database, message.number, now)
            sent += 1
    return sent


def _take(database: Database, now: datetime) -> list[tuple[Message, int]]:
    """Due messages with the number of attempts before; moved on first, so that no bad one stops the others."""
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
        return [(Message(row.id, row.kind, row.subject, row.body, row.created_at), row.attempts - 1) for row in rows]


def _put_off(database: Database, number: int, attempts: int, error: str, now: datetime) -> None:
    wait = min(FIRST_WAIT * 2 ** min(attempts, 20), LONGEST_WAIT)
    with database.write() as session:
        session.execute(
            update(Notice).where(Notice.id == number).values(send_after_at=now + wait, last_error=error[:500])
        )


def _mark_sent(database: Database, number: int, now: datetime) -> None:
    with database.write() as session:
        session.execute(update(Notice).where(Notice.id == number).values(sent_at=now, last_error=""))
