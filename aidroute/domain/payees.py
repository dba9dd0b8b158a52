"""Who is paid at a payment service: merchant numbers and paths, which a swap changes while the service stays the same.

Kept as ``payee:<host>/<name>=<value>`` and ``path:<host>/<path>``. They are compared, never counted: tokens and orders
that change with every visit are left out.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, urlsplit

from aidroute.domain.page_facts import Page
from aidroute.domain.page_targets import is_payment_form
from aidroute.domain.rules import Rules, is_listed

PAYEE_KINDS = ("payee", "path", "program")
"""Kinds of the inventory that are compared by rules of their own; ``program`` is a file that a computer would run."""

_PAYEE_NAME = re.compile(
    r"^(?:data-)?(?:[a-z]+[_.-]){0,2}(?:merchant|account|business|recipient|receiver|beneficiary|payee|vendor|seller|shop|"
    r"store|terminal|wallet|charity|nonprofit|organi[sz]ation|org|ngo|campaign|fund|project|jar|widget|publickey|"
    r"public[_-]key|publishable[_-]key|client[_-]?id|client[_-]key|api[_-]?key|key|siteid|site[_-]id|npo|ein)(?:[_.-]?(?:id|no|nr|num|"
    r"number|code|key|name|login|account|slug|uuid))?$"
)
_VISIT_NAME = re.compile(
    r"token|nonce|csrf|session|order|invoice|signature|sign$|hash|time|date|captcha|return|redirect"
)
_VALUE = re.compile(r"[\w.@:+ -]{2,80}\Z")
_PUBLIC_KEY = re.compile(r"\b(?:pk|rk)_live_[A-Za-z0-9]{4,120}\b")
_PAGE_NAME = re.compile(
    r"merchant|publishable|public[_-]?key|client[_-](?:key|id)|(?:hosted|buy)[_-]?button|pricing[_-]?table|business|"
    r"recipient|payee|beneficiary|wallet|nonprofit|charity[_-]?id|campaign[_-]?id|donat\w*[_-]?(?:id|form|key)|"
    r"public_?id|receiver|terminal_?(?:id|key)|shop_?id|fundraiser_?id|fundraiseup|"
    r"^[a-z-]*(?:give|donat|fund|pay)[a-z-]*:id$"
)
_SCRIPT_VALUE = re.compile(
    r"""\b(public_?id|public_?key|merchant_?(?:id|account|login|key)?|terminal_?(?:id|key)|shop_?id|receiver|recipient|"""
    r"""beneficiary|hosted_?button_?id|fundraiser_?id|nonprofit_?id|charity_?id|fundraiseup)"""
    r"""["']?\s{0,4}[:=(]\s{0,4}["']([\w.@-]{4,80})["']"""
)
_WIDGET_CALL = re.compile(
    r"""\b([\w.]{0,30}(?:kofi|donat|fundrais|buymeacoffee|givebutter|patreon|gofundme)[\w.]{0,30})\(\s{0,4}"""
    r"""((?:['"][\w #.@:/-]{1,80}['"]\s{0,4},?\s{0,4}){1,4})\)""",
    re.IGNORECASE,
)
"""A donation service's widget that is called with the name or number of whom it collects for."""
_LITERAL = re.compile(r"""['"]([^'"]{1,80})['"]""")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}\Z")
_JSON_PAIR = re.compile(r'"([\w-]{2,40})"\s{0,4}:\s{0,4}"([^"\\]{2,80})"')
MAX_SCRIPT_TEXT = 48_000
MOST_OF_ONE_NAME = 2
MAX_PAYEES = 60


def payees(page: Page, rules: Rules) -> tuple[str, ...]:
    """The payees that a page's forms, buttons, frames, scripts and payment links name, sorted."""
    found: set[str] = set()
    for form in page.forms:
        if is_payment_form(form, page, rules):
            found.update(_of_address(form.action))
            found.update(_named(form.host, form.hidden))
            found.update(_packed(form.host, form.hidden))
    found.update(_of_page(page.named_values))
    found.update(_of_page(tuple(_SCRIPT_VALUE.findall(page.inline_scripts.lower()[:MAX_SCRIPT_TEXT])), "script"))
    for url in [*(link.url for link in page.links), *page.script_urls]:
        host = _split(url).hostname or ""
        if is_listed(host, rules.host_lists.processors):
            found.update(_named(host, _pairs(url)))
    found.update(_called(page.inline_scripts[:MAX_SCRIPT_TEXT]))
    for url, name, value in page.script_values:
        host = _split(url).hostname or ""
        is_known = is_listed(host, rules.host_lists.processors) or is_listed(host, rules.host_lists.platforms)
        if is_known and _VALUE.match(value) and not _VISIT_NAME.search(name):
            found.add(f"payee:{host}/{name}={value.lower()}")
    for frame in page.frames:
        if is_listed(frame.host, rules.host_lists.anybodys) and "form" in frame.url.lower():
            found.add(f"payee:{frame.host}/form={_split(frame.url).path.strip('/').lower()[:120]}")
        # A widget may come from any host; videos and maps name no payee.
        if not is_listed(frame.host, rules.host_lists.embeds):
            found.update(_named(frame.host, _pairs(frame.url)))
    found.update(f"payee:stripe.com/key={match}" for match in _PUBLIC_KEY.findall(page.inline_scripts))
    found.update(f"payee:stripe.com/key={match}" for match in _PUBLIC_KEY.findall(page.hidden_text))
    return tuple(sorted(found)[:MAX_PAYEES])


def _of_page(values: tuple[tuple[str, str], ...], place: str = "page") -> set[str]:
    """What buttons of payment companies say of themselves; a name that stands on many elements is a list's."""
    named = [(name, value) for name, value in values if _PAGE_NAME.search(name) and not _VISIT_NAME.search(name)]
    seldom = {name for name, _ in named if sum(other == name for other, _ in named) <= MOST_OF_ONE_NAME}
    return {f"payee:{place}/{name}={value.lower()}" for name, value in named if name in seldom and _VALUE.match(value)}


def _called(scripts: str) -> Iterator[str]:
    for match in _WIDGET_CALL.finditer(scripts):
        values = " ".join(_LITERAL.findall(match.group(2)))
        yield f"payee:call/{match.group(1).lower()}={values.lower()}"


def swapped_payees(new: tuple[str, ...], missing: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """New payees of one kind that stand where another one stood: the same host and name, another value."""
    places = {_place(target) for target in missing if target.startswith(f"{kind}:")}
    return tuple(target for target in new if target.startswith(f"{kind}:") and _place(target) in places)


def _place(target: str) -> str:
    """Host and name of a payee; the host alone of a path."""
    return target.partition("=")[0] if target.startswith("payee:") else target.partition("/")[0]


def _of_address(url: str) -> Iterator[str]:
    parts = _split(url)
    host = parts.hostname or ""
    if not host:
        return
    steady = [part.lower() for part in parts.path.split("/") if part and not _changes_with_visits(part)]
    yield f"path:{host}/{'/'.join(steady[:4])}"
    yield from _named(host, _pairs(url))


def _named(host: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, value in pairs:
        plain = name.lower()
        if _PAYEE_NAME.match(plain) and not _VISIT_NAME.search(plain) and _VALUE.match(value):
            yield f"payee:{host}/{plain}={value.lower()}"


def _packed(host: str, hidden: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Payees in a form's packed document: some services take all their data as base64 of JSON."""
    for _, value in hidden:
        if len(value) > 20 and _BASE64.match(value):
            text = base64.b64decode(value[: len(value) // 4 * 4]).decode("utf-8", "replace")
            yield from _named(host, tuple(_JSON_PAIR.findall(text)[:40]))


def _pairs(url: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(parse_qsl(_split(url).query[:2000], max_num_fields=40))
    except ValueError:
        return ()


def _changes_with_visits(part: str) -> bool:
    """A step that holds a number or is very long: an order, a session, a version."""
    return len(part) > 30 or any(character.isdigit() for character in part)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url if url.startswith(("https://", "http://")) else "")
    except ValueError:
        return urlsplit("")
