import pytest

from aidroute.adapters.cookies import CookieJar
from aidroute.domain.urls import Address, parse
from tests.world.server import fetcher_arguments

HOST_RULES = fetcher_arguments(0, 0, "")["host_rules"]


def at(url: str) -> Address:
    return parse(url, HOST_RULES)


def sent(headers: list[str], to: str, *, by: str = "https://www.charity.test/donate/now") -> str:
    jar = CookieJar(HOST_RULES)
    jar.take(headers, at(by))
    return jar.header_for(at(to))


@pytest.mark.parametrize(
    ("header", "to", "expected"),
    [
        ("a=1", "https://www.charity.test/donate/later", "a=1"),
        ("a=1", "https://www.charity.test/about", ""),
        ("a=1; Path=/", "https://www.charity.test/about", "a=1"),
        ("a=1; Path=/don", "https://www.charity.test/donate", ""),
        ("a=1; path=/donate/", "https://www.charity.test/donate/x", "a=1"),
        ("a=1; Path=/", "https://charity.test/", ""),
        ("a=1; Path=/", "https://evil.test/", ""),
        ("a=1; Path=/; Domain=charity.test", "https://charity.test/", "a=1"),
        ("a=1; Path=/; Domain=.Charity.TEST", "https://x.charity.test/", "a=1"),
        ("a=1; Path=/; Domain=evil.test", "https://evil.test/", ""),
        ("a=1; Path=/; Domain=test", "https://evil.test/", ""),
        ("a=1; Path=/; Domain=arity.test", "https://arity.test/", ""),
        ("a=1; Path=/; Secure", "http://www.charity.test/", ""),
        ("a=1; Path=/; Secure; HttpOnly; SameSite=Lax", "https://www.charity.test/", "a=1"),
        ("a=b=c; Path=/", "https://www.charity.test/", "a=b=c"),
        ("lonely; Path=/", "https://www.charity.test/", "lonely"),
        ("a=; Path=/", "https://www.charity.test/", "a="),
        ("=; Path=/", "https://www.charity.test/", ""),
        ("", "https://www.charity.test/donate/now", ""),
        ("a=1\x00; Path=/", "https://www.charity.test/", ""),
        ("a=" + "1" * 5000, "https://www.charity.test/donate/now", ""),
        ("a=1; Path=/; Max-Age=0", "https://www.charity.test/", ""),
        ("a=1; Path=/; Max-Age=-5", "https://www.charity.test/", ""),
        ("a=1; Path=/; Max-Age=60", "https://www.charity.test/", "a=1"),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://www.charity.test/", ""),
        ("a=1; Path=/; Expires=Thu, 01 Jan 2099 00:00:00 GMT", "https://www.charity.test/", "a=1"),
        ("a=1; Path=/; Expires=whenever", "https://www.charity.test/", "a=1"),
    ],
)
def test_a_cookie_goes_where_a_browser_would_send_it(header: str, to: str, expected: str) -> None:
    assert sent([header], to) == expected


def test_a_newer_cookie_replaces_an_older_one_and_a_dead_one_ends_it() -> None:
    assert sent(["a=1; Path=/", "a=2; Path=/"], "https://www.charity.test/") == "a=2"
    assert sent(["a=1; Path=/", "b=2; Path=/", "a=x; Path=/; Max-Age=0"], "https://www.charity.test/") == "b=2"


def test_no_number_of_cookies_grows_a_request_past_sense() -> None:
    many = [f"c{number}={'v' * 4000}; Path=/" for number in range(90)]
    assert len(sent(many, "https://www.charity.test/")) < 21_000
    assert sent([f"c{number}=1; Path=/" for number in range(500)], "https://www.charity.test/").count(";") < 60


def test_the_same_cookies_compare_equal_and_forgotten_ones_are_gone() -> None:
    one, other = CookieJar(HOST_RULES), CookieJar(HOST_RULES)
    for jar in (one, other):
        jar.take(["a=1", "b=2"], at("https://www.charity.test/"))
    assert one.contents() == other.contents()
    other.take(["b=3"], at("https://www.charity.test/"))
    assert one.contents() != other.contents()
    other.clear()
    assert other.contents() == frozenset()
