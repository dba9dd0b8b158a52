"""A check beside the approved page: what went, what came, what is as it was."""

from __future__ import annotations

from typing import Any

from aidroute.domain.link import Baseline
from aidroute.services.comparing import Item, Part, Row, compared

BASELINE = Baseline(
    final_url="https://give.example.org/",
    title="Donate",
    content_type="text/html; charset=utf-8",
    markers=("donate", "charity"),
    payment_targets=("form:pay.example.org", "iban:GB00"),
    script_origins=("cdn.example.org",),
)


def seen(**changes: Any) -> dict[str, Any]:
    """The evidence of a check that read the page as it was approved."""
    return {
        "body": {"bytes": 900, "type": "text/html"},
        "not_modified": False,
        "is_known_page": False,
        "title": "Donate",
        "differences": {"text_distance": 0},
        **changes,
    }


def rows(evidence: dict[str, Any], final_url: str = BASELINE.final_url) -> dict[Part, Row]:
    return {row.part: row for row in compared(BASELINE, final_url, evidence)}


def test_a_page_that_is_as_it_was_has_no_row_that_differs() -> None:
    found = rows(seen())
    assert [part for part, row in found.items() if row.is_different] == []
    assert list(found)[:3] == [Part.PAYMENT_TARGETS, Part.FINAL_URL, Part.TITLE]
    assert found[Part.TEXT].percent_alike == 100
    assert Part.SCRIPTS not in found


def test_an_exchanged_account_stands_as_gone_on_one_side_and_as_new_on_the_other() -> None:
    differences = {"new_payment_targets": ["iban:GB77"], "missing_payment_targets": ["iban:GB00"]}
    row = rows(seen(differences=differences))[Part.PAYMENT_TARGETS]
    assert row.then == (Item("form:pay.example.org"), Item("iban:GB00", is_odd=True))
    assert row.now == (Item("form:pay.example.org"), Item("iban:GB77", is_odd=True))


def test_title_place_words_scripts_and_kind_of_file_are_compared() -> None:
    differences = {"title_before": "Donate", "title_now": "Casino", "missing_markers": ["charity"],
                   "new_script_origins": ["cdn.test"], "text_distance": 40}  # fmt: skip
    evidence = seen(title="Casino", differences=differences, body={"bytes": 9, "type": "application/pdf"})
    found = rows(evidence, "https://other.test/")
    assert found[Part.TITLE].now == (Item("Casino", is_odd=True),)
    assert found[Part.FINAL_URL].now == (Item("https://other.test/", is_odd=True),)
    assert found[Part.MARKERS].now == (Item("donate"),)
    assert found[Part.SCRIPTS] == Row(Part.SCRIPTS, (), (Item("cdn.test", is_odd=True),))
    assert found[Part.CONTENT_TYPE].then == (Item("text/html", is_odd=True),)
    assert found[Part.TEXT].percent_alike == 0
    assert all(row.is_different for row in found.values() if row.part is not Part.PAYMENT_TARGETS)


def test_a_check_that_read_no_page_compares_nothing() -> None:
    for evidence in (
        seen(body={"bytes": 0, "type": ""}),
        seen(not_modified=True),
        seen(is_known_page=True),
        {"hops": [], "differences": {}},
    ):
        assert compared(BASELINE, "https://give.example.org/", evidence) == ()
