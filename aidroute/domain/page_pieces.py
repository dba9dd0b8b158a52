"""The pieces that a page's reader collects, as written in the page, and what of it nobody sees."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote

from aidroute.domain.html_tokens import resolved
from aidroute.domain.ibans import is_iban

MAX_LINK_TEXT = 160

_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_OUT_OF_SIGHT = re.compile(
    r"(?:left|top|text-indent|margin-left|margin-top)\s*:\s*-\d{4,}|(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|$).{0,200}overflow|"
    r"overflow\s*:\s*hidden.{0,200}(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|$)|clip\s*:\s*rect\(\s*0"
)
"""Placed beside the page or cut to nothing: how links for search engines alone are hidden."""
_NO_SIZE = re.compile(r"(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)|left\s*:\s*-\d{3,}")

_GIFT_MARK = re.compile(
    r"(?<![a-z])(?:donat(?:e|ion)|spende|giv(?:e|ing)-?(?:now|btn|button)|faire-?un-?don|pozhertv|bagis)", re.IGNORECASE
)
_WHOLE_SIZE = re.compile(r"inset\s*:\s*0|width\s*:\s*100(?:%|vw).{0,200}height\s*:\s*100(?:%|vh)")
_LETTERS = ("mailto:", "sms:", "whatsapp:", "tg:")
_MAY_NAME = re.compile(r"[A-Za-z0-9%]{15}")
_NAMED_ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{2}[0-9]{2}[A-Za-z0-9]{11,30}|(?:bc1|ltc1|BC1|0x|0X)[A-Za-z0-9]{20,90}"
    r"|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?![A-Za-z0-9])"
)

_PAY_CODE = re.compile(r"upi://pay\?[^\s\"'<>]{4,300}|000201[0-9A-Za-z][0-9A-Za-z .@*+/_-]{24,400}", re.IGNORECASE)
"""What a code to scan holds: an address of the Indian payment network, or a merchant's code by EMVCo (QR, field 00)."""
_WITHIN = re.compile(r"(?<=.)https?://[^\s\"'<>&]{6,300}")
_IBAN_SHAPE = re.compile(r"[A-Za-z]{2}[0-9]{2}")


@dataclass(slots=True)
class RawForm:
    """A form as written."""

    action: str
    method: str = "get"
    fields: list[str] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawLink:
    """A link as written, with the text collected so far."""

    href: str
    text: list[str] = field(default_factory=list)
    is_hidden: bool = False
    is_within_text: bool = False
    is_marked: bool = False
    element: str = "a"
    """The element whose end tag ends the link's text."""


def data_text(source: str) -> str:
    """The text of a data: address, '' for one that can't be read."""
    head, _, data = source.partition(",")
    if head.lower().rstrip().endswith(";base64"):
        try:
            return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    return unquote(data)


def is_marked_for_gifts(attributes: dict[str, str]) -> bool:
    """True for a link whose class or id calls it a way to give, and for one that lies over the whole page."""
    return _covers_page(attributes.get("style", "").lower()) or bool(
        _GIFT_MARK.search(f"{attributes.get('class', '')} {attributes.get('id', '')}"[:400])
    )


def _covers_page(style: str) -> bool:
    is_placed = "fixed" in style or "absolute" in style
    return is_placed and bool(_WHOLE_SIZE.search(style))


def named_in_address(value: str) -> str:
    """Accounts and wallets that an address itself carries: a letter to send, a code to scan, a link that pays."""
    start = value[:40].lower()
    if start.startswith(_LETTERS):
        return unquote(value[:2000])
    if start.startswith("data:"):
        value = data_text(value) if start.startswith("data:image/svg") else ""
    elif not _MAY_NAME.search(value[:2048]):
        return ""
    plain = unquote(value[:4096])
    named = (match.group() for match in islice(_NAMED_ACCOUNT.finditer(plain), 40))
    # A token may begin like an account; only a whole one counts here.
    accounts = [each for each in named if not _IBAN_SHAPE.match(each) or is_iban(each.upper())]
    codes = [match.group() for pattern in (_PAY_CODE, _WITHIN) for match in islice(pattern.finditer(plain), 10)]
    return "\n".join([*accounts, *codes])


def plain_text(pieces: list[str]) -> str:
    """Collected pieces as one line."""
    return " ".join(resolved(" ".join(pieces)).split())[:MAX_LINK_TEXT]


def is_unseen(name: str, attributes: dict[str, str]) -> bool:
    """True for an element whose content browsers with scripts do not show."""
    if name == "template" or "hidden" in attributes:
        return True
    style = attributes.get("style", "")
    if not style:
        return False
    written = style[:2000].lower()
    return bool(_HIDING_STYLE.search(written) or _OUT_OF_SIGHT.search(written))


def has_no_size(attributes: dict[str, str]) -> bool:
    """True for a frame that takes no room on the page."""
    style = attributes.get("style", "").lower()
    sizes = {attributes.get("width", "").strip(), attributes.get("height", "").strip()}
    return (
        bool(sizes & {"0", "1", "0px", "1px"})
        or "hidden" in attributes
        or bool(_HIDING_STYLE.search(style))
        or bool(_NO_SIZE.search(style))
    )
