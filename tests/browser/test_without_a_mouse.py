"""Without a mouse, much enlarged, in forced colours, without motion: nothing is lost and everything can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Arrivals
from tests.browser.test_markup_on_every_page import PUBLIC

pytestmark = pytest.mark.browser

PAGES = [
    path.removeprefix("/en/")
    for endpoint, paths in PUBLIC.items()
    for path in paths
    if not endpoint.endswith(("json", "atom", "oembed", "badge", "qr"))
] + ["about", "bot", "give?need=shleter&from=XX&currency=EURO", "none-such", "go/none-such"]

FOCUSED = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const isRinged = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const ring = [element, element.nextElementSibling, element.closest('label'), element.parentElement]
    .filter(Boolean).map(each => getComputedStyle(each)).find(isRinged);
  const shown = element.matches('.tile input') ? element.nextElementSibling : element;
  const box = shown.getBoundingClientRect();
  const label = element.labels && element.labels[0];
  const own = element.getAttribute('aria-label') || (label && label.textContent);
  const name = own || element.textContent || element.value;
  const place = [...document.querySelectorAll('*')].indexOf(element);
  return {
    name: (name || '').trim().replace(/\\s+/g, ' '), tag: element.tagName, hasRing: Boolean(ring), place,
    isInSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0,
  };
}
"""


MOST = 200
FIRST = "Skip to the content"


@dataclass(frozen=True)
class Stop:
    """Where the keyboard is."""

    name: str
    tag: str
    has_ring: bool
    is_in_sight: bool
    place: int


def tabs(page: Page, most: int = MOST) -> Iterator[Stop]:
    """Every place that Tab leads to, from where it is to the end of the page; after that some browsers begin again."""
    last = -1
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None or (found["place"] < last and found["name"].startswith(FIRST)):
            return
        last = found["place"]
        yield Stop(found["name"], found["tag"], found["hasRing"], found["isInSight"], found["place"])


def tab_to(page: Page, name: str) -> Stop:
    """Press Tab until this name has the focus."""
    for stop in tabs(page):
        assert stop.name, f"something without a name has the focus: {stop}"
        assert stop.has_ring, f"the focus is not seen on {stop}"
        assert stop.is_in_sight, f"the focus is out of sight on {stop}"
        if stop.name.startswith(name):
            return stop
    raise AssertionError(f"Tab never leads to {name}")


