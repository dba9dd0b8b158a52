from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import select, update

from aidroute.storage import directory_version
from aidroute.storage.change import Change
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from tests.support.directories import NOW
from tests.support.feeds import read_xml
from tests.support.page_checker import Visitor
from tests.web.public.conftest import Listed

ATOM = "{http://www.w3.org/2005/Atom}"


def all_rows(listed: Listed) -> list[dict[str, Any]]:
    """Every row by the JSON form alone, oldest first, as somebody outside reads them."""
    rows: list[dict[str, Any]] = []
    path = "/en/changes.json"
    for _page in range(50):
        answer = listed.client.get(path).json
        rows += answer["changes"]
        if not answer["next"]:
            return rows[::-1]
        path = answer["next"].partition("127.0.0.1")[2].partition("/")[2]
        path = f"/{path}"
    raise AssertionError("the ledger has no end")


def broken_at(rows: list[dict[str, Any]]) -> int | None:
    """The check that the page describes, done by somebody who has nothing but the JSON."""
    previous = "0" * 64
    for number, row in enumerate(rows, 1):
        covered = {name: value for name, value in row.items() if name not in {"hash", "proposal"}}
        covered["previous_hash"] = previous
        text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256(text.encode()).hexdigest()
        if row["sequence"] != number or row["hash"] != previous:
            return number
    return None


def test_anybody_can_check_the_chain_from_outside_as_the_page_says(listed: Listed) -> None:
    rows = all_rows(listed)
    assert len(rows) > 100
    assert broken_at(rows) is None
    with listed.database.write() as session:
        session.execute(update(Change).where(Change.sequence == 7).values(reason="tampered"))
    assert broken_at(all_rows(listed)) == 7


