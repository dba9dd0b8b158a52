"""Whose place an address is."""

from __future__ import annotations

import pytest

from aidroute.domain.urls import parse
from aidroute.domain.whereabouts import Place, has_segment, is_own_host, is_root, place_of, read_address, segments
from tests.support.judged_pages import HOSTS, link, rules


def place(url: str, **facts: object) -> Place:
    return place_of(parse(url, HOSTS), link(**facts), rules())


def test_the_own_domain_and_its_subdomains_are_own() -> None:
    assert place("https://charity.test/x") is Place.OWN
    assert place("http://a.b.charity.test/") is Place.OWN


def test_an_allowed_domain_or_host_is_allowed() -> None:
    assert place("https://x.payment.test/") is Place.ALLOWED
    assert place("https://pay.big.test/", allowed_domains=("pay.big.test",)) is Place.ALLOWED
    assert place("https://other.big.test/", allowed_domains=("pay.big.test",)) is Place.FOREIGN
    assert place("https://payment.test/", allowed_domains=("Payment.TEST",)) is Place.ALLOWED


def test_every_other_domain_is_foreign() -> None:
    assert place("https://charity.test.evil.test/") is Place.FOREIGN
    assert place("https://mycharity.test/") is Place.FOREIGN


def test_a_link_without_a_noted_domain_belongs_to_its_own_address() -> None:
    assert place("https://charity.test/x", registrable_domain="") is Place.OWN
    assert place("https://evil.test/x", registrable_domain="") is Place.FOREIGN


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/charity", Place.OWN),
        ("/Charity/give", Place.OWN),
        ("/charity%2Fx", Place.OTHER_TENANT),
        ("/charityx", Place.OTHER_TENANT),
        ("/", Place.PLATFORM),
        ("/fr/", Place.PLATFORM),
        ("/search/food/paris", Place.PLATFORM),
        ("/about", Place.PLATFORM),
        ("/campaigns/other", Place.OTHER_TENANT),
    ],
)
def test_a_platform_is_shared_by_path(path: str, expected: Place) -> None:
    assert place(f"https://charity.test{path}", tenant_prefix="/charity") is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://charity.test", True),
        ("https://charity.test/index.php", True),
        ("https://charity.test/en-gb/home", True),
        ("https://charity.test/?hl=hy", True),
        ("https://charity.test/?p=7", False),
        ("https://charity.test/homes", False),
        ("https://charity.test/give", False),
    ],
)
def test_a_front_door_is_known_by_its_path(url: str, *, expected: bool) -> None:
    assert is_root(parse(url, HOSTS)) is expected


def test_segments_are_decoded_and_compared_whole() -> None:
    assert segments("/A%2Fb//%D5%A1/") == ["a/b", "ա"]
    listed = frozenset({"404"})
    assert has_segment(parse("https://charity.test/x/404.html", HOSTS), listed) == "404.html"
    assert has_segment(parse("https://charity.test/404-families", HOSTS), listed) == ""


def test_an_address_that_can_not_be_read_is_none() -> None:
    assert read_address("http://[", rules()) is None
    assert read_address("", rules()) is None


def test_a_bare_host_is_ours_or_not() -> None:
    assert is_own_host("give.charity.test", link(), rules())
    assert is_own_host("payment.test", link(), rules())
    assert not is_own_host("evil.test", link(), rules())
    assert not is_own_host("", link(), rules())
    assert not is_own_host("203.0.113.9", link(), rules())
