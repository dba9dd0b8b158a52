"""Where a link leads: home, to a login, to strangers, down to plain HTTP; and what is only worth a note."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aidroute.domain.baseline import capture
from aidroute.domain.observation import Failure, Hop
from tests.support.judged_pages import NOW, TEXT, URL, bare, judge, link, notice, outcome, page, rules, seen

HOME = bare("Charity", f"<h1>Welcome to Charity</h1><p>{TEXT}</p><a href='/donate'>Donate</a>")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/index.html",
        "/index.php",
        "/home",
        "/en/",
        "/hy",
        "/pt-br/",
        "/en/index.html",
        "/?lang=hy",
        "/?utm_source=x",
    ],
)
def test_a_redirect_to_the_front_door_is_a_soft_404(path: str) -> None:
    led = seen(HOME, via=[(302, f"https://charity.test{path}")])
    assert outcome(led) == ("soft_404", "redirect_to_root")


@pytest.mark.parametrize(
    "path", ["/?page_id=404", "/?page_id=7", "/?p=12", "/give", "/donate/", "/en/donate", "/news/2026"]
)
def test_a_redirect_to_another_page_is_judged_by_the_page(path: str) -> None:
    assert outcome(seen(page(), via=[(302, f"https://charity.test{path}")])) == ("live", "")


def test_a_home_page_that_took_over_the_form_and_account_works() -> None:
    assert outcome(seen(page(), via=[(302, "https://charity.test/")]))[0] == "live"


@pytest.mark.parametrize(
    "path",
    [
        "/404.html",
        "/404",
        "/error/404.php",
        "/not-found/",
        "/pagenotfound",
        "/errors",
        "/page-introuvable",
        "/ru/oshibka-404",
    ],
)
def test_a_redirect_to_an_error_page_is_a_soft_404(path: str) -> None:
    led = seen(bare("Charity", "<p>Sorry.</p>"), via=[(302, f"https://charity.test{path}")])
    assert outcome(led)[0] == "soft_404"


@pytest.mark.parametrize("query", ["?404", "?error=404", "?error=not_found", "?status=404&x=1"])
def test_a_redirect_that_names_an_error_is_a_soft_404(query: str) -> None:
    led = seen(bare("Charity", "<p>Sorry.</p>"), via=[(302, f"https://charity.test/{query}")])
    assert outcome(led) == ("soft_404", "not_found_path")


@pytest.mark.parametrize(
    "url",
    [
        "https://charity.test/login?next=/donate",
        "https://charity.test/wp-login.php?redirect_to=x",
        "https://charity.test/en/sign-in",
        "https://sso.charity.test/oauth2/authorize",
        "https://charity.test/connexion",
        "https://charity.test/logowanie",
        "https://charity.test/%D0%B2%D0%BE%D0%B9%D1%82%D0%B8",
        "https://accounts.google.com/signin",
        "https://charity.okta.com/app",
    ],
)
def test_a_redirect_to_a_login_asks_for_an_account(url: str) -> None:
    assert outcome(seen(notice("Sign in"), via=[(302, url)])) == ("auth_required", "redirect_to_login")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.test/",
        "https://charity.test.evil.test/donate",
        "https://charity-test.org/donate",
        "https://charity.com/donate",
        "https://payment.test.org/",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_owner_is_a_hijack_however_nice_the_page(url: str, status: int) -> None:
    assert outcome(seen(page(), via=[(status, url)])) == ("hijack_suspect", "foreign_domain")


def test_it_is_one_also_after_hops_of_our_own_and_whatever_it_answers() -> None:
    own = [(302, "https://charity.test/b"), (302, "https://charity.test/c")]
    assert outcome(seen(page(), via=[*own, (302, "https://evil.test/")]))[0] == "hijack_suspect"
    assert outcome(seen("", 404, via=[*own, (302, "https://evil.test/")]))[0] == "hijack_suspect"
    assert outcome(seen("", 503, via=[(302, "https://evil.test/")]))[0] == "hijack_suspect"


def test_subdomains_and_approved_domains_are_ours() -> None:
    assert outcome(seen(page(), via=[(302, "https://give.charity.test/donate")]))[0] == "live"
    assert outcome(seen(page(), via=[(302, "https://payment.test/charity")]))[0] == "live"
    assert outcome(seen(page(), via=[(302, "https://secure.payment.test/charity")]))[0] == "live"


def test_two_tenants_of_a_shared_suffix_are_two_owners() -> None:
    ours = link(url="https://charity.pages.test/", registrable_domain="charity.pages.test")
    led = seen(page(), url="https://charity.pages.test/", via=[(302, "https://evil.pages.test/")])
    assert outcome(led, ours) == ("hijack_suspect", "foreign_domain")


TENANT = {"url": "https://platform.test/charity", "registrable_domain": "platform.test", "tenant_prefix": "/charity"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/charity/winter", ("live", "")),
        ("/", ("soft_404", "campaign_closed")),
        ("/campaigns", ("soft_404", "campaign_closed")),
        ("/search?q=charity", ("soft_404", "campaign_closed")),
        ("/discover/food/near-you", ("soft_404", "campaign_closed")),
        ("/campaign-closed", ("soft_404", "campaign_closed")),
        ("/other", ("hijack_suspect", "other_tenant")),
        ("/charity-winter", ("hijack_suspect", "other_tenant")),
        ("/campaigns/other", ("hijack_suspect", "other_tenant")),
        ("/login", ("auth_required", "redirect_to_login")),
        ("/404", ("soft_404", "not_found_path")),
    ],
)
def test_on_a_platform_only_the_own_path_is_ours(path: str, expected: tuple[str, str]) -> None:
    content = page() if expected[0] != "soft_404" else notice("Platform", "Thousands of causes.")
    led = seen(content, url=TENANT["url"], via=[(302, f"https://platform.test{path}")])
    assert outcome(led, link(**TENANT)) == expected


@pytest.mark.parametrize("host", ["sedoparking.com", "www.hugedomains.com", "ww1.sedoparking.com"])
def test_a_redirect_to_a_domain_market_is_parked(host: str) -> None:
    assert outcome(seen(notice("x"), via=[(302, f"https://{host}/d")])) == ("parked", "parking_host")


@pytest.mark.parametrize(
    "url", ["https://charity.test/lander", "http://ww16.charity.test/?sub1=1", "https://charity.test/forsale"]
)
def test_a_redirect_to_a_lander_is_parked(url: str) -> None:
    stored = url.replace("https", "http").partition("//")[0] + "//charity.test/donate"
    assert outcome(seen(notice("x"), url=stored, via=[(302, url)]))[0] == "parked"


def test_an_encrypted_link_that_ends_unencrypted_is_refused() -> None:
    assert outcome(seen(page(), via=[(302, "http://charity.test/donate")])) == ("tls_invalid", "downgrade")


def test_one_unencrypted_hop_is_enough_for_somebody_on_the_way() -> None:
    led = seen(page(), via=[(302, "http://charity.test/d"), (302, "https://charity.test/d")])
    assert outcome(led) == ("tls_invalid", "downgrade")


def test_a_redirect_to_a_name_under_an_unknown_suffix_leads_to_a_stranger() -> None:
    location = "https://charity.unlisted/donate"
    led = seen("", 302, failure=Failure.BAD_LOCATION, hops=(Hop(URL, 302, location),))
    assert outcome(led) == ("hijack_suspect", "foreign_domain")
    broken = seen("", 302, failure=Failure.BAD_LOCATION, hops=(Hop(URL, 302, "http://[::1"),))
    assert outcome(broken) == ("protocol_error", "bad_location")


def test_a_permanent_redirect_within_the_site_proposes_the_new_address() -> None:
    plain = "http://charity.test/donate"
    judgement = judge(seen(page(), url=plain, via=[(301, URL)]), link(url=plain))
    assert (judgement.verdict.value, judgement.suggested_url) == ("moved", URL)


@pytest.mark.parametrize("statuses", [(301, 302), (302, 301), (302,), (307,)])
def test_one_temporary_hop_makes_the_move_temporary(statuses: tuple[int, ...]) -> None:
    via = [(status, f"https://charity.test/{number}") for number, status in enumerate(statuses)]
    judgement = judge(seen(page(), via=via))
    assert (judgement.verdict.value, judgement.suggested_url) == ("live", "")


def test_a_long_chain_is_noted() -> None:
    via = [(302, f"https://charity.test/step{number}") for number in range(6)]
    assert outcome(seen(page(), via=via)) == ("degraded", "long_chain")
    assert outcome(seen(page(), via=via[:5]))[0] == "live"


@pytest.mark.parametrize("short", ["https://bit.ly/x", "https://elsewhere.test/x"])
def test_a_short_link_proposes_the_direct_address(short: str) -> None:
    identity = link(url=short, registrable_domain="charity.test")
    judgement = judge(seen(page(), url=short, via=[(301, URL)]), identity)
    assert (judgement.verdict.value, judgement.reason, judgement.suggested_url) == ("degraded", "shortener", URL)


def test_a_stranger_on_the_way_is_told_and_held() -> None:
    led = seen(page(), via=[(302, "https://counter.net/x"), (302, URL + "?ok")])
    judgement = judge(led)
    assert (judgement.verdict.value, judgement.reason) == ("degraded", "foreign_hop")
    assert "foreign_hop" in judgement.notes


def test_an_approved_processor_that_leads_to_its_front_door_has_closed_the_campaign() -> None:
    kept = capture(seen(page(), via=[(302, "https://payment.test/charity")]), rules())
    led = seen(notice("Payment", "Find a cause."), via=[(302, "https://payment.test/")])
    assert outcome(led, link(kept=kept)) == ("soft_404", "campaign_closed")


def test_what_a_person_saw_at_approval_is_no_news() -> None:
    home = seen(HOME, via=[(302, "https://charity.test/")])
    assert outcome(home, link(kept=capture(home, rules())))[0] == "live"


def test_a_slow_answer_works_and_is_noted() -> None:
    assert outcome(seen(page(), ended_at=NOW + timedelta(seconds=2.5))) == ("degraded", "slow")


def test_many_cookies_are_noted() -> None:
    assert outcome(seen(page(), hops=(Hop(URL, 200, cookies_set=90),))) == ("degraded", "cookie_flood")


def test_a_dead_ipv4_address_is_noted_and_a_dead_ipv6_address_is_not() -> None:
    first = {"resolved_addresses": ("192.0.2.1", "192.0.2.2"), "address_attempts": 2}
    assert outcome(seen(page(), **first)) == ("degraded", "address_failing")
    sixth = {"resolved_addresses": ("2001:db8::1", "192.0.2.2"), "address_attempts": 2}
    assert outcome(seen(page(), **sixth)) == ("live", "")


def test_an_address_in_another_spelling_is_the_same_address() -> None:
    odd = "HTTPS://CHARITY.test.:443/x/../donate#give"
    assert outcome(seen(page(), url=odd, final_url=URL, hops=(Hop(URL, 200),))) == ("live", "")
