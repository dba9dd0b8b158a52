"""The button that shares an answer, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.support.equipment import REPOSITORY

pytestmark = pytest.mark.browser

SCRIPT = REPOSITORY / "static" / "public" / "share.js"


def test_without_a_script_the_address_stands_in_a_field_and_no_dead_button_is_shown(
    context_of: Callable[..., BrowserContext], home: str
) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{home}give?need=food")
    assert page.get_by_label("This answer, always up to date").input_value().endswith("/en/give?need=food")
    assert page.get_by_role("button", name="Share").count() == 0


def test_the_button_copies_the_address_where_nothing_can_share(
    context_of: Callable[..., BrowserContext], home: str
) -> None:
    context = context_of(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script("delete Navigator.prototype.share")
    page.goto(f"{home}give?need=food")
    page.get_by_role("button", name="Share").click()
    page.get_by_role("status").get_by_text("The link is copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("This answer, always up to date").input_value()
    assert errors == []


def test_the_button_shares_where_the_device_can(context_of: Callable[..., BrowserContext], home: str) -> None:
    page = context_of().new_page()
    page.add_init_script("Navigator.prototype.share = async (what) => { window.shared = what.url; }")
    page.goto(f"{home}give?need=food")
    page.get_by_role("button", name="Share").click()
    page.wait_for_function("window.shared")
    assert str(page.evaluate("window.shared")).endswith("/en/give?need=food")


def test_the_sheet_is_one_page_of_a4(context_of: Callable[..., BrowserContext], home: str) -> None:
    page = context_of().new_page()
    page.goto(f"{home}give/poster?need=food&need=hygiene&from=FR&method=card&receipt=FR&currency=EUR")
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1


def test_the_script_is_smaller_than_a_kilobyte() -> None:
    assert len(SCRIPT.read_bytes()) < 1024
