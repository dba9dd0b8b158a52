from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, g

from aidroute.web import filters
from tests.support.directories import NOW


@pytest.mark.parametrize(
    ("elapsed", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-30), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=14, seconds=59), "14 minutes ago"),
        (timedelta(minutes=60), "1 hour ago"),
        (timedelta(hours=47, minutes=59), "47 hours ago"),
        (timedelta(hours=48), "2 days ago"),
        (timedelta(days=30), "30 days ago"),
        (timedelta(days=31), "21\N{NO-BREAK SPACE}October 2026"),
        (timedelta(days=-2), "23\N{NO-BREAK SPACE}November 2026"),
    ],
)
def test_an_instant_is_told_as_people_tell_it(in_request: Flask, elapsed: timedelta, words: str) -> None:
    assert filters.ago(NOW - elapsed) == words


def test_what_never_happened_is_never(in_request: Flask) -> None:
    assert (filters.ago(None), filters.day(None), filters.minute(None)) == ("never", "never", "never")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-09-26", "26\N{NO-BREAK SPACE}September 2023"),
        ("2023-07", "July 2023"),
        ("2023", "2023"),
        ("", "date not stated"),
        ("autumn 2023", "autumn 2023"),
        ("2023 (Sept-Dec)", "2023 (Sept-Dec)"),
        ("2023-02-31", "2023-02-31"),
        ("2023-13", "2023-13"),
        ("2023-09-20T21:30", "20\N{NO-BREAK SPACE}September 2023, 21:30, time zone not stated"),
        ("2023-02-31T21:30", "2023-02-31T21:30"),
        ("2023-09-20T25:30", "2023-09-20T25:30"),
    ],
)
def test_a_stated_date_is_no_more_exact_than_its_source(in_request: Flask, text: str, words: str) -> None:
    assert filters.stated(text) == words


def test_an_instant_is_shown_in_utc_and_says_so(in_request: Flask) -> None:
    assert filters.minute(datetime(2026, 11, 21, 9, 5, tzinfo=UTC)) == "21 Nov 2026, 09:05 UTC"
    assert filters.machine_instant(NOW) == "2026-11-21T12:00:00Z"
    assert filters.day(date(2026, 3, 5)) == "5\N{NO-BREAK SPACE}March 2026"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("hy", "9\N{NO-BREAK SPACE}օգոստոսի, 2023\N{NO-BREAK SPACE}թ."),
        ("ru", "9\N{NO-BREAK SPACE}августа 2023\N{NARROW NO-BREAK SPACE}г."),
    ],
)
def test_a_day_has_no_zero_and_neither_month_nor_year_is_parted_from_its_word(
    in_request: Flask, language: str, written: str
) -> None:
    g.language = language
    assert filters.stated("2023-08-09") == written


def test_an_armenian_month_is_written_with_a_full_stop(in_request: Flask) -> None:
    g.language = "hy"
    assert filters.stated("2024-12") == "2024\N{NO-BREAK SPACE}թ. դեկտեմբեր"


def test_countries_and_money_have_names(in_request: Flask) -> None:
    assert filters.country("FR") == "France"
    assert filters.country("QQ") == "QQ"
    assert filters.currency("EUR") == "EUR (Euro)"
    assert filters.currency("QQQ") == "QQQ"


def test_the_part_of_a_host_that_says_whose_it_is_is_bold(in_request: Flask) -> None:
    shown = filters.host_for_reading("give.example.org", "example.org")
    assert shown == '<bdi class="host" dir="ltr">give.<b>example.org</b></bdi>'


def test_a_domain_that_only_ends_alike_is_not_taken_for_the_owner(in_request: Flask) -> None:
    assert "<b>notexample.org</b>" in filters.host_for_reading("notexample.org", "example.org")


@pytest.mark.parametrize("host", ["ex\u0430mple.org", "example.org\u202egro", "exa\u200bmple.org"])
def test_a_host_is_never_shown_in_letters_that_look_like_others(in_request: Flask, host: str) -> None:
    shown = filters.host_for_reading(host)
    assert shown.isascii() is False
    assert "\N{REPLACEMENT CHARACTER}" in shown


def test_a_host_cannot_bring_markup(in_request: Flask) -> None:
    assert "<script" not in filters.host_for_reading("<script>alert(1)</script>", "<b>")


def test_an_internationalised_host_can_be_read_beside_its_ascii_form() -> None:
    assert filters.unicode_host("xn--bcher-kva.example") == "bücher.example"
    assert filters.unicode_host("example.org") == ""
    assert filters.unicode_host("xn--\u00e4.example") == ""


def test_names_stand_in_the_order_of_the_alphabet_accents_aside() -> None:
    names = {"a": "Zypern", "b": "Österreich", "c": "Oman", "d": "Panama"}
    assert [code for code, _ in filters.in_reading_order(names)] == ["c", "b", "d", "a"]
