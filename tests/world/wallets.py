"""Well-formed wallet addresses of several chains, made from phrases: nobody can have a key to any of them."""

from __future__ import annotations

import hashlib
from itertools import accumulate

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32, _BECH32M = 1, 0x2BC830A3
_TRON, _SCRIPT_HASH, _LITECOIN, _DOGECOIN = b"\x41", b"\x05", b"\x30", b"\x1e"


def segwit(phrase: str, *, version: int = 0, part: str = "bc") -> str:
    """A native segregated-witness address: version 0 in bech32 (BIP 173), 1 is taproot in bech32m (BIP 350)."""
    program = hashlib.sha256(phrase.encode()).digest()[: 32 if version else 20]
    values = [version, *_five_bits(program)]
    expanded = [ord(letter) >> 5 for letter in part] + [0] + [ord(letter) & 31 for letter in part]
    check = _checksum([*expanded, *values, 0, 0, 0, 0, 0, 0]) ^ (_BECH32M if version else _BECH32)
    values += [(check >> 5 * (5 - at)) & 31 for at in range(6)]
    return f"{part}1" + "".join(_BASE32[value] for value in values)


def script_hash(phrase: str) -> str:
    """A Bitcoin address that begins with 3."""
    return _checked(_SCRIPT_HASH, phrase)


def tron(phrase: str) -> str:
    """A TRON address, as used for stablecoins; begins with T."""
    return _checked(_TRON, phrase)


def litecoin(phrase: str) -> str:
    """A Litecoin address that begins with L."""
    return _checked(_LITECOIN, phrase)


def dogecoin(phrase: str) -> str:
    """A Dogecoin address that begins with D."""
    return _checked(_DOGECOIN, phrase)


def solana(phrase: str) -> str:
    """32 bytes in base 58; Solana has no checksum."""
    return base58(hashlib.sha256(phrase.encode()).digest())


def base58(payload: bytes) -> str:
    """Bytes in the alphabet of Bitcoin, without leading zeros."""
    number, letters = int.from_bytes(payload, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = _BASE58[rest] + letters
    return letters


def _checked(version: bytes, phrase: str) -> str:
    payload = version + hashlib.sha256(phrase.encode()).digest()[:20]
    return base58(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4])


def _five_bits(program: bytes) -> list[int]:
    bits = "".join(f"{byte:08b}" for byte in program)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]


def _checksum(values: list[int]) -> int:
    def step(check: int, value: int) -> int:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for number, generator in enumerate(_GENERATORS):
            check ^= generator if (top >> number) & 1 else 0
        return check

    *_, last = accumulate(values, step, initial=1)
    return last
