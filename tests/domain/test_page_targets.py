"""Where a page asks for money to go."""

from __future__ import annotations

import base64

import pytest

from aidroute.domain.observation import Body
from aidroute.domain.page import inspect
from aidroute.domain.page_targets import MAX_TARGETS, address_targets, page_targets
from tests.support.judged_pages import OUR_IBAN, URL, iban, rules


def targets(html: str) -> tuple[str, ...]:
    return page_targets(inspect(Body(content=html.encode(), content_type="text/html"), URL), rules())


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f"<p>IBAN {OUR_IBAN}</p>", f"iban:{OUR_IBAN}"),
        ('<form action="/pay"><input name="amount"></form>', "form:charity.test"),
        ('<form action="/give"><button>Donate now</button></form>', "form:charity.test"),
        ('<form action="//pay.test/x"><input type="hidden" name="a"></form>', "form:pay.test"),
        ('<a href="https://paypal.me/Charity/25">x</a>', "paypal:charity"),
        ('<a href="https://www.paypal.com/fr/paypalme/charity">x</a>', "paypal:charity"),
        ('<a href="https://www.paypal.com/donate?campaign_id=AB1">x</a>', "paypal:ab1"),
        ('<a href="https://www.paypal.com/pools/c/8abc">x</a>', "paypal:8abc"),
        ("<p>via PayPal to give@charity.test</p>", "paypal:give@charity.test"),
        (
            '<a href="https://www.helloasso.com/associations/ours/formulaires/1">x</a>',
            "link:helloasso.com/associations/ours",
        ),
        ('<a href="https://www.globalgiving.org/projects/ours/">x</a>', "link:globalgiving.org/projects/ours"),
        ('<iframe src="https://donorbox.org/embed/ours"></iframe>', "link:donorbox.org/embed/ours"),
        ("<p>Card 4111 1111 1111 1234 5678</p>", ""),
        ("<p>Card: 4539 1488 0343 6467</p>", "card:4539148803436467"),
        ("<p>Account number: 11 4030 0123 4567</p>", "account:11403001234567"),
        ("<p>Հաշվեհամար 1570012345678900</p>", "account:1570012345678900"),
        ("<p>Расчётный счёт: 40703810000000012345</p>", "account:40703810000000012345"),
        ("<p>Konto 8837 1264 0001</p>", "account:883712640001"),
    ],
)
def test_each_kind_of_target_is_found(html: str, found: str) -> None:
    assert targets(html) == ((found,) if found else ())


@pytest.mark.parametrize(
    "button",
    [
        "寄付する",
        "ご寄付はこちら",
        "捐款",
        "후원하기",
        "Lahjoita",
        "Δωρεά",
        "Přispějte a darujte",
        "Adományozok",
        "Doniraj",
        "Ziedot",
    ],
)
def test_an_own_form_is_known_by_its_button_in_many_languages(button: str) -> None:
    assert targets(f'<form action="/x"><input name="a1"><button>{button}</button></form>') == ("form:charity.test",)
    assert targets(f'<h1>{button}</h1><form action="/x"><input name="a1"><button>OK</button></form>') == ()


@pytest.mark.parametrize(
    "html",
    [
        '<form action="/search"><input name="q"></form>',
        '<form action="/contact" method="post"><input name="email"><textarea name="message"></textarea></form>',
        '<form action="https://duckduckgo.com/"><input type="search" name="q"></form>',
        '<form action="https://x.list-manage.com/subscribe" method="post"><input name="EMAIL"></form>',
        "<p>Call +374 10 123456 or +33 1 23 45 67 89</p>",
        "<p>On 2023-09-26 10:30 we helped 404 families in 2022-2023.</p>",
        '<a href="https://www.gofundme.com/discover">x</a><a href="https://www.patreon.com/login">x</a>',
        '<a href="https://www.paypal.com/">PayPal</a>',
        "<p>1234 5678 9012 3456</p>",
    ],
)
def test_what_takes_no_gifts_is_no_target(html: str) -> None:
    assert targets(html) == ()


def test_the_inventory_is_bounded() -> None:
    many = " ".join(iban("GB", f"TEST{number:014d}") for number in range(300))
    assert len(targets(f"<p>{many}</p>")) == MAX_TARGETS


@pytest.mark.parametrize("url", ["http://[", "", "javascript:x", "https://paypal.me/", "https://", "x" * 5000])
def test_an_odd_address_names_nobody(url: str) -> None:
    assert list(address_targets(url, rules())) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (f'<img src="/qr?data=BCD%0A001%0A{OUR_IBAN}%0A">', f"iban:{OUR_IBAN}"),
        (f'<a href="mailto:a@charity.test?body=Pay%20to%20{OUR_IBAN}">Write</a>', f"iban:{OUR_IBAN}"),
        (f'<a href="payto://iban/{OUR_IBAN}">Give</a>', f"app:payto:iban/{OUR_IBAN.lower()}"),
        (
            '<script type="application/ld+json">{"iban":"%s"}</script>'.replace(
                "%s", "".join(f"\\u{ord(letter):04x}" for letter in OUR_IBAN)
            ),
            f"iban:{OUR_IBAN}",
        ),
        ("<p>Sort code 00-00-01, account number 12345678</p>", "account:12345678"),
    ],
)
def test_an_account_is_found_where_it_hides(html: str, found: str) -> None:
    assert found in targets(html)


def test_the_number_of_an_order_is_no_card() -> None:
    assert targets("<p>Order 4539148803436467</p>") == ()


def test_a_token_in_an_address_that_only_begins_like_an_account_is_none() -> None:
    assert targets(f'<img src="/p?token={OUR_IBAN}abcdef">') == ()


@pytest.mark.parametrize(
    "script",
    [
        f"show('{OUR_IBAN[:9]}' + '{OUR_IBAN[9:]}')",
        f"show(['{OUR_IBAN[:4]}', '{OUR_IBAN[4:]}'].join(' '))",
        f"show(atob('{base64.b64encode(OUR_IBAN.encode()).decode()}'))",
    ],
)
def test_an_account_that_a_script_puts_together_is_found(script: str) -> None:
    assert targets(f"<script>{script}</script>") == (f"iban:{OUR_IBAN}",)


def test_a_list_of_countries_and_numbers_makes_no_account() -> None:
    pieces = ", ".join(f"'{OUR_IBAN[at : at + 4]}'" for at in range(0, len(OUR_IBAN), 4))
    assert targets(f"<script>var list = [{pieces}];</script>") == ()


def test_the_number_of_a_transfer_by_phone_is_a_payee() -> None:
    assert targets("<p>Zelle: +1 555 010 0001</p>") == ("account:15550100001",)
    assert targets("<p>Call us: +1 555 010 0001</p>") == ()
