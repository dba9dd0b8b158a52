import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.ask import Ask, AskField, BadAsk, Problem, parse_ask
from aidroute.domain.vocabulary import Method, Support
from tests.support.directories import NEEDS, VOCABULARY

EMERGENCIES = ("harbour-2023",)


def read(**parameters: str | list[str]) -> Ask:
    lists = {name.rstrip("_"): [value] if isinstance(value, str) else value for name, value in parameters.items()}
    return parse_ask(lists, VOCABULARY, EMERGENCIES)


def test_a_whole_question_is_read() -> None:
    ask = read(
        need=["food", "hygiene"], from_="fr", method="card", support="money", receipt="FR",
        emergency="harbour-2023", currency="eur",
    )  # fmt: skip
    assert ask == Ask(
        needs=("food", "hygiene"), country="FR", method=Method.CARD, support=Support.MONEY, receipt="FR",
        emergency="harbour-2023", currency="EUR",
    )  # fmt: skip


def test_nothing_asked_is_a_question_too() -> None:
    assert read().is_empty
    assert read(need="", from_=" ").is_empty


def test_a_wrong_part_is_named_with_the_words_it_may_be() -> None:
    with pytest.raises(BadAsk) as caught:
        read(need=["food", "gold"], from_="XX", method="teleport")
    problems = {problem.field: problem for problem in caught.value.problems}
    assert set(problems) == {AskField.NEED, AskField.FROM, AskField.METHOD}
    assert problems[AskField.NEED].value == "gold"
    assert problems[AskField.NEED].allowed == NEEDS
    assert problems[AskField.FROM].allowed == ("AM", "DE", "FR", "US")


def test_a_single_part_given_twice_with_two_values_is_refused_and_with_one_value_is_not() -> None:
    assert read(from_=["FR", "fr"]).country == "FR"
    with pytest.raises(BadAsk):
        read(from_=["FR", "DE"])


def test_the_receipt_is_wanted_where_the_donor_lives_unless_said_otherwise() -> None:
    assert read(from_="FR").receipt_country == "FR"
    assert read(from_="FR", receipt="DE").receipt_country == "DE"


def test_a_repeated_need_counts_once() -> None:
    assert read(need=["food", "food"]).needs == ("food",)


@given(
    st.dictionaries(
        st.sampled_from([part.value for part in AskField]) | st.text(max_size=8),
        st.lists(st.sampled_from(["food", "FR", "card", "any", "money", "EUR"]) | st.text(), max_size=3),
        max_size=6,
    )
)
def test_any_parameters_are_a_question_or_a_named_problem(parameters: dict[str, list[str]]) -> None:
    ask, problems = read_or_refuse(parameters)
    assert ask is None or not problems
    assert all(len(problem.value) <= 80 for problem in problems)
    if ask is None:
        assert problems
    else:
        again: dict[str, list[str]] = {}
        for name, value in ask.parameters():
            again.setdefault(name, []).append(value)
        assert parse_ask(again, VOCABULARY, EMERGENCIES) == ask


def read_or_refuse(parameters: dict[str, list[str]]) -> tuple[Ask | None, tuple[Problem, ...]]:
    try:
        return parse_ask(parameters, VOCABULARY, EMERGENCIES), ()
    except BadAsk as bad:
        return None, bad.problems
