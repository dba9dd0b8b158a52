"""Codes of plain sentences for every judgement."""

from __future__ import annotations

import pytest

from aidroute.domain.explanation import Explanation, WhatToDo, explain
from aidroute.domain.verdict_names import Verdict


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_an_explanation(verdict: Verdict) -> None:
    assert explain(verdict).cause_code == verdict.value
    assert explain(verdict, "anything").cause_code == f"{verdict.value}.anything"


def test_the_reason_decides_what_to_do_where_it_knows_better() -> None:
    swapped = explain(Verdict.HIJACK_SUSPECT, "payment_target_changed")
    assert swapped == Explanation("hijack_suspect.payment_target_changed", WhatToDo.ASK_ABOUT_ACCOUNT)
    assert explain(Verdict.HIJACK_SUSPECT).what_to_do_code is WhatToDo.DECIDE_QUARANTINE
