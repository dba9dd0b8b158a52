"""What `aidroute check URL --explain` prints of a page that is not the approved one."""

from __future__ import annotations

from rich.console import Console

from aidroute.cli.explained import sides
from aidroute.domain.ground import Ground
from aidroute.domain.link import LinkStatus
from aidroute.domain.routing_level import RoutingDecision
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.services.looking import Known, Look
from tests.support.judged_pages import NO_BASELINE, OTHER_IBAN, OUR_IBAN, judge, link, page, seen


def printed(html: str, **facts: object) -> str:
    identity = link(**facts)
    observation = seen(html)
    withheld = RoutingDecision(RoutingLevel.WITHHELD, ("quarantined",))
    found = Look(Known(identity), observation, Ground(), judge(observation, identity), LinkStatus(), withheld)
    console = Console(width=160)
    with console.capture() as said:
        console.print(*sides(found))
    return said.get()


def test_an_exchanged_account_stands_beside_the_approved_one() -> None:
    said = printed(page(account=OTHER_IBAN))
    assert "Side by side" in said
    assert f"gone: iban:{OUR_IBAN}" in said
    assert f"new: iban:{OTHER_IBAN}" in said
    assert "100 % alike" in said


def test_without_an_approved_page_nothing_is_compared() -> None:
    assert printed(page(), approved=NO_BASELINE).strip() == ""
