"""Where a page asks for money to go: the inventory that a swapped account or form shows up in.

Typed strings, stored in ``Baseline.payment_targets``: iban, card, account, btc (and other currencies), paypal, upi,
app, coin, name (``requisites.py``), mail and way (``transfers.py``), emv (``written_payees.py``), letter,
``form:<host>`` and, for platforms where the path says whose page it is, ``link:<host>/<path>``.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import SplitResult, unquote_plus, urlsplit

from aidroute.domain.ibans import ibans
from aidroute.domain.page_facts import Form, Page, PageLink
from aidroute.domain.phrases import folded, visible
from aidroute.domain.requisites import app_target, names_in_scripts, requisites
from aidroute.domain.rules import PathWords, Rules, is_listed
from aidroute.domain.transfers import asks_to_write, names_after_at, transfers
from aidroute.domain.wallets import wallets
from aidroute.domain.whereabouts import segments
from aidroute.domain.written_payees import merchant_codes, written_addresses

MAX_TARGETS = 120
MAX_LETTER_LINE = 300

PROGRAM = "program:"
_PROGRAM = re.compile(
    r"""["'][^"'\n]{0,200}[\w-]\.(?:exe|scr|msi|bat|cmd|hta|vbs|ps1|iso|img|lnk|jar)(?:\?[^"'\n]{0,100})?["']""",
    re.IGNORECASE,
)
_PROGRAM_PATH = re.compile(r"[\w-]\.(?:exe|scr|msi|bat|cmd|hta|vbs|ps1|iso|img|lnk|jar)\Z", re.IGNORECASE)
_SHARES = frozenset({"share", "send", "joinchat", "s"})
"""Paths of messengers that are nobody's."""

_PAYPAL_HOSTS = frozenset({"paypal.com", "paypal.me", "sandbox.paypal.com"})
_PAYPAL_FIELDS = frozenset({"hosted_button_id", "business", "campaign_id", "recipient"})
_PAYPAL_SECTIONS = frozenset({"pools", "fundraiser", "ncp", "invoice", "qrcodes", "biz", "giving"})
_PAYPAL_SCRIPT = re.compile(
    r"""["']?(hosted_button_id|business|merchant_id|campaign_id)["']?\s{0,5}[:=]\s{0,5}["']([\w.@+-]{4,80})["']"""
)
_PAYPAL_IN_TEXT = re.compile(r"paypal[^\n@]{0,40}?([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})", re.IGNORECASE)
_UPI = re.compile(r"upi://pay\?[^\s\"']{0,200}?\bpa=([\w.@%-]{3,80})", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d.,/-])([2-6]\d{3})[ \u00a0-]?(\d{4})[ \u00a0-]?(\d{4})[ \u00a0-]?(\d{4})(?![\d/]|[-.,]\d)")
_ORDER = re.compile(
    r"(?:order|invoice|receipt|transaction|reference|заказ\w*|чек|commande|reçu|bestellung|pedido|sipariş|zamówien\w*)\W{0,4}\Z",
    re.IGNORECASE,
)
_SUM = re.compile(r"""['"]\s{0,4}\+\s{0,4}['"]""")
_LITERAL = re.compile(r"""['"]([^'"\n]{0,60})['"]""")
_JOINED = re.compile(r"""\[((?:\s{0,4}['"][^'"\n]{0,60}['"]\s{0,4},?){2,40})\]\s{0,4}\.join""")
_PACKED = re.compile(r"""atob\(\s{0,4}['"]([A-Za-z0-9+/]{12,400})={0,2}['"]""")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_LONG_NUMBER = re.compile(r"\d(?:[ \u00a0-]{0,2}\d){7}")
"""The shortest that any of these can be: most pages have none, and a quick look spares the slow ones."""
MONEY_FIELDS = re.compile(
    r"amount|donat|sum\b|price|card|cc[-_]?n|cvv|cvc|expir|iban|pay|gift|contribut|betrag|spende|montant|\bdon\b|"
    r"importe|kwota|tutar|bagis|сумм|сума|գումար|مبلغ",
    re.IGNORECASE,
)
SEARCH_FIELDS = frozenset({"q", "s", "search", "query", "keyword", "keywords", "term", "as_q", "text", "p"})
_LETTER_FIELDS = re.compile(r"mail|name|prenom|nom\b|vorname|lang|consent|gdpr|agree|subscri|captcha|\bb_|newsletter")
_UNTYPED = frozenset({"submit", "button", "image", "reset"})


