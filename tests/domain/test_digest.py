"""Several notices as one message."""

from __future__ import annotations

from datetime import UTC, datetime

from aidroute.domain.digest import LONGEST_FACT, delivery_name, digest_subject, digest_text, item

AT = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
DOWN = item(41, "link_down", "give.example.org does not answer", {"host": "give.example.org", "state": "down"}, AT)
MOVED = item(42, "registrar_changed", "a.test moved", {"domain": "a.test", "before": "A", "after": "B"}, AT)


def test_the_subject_names_the_first_and_counts_the_others() -> None:
    assert digest_subject([DOWN]) == "give.example.org does not answer"
    assert digest_subject([DOWN, MOVED]) == "give.example.org does not answer (and 1 more)"


def test_the_text_has_each_notice_with_its_number_its_time_and_its_facts() -> None:
    text = digest_text([DOWN, MOVED], "https://aid.example.org")
    assert "[41] 2026-11-21 12:30 UTC  give.example.org does not answer\n    host: give.example.org\n" in text
    assert "    before: A\n    after: B\n" in text
    assert text.endswith("https://aid.example.org\n")


def test_only_known_facts_leave_the_house() -> None:
    told = item(1, "link_reported", "x", {"text": "my phone is 123", "name": "ani", "host": "a.test", "state": ""}, AT)
    assert told.facts == {"host": "a.test"}


def test_a_visitors_line_breaks_make_no_headers_and_no_further_notices() -> None:
    told = item(1, "suggestion", "A visitor suggests: x\r\nBcc: all@example.org\u2028y", {"host": "a\n[9] b"}, AT)
    assert told.subject == "A visitor suggests: x Bcc: all@example.org y"
    assert told.facts["host"] == "a [9] b"
    assert "\n" not in digest_subject([told])


def test_a_long_fact_is_cut() -> None:
    assert len(item(1, "x", "x" * 9000, {"url": "y" * 9000}, AT).facts["url"]) == LONGEST_FACT


def test_the_name_of_a_delivery_is_that_of_its_notices() -> None:
    assert delivery_name([DOWN, MOVED]) == delivery_name([DOWN, MOVED])
    assert delivery_name([DOWN]) != delivery_name([DOWN, MOVED])
