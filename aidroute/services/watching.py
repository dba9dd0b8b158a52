"""Watching the ground under links: each domain's registry and name servers are asked once a week, whoever uses it.

A domain is watched from the moment a link lives on it, and is asked about at once when a person approves a link there,
so that what was true at approval is known. Silence is no alarm and no clean bill: the last facts stay, with their age.
A change for the worse makes the domain's links due at once; what it means is judged by their next check.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from aidroute.domain.domain_watch import (
    Alarm,
    DomainAnswer,
    DomainFacts,
    DomainTurn,
    TurnField,
    alarms,
    expiry_steps,
    have_moved,
    take_in,
    turns_of,
    watch_in,
)
from aidroute.domain.rules import Rules
from aidroute.domain.verdict_names import LinkState
from aidroute.services.alerting import write_domain_notice
from aidroute.services.check_recording import Jitter, draw_jitter
from aidroute.services.claiming import new_token
from aidroute.services.own_network import Canary
from aidroute.services.placing_links import make_due, stamp
from aidroute.storage import domain_queue
from aidroute.storage.db import Database
from aidroute.storage.domain_queue import WatchTerms
from aidroute.storage.domain_watch import DomainWatch, add_turns, facts_of, set_facts, turns_by_domain
from aidroute.storage.link import Link
from aidroute.storage.link_queue import NEVER

BATCH = 5
LEASE = timedelta(minutes=10)
"""Longer than five looks can last: a registry may take 20 s, its directory as long, the name servers 5 s."""

AskDomain = Callable[[str, datetime], DomainAnswer]
"""Asks about one registrable domain; may take a minute; never raises for what the other sides do."""

MOVED = {
    TurnField.REGISTRAR: "registrar_changed",
    TurnField.NAME_SERVERS: "name_servers_changed",
    TurnField.REGISTERED_AT: "domain_registered_anew",
}
"""What maintainers hear of a move."""

log = structlog.get_logger("aidroute.watching")


@dataclass(frozen=True, slots=True)
class WatchParts:
    """What the watch needs. ``clock`` gives aware UTC instants; ``gap_s`` is the least time between two domains."""

    ask: AskDomain
    rules: Rules
    clock: Callable[[], datetime]
    canary: Canary
    jitter: Jitter = draw_jitter
    gap_s: float = 1.0


def watch_due(database: Database, parts: WatchParts, stop: threading.Event) -> int:
    """Ask about every domain that is due, one after another; gives the number whose answer was written.

    Any number of processes may do this at the same time. Without a network of our own nobody is asked, so that an
    outage of ours delays nothing afterwards.
    """
    now = parts.clock()
    with database.read() as session:
        fresh = domain_queue.unwatched(session)
        is_any_due = bool(fresh) or domain_queue.is_any_due(session, now, LEASE)
    if not is_any_due or not parts.canary():
        return 0
    if fresh:
        with database.write() as session:
            domain_queue.begin(session, fresh, now)
    written = 0
    while not stop.is_set():
        token = new_token()
        with database.write() as session:
            domains = domain_queue.lease_due(session, WatchTerms(token, parts.clock(), LEASE, BATCH))
        if not domains:
            break
        written += _watch_batch(database, parts, stop, token, domains)
    return written


def _watch_batch(
    database: Database, parts: WatchParts, stop: threading.Event, token: str, domains: Sequence[str]
) -> int:
    written = 0
    try:
        for domain in domains:
            answer = _ask(parts, domain)
            written += _write(database, parts, token, domain, answer)
            if stop.wait(parts.gap_s):
                break
    finally:
        with database.write() as session:
            domain_queue.give_back(session, token)
    return written


def _ask(parts: WatchParts, domain: str) -> DomainAnswer:
    now = parts.clock()
    try:
        return parts.ask(domain, now)
    except Exception:
        # Taken as silence, so that the wait grows: one odd domain must not keep the others waiting.
        log.exception("a domain could not be asked about, by an error of ours", domain=domain)
        return DomainAnswer(now)


def _write(database: Database, parts: WatchParts, token: str, domain: str, answer: DomainAnswer) -> bool:
    """Store an answer with everything that follows from it; False when the lease has gone to somebody else."""
    with database.write() as session:
        held = select(DomainWatch).where(DomainWatch.domain == domain, DomainWatch.lease_token == token)
        row = session.scalar(held.with_for_update())
        if row is None:
            return False
        now = parts.clock()
        before = facts_of(row)
        after = take_in(before, answer)
        turns = turns_of(after, turns_by_domain(session, [domain]).get(domain, ()))
        news = News(before, after, tuple(turn for turn in turns if have_moved(turn, parts.rules)), now)
        add_turns(session, domain, turns)
        _tell(session, news, parts.rules)
        set_facts(row, replace(after, expiry_told=max(after.expiry_told, news.expiry_steps)))
        row.next_watch_at = now + watch_in(after, now, parts.jitter())
        row.lease_until_at = row.lease_token = None
        session.flush()
        _look_again(session, news, parts.rules)
    return True


@dataclass(frozen=True, slots=True)
class News:
    """A domain before and after an answer, and which of its turns mean that it went into other hands."""

    before: DomainFacts
    after: DomainFacts
    moves: tuple[DomainTurn, ...]
    now: datetime

    @property
    def expiry_steps(self) -> int:
        """How far its end has come, as the registry says now; what it said some time ago may be outdated."""
        is_heard_now = self.after.registry_answered_at == self.after.asked_at
        return expiry_steps(self.after, self.now) if is_heard_now else 0

    def worse(self, approved_at: datetime | None, rules: Rules) -> frozenset[Alarm]:
        """What can be said against a link approved then, that could not be said before."""
        before = alarms(self.before, approved_at, rules, self.now)
        return alarms(self.after, approved_at, rules, self.now) - before


def _tell(session: Session, news: News, rules: Rules) -> None:
    """Leave the messages about a domain, each once."""
    domain, after, now = news.after.domain, news.after, news.now
    for turn in news.moves:
        write_domain_notice(session, MOVED[turn.field], domain, {"before": turn.before, "after": turn.after}, now)
    for alarm in sorted(news.worse(None, rules) & {Alarm.LAPSED, Alarm.ON_HOLD}):
        write_domain_notice(session, alarm.value, domain, {"statuses": list(after.statuses)}, now)
    if after.expires_at is not None and news.expiry_steps > after.expiry_told:
        code = "domain_expired" if after.expires_at < now else "domain_expiring"
        write_domain_notice(session, code, domain, {"expires_at": after.expires_at.isoformat()}, now)


def _look_again(session: Session, news: News, rules: Rules) -> None:
    """Make links due at once where something new speaks against them; until then their ground is not clean."""
    if not news.moves and _material(news.before) == _material(news.after):
        return
    domain = news.after.domain
    on_domain = or_(Link.registrable_domain == domain, domain_queue.is_allowed_by(literal(domain)))
    is_used = Link.state != LinkState.RETIRED.value
    links = session.scalars(select(Link).where(on_domain, is_used).order_by(Link.id).with_for_update()).all()
    worse = [link for link in links if news.moves or news.worse(link.approved_at, rules)]
    for link in worse:
        link.ground_is_clean = False
        if link.next_check_at < NEVER:
            make_due(link, news.now)
    if worse:
        stamp(session, worse, news.now)


def _material(facts: DomainFacts) -> tuple[object, ...]:
    return facts.registered_at, facts.expires_at, facts.statuses, facts.name_servers
