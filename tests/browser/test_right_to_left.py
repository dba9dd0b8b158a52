"""Every page in a language that runs from right to left: whole, mirrored, with no text that was not translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from aidroute.app import create_app
from aidroute.settings import Settings
from tests.browser.test_markup_on_every_page import DESK, PUBLIC
from tests.support.desk_world import DeskWorld
from tests.support.directories import NOW
from tests.support.maintainers import PASSWORDS, address_of, give_passwords
from tests.support.pseudo_language import CODE, make_catalogue
from tests.support.serving import serve
from tests.support.tainted import taint_database, tainted
from tests.support.web_directories import FULL, FixedSource

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What is stored is in a third script, so that it can be told from our own texts and from what never was translated.
STORED = "Δεδομένα δοκιμής"

PAGES = [
    path.replace("/en/", f"/{CODE}/", 1)
    for endpoint, paths in PUBLIC.items()
    for path in paths
    if not endpoint.endswith(("json", "atom", "oembed", "badge", "qr"))
] + [
    f"/{CODE}/{path}"
    for path in ("about", "bot", "give?need=shleter&from=XX&currency=EURO", "none-such", "go/none-such")
]

FOREIGN = r"""
() => {
  // Names of people and entries, numbers and addresses are data, and so is what a visitor typed.
  const DATA = new RegExp([
    /https?:\/\/\S+/, /\b[PRS]-[A-Z0-9-]+/, /\b[0-9a-f]{16}\b/, /example-fund(-page)?/, /\b(Ani|Bob|Ada|Sark)\b/,
    /\b(shleter|EURO|aidroute-linkcheck|robots\.txt)\b/, /<script.*/, /: accommodation, food.*/,
  ].map(each => each.source).join('|'), 'g');
  const KEPT = /\b(aidroute|QR|CSV|JSON|Atom|HTML|SVG|DNS|RDAP|TLS|HTTPS?|URL|A4|ICRC|MX|SMS|[A-Z]{2,3})\b/g;
  const LATIN = /[A-Za-z]{2,}/;
  const found = [];
  const isData = element => element.closest('code, .host, pre, textarea, script, style, [lang]:not([lang=CODE])');
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim();
    const isOurs = LATIN.test(text.replace(DATA, '').replace(KEPT, '')) && !isData(walk.currentNode.parentElement);
    if (isOurs) found.push(text.slice(0, 90));
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [name=description]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'content']) {
      const text = element.getAttribute(name) || '';
      if (LATIN.test(text.replace(DATA, '').replace(KEPT, ''))) found.push(`${name}: ${text}`);
    }
  return found;
}
""".replace("CODE", CODE)


@pytest.fixture
def pseudo_site(settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The application in the pseudo-language, with a directory and a ledger in a third script."""
    offered = settings.model_copy(update={"languages": ("en", CODE)})
    app = create_app(offered, catalogues=[make_catalogue(tmp_path / "pseudo")])
    app.extensions["clock"] = lambda: NOW
    app.extensions["directory"] = FixedSource(tainted(FULL, STORED))
    world = DeskWorld(app.extensions["database"])
    give_passwords(app)
    taint_database(world, STORED)
    with serve(app, int(settings.base_url.rsplit(":", 1)[1])) as address:
        yield address
    app.extensions["database"].close()


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    return page


def test_no_text_of_ours_stays_untranslated(pseudo_site: str, context_of: Callable[..., BrowserContext]) -> None:
    page = context_of().new_page()
    found = {path: left for path in PAGES if (left := opened(page, pseudo_site + path).evaluate(FOREIGN))}
    print(*(f"{p}: {t}" for p, ts in found.items() for t in ts), sep="\n")
    assert found == {}


def test_no_text_of_ours_stays_untranslated_on_the_desk(
    pseudo_site: str, context_of: Callable[..., BrowserContext]
) -> None:
    page = context_of(locale=CODE).new_page()
    opened(page, f"{pseudo_site}/maintain/")
    page.locator("input[type=email]").fill(address_of("Bob"))
    page.locator("input[type=password]").fill(PASSWORDS["Bob"])
    page.locator("main button").first.click()
    found = {path: left for path in DESK if (left := opened(page, f"{pseudo_site}/maintain/{path}").evaluate(FOREIGN))}
    print(*(f"{p}: {t}" for p, ts in found.items() for t in ts), sep="\n")
    assert found == {}


LAYOUT = """
() => {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}`);
  if (getComputedStyle(document.body).direction !== 'rtl') found.push('is not laid out from right to left');
  const main = document.querySelector('main');
  const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
  for (const name of ['h1', '.lead']) {
    const element = main.querySelector(name);
    if (!element || element.closest('.card, .box, .sheet, table')) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const right = Math.max(...[...range.getClientRects()].map(each => each.right));
    if (Math.abs(right - edge) > 3) found.push(`${name} ends at ${right}, its column at ${edge}`);
  }
  const brand = document.querySelector('header .brand');
  if (brand && brand.getBoundingClientRect().right < innerWidth / 2) found.push('the mark stands on the left');
  for (const element of document.querySelectorAll('.onward, .strip')) {
    const isTurned = getComputedStyle(element).transform.startsWith('matrix(-1');
    if (!isTurned) found.push(`${element.className.baseVal ?? element.className} runs the wrong way`);
  }
  return found;
}
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_mirrored_and_fits(
    pseudo_site: str, context_of: Callable[..., BrowserContext], width: int
) -> None:
    page = context_of(viewport={"width": width, "height": 800}).new_page()
    found = {path: left for path in PAGES if (left := opened(page, pseudo_site + path).evaluate(LAYOUT))}
    assert found == {}


OWN_DIRECTION = """
() => [...document.querySelectorAll('main h1, main h2, main h3')]
  .filter(each => each.textContent.trim() === 'STORED')
  .filter(each => !each.querySelector('[dir], bdi') && !each.matches('[dir]') && !each.closest('main [lang], main bdi'))
  .map(each => each.outerHTML.slice(0, 120))
""".replace("STORED", STORED)


def test_a_name_keeps_its_own_language_and_direction(
    pseudo_site: str, context_of: Callable[..., BrowserContext]
) -> None:
    page = context_of().new_page()
    found = {path: left for path in PAGES if (left := opened(page, pseudo_site + path).evaluate(OWN_DIRECTION))}
    assert found == {}
    opened(page, f"{pseudo_site}/{CODE}/")
    name = page.locator("main h3 bdi").first
    assert (name.get_attribute("lang"), name.get_attribute("dir")) == ("en", "ltr")
