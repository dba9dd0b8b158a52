"""Every code has its words; a code without words fails here and not on a page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import EnumType
from itertools import product

import pytest
import yaml
from flask import Flask

from aidroute.domain.ask import Ask, AskField
from aidroute.domain.channel_level import MAIL_RETURNED, NO_LINK, NOT_OPEN_TODAY, TAKES_NO_MAIL, WRITE_FIRST
from aidroute.domain.directory import Directory
from aidroute.domain.explaining_matches import Caution, CautionCode, Reason, ReasonCode
from aidroute.domain.link import LinkStatus
from aidroute.domain.mail import MailAnswer
from aidroute.domain.matching import Exclusion, Filter
from aidroute.domain.routing_level import routing_level
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.vocabulary import (
    ChannelKind,
    ChannelStatus,
    EmergencyStatus,
    Method,
    Operator,
    Purpose,
    Role,
    StatementKind,
    Strength,
    Support,
)
from aidroute.resources import PACKAGE
from aidroute.services import routing
from aidroute.web.public.going import NOT_NOW
from aidroute.web.question_words import WORDS
from aidroute.web.wording import links, words
from aidroute.web.wording.reasons import caution_sentence, caution_sentences, exclusion_sentence, reason_sentence
from tests.support.directories import LIVE, NOW
from tests.support.web_directories import FULL, LETTER

TABLES: list[tuple[Mapping[object, str], EnumType]] = [
    (words.SUPPORT, Support),
    (words.KINDS, ChannelKind),
    (words.CHANNEL_STATUS, ChannelStatus),
    (words.METHODS, Method),
    (words.OPERATORS, Operator),
    (words.PURPOSES, Purpose),
    (words.ROLES, Role),
    (words.STATEMENT_KINDS, StatementKind),
    (words.EMERGENCY_STATUS, EmergencyStatus),
    (words.STRENGTHS, Strength),
    (words.ASK_FIELDS, AskField),
    (words.LEFT_OPEN, AskField),
    (links.STATES, LinkState),
    (links.VERDICTS, Verdict),
    (links.MAIL_ANSWERS, MailAnswer),
]


@pytest.mark.parametrize(("table", "kind"), TABLES, ids=lambda value: getattr(value, "__name__", ""))
def test_every_member_has_a_word_of_its_own(in_request: Flask, table: Mapping[object, str], kind: EnumType) -> None:
    assert set(table) == set(kind)
    spoken = [str(word) for word in table.values()]
    assert all(spoken)
    assert len(set(spoken)) == len(spoken)


def test_every_shipped_need_has_a_word_and_a_drawing(in_request: Flask) -> None:
    shipped = PACKAGE / "data" / "needs.yaml"
    slugs = [need["slug"] for need in yaml.safe_load(shipped.read_text(encoding="utf-8"))["needs"]]
    assert slugs
    icon = in_request.extensions["assets"].icon
    assert [slug for slug in slugs if slug not in words.NEEDS] == []
    assert [slug for slug in slugs if icon(slug, fallback="") == ""] == []
    assert len({icon(slug) for slug in slugs}) == len(slugs)


def test_a_need_we_have_no_word_for_is_shown_by_its_own_label() -> None:
    assert words.need_label("boats", {}) == "boats"


def codes_of_links() -> set[str]:
    """Every code that the routing level of any link can give."""
    statuses = [
        LinkStatus(
            state=state,
            verdict=verdict,
            reason=reason,
            held=held,
            last_ok_at=ok_at,
            last_checked_at=ok_at,
            verified_until_at=verified,
            ground_is_clean=clean,
            wrong_reports=reports,
        )
        for state, verdict, reason, held, ok_at, verified, clean, reports in product(
            LinkState,
            (None, Verdict.BLOCKED, Verdict.INCONCLUSIVE),
            ("", "forbidden_by_law", "no_ipv6_here"),
            (False, True),
            (None, LIVE.last_ok_at),
            (None, NOW.replace(year=2030)),
            (True, False),
            (0, 2),
        )
    ]
    return {code for status in statuses for code in routing_level(status, NOW).cautions}


def test_every_doubt_about_a_link_has_words_for_a_badge_and_a_sentence(in_request: Flask) -> None:
    of_channels = {
        WRITE_FIRST,
        NO_LINK,
        NOT_OPEN_TODAY,
        TAKES_NO_MAIL,
        MAIL_RETURNED,
        routing.NOT_APPROVED,
        routing.RETIRED,
        NOT_NOW,
    }
    codes = codes_of_links() | of_channels
    assert len(codes) > 12
    assert codes - set(links.DOUBTS) == set()
    for code in codes:
        assert str(links.doubt(code).short)
        assert str(links.doubt(code).sentence).endswith(".")


def test_a_code_that_nobody_knows_is_a_careful_sentence_and_no_error(in_request: Flask) -> None:
    assert "not clear to us" in caution_sentence(Caution("brand_new"), FULL)


REASON_VALUES = {
    ReasonCode.SERVES_NEED: "food",
    ReasonCode.RECOMMENDED_IN_APPEAL: LETTER.slug,
    ReasonCode.OFFERED_BY_ISSUER: LETTER.slug,
    ReasonCode.DELIVERS_AID_IN_APPEAL: LETTER.slug,
    ReasonCode.TAKES_FROM_COUNTRY: "FR",
    ReasonCode.TAKES_METHOD: "card",
    ReasonCode.TAKES_CURRENCY: "EUR",
    ReasonCode.GIVES_RECEIPT: "Harbour Kitchen France",
}


def test_every_reason_is_a_sentence_of_its_own(in_request: Flask) -> None:
    spoken = [reason_sentence(Reason(code, REASON_VALUES.get(code, "")), FULL).text for code in ReasonCode]
    assert all(spoken)
    assert len(set(spoken)) == len(spoken)


CAUTION_VALUES = {
    CautionCode.NEED_NOT_SERVED: "food",
    CautionCode.COUNTRY_NOT_STATED: "FR",
    CautionCode.METHOD_NOT_STATED: "card",
    CautionCode.CURRENCY_NOT_STATED: "EUR",
    CautionCode.RECEIPT_NOT_KNOWN: "FR",
    CautionCode.RUN_BY_INTERMEDIARY: "Friends of the Harbour",
}


def test_every_caution_is_a_sentence_of_its_own(in_request: Flask) -> None:
    spoken = [caution_sentence(Caution(code, CAUTION_VALUES.get(code, "")), FULL) for code in CautionCode]
    assert str(links.UNKNOWN_DOUBT.sentence) not in spoken
    assert len(set(spoken)) == len(spoken)
    assert all(sentence.endswith(".") for sentence in spoken)


def test_every_filter_says_what_it_took_away_one_or_many(in_request: Flask) -> None:
    ask = Ask(country="FR", method=Method.CARD, currency="EUR")
    one = [exclusion_sentence(Exclusion(each, 1), ask) for each in Filter]
    many = [exclusion_sentence(Exclusion(each, 5), ask) for each in Filter]
    assert all(sentence.startswith("1 channel ") for sentence in one)
    assert all(sentence.startswith("5 channels ") for sentence in many)
    assert len(set(many)) == len(many)


def test_every_part_of_a_question_has_words(in_request: Flask) -> None:
    assert set(WORDS) == set(AskField)


def test_the_words_of_an_empty_directory_are_there_too(in_request: Flask) -> None:
    empty = Directory(version=1, links_version=1, vocabulary=FULL.vocabulary)
    assert caution_sentence(Caution(CautionCode.NEED_NOT_SERVED, "food"), empty) == "Not known to help with: Food."


def test_needs_that_are_not_served_make_one_sentence_after_the_others(in_request: Flask) -> None:
    cautions = [Caution(CautionCode.NEED_NOT_SERVED, need) for need in ("food", "water", "unearmarked")]
    assert caution_sentences([*cautions, Caution("stale")], FULL) == [
        "Given for one purpose, not for where it is most needed.",
        "Our last good check of this link is more than two days old.",
        "Not known to help with: Food, Water.",
    ]
