"""What charities do to their pages from one week to the next, each beside the thief who does nearly the same."""

from __future__ import annotations

import pytest

from aidroute.domain.verdict_names import VerdictClass
from tests.support.judged_pages import iban, judge, link, outcome, page

SWAPPED = ("hijack_suspect", "payment_target_changed")
GOOD = {VerdictClass.OK, VerdictClass.WARN}
TAGS = (
    '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=X" height="0" width="0"'
    ' style="display:none;visibility:hidden"></iframe></noscript>'
)
NOTICE = "<p>Our website will be under maintenance next Sunday.</p>"
HOME_GROUPS = (2, 4, 4, 4, 4, 4, 4)


def is_good(after: str, before: str) -> bool:
    return judge(after, link(approved=before)).verdict_class in GOOD


def with_tags(html: str) -> str:
    return html.replace("<nav>", TAGS + "<nav>")


def own_form(name: str, value: str, host: str = "charity.test") -> str:
    hidden = f'<input type="hidden" name="{name}" value="{value}">'
    return f'<form action="https://{host}/pay" method="post">{hidden}<input name="amount"><button>Give</button></form>'


def test_a_tag_manager_and_a_notice_for_sunday_hide_nothing() -> None:
    bare = page(form="", account="")
    assert is_good(with_tags(page(extra=NOTICE)), page())
    assert is_good(with_tags(page(form="", account="", extra=NOTICE)), bare)


def test_another_account_behind_a_tag_manager_is_seen() -> None:
    before = with_tags(page(account="", extra="<p>Account number: 1570012345678900</p>"))
    after = before.replace("1570012345678900", "2050098765432100")
    assert is_good(before, before)
    assert outcome(after, link(approved=before)) == SWAPPED


def at_home(account: str) -> str:
    digits, pieces = account[2:], []
    for length in HOME_GROUPS:
        pieces.append(digits[:length])
        digits = digits[length:]
    return " ".join(pieces)


def test_a_polish_account_may_gain_and_lose_its_letters() -> None:
    ours = iban("PL", "100000000000000000000011")
    plain, whole = page(account=at_home(ours)), page(account=ours)
    assert is_good(whole, plain)
    assert is_good(plain, whole)


def test_another_polish_account_without_letters_is_a_swap() -> None:
    ours, theirs = iban("PL", "100000000000000000000011"), iban("PL", "900000000000000000000077")
    assert outcome(page(account=at_home(theirs)), link(approved=page(account=at_home(ours)))) == SWAPPED
    assert outcome(page(account=at_home(theirs)), link(approved=page(account=ours))) == SWAPPED


OURS = iban("DE", "100000000012345678")


def test_the_number_of_the_approved_account_may_stand_beside_its_iban() -> None:
    before = page(account=OURS)
    for words in ("Kontonummer 0012345678, BLZ 10000000", "Account number: 12345678"):
        judgement = judge(page(account=OURS, extra=f"<p>{words}</p>"), link(approved=before))
        assert judgement.verdict_class in GOOD
        assert "new_account_number" not in judgement.notes


def test_another_number_beside_the_approved_iban_does_not_pass_in_silence() -> None:
    judgement = judge(page(account=OURS, extra="<p>Account number: 87654321</p>"), link(approved=page(account=OURS)))
    assert "new_account_number" in {rule.code for rule in judgement.fired}


def test_a_phone_that_takes_gifts_may_gain_its_countrys_code() -> None:
    before = page(account="", extra="<p>Bizum: 900 000 123</p>")
    assert is_good(before.replace("900 000 123", "+34 900 000 123"), before)
    assert outcome(before.replace("900 000 123", "+34 900 000 124"), link(approved=before)) == SWAPPED


@pytest.mark.parametrize("name", ["campaign", "campaign_id", "fund", "project_id", "utm_campaign"])
def test_an_own_form_may_give_to_the_next_appeal(name: str) -> None:
    before = page(form="", extra=own_form(name, "winter"))
    assert is_good(page(form="", extra=own_form(name, "spring")), before)


@pytest.mark.parametrize("name", ["merchant_id", "account", "recipient", "wallet", "fund_account", "shop_id"])
def test_another_payee_in_an_own_form_is_a_swap(name: str) -> None:
    before = page(form="", extra=own_form(name, "ours1"))
    assert outcome(page(form="", extra=own_form(name, "theirs1")), link(approved=before)) == SWAPPED


