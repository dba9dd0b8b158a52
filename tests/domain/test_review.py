"""Who may decide what."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from aidroute.domain.review import (
    ADMINISTRATOR,
    MAINTAINER,
    AlreadyDecided,
    AlreadyProposed,
    Decision,
    Moved,
    NobodyProposed,
    NotAllowed,
    NotYours,
    OwnProposal,
    Person,
    Proposal,
    ProposalStatus,
    Refusal,
    ReviewRefused,
    demand,
    moved_fields,
    refusal,
)

ANI = Person(1, "Ani", frozenset({MAINTAINER}))
BOB = Person(2, "Bob", frozenset({MAINTAINER}))
ADA = Person(3, "Ada", frozenset({ADMINISTRATOR}))

PROPOSAL = Proposal(
    number="P-2026-00001",
    subject_type="channel",
    subject_slug="example-site",
    action="edit",
    fields={"url": "https://new.example.org/"},
    before={"url": "https://old.example.org/"},
    value_sha256="0" * 64,
    subject_version=1,
    is_payment_bearing=True,
    reason="they moved",
    status=ProposalStatus.WAITING,
    proposed_by="Ani",
    proposed_at=datetime(2026, 1, 1, tzinfo=UTC),
    proposer=1,
)
DECIDED = [
    replace(PROPOSAL, status=status)
    for status in (ProposalStatus.ACCEPTED, ProposalStatus.REJECTED, ProposalStatus.WITHDRAWN)
]


def test_another_maintainer_may_accept_where_money_goes() -> None:
    assert refusal(Decision.ACCEPT, BOB, PROPOSAL) is None
    demand(Decision.ACCEPT, BOB, PROPOSAL)


def test_who_proposed_may_not_accept_where_money_goes() -> None:
    assert refusal(Decision.ACCEPT, ANI, PROPOSAL) is Refusal.OWN_PROPOSAL
    with pytest.raises(OwnProposal) as raised:
        demand(Decision.ACCEPT, ANI, PROPOSAL)
    assert raised.value.proposal is PROPOSAL


def test_an_administrator_has_no_way_around_it() -> None:
    own = replace(PROPOSAL, proposer=ADA.key, proposed_by="Ada")
    assert refusal(Decision.ACCEPT, ADA, own) is Refusal.OWN_PROPOSAL
    assert refusal(Decision.ACCEPT, ADA, PROPOSAL) is None


def test_two_people_of_one_name_are_two_people_and_a_changed_name_is_none() -> None:
    assert refusal(Decision.ACCEPT, replace(BOB, name="Ani"), PROPOSAL) is None
    assert refusal(Decision.ACCEPT, replace(ANI, name="Bob"), PROPOSAL) is Refusal.OWN_PROPOSAL


def test_a_change_that_moves_no_money_may_be_accepted_by_who_proposed_it() -> None:
    assert refusal(Decision.ACCEPT, ANI, replace(PROPOSAL, is_payment_bearing=False)) is None


def test_where_money_goes_needs_a_maintainer_behind_the_proposal() -> None:
    with pytest.raises(NobodyProposed):
        demand(Decision.ACCEPT, BOB, replace(PROPOSAL, proposer=None))


@pytest.mark.parametrize("decision", list(Decision))
@pytest.mark.parametrize("person", [replace(BOB, is_active=False), replace(BOB, roles=frozenset())])
def test_who_is_no_active_maintainer_decides_nothing(decision: Decision, person: Person) -> None:
    with pytest.raises(NotAllowed):
        demand(decision, person, PROPOSAL)


@pytest.mark.parametrize("decision", list(Decision))
@pytest.mark.parametrize("decided", DECIDED, ids=lambda proposal: proposal.status.value)
def test_nothing_is_decided_twice(decision: Decision, decided: Proposal) -> None:
    with pytest.raises(AlreadyDecided):
        demand(decision, BOB, decided)


def test_only_who_proposed_withdraws_and_anybody_else_rejects() -> None:
    assert refusal(Decision.WITHDRAW, ANI, PROPOSAL) is None
    assert refusal(Decision.REJECT, BOB, PROPOSAL) is None
    with pytest.raises(NotYours):
        demand(Decision.WITHDRAW, BOB, PROPOSAL)


def test_a_maintainer_may_stand_behind_what_no_maintainer_proposed_and_then_another_accepts() -> None:
    shipped = replace(PROPOSAL, proposer=None, proposed_by="shipped content")
    assert refusal(Decision.ADOPT, ANI, shipped) is None
    with pytest.raises(AlreadyProposed):
        demand(Decision.ADOPT, BOB, PROPOSAL)


def test_every_refusal_has_its_own_exception() -> None:
    raised: set[type[ReviewRefused]] = set()
    for decision, person, proposal in [
        (Decision.ACCEPT, replace(BOB, is_active=False), PROPOSAL),
        (Decision.ACCEPT, BOB, DECIDED[0]),
        (Decision.ACCEPT, ANI, PROPOSAL),
        (Decision.ACCEPT, BOB, replace(PROPOSAL, proposer=None)),
        (Decision.WITHDRAW, BOB, PROPOSAL),
        (Decision.ADOPT, BOB, PROPOSAL),
    ]:
        with pytest.raises(ReviewRefused) as error:
            demand(decision, person, proposal)
        raised.add(type(error.value))
    assert len(raised) == len(Refusal)


def test_the_fields_that_moved_are_named_with_both_values() -> None:
    assert moved_fields({"kind": "email", "title": {}}, {"kind": "phone", "title": {}, "note": {}}) == (
        Moved("kind", "email", "phone"),
    )
