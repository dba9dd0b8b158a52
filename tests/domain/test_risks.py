"""What the second person should look at twice."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.domain.change import CHANNEL, CREATE, EDIT, ORGANIZATION
from aidroute.domain.review import Proposal, ProposalStatus
from aidroute.domain.risks import Risk, RiskCode, Surroundings, domains_of, risks_of

RULES = BrowserHostRules(("test",))
AROUND = Surroundings(frozenset({"goodkitchen.org"}), frozenset({"goodkitchen.org", "armenianmeals.am"}))


def proposal(fields: dict[str, Any], before: dict[str, Any], **changes: Any) -> Proposal:
    made = Proposal(
        number="P-2026-00001", subject_type=CHANNEL, subject_slug="x", action=EDIT, fields=fields, before=before,
        value_sha256="", subject_version=1, is_payment_bearing=True, reason="", status=ProposalStatus.WAITING,
        proposed_by="Ani", proposed_at=datetime(2026, 1, 1, tzinfo=UTC), proposer=1,
    )  # fmt: skip
    return replace(made, **changes)


def risks(fields: dict[str, Any], before: dict[str, Any] | None = None, **changes: Any) -> list[tuple[RiskCode, str]]:
    return [(risk.code, risk.text) for risk in risks_of(proposal(fields, before or {}, **changes), AROUND, RULES)]


OLD = {"url": "https://goodkitchen.org/give"}


def test_another_page_of_the_same_domain_has_no_mark() -> None:
    assert risks({"url": "https://give.goodkitchen.org/"}, OLD) == []


def test_another_domain_is_marked_as_a_change_of_owner() -> None:
    found = risks_of(proposal({"url": "https://sample.test/"}, OLD), AROUND, RULES)
    assert Risk(RiskCode.DOMAIN_CHANGES, "sample.test", "goodkitchen.org") in found
    assert Risk(RiskCode.NEW_DOMAIN, "sample.test") in found


def test_a_look_alike_is_marked_with_what_it_reminds_of() -> None:
    found = risks_of(proposal({"url": "https://g00dkitchen.org/"}, OLD), AROUND, RULES)
    assert Risk(RiskCode.LOOK_ALIKE, "g00dkitchen.org", "goodkitchen.org") in found


def test_a_mixed_script_host_is_marked_in_its_ascii_form() -> None:
    found = risks({"url": "https://xn--gdkitchen-ggba.org/"}, OLD)
    assert (RiskCode.PUNYCODE, "xn--gdkitchen-ggba.org") in found


def test_an_address_that_others_use_already_is_still_new_to_this_organization() -> None:
    assert risks({"url": "https://armenianmeals.am/"}) == [(RiskCode.NEW_DOMAIN, "armenianmeals.am")]


def test_what_is_not_encrypted_is_marked() -> None:
    assert risks({"url": "http://goodkitchen.org/"}) == [(RiskCode.NOT_ENCRYPTED, "goodkitchen.org")]


def test_a_further_domain_is_marked_once() -> None:
    assert risks({"allowed_domains": ["pay.test", "old.test"]}, {"allowed_domains": ["old.test"]}) == [
        (RiskCode.ALLOWS_DOMAIN, "pay.test")
    ]


def test_contacts_operators_approvals_and_texts_are_marked() -> None:
    assert (RiskCode.OPERATOR_CHANGES, "Example Bank") in risks(
        {"operator": "intermediary", "operator_name": "Example Bank"}
    )
    assert (RiskCode.BECOMES_APPROVED, "") in risks({"status": "approved"}, {"status": "awaiting"})
    assert (RiskCode.TEXT_NAMES_TARGET, "see thief.example") in risks({"note": {"en": "see thief.example"}})
    mail = {"contacts": [{"kind": "email", "value": "give@g00dkitchen.org"}]}
    found = risks(mail, {"contacts": []}, subject_type=ORGANIZATION)
    assert {RiskCode.CONTACT_CHANGES, RiskCode.NEW_DOMAIN, RiskCode.LOOK_ALIKE} <= {code for code, _ in found}


def test_a_new_channel_is_not_blamed_for_saying_who_runs_it() -> None:
    fields = {"url": "https://goodkitchen.org/", "operator": "organization", "status": "approved"}
    assert risks(fields, action=CREATE) == []


def test_the_gravest_mark_comes_first() -> None:
    found = risks({"url": "http://g00dkitchen.org/", "note": {"en": "see thief.example"}}, OLD)
    assert [code for code, _ in found] == sorted((code for code, _ in found), key=list(RiskCode).index)
    assert found[0][0] is RiskCode.DOMAIN_CHANGES


def test_the_domains_of_an_entry_are_those_of_its_address_website_and_mail() -> None:
    values = {
        "url": "https://www.goodkitchen.org/",
        "website": "",
        "contacts": [{"kind": "email", "value": "a@mail.armenianmeals.am"}, {"kind": "phone", "value": "010"}],
        "address": "x@sample.test",
    }
    assert domains_of(values, RULES) == {"goodkitchen.org", "armenianmeals.am", "sample.test"}