def test_from_the_start_page_to_a_donation_page_with_the_keyboard_alone(
    home: str, context_of: Callable[..., BrowserContext], arrivals: Arrivals
) -> None:
    page = context_of(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
    page.goto(home)
    tab_to(page, FIRST)
    page.keyboard.press("Enter")
    tab_to(page, "Food")
    page.keyboard.press("Space")
    tab_to(page, "Show where to give")
    page.keyboard.press("Enter")
    page.wait_for_url("**/give?**")
    assert "need=food" in page.url
    tab_to(page, "Give here")
    page.keyboard.press("Enter")
    page.wait_for_url(arrivals.address())
    assert len(arrivals.seen) == 1


@pytest.mark.slow
def test_on_every_page_the_keyboard_goes_through_everything_in_the_order_of_the_page(
    home: str, context_of: Callable[..., BrowserContext]
) -> None:
    page = context_of(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
    for path in PAGES:
        page.goto(home + path)
        stops = list(tabs(page))
        assert stops, path
        wrong = [stop for stop in stops if not (stop.name and stop.has_ring and stop.is_in_sight)]
        assert wrong == [], path
        assert len(stops) < MOST, f"{path}: the focus is caught"
        assert [stop.place for stop in stops] == sorted(stop.place for stop in stops), path
        if not path.startswith("embed"):
            assert stops[0].name == FIRST, path


def test_what_went_wrong_is_announced_and_tied_to_its_field(
    home: str, context_of: Callable[..., BrowserContext]
) -> None:
    page = context_of().new_page()
    page.goto(f"{home}give?need=shleter&currency=EURO")
    alert = page.get_by_role("alert")
    assert alert.count() == 1
    assert alert.inner_text().strip()
    invalid = page.locator("[aria-invalid=true]")
    assert invalid.count() >= 1
    for field in invalid.all():
        described = field.get_attribute("aria-describedby") or ""
        assert any(page.locator(f"#{each}").inner_text().strip() for each in described.split()), described


def test_a_copied_link_is_announced(home: str, context_of: Callable[..., BrowserContext]) -> None:
    context = context_of()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{home}give?need=food")
    status = page.locator("#shared")
    assert (status.get_attribute("role"), status.inner_text()) == ("status", "")
    page.get_by_role("button", name="Share").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('shared').textContent !== ''")
    assert status.inner_text() == "The link is copied."


CUT_OFF = """
() => {
  const root = document.documentElement;
  const found = [];
  if (root.scrollWidth > root.clientWidth) found.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}`);
  for (const element of document.querySelectorAll('main *, header *, footer *')) {
    const style = getComputedStyle(element);
    const isHidden = style.overflowX === 'hidden' || style.overflowX === 'clip' || style.overflowY === 'hidden';
    const isCut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    if (isHidden && isCut && !element.matches('.unseen, svg, svg *, input, select')
        && style.clipPath === 'none')
      found.push(`${element.tagName}.${element.className} is cut: ${element.textContent.trim().slice(0, 40)}`);
    if (style.position === 'fixed' || style.position === 'sticky') found.push(`${element.tagName} covers others`);
  }
  return found;
}
"""


@pytest.mark.slow
def test_enlarged_four_times_nothing_is_cut_off(home: str, context_of: Callable[..., BrowserContext]) -> None:
    """WCAG 1.4.10: a window of 1280 by 1024 at 400 % is one of 320 by 256."""
    page = context_of(viewport={"width": 320, "height": 256}).new_page()
    found = {}
    for path in PAGES:
        page.goto(home + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        if wrong := page.evaluate(CUT_OFF):
            found[path] = wrong
    assert found == {}


WIDER_TEXT = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"


@pytest.mark.slow
def test_text_set_wider_is_not_cut_off(home: str, context_of: Callable[..., BrowserContext]) -> None:
    """WCAG 1.4.12: readers may set text wider."""
    page = context_of(viewport={"width": 360, "height": 740}, bypass_csp=True).new_page()
    found = {}
    for path in PAGES:
        page.goto(home + path)
        page.add_style_tag(content=WIDER_TEXT)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        if wrong := page.evaluate(CUT_OFF):
            found[path] = wrong
    assert found == {}


TOO_SMALL = """
() => {
  const targets = [...document.querySelectorAll('a, button, summary, select, input, textarea')].filter(each => {
    if (!each.checkVisibility() || each.matches('[type=hidden]')) return false;
    const parent = each.parentElement;
    // 2.5.8 excepts targets in a line of text: here, links beside which their parent has words of its own.
    const words = [...parent.childNodes].some(node => node.nodeType === 3 && /[\\p{L}\\d]/u.test(node.data));
    return !(each.tagName === 'A' && words);
  });
  const box = each => {
    const label = each.labels && each.matches('[type=checkbox], [type=radio]') ? each.labels[0] : null;
    return (label || each).getBoundingClientRect();
  };
  const middle = r => [(r.left + r.right) / 2, (r.top + r.bottom) / 2];
  const boxes = targets.map(box);
  return targets.filter((each, place) => {
    const own = boxes[place];
    if (own.width >= 24 && own.height >= 24) return false;
    if (own.width <= 1 || own.right < 0 || own.bottom < 0) return false;
    // A smaller one is well when a circle of 24 pixels around it touches no other target.
    const [x, y] = middle(own);
    return boxes.some((other, at) => {
      if (at === place || targets[at].contains(each) || each.contains(targets[at])) return false;
      const dx = Math.max(other.left - x, 0, x - other.right), dy = Math.max(other.top - y, 0, y - other.bottom);
      return Math.hypot(dx, dy) < 12;
    });
  }).map(each => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 40)} `
    + JSON.stringify(each.getBoundingClientRect()));
}
"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_everything_to_press_is_large_enough_on_every_page(
    home: str, context_of: Callable[..., BrowserContext], width: int
) -> None:
    """WCAG 2.2, 2.5.8."""
    page = context_of(viewport={"width": width, "height": 740}).new_page()
    found = {}
    for path in PAGES:
        page.goto(home + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        if wrong := page.evaluate(TOO_SMALL):
            found[path] = wrong
    assert found == {}


def test_in_forced_colours_states_and_choices_are_still_told_apart(
    home: str, context_of: Callable[..., BrowserContext]
) -> None:
    page = context_of(forced_colors="active").new_page()
    page.goto(f"{home}give?need=food")
    for name in (".badge", ".button", ".chip"):
        assert page.locator(name).first.evaluate("each => getComputedStyle(each).borderTopStyle") == "solid", name
    badges = page.locator(".badge")
    assert all(badge.inner_text().strip() for badge in badges.all())
    assert len({badge.locator("svg").inner_html() for badge in badges.all()}) > 1
    page.goto(home)
    tile = page.locator(".tile label").first
    plain = tile.evaluate("each => getComputedStyle(each).borderTopWidth")
    page.locator(".tile input").first.check()
    assert tile.evaluate("each => getComputedStyle(each).borderTopWidth") != plain


MOVES = """
() => [...document.querySelectorAll('*')].filter(each => {
  const style = getComputedStyle(each);
  const lasts = value => value.split(',').some(part => parseFloat(part) > 0);
  return lasts(style.transitionDuration) || (style.animationName !== 'none' && lasts(style.animationDuration))
    || style.scrollBehavior === 'smooth';
}).map(each => `${each.tagName}.${each.className}`)
"""


def test_nothing_moves_for_those_who_asked_for_no_motion(home: str, context_of: Callable[..., BrowserContext]) -> None:
    page = context_of(reduced_motion="reduce").new_page()
    for path in ("", "give?need=food", "organizations/harbour-kitchen", "coverage"):
        page.goto(home + path)
        assert page.evaluate(MOVES) == [], path


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("", ["Find where to give", "What for?", "Your country", "Show where to give", "How it works"]),
        ("organizations/harbour-kitchen", ["Harbour Kitchen", "How to give", "Stated", "Give here", "Who it is"]),
        ("go/quay-stopped", ["We send nobody to this address for", "Stopped for safety"]),
        ("report/harbour-kitchen-donate", ["Tell us about this link", "What did you see?", "Send"]),
    ],
)
def test_without_its_stylesheet_a_page_is_read_in_order(
    home: str, context_of: Callable[..., BrowserContext], path: str, order: list[str]
) -> None:
    context = context_of(java_script_enabled=False)
    context.route("**/*.css", lambda route: route.abort())
    page = context.new_page()
    page.goto(home + path)
    text = page.locator("main").inner_text()
    assert all(part in text for part in order), text
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
