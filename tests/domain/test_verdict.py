"""Judging as a whole: the closed set is reached, nothing is an error, second looks settle doubts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidroute.domain.ground import FeedListing, Ground, Registration
from aidroute.domain.judgement import MAX_SNIPPET, Judgement
from aidroute.domain.link import Baseline, LinkIdentity
from aidroute.domain.observation import Body, Failure, Hop, Observation, Tls
from aidroute.domain.rules import Rules
from aidroute.domain.verdict import classify, with_sibling
from aidroute.domain.verdict_names import Verdict
from tests.support.judged_pages import HOSTS, NOW, URL, bare, judge, link, notice, page, rules, seen


def _examples() -> dict[Verdict, Observation]:
    tls = Tls(not_before_at=NOW - timedelta(days=87), not_after_at=NOW + timedelta(days=3))
    return {
        Verdict.LIVE: seen(page()),
        Verdict.DEGRADED: seen(page(), ended_at=NOW + timedelta(seconds=3)),
        Verdict.MOVED: seen(page(), via=[(301, "https://charity.test/give")]),
        Verdict.TLS_EXPIRING: seen(page(), tls=tls),
        Verdict.BLOCKED: seen(notice("Forbidden"), 403),
        Verdict.RATE_LIMITED: seen("", 429),
        Verdict.INCONCLUSIVE: seen(page(), canary_failed=True),
        Verdict.CONTENT_CHANGED: seen(bare("Plum cake", "<p>Recipes.</p>")),
        Verdict.TIMEOUT: seen("", 0, failure=Failure.CONNECT_TIMEOUT),
        Verdict.REFUSED: seen("", 0, failure=Failure.CONNECT_REFUSED),
        Verdict.SERVER_ERROR: seen("", 500),
        Verdict.PROTOCOL_ERROR: seen("", 0, failure=Failure.BAD_RESPONSE),
        Verdict.REDIRECT_LOOP: seen("", 302, failure=Failure.REDIRECT_LOOP),
        Verdict.AUTH_REQUIRED: seen("", 401),
        Verdict.GONE: seen("", 404),
        Verdict.SOFT_404: seen(notice("Page not found")),
        Verdict.DNS_DEAD: seen("", 0, failure=Failure.DNS_NO_NAME),
        Verdict.TLS_INVALID: seen("", 0, failure=Failure.TLS_CERTIFICATE, tls=Tls(verify_code=10)),
        Verdict.TAKEOVER_RISK: seen(notice("No such app"), 404),
        Verdict.PARKED: seen(notice("This domain is for sale")),
        Verdict.HIJACK_SUSPECT: seen(page(), via=[(302, "https://evil.test/")]),
        Verdict.MALICIOUS: seen(page(), via=[(302, "https://listed.test/")]),
        Verdict.UNSAFE_TARGET: seen("", 0, failure=Failure.UNSAFE_ADDRESS),
        Verdict.INVALID_URL: seen("", 0, url="mailto:give@charity.test"),
    }


LISTED = Ground(listings=(FeedListing("local", "listed.test", NOW),))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_reached_and_says_why(verdict: Verdict) -> None:
    judgement = judge(_examples()[verdict], ground=LISTED)
    assert judgement.verdict is verdict
    assert verdict is Verdict.LIVE or (judgement.reason and judgement.fired)


def test_judging_is_pure() -> None:
    for observation in _examples().values():
        assert judge(observation) == judge(observation)


def test_snippets_are_short_and_free_of_line_breaks() -> None:
    judgement = judge(bare("Hacked by x " + "y" * 900, "<h1>Hacked by x\n\x1b[31m</h1>" + "z " * 900))
    for rule in judgement.fired:
        assert len(rule.snippet) <= MAX_SNIPPET
        assert rule.snippet.isprintable()


def test_the_page_is_kept_as_title_and_fingerprint_only() -> None:
    judgement = judge(page())
    assert judgement.title == "Donate - Charity"
    assert judgement.text_simhash is not None
    assert judgement.differences.is_empty


def test_a_sibling_with_the_same_page_settles_the_doubt() -> None:
    content = bare("Plum cake", "<p>A collection of recipes.</p>")
    doubt = judge(content)
    assert doubt.wants_sibling
    same = with_sibling(doubt, seen(content), seen(content, url="https://charity.test/1234"))
    assert (same.verdict, same.reason, same.wants_sibling) == (Verdict.SOFT_404, "sibling_equal", False)


@pytest.mark.parametrize("sibling", [seen("", 404), seen(bare("Jam", "<p>Jam is made of fruit.</p>")), seen("")])
def test_any_other_sibling_leaves_the_judgement(sibling: Observation) -> None:
    content = bare("Plum cake", "<p>A collection of recipes.</p>")
    doubt = judge(content)
    settled = with_sibling(doubt, seen(content), sibling)
    assert (settled.verdict, settled.wants_sibling) == (doubt.verdict, False)


def test_a_judgement_without_doubt_asks_for_no_sibling() -> None:
    sure = judge(page())
    assert with_sibling(sure, seen(page()), seen(page())) is sure


def test_without_any_list_the_hard_facts_still_decide() -> None:
    empty = Rules(hosts=HOSTS)
    assert classify(seen(page(), via=[(302, "https://evil.test/")]), link(), empty).verdict is Verdict.HIJACK_SUSPECT
    assert classify(seen("", 404), link(), empty).verdict is Verdict.GONE
    assert classify(seen(page()), link(), empty).verdict is Verdict.LIVE


# ---- anything at all

ADDRESSES = (
    *(URL, "http://charity.test/", "https://evil.test/x", "https://payment.test/", "http://127.0.0.1/", ""),
    *("javascript:x", "https://charity.test/login", "https://charity.test/404", "http://[", "https://xn--a.test/"),
    "x" * 3000,
)
URLS = st.sampled_from(ADDRESSES) | st.text(max_size=30)
PAGES = st.sampled_from(
    [page(), notice("Page not found"), "", bare("Welcome", "<p>x</p>"), "<script>location='//evil.test'"]
)
CONTENT = (PAGES | st.text(max_size=80)).map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=60)
HOPS = st.lists(
    st.builds(
        Hop,
        url=URLS,
        status=st.sampled_from([0, 200, 204, 301, 302, 304, 403, 404, 410, 429, 451, 500, 503, 999, -1, 70000]),
        location=URLS,
        kind=st.sampled_from(["http", "script", "meta_refresh"]),
        headers=st.sampled_from([(), (("retry-after", "soon"),), (("cf-mitigated", "challenge"),)]),
        cookies_set=st.integers(0, 99),
    ),
    max_size=4,
).map(tuple)
TLS = st.none() | st.builds(
    Tls,
    not_before_at=st.none() | st.just(NOW - timedelta(days=9)),
    not_after_at=st.none() | st.just(NOW + timedelta(days=1)),
    verify_code=st.integers(0, 90),
)
OBSERVATIONS = st.builds(
    Observation,
    requested_url=URLS,
    started_at=st.just(NOW),
    ended_at=st.sampled_from([NOW, NOW + timedelta(seconds=9), NOW - timedelta(hours=1)]),
    hops=HOPS,
    final_url=URLS,
    failure=st.sampled_from(list(Failure)),
    error_number=st.none() | st.integers(-9, 200),
    tls=TLS,
    resolved_addresses=st.sampled_from([(), ("0.0.0.0",), ("::1", "192.0.2.1"), ("nonsense",)]),
    address_attempts=st.integers(0, 4),
    body=st.builds(
        Body, content=CONTENT, content_type=st.sampled_from(["", "text/html", "image/png", "x/y; charset=z"])
    ),
    not_modified=st.booleans(),
    canary_failed=st.booleans(),
)
BASELINES = st.none() | st.builds(
    Baseline,
    title=st.text(max_size=20),
    final_url=URLS,
    content_type=st.sampled_from(["", "text/html", "application/pdf"]),
    text_simhash=st.none() | st.integers(0, 2**64 - 1),
    markers=st.lists(st.text(max_size=8), max_size=3).map(tuple),
    payment_targets=st.lists(st.text(max_size=12) | st.just("form:payment.test"), max_size=3).map(tuple),
)
IDENTITIES = st.builds(
    LinkIdentity,
    url=URLS,
    registrable_domain=st.sampled_from(["charity.test", "", "platform.test"]),
    tenant_prefix=st.sampled_from(["", "/charity", "/", "charity/"]),
    allowed_domains=st.sampled_from([(), ("payment.test",), ("",)]),
    approved_at=st.none() | st.just(NOW),
    baseline=BASELINES,
)
GROUNDS = st.sampled_from(
    [None, LISTED, Ground(name_servers=("ns1.sedoparking.com", "")), Ground(Registration("", NOW, statuses=("", "x")))]
)


@given(OBSERVATIONS, IDENTITIES, GROUNDS)
@settings(max_examples=400)
def test_nothing_that_can_be_observed_is_an_error(
    observation: Observation, identity: LinkIdentity, ground: Ground | None
) -> None:
    judgement = classify(observation, identity, rules(), ground)
    assert isinstance(judgement, Judgement)
    assert judgement.verdict in Verdict
    assert len(judgement.reason) <= 64
    settled = with_sibling(judgement, observation, replace(observation, requested_url="https://charity.test/z"))
    assert not settled.wants_sibling


@given(OBSERVATIONS)
@settings(max_examples=200)
def test_a_link_that_ends_at_a_strangers_is_never_called_well(observation: Observation) -> None:
    led = replace(observation, requested_url=URL, final_url="https://evil.test/", canary_failed=False)
    judgement = classify(led, link(), rules())
    assert judgement.verdict not in {Verdict.LIVE, Verdict.DEGRADED, Verdict.MOVED, Verdict.TLS_EXPIRING}