def page_targets(page: Page, rules: Rules) -> tuple[str, ...]:
    """Every place a page asks for money to go to, sorted. Form hosts are lower-case; accounts are compact."""
    found: set[str] = set()
    everything = f"{page.title}\n{page.text}\n{page.hidden_text}"
    scripts = spelled_out(page.inline_scripts)
    found.update(f"iban:{iban}" for iban in ibans(f"{everything}\n{scripts}"))
    addresses = "\n".join(link.url for link in page.links)
    coins = wallets(f"{everything}\n{scripts}\n{addresses}")
    found.update(coins)
    known = {coin.partition(":")[2].lower() for coin in coins}
    shown = visible(page.text)
    found.update(_cards(shown))
    found.update(transfers(shown, rules.transfers))
    found.update(names_in_scripts(scripts))
    found.update(each for each in requisites(shown) if each.partition(":")[2].lower() not in known)
    found.update(_paypal_and_upi(page, everything))
    found.update(f"form:{form.host}" for form in page.forms if is_payment_form(form, page, rules))
    found.update(_mailed_forms(page, rules))
    found.update(_letters(page, rules))
    found.update(merchant_codes(f"{everything}\n{scripts}"))
    for url in written_addresses(f"{everything}\n{scripts}"):
        found.update(address_targets(url, rules))
    for link in page.links:
        found.update(address_targets(link.url, rules))
        found.update(filter(None, (app_target(link.url), _at_anybodys(link, rules), _program(link.url))))
    found.update(PROGRAM + match.group().strip("\"'")[:200] for match in islice(_PROGRAM.finditer(scripts), 10))
    for frame in page.frames:
        found.update(address_targets(frame.url, rules))
    return tuple(sorted(found)[:MAX_TARGETS])


def _at_anybodys(link: PageLink, rules: Rules) -> str:
    """A form or a list of links that anybody opens, where the link to it says 'donate'; '' for every other one."""
    host = link.host.removeprefix("www.")
    if not is_listed(host, rules.host_lists.anybodys) or not rules.phrase("donate_button").find(folded(link.text)):
        return ""
    return f"link:{host}/{'/'.join(segments(_split(link.url).path)[:6])}"


def _program(url: str) -> str:
    """A file that a computer would run: no payee, but kept beside them, as the next thing a thief adds."""
    path = _split(url).path
    return f"{PROGRAM}{path[-200:]}" if _PROGRAM_PATH.search(path) else ""


def _letters(page: Page, rules: Rules) -> Iterator[str]:
    """Whom a reader who wants to give is told to write to, on the line that tells it."""
    messengers = [each for each in page.links if is_listed(each.host, rules.host_lists.messengers) and each.text]
    if not messengers and "@" not in page.text:
        return
    lines = [line for line in page.text.split("\n") if len(line) <= MAX_LETTER_LINE]
    for line in [line for line in lines if "@" in line or any(each.text in line for each in messengers)][:40]:
        if rules.says_donate(folded(line)) and asks_to_write(line, rules.transfers):
            yield from (f"letter:{name}" for name in names_after_at(line))
            for each in messengers:
                path = segments(_split(each.url).path)
                if each.text in line and path and path[0] not in _SHARES:
                    yield f"letter:{each.host}/{path[0]}"


def _mailed_forms(page: Page, rules: Rules) -> Iterator[str]:
    """Forms whose content is sent as a letter."""
    for form in page.forms:
        scheme, _, address = form.action.partition(":")
        if scheme.lower() == "mailto" and _may_take_gifts(form, rules):
            yield f"mail:{unquote_plus(address.partition('?')[0]).lower()}"


def address_targets(url: str, rules: Rules) -> Iterator[str]:
    """The payment targets that an address itself names: a PayPal id, or the tenant of a donation platform."""
    parts = _split(url)
    host = (parts.hostname or "").removeprefix("www.")
    if is_listed(host, _PAYPAL_HOSTS):
        yield from _paypal_address(host, parts.path, parts.query)
    elif is_listed(host, rules.host_lists.platforms):
        path = [part for part in segments(parts.path) if len(part) != 2]
        if path and not _is_nobodys(path, rules.paths):
            yield f"link:{host}/{'/'.join(path[:2])}"
    elif f"{host}/{parts.path.strip('/').partition('/')[0]}" in rules.host_lists.platform_parts:
        path = segments(parts.path)
        if len(path) > 1:
            yield f"link:{host}/{'/'.join(path[:4])}"


def _is_nobodys(path: list[str], words: PathWords) -> bool:
    """The platform's own pages: its search, its sign-in, its list of all campaigns."""
    return path[0] in words.sections or (len(path) == 1 and path[0] in words.platform | words.login)


