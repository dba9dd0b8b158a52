"""Which characters the bytes of a page stand for: what browsers would read, also where the server lies about it."""

from __future__ import annotations

import re

from aidroute.domain.observation import Body

_BOMS = (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"))
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)
META_WINDOW = 4096

CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "ibm866": "cp866",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift_jis": "shift_jis",
    "euc-jp": "euc-jp",
    "euc-kr": "euc-kr",
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-125{part}": f"cp125{part}" for part in range(9)},
    **{f"cp125{part}": f"cp125{part}" for part in range(9)},
}
"""Labels of the WHATWG Encoding standard, as far as pages use them. Nothing else is looked up: some of Python's
codecs are no character sets at all."""

FALLBACK = "cp1252"


def decode(body: Body) -> tuple[str, str]:
    """The text of a body and the codec it was read with. Bytes that fit nothing become U+FFFD."""
    content = body.content
    for codec, mark in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace"), codec
    codec = _utf16_by_zeros(content) or (_declared(body) if not _is_utf8(content) else "utf-8")
    return content.decode(codec, "replace"), codec


def _utf16_by_zeros(content: bytes) -> str:
    """UTF-16 of markup is every other byte zero, whatever any header says."""
    sample = content[:1024]
    half = len(sample) // 2
    if half < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.1 * half else ""


def _is_utf8(content: bytes) -> bool:
    """Text that is valid UTF-8 by accident is rarer than a wrong header; the cap may have cut the last character."""
    for cut in range(4):
        try:
            content[: len(content) - cut].decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start < len(content) - 4:
                return False
        else:
            return True
    return False


def _declared(body: Body) -> str:
    header = _HEADER.search(body.content_type)
    if header and (codec := CODECS.get(header.group(1).lower())) and not codec.startswith("utf-16"):
        return codec
    meta = _META.search(body.content[:META_WINDOW])
    # A page that was read as bytes of one each cannot be UTF-16, so the label is taken as UTF-8 (WHATWG).
    codec = CODECS.get(meta.group(1).decode("ascii").lower()) if meta else None
    if codec is None:
        return FALLBACK
    return "utf-8" if codec.startswith("utf-16") else codec
