"""Addresses of crypto currencies in a text, by their own checksums where they have one."""

from __future__ import annotations

import re
from hashlib import sha256

from aidroute.domain.phrases import visible

MAX_CANDIDATES = 300

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_VALUE = {character: value for value, character in enumerate(_BASE58)}
_BASE58_CANDIDATE = re.compile(rf"(?<![A-Za-z0-9])[{_BASE58}]{{25,36}}(?![A-Za-z0-9])")
_KIND_OF_VERSION = {
    **dict.fromkeys((0x00, 0x05), "btc"),
    **dict.fromkeys((0x30, 0x32), "ltc"),
    **dict.fromkeys((0x1E, 0x16), "doge"),
    0x41: "trx",
    0x4C: "dash",
}
"""First byte of a base58check address by currency, from their own address formats."""

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_CANDIDATE = re.compile(r"(?<![A-Za-z0-9])(bc|ltc)1([a-z0-9]{11,87})(?![A-Za-z0-9])", re.IGNORECASE)
_BECH32_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_ENDS = {1, 0x2BC830A3}
"""bech32 (BIP 173) and bech32m (BIP 350)."""

_HEX = re.compile(r"(?<![A-Za-z0-9])0[xX][0-9a-fA-F]{40}(?![0-9a-zA-Z])")
_MONERO = re.compile(rf"(?<![A-Za-z0-9])[48][{_BASE58}]{{94}}(?![A-Za-z0-9])")
_TON = re.compile(r"(?<![A-Za-z0-9_-])(?:EQ|UQ)[A-Za-z0-9_-]{46}(?![A-Za-z0-9_-])")
_SOLANA = re.compile(rf"(?<![A-Za-z0-9])[{_BASE58}]{{43,44}}(?![A-Za-z0-9])")
_LONG_WORD = re.compile(r"[A-Za-z0-9_-]{14,}")
"""What is long enough to be any of these; a page has few such words, so the patterns have little to read."""
_SAYS_SOLANA = re.compile(r"\bsol(?:ana)?\b", re.IGNORECASE)


def wallets(text: str) -> tuple[str, ...]:
    """Typed addresses ('btc:...', 'eth:...', 'trx:...') of a text, each once.

    Ethereum's (and its relatives') mixed-case checksum is not asked for: wallets take addresses without it. Addresses
    of currencies without a checksum count only in their exact form, Solana's only where the text names it.
    """
    whole = visible(text)
    plain = "\n".join(_LONG_WORD.findall(whole))
    found: dict[str, None] = {}
    for match in _limited(_BASE58_CANDIDATE, plain):
        kind = _base58check_kind(match.group())
        if kind:
            found[f"{kind}:{match.group()}"] = None
    for match in _limited(_BECH32_CANDIDATE, plain):
        if _is_bech32(match.group(1).lower(), match.group(2)):
            found[f"{'btc' if match.group(1).lower() == 'bc' else 'ltc'}:{match.group().lower()}"] = None
    for match in _limited(_HEX, plain):
        if int(match.group(), 16):
            found[f"eth:{match.group().lower()}"] = None
    found.update({f"xmr:{match.group()}": None for match in _limited(_MONERO, plain)})
    found.update({f"ton:{match.group()}": None for match in _limited(_TON, plain) if _is_mixed(match.group())})
    if plain and _SAYS_SOLANA.search(whole):
        found.update({f"sol:{match.group()}": None for match in _limited(_SOLANA, plain) if _is_mixed(match.group())})
    return tuple(found)


def _limited(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    found = []
    for match in pattern.finditer(text):
        found.append(match)
        if len(found) >= MAX_CANDIDATES:
            break
    return found


def _is_mixed(text: str) -> bool:
    return text != text.lower() and text != text.upper() and any(character.isdigit() for character in text)


def _base58check_kind(text: str) -> str:
    number = 0
    for character in text:
        number = number * 58 + _BASE58_VALUE[character]
    try:
        raw = number.to_bytes(25, "big")
    except OverflowError:
        return ""
    payload, checksum = raw[:-4], raw[-4:]
    zeros = len(text) - len(text.lstrip("1"))
    if len(payload) - len(payload.lstrip(b"\0")) != zeros:
        return ""
    if sha256(sha256(payload).digest()).digest()[:4] != checksum:
        return ""
    return _KIND_OF_VERSION.get(payload[0], "wallet")


def _is_bech32(prefix: str, data: str) -> bool:
    values = [_BECH32.find(character) for character in data.lower()]
    if -1 in values:
        return False
    check = 1
    for value in [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *values]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATOR):
            if top >> bit & 1:
                check ^= generator
    return check in _BECH32_ENDS
