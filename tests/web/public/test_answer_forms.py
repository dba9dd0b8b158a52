"""The answer as a table, a feed, a badge and a QR code."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import segno
from flask.testing import FlaskClient

from aidroute.domain.directory import Directory
from aidroute.settings import Settings
from aidroute.web.answer_rows import COLUMNS
from aidroute.web.headers import OPEN_DATA
from tests.support.equipment import REPOSITORY
from tests.support.feeds import read_xml
from tests.support.markup_payloads import PAYLOADS
from tests.support.page_checker import Visitor
from tests.support.web_directories import DOWN, FULL, QUARANTINED, with_status

FORMS = ("give.csv", "give.atom", "give.svg", "give.qr.svg")
ATOM = "{http://www.w3.org/2005/Atom}"
SVG = "{http://www.w3.org/2000/svg}"


def table(client: FlaskClient, query: str) -> list[dict[str, str]]:
    response = client.get(f"/en/give.csv{query}")
    assert response.content_type.startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("form", FORMS)
def test_everybody_may_read_it_and_it_may_be_kept_for_a_moment(
    client: FlaskClient, visitor: Visitor, form: str
) -> None:
    response = client.get(f"/en/{form}?need=food")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=30"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_question_is_a_problem_that_names_the_parameter(
    client: FlaskClient, visitor: Visitor, form: str
) -> None:
    response = client.get(f"/en/{form}?need=shleter")
    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    assert json.loads(response.data)["errors"][0]["parameter"] == "need"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("form", FORMS)
def test_without_a_language_it_leads_to_one_and_other_sites_may_follow(
    client: FlaskClient, visitor: Visitor, form: str
) -> None:
    response = client.get(f"/{form}?need=food")
    assert (response.status_code, response.headers["Location"]) == (302, f"/en/{form}?need=food")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("form", FORMS)
def test_the_page_leads_to_it_with_the_same_question(visitor: Visitor, form: str) -> None:
    assert f"/en/{form}?need=food&from=FR" in visitor.get("/en/give?need=food&from=FR").links().values()


@pytest.mark.parametrize("form", FORMS)
def test_no_form_has_the_address_of_a_donation_page(client: FlaskClient, visitor: Visitor, form: str) -> None:
    assert b"example.org/donate" not in client.get(f"/en/{form}").data


# ------------------------------------------------------------------------------------------------------- table


def test_the_table_has_the_channels_of_the_json_form_in_its_order(client: FlaskClient, visitor: Visitor) -> None:
    query = "?need=food&from=FR"
    matches = client.get(f"/en/give.json{query}").json["matches"]
    rows = table(client, query)
    assert len(rows) > 2
    assert [(row["channel"], row["level"], row["open"]) for row in rows] == [
        (match["channel"], match["level"], match["open"]) for match in matches
    ]
    first = rows[0]
    assert first["organization"] == "Harbour Kitchen"
    assert first["countries"] == "CH | DE | FR"
    assert first["receipts"] == "FR: Harbour Kitchen France"
    assert "Helps with: Food" in first["reasons"].split(" | ")


def test_what_is_not_known_is_an_empty_cell(client: FlaskClient, visitor: Visitor) -> None:
    store = next(row for row in table(client, "") if row["channel"] == "club-store")
    assert [store[name] for name in ("host", "state", "stated_on", "source", "confirmed_at")] == [""] * 5


def test_a_source_is_told_by_its_host_alone(client: FlaskClient, visitor: Visitor) -> None:
    site = next(row for row in table(client, "") if row["channel"] == "quay-site")
    assert site["source"] == "example.org"


def test_hashtags_stand_below_the_header_when_they_are_asked_for(client: FlaskClient, visitor: Visitor) -> None:
    assert table(client, "?need=food")[0]["channel"] == "harbour-kitchen-donate"
    tags = table(client, "?need=food&hxl=1")[0]
    assert all(tag.startswith("#") for tag in tags.values())
    assert len(set(tags.values())) == len(COLUMNS)


def test_a_formula_in_a_name_is_only_text(client: FlaskClient, show: Callable[[Directory], None]) -> None:
    evil = '=HYPERLINK("https://thief.test","Give")'
    kitchen = replace(FULL.organizations["harbour-kitchen"], name=evil)
    show(replace(FULL, organizations={**FULL.organizations, "harbour-kitchen": kitchen}))
    row = next(row for row in table(client, "") if row["channel"] == "harbour-kitchen-donate")
    assert row["organization"].startswith("'=HYPERLINK(")
    assert not any(cell.startswith(("=", "+", "-", "@")) for each in table(client, "") for cell in each.values())


def test_every_column_is_described_in_the_documentation(client: FlaskClient, visitor: Visitor) -> None:
    described = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    assert [name for name, _, _ in COLUMNS if f"`{name}`" not in described] == []


# -------------------------------------------------------------------------------------------------------- feed


def test_the_feed_has_an_entry_for_each_channel_that_leads_to_our_own_address(
    client: FlaskClient, visitor: Visitor, settings: Settings
) -> None:
    response = client.get("/en/give.atom?need=food&from=FR")
    assert response.content_type == "application/atom+xml; charset=utf-8"
    root = read_xml(response.data)
    assert root.findtext(f"{ATOM}title") == "aidroute: where to give (Food, from France)"
    entry = root.findall(f"{ATOM}entry")[0]
    assert entry.findtext(f"{ATOM}title") == "Harbour Kitchen: Worked 14 minutes ago"
    assert entry.find(f"{ATOM}link").attrib["href"] == f"{settings.base_url}/en/go/harbour-kitchen-donate"


def test_an_entry_is_new_when_its_level_changes_and_not_when_a_check_finds_the_same(
    client: FlaskClient, show: Callable[[Directory], None]
) -> None:
    def entry_of(directory: Directory) -> tuple[str | None, str | None]:
        show(directory)
        entries = read_xml(client.get("/en/give.atom?need=food").data).findall(f"{ATOM}entry")
        found = next(each for each in entries if "harbour-kitchen-donate" in (each.findtext(f"{ATOM}id") or ""))
        return found.findtext(f"{ATOM}id"), found.findtext(f"{ATOM}updated")

    before = entry_of(FULL)
    status = FULL.links[1].status
    assert entry_of(with_status(FULL, 1, replace(status, last_checked_at=status.last_ok_at))) == before
    assert entry_of(with_status(FULL, 1, DOWN))[0] != before[0]


def test_markup_in_a_name_stays_text_in_the_feed(client: FlaskClient, show: Callable[[Directory], None]) -> None:
    for payload in PAYLOADS[::5]:
        kitchen = replace(FULL.organizations["harbour-kitchen"], name=payload)
        show(replace(FULL, organizations={**FULL.organizations, "harbour-kitchen": kitchen}))
        names = {node.tag.removeprefix(ATOM) for node in read_xml(client.get("/en/give.atom").data).iter()}
        assert names == {"feed", "title", "id", "updated", "link", "entry", "author", "name", "content"}


# ------------------------------------------------------------------------------------------------------- badge


def badge_text(client: FlaskClient, query: str = "") -> str:
    root = read_xml(client.get(f"/en/give.svg{query}").data)
    assert {node.tag.removeprefix(SVG) for node in root.iter()} == {"svg", "title", "rect", "path", "g", "text"}
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == root.findtext(f"{SVG}title")
    return root.attrib["aria-label"]


def test_the_badge_counts_the_channels_that_somebody_is_taken_to(client: FlaskClient, visitor: Visitor) -> None:
    matches = client.get("/en/give.json?need=food").json["matches"]
    works = [match for match in matches if match["level"] == "go"]
    assert len(works) == 2
    assert badge_text(client, "?need=food").startswith("2 channels work now (aidroute · ")


def test_the_badge_says_when_no_channel_works(client: FlaskClient, show: Callable[[Directory], None]) -> None:
    show(with_status(with_status(FULL, 1, DOWN), 2, QUARANTINED))
    assert badge_text(client).startswith("No channel works for certain now (")


# ---------------------------------------------------------------------------------------------------------- QR


def test_the_code_is_the_permalink_with_the_configured_address(
    client: FlaskClient, visitor: Visitor, settings: Settings
) -> None:
    address = f"{settings.base_url}/en/give?need=food&from=FR"
    root = read_xml(client.get("/en/give.qr.svg?from=FR&need=food", headers={"X-Forwarded-Host": "thief.test"}).data)
    assert root.attrib["aria-label"] == f"QR code of {address}"
    matrix = segno.make_qr(address, error="m").matrix
    assert root.attrib["viewBox"] == f"0 0 {len(matrix) + 8} {len(matrix) + 8}"
    assert drawn(root.find(f"{SVG}path").attrib["d"]) == {
        (x + 4, y + 4) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark
    }


def drawn(path: str) -> set[tuple[int, int]]:
    """The modules that a path of runs fills."""
    found = set()
    for run in path.split("M")[1:]:
        start, length = run.split("h")[:2]
        x, y = map(int, start.split())
        found |= {(x + each, y) for each in range(int(length.partition("v")[0]))}
    return found


def test_every_form_is_open_data() -> None:
    assert {"public.give_csv", "public.give_atom", "public.give_badge", "public.give_qr"} <= set(OPEN_DATA)
