from __future__ import annotations

import random

import pytest

from aidroute.domain.tracking_number import LETTERS, REPORT, SUGGESTION, read_number, tracking_number


def test_a_number_is_read_back_as_it_was_written() -> None:
    dice = random.Random(4)
    for prefix in (REPORT, SUGGESTION):
        number = tracking_number(prefix, dice.choice)
        assert read_number(number) == number
        assert len(number) == len("R-XXXXX-XXXXX")


@pytest.mark.parametrize("typed", ["r-7k3fp-9qxm2", "R7K3FP9QXM2", " R 7K3FP 9QXM2 ", "R\u20117K3FP\u20119QXM2"])
def test_how_people_type_it_does_not_matter(typed: str) -> None:
    assert read_number(typed) == "R-7K3FP-9QXM2"


@pytest.mark.parametrize(
    "typed", ["", "R-", "X-7K3FP-9QXM2", "R-7K3FP-9QXM", "R-7K3FP-9QXM22", "R-7K3FP-9QXM0", "' OR 1"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_no_two_letters_look_alike() -> None:
    assert not set(LETTERS) & set("01ILOU")
