"""Watching domains: who is asked about when, what is kept, and what follows from a change."""

import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from aidroute.domain.domain_watch import DomainAnswer
from aidroute.domain.ground import Ground, Registration
from aidroute.domain.rules import HostLists
from aidroute.services import claiming
from aidroute.services.claiming import Leases
from aidroute.services.known_ground import grounds
from aidroute.services.watching import LEASE, WatchParts, watch_due
from aidroute.storage import directory_version
from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.domain_watch import DomainTurnRow, DomainWatch
from aidroute.storage.link import Link
from aidroute.storage.link_queue import NEVER
from aidroute.storage.notice import Notice
from tests.support.checking import (
    NOW,
    RULES,
    Clock,
    add_links,
    all_links,
    new_channel,
    new_link,
    new_organization,
    the_link,
)

DAY = timedelta(days=1)
SERVERS = ("ns1.host.test", "ns2.host.test")
PARKING = ("ns1.parking.test",)
LATER = {"next_check_at": NOW + timedelta(hours=6)}
WATCH_RULES = replace(RULES, host_lists=HostLists(parking_name_servers=frozenset({"parking.test"})))


def registered(**changes: object) -> dict[str, object]:
    return {"registered_at": NOW - 900 * DAY, "expires_at": NOW + 300 * DAY, "registrar": "A", **changes}


@dataclass
class Registries:
    """Answers about domains as it was told, and notes who was asked about when. A domain not told about is silent."""

    clock: Clock = field(default_factory=Clock)
    says: dict[str, dict[str, object]] = field(default_factory=dict)
    servers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_up: bool = True
    broken: frozenset[str] = frozenset()

    def ask(self, domain: str, now: datetime) -> DomainAnswer:
        self.asked.append(domain)
        if domain in self.broken:
            raise RuntimeError("a mistake of ours")
        said = self.says.get(domain)
        registration = Registration(domain, now, **said) if said is not None else None  # type: ignore[arg-type]
        return DomainAnswer(now, registration, self.servers.get(domain, ()))

    def all_is_well(self, *domains: str) -> None:
        for domain in domains:
            self.says[domain] = registered()
            self.servers[domain] = SERVERS

    def watch(self, database: Database, after: timedelta = timedelta()) -> int:
        self.clock.move(after)
        parts = WatchParts(
            self.ask, WATCH_RULES, self.clock.now, canary=lambda: self.is_up, jitter=lambda: 0.0, gap_s=0.0
        )
        return watch_due(database, parts, threading.Event())


@pytest.fixture
def registries() -> Registries:
    made = Registries()
    made.all_is_well("example.org")
    return made


def watched(database: Database) -> DomainWatch:
    with database.read() as session:
        return session.scalars(select(DomainWatch)).one()


def notices(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Notice.kind).order_by(Notice.id)))


# ------------------------------------------------------------------------------------------------ who, when


def test_each_domain_is_asked_about_once_a_week_whoever_lives_on_it(database: Database, registries: Registries) -> None:
    links = [new_link(f"https://{name}.example.org/", **LATER) for name in ("a", "b", "c")]
    add_links(database, [*links, new_link("https://gone.example.net/", state="retired")])
    assert registries.watch(database) == 1
    assert registries.watch(database, after=6 * DAY) == 0
    assert registries.watch(database, after=1.1 * DAY) == 1
    assert registries.asked == ["example.org"] * 2


def test_a_domain_is_asked_about_at_once_when_a_person_approves_a_link_there(
    database: Database, registries: Registries
) -> None:
    add_links(database, [new_link("https://a.example.org/", **LATER)])
    registries.watch(database)
    registries.clock.move(2 * DAY)
    approved = new_link("https://b.example.org/", approved_at=registries.clock.now(), **LATER)
    add_links(database, [approved])
    assert registries.watch(database, after=timedelta(minutes=1)) == 1
    assert registries.watch(database, after=timedelta(minutes=1)) == 0


def test_a_domain_that_ends_soon_is_asked_about_daily(database: Database, registries: Registries) -> None:
    registries.says["example.org"]["expires_at"] = NOW + 29 * DAY
    add_links(database, [new_link("https://a.example.org/", **LATER)])
    registries.watch(database)
    assert registries.watch(database, after=1.1 * DAY) == 1


