"""Proposing edits."""

import pytest
from sqlalchemy import select

from aidroute.domain.change import CHANNEL, CREATE, ORGANIZATION
from aidroute.domain.edit import BadEdit, Edit
from aidroute.domain.field_values import ValueProblem
from aidroute.domain.review import Person, ProposalStatus, SubjectMoved
from aidroute.services import ledger
from aidroute.services.people import NotMaintainer
from aidroute.services.proposing import propose
from aidroute.storage import search_text
from aidroute.storage.appeal import Appeal
from aidroute.storage.db import Database
from aidroute.storage.emergency import Emergency
from aidroute.storage.link import Link
from aidroute.storage.mention import Mention
from aidroute.storage.notice import Notice
from aidroute.storage.organization import Organization
from aidroute.storage.proposal import Proposal
from tests.support.desk_world import KNOWN, NEW_CHANNEL, NEW_ORGANIZATION, NEW_URL, NOW, DeskWorld, add_person


@pytest.fixture
def world(database: Database) -> DeskWorld:
    return DeskWorld(database)


def problems(raised: pytest.ExceptionInfo[BadEdit]) -> set[tuple[str, str]]:
    return {(each.field, each.code) for each in raised.value.problems}


def count(world: DeskWorld, model: type) -> int:
    with world.database.read() as session:
        return len(session.scalars(select(model)).all())


def test_an_edit_that_moves_no_money_applies_at_once_and_is_recorded(world: DeskWorld) -> None:
    before = world.content_version()
    made = world.propose({"currencies": ["EUR", "AMD"]})
    assert made.status is ProposalStatus.ACCEPTED
    assert world.values()["currencies"] == ["AMD", "EUR"]
    assert world.content_version() == before + 1
    (entry,) = ledger.page(world.database).entries
    assert (entry.row.field, entry.row.before, entry.row.after) == ("currencies", ["EUR"], ["AMD", "EUR"])
    assert (entry.row.proposed_by, entry.row.decided_by, entry.proposal) == ("Ani", "Ani", made.number)
    assert ledger.verify(world.database).holds


def test_an_edit_that_moves_money_waits_and_changes_nothing(world: DeskWorld) -> None:
    before, version = world.values(), world.content_version()
    made = world.propose({"url": NEW_URL, "currencies": ["AMD"]})
    assert made.is_waiting
    assert made.is_payment_bearing
    assert made.fields == {"url": NEW_URL, "currencies": ["AMD"]}
    assert made.before == {"url": before["url"], "currencies": ["EUR"]}
    assert (world.values(), world.content_version()) == (before, version)
    assert ledger.page(world.database).entries == ()
    assert count(world, Link) == 1


