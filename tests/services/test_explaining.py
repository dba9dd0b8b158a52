"""The sentences: one for every code, none for codes that nobody gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aidroute.domain.explanation import Explanation, WhatToDo
from aidroute.domain.judgement import Judgement
from aidroute.domain.verdict_names import Verdict
from aidroute.services.explaining import ADVICE, CAUSES, explained, sentences_for

DOMAIN = Path(__file__).parents[2] / "aidroute" / "domain"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_sentences_whatever_the_reason(verdict: Verdict) -> None:
    for reason in ("", "no_such_reason"):
        sentences = explained(Judgement(verdict, reason))
        assert sentences.cause.endswith(".")
        assert sentences.what_to_do.endswith(".")


def test_every_advice_has_a_sentence() -> None:
    assert set(ADVICE) == set(WhatToDo)


def test_every_cause_names_a_verdict_and_a_reason_that_the_judges_give() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in DOMAIN.glob("*.py"))
    given = set(re.findall(r'"([a-z0-9_]+)"', sources))
    for code in CAUSES:
        verdict, _, reason = code.partition(".")
        assert Verdict(verdict)
        assert not reason or reason in given or reason.startswith("status_"), code


def test_a_reason_without_a_sentence_of_its_own_takes_the_verdicts() -> None:
    known = sentences_for(Explanation("soft_404.suspended", WhatToDo.WAIT))
    unknown = sentences_for(Explanation("soft_404.strange", WhatToDo.WAIT))
    assert unknown.cause == CAUSES["soft_404"]
    assert known.cause != unknown.cause
