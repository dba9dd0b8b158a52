"""The rule lists that ship."""

from __future__ import annotations

import pytest

from aidroute.domain.phrases import PhraseList, folded
from aidroute.services.rule_lists import LISTS, load_rules, rule_tables
from tests.support.judged_pages import HOSTS

LANGUAGES = ("en", "hy", "ru", "fr", "uk", "tr", "ar", "de", "es", "pl")


def test_every_list_says_where_its_knowledge_comes_from() -> None:
    tables = rule_tables()
    assert set(tables) == set(LISTS)
    for name, table in tables.items():
        assert len(table["origin"]) > 20, name


@pytest.mark.parametrize("kind", ["not_found", "maintenance", "suspended", "closed", "for_sale", "error_page", "wall"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_notice_is_known_in_ten_languages(kind: str, language: str) -> None:
    assert len(rule_tables()["phrases"][kind][language]) >= 3


def test_no_phrase_is_so_short_that_it_says_nothing() -> None:
    for kind, table in rule_tables()["phrases"].items():
        if kind == "origin" or kind.endswith(("_title", "_loosely")):
            continue
        for phrase in PhraseList.from_table(table).phrases:
            assert len(phrase.strip()) >= (3 if phrase.startswith(" ") else 2), (kind, phrase)


def test_every_phrase_finds_itself() -> None:
    for kind, table in rule_tables()["phrases"].items():
        if kind == "origin":
            continue
        for language, phrases in table.items():
            for phrase in phrases if language not in {"pairs", "origin"} else ():
                assert PhraseList.from_table({language: [phrase]}).find(folded(phrase.removesuffix("*"))), phrase


def test_hosts_are_written_as_hosts() -> None:
    for name, table in rule_tables()["hosts"].items():
        if name == "origin":
            continue
        for host in table["hosts"]:
            assert host == host.lower().strip(), host
            assert "." in host, host
            assert host.count("/") == (name == "platform_parts"), host


def test_marks_are_lower_case_because_sources_are_compared_so() -> None:
    tables = rule_tables()
    marks = [*tables["parking"]["marks"], *(mark for wall in tables["walls"]["wall"] for mark in wall.get("marks", ()))]
    assert all(mark == mark.lower() for mark in marks)


def test_no_approved_processor_is_shipped_as_a_place_of_parking() -> None:
    lists = load_rules(HOSTS).host_lists
    assert not lists.parking & (lists.processors | lists.platforms | lists.embeds)


def test_the_lists_are_of_some_size() -> None:
    assert load_rules(HOSTS).size > 2000
