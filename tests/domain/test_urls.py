"""One reading of addresses: what is refused, what is made canonical, where redirects lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.host_names import UrlProblem, is_ip_spelling
from aidroute.domain.observation import Failure
from aidroute.domain.urls import MAX_URL, InvalidUrl, join, parse
from tests.support.judged_pages import HOSTS

CANONICAL = [
    ("http://charity.test", "http://charity.test/"),
    ("HTTP://CHARITY.test./donate", "http://charity.test/donate"),
    ("https://charity.test:443/a", "https://charity.test/a"),
    ("https://charity.test:8443/a", "https://charity.test:8443/a"),
    ("https://charity.test/a/../b/./c/", "https://charity.test/b/c/"),
    ("https://charity.test/a/%2e%2e/b", "https://charity.test/b"),
    ("https://charity.test/..", "https://charity.test/"),
    ("https://charity.test/a//b", "https://charity.test/a//b"),
    ("https://charity.test/%c3%a9?q=%d5%a1", "https://charity.test/%C3%A9?q=%D5%A1"),
    ("https://charity.test/é?q=ա", "https://charity.test/%C3%A9?q=%D5%A1"),
    ("https://charity.test?x=1", "https://charity.test/?x=1"),
    ("https://charity.test/a#give", "https://charity.test/a"),
    ("https://charity.test/a?b=[c]", "https://charity.test/a?b=[c]"),
    ('https://charity.test/a"b<c>', "https://charity.test/a%22b%3Cc%3E"),
    ("https://www.münchen.test/", "https://www.xn--mnchen-3ya.test/"),
    ("https://XN--MNCHEN-3YA.test/", "https://xn--mnchen-3ya.test/"),
    ("https://a_b.charity.test/", "https://a_b.charity.test/"),
]


@pytest.mark.parametrize(("text", "url"), CANONICAL)
def test_an_address_has_one_spelling(text: str, url: str) -> None:
    assert parse(text, HOSTS).url == url


@pytest.mark.parametrize(("text", "url"), CANONICAL)
def test_the_canonical_spelling_is_its_own(text: str, url: str) -> None:
    again = parse(parse(text, HOSTS).url, HOSTS)
    assert again.url == url


def test_the_parts_are_told_apart() -> None:
    address = parse("https://give.charity.test:8443/a/b?c=d#e", HOSTS)
    assert (address.scheme, address.host, address.port) == ("https", "give.charity.test", 8443)
    assert (address.path, address.query, address.fragment) == ("/a/b", "c=d", "e")
    assert (address.registrable_domain, address.origin) == ("charity.test", "https://give.charity.test:8443")
    assert not address.is_default_port


REFUSED = [
    ("", UrlProblem.EMPTY),
    ("https://charity.test/" + "a" * MAX_URL, UrlProblem.TOO_LONG),
    ("https://charity.test/" + "é" * 500, UrlProblem.TOO_LONG),
    ("https://charity.test/\t", UrlProblem.CONTROL_CHARACTER),
    (" https://charity.test/", UrlProblem.CONTROL_CHARACTER),
    ("https://charity.test/ ", UrlProblem.CONTROL_CHARACTER),
    ("https://chari\nty.test/", UrlProblem.CONTROL_CHARACTER),
    ("https://charity.test/\0", UrlProblem.CONTROL_CHARACTER),
    ("\x01javascript:alert(1)", UrlProblem.CONTROL_CHARACTER),
    ("https://charity.test/\x85", UrlProblem.CONTROL_CHARACTER),
    ("https://cha\u200brity.test/", UrlProblem.INVISIBLE_CHARACTER),
    ("https://charity.test/\u202egnp", UrlProblem.INVISIBLE_CHARACTER),
    ("https://charity.test\u3000/", UrlProblem.INVISIBLE_CHARACTER),
    ("https://charity.test/\ud800", UrlProblem.INVISIBLE_CHARACTER),
    ("https://charity.test\\@evil.test/", UrlProblem.BACKSLASH),
    ("https:\\\\charity.test", UrlProblem.BACKSLASH),
    ("charity.test/donate", UrlProblem.SCHEME),
    ("//charity.test/", UrlProblem.SCHEME),
    ("mailto:give@charity.test", UrlProblem.SCHEME),
    ("tel:+37410000000", UrlProblem.SCHEME),
    ("sms:+37410000000", UrlProblem.SCHEME),
    ("javascript:alert(1)", UrlProblem.SCHEME),
    ("JaVaScRiPt:alert(1)", UrlProblem.SCHEME),
    ("data:text/html,x", UrlProblem.SCHEME),
    ("vbscript:x", UrlProblem.SCHEME),
    ("blob:https://charity.test/1", UrlProblem.SCHEME),
    ("ftp://charity.test/", UrlProblem.SCHEME),
    ("file:///etc/passwd", UrlProblem.SCHEME),
    ("https:charity.test", UrlProblem.NO_HOST),
    ("https:/charity.test", UrlProblem.NO_HOST),
    ("https:///charity.test", UrlProblem.NO_HOST),
    ("https://", UrlProblem.NO_HOST),
    ("https:///", UrlProblem.NO_HOST),
    ("https://:443/", UrlProblem.NO_HOST),
    ("https://user@charity.test/", UrlProblem.USERINFO),
    ("https://user:pw@charity.test/", UrlProblem.USERINFO),
    ("https://@charity.test/", UrlProblem.USERINFO),
    ("https://charity.test:0/", UrlProblem.BAD_PORT),
    ("https://charity.test:65536/", UrlProblem.BAD_PORT),
    ("https://charity.test:80:443/", UrlProblem.BAD_PORT),
    ("https://charity.test:8o/", UrlProblem.BAD_PORT),
    ("https://charity.test:\u0668\u0660/", UrlProblem.BAD_PORT),
    ("https://intranet/", UrlProblem.SINGLE_LABEL),
    ("https://printer.local/", UrlProblem.SPECIAL_USE),
    ("https://a.internal/", UrlProblem.SPECIAL_USE),
    ("https://abc.onion/", UrlProblem.SPECIAL_USE),
    ("https://a.localhost/", UrlProblem.SPECIAL_USE),
    ("https://a.invalid/", UrlProblem.SPECIAL_USE),
    ("https://1.0.0.127.in-addr.arpa/", UrlProblem.SPECIAL_USE),
    ("https://charity.unlisted/", UrlProblem.NOT_PUBLIC),
    ("https://pages.test/", UrlProblem.NOT_PUBLIC),
    ("https://charity..test/", UrlProblem.BAD_LABEL),
    ("https://.charity.test/", UrlProblem.BAD_LABEL),
    ("https://" + "a" * 64 + ".test/", UrlProblem.BAD_LABEL),
    ("https://" + "a." * 130 + "test/", UrlProblem.BAD_LABEL),
    ("https://-charity.test/", UrlProblem.BAD_HOST),
    ("https://cha!rity.test/", UrlProblem.BAD_HOST),
    ("https://char%69ty.test/", UrlProblem.BAD_HOST),
    ("https://[::1/", UrlProblem.BAD_HOST),
    ("https://[::1]x/", UrlProblem.BAD_HOST),
]


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_what_no_public_address_looks_like_is_refused_and_named(text: str, problem: UrlProblem) -> None:
    with pytest.raises(InvalidUrl) as caught:
        parse(text, HOSTS)
    assert caught.value.problem is problem
    assert caught.value.failure(in_redirect=False) is Failure.INVALID_URL


UNSAFE = [
    "http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://0x7f000001/", "http://2130706433/",
    "http://017700000001/", "http://0/", "http://1.2.3.4./", "http://%31%32%37.0.0.1/", "http://１２７.0.0.1/",
    "http://127。0。0。1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fec0::1]:80/", "http://[::]/",
    "http://93.184.216.34/", "http://1.1.1.1.1/", "http://foo.0x1/", "http://localhost/", "http://LOCALHOST./",
    "http://localhost:8080/x",
]  # fmt: skip


@pytest.mark.parametrize("text", UNSAFE)
def test_a_machine_named_directly_is_unsafe_and_not_only_misspelled(text: str) -> None:
    with pytest.raises(InvalidUrl) as caught:
        parse(text, HOSTS)
    assert caught.value.is_unsafe_target
    assert caught.value.failure(in_redirect=False) is Failure.UNSAFE_ADDRESS
    assert caught.value.failure(in_redirect=True) is Failure.UNSAFE_ADDRESS


@pytest.mark.parametrize("host", ["charity.test", "1charity.test", "0x7f.test", "127.0.0.1.charity.test", ""])
def test_a_name_with_digits_is_a_name(host: str) -> None:
    assert not is_ip_spelling(host)


BASE = parse("https://charity.test/a/b?c#kept", HOSTS)
JOINED = [
    ("/give", "https://charity.test/give"),
    ("give", "https://charity.test/a/give"),
    ("./give", "https://charity.test/a/give"),
    ("../give", "https://charity.test/give"),
    ("../../../give", "https://charity.test/give"),
    ("?d", "https://charity.test/a/b?d"),
    ("#there", "https://charity.test/a/b?c"),
    ("//evil.test/", "https://evil.test/"),
    ("///evil.test/", "https://evil.test/"),
    ("/\\evil.test/", "https://evil.test/"),
    ("\\\\evil.test/", "https://evil.test/"),
    ("http:/evil.test/", "http://evil.test/"),
    ("http:\\\\evil.test", "http://evil.test/"),
    ("http:evil.test", "http://evil.test/"),
    ("https:/give", "https://charity.test/give"),
    ("https:give", "https://charity.test/a/give"),
    ("http://charity.test@evil.test/", "http://evil.test/"),
    ("http://example.org\\@127.0.0.1/", "http://example.org/@127.0.0.1/"),
    (" \t/give\n", "https://charity.test/give"),
    ("/gi\nve", "https://charity.test/give"),
    ("/two words", "https://charity.test/two%20words"),
    ("/é", "https://charity.test/%C3%A9"),
    ("/%0a", "https://charity.test/%0A"),
    ("http://EVIL.test.", "http://evil.test/"),
]


@pytest.mark.parametrize(("location", "url"), JOINED)
def test_a_redirect_leads_where_a_browser_would_go(location: str, url: str) -> None:
    assert join(BASE, location, HOSTS).url == url


def test_a_redirect_keeps_the_fragment_unless_it_brings_its_own() -> None:
    assert join(BASE, "/x", HOSTS).fragment == "kept"
    assert join(BASE, "/x#new", HOSTS).fragment == "new"


def test_a_name_before_the_host_is_dropped_and_noted() -> None:
    assert join(BASE, "http://charity.test@evil.test/", HOSTS).had_userinfo
    assert not join(BASE, "/x", HOSTS).had_userinfo


BAD_LOCATIONS = [
    ("", Failure.NO_LOCATION),
    (" \n", Failure.NO_LOCATION),
    ("javascript:alert(1)", Failure.UNSAFE_SCHEME),
    ("file:///etc/passwd", Failure.UNSAFE_SCHEME),
    ("gopher://charity.test/", Failure.UNSAFE_SCHEME),
    ("http://[::1", Failure.BAD_LOCATION),
    ("http://charity.test:99999/", Failure.BAD_LOCATION),
    ("http://", Failure.BAD_LOCATION),
    ("http://www..test/", Failure.BAD_LOCATION),
    ("/\x00x", Failure.BAD_LOCATION),
    ("/" + "a" * 3000, Failure.BAD_LOCATION),
    ("http://127.0.0.99/", Failure.UNSAFE_ADDRESS),
    ("http://intranet/", Failure.UNSAFE_ADDRESS),
    ("http://router.local/", Failure.UNSAFE_ADDRESS),
]


@pytest.mark.parametrize(("location", "failure"), BAD_LOCATIONS)
def test_a_redirect_that_can_not_be_followed_says_why(location: str, failure: Failure) -> None:
    with pytest.raises(InvalidUrl) as caught:
        join(BASE, location, HOSTS)
    assert caught.value.failure(in_redirect=True) is failure


WILD = st.text(max_size=80) | st.from_regex(r"https?:[/\\]{0,3}[\w.:@\[\]%\-/?#\\ ]{0,60}")


@given(WILD)
def test_parse_raises_nothing_but_its_own_error_and_agrees_with_itself(text: str) -> None:
    try:
        address = parse(text, HOSTS)
    except InvalidUrl:
        return
    assert parse(address.url, HOSTS).url == address.url
    assert address.host in address.url
    assert address.url.isascii()


@given(WILD)
def test_join_raises_nothing_but_its_own_error_and_yields_what_parse_takes(location: str) -> None:
    try:
        address = join(BASE, location, HOSTS)
    except InvalidUrl:
        return
    assert parse(address.url, HOSTS).url == address.url
