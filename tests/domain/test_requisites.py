"""Ways to pay that no checksum tells."""

from __future__ import annotations

import time

import pytest

from aidroute.domain.requisites import app_target, names_in_scripts, requisites


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("XRP: rEXAMPLEexampLEexamp1eEXAMP1eAAAA", "coin:rEXAMPLEexampLEexamp1eEXAMP1eAAAA"),
        ("Cardano\naddr1q9xyz8qwe7r9xyz8qwe7r9xyz8qwe7r", "coin:addr1q9xyz8qwe7r9xyz8qwe7r9xyz8qwe7r"),
        ("\u043a\u043e\u0448\u0435\u043b\u0451\u043a: A1b2C3d4E5A1b2C3d4E5A1b2C3", "coin:A1b2C3d4E5A1b2C3d4E5A1b2C3"),
        ("Send ETH to helping-hands.eth today", "name:helping-hands.eth"),
        ("LNURL1DP68GURN8GHJ7AMPD3KX2AR", "name:lnurl1dp68gurn8ghj7ampd3kx2ar"),
        ("Solana: charitygifts.sol", "name:charitygifts.sol"),
        ("NEAR wallet: charitygifts.near", "name:charitygifts.near"),
    ],
)
def test_a_payee_is_found_by_the_word_before_it(text: str, found: str) -> None:
    assert list(requisites(text)) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Bitcoin transaction A1b2C3d4E5A1b2C3d4E5A1b2C3",
        "Bitcoin: https://news.example.org/A1b2C3d4E5A1b2C3d4E5A1b2C3",
        "Key A1b2C3d4E5A1b2C3d4E5A1b2C3",
        "Write to office@charity.test",
        "wallet of the year: Donaudampfschifffahrtsgesellschaft",
        "method.method.eth0",
        "We play in the sun. console.sol",
        "Files end in token.sol",
    ],
)
def test_what_only_looks_like_a_payee_is_none(text: str) -> None:
    assert list(requisites(text)) == []


@pytest.mark.parametrize("piece", ["wallet ", "bitcoin A1", "interac @", "a@", "a-", "lnbc", "x.eth "])
def test_a_hostile_text_costs_little(piece: str) -> None:
    began = time.process_time()
    list(requisites(piece * (120_000 // len(piece))))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("payto://iban/GB00TEST?amount=EUR:10", "app:payto:iban/gb00test"),
        ("UPI://pay?pa=ours@bank&am=5&tn=Gift", "app:upi:pay?pa=ours@bank"),
        ("venmo://paycharge?note=hi&recipients=ours", "app:venmo:paycharge?recipients=ours"),
        ("lightning:lnbc1abc", "app:lightning:lnbc1abc"),
        ("https://charity.test/?pa=x", ""),
        ("mailto:a@charity.test", ""),
        ("/pay", ""),
    ],
)
def test_an_address_that_opens_a_wallet_says_whom_it_pays(address: str, target: str) -> None:
    assert app_target(address) == target


def test_the_name_of_a_wallet_in_a_script_is_a_whole_literal() -> None:
    assert list(names_in_scripts("const to = 'charity-gifts.eth'")) == ["name:charity-gifts.eth"]
    assert list(names_in_scripts("web3.eth.send('method.eth.call')")) == []