def test_silence_is_asked_again_ever_more_rarely_and_the_last_facts_stay(
    database: Database, registries: Registries
) -> None:
    add_links(database, [new_link("https://a.example.org/", **LATER)])
    registries.watch(database)
    registries.says.clear()
    registries.servers.clear()
    registries.watch(database, after=8 * DAY)
    for hours in (1, 2, 4):
        assert registries.watch(database, after=timedelta(hours=hours * 0.9)) == 0
        assert registries.watch(database, after=timedelta(hours=hours * 0.2)) == 1
    row = watched(database)
    assert (row.registrar, row.name_servers, row.failures) == ("A", list(SERVERS), 4)
    assert row.registry_answered_at is not None
    assert row.registry_answered_at < NOW + DAY
    assert notices(database) == []
    assert the_link(database).ground_is_clean


def test_without_a_network_of_our_own_nobody_is_asked(database: Database, registries: Registries) -> None:
    add_links(database, [new_link("https://a.example.org/", **LATER)])
    registries.is_up = False
    assert registries.watch(database) == 0
    assert registries.asked == []
    registries.is_up = True
    assert registries.watch(database, after=timedelta(minutes=1)) == 1


def test_a_domain_that_cannot_be_asked_about_keeps_no_other_waiting(database: Database) -> None:
    registries = Registries(broken=frozenset({"a.test"}))
    registries.all_is_well("b.test")
    add_links(database, [new_link("https://a.test/", **LATER), new_link("https://b.test/", **LATER)])
    assert registries.watch(database) == 2
    assert registries.watch(database, after=timedelta(minutes=1)) == 0


def test_a_look_that_lies_too_far_ahead_was_written_by_a_wrong_clock(
    database: Database, registries: Registries
) -> None:
    add_links(database, [new_link("https://a.example.org/", **LATER)])
    registries.clock.move(400 * DAY)
    registries.watch(database)
    registries.clock.move(-400 * DAY)
    assert registries.watch(database) == 1


def test_many_workers_ask_about_each_domain_once(database: Database) -> None:
    domains = [f"d{number}.test" for number in range(40)]
    registries = Registries()
    registries.all_is_well(*domains)
    add_links(database, [new_link(f"https://give.{domain}/", **LATER) for domain in domains])
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        registries.watch(database)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(registries.asked) == sorted(domains)
    with database.read() as session:
        assert len(session.scalars(select(DomainWatch.domain).where(DomainWatch.asked_at.is_not(None))).all()) == 40


def test_an_answer_that_comes_after_its_lease_ended_changes_nothing(database: Database, registries: Registries) -> None:
    add_links(database, [new_link("https://a.example.org/", **LATER)])
    slow, quick = replace(registries), registries

    def ask(domain: str, now: datetime) -> DomainAnswer:
        late = DomainAnswer(now, Registration(domain, now, registrar="an old answer"), SERVERS)
        quick.watch(database, after=2 * LEASE)
        return late

    parts = WatchParts(ask, WATCH_RULES, slow.clock.now, canary=lambda: True, jitter=lambda: 0.0, gap_s=0.0)
    assert watch_due(database, parts, threading.Event()) == 0
    assert watched(database).registrar == "A"


def test_told_to_stop_it_gives_back_what_it_has_not_asked_about(database: Database) -> None:
    registries = Registries()
    add_links(database, [new_link(f"https://d{number}.test/", **LATER) for number in range(3)])
    stop = threading.Event()

    def ask(domain: str, now: datetime) -> DomainAnswer:
        stop.set()
        return registries.ask(domain, now)

    parts = WatchParts(ask, WATCH_RULES, registries.clock.now, canary=lambda: True, gap_s=0.0)
    assert watch_due(database, parts, stop) == 1
    with database.read() as session:
        assert session.scalars(select(DomainWatch.lease_token)).all() == [None] * 3


def claimed_ground(database: Database, registries: Registries, link_id: int) -> Ground:
    """What a worker that takes this link now is told about its domain."""
    claimed = claiming.claim_one(database, link_id, Leases(), registries.clock.now())
    assert claimed is not None
    return claimed.ground


# --------------------------------------------------------------------------------------- what a change does