def test_the_newest_hash_is_shown_to_be_written_down(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/changes")
    newest = shipped.client.get("/en/changes.json").json["changes"][0]
    assert page.tree.with_class("hash")[0].text == newest["hash"]
    assert f"Newest row: {newest['sequence']}" in page.text
    assert "aidroute audit verify" in page.text


@pytest.mark.parametrize(("decided_by", "is_shown"), [("Ani", False), ("Beatriz", True)])
def test_a_reason_of_one_person_alone_shows_no_account(listed: Listed, decided_by: str, is_shown: bool) -> None:
    values = {"reason": "now at GB82 WEST 1234 5698 7654 32", "proposed_by": "Ani", "decided_by": decided_by}
    with listed.database.write() as session:
        session.execute(update(Change).values(values))
    assert ("GB82" in listed.visitor.get("/en/changes").text) == is_shown


def test_what_was_done_together_stands_together(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/changes")
    items = [node for node in page.tree.with_class("changes")[0].all("li") if node.all("time")]
    assert "Way to give" in items[0].text
    assert items[0].one("summary").text.startswith("Entered in the list · ")
    assert "Came with aidroute" in items[0].text


def test_entries_go_by_the_names_that_pages_have_and_lead_to_them(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/changes?subject=armenian-caritas-site")
    item = page.tree.with_class("changes")[0].all("p")[0]
    assert "Armenian Caritas · Way to give: Official site; donation page not confirmed" in item.text
    assert item.one("a").attributes["href"] == "/en/organizations/armenian-caritas"
    assert "armenian-caritas-site" not in page.text


def test_an_entry_the_directory_does_not_have_goes_by_its_slug_and_leads_nowhere(listed: Listed) -> None:
    with listed.database.write() as session:
        session.execute(update(Change).where(Change.sequence == 209).values(subject_slug="<b>gone</b>"))
    item = listed.visitor.get("/en/changes").tree.with_class("changes")[0].all("p")[0]
    assert "<b>gone</b>" in item.text
    assert not item.all("a")


def test_what_was_done_together_is_not_cut_by_the_end_of_a_page(shipped: Listed) -> None:
    seen: list[str] = []
    path: str | None = "/en/changes"
    while path:
        page = shipped.visitor.get(path)
        seen += [item.text for item in page.tree.with_class("changes")[0].all("p") if item.all("time")]
        path = page.links().get("Older changes")
    assert len(seen) == len(set(seen))
    with shipped.database.read() as session:
        assert len(seen) == len(session.execute(select(Change.subject_type, Change.subject_slug).distinct()).all())


def test_older_changes_are_reached_page_by_page(shipped: Listed) -> None:
    first = shipped.visitor.get("/en/changes")
    older = shipped.visitor.get(first.links()["Older changes"])
    assert older.links()["To the newest"] == "/en/changes"
    assert older.tree.with_class("changes")[0].text != first.tree.with_class("changes")[0].text
    assert "Newest row" not in older.text


def test_one_entry_can_be_asked_for(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/changes?subject=freedom-house")
    names = {node.text for node in page.tree.with_class("changes")[0].all("a")}
    assert names == {"Freedom House"}
    assert page.tree.one("title").text.startswith("Changes · Freedom House")
    assert shipped.visitor.get("/en/changes?subject=no-such").text.count("There is no change here.") == 1


def test_a_narrowed_list_does_not_call_its_first_row_the_newest(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/changes?subject=freedom-house")
    assert "Newest row" not in page.text
    assert page.links()["Feed of changes"] == "/en/changes.atom?subject=freedom-house"


@pytest.mark.parametrize("older_than", ["0", "1"])
def test_a_page_after_the_last_says_so_and_leads_back(shipped: Listed, older_than: str) -> None:
    page = shipped.visitor.get(f"/en/changes?older_than={older_than}")
    assert "There is no change here." in page.text
    assert page.links()["To the newest"] == "/en/changes"


def test_a_narrowed_feed_is_a_feed_of_its_own(shipped: Listed) -> None:
    root = read_xml(shipped.client.get("/en/changes.atom?subject=freedom-house").data)
    assert root.findtext(f"{ATOM}id", "").endswith("/en/changes.atom?subject=freedom-house")


def test_titles_and_authors_in_the_feed_are_plain_text(listed: Listed) -> None:
    with listed.database.write() as session:
        session.execute(
            update(Channel).where(Channel.slug == "womens-fund-armenia-site").values(title={"en": "Ours & 'theirs'"})
        )
        directory_version.move(session, directory_version.CONTENT, NOW)
    listed.refresh()
    entries = read_xml(listed.client.get("/en/changes.atom?subject=womens-fund-armenia-site").data).findall(
        f"{ATOM}entry"
    )
    (title,) = {entry.findtext(f"{ATOM}title") for entry in entries}
    assert title == "Women's Fund Armenia · Way to give: Ours & 'theirs': Entered in the list"
    assert {entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries} == {"Came with aidroute"}


def test_the_feed_holds_no_whole_address_of_a_way_to_give(shipped: Listed) -> None:
    text = " ".join(read_xml(shipped.client.get("/en/changes.atom").data).itertext())
    assert "donazioni.caritasambrosiana.it" in text
    assert "https://donazioni" not in text


@pytest.mark.parametrize("older_than", ["", "-1", "0", "x", "9" * 30, "1.5", "\u0663", "2147483648"])
def test_any_number_in_the_address_is_a_page(shipped: Listed, older_than: str) -> None:
    assert shipped.visitor.get("/en/changes", query_string={"older_than": older_than}).status == 200


def test_the_feed_is_a_feed_and_shows_no_markup(listed: Listed) -> None:
    with listed.database.write() as session:
        session.execute(
            update(Change).where(Change.sequence == 209).values(after={"en": "<script>x</script>\x0b"}, reason="&")
        )
    answer = listed.client.get("/en/changes.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    root = read_xml(answer.data)
    entries = root.findall(f"{ATOM}entry")
    assert entries
    assert root.findtext(f"{ATOM}id", "").endswith("/en/changes.atom")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert b"<script" not in answer.data


def test_without_the_database_there_is_no_ledger_to_show(visitor: Visitor) -> None:
    visitor.client.application.extensions["database"] = Database.open("sqlite:////nonexistent-folder/x.sqlite")
    page = visitor.get("/en/changes")
    assert page.status == 503
    assert page.response.headers["Retry-After"]