def is_payment_form(form: Form, page: Page, rules: Rules) -> bool:
    """Whether a form may take a gift. A form to another host counts unless it plainly is a search or a newsletter."""
    if not form.host:
        return False
    own_host = (_split(page.url).hostname or "").lower()
    registrable = rules.hosts.registrable_domain
    is_foreign = (registrable(form.host) or form.host) != (registrable(own_host) or own_host)
    asks_for_money = _may_take_gifts(form, rules)
    if not is_foreign:
        return asks_for_money and not _is_search(form)
    if _is_search(form) and is_listed(form.host, rules.host_lists.searches):
        return False
    if is_listed(form.host, rules.host_lists.newsletters):
        # Such a service takes addresses and no money, and letters of charities speak of gifts.
        asks_for_mail = any("mail" in field for field in form.fields)
        return bool(MONEY_FIELDS.search(_names(form))) or (asks_for_money and not asks_for_mail)
    return asks_for_money or not _asks_only_for_a_name(form)


def _names(form: Form) -> str:
    """What the fields are called, hidden ones too."""
    return " ".join((*form.fields, *(name for name, _ in form.hidden)))


def _may_take_gifts(form: Form, rules: Rules) -> bool:
    return bool(MONEY_FIELDS.search(_names(form))) or rules.says_donate(folded(form.text))


def _asks_only_for_a_name(form: Form) -> bool:
    """A newsletter's form: an e-mail address, perhaps a name, and nothing else to fill in."""
    typed = [field for field in form.fields if field.partition(":")[0] not in _UNTYPED]
    return any("mail" in field for field in typed) and all(_LETTER_FIELDS.search(field) for field in typed)


def _is_search(form: Form) -> bool:
    """GET with one thing to type in, and that is a search word."""
    typed = [field.partition(":") for field in form.fields if field.partition(":")[0] not in _UNTYPED]
    is_one_word = len(typed) == 1 and typed[0][0] in {"text", "search"} and typed[0][2] in SEARCH_FIELDS
    return form.method == "get" and is_one_word


def _cards(text: str) -> Iterator[str]:
    """Card numbers by their check digit."""
    if not _LONG_NUMBER.search(text):
        return
    for count, match in enumerate(_CARD.finditer(text)):
        number = "".join(match.groups())
        is_order = _ORDER.search(text, max(0, match.start() - 24), match.start())
        if count < 40 and _is_luhn(number) and len(set(number)) > 1 and not is_order:
            yield f"card:{number}"


def spelled_out(scripts: str) -> str:
    """Scripts and linked data with what they put together: escaped letters, sums and joins of literals, base64."""
    if "\\u" in scripts:
        scripts = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), scripts)
    joined = ["".join(_LITERAL.findall(match.group(1))) for match in islice(_JOINED.finditer(scripts), 40)]
    packed = [_unpacked(match.group(1)) for match in islice(_PACKED.finditer(scripts), 40)]
    return "\n".join([_SUM.sub("", scripts), *joined, *packed])


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _is_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def _paypal_and_upi(page: Page, everything: str) -> Iterator[str]:
    for form in page.forms:
        if is_listed(form.host, _PAYPAL_HOSTS):
            values = [value for name, value in form.hidden if name in _PAYPAL_FIELDS and value]
            yield from (f"paypal:{value.lower()}" for value in values)
    if "paypal" in page.inline_scripts.lower():
        yield from (f"paypal:{match.group(2).lower()}" for match in _PAYPAL_SCRIPT.finditer(page.inline_scripts))
    yield from (f"paypal:{match.group(1).lower()}" for match in _PAYPAL_IN_TEXT.finditer(visible(page.text)))
    yield from (f"upi:{match.group(1).lower()}" for match in _UPI.finditer(everything))


def _paypal_address(host: str, path: str, query: str) -> Iterator[str]:
    parts = [part for part in segments(path) if len(part) != 2]
    if host == "paypal.me" and parts:
        yield f"paypal:{parts[0]}"
    elif len(parts) > 1 and parts[0] == "paypalme":
        yield f"paypal:{parts[1]}"
    elif len(parts) > 1 and parts[0] in _PAYPAL_SECTIONS:
        yield f"paypal:{parts[-1]}"
    for pair in query.split("&")[:40]:
        name, _, value = pair.partition("=")
        if name.lower() in _PAYPAL_FIELDS and value:
            yield f"paypal:{unquote_plus(value).lower()}"


def _split(url: str) -> SplitResult:
    """The parts of a page's address; empty ones for what the standard library refuses to split."""
    try:
        return urlsplit(url if url.startswith(("https://", "http://")) else "")
    except ValueError:
        return urlsplit("")