def change(registries: Registries, what: str) -> None:
    domain = "example.org"
    match what:
        case "registrar":
            registries.says[domain]["registrar"] = "B"
        case "name servers":
            registries.servers[domain] = ("ns1.other.test",)
        case "parking":
            registries.servers[domain] = PARKING
        case "registered anew":
            registries.says[domain]["registered_at"] = NOW + DAY
        case "redemption":
            registries.says[domain]["statuses"] = ("redemption period",)
        case "hold":
            registries.says[domain]["statuses"] = ("client hold",)
        case "more servers":
            registries.servers[domain] = (*SERVERS, "ns1.other.test")
        case "renewed":
            registries.says[domain]["expires_at"] = NOW + 900 * DAY
        case "locked":
            registries.says[domain]["statuses"] = ("client transfer prohibited",)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("registrar", ["registrar_changed"]),
        ("name servers", ["name_servers_changed"]),
        ("parking", ["name_servers_changed"]),
        ("registered anew", ["domain_registered_anew"]),
        ("redemption", ["domain_lapsed"]),
        ("hold", ["domain_on_hold"]),
    ],
)
def test_a_change_for_the_worse_is_told_once_and_brings_the_next_check_forward(
    sqlite_database: Database, registries: Registries, what: str, told: list[str]
) -> None:
    add_links(sqlite_database, [new_link("https://a.example.org/", next_check_at=NOW + 30 * DAY)])
    registries.watch(sqlite_database)
    with sqlite_database.read() as session:
        before = directory_version.current(session)[1]
    change(registries, what)
    registries.watch(sqlite_database, after=8 * DAY)
    link = the_link(sqlite_database)
    assert link.next_check_at <= registries.clock.now()
    assert not link.ground_is_clean
    assert link.revision > before
    assert notices(sqlite_database) == told
    registries.watch(sqlite_database, after=8 * DAY)
    assert notices(sqlite_database) == told


@pytest.mark.parametrize("what", ["more servers", "renewed", "locked", "nothing"])
def test_other_changes_are_kept_and_disturb_nobody(
    sqlite_database: Database, registries: Registries, what: str
) -> None:
    add_links(sqlite_database, [new_link("https://a.example.org/", next_check_at=NOW + 30 * DAY)])
    registries.watch(sqlite_database)
    change(registries, what)
    registries.watch(sqlite_database, after=8 * DAY)
    link = the_link(sqlite_database)
    assert (link.next_check_at, link.ground_is_clean) == (NOW + 30 * DAY, True)
    assert notices(sqlite_database) == []


def test_first_facts_that_are_bad_count_at_once(database: Database, registries: Registries) -> None:
    change(registries, "registered anew")
    old, new = NOW - 100 * DAY, NOW + 2 * DAY
    add_links(
        database,
        [
            new_link("https://a.example.org/", next_check_at=NOW + 30 * DAY, approved_at=old),
            new_link("https://b.example.org/", next_check_at=NOW + 30 * DAY, approved_at=new),
            new_link("https://c.example.org/", next_check_at=NEVER, approved_at=old),
        ],
    )
    registries.watch(database)
    first, second, third = all_links(database)
    assert first.next_check_at <= registries.clock.now()
    assert (first.ground_is_clean, second.ground_is_clean, third.ground_is_clean) == (False, True, False)
    assert (second.next_check_at, third.next_check_at) == (NOW + 30 * DAY, NEVER)
    assert notices(database) == []


def test_a_check_that_is_under_way_while_the_ground_gives_way_does_not_count(
    database: Database, registries: Registries
) -> None:
    (link_id,) = add_links(database, [new_link("https://a.example.org/")])
    registries.watch(database)
    registries.clock.move(8 * DAY)
    ground = claimed_ground(database, registries, link_id)
    change(registries, "registrar")
    registries.watch(database)
    assert ground.registration is not None
    assert ground.registration.registrar == "A"
    assert the_link(database).lease_token is None


def test_the_end_of_a_registration_is_told_three_times_and_not_from_hearsay(
    sqlite_database: Database, registries: Registries
) -> None:
    registries.says["example.org"]["expires_at"] = NOW + 40 * DAY
    add_links(sqlite_database, [new_link("https://a.example.org/", **LATER)])
    told = []
    for _ in range(50):
        registries.watch(sqlite_database, after=1.1 * DAY)
        told.append(len(notices(sqlite_database)))
    assert notices(sqlite_database) == ["domain_expiring", "domain_expiring", "domain_expired"]
    assert max(number for number, count in enumerate(told) if count == 0) * 1.1 >= 17
    registries.says["example.org"]["expires_at"] = NOW + 80 * DAY
    registries.watch(sqlite_database, after=1.1 * DAY)
    del registries.says["example.org"]
    registries.watch(sqlite_database, after=20 * DAY)
    assert len(notices(sqlite_database)) == 3


