"""The yardstick taken when a person approved a page."""

from __future__ import annotations

from dataclasses import replace

from aidroute.domain.baseline import capture, reread
from aidroute.domain.link import READER
from tests.support.judged_pages import NOW, OUR_IBAN, page, rules, seen


def test_a_yardstick_holds_what_later_checks_compare() -> None:
    found = capture(seen(page(extra='<iframe src="https://www.youtube.com/embed/1"></iframe>')), rules())
    assert (found.title, found.content_type, found.captured_at) == ("Donate - Charity", "text/html", NOW)
    assert found.payment_targets == ("form:payment.test", f"iban:{OUR_IBAN}", "path:payment.test/pay")
    assert {"donate", "charity"} <= set(found.markers)
    assert found.script_origins == ("charity.test",)
    assert found.frame_origins == ("www.youtube.com",)
    assert found.outbound_hosts == ("charity.test",)
    assert found.text_simhash is not None
    assert found.text_length > 200


def test_markers_are_words_that_the_text_itself_says() -> None:
    found = capture(seen(page(title="Winter appeal | Zzyzx Foundation", heading="Winter appeal")), rules())
    assert "winter" in found.markers
    assert "zzyzx" not in found.markers


def test_markers_are_found_in_other_languages() -> None:
    html = page(title="Նվիրաբերել", heading="Նվիրաբերեք հիմա", text="Ձեր նվիրատվությունը օգնում է ընտանիքներին։ " * 5)
    assert {"նվիրաբերեք", "նվիրատվությունը"} <= set(capture(seen(html), rules()).markers)


def test_a_payee_named_in_an_address_on_the_way_is_kept() -> None:
    led = seen(page(), via=[(302, "https://www.paypal.com/donate/?hosted_button_id=OURS1")])
    assert "paypal:ours1" in capture(led, rules()).payment_targets


def test_a_file_has_a_yardstick_of_its_bytes() -> None:
    sheet = seen(b"%PDF-1.7", content_type="application/pdf; x=y", body={"sha256": "ab"})
    found = capture(sheet, rules())
    assert (found.content_type, found.body_sha256, found.markers) == ("application/pdf", "ab", ())


def test_an_older_yardstick_gains_what_todays_reading_finds_in_the_same_bytes_and_loses_nothing() -> None:
    older = replace(capture(seen(page()), rules()), reader=0, payment_targets=("payee:gone",), markers=("winter",))
    now = reread(older, seen(page()), rules())
    assert now.payment_targets == ("form:payment.test", f"iban:{OUR_IBAN}", "path:payment.test/pay", "payee:gone")
    assert (now.markers, now.title, now.captured_at) == (("winter",), older.title, older.captured_at)
    assert not now.is_of_today


MANY_PAYEES = page(
    extra="""<p>AMD: 1930001234567890</p><p>Account number: 11 4030 0123 4567</p><p>M-PESA to +254 700 000 000</p>
    <p>Interac e-Transfer: gifts@charity.test</p><p>Cash App: $CharityGifts</p>
    <p>ETH: 0x52908400098527886E0F7030069857D2E4169EE7</p>
    <a href="https://www.paypal.com/paypalme/charitytest">PayPal</a><p>paypal.me/charitytest</p>
    <a href="upi://pay?pa=charity@samplebank&amp;am=1">UPI</a>
    <iframe src="https://donorbox.org/embed/charity-test"></iframe>"""
)


def test_what_todays_reading_finds_on_a_page_full_of_payees() -> None:
    """When this turns red, pages are read otherwise than before: raise READER, and note what is found now."""
    found = capture(seen(MANY_PAYEES), rules())
    assert READER == 1
    assert found.payment_targets == (
        "account:$charitygifts",
        "account:11403001234567",
        "account:1930001234567890",
        "account:254700000000",
        "app:upi:pay?pa=charity@samplebank",
        "eth:0x52908400098527886e0f7030069857d2e4169ee7",
        "form:payment.test",
        f"iban:{OUR_IBAN}",
        "link:donorbox.org/embed/charity-test",
        "mail:gifts@charity.test",
        "path:payment.test/pay",
        "paypal:charitytest",
        "upi:charity@samplebank",
    )
