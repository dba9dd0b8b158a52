"""The charity's donation page, and what becomes of it."""

from __future__ import annotations

import hashlib

from tests.world.answers import answer
from tests.world.server import Behaviour


def iban(country: str, rest: str) -> str:
    """A syntactically right account number of a bank that does not exist (ISO 7064 mod 97-10)."""
    digits = "".join(str(int(character, 36)) for character in rest + country + "00")
    return f"{country}{98 - int(digits) % 97:02d}{rest}"


def bitcoin_address(phrase: str) -> str:
    """A well-formed address made from a phrase; nobody can have its key."""
    payload = b"\0" + hashlib.sha256(phrase.encode()).digest()[:20]
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, letters = int.from_bytes(payload, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[rest] + letters
    return "1" + letters


def ethereum_address(phrase: str) -> str:
    """A well-formed address made from a phrase; nobody can have its key."""
    return "0x" + hashlib.sha256(phrase.encode()).hexdigest()[:40]


OUR_IBAN = iban("GB", "TEST00000000000011")
OTHER_IBAN = iban("GB", "TEST00000000000077")

TEXT = (
    "Your gift feeds families who had to leave their homes. Every month our volunteers bring food, hygiene products "
    "and medicine to people in need. Please donate today: each donation is used where it is needed most, and you "
    "receive a receipt by e-mail. We publish a report every year, so that every donor can see what became of the "
    "money. Thank you for standing by those who lost everything. Questions? Write to our office, we answer within "
    "two days."
)


def page(
    *,
    title: str = "Donate - Charity",
    heading: str = "Donate to Charity",
    text: str = TEXT,
    form: str = "https://payment.test/pay",
    account: str = OUR_IBAN,
    extra: str = "",
    in_head: str = "",
) -> str:
    """A donation page. The defaults are the page as a person approved it."""
    form_html = (
        f'<form action="{form}" method="post"><label>Amount <input name="amount"></label>'
        "<button>Donate now</button></form>"
        if form
        else ""
    )
    account_html = f"<p>Bank transfer: IBAN {account}, Charity</p>" if account else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<script src="/static/site.js"></script>{in_head}</head><body>'
        f'<nav><a href="/">Home</a> <a href="/about">About us</a> <a href="/reports">Reports</a></nav>'
        f"<h1>{heading}</h1><p>{text}</p>{form_html}{account_html}{extra}"
        "<footer>Charity, a registered association</footer></body></html>"
    )


BASELINE = page()


def good() -> Behaviour:
    """The page as approved."""
    return answer(200, BASELINE)


def bare(title: str, body: str, *, lang: str = "en") -> str:
    """A page that has nothing of the donation page."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{body}</body></html>"
    )
