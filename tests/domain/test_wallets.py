"""Wallets in a text, by their checksums."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.wallets import wallets

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def made(phrase: str, version: int) -> str:
    """A well-formed address made from a phrase; nobody can have its key."""
    payload = bytes([version]) + hashlib.sha256(phrase.encode()).digest()[:20]
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, letters = int.from_bytes(payload, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = ALPHABET[rest] + letters
    return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + letters


@pytest.mark.parametrize(
    ("version", "kind"),
    [
        (0, "btc"),
        (5, "btc"),
        (0x30, "ltc"),
        (0x32, "ltc"),
        (0x1E, "doge"),
        (0x41, "trx"),
        (0x4C, "dash"),
        (0x99, "wallet"),
    ],
)
def test_an_address_with_a_right_checksum_is_one_of_its_currency(version: int, kind: str) -> None:
    address = made("a phrase", version)
    assert wallets(f"Send to {address}.") == (f"{kind}:{address}",)


def test_one_wrong_letter_is_no_address() -> None:
    address = made("a phrase", 0)
    wrong = address[:-1] + ("A" if address[-1] != "A" else "B")
    assert wallets(wrong) == ()


@pytest.mark.parametrize(
    "address",
    [
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ],
)
def test_the_specimens_of_the_bech32_proposals_are_addresses(address: str) -> None:
    assert wallets(address) == (f"btc:{address.lower()}",)
    assert wallets(address[:-1] + ("q" if address[-1] != "q" else "p")) == ()


def test_an_ethereum_address_needs_no_checksum_and_has_one_spelling() -> None:
    address = "0x" + hashlib.sha256(b"x").hexdigest()[:40]
    assert wallets(f"{address} {address.upper().replace('X', 'x')}") == (f"eth:{address}",)


@pytest.mark.parametrize(
    "text",
    [
        "0x" + "0" * 40,
        "0x" + "ab" * 32,
        "0x" + "ab" * 19,
        "commit " + "ab" * 20,
        "",
        "1" * 30,
        "3" * 34,
        "EQ" + "A" * 46,
    ],
)
def test_what_only_resembles_an_address_is_none(text: str) -> None:
    assert wallets(text) == ()


def test_solana_counts_only_where_the_text_names_it() -> None:
    address = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"
    assert wallets(address) == ()
    assert wallets(f"Solana: {address}") == (f"sol:{address}",)


def test_invisible_characters_do_not_hide_an_address() -> None:
    address = made("hidden", 0)
    assert wallets("\u200b".join(address)) == (f"btc:{address}",)


@given(st.text(max_size=200) | st.text(ALPHABET, min_size=20, max_size=120))
def test_no_text_is_an_error(text: str) -> None:
    assert isinstance(wallets(text), tuple)
