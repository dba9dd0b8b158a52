"""What needs a second person, and the chain of the ledger."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from aidroute.domain.change import (
    CHANNEL,
    CREATE,
    EDIT,
    FIRST_HASH,
    ORGANIZATION,
    RETIRE,
    LedgerRow,
    canonical_json,
    first_broken,
    is_payment_bearing,
    row_hash,
    value_hash,
)

ROW = LedgerRow(
    applied_at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    subject_type=CHANNEL,
    subject_slug="example-site",
    field="url",
    before="https://old.example.org/",
    after="https://new.example.org/",
    proposed_by="Ani",
    decided_by="Bob",
    reason="they moved",
    sequence=1,
)


def chain(count: int) -> list[tuple[LedgerRow, str, str]]:
    links: list[tuple[LedgerRow, str, str]] = []
    previous = FIRST_HASH
    for number in range(1, count + 1):
        row = replace(ROW, sequence=number, after=f"https://{number}.example.org/")
        own = row_hash(previous, row)
        links.append((row, previous, own))
        previous = own
    return links


@pytest.mark.parametrize("field", ["url", "allowed_domains", "address", "kind", "operator", "operator_name"])
def test_a_field_that_decides_where_money_goes_needs_a_second_person(field: str) -> None:
    assert is_payment_bearing(CHANNEL, EDIT, {field: "x"})


def test_creating_a_channel_needs_a_second_person_whatever_it_says() -> None:
    assert is_payment_bearing(CHANNEL, CREATE, {})


def test_approving_needs_a_second_person_and_retiring_does_not() -> None:
    assert is_payment_bearing(CHANNEL, EDIT, {"status": "approved"})
    assert not is_payment_bearing(CHANNEL, RETIRE, {"status": "retired"})


def test_a_website_needs_a_second_person_and_a_summary_does_not() -> None:
    assert is_payment_bearing(ORGANIZATION, EDIT, {"website": "https://example.org/"})
    assert not is_payment_bearing(ORGANIZATION, EDIT, {"summary": {"en": "Cooks meals."}})


def test_the_hash_is_the_same_for_one_instant_in_any_zone() -> None:
    elsewhere = replace(ROW, applied_at=ROW.applied_at.astimezone(timezone(timedelta(hours=4))))
    assert row_hash(FIRST_HASH, elsewhere) == row_hash(FIRST_HASH, ROW)


@pytest.mark.parametrize(
    "changed",
    [
        {"applied_at": ROW.applied_at + timedelta(microseconds=1)},
        {"subject_type": ORGANIZATION},
        {"subject_slug": "other"},
        {"field": "address"},
        {"before": None},
        {"after": {"en": "x"}},
        {"proposed_by": "Bob"},
        {"decided_by": "Ani"},
        {"reason": ""},
        {"sequence": 2},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_hash_covers_every_published_field(changed: dict[str, object]) -> None:
    assert row_hash(FIRST_HASH, replace(ROW, **changed)) != row_hash(FIRST_HASH, ROW)  # type: ignore[arg-type]


def test_the_hash_covers_the_row_before() -> None:
    assert row_hash("1" * 64, ROW) != row_hash(FIRST_HASH, ROW)


def test_the_order_of_keys_does_not_matter_and_every_value_does() -> None:
    assert value_hash({"a": 1, "b": [True, None]}) == value_hash({"b": [True, None], "a": 1})
    assert value_hash({"a": 1}) != value_hash({"a": "1"})


def test_canonical_json_keeps_scripts_readable_and_refuses_nan() -> None:
    assert canonical_json({"ա": "Կ"}) == '{"ա":"Կ"}'
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_a_whole_chain_holds() -> None:
    assert first_broken(chain(5)) is None
    assert first_broken([]) is None


def test_an_altered_row_is_named() -> None:
    rows = chain(5)
    rows[2] = (replace(rows[2][0], after="https://thief.example/"), *rows[2][1:])
    assert first_broken(rows) == 3


def test_a_row_altered_together_with_its_hash_breaks_the_next_one() -> None:
    rows = chain(5)
    forged = replace(rows[2][0], after="https://thief.example/")
    rows[2] = (forged, rows[2][1], row_hash(rows[2][1], forged))
    assert first_broken(rows) == 4


def test_a_missing_row_is_named() -> None:
    rows = chain(5)
    del rows[1]
    assert first_broken(rows) == 2
