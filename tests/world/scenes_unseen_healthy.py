"""Good pages that look odd. Each of them takes gifts as it did on the day of approval."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

import codecs
import hashlib

from tests.world import wallets
from tests.world.answers import answer, head, raw
from tests.world.pages import BASELINE, OUR_IBAN, TEXT, bare, bitcoin_address, iban, page
from tests.world.scenes_further_wire import stalls_after
from tests.world.scenes_unseen_payment import button
from tests.world.server import Behaviour
from tests.world.stage import Scene, Stage, scene, scenes, serving, variants


def same(content: str | bytes, content_type: str = "text/html; charset=utf-8") -> Scene:
    """Approved as it is, and found so again."""
    behaviour = answer(200, content, content_type=content_type)
    return variants(behaviour, approved=behaviour)


def telling(*stories: str) -> Scene:
    """The page as approved, with news in front of its words."""
    return variants(*(answer(200, page(text=f"{story} {TEXT}")) for story in stories))


def from_to(before: str, *after: str) -> Scene:
    """Approved as one page, found as another."""
    return variants(*(answer(200, each) for each in after), approved=answer(200, before))


def named(title: str, heading: str) -> Scene:
    """A charity with an odd name, whose news alone have changed since approval."""

    def play(stage: Stage) -> None:
        stage.approved = answer(200, page(title=title, heading=heading))
        stage.serve(answer(200, page(title=title, heading=heading, text=f"{TEXT} News of the week.")))

    return play


ODD_NAMES = {
    "name-404": named("404 Foundation: Donate", "404 Foundation"),
    "name-suspended-coffee": named("Suspended Coffee - give one", "Suspended coffee for everybody"),
    "name-lost-and-found": named("Not Found Children's Fund", "Help us search for children not found yet"),
    "name-closed": named("Closed Doors, Open Hearts - Donate", "Campaign against closed borders"),
    "name-slot-car": named("Lucky Slot Hospice Shop - Donate", "Lucky Slot Hospice Shop"),
    "name-maintenance": named("Water Pump Maintenance Fund", "Under maintenance: forty water pumps"),
    "name-gambling-aid": named("Gambling Addiction Help", "Casino, slots and betting ruined them: donate"),
    "name-robots": named("Are you a robot? Robotics for disabled children", "Prove you are human: give"),
}
PARTNERS = [f"https://partner{number}.example.org/" for number in range(60)]
LINKS = "".join(f'<li><a href="{partner}">Hospital {number}</a></li>' for number, partner in enumerate(PARTNERS))
STORIES = {
    "story-casino-night": telling(
        "Our casino night on Saturday raised 4,000: roulette, blackjack and poker for a good cause, no real bets.",
        "A jackpot winner of the lottery gave half of the prize to us. Book a slot for the thank-you dinner.",
        "Vaccination slots are free again: every slot counts, slot by slot, online.",
    ),
    "story-not-found": telling(
        "Three days later the children were still not found. The page of her diary was missing: page 404.",
        "Seite an Seite: nicht gefunden wurde bisher nur ein Haus.",
        "Страница истории: пропавшая семья не найдена, поиск идёт.",
    ),
    "story-for-sale": telling(
        "Our partner's old domain is for sale; handmade cards are for sale too. Buy this calendar now.",
        "The house at the border is for sale, make an offer at the auction in favour of the shelter.",
    ),
    "story-ended": telling(
        "The earthquake appeal has ended; thank you. Our daily work goes on: please donate below.",
        "We are no longer accepting donations of clothes. Money helps more.",
        "Сбор на генератор закрыт, спасибо! Сбор на лекарства продолжается.",
        "La collecte de vêtements est terminée. Les dons en argent restent indispensables.",
        "Unsere Sammelstelle ist geschlossen. Spenden sind weiterhin möglich.",
    ),
    "story-expired": telling(
        "Votre reçu fiscal a expiré ? La carte bancaire est expirée ? Écrivez-nous.",
        "Expired medicines are not accepted. This domain of law is new to many families.",
    ),
    "story-maintenance": telling(
        "Planned maintenance: on Sunday from 2 to 4 a.m. this website will be unavailable. We'll be back soon.",
        "Under maintenance since May: the water pumps of three villages. We will be right back at work in spring.",
    ),
    "story-suspended": telling(
        "Flights are suspended and their bank account has been suspended; families wait at the border.",
        "Rail service suspended: access denied to aid convoys, permission refused, request rejected.",
    ),
    "story-hacked": telling(
        "Phones were hacked by the army. We teach digital safety at our hackathon.",
        "Hacked by Team Hope: our students won the security contest.",
    ),
    "story-pills-and-bodies": telling(
        "We pay for medicine: insulin, sildenafil for newborn lungs (known as Viagra), no prescription fees for refugees.",
        "Survivors of sex trafficking, porn and escort rings find shelter with us.",
        "Microloans: cash advance for farmers, loans without a bank account, zero interest.",
    ),
    "story-robot-wall": telling(
        "Checking your browser history reveals nothing: we do not track. Prove that you are human: be kind.",
        "Making sure you're not a bot is what our captcha below the form does.",
    ),
}
RUSSIAN = page(
    title="Помочь - Фонд",
    heading="Помочь фонду",
    text="Ваше пожертвование кормит семьи, которые покинули дом. Каждый месяц волонтёры привозят еду и лекарства. " * 4,
).replace('<meta charset="utf-8">', "")
ARMENIAN = page(
    title="Նվիրաբերել - Հիմնադրամ",
    heading="Նվիրաբերել",
    text="Ձեր նվիրատվությունը կերակրում է տունը կորցրած ընտանիքներին։ Ամեն ամիս մեր կամավորները սնունդ են բերում։ " * 4,
)
META_1251 = RUSSIAN.replace(
    "<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
)
LATE_META = RUSSIAN.replace("<head>", "<head><!--" + "-" * 1500 + '--><meta charset="windows-1251">')
FRENCH_LATIN = page(title="Donner - Charité", heading="Faire un don", text="Été comme hiver, nos équipes aident. " * 9)
CHARSETS = {
    "charset-1251-header": same(RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251"),
    "charset-1251-meta": same(META_1251.encode("cp1251"), "text/html"),
    "charset-meta-late": same(LATE_META.encode("cp1251"), "text/html"),
    "charset-changed": variants(
        answer(200, META_1251.encode("cp1251"), content_type="text/html"),
        answer(200, codecs.BOM_UTF8 + RUSSIAN.encode(), content_type="text/html"),
        answer(200, RUSSIAN.encode("koi8-r"), content_type="text/html; charset=KOI8-R"),
        answer(200, RUSSIAN.encode("utf-16-le"), content_type="text/html; charset=utf-16le"),
        approved=answer(200, RUSSIAN),
    ),
    "charset-unknown": variants(
        answer(200, ARMENIAN, content_type="text/html; charset=armscii-8"),
        answer(200, ARMENIAN, content_type="text/html; charset=utf8mb4"),
        answer(200, ARMENIAN, content_type='text/html; charset="UTF-8";'),
        answer(200, ARMENIAN, content_type="text/html; charset="),
        answer(200, ARMENIAN, content_type="text/html;charset=utf-8;charset=latin1"),
        approved=answer(200, ARMENIAN),
    ),
    "charset-latin1": same(
        FRENCH_LATIN.replace('<meta charset="utf-8">', "").encode("latin-1"), "text/html; charset=ISO-8859-1"
    ),
    "bytes-broken": serving(answer(200, BASELINE.encode().replace(b"Thank you", b"Thank \xff\xfe\xc3 you"))),
    "byte-order-mark": serving(answer(200, codecs.BOM_UTF8 + BASELINE.encode())),
}


def typed(line: bytes) -> Behaviour:
    """The approved page under this Content-Type line, or without any."""
    return raw(
        b"HTTP/1.1 200 OK\r\n" + line + b"Content-Length: %d\r\n\r\n" % len(BASELINE.encode()) + BASELINE.encode()
    )


XHTML = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">'
    + BASELINE.removeprefix("<!doctype html>").replace('<meta charset="utf-8">', '<meta charset="utf-8" />')
)
NO_TITLE = page().replace("<title>Donate - Charity</title>", "")
UPPER = (
    page().replace("<form", "<FORM").replace("</form>", "</FORM>").replace("<title>", "<TITLE>").replace("<p>", "<P>")
)
TOKEN = '<input type="hidden" name="csrf" value="{}">'
TRANSACTION = "0x" + hashlib.sha256(b"a transfer, no address").hexdigest()
NOT_AN_IBAN = OUR_IBAN[:2] + "00" + OUR_IBAN[4:-2] + "99"
SHAPES = {
    "no-title": same(NO_TITLE),
    "upper-case-tags": serving(answer(200, UPPER)),
    "xhtml": variants(
        answer(200, XHTML, content_type="application/xhtml+xml; charset=utf-8"), answer(200, XHTML)
    ),
    "content-type-odd": variants(
        typed(b""), typed(b"Content-Type: TEXT/HTML\r\n"), typed(b"content-type:text/html;level=1\r\n"),
        typed(b'Content-Type: text/html\r\nContent-Disposition: inline; filename="donate.html"\r\n'),
    ),
    "tokens-change": from_to(
        page(extra=TOKEN.format("a" * 40), form="https://payment.test/pay?session=1"),
        page(extra=TOKEN.format(hashlib.sha1(b"now", usedforsecurity=False).hexdigest()), form="https://payment.test/pay?session=2"),
        page(extra=TOKEN.format("b" * 64) + f"<!-- built {hashlib.md5(b'now', usedforsecurity=False).hexdigest()} -->"),
    ),
    "numbers-that-look-like-money": variants(
        answer(200, page(extra=f"<p>Proof of our last transfer: {TRANSACTION}</p>")),
        answer(200, page(extra=f"<p>Reference {NOT_AN_IBAN}, permit DE12 3456</p>")),
        answer(200, page(extra=f"<p>Version {TRANSACTION[2:42]}</p>")),
        answer(200, page(extra=f"<p>Key {bitcoin_address('typo')[:-1]}1</p>")),
        answer(200, page(extra="<p>Registered 10000000-0000-4000-8000-000000000000; call +374 10 000000</p>")),
    ),
    "wallets-as-approved": from_to(
        page(extra=f"<p>BTC {bitcoin_address('ours')} {wallets.segwit('ours')} USDT {wallets.tron('ours')}</p>"),
        page(extra=f"<p>USDT {wallets.tron('ours')}, BTC {wallets.segwit('ours').upper()} or {bitcoin_address('ours')}</p>"),
    ),
    "many-links-as-approved": from_to(page(extra=f"<ul>{LINKS}</ul>"), page(extra=f"<h2>Partners</h2><ul>{LINKS}</ul>")),
    "many-partners-added": serving(answer(200, page(extra=f"<h2>Where your gift works</h2><ul>{LINKS}</ul>"))),
    "language-changed": variants(
        answer(200, page(title="Նվիրաբերել - Charity", heading="Նվիրաբերել", text=ARMENIAN[400:900].replace("<", ""))),
        answer(200, page(title="Faire un don - Charity", heading="Faire un don", text="Votre don nourrit des familles. " * 12)),
        answer(200, page(title="Пожертвовать - Charity", heading="Пожертвовать", text="Ваш дар кормит семьи. " * 12)),
    ),
    "several-languages": same(page(text=f"{TEXT} Votre don compte. Ваш дар важен. تبرعكم مهم. Ձեր նվերը կարևոր է։")),
    "login-box-beside": serving(
        answer(200, page(extra='<form action="/login" method="post"><input name="u"><input type="password" name="p"></form>'))
    ),
    "form-within-processor": variants(
        answer(200, page(form="https://payment.test/pay/v2")),
        answer(200, page(form="https://PAYMENT.test:443/pay")),
        answer(200, page(form="//payment.test/pay")),
    ),
    "one-account-less": from_to(
        page(extra=f"<p>In euro: {iban('DE', '000000000000000022')}</p>"), page()
    ),
    "buttons-as-approved": from_to(
        page(extra=button("https://payment.test/give") + button("https://www.paypal.me/ours", "PayPal")),
        page(extra=button("https://paypal.me/ours", "PayPal") + button("https://payment.test/give", "Donate today")),
    ),
    "foreign-addresses-named": variants(
        answer(200, page(in_head='<link rel="canonical" href="https://www.charity.example.org/donate">')),
        answer(200, page(in_head='<meta property="og:url" content="https://charity.example.org/">')),
        answer(200, page(extra='<p>Read the <a href="https://news.example.org/story">report about our donations</a>.</p>')),
    ),
    "statuses-of-success": variants(*(answer(status, BASELINE) for status in (201, 203, 226))),
    "page-without-end": serving(answer(200, BASELINE.partition("<footer>")[0])),
    "beyond-the-cap-as-approved": same(BASELINE.replace("<h1>", f"<img src='data:image/png;base64,{'A' * 400_000}'><h1>", 1)),
    "nested-deeply": serving(answer(200, page(extra="<div>" * 20_000))),
    "attributes-without-number": serving(
        answer(200, page(extra="<p " + " ".join(f"a{number}=1" for number in range(20_000)) + ">x</p>"))
    ),
}  # fmt: skip
# Things in a page that look like a redirect and lead nobody away.
STAYING = variants(
    answer(200, page(in_head='<meta http-equiv="refresh" content="300">')),
    answer(200, page(in_head='<meta http-equiv="refresh" content="600; url=/donate">')),
    answer(200, page(in_head="<!-- <meta http-equiv='refresh' content='0;url=http://evil.test/'> -->")),
    answer(200, page(extra="<script>if (top !== self) { top.location = self.location; }</script>")),
    answer(
        200,
        page(
            extra="<script>if (location.protocol !== 'https:' && 0) location.href = 'https:' + location.href;</script>"
        ),
    ),
    answer(200, page(extra="<select onchange='location.href=this.value'><option value='/fr/'>FR</option></select>")),
    answer(
        200,
        page(
            extra="<script>document.querySelector('.share').addEventListener('click', function () "
            "{ window.location = 'https://social.example.org/share'; });</script>"
        ),
    ),
    answer(200, page(extra="<script>// location.href = 'http://evil.test/'\nvar a = 1;</script>")),
    answer(200, page(extra="<p>&lt;script&gt;location.href='http://evil.test/'&lt;/script&gt;</p>")),
    answer(200, page(extra="<script>setTimeout(function () { location.reload(); }, 900000);</script>")),
)


@scene("refresh-only-without-scripts")
def _without_scripts(stage: Stage) -> None:
    stage.serve(
        answer(
            200, page(in_head='<noscript><meta http-equiv="refresh" content="0; url=/enable-javascript"></noscript>')
        )
    )
    stage.serve(answer(200, bare("JavaScript needed", "<p>Please enable JavaScript.</p>")), path="/enable-javascript")


@scene("sheet-replaced")
def _sheet(stage: Stage) -> None:
    """A PDF where the form was: nobody can give by it until a person has looked."""
    stage.serve(answer(200, b"%PDF-1.4\n%%EOF\n", content_type="application/pdf"))


scenes(
    ODD_NAMES
    | STORIES
    | CHARSETS
    | SHAPES
    | {
        "staying-here": STAYING,
        "slow-tail-of-good-page": serving(stalls_after(BASELINE.encode() + b" " * 300_000)),
        "status-line-bare": serving(raw(b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + BASELINE.encode())),
        "served-as-text": serving(answer(200, BASELINE, content_type="text/plain; charset=utf-8")),
        "offered-as-file": serving(
            answer(200, BASELINE, [("Content-Disposition", "attachment; filename=donate.html")])
        ),
        "head-of-200-only": serving(raw(head(200, [("Content-Type", "text/html")], length=0))),
    }
)
