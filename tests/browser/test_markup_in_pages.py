"""Hostile texts in every stored field, seen by a real browser: nothing runs, nothing is loaded, the text is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from aidroute.domain.directory import Directory
from tests.support.markup_payloads import PAYLOADS
from tests.web.test_markup import SHOWING, tainted

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TRAP = """
window.trapped = [];
document.addEventListener('securitypolicyviolation', event => window.trapped.push(event.violatedDirective));
window.alert = text => window.trapped.push('alert ' + text);
"""


def test_no_stored_text_ever_works_as_markup(
    site: str, shown: Callable[[Directory], None], context_of: Callable[..., BrowserContext]
) -> None:
    context = context_of()
    context.add_init_script(TRAP)
    page = context.new_page()
    trapped: list[str] = []
    page.on("dialog", lambda dialog: (trapped.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: trapped.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith(site) else trapped.append(request.url))
    for number, payload in enumerate(PAYLOADS):
        shown(tainted(payload))
        for path in SHOWING[::2]:
            # Another address each time: the browser keeps pages for half a minute.
            page.goto(f"{site}{path}{'&' if '?' in path else '?'}page=1{number:03}")
            trapped += page.evaluate("window.trapped")
            text = " ".join(page.locator("body").text_content().split())
            assert " ".join(payload.split()) in text, (payload, path)
            assert trapped == [], (payload, path)