def test_every_turn_is_kept(database: Database, registries: Registries) -> None:
    add_links(database, [new_link("https://a.example.org/", **LATER)])
    for what in ("nothing", "registrar", "more servers", "name servers"):
        change(registries, what)
        registries.watch(database, after=8 * DAY)
    with database.read() as session:
        query = select(DomainTurnRow.field, DomainTurnRow.before, DomainTurnRow.after).order_by(DomainTurnRow.id)
        kept = [tuple(row) for row in session.execute(query)]
    servers = " ".join(SERVERS)
    assert kept[3:] == [
        ("registrar", "A", "B"),
        ("name_servers", servers, f"{servers} ns1.other.test"),
        ("name_servers", f"{servers} ns1.other.test", "ns1.other.test"),
    ]
    assert {(field, before) for field, before, _ in kept[:3]} == {
        ("registrar", ""), ("name_servers", ""), ("registered_at", "")
    }  # fmt: skip


# ---------------------------------------------------------------------------------------- what checks get


def test_a_claimed_link_comes_with_its_ground(database: Database, registries: Registries) -> None:
    ids = add_links(database, [new_link("https://a.example.org/"), new_link("https://b.example.net/")])
    registries.watch(database)
    known, silent = (claimed_ground(database, registries, each) for each in ids)
    assert known.registration is not None
    assert (known.registrar_at_approval, known.name_servers_at_approval, known.unknown) == ("A", SERVERS, ())
    assert (silent.registration, silent.name_servers) == (None, ())
    assert silent.unknown == ("registry", "name_servers")


def test_a_link_on_a_bare_address_has_no_ground_that_could_be_watched(
    sqlite_database: Database, registries: Registries
) -> None:
    (link_id,) = add_links(sqlite_database, [new_link("https://192.0.2.7/", registrable_domain="")])
    assert registries.watch(sqlite_database) == 0
    assert claimed_ground(sqlite_database, registries, link_id).unknown == ()


def test_a_person_who_looks_at_a_moved_domain_and_confirms_it_makes_it_the_known_one(
    database: Database, registries: Registries
) -> None:
    (link_id,) = add_links(database, [new_link("https://a.example.org/")])
    registries.watch(database)
    change(registries, "registrar")
    registries.watch(database, after=8 * DAY)
    at = registries.clock.now()
    with database.write() as session:
        channel = new_channel(1, 1, link_id=link_id)
        session.add(new_organization(1))
        session.flush()
        session.add(channel)
        session.flush()
        before = grounds(session, [session.get_one(Link, link_id)], at)[link_id]
        session.add(Confirmation(channel_id=channel.id, confirmed_by="P", confirmed_at=at))
    assert before.registrar_at_approval == "A"
    assert claimed_ground(database, registries, link_id).registrar_at_approval == "B"


# ------------------------------------------------------------------------------------ domains that may answer


def test_domains_that_may_answer_for_a_link_are_watched_as_long_as_a_link_names_them(
    database: Database, registries: Registries
) -> None:
    registries.all_is_well("pay.test", "old-pay.test")
    add_links(
        database,
        [
            new_link("https://a.example.org/", allowed_domains=["pay.test"], **LATER),
            new_link("https://b.example.org/", allowed_domains=["old-pay.test"], state="retired"),
        ],
    )
    assert registries.watch(database) == 2
    assert registries.watch(database, after=8 * DAY) == 2
    assert sorted(registries.asked) == ["example.org", "example.org", "pay.test", "pay.test"]


def test_what_is_known_of_them_stands_beside_the_ground_of_the_link(database: Database, registries: Registries) -> None:
    registries.all_is_well("pay.test")
    add_links(database, [new_link("https://a.example.org/", allowed_domains=["pay.test", "silent.test"], **LATER)])
    registries.watch(database)
    with database.read() as session:
        ground = grounds(session, [the_link(database)], NOW)[the_link(database).id]
    assert ground.registration is not None
    assert [(each.domain, each.unknown) for each in ground.beside] == [
        ("pay.test", ()),
        ("silent.test", ("registry", "name_servers")),
    ]


def test_a_payment_domain_that_moved_makes_the_links_due_that_let_it_answer(
    database: Database, registries: Registries
) -> None:
    registries.all_is_well("pay.test")
    add_links(database, [new_link("https://a.example.org/", allowed_domains=["pay.test"], **LATER)])
    registries.watch(database)
    registries.says["pay.test"] = registered(registered_at=NOW + DAY)
    registries.watch(database, after=8 * DAY)
    link = the_link(database)
    assert not link.ground_is_clean
    assert link.next_check_at <= registries.clock.now()
    assert "domain_registered_anew" in notices(database)
