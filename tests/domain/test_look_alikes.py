"""Hosts that look like somebody else's."""

import pytest

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.domain.look_alikes import HostRemark, HostWarning, host_warnings, shown_host, skeleton

RULES = BrowserHostRules(("test",))
KNOWN = ("goodkitchen.org", "armenianmeals.am", "ab.org")


def warned(host: str) -> list[tuple[HostWarning, str]]:
    return [(each.warning, each.other) for each in host_warnings(RULES.to_ascii(host), KNOWN, RULES)]


@pytest.mark.parametrize("host", ["goodkitchen.org", "give.goodkitchen.org", "sample.example", "ab.com", "x.ab.net"])
def test_a_known_or_unlike_host_gets_no_warning(host: str) -> None:
    assert warned(host) == []


@pytest.mark.parametrize(
    "host",
    [
        "goodkitchem.org",
        "goodkitchenn.org",
        "goodkitche.org",
        "godokitchen.org",
        "g00dkitchen.org",
        "goodkltchen.org",
        "good-kitchen.org",
        "goodkitchén.org",
    ],
)
def test_one_letter_of_difference_is_named_with_the_domain_it_reminds_of(host: str) -> None:
    assert (HostWarning.LOOKS_LIKE, "goodkitchen.org") in warned(host)


@pytest.mark.parametrize("host", ["gооdkitchen.org", "gօօdkitchen.org", "goοdkitchen.org"])
def test_letters_of_another_script_inside_a_name_are_named(host: str) -> None:
    said = warned(host)
    assert (HostWarning.PUNYCODE, "") in said
    assert (HostWarning.MIXED_SCRIPTS, "") in said
    assert (HostWarning.LOOKS_LIKE, "goodkitchen.org") in said


def test_a_name_wholly_in_another_script_is_only_said_to_be_so() -> None:
    assert warned("օրինակ.test") == [(HostWarning.PUNYCODE, "")]


def test_the_same_name_under_another_ending_is_named() -> None:
    assert warned("goodkitchen.com") == [(HostWarning.OTHER_ENDING, "goodkitchen.org")]


@pytest.mark.parametrize(
    "host", ["goodkitchen.org.thief.test", "goodkitchen.thief.test", "goodkitchen-give.test", "armenianmeals-am.com"]
)
def test_a_known_name_inside_a_foreign_host_is_named(host: str) -> None:
    assert warned(host)[0][0] is HostWarning.KNOWN_NAME_INSIDE


def test_a_fresh_subdomain_of_a_known_domain_is_still_theirs() -> None:
    assert host_warnings("brand-new.goodkitchen.org", KNOWN, RULES) == ()


def test_a_host_is_shown_in_its_own_script_beside_the_ascii() -> None:
    assert shown_host(RULES.to_ascii("օրինակ.test")) == "օրինակ.test"
    assert shown_host("plain.example") == "plain.example"


def test_every_spelling_that_looks_the_same_has_one_shape() -> None:
    assert skeleton("rnodern") == skeleton("modem") == skeleton("mоdem")
    assert HostRemark(HostWarning.PUNYCODE).other == ""
