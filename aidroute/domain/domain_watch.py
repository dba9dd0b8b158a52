"""What is known of a registrable domain over time: facts with their age, and what a new answer changes.

Registries and name servers are asked rarely, so a fact is believed for a month and is unknown afterwards. What was
true when a person last looked at a link is read from the domain's turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from aidroute.domain.ground import Ground, Registration
from aidroute.domain.hysteresis import jittered
from aidroute.domain.rules import Rules, is_listed
from aidroute.domain.verdict_ground import LAPSING, ON_HOLD, plain_registrar, plain_statuses

EVERY = timedelta(days=7)
EVERY_WHEN_EXPIRING = timedelta(days=1)
EXPIRES_SOON = timedelta(days=30)
FIRST_WAIT = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=1)
KNOWN_FOR = timedelta(days=30)
"""Older facts count as unknown."""

APPROVAL_COUNTS_FOR = timedelta(hours=1)
"""What is learnt this soon after a person looked is what that person saw: the domain is asked about at once."""

EXPIRY_STEPS = (timedelta(days=21), timedelta(days=7), timedelta())
"""Time left at which maintainers hear that a registration ends; the last one is its end."""


class TurnField(StrEnum):
    """What of a domain is followed over time."""

    REGISTRAR = "registrar"
    NAME_SERVERS = "name_servers"
    """Their names in one order, with a space between."""
    REGISTERED_AT = "registered_at"
    """ISO 8601."""


class Source(StrEnum):
    """Who is asked."""

    REGISTRY = "registry"
    NAME_SERVERS = "name_servers"


class Alarm(StrEnum):
    """What can be said against a domain by its facts alone."""

    REGISTERED_ANEW = "registered_after_approval"
    LAPSED = "domain_lapsed"
    ON_HOLD = "domain_on_hold"
    EXPIRED = "domain_expired"
    PARKED = "parking_name_server"


@dataclass(frozen=True, slots=True)
class DomainAnswer:
    """What one look at a domain brought."""

    asked_at: datetime
    registration: Registration | None = None
    name_servers: tuple[str, ...] = ()
    has_registry: bool = True
    """False when no registry can be asked: its top-level domain offers no RDAP, or a platform lends the name."""
    has_name_servers: bool = True
    """False for a name that a platform lends: its name servers are the platform's."""


@dataclass(frozen=True, slots=True)
class DomainTurn:
    """One fact of a domain changed, or was learnt for the first time (``before`` is '')."""

    field: TurnField
    seen_at: datetime
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """The newest facts about one registrable domain, each source with the time of its last answer."""

    domain: str
    registered_at: datetime | None = None
    expires_at: datetime | None = None
    registrar: str = ""
    statuses: tuple[str, ...] = ()
    name_servers: tuple[str, ...] = ()
    has_registry: bool = True
    has_name_servers: bool = True
    asked_at: datetime | None = None
    registry_answered_at: datetime | None = None
    name_servers_answered_at: datetime | None = None
    failures: int = 0
    """Looks in a row in which somebody who should have answered did not."""
    expiry_told: int = 0
    """How many of the ``EXPIRY_STEPS`` of this registration the maintainers have heard of."""


def take_in(facts: DomainFacts, answer: DomainAnswer) -> DomainFacts:
    """The facts after an answer. Whoever did not answer leaves the last facts as they are, with their age."""
    newer = replace(
        facts, has_registry=answer.has_registry, has_name_servers=answer.has_name_servers, asked_at=answer.asked_at
    )
    registration = answer.registration
    if registration is not None:
        is_renewed = registration.expires_at != facts.expires_at
        newer = replace(
            newer,
            registered_at=registration.registered_at,
            expires_at=registration.expires_at,
            registrar=registration.registrar,
            statuses=registration.statuses,
            registry_answered_at=answer.asked_at,
            expiry_told=0 if is_renewed else facts.expiry_told,
        )
    if answer.name_servers:
        newer = replace(newer, name_servers=answer.name_servers, name_servers_answered_at=answer.asked_at)
    return replace(newer, failures=facts.failures + 1 if _is_silent(answer) else 0)


def _is_silent(answer: DomainAnswer) -> bool:
    is_registry_silent = answer.has_registry and answer.registration is None
    return is_registry_silent or (answer.has_name_servers and not answer.name_servers)


def turns_of(facts: DomainFacts, turns: Sequence[DomainTurn]) -> list[DomainTurn]:
    """The turns that lead from the recorded ones to these facts. A fact that is not said any more is no turn."""
    if facts.asked_at is None:
        return []
    now = {
        TurnField.REGISTRAR: facts.registrar,
        TurnField.NAME_SERVERS: " ".join(facts.name_servers),
        TurnField.REGISTERED_AT: facts.registered_at.isoformat() if facts.registered_at else "",
    }
    before = {turn.field: turn.after for turn in sorted(turns, key=lambda turn: turn.seen_at)}
    return [
        DomainTurn(field, facts.asked_at, before.get(field, ""), value)
        for field, value in now.items()
        if value and value != before.get(field)
    ]


