"""What `aidroute check URL --explain` prints of a page that is not the approved one."""

from __future__ import annotations

import pytest

from aidroute.cli.explained import print_look
from aidroute.domain.ground import Ground
from aidroute.domain.link import LinkStatus
from aidroute.domain.routing_level import RoutingDecision
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.services.looking import Known, Look
from tests.support.judged_pages import NO_BASELINE, OTHER_IBAN, OUR_IBAN, judge, link, page, seen


def printed(capsys: pytest.CaptureFixture[str], html: str, **facts: object) -> str:
    identity = link(**facts)
    observation = seen(html)
    withheld = RoutingDecision(RoutingLevel.WITHHELD, ("quarantined",))
    found = Look(Known(identity), observation, Ground(), judge(observation, identity), LinkStatus(), withheld)
    print_look(found, in_full=True)
    return "".join(capsys.readouterr().out.split())


def test_an_exchanged_account_stands_beside_the_approved_one(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, page(account=OTHER_IBAN))
    assert "Thepageasksformoneytoanaccount,walletorformthatnobodyapproved." in said
    assert "Sidebyside" in said
    assert "gone:iban:" in said
    assert "new:iban:" in said
    assert OUR_IBAN[-8:] in said
    assert OTHER_IBAN[-8:] in said


def test_without_an_approved_page_nothing_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Sidebyside" not in printed(capsys, page(), approved=NO_BASELINE)
