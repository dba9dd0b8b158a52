"""Merchants and paths at payment services."""

from __future__ import annotations

import base64

import pytest

from aidroute.domain.observation import Body
from aidroute.domain.page import inspect
from aidroute.domain.payees import payees, swapped_payees
from tests.support.judged_pages import URL, rules


def named(html: str) -> tuple[str, ...]:
    return payees(inspect(Body(content=html.encode(), content_type="text/html"), URL), rules())


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (
            '<form action="https://pay.test/Charity/pay"><input type="hidden" name="Merchant_ID" value="A7">',
            ("path:pay.test/charity/pay", "payee:pay.test/merchant_id=a7"),
        ),
        (
            '<form action="https://pay.test/?shop=ours"><input name="sum">',
            ("path:pay.test/", "payee:pay.test/shop=ours"),
        ),
        (
            '<form action="/pay"><input type="hidden" name="merchant" value="x7"><input name="amount">',
            ("path:charity.test/pay", "payee:charity.test/merchant=x7"),
        ),
        ('<form action="/search"><input name="q">', ()),
        ('<li data-key="a1"></li><li data-project="b2"></li>', ()),
        ("".join(f'<li data-campaign-id="c{n}"></li>' for n in range(5)), ()),
        ('<stripe-buy-button buy-button-id="b1"></stripe-buy-button>', ("payee:page/buy-button-id=b1",)),
        ('<div data-campaign-id="c7" data-token="x"></div>', ("payee:page/data-campaign-id=c7",)),
        ('<form action="https://x.list-manage.com/s?id=1"><input name="EMAIL">', ()),
        ('<a href="https://www.liqpay.ua/x?public_key=i7">Give</a>', ("payee:www.liqpay.ua/public_key=i7",)),
        ('<a href="https://shop.example.net/x?merchant=i7">Give</a>', ()),
        ("<script>Stripe('pk_live_abcdefghij1')</script>", ("payee:stripe.com/key=pk_live_abcdefghij1",)),
        ('<button data-key="pk_live_abcdefghij1">Give</button>', ("payee:stripe.com/key=pk_live_abcdefghij1",)),
        (
            '<form action="https://pay.test/s/4f9a7b"><input type=hidden name=session_id value=9><input name=sum>',
            ("path:pay.test/s",),
        ),
    ],
)
def test_what_names_a_payee_is_kept_and_what_changes_with_visits_is_not(html: str, found: tuple[str, ...]) -> None:
    assert named(html) == found


def test_a_payee_is_swapped_where_another_one_stood() -> None:
    new, gone = ("payee:p.test/shop=b", "payee:q.test/shop=c"), ("payee:p.test/shop=a",)
    assert swapped_payees(new, gone, "payee") == ("payee:p.test/shop=b",)
    assert swapped_payees(("path:p.test/b",), ("path:p.test/a",), "path") == ("path:p.test/b",)
    assert swapped_payees(("path:q.test/b",), ("path:p.test/a",), "path") == ()
    assert swapped_payees(new, (), "payee") == ()


def test_payees_in_scripts_in_packed_forms_and_on_own_elements_are_found() -> None:
    packed = base64.b64encode(b'{"public_key": "i123456", "amount": "5"}').decode()
    form = f'<form action="https://pay.test/3"><input type="hidden" name="d" value="{packed}"><button>Donate</button>'
    assert "payee:pay.test/public_key=i123456" in named(form)
    assert named("<script>cp.pay({publicId: 'pk_ours'})</script>") == ("payee:script/publicid=pk_ours",)
    assert named('<give-widget id="ours1"></give-widget>') == ("payee:page/give-widget:id=ours1",)
