"""The page of a proposal, and the decision."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from aidroute.domain.review import Proposal
from aidroute.storage.proposal import Proposal as ProposalRow
from aidroute.storage.user import SignedInSession, User
from tests.support.desk_world import NEW_URL, OLD_URL, DeskWorld
from tests.support.maintainers import Desk, hidden
from tests.support.page_checker import Page


@pytest.fixture
def made(world: DeskWorld) -> Proposal:
    """A new address that Ani proposed."""
    return world.propose({"url": NEW_URL})


def page_of(desk: Desk, proposal: Proposal) -> Page:
    return desk.get(f"/maintain/proposals/{proposal.number}")


def buttons(page: Page) -> list[str]:
    return [node.text for node in page.tree.one("main").all("button")]


def decide(desk: Desk, proposal: Proposal, decision: str, status: int, **data: str) -> Page:
    sent = {"value_sha256": proposal.value_sha256, "note": "", **data}
    return desk.send(f"/maintain/proposals/{proposal.number}/{decision}", sent, status)


def grow_stale(world: DeskWorld) -> None:
    """Everybody entered their password an hour ago."""
    with world.database.write() as session:
        for row in session.scalars(select(SignedInSession)):
            row.data = {**row.data, "fs_paa": time.time() - 3600, "fs_gexp": 0}


def test_before_and_after_stand_side_by_side_with_the_host_in_sight(bob: Desk, made: Proposal) -> None:
    page = page_of(bob, made)
    (row,) = [node for node in page.tree.all("tr") if node.all("td")]
    assert [cell.with_class("sight")[0].text for cell in row.all("td")] == ["give.example.org", "new.example.org"]
    assert OLD_URL in row.text
    assert NEW_URL in row.text
    assert buttons(page) == ["Accept: make it true", "Reject"]


def test_who_proposed_sees_that_another_person_must_accept(ani: Desk, made: Proposal) -> None:
    page = page_of(ani, made)
    assert "Another person must accept it" in page.text
    assert buttons(page) == ["Take it back", "Reject"]


def test_who_proposed_cannot_accept_by_sending_the_form_anyway(ani: Desk, world: DeskWorld, made: Proposal) -> None:
    page = decide(ani, made, "accept", 403)
    assert "Another person must accept it" in page.text
    assert world.values()["url"] == OLD_URL


def test_two_browsers_of_one_person_are_one_person(
    browser_of: Callable[..., Desk], world: DeskWorld, made: Proposal
) -> None:
    decide(browser_of("Ani"), made, "accept", 403)
    assert world.values()["url"] == OLD_URL


def test_an_administrator_cannot_accept_an_own_proposal(browser_of: Callable[..., Desk], world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL}, who=world.ada)
    decide(browser_of("Ada"), made, "accept", 403)
    assert world.values()["url"] == OLD_URL


def test_another_person_accepts_and_it_is_told(bob: Desk, world: DeskWorld, made: Proposal) -> None:
    data = {"value_sha256": made.value_sha256, "note": "seen on their site"}
    page = bob.follow(f"/maintain/proposals/{made.number}/accept", data)
    assert "accepted: Bob" in page.text
    assert "seen on their site" in page.text
    assert world.values()["url"] == NEW_URL
    history = bob.get("/maintain/history")
    assert "Ani, accepted by Bob" in history.text


def test_accepting_asks_for_the_password_when_it_was_entered_long_ago(
    bob: Desk, world: DeskWorld, made: Proposal
) -> None:
    grow_stale(world)
    asked = bob.post(f"/maintain/proposals/{made.number}/accept", {"value_sha256": made.value_sha256})
    assert asked.headers["Location"] == f"/maintain/password?next=/maintain/proposals/{made.number}"
    assert world.values()["url"] == OLD_URL
    back = dict(hidden(bob.get(asked.headers["Location"]).tree))["next"]
    wrong = bob.send("/maintain/password", {"password": "a wrong one altogether", "next": back}, 200)
    assert "That is not your password" in wrong.text
    done = bob.post("/maintain/password", {"password": "nine quiet lamps outside", "next": back})
    assert done.headers["Location"] == f"/maintain/proposals/{made.number}"
    bob.follow(f"/maintain/proposals/{made.number}/accept", {"value_sha256": made.value_sha256})
    assert world.values()["url"] == NEW_URL


def test_what_does_not_match_what_was_shown_is_not_accepted(bob: Desk, world: DeskWorld, made: Proposal) -> None:
    page = decide(bob, made, "accept", 409, value_sha256="0" * 64)
    assert "not the one you were shown" in page.text
    with world.database.write() as session:
        session.execute(update(ProposalRow).values(fields={"url": "https://thief.example.net/"}))
    decide(bob, made, "accept", 409)
    assert world.values()["url"] == OLD_URL


def test_a_form_with_a_foreign_field_decides_nothing(bob: Desk, world: DeskWorld, made: Proposal) -> None:
    decide(bob, made, "accept", 422, decided_by="Ada")
    assert world.values()["url"] == OLD_URL


def test_a_proposal_on_an_entry_that_changed_is_not_accepted_and_says_so(
    bob: Desk, world: DeskWorld, made: Proposal
) -> None:
    world.accept(world.propose({"url": "https://third.example.org/"}, who=world.bob), who=world.ani)
    page = page_of(bob, made)
    assert "was changed after this was proposed" in page.text
    assert "Accept: make it true" not in buttons(page)
    shown = decide(bob, made, "accept", 409)
    assert "third.example.org" in shown.text
    assert world.values()["url"] == "https://third.example.org/"


def test_who_is_late_reads_who_was_first(bob: Desk, world: DeskWorld, made: Proposal) -> None:
    world.accept(made, who=world.ada)
    page = decide(bob, made, "accept", 409)
    assert "decided already" in page.text
    assert "accepted: Ada" in page.text
    assert buttons(page) == []


def test_rejecting_and_taking_back_change_nothing(ani: Desk, bob: Desk, world: DeskWorld, made: Proposal) -> None:
    decide(bob, made, "withdraw", 403)
    done = bob.follow(f"/maintain/proposals/{made.number}/reject", {"value_sha256": "", "note": "not theirs"})
    assert "rejected: Bob" in done.text
    own = world.propose({"url": NEW_URL})
    back = ani.follow(f"/maintain/proposals/{own.number}/withdraw", {"value_sha256": "", "note": ""})
    assert "taken back: Ani" in back.text
    assert world.values()["url"] == OLD_URL


def test_a_shipped_proposal_needs_one_who_stands_behind_it_and_one_who_accepts(
    ani: Desk, bob: Desk, world: DeskWorld, made: Proposal
) -> None:
    with world.database.write() as session:
        session.execute(update(ProposalRow).values(proposed_by_id=None, proposed_by="shipped content"))
    page = page_of(bob, made)
    assert "No maintainer stands behind this proposal yet" in page.text
    assert buttons(page) == ["I checked it and propose it myself", "Reject"]
    decide(bob, made, "accept", 403)
    bob.follow(f"/maintain/proposals/{made.number}/adopt", {"value_sha256": made.value_sha256})
    decide(bob, made, "accept", 403)
    ani.follow(f"/maintain/proposals/{made.number}/accept", {"value_sha256": made.value_sha256})
    assert world.values()["url"] == NEW_URL


def test_a_lone_maintainer_is_told_how_to_add_a_second_person(ani: Desk, world: DeskWorld, made: Proposal) -> None:
    with world.database.write() as session:
        session.execute(update(User).where(User.id != world.ani.key).values(active=False))
    for path in ("/maintain/", f"/maintain/proposals/{made.number}"):
        page = ani.get(path)
        assert "You are the only maintainer" in page.text
        assert "aidroute user add EMAIL --name NAME" in page.text
    assert "You are the only maintainer" in ani.get("/maintain/channels/example-fund-page/edit").text


def test_a_look_alike_is_marked_in_its_ascii_form_on_the_desk_and_on_the_page(bob: Desk, world: DeskWorld) -> None:
    world.accept(world.propose({"url": "https://goodkitchen.org/"}))
    made = world.propose({"url": "https://gооdkitchen.org/"})
    for page in (bob.get("/maintain/"), page_of(bob, made)):
        assert "xn--gdkitchen" in page.text
        assert "Looks like another domain in the directory" in page.text
        assert "(compare: goodkitchen.org)" in page.text
        assert "mixes letters of several scripts" in page.text
    assert "in its own script: gооdkitchen.org" in page_of(bob, made).text


def test_the_list_of_proposals_tells_how_each_ended(bob: Desk, world: DeskWorld, made: Proposal) -> None:
    world.accept(made)
    text = bob.get("/maintain/proposals").text
    assert made.number in text
    assert "accepted: Bob" in text
