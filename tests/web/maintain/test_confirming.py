"""Confirming entries, and the page of evidence about a link."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from aidroute.domain.domain_watch import DomainFacts, DomainTurn, TurnField
from aidroute.storage.confirmation import Confirmation
from aidroute.storage.db import Database
from aidroute.storage.domain_watch import DomainWatch, add_turns, set_facts
from aidroute.storage.link import Check, Flip, Link
from aidroute.storage.mail_check import MailCheck
from aidroute.storage.user import SignedInSession
from tests.support.desk_world import NOW, DeskWorld
from tests.support.maintainers import Desk, hidden

PAGE = "/maintain/channels/example-fund-page"
EVIDENCE = {
    "hops": [{"url": "https://give.example.org/", "status": 302, "location": "https://x.test/<b>", "ms": 12}],
    "fired": [{"code": "foreign_domain", "snippet": "<script>alert(1)</script>"}],
    "failure": None,
    "differences": {"new_payment_targets": ["iban:AM00"], "title_now": "Casino"},
}


def close_link(world: DeskWorld, state: str = "quarantined") -> None:
    with world.database.write() as session:
        session.execute(update(Link).values(state=state, verdict="hijack_suspect", state_since_at=NOW))
        link_id = session.scalars(select(Link.id)).one()
        session.add(
            Check(link_id=link_id, started_at=NOW, ended_at=NOW + timedelta(seconds=1), verdict="hijack_suspect",
                  evidence=EVIDENCE)
        )  # fmt: skip
        session.add(Flip(link_id=link_id, flipped_at=NOW, from_state="live", to_state=state, reason="foreign_domain"))


def state(database: Database) -> str:
    with database.read() as session:
        return session.scalars(select(Link.state)).one()


def as_shown(desk: Desk) -> dict[str, str]:
    fields = dict(hidden(desk.get(PAGE).tree))
    return {name: fields[name] for name in ("version", "link_state")}


def test_the_evidence_shows_steps_rules_and_differences_as_text(ani: Desk, world: DeskWorld) -> None:
    close_link(world)
    page = ani.get(PAGE)
    for part in ("foreign_domain", "<script>alert(1)</script>", "https://x.test/<b>", "iban:AM00", "Casino", "12 ms"):
        assert part in page.text, part
    assert "What to do: Open the address on a safe device" in page.text
    assert page.tree.all("script") == []
    assert "stopped for safety" in ani.get("/maintain/").text


def test_the_evidence_says_the_cause_in_words_and_shows_the_page_beside_the_approved_one(
    ani: Desk, world: DeskWorld
) -> None:
    proof = {
        **EVIDENCE,
        "title": "Casino <b>",
        "body": {"bytes": 90, "type": "text/html"},
        "differences": {"new_payment_targets": ["iban:AM00"], "title_before": "Give", "title_now": "Casino <b>"},
    }
    close_link(world)
    with world.database.write() as session:
        session.execute(update(Check).values(evidence=proof, reason="payment_target_changed"))
    shown = evidence(ani)
    for part in (
        "The page asks for money to an account, wallet or form that nobody approved.",
        "What to do: Ask the organization over a contact you knew before",
        "new: iban:AM00",
        "gone: Give",
        "new: Casino <b>",
    ):
        assert part in shown, part


def test_a_check_older_than_the_approved_page_is_not_set_beside_it(ani: Desk, world: DeskWorld) -> None:
    close_link(world)
    later = {"title": "Give", "captured_at": (NOW + timedelta(days=1)).isoformat()}
    with world.database.write() as session:
        session.execute(update(Link).values(baseline=later))
        session.execute(update(Check).values(evidence={**EVIDENCE, "body": {"bytes": 90, "type": "text/html"}}))
    shown = evidence(ani)
    assert "In this check" not in shown
    assert "Casino" in shown


def watched(world: DeskWorld, **facts: object) -> None:
    known = {"registrar": "Old & Sons", "expires_at": NOW + timedelta(days=90), "registry_answered_at": NOW}
    before, after = "Old & Sons", str(facts.get("registrar", "Old & Sons"))
    with world.database.write() as session:
        row = DomainWatch(next_watch_at=NOW)
        set_facts(row, DomainFacts("example.org", asked_at=NOW, **known | facts))  # type: ignore[arg-type]
        session.add(row)
        turns = [DomainTurn(TurnField.REGISTRAR, NOW - timedelta(days=90), "", before)]
        if after != before:
            turns.append(DomainTurn(TurnField.REGISTRAR, datetime.now(UTC), before, after))
        add_turns(session, "example.org", turns)


def evidence(desk: Desk) -> str:
    return " ".join(desk.get(PAGE).text.split())


def test_the_evidence_shows_who_registered_the_domain_and_what_is_not_known(ani: Desk, world: DeskWorld) -> None:
    assert "never yet" in evidence(ani)
    watched(world, registrar="<i>New</i>", registry_answered_at=datetime.now(UTC))
    shown = evidence(ani)
    assert "Registrar<i>New</i> When a person last looked: Old & Sons" in shown
    assert "registrar, Old & Sons → <i>New</i>" in shown
    assert "Not heard latelythe name servers" in shown


def test_a_name_without_a_registry_is_shown_as_such(ani: Desk, world: DeskWorld) -> None:
    watched(world, has_registry=False, name_servers=("ns1.example.net",), name_servers_answered_at=datetime.now(UTC))
    shown = evidence(ani)
    assert "No registry can be asked about it." in shown
    assert "Name serversns1.example.net" in shown
    assert "Not heard lately" not in shown


def test_facts_older_than_a_month_are_shown_as_not_known(ani: Desk, world: DeskWorld) -> None:
    watched(world, registrar="Nobody Now", registry_answered_at=datetime.now(UTC) - timedelta(days=31))
    shown = evidence(ani)
    assert "Registrarnot known Statusnot known Name serversnot known Not heard latelythe registry" in shown
    assert "When a person last looked:" not in shown


def test_a_look_is_recorded_with_who_and_when(ani: Desk, world: DeskWorld) -> None:
    page = ani.follow(f"{PAGE}/confirm", {**as_shown(ani), "note": "opened it"})
    assert "Confirmed." in page.text
    with world.database.read() as session:
        kept = session.scalars(select(Confirmation)).one()
    assert (kept.confirmed_by, kept.note) == ("Ani", "opened it")


def test_an_organization_is_confirmed_on_its_page(ani: Desk, world: DeskWorld) -> None:
    path = "/maintain/organizations/example-fund"
    fields = dict(hidden(ani.get(path).tree))
    page = ani.follow(f"{path}/confirm", {"version": fields["version"], "link_state": "", "note": ""})
    assert "Last confirmed on" in page.text


def test_a_closed_link_is_released_only_by_saying_so(ani: Desk, world: DeskWorld) -> None:
    close_link(world)
    ani.follow(f"{PAGE}/confirm", as_shown(ani))
    assert state(world.database) == "quarantined"
    page = ani.follow(f"{PAGE}/confirm", {**as_shown(ani), "releases_link": "y"})
    assert "The link is checked anew" in page.text
    assert state(world.database) == "unverified"


def test_releasing_asks_for_the_password_when_it_was_entered_long_ago(ani: Desk, world: DeskWorld) -> None:
    close_link(world)
    sent = {**as_shown(ani), "releases_link": "y"}
    with world.database.write() as session:
        for row in session.scalars(select(SignedInSession)):
            row.data = {**row.data, "fs_paa": time.time() - 3600, "fs_gexp": 0}
    asked = ani.post(f"{PAGE}/confirm", sent)
    assert asked.headers["Location"] == f"/maintain/password?next={PAGE}"
    assert state(world.database) == "quarantined"


def test_a_link_that_was_closed_while_the_page_was_open_is_not_confirmed(ani: Desk, world: DeskWorld) -> None:
    shown = as_shown(ani)
    close_link(world)
    assert ani.post(f"{PAGE}/confirm", shown).status_code == 409
    with world.database.read() as session:
        assert session.scalars(select(Confirmation)).all() == []


@pytest.mark.parametrize(
    "sent", [{}, {"version": "1", "confirmed_at": "2030-01-01"}, {"version": "1", "note": "x" * 1001}]
)
def test_a_form_that_is_not_ours_confirms_nothing(ani: Desk, world: DeskWorld, sent: dict[str, str]) -> None:
    assert ani.post(f"{PAGE}/confirm", sent).status_code == 422
    with world.database.read() as session:
        assert session.scalars(select(Confirmation)).all() == []


def test_a_channel_without_a_link_has_a_page_without_evidence(ani: Desk, world: DeskWorld) -> None:
    world.accept(world.propose({"kind": "email", "url": "", "address": "give@example.org"}))
    page = ani.get(PAGE)
    assert "give@example.org" in page.text
    assert [node.text for node in page.tree.all("h2")] == ["Confirm", "What is stored"]


def test_a_mail_domain_that_came_back_is_explained_and_the_word_of_a_person_opens_it(
    ani: Desk, world: DeskWorld
) -> None:
    world.accept(world.propose({"kind": "email", "url": "", "address": "give@example.org"}))
    with world.database.write() as session:
        session.add(MailCheck(domain="example.org", result="returned", checked_at=NOW, next_check_at=NOW))
    page = ani.get(PAGE)
    assert "was gone and is there again, perhaps in other hands" in page.text
    assert "What to do: Ask the organization over a contact you knew before" in page.text
    ani.follow(f"{PAGE}/confirm", dict(hidden(page.tree)))
    assert "gave no answer yet" in ani.get(PAGE).text
