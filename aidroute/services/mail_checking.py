"""E-mail channels are never routed to, but their domain's mail is looked after: does it still take any?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from aidroute.domain.mail import MailAnswer, MailExchange, MailStanding, after, mail_domain
from aidroute.domain.vocabulary import ChannelKind, ChannelStatus
from aidroute.services.alerting import write_mail_notice
from aidroute.services.check_recording import Jitter, draw_jitter
from aidroute.services.own_network import Canary
from aidroute.storage import directory_version
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.mail_check import MailCheck, mail_standing

EVERY = timedelta(days=1)
SOON = timedelta(hours=1)
"""When no answer came, or a bad one that is not confirmed yet."""
FAILURES_TO_TELL = 2
CLAIM_FOR = timedelta(minutes=10)
BATCH = 50

AskMail = Callable[[str, datetime], MailExchange]
"""Asks where mail for a domain goes; never raises."""


@dataclass(frozen=True, slots=True)
class MailParts:
    """What a look at mail domains needs."""

    ask: AskMail
    canary: Canary
    jitter: Jitter = draw_jitter


def check_due(database: Database, parts: MailParts, now: datetime) -> int:
    """Ask for the domains of e-mail channels that are due; gives the number that was written.

    A bad answer counts when it came twice in a row, and a domain that was gone stays closed until a person looked.
    Without an answer, or without a network of our own, the last one stays. Several processes may do this at once.
    """
    domains = _claim(database, now)
    answers = [parts.ask(domain, now) for domain in domains]
    if answers and all(each.answer is not MailAnswer.ACCEPTS for each in answers) and not parts.canary():
        answers = [MailExchange(each.domain, each.asked_at, MailAnswer.UNKNOWN) for each in answers]
    if not answers:
        return 0
    with database.write() as session:
        for answer in answers:
            _write(session, answer, parts.jitter(), now)
        # Nobody is told to write to a domain that takes no mail, so pages read the directory anew.
        directory_version.move(session, directory_version.CONTENT, now)
    return len(answers)


def _claim(database: Database, now: datetime) -> list[str]:
    """Domains to ask for; each is put off for a while, so that no other process asks for it meanwhile."""
    with database.read() as session:
        wanted = _wanted(session)
        known = dict(session.execute(select(MailCheck.domain, MailCheck.next_check_at)).all())
    due = sorted(domain for domain in wanted if domain not in known or known[domain] <= now)[:BATCH]
    if not due:
        return []
    with database.write() as session:
        insert = sqlite.insert if database.is_sqlite else postgresql.insert
        fresh = [
            {"domain": domain, "result": MailAnswer.UNKNOWN.value, "detail": "", "failures": 0, "next_check_at": now}
            for domain in due
        ]
        session.execute(insert(MailCheck).values(fresh).on_conflict_do_nothing())
        is_due = (MailCheck.domain.in_(due), MailCheck.next_check_at <= now)
        claimed = session.scalars(
            update(MailCheck).where(*is_due).values(next_check_at=now + CLAIM_FOR).returning(MailCheck.domain)
        )
        return sorted(claimed)


def _wanted(session: Session) -> set[str]:
    addresses = session.scalars(
        select(Channel.address).where(
            Channel.kind == ChannelKind.EMAIL.value, Channel.status != ChannelStatus.RETIRED.value
        )
    )
    return {domain for address in addresses if (domain := mail_domain(address))}


def _write(session: Session, answer: MailExchange, jitter: float, now: datetime) -> None:
    row = session.get(MailCheck, answer.domain, with_for_update=True)
    if row is None:
        return
    wait = EVERY
    if answer.answer is MailAnswer.UNKNOWN:
        wait = SOON
    elif answer.answer is MailAnswer.ACCEPTS:
        _write_good(session, row, answer, now)
    else:
        row.failures += 1
        if row.failures >= FAILURES_TO_TELL:
            stands = after(MailAnswer(row.result), answer.answer)
            row.result, row.checked_at, row.detail = stands.value, now, ""
        else:
            wait = SOON
        if row.failures == FAILURES_TO_TELL:
            write_mail_notice(session, answer.domain, row.result, now)
    row.next_check_at = now + wait * (1 + 0.1 * jitter)


def _write_good(session: Session, row: MailCheck, answer: MailExchange, now: datetime) -> None:
    stands = after(MailAnswer(row.result), answer.answer)
    if stands is MailAnswer.RETURNED and row.result != stands:
        write_mail_notice(session, answer.domain, stands.value, now)
    if stands is MailAnswer.ACCEPTS:
        row.last_ok_at = now
    row.result, row.checked_at, row.failures = stands.value, now, 0
    row.detail = ", ".join(answer.hosts)[:500]


def let_return(session: Session, address: str, now: datetime) -> bool:
    """A person vouches for an e-mail address: its domain is asked anew and may be open again.

    True when the domain was closed because it had gone and come back. One that is still gone stays closed.
    """
    row = session.get(MailCheck, mail_domain(address), with_for_update=True)
    if row is None or row.result != MailAnswer.RETURNED:
        return False
    row.result, row.failures, row.next_check_at = MailAnswer.UNKNOWN.value, 0, now
    return True


def standing_of(database: Database, address: str) -> MailStanding | None:
    """What is known of mail for this address; None when its domain was never asked for, or the text is no address."""
    with database.read() as session:
        row = session.get(MailCheck, mail_domain(address))
        return mail_standing(row) if row else None
