"""Deciding proposals: no single person changes where money goes."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.edit import proposed_hash
from aidroute.domain.review import (
    AlreadyDecided,
    AlreadyProposed,
    NobodyProposed,
    NotAllowed,
    NotYours,
    OwnProposal,
    ProposalMoved,
    ProposalStatus,
    SubjectMoved,
)
from aidroute.services import ledger
from aidroute.services.reviewing import NoSuchProposal, Review, accept, adopt, listed, look, reject, withdraw
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.link import Flip, Link
from aidroute.storage.notice import Notice
from aidroute.storage.proposal import Proposal as ProposalRow
from aidroute.storage.user import User
from tests.support.desk_world import KNOWN, LATER, NEW_CHANNEL, NEW_URL, NOW, OLD_URL, DeskWorld


@pytest.fixture
def world(database: Database) -> DeskWorld:
    return DeskWorld(database)


def links(world: DeskWorld) -> dict[str, Link]:
    with world.database.read() as session:
        return {link.url: link for link in session.scalars(select(Link))}


def stored(world: DeskWorld, number: str) -> ProposalRow:
    with world.database.read() as session:
        return session.scalars(select(ProposalRow).where(ProposalRow.number == number)).one()


def test_a_second_person_makes_a_new_address_true(world: DeskWorld) -> None:
    made, version = world.propose({"url": NEW_URL}), world.content_version()
    done = world.accept(made)
    assert (done.status, done.proposed_by, done.decided_by) == (ProposalStatus.ACCEPTED, "Ani", "Bob")
    assert world.values()["url"] == NEW_URL
    assert world.content_version() == version + 1
    (entry,) = ledger.page(world.database).entries
    assert (entry.row.field, entry.row.before, entry.row.after) == ("url", OLD_URL, NEW_URL)
    assert (entry.row.proposed_by, entry.row.decided_by, entry.row.reason) == ("Ani", "Bob", "told by phone")
    assert ledger.verify(world.database).holds


def test_a_new_address_is_unverified_due_at_once_and_without_a_baseline(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    link = links(world)[NEW_URL]
    assert (link.state, link.baseline, link.approved_at, link.next_check_at) == ("unverified", None, LATER, LATER)
    assert (link.host, link.registrable_domain, link.last_ok_at) == ("new.example.org", "example.org", None)


def test_the_old_address_is_no_longer_checked_and_its_running_check_counts_for_nothing(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    old = links(world)[OLD_URL]
    assert (old.state, old.lease_token) == ("retired", None)
    with world.database.read() as session:
        flip = session.scalars(select(Flip)).one()
    assert (flip.from_state, flip.to_state, flip.reason) == ("live", "retired", "no_channel_left")


def test_an_address_that_others_use_is_shared_and_stays_checked(world: DeskWorld) -> None:
    world.accept(world.propose_new(CHANNEL, "second", {**NEW_CHANNEL, "url": OLD_URL}))
    assert set(links(world)) == {OLD_URL}
    assert links(world)[OLD_URL].state == "live"
    world.accept(world.propose({"url": NEW_URL}))
    assert links(world)[OLD_URL].state == "live"


def test_a_quarantine_is_not_shaken_off_by_going_away_and_coming_back(world: DeskWorld) -> None:
    with world.database.write() as session:
        session.execute(update(Link).values(state="quarantined"))
    world.accept(world.propose({"url": NEW_URL}))
    assert links(world)[OLD_URL].state == "quarantined"
    world.accept(world.propose({"url": OLD_URL}))
    assert links(world)[OLD_URL].state == "quarantined"


def test_an_address_taken_up_again_starts_unverified(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    world.accept(world.propose({"url": OLD_URL}))
    link = links(world)[OLD_URL]
    assert (link.state, link.baseline, link.last_ok_at, link.next_check_at) == ("unverified", None, None, LATER)


def test_whose_address_it_is_changes_with_a_second_person_only(world: DeskWorld) -> None:
    made = world.propose({"allowed_domains": ["pay.test"], "tenant_prefix": "/fund"})
    assert links(world)[OLD_URL].allowed_domains == []
    world.accept(made)
    link = links(world)[OLD_URL]
    assert (link.allowed_domains, link.tenant_prefix, link.next_check_at) == (["pay.test"], "/fund", LATER)
    assert {entry.row.field for entry in ledger.page(world.database).entries} == {"allowed_domains", "tenant_prefix"}


def test_an_email_channel_becomes_a_web_channel_and_back(world: DeskWorld) -> None:
    world.accept(world.propose({"kind": "email", "url": "", "address": "give@example.org"}))
    assert (world.values()["address"], world.values()["url"]) == ("give@example.org", "")
    world.accept(world.propose({"kind": "donation_page", "url": OLD_URL, "address": ""}))
    assert (world.values()["address"], world.values()["url"]) == ("", OLD_URL)


def test_a_new_channel_goes_live_with_a_second_person(world: DeskWorld) -> None:
    world.accept(world.propose_new(CHANNEL, "second", {**NEW_CHANNEL, "valid_from": "2026-01-01"}))
    values = world.values("second")
    assert (values["url"], values["valid_from"], values["status"]) == (NEW_CHANNEL["url"], "2026-01-01", "approved")
    with world.database.read() as session:
        assert session.scalars(select(Channel.position).where(Channel.slug == "second")).one() == 1
    assert ledger.verify(world.database).holds


def test_confirmations_do_not_move(world: DeskWorld) -> None:
    with world.database.write() as session:
        channel = session.scalars(select(Channel)).one()
        session.add(
            Confirmation(channel_id=channel.id, confirmed_by="Bob", confirmed_at=NOW - timedelta(days=3), note="")
        )
    world.accept(world.propose({"url": NEW_URL}))
    with world.database.read() as session:
        assert session.scalars(select(Confirmation.confirmed_at)).one() == NOW - timedelta(days=3)


def test_acceptance_is_told_in_the_same_transaction(world: DeskWorld) -> None:
    world.accept(world.propose({"url": NEW_URL}))
    with world.database.read() as session:
        told = session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [each.kind for each in told] == ["proposal_waiting", "proposal_accepted"]
    assert told[1].body["decided_by"] == "Bob"


# ------------------------------------------------------------------------------------------- two persons


def test_who_proposed_cannot_accept(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with pytest.raises(OwnProposal) as raised:
        world.accept(made, who=world.ani)
    assert raised.value.proposal.number == made.number
    assert world.values()["url"] == OLD_URL
    assert stored(world, made.number).status == "waiting"
    assert ledger.page(world.database).entries == ()


def test_an_administrator_cannot_accept_an_own_proposal_either(world: DeskWorld) -> None:
    with pytest.raises(OwnProposal):
        world.accept(world.propose({"url": NEW_URL}, who=world.ada), who=world.ada)


def test_a_second_role_does_not_make_a_second_person(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with pytest.raises(OwnProposal):
        world.accept(made, who=replace(world.ani, name="Another", roles=frozenset({"administrator"})))


def test_a_forged_session_without_an_active_account_cannot_accept(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with world.database.write() as session:
        session.execute(update(User).where(User.id == world.bob.key).values(active=False))
    with pytest.raises(NotAllowed):
        world.accept(made)


def test_the_database_refuses_that_one_person_accepts(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with pytest.raises(IntegrityError, match="two_persons"), world.database.write() as session:
        session.execute(
            text(
                "UPDATE proposal SET status = 'accepted', decided_at = proposed_at, decided_by_id = proposed_by_id "
                "WHERE number = :number"
            ),
            {"number": made.number},
        )
    assert stored(world, made.number).status == "waiting"


def test_the_database_refuses_an_acceptance_by_nobody(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with pytest.raises(IntegrityError, match="two_persons"), world.database.write() as session:
        session.execute(
            text("UPDATE proposal SET status = 'accepted', decided_at = proposed_at WHERE number = :number"),
            {"number": made.number},
        )


def test_the_database_refuses_a_proposal_that_is_born_accepted_by_its_own_proposer(world: DeskWorld) -> None:
    with pytest.raises(IntegrityError, match="two_persons"), world.database.write() as session:
        session.add(
            ProposalRow(
                number="P-2026-99999",
                subject_type=CHANNEL,
                subject_slug="example-fund-page",
                action="edit",
                fields={"url": NEW_URL},
                before={},
                value_sha256="0" * 64,
                is_payment_bearing=True,
                status="accepted",
                proposed_by_id=world.ani.key,
                proposed_by="Ani",
                proposed_at=NOW,
                decided_by_id=world.ani.key,
                decided_by="Ani",
                decided_at=NOW,
            )
        )


def test_taking_the_mark_off_a_proposal_does_not_help(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with world.database.write() as session:
        session.execute(update(ProposalRow).values(is_payment_bearing=False))
    with pytest.raises(OwnProposal):
        world.accept(made, who=world.ani)
    assert world.accept(made).is_payment_bearing


def test_a_proposal_that_no_maintainer_stands_behind_is_not_accepted_by_one(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with world.database.write() as session:
        session.execute(update(ProposalRow).values(proposed_by_id=None, proposed_by="a visitor"))
    with pytest.raises(NobodyProposed):
        world.accept(made)


def test_a_maintainer_stands_behind_a_shipped_proposal_and_another_accepts_it(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with world.database.write() as session:
        session.execute(update(ProposalRow).values(proposed_by_id=None, proposed_by="shipped content"))
    with pytest.raises(ProposalMoved):
        adopt(world.database, world.bob, Review(made.number, "0" * 64), LATER)
    adopted = adopt(world.database, world.bob, Review(made.number, made.value_sha256), LATER)
    assert (adopted.proposed_by, adopted.is_waiting) == ("Bob", True)
    with pytest.raises(AlreadyProposed):
        adopt(world.database, world.ani, Review(made.number, made.value_sha256), LATER)
    with pytest.raises(OwnProposal):
        world.accept(made, who=world.bob)
    world.accept(made, who=world.ani)
    (entry,) = ledger.page(world.database).entries
    assert (entry.row.proposed_by, entry.row.decided_by) == ("Bob", "Ani")


# ------------------------------------------------------------------------------------------- what was looked at


def test_a_value_swapped_after_the_look_is_not_accepted(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    swapped = {"url": "https://thief.example.net/"}
    with world.database.write() as session:
        session.execute(update(ProposalRow).values(fields=swapped))
    with pytest.raises(ProposalMoved):
        world.accept(made)
    with world.database.write() as session:
        own_hash = proposed_hash(made.subject_type, made.subject_slug, made.action, swapped)
        session.execute(update(ProposalRow).values(value_sha256=own_hash))
    with pytest.raises(ProposalMoved):
        world.accept(made)
    assert world.values()["url"] == OLD_URL


def test_an_acceptance_that_names_other_values_is_refused(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    for value in ("", "0" * 64):
        with pytest.raises(ProposalMoved):
            world.accept(made, value_sha256=value)


def test_an_entry_that_changed_meanwhile_is_shown_with_its_differences(world: DeskWorld) -> None:
    first, second = world.propose({"url": NEW_URL}), world.propose({"url": "https://third.example.org/"})
    world.accept(first)
    with pytest.raises(SubjectMoved) as raised:
        world.accept(second)
    assert [(each.field, each.then, each.now) for each in raised.value.moved] == [("url", OLD_URL, NEW_URL)]
    assert stored(world, second.number).status == "waiting"


def test_also_a_change_of_another_field_must_be_looked_at_first(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    world.propose({"currencies": ["AMD"]}, who=world.bob)
    with pytest.raises(SubjectMoved):
        world.accept(made)


def test_whose_link_it_is_may_have_changed_through_another_channel(world: DeskWorld) -> None:
    world.accept(world.propose_new(CHANNEL, "second", {**NEW_CHANNEL, "url": OLD_URL}))
    made = world.propose({"allowed_domains": ["pay.test"]})
    world.accept(world.propose({"allowed_domains": ["bank.test"]}, slug="second"))
    with pytest.raises(SubjectMoved) as raised:
        world.accept(made)
    assert [(each.field, each.now) for each in raised.value.moved] == [("allowed_domains", ["bank.test"])]


def test_two_proposals_of_one_new_name_cannot_both_become_true(world: DeskWorld) -> None:
    made = world.propose_new(CHANNEL, "second", NEW_CHANNEL)
    with world.database.write() as session:
        row = session.scalars(select(ProposalRow)).one()
        columns = {c.key: getattr(row, c.key) for c in ProposalRow.__table__.columns if c.key not in ("id", "number")}
        session.add(ProposalRow(number="P-2026-00077", **columns))
    world.accept(made)
    with pytest.raises(SubjectMoved):
        accept(world.database, world.bob, Review("P-2026-00077", made.value_sha256), KNOWN, LATER)


# ------------------------------------------------------------------------------------------- once


def test_nothing_is_decided_twice(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    world.accept(made)
    with pytest.raises(AlreadyDecided) as raised:
        world.accept(made, who=world.ada)
    assert raised.value.proposal.decided_by == "Bob"
    with pytest.raises(AlreadyDecided):
        reject(world.database, world.ada, Review(made.number), LATER)
    assert len(ledger.page(world.database).entries) == 1


def test_of_two_acceptances_at_once_one_wins(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    start = threading.Barrier(2)
    outcomes: dict[str, str] = {}

    def decide(who: str) -> None:
        start.wait(timeout=10)
        try:
            world.accept(made, who=getattr(world, who))
            outcomes[who] = "accepted"
        except AlreadyDecided as error:
            outcomes[who] = f"late, {error.proposal.decided_by} was first"

    threads = [threading.Thread(target=decide, args=(who,)) for who in ("bob", "ada")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes.values()) in (["accepted", "late, Bob was first"], ["accepted", "late, Ada was first"])
    assert len(ledger.page(world.database).entries) == 1
    assert ledger.verify(world.database).holds


def test_edits_of_many_at_once_leave_a_ledger_without_a_gap(world: DeskWorld) -> None:
    slugs = [f"fund-{number}" for number in range(6)]
    start, failures = threading.Barrier(len(slugs)), []

    def make(slug: str) -> None:
        start.wait(timeout=10)
        try:
            world.propose_new(ORGANIZATION, slug, {"name": slug, "kind": "other", "purpose": "humanitarian"})
        except Exception as error:  # noqa: BLE001 - any failure in a thread is the test's failure
            failures.append(repr(error))

    threads = [threading.Thread(target=make, args=(slug,)) for slug in slugs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []
    report = ledger.verify(world.database)
    assert (report.rows, report.holds) == (18, True)
    assert len({each.number for each in listed(world.database)}) == len(slugs)


def at_once(*acts: Callable[[], object]) -> list[BaseException | None]:
    """What came of acts that begin together, in their order."""
    start = threading.Barrier(len(acts))
    outcomes: list[BaseException | None] = [None] * len(acts)

    def run(position: int, act: Callable[[], object]) -> None:
        start.wait(timeout=10)
        try:
            act()
        except Exception as error:  # noqa: BLE001 - what went wrong is what the test is about
            outcomes[position] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_of_two_new_entries_of_one_name_at_once_one_is_taken_and_the_other_told_so(world: DeskWorld) -> None:
    fields = {"name": "Sample Aid", "kind": "other", "purpose": "humanitarian"}
    outcomes = at_once(
        lambda: world.propose_new(ORGANIZATION, "sample-aid", fields),
        lambda: world.propose_new(ORGANIZATION, "sample-aid", fields, who=world.bob),
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["BadEdit", "NoneType"]


def test_two_channels_that_get_one_new_address_at_once_share_its_link(world: DeskWorld) -> None:
    shared = "https://shared.example.org/"
    first = world.propose({"url": shared})
    second = world.propose_new(CHANNEL, "second", {**NEW_CHANNEL, "url": shared})
    outcomes = at_once(lambda: world.accept(first), lambda: world.accept(second, who=world.ada))
    assert outcomes == [None, None]
    assert list(links(world)).count(shared) == 1
    assert {world.values()["url"], world.values("second")["url"]} == {shared}
    assert ledger.verify(world.database).holds


# ------------------------------------------------------------------------------------------- turning down


def test_a_rejected_proposal_changes_nothing_and_keeps_its_note(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    done = reject(world.database, world.bob, Review(made.number, note=" not their domain "), LATER)
    assert (done.status, done.decision_note) == (ProposalStatus.REJECTED, "not their domain")
    assert world.values()["url"] == OLD_URL
    with pytest.raises(AlreadyDecided):
        world.accept(made)


def test_who_proposed_may_reject_or_withdraw_and_others_may_not_withdraw(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with pytest.raises(NotYours):
        withdraw(world.database, world.bob, Review(made.number), LATER)
    assert withdraw(world.database, world.ani, Review(made.number), LATER).status is ProposalStatus.WITHDRAWN
    own = world.propose({"url": NEW_URL})
    assert reject(world.database, world.ani, Review(own.number), LATER).status is ProposalStatus.REJECTED


def test_a_number_that_does_not_exist_is_named(world: DeskWorld) -> None:
    for act in (
        lambda: look(world.database, "P-1"),
        lambda: accept(world.database, world.bob, Review("P-1"), KNOWN, LATER),
        lambda: reject(world.database, world.bob, Review("P-1"), LATER),
    ):
        with pytest.raises(NoSuchProposal, match="P-1"):
            act()


def test_looking_shows_the_proposal_and_the_entry_as_it_is(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    seen, subject = look(world.database, made.number)
    assert seen == made
    assert subject.values["url"] == OLD_URL
    assert [each.number for each in listed(world.database)] == [made.number]