def test_a_waiting_proposal_tells_the_others_in_the_same_transaction(world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    with world.database.read() as session:
        (told,) = session.scalars(select(Notice)).all()
    assert (told.kind, told.body["number"], told.body["fields"]) == ("proposal_waiting", made.number, ["url"])
    assert NEW_URL not in told.subject


def test_proposals_are_numbered_by_year(world: DeskWorld) -> None:
    assert [world.propose({"valid_to": f"2026-0{month}-01"}).number for month in (4, 5)] == [
        "P-2026-00001",
        "P-2026-00002",
    ]
    next_year = propose(world.database, world.ani, world.edit({"valid_to": ""}), KNOWN, NOW.replace(year=2027))
    assert next_year.number == "P-2027-00001"


def test_a_text_that_names_an_account_waits_like_a_new_address(world: DeskWorld) -> None:
    assert world.propose({"note": {"en": "or to AM12 3456 7890 1234 5678"}}).is_waiting
    assert world.values()["note"] == {}


def test_one_person_may_stop_a_channel_alone(world: DeskWorld) -> None:
    assert world.propose({"status": "retired"}).status is ProposalStatus.ACCEPTED
    with world.database.read() as session:
        assert session.scalars(select(Link)).one().state == "retired"


def test_a_new_organization_without_an_address_applies_at_once(world: DeskWorld) -> None:
    names = [{"value": "Օրինակ", "language": "hy"}, {"value": "Sample"}]
    world.propose_new(ORGANIZATION, "sample-aid", {**NEW_ORGANIZATION, "names": names})
    values = world.values("sample-aid", ORGANIZATION)
    assert [name["value"] for name in values["names"]] == ["Օրինակ", "Sample"]
    with world.database.read() as session:
        positions = {row.slug: row.position for row in session.scalars(select(Organization))}
    assert positions == {"example-fund": 0, "sample-aid": 1}
    assert {entry.row.field for entry in ledger.page(world.database).entries} == {"name", "names", "kind", "purpose"}


def test_names_are_replaced_and_the_version_moves_by_one(world: DeskWorld) -> None:
    for names in ([{"value": "A"}, {"value": "B"}], [{"value": "B"}], []):
        edit = world.edit({"names": names}, slug="example-fund", subject=ORGANIZATION)
        propose(world.database, world.ani, edit, KNOWN, NOW)
        after = world.edit({}, slug="example-fund", subject=ORGANIZATION)
        assert after.based_on == edit.based_on + 1
        assert [name["value"] for name in world.values("example-fund", ORGANIZATION)["names"]] == [
            name["value"] for name in names
        ]
    assert ledger.verify(world.database).holds


def test_a_name_that_was_changed_at_the_desk_is_found_by_search(world: DeskWorld) -> None:
    edit = world.edit({"names": [{"value": "Կարիտաս"}]}, slug="example-fund", subject=ORGANIZATION)
    propose(world.database, world.ani, edit, KNOWN, NOW)
    with world.database.read() as session:
        assert search_text.candidates(session, ["karitas"]) == ["example-fund"]


def test_an_organization_that_appeals_only_cite_never_becomes_a_place_to_give(world: DeskWorld) -> None:
    with world.database.write() as session:
        crisis = Emergency(slug="c", name={}, summary={}, places=[], status="active", timeline=[])
        session.add(crisis)
        session.flush()
        letter = Appeal(
            slug="l", emergency_id=crisis.id, title="L", document_kind="letter", language="en", summary={}, figures=[],
            actions=[],
        )  # fmt: skip
        session.add(letter)
        session.flush()
        owner = session.scalars(select(Organization)).one()
        session.add(
            Mention(
                appeal_id=letter.id, organization_id=owner.id, position=0, name_as_written="X", role="cited_assessor"
            )
        )
    with pytest.raises(BadEdit) as raised:
        world.propose_new(CHANNEL, "second", NEW_CHANNEL)
    assert problems(raised) == {("organization", ValueProblem.NOT_A_RECIPIENT)}


def test_a_new_channel_always_waits(world: DeskWorld) -> None:
    assert world.propose_new(CHANNEL, "second", {**NEW_CHANNEL, "status": "awaiting"}).is_waiting


def test_a_taken_name_is_refused_also_when_it_only_waits(world: DeskWorld) -> None:
    world.propose_new(CHANNEL, "second", NEW_CHANNEL)
    for slug in ("second", "example-fund-page"):
        with pytest.raises(BadEdit) as raised:
            world.propose_new(CHANNEL, slug, NEW_CHANNEL)
        assert problems(raised) == {("slug", ValueProblem.TAKEN_SLUG)}
    with pytest.raises(BadEdit) as raised:
        world.propose_new(CHANNEL, "../x", NEW_CHANNEL)
    assert problems(raised) == {("slug", ValueProblem.BAD_SLUG)}


def test_an_organization_or_emergency_that_does_not_exist_is_refused(world: DeskWorld) -> None:
    with pytest.raises(BadEdit) as raised:
        world.propose_new(CHANNEL, "x", {**NEW_CHANNEL, "organization": "nobody", "emergencies": ["flood", "war"]})
    assert problems(raised) == {
        ("organization", ValueProblem.UNKNOWN_WORD),
        ("emergencies", ValueProblem.UNKNOWN_WORD),
    }


def test_what_moves_money_needs_a_reason(world: DeskWorld) -> None:
    edit = Edit(CHANNEL, "second", CREATE, NEW_CHANNEL, reason="  ")
    with pytest.raises(BadEdit) as raised:
        propose(world.database, world.ani, edit, KNOWN, NOW)
    assert problems(raised) == {("reason", ValueProblem.NO_REASON)}


def test_a_bad_value_stores_nothing(world: DeskWorld) -> None:
    with pytest.raises(BadEdit):
        world.propose({"url": "javascript:alert(1)", "currencies": ["AMD"]})
    assert count(world, Proposal) == 0
    assert world.values()["currencies"] == ["EUR"]


@pytest.mark.parametrize("name", ["id", "decided_by_id", "is_payment_bearing", "approved_at", "link_id", "slug"])
def test_a_field_nobody_offers_is_refused(world: DeskWorld, name: str) -> None:
    with pytest.raises(BadEdit) as raised:
        world.propose({name: 1})
    assert problems(raised) == {(name, ValueProblem.UNKNOWN_FIELD)}


def test_the_second_of_two_editors_is_shown_what_changed(world: DeskWorld) -> None:
    mine = world.edit({"currencies": ["AMD"]})
    world.propose({"currencies": []}, who=world.bob)
    with pytest.raises(SubjectMoved) as raised:
        propose(world.database, world.ani, mine, KNOWN, NOW)
    assert [(each.field, each.then, each.now) for each in raised.value.moved] == [("currencies", ["AMD"], [])]
    assert world.values()["currencies"] == []


def test_an_entry_that_is_not_there_cannot_be_edited(world: DeskWorld) -> None:
    with pytest.raises(SubjectMoved):
        world.propose({"name": "x"}, slug="nobody", subject=ORGANIZATION)


def test_only_an_active_maintainer_proposes_whatever_the_session_believes(world: DeskWorld) -> None:
    with world.database.write() as session:
        gone = add_person(session, "Gone", active=False)
        guest = add_person(session, "Guest", role="reader")
    for who in (
        Person(gone.key, "Gone", frozenset({"maintainer"})),
        Person(guest.key, "Guest", frozenset({"maintainer"})),
        Person(999, "Nobody", frozenset({"maintainer"})),
    ):
        with pytest.raises(NotMaintainer):
            world.propose({"currencies": []}, who=who)
