"""Transfers to people and accounts, found by the word before them."""

from __future__ import annotations

import time

import pytest

from aidroute.domain.transfers import TransferWords, asks_to_write, transfers
from tests.support.judged_pages import rules

KEY = "00000000-0000-4000-8000-000000000001"

PAYEES = [
    ("Account number: 11 4030 0123 4567", "account:11403001234567"),
    ("Account number\n11403001234567", "account:11403001234567"),
    ("Sort code 00-00-00, account number 00000011", "account:00000011"),
    ("CLABE: 002010077777777771", "account:002010077777777771"),
    ("Расчётный счёт: 40703810000000000001", "account:40703810000000000001"),
    ("Հաշվեհամար՝ 1930001234567890", "account:1930001234567890"),
    ("振込先: みほん銀行 本店 普通 1234567", "account:1234567"),
    ("후원계좌: 예시은행 123456-78-901234", "account:12345678901234"),
    ("账号：6222 0200 0000 1234", "account:6222020000001234"),
    ("Kontonummer: 1234.56.78903", "account:12345678903"),
    ("Bankgiro 123-4567", "account:1234567"),
    ("Unser neues Konto 2026: 12345678", "account:12345678"),
    ("Číslo účtu: 2026/5500", "account:20265500"),
    ("ՀՀ դրամ՝ 1930001234567890", "account:1930001234567890"),
    ("USD: 0000 0123 4567 8901", "account:0000012345678901"),
    ("RUB\n40703810000000000001", "account:40703810000000000001"),
    ("Рубли: 40703-810-0-00000000001", "account:40703810000000000001"),
    ("Bizum: 01234", "account:01234"),
    ("Swish 123 000 00 01", "account:1230000001"),
    ("M-PESA to +254 700 000 000", "account:254700000000"),
    ("Перевод по номеру телефона на Сбер: +7 900 000-00-00", "account:79000000000"),
    ("BLIK na telefon: 600 000 001", "account:600000001"),
    ("พร้อมเพย์ 081-000-0000", "account:0810000000"),
    ("Chave PIX (CNPJ): 11.222.333/0001-81", "account:11222333000181"),
    (f"Chave Pix: {KEY}", f"account:{KEY}"),
    ("PIX: gifts@charity.test", "mail:gifts@charity.test"),
    ("Interac e-Transfer: Gifts@charity.test", "mail:gifts@charity.test"),
    ("Zelle\ngifts@charity.test", "mail:gifts@charity.test"),
    ("UPI ID: charity@samplebank", "account:charity@samplebank"),
    ("Cash App: $CharityGifts", "account:$charitygifts"),
    ("Venmo\n@Charity-Gifts", "account:@charity-gifts"),
    ("Send your gift by Western Union to our treasurer", "way:western union"),
    ("Buy a Steam gift card for us", "way:steam gift card"),
]


@pytest.mark.parametrize(("text", "found"), PAYEES)
def test_a_payee_is_found_by_the_word_before_it(text: str, found: str) -> None:
    assert list(transfers(text, rules().transfers)) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "Conto economico 2025: 1.234.567",
        "Hesap özeti 2026/000123",
        "Compte tenu des travaux, tél. au 01 99 00 12 34; compte rendu au 01 99 00 12 34",
        "Ստեղծեք հաշիվ, զանգահարեք 060 123456",
        "Stwórz konto, zadzwoń 22 123 45 67",
        "My account +44 20 7946 0000",
        "Account manager: Anna, 020 7946 0000",
        "Your account\n020 7946 0000",
        "Follow our account of 12 345 678 steps",
        "Account of the year 2026-03-10 10:30",
        "Compte rendu du 12/03/2026 10:30",
        "Swish: more than 10 000 kr were given",
        "Vipps 2024-2025 brought 12 500 kr",
        "We accept Pix and cards. Call +55 11 4000 0000.",
        "Zelle, cards, cash. Phone: (202) 555-0100",
        "Zelle and cards, tel. (202) 555-0100",
        "Order 4000123456, account to follow",
        "Карта сайта. Телефон: +7 495 000-00-00",
        "Konto für Freunde, Telefon 030 12345678",
        "Bizum: 12.345 personas",
        "Your Wise gift of $100 000 was matched",
        "Registered number 1134567",
        "Never pay us by Western Union or with a Steam card",
        "Follow @charity for news",
        "IBAN GB00 TEST 0000 0000 0000 11 is our account",
        "Sort code 20-00-00",
    ],
)
def test_what_stands_near_such_a_word_need_not_be_a_payee(text: str) -> None:
    assert list(transfers(text, rules().transfers)) == []


def test_a_line_that_asks_to_write_is_told_from_one_about_questions() -> None:
    words = rules().transfers
    assert asks_to_write("To donate, write to our treasurer", words)
    assert asks_to_write("Хотите помочь? Напишите нам", words)
    assert not asks_to_write("Questions about your donation? Write to us", words)
    assert not asks_to_write("Your donation helps", words)


def test_without_words_nothing_is_found() -> None:
    assert list(transfers("Account number: 11403001234567", TransferWords())) == []


@pytest.mark.parametrize("piece", ["account 12345678 ", "1-", "pix @a ", "$a ", "swish ", "zelle a@b ", "account\n1"])
def test_a_hostile_text_costs_little(piece: str) -> None:
    began = time.process_time()
    list(transfers(piece * (120_000 // len(piece)), rules().transfers))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "text",
    [
        "We raised AMD 157 000 000 000 in ten years",
        "EUR 1.234.567.890.123",
        "USD 12,345,678.90",
        "Budget in AMD: 15700000",
        "1 USD = 387.123456789012 AMD",
        "EUR 2026-01-01 - 2026-12-31",
        "Totals, RUB\n1 234 567 890 123",
    ],
)
def test_a_sum_behind_a_currency_is_no_account(text: str) -> None:
    assert list(transfers(text, rules().transfers)) == []