def test_another_campaign_at_a_service_or_on_a_platform_is_a_swap() -> None:
    before = page(form="", extra=own_form("campaign", "ours", "payment.test"))
    after = page(form="", extra=own_form("campaign", "theirs", "payment.test"))
    assert outcome(after, link(approved=before)) == SWAPPED
    before, after = (page(form="", extra=own_form("campaign", name)) for name in ("ours", "theirs"))
    assert outcome(after, link(approved=before, tenant_prefix="/donate")) == SWAPPED


def test_what_a_script_writes_to_may_become_another_mailbox_of_the_own_domain() -> None:
    before = page(extra='<script>var letter = {recipient: "info@charity.test"}</script>')
    assert is_good(before.replace("info@", "hello@"), before)
    assert outcome(before.replace("info@charity.test", "info@other.test"), link(approved=before)) == SWAPPED


LETTERS = "https://charity.us1.list-manage.com/subscribe/post"


def letter_form(fields: str) -> str:
    return (
        f'<form action="{LETTERS}" method="post"><p>See what your donation does</p>{fields}<button>Yes</button></form>'
    )


def test_a_newsletter_of_a_charity_speaks_of_donations() -> None:
    chosen = '<input type="email" name="EMAIL"><input type="checkbox" name="group[1][2]">'
    assert is_good(page(extra=letter_form(chosen)), page())


@pytest.mark.parametrize("fields", ['<input type="email" name="EMAIL"><input name="card_number">', '<input name="x">'])
def test_a_form_that_asks_for_more_than_an_address_is_no_newsletter(fields: str) -> None:
    assert outcome(page(extra=letter_form(fields))) == SWAPPED


@pytest.mark.parametrize("text", ["DZI Spenden-Siegel", "Donate blood", "Faire un don du sang", "Kan bağışı", "献血"])
def test_a_link_to_a_seal_or_to_a_blood_bank_asks_for_no_money(text: str) -> None:
    link_to = '<p><a href="https://other.example.org/"{}>{}</a></p>'
    assert is_good(page(extra=link_to.format("", text)), page())
    for words, marked in ((f"Donate: {text}", ""), (text, ' class="donate-button"')):
        changed = page(extra=link_to.format(marked, words))
        assert outcome(changed) == ("hijack_suspect", "donation_link_changed")


@pytest.mark.parametrize("host", ["flo.uri.sh", "e.infogram.com", "widget.trustpilot.com", "www.arte.tv"])
def test_a_chart_or_a_film_in_a_frame_is_welcome_and_a_form_for_all_comers_is_not(host: str) -> None:
    assert is_good(page(extra=f'<iframe src="https://{host}/x"></iframe>'), page())
    for other in ("docs.google.com", "www.jotform.com", f"{host}.evil.example"):
        changed = page(extra=f'<iframe src="https://{other}/x"></iframe>')
        assert outcome(changed) == ("hijack_suspect", "foreign_frame")


REWRITTEN = {
    "title": "Together until spring - Charity",
    "heading": "Spring",
    "text": "New roofs, new seeds. Choose a way.",
}


@pytest.mark.parametrize(
    "remark",
    [
        "Earthquake of 2023: this campaign is closed. Thank you!",
        "On Sunday there is scheduled maintenance, and the site will be temporarily unavailable.",
        "If a link in one of our letters ever says that a page was not found, please write to us.",
    ],
)
def test_a_page_written_anew_may_speak_of_other_appeals_pages_and_days(remark: str) -> None:
    assert is_good(page(**REWRITTEN, extra=f"<p>{remark}</p>"), page())
    for missing in ({"form": ""}, {"account": ""}):
        judgement = judge(page(**REWRITTEN, **missing, extra=f"<p>{remark}</p>"))
        assert judgement.verdict_class not in GOOD


def test_an_error_page_of_a_theme_with_a_form_in_its_head_is_no_donation_page() -> None:
    lost = page(**REWRITTEN, extra="<p>The page was not found. Please use the menu.</p>")
    assert outcome(lost) == ("soft_404", "not_found")