def watch_in(facts: DomainFacts, now: datetime, jitter: float = 0.0) -> timedelta:
    """When to ask again: in a week, in a day when the registration ends soon, sooner when somebody was silent."""
    is_shaky = plain_statuses(facts.statuses) & (LAPSING | ON_HOLD)
    is_expiring = facts.expires_at is not None and facts.expires_at - now < EXPIRES_SOON
    wait = EVERY_WHEN_EXPIRING if is_shaky or is_expiring else EVERY
    if facts.failures:
        wait = min(wait, LONGEST_WAIT, FIRST_WAIT * 2 ** min(facts.failures - 1, 10))
    return jittered(wait, jitter)


def unknown_sources(facts: DomainFacts | None, now: datetime) -> tuple[str, ...]:
    """Who could say something about a domain and has not for a month, or was never asked."""
    if facts is None:
        return (Source.REGISTRY.value, Source.NAME_SERVERS.value)
    unknown = []
    if facts.has_registry and not _is_believed(facts.registry_answered_at, now):
        unknown.append(Source.REGISTRY.value)
    if facts.has_name_servers and not _is_believed(facts.name_servers_answered_at, now):
        unknown.append(Source.NAME_SERVERS.value)
    return tuple(unknown)


def ground_of(
    facts: DomainFacts | None, turns: Sequence[DomainTurn], seen_by_person_at: datetime | None, now: datetime
) -> Ground:
    """The ground of a link whose domain has these facts, beside those of the time a person last looked at it."""
    unknown = unknown_sources(facts, now)
    if facts is None:
        return Ground(unknown=unknown)
    registration = None
    if facts.registry_answered_at is not None and _is_believed(facts.registry_answered_at, now):
        registration = Registration(
            domain=facts.domain,
            fetched_at=facts.registry_answered_at,
            registered_at=facts.registered_at,
            expires_at=facts.expires_at,
            registrar=facts.registrar,
            statuses=facts.statuses,
        )
    return Ground(
        domain=facts.domain,
        registration=registration,
        registrar_at_approval=_value_at(turns, TurnField.REGISTRAR, seen_by_person_at),
        name_servers=facts.name_servers if _is_believed(facts.name_servers_answered_at, now) else (),
        name_servers_at_approval=tuple(_value_at(turns, TurnField.NAME_SERVERS, seen_by_person_at).split()),
        unknown=unknown,
    )


def _value_at(turns: Iterable[DomainTurn], field: TurnField, seen_by_person_at: datetime | None) -> str:
    """A fact as it was when the person looked; the first one learnt when it was learnt only later."""
    if seen_by_person_at is None:
        return ""
    known = sorted((turn for turn in turns if turn.field is field), key=lambda turn: turn.seen_at)
    then = [turn for turn in known if turn.seen_at <= seen_by_person_at + APPROVAL_COUNTS_FOR]
    return then[-1].after if then else known[0].after if known else ""


def _is_believed(answered_at: datetime | None, now: datetime) -> bool:
    return answered_at is not None and now - answered_at <= KNOWN_FOR


def alarms(facts: DomainFacts, approved_at: datetime | None, rules: Rules, now: datetime) -> frozenset[Alarm]:
    """What these facts say against a link that was approved at ``approved_at``. Missing facts say nothing."""
    found = set()
    if facts.registered_at is not None and approved_at is not None and facts.registered_at > approved_at:
        found.add(Alarm.REGISTERED_ANEW)
    statuses = plain_statuses(facts.statuses)
    if statuses & LAPSING:
        found.add(Alarm.LAPSED)
    if statuses & ON_HOLD:
        found.add(Alarm.ON_HOLD)
    if facts.expires_at is not None and facts.expires_at < now:
        found.add(Alarm.EXPIRED)
    if any(is_listed(server, rules.host_lists.parking_name_servers) for server in facts.name_servers):
        found.add(Alarm.PARKED)
    return frozenset(found)


def expiry_steps(facts: DomainFacts, now: datetime) -> int:
    """How many of the ``EXPIRY_STEPS`` this registration has reached."""
    if facts.expires_at is None:
        return 0
    return sum(facts.expires_at - now < step for step in EXPIRY_STEPS)


def have_moved(turn: DomainTurn, rules: Rules) -> bool:
    """Whether a turn is more than another spelling, one server more or less, or a fact learnt for the first time.

    Name servers have moved when none of the old ones' owners is left; a registration when it is a day younger.
    """
    if not turn.before:
        return False
    if turn.field is TurnField.REGISTRAR:
        return plain_registrar(turn.before) != plain_registrar(turn.after)
    if turn.field is TurnField.REGISTERED_AT:
        return datetime.fromisoformat(turn.after) - datetime.fromisoformat(turn.before) >= timedelta(days=1)
    before, after = (
        {rules.hosts.registrable_domain(server) or server for server in value.split()}
        for value in (turn.before, turn.after)
    )
    return not before & after
