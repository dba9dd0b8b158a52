import pytest

from aidroute.adapters.host_rules import BrowserHostRules

RULES = BrowserHostRules(extra_suffixes=("test",))


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("charity.org", "charity.org"),
        ("www.donate.charity.org", "charity.org"),
        ("WWW.Charity.CO.UK.", "charity.co.uk"),
        ("helpua.github.io", "helpua.github.io"),
        ("x.helpua.github.io", "helpua.github.io"),
        ("a.charity.test", "charity.test"),
        ("xn--80adid3bfkq.xn--p1ai", "xn--80adid3bfkq.xn--p1ai"),
    ],
)
def test_a_domain_is_what_one_owner_registered(host: str, domain: str) -> None:
    assert RULES.registrable_domain(host) == domain


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "::1", "com", "github.io", "test", "name.unknownsuffix", ""])
def test_what_nobody_registered_has_no_domain(host: str) -> None:
    assert RULES.registrable_domain(host) == ""


def test_two_tenants_of_a_platform_are_two_owners() -> None:
    assert RULES.registrable_domain("helpua.github.io") != RULES.registrable_domain("evil.github.io")


def test_a_suffix_that_only_tests_know_is_unknown_in_production() -> None:
    assert BrowserHostRules().registrable_domain("charity.test") == ""


@pytest.mark.parametrize(
    ("host", "ascii_host"),
    [
        ("Charity.ORG", "charity.org"),
        ("пожертва.test", "xn--80adid3bfkq.test"),
        ("օգնություն.test", "xn--09am0bccjc1fdw.test"),
        ("0x7f.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("１２７.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
    ],
)
def test_a_host_is_read_as_a_browser_reads_it(host: str, ascii_host: str) -> None:
    assert RULES.to_ascii(host) == ascii_host


@pytest.mark.parametrize(
    "host", ["", "a b", "a/b", "a\\b", "user@host", "a:80", "a?b", "a#b", "a\tb", "a\0b", "a%b", "<a>", "::1", "[::1"]
)
def test_what_no_browser_takes_as_a_host_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match="not a host name"):
        RULES.to_ascii(host)
