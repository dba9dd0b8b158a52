"""The tokens of a script, as far as reading where it leads needs them: names, literals, signs. Linear in the source."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote

MAX_TOKENS = 12_000
MAX_LITERAL = 4096
QUOTES = frozenset("\"'`")

_TOKEN = re.compile(
    r""""[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`"""
    r"""|[A-Za-z_$][\w$]*(?:\s{0,20}\.\s{0,20}[A-Za-z_$][\w$]*){0,8}|\d[\w.]*|=>|[=!]==?|[^\s"'`]""",
    re.DOTALL,
)
_OPTIONAL = re.compile(r"\?\.(?:(?=([A-Za-z_$]))|(?=[(\[]))")
"""window?.location and replace?.() are window.location and replace()."""
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)


def script_tokens(source: str) -> list[str]:
    """Names (with their dots), literals (with their quotes) and signs, comments left out. Never raises."""
    if "?." in source:
        source = _OPTIONAL.sub(lambda match: "." if match.group(1) else "", source)
    found: list[str] = []
    at = 0
    while at < len(source) and len(found) < MAX_TOKENS:
        if source[at].isspace():
            at += 1
        elif source.startswith("//", at) or source.startswith("<!--", at):
            end = source.find("\n", at)
            at = end if end >= 0 else len(source)
        elif source.startswith("/*", at):
            end = source.find("*/", at + 2)
            at = end + 2 if end >= 0 else len(source)
        else:
            match = _TOKEN.match(source, at)
            if match is None:
                # An unclosed string: what follows on its line is no code that runs.
                end = source.find("\n", at)
                at = end if end >= 0 and source[at] != "`" else len(source)
                continue
            text = match.group()
            found.append("".join(text.split()) if is_name(text) else text)
            at = match.end()
            if text == "]":
                _join_brackets(found)
            elif is_name(text) and found[-2:-1] == ["."] and is_name("".join(found[-3:-2])):
                # A comment or a bracket stood between the parts of one name.
                found[-3:] = [f"{found[-3]}.{found[-1]}"]
    return found


def _join_brackets(found: list[str]) -> None:
    """window['location'] is window.location, and so is window['loca' + 'tion']."""
    at = len(found) - 2
    while at >= 2 and found[at][:1] in QUOTES and found[at - 1] == "+":
        at -= 2
    if at < 2 or found[at - 1] != "[" or found[at][:1] not in QUOTES or not is_name(found[at - 2]):
        return
    inside = "".join(unquoted(part) for part in found[at:-1:2])
    if inside.isidentifier():
        found[at - 2 :] = [f"{found[at - 2]}.{inside}"]


def is_name(text: str) -> bool:
    """True for a token that is a name."""
    return text[:1].isalpha() or text[:1] in {"_", "$"}


def unquoted(part: str) -> str:
    """What a literal says, its escapes read; every other token as it is."""
    if part[:1] not in QUOTES:
        return part
    inside = part[1:-1]
    return _ESCAPE.sub(_escaped, inside)


def _escaped(match: re.Match[str]) -> str:
    digits = match.group(1) or match.group(2) or match.group(3)
    if not digits:
        return {"n": "\n", "t": "\t", "r": "\r"}.get(match.group(4), match.group(4))
    number = int(digits, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _from_base64(arguments: list[str]) -> str | None:
    try:
        return base64.b64decode("".join(arguments)[:MAX_LITERAL], validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None


def _from_codes(arguments: list[str]) -> str | None:
    try:
        return "".join(chr(int(code, 0)) for code in arguments[:MAX_LITERAL] if len(code) < 9)
    except (ValueError, OverflowError):
        return None


def _from_escapes(arguments: list[str]) -> str | None:
    return unquote("".join(arguments)[:MAX_LITERAL])


DECODERS: dict[str, Callable[[list[str]], str | None]] = {
    "atob": _from_base64,
    "fromCharCode": _from_codes,
    "unescape": _from_escapes,
    "decodeURIComponent": _from_escapes,
    "decodeURI": _from_escapes,
    "String": "".join,
    "encodeURI": "".join,
}
"""What unveils an address, by the name of the function; None when it can't be unveiled."""
