"""Data for machines stands in a page and breaks no rule of its policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["organizations/harbour-kitchen", "needs/food"])
def test_a_data_block_breaks_no_policy(context_of: Callable[..., BrowserContext], home: str, path: str) -> None:
    page = context_of().new_page()
    page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', event => broken.push(event.violatedDirective))"
    )
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{home}{path}")
    assert page.locator('script[type="application/ld+json"]').count() == 1
    assert page.evaluate("window.broken") == []
    assert said == []
