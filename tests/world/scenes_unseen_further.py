"""A second look at what is easy to get wrong: marks that anybody can send, readers that disagree, neighbours on a platform."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world import wallets
from tests.world.answers import answer, redirect
from tests.world.pages import BASELINE, OTHER_IBAN, OUR_IBAN, TEXT, bare, good, page
from tests.world.scenes_network import HTTPS
from tests.world.scenes_redirect import by_tls
from tests.world.scenes_unseen_danger import notice
from tests.world.scenes_unseen_gone import site
from tests.world.scenes_unseen_payment import COMMENTED, GROUPS, added, button, changed
from tests.world.scenes_unseen_redirect import marked, script, to_evil
from tests.world.scenes_unseen_walls import CASINO, SALE, SWINDLE
from tests.world.server import Behaviour, Peer
from tests.world.stage import Scene, Stage, scene, scenes, serving, variants

SPOOFED = (
    [("cf-mitigated", "challenge")],
    [("x-amzn-waf-action", "challenge")],
    [("x-datadome", "protected")],
    [("x-vercel-mitigated", "challenge")],
    [("sg-captcha", "challenge")],
    [("Server", "ddos-guard")],
    [("Server", "AkamaiGHost"), ("X-Iinfo", "0")],
)


def spoofed(content: str, *statuses: int) -> Scene:
    """A dangerous page with the header of each wall: anybody can send a header."""
    return variants(*(answer(status, content, headers) for headers in SPOOFED for status in statuses))


MARKS = (
    "<script>window._cf_chl_opt={}</script>",
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/x"></script>',
    '<script id="anubis_challenge" type="application/json">{}</script>',
    '<div id="px-captcha"></div><script>window._pxAppId="PX0"</script>',
    '<script src="https://ct.captcha-delivery.com/c.js"></script>',
    '<script src="/_Incapsula_Resource?SWJIYLWA=0"></script>',
    "<p>Please verify you are a human</p><div class='h-captcha'></div>",
    "<p>Reference #18.0 errors.edgesuite.net</p>",
)


def within_marks(content: str, *statuses: int) -> Scene:
    """The same pages with a wall's marks in their text, and a wall's title."""
    return variants(
        *(answer(status, content.replace("</body>", f"{mark}</body>")) for mark in MARKS for status in statuses),
        *(answer(status, content.replace("<title>", "<title>Just a moment... ")) for status in statuses),
        *(answer(status, content.replace("<title>", "<title>Access Denied ")) for status in statuses),
    )


HIDDEN = {
    "casino-spoofs-headers": spoofed(CASINO, 200, 403, 503),
    "sale-spoofs-headers": spoofed(SALE, 200, 403, 503),
    "swindle-spoofs-headers": spoofed(SWINDLE, 200, 403, 429),
    "casino-within-marks": within_marks(CASINO, 200, 403),
    "sale-within-marks": within_marks(SALE, 200, 403),
    "swindle-within-marks": within_marks(SWINDLE, 200, 403),
    "wallet-behind-refusal": variants(
        *(answer(status, bare("Donate", f"<h1>Donate</h1><p>BTC {wallets.segwit('theirs')}</p>")) for status in (403, 429, 405))
    ),
    "form-behind-refusal": variants(
        *(answer(status, bare("Donate", f"<h1>Donate</h1>{COMMENTED}")) for status in (403, 429, 418))
    ),
    "download-behind-refusal": serving(
        answer(403, b"MZ\x90\x00" + bytes(300), [("Content-Disposition", "attachment; filename=verify.exe")], content_type="application/octet-stream")
    ),
    "defaced-behind-refusal": variants(
        notice("Hacked by nobody", "We were here.", status=403), notice("Hacked by nobody", "We were here.", status=429)
    ),
}  # fmt: skip
RAW_TEXT = ("noscript", "iframe", "noembed", "noframes", "xmp", "textarea", "style", "title")
READERS = {
    "form-behind-raw-elements": added(*(f"<{name}><!--</{name}>{COMMENTED}<!-- -->" for name in RAW_TEXT)),
    "form-behind-quotes": added(
        f"<p title='\"><!--'>x</p>{COMMENTED}<!-- -->",
        f"<a title=x\"y<!-->x</a>{COMMENTED}",
        f"<p a='1'b=\"<!--\">x</p>{COMMENTED}<!-- -->",
        f"<p =x<!-->x</p>{COMMENTED}<!-- -->",
    ),
    "form-after-the-end": variants(
        answer(200, BASELINE + COMMENTED), answer(200, BASELINE + "\n" * 3000 + f"<p>{OTHER_IBAN}</p>"),
        answer(200, BASELINE.replace("</body></html>", f"</body>{COMMENTED}</html>")),
    ),
    "base-in-the-body": variants(
        answer(200, page(form="/pay", text=f'<base href="https://unknownpay.test/">{TEXT}')),
        answer(200, page(form="/pay", extra='<base href="https://unknownpay.test/">')),
        answer(200, page(form="/pay", in_head="<base target=_top><base href='//unknownpay.test'>")),
        approved=answer(200, page(form="/pay")),
    ),
    "account-by-comment-and-cell": variants(
        answer(200, page(account="<!-- x -->".join(GROUPS))),
        answer(200, page(account="", extra="<table><tr>" + "".join(f"<td>{group}</td>" for group in GROUPS) + "</tr></table>")),
        answer(200, page(account="", extra=f"<select><option>{OTHER_IBAN}</option></select>")),
        answer(200, page(extra=f"<p>№ {OTHER_IBAN}</p>")),
        answer(200, page(extra=f"<p>Հ/Հ՝ {OTHER_IBAN}։</p>")),
        answer(200, page(extra=f"<p>р/с №{OTHER_IBAN};</p>")),
        answer(200, page(extra=f"<p>«{OTHER_IBAN}»</p>")),
        answer(200, page(extra=f"<p>IBAN＝{OTHER_IBAN}</p>")),
        answer(200, page(extra=f"<p>{OTHER_IBAN}BIC:TESTGB00</p>")),
        answer(200, page(extra=f"<p>iban{OTHER_IBAN.lower()}</p>")),
    ),
    "account-in-attributes": added(
        f'<div data-iban="{OTHER_IBAN}"></div>', f'<img src="/a.png" alt="IBAN {OTHER_IBAN}">', f'<a href="#" title="{OTHER_IBAN}">Account</a>',
        f'<button aria-label="Copy {OTHER_IBAN}">Copy</button>', f'<input placeholder="{OTHER_IBAN}">', f'<button value="{OTHER_IBAN}">Copy</button>',
        f"<a href=\"javascript:navigator.clipboard.writeText('{OTHER_IBAN}')\">Copy</a>",
    ),
    "account-in-page-data": added(
        f'<script type="application/ld+json">{{"@type":"DonateAction","recipient":"{OTHER_IBAN}"}}</script>',
        f'<script>window.__STATE__ = {{"iban":"{OTHER_IBAN}"}}</script>',
        f"<script>document.getElementById('acc').textContent = '{OTHER_IBAN}';</script>",
    ),
    "account-painted-by-style": serving(
        answer(200, page(in_head=f"<style>.a{{display:none}}.b::after{{content:'{OTHER_IBAN}'}}</style>", account=f"<span class=a>{OUR_IBAN}</span><span class=b></span>"))
    ),
}  # fmt: skip
PAYPAL_FORM = (
    '<form action="https://www.paypal.com/donate" method="post"><input type="hidden" name="hosted_button_id" value="{}">'
    '<input type="image" src="/b.png" name="submit" alt="Donate"></form>'
)
STRIPE = '<stripe-buy-button buy-button-id="{0}" publishable-key="pk_live_{0}"></stripe-buy-button>'
SWAPPED = {
    "paypal-hosted-button": changed(PAYPAL_FORM.format("OURS111AAA222"), PAYPAL_FORM.format("THEIRS9ZZZ88")),
    "paypal-new-links": added(
        button("https://www.paypal.com/ncp/payment/THEIRS2"), button("https://www.paypal.com/pools/c/theirs"),
        button("https://www.paypal.com/us/fundraiser/charity/0000"), button("https://py.pl/theirs"),
        button("https://www.paypal.com/donate/?business=THEIRS2&no_recurring=0"),
    ),
    "stripe-button-swapped": changed(STRIPE.format("buy_btn_ours"), STRIPE.format("buy_btn_theirs")),
    "buttons-in-other-shapes": added(
        '<a href="https://unknownpay.test/g"><button>Donate now</button></a>',
        '<a href="https://unknownpay.test/g"><img src="/d.png" alt="Donate"></a>',
        '<a href="https://unknownpay.test/g" aria-label="Donate now"><svg></svg></a>',
        '<map><area href="https://unknownpay.test/g" alt="Donate now"></map>',
        '<svg><a xlink:href="https://unknownpay.test/g"><text>Donate now</text></a></svg>',
        '<a href="javascript:window.open(\'https://unknownpay.test/g\')">Donate now</a>',
        "<input type=\"button\" value=\"Donate now\" onclick=\"window.location='https://unknownpay.test/g'\">",
        "<a href=\"data:text/html,<form action='https://unknownpay.test/'>\">Donate now</a>",
    ),
    "buttons-in-languages": added(
        *(
            button("https://unknownpay.test/g", word)
            for word in ("Jetzt spenden", "Spenden", "Donar ahora", "Bağış yap", "Wesprzyj nas", "تبرع الآن", "Підтримати", "Fai una donazione", "Doar agora", "Je donne")
        )
    ),
}  # fmt: skip
LINKS_ABOUT_GIFTS = variants(
    *(
        answer(200, page(extra=f'<p><a href="{target}">{words}</a></p>'))
        for target, words in (
            ("https://news.example.org/story", "report about our donations"),
            ("https://www.example.org/tax", "How donations are taxed"),
            ("https://blood.example.org/", "Where blood donation is possible"),
            ("https://seal.example.org/verify?id=1", "We carry the seal for donation transparency"),
            ("https://social.example.org/share?u=charity.test/donate", "Share this donation page"),
            ("https://support.example.org/", "Support"),
            ("https://example.org/software", "Powered by Giving Software"),
            ("https://registry.example.org/0000", "Entry in the register of charities"),
            ("https://news.example.org/fr", "Lire l'article sur les dons en nature"),
            ("https://news.example.org/de", "Zeitungsbericht: Spenden kamen an"),
        )
    )
)
PATTERNS = (
    "GB96 ", "0123456789 ", "1A", "a" * 63 + ".", "<a ", "<!--", "&#", "location=", "'\\", "((((", "donate ", "http://", "-" * 4000 + " ",
    "<p a='", "IBAN ", "\u200b", "<form action=", "=\"", "\n \n", "\u0561 ", "page not found ", "0x", "bc1q", "<script>", "window.location.href = ", "@", "<meta http-equiv=",
)  # fmt: skip


def flooded(pattern: str) -> Behaviour:
    """The good page, then a flood of one pattern up to the cap."""
    return answer(200, BASELINE.replace("</footer>", "</footer><div>" + pattern * (240_000 // len(pattern))))


CHARSETS = (
    "unicode_escape",
    "raw_unicode_escape",
    "idna",
    "punycode",
    "rot13",
    "hex",
    "utf-7",
    "undefined",
    "utf-8-sig",
    "ibm037",
    "mbcs",
    "x" * 3000,
    "../x",
    "%00",
)
OTHERS_NAMED = (
    [("Location", "http://evil.test/")], [("Content-Location", "http://evil.test/")], [("Link", '<http://evil.test/>; rel="canonical"')],
    [("Alt-Svc", 'h3="evil.test:443"; ma=1')], [("X-Redirect-By", "evil.test")],
)  # fmt: skip


def tenant(location: str) -> Scene:
    """Our page on a platform leads here, where somebody else's page is, or ours."""

    def play(stage: Stage) -> None:
        stage.url = "http://platform.test/charity"
        stage.tenant_prefix = "/charity"
        stage.serve(redirect(location), host="platform.test", path="/charity")
        stage.serve(good(), host="platform.test", path="*")

    return play


def on_platform(now: Behaviour, *, approved: Behaviour | None = None) -> Scene:
    def play(stage: Stage) -> None:
        stage.url = "http://platform.test/charity"
        stage.tenant_prefix = "/charity"
        stage.approved = approved
        stage.serve(now, host="platform.test", path="/charity")
        stage.serve(good(), host="platform.test", path="*")

    return play


def _shortened(stage: Stage, *, now: Behaviour) -> None:
    stage.url = "http://short.test/x"
    stage.allowed_domains = ("payment.test", "charity.test")
    stage.approved = redirect("http://charity.test/donate", 301)
    stage.serve(now, host="short.test", path="/x")
    stage.serve(good())
    stage.serve(good(), host="evil.test", path="*")


TENANTS = {
    "tenant-child": tenant("/charity/give"),
    "tenant-left-by-dots": tenant("/charity/../thief"),
    "tenant-left-by-coded-dots": tenant("/charity/%2e%2E/thief"),
    "tenant-left-by-markup": on_platform(answer(200, page(in_head='<meta http-equiv="refresh" content="0;url=/thief">'))),
    "tenant-left-by-script": on_platform(answer(200, page(extra="<script>location.replace('/thief')</script>"))),
    "tenant-form-of-neighbour": on_platform(
        answer(200, page(form="/thief/pay")), approved=answer(200, page(form="/charity/pay"))
    ),
    "short-link-led-elsewhere": lambda stage: _shortened(stage, now=redirect("http://evil.test/", 301)),
    "short-link-switched-off": lambda stage: _shortened(stage, now=notice("Link disabled", "This short link has expired or was disabled.")),
}  # fmt: skip
TEASERS = "".join(f"<article><h2>Village {n}</h2><p>{TEXT[:120]}</p></article>" for n in range(12))
WORDS = {
    "ended-in-long-story": serving(
        answer(200, site("Winter appeal | Charity", f"<h1>Winter appeal</h1><div class=bar>104 %</div><p>This fundraiser is no longer accepting donations.</p><p>{TEXT} {TEXT}</p>"))
    ),
    "lost-with-long-list": serving(
        answer(200, site("Page not found | Charity", f"<h1>Oops, page not found</h1><p>Read instead:</p>{TEASERS}"))
    ),
    "login-words": variants(
        *(
            answer(200, bare(title, f"<h1>{title}</h1><form method=post action=/login><input name=u><input type=password name=p><button>{title}</button></form>", lang=lang))
            for lang, title in (("ru", "Вход в личный кабинет"), ("de", "Anmelden"), ("fr", "Connexion"), ("es", "Iniciar sesión"), ("hy", "Մուտք"))
        )
    ),
    "members-only": serving(answer(200, site("Members only", "<h1>You must be logged in to view this page</h1><a href='/login'>Log in</a>"))),
}  # fmt: skip


@scene("downgrade-to-processor")
def _to_plain_processor(stage: Stage) -> None:
    stage.url = HTTPS
    stage.serve(redirect("http://payment.test/charity"))
    stage.serve(good(), host="payment.test", path="/charity")
    stage.reason("downgrade")


@scene("upgrade-on-the-way")
def _upgrade(stage: Stage) -> None:
    stage.serve(by_tls(good(), redirect(HTTPS, 307)))


def flood_of_titles(peer: Peer, _asked: object) -> None:
    peer.send(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
        + BASELINE.encode()
        + b"<title>x</title>" * 14_000
    )


scenes(
    HIDDEN
    | READERS
    | SWAPPED
    | TENANTS
    | WORDS
    | {
        "links-about-gifts": LINKS_ABOUT_GIFTS,
        "floods-of-patterns": variants(*map(flooded, PATTERNS)),
        "flood-of-titles": serving(flood_of_titles),
        "charsets-of-programs": variants(*(answer(200, BASELINE, content_type=f"text/html; charset={name}") for name in CHARSETS)),
        "swindle-under-odd-charset": variants(*(answer(200, SWINDLE, content_type=f"text/html; charset={name}") for name in CHARSETS)),
        "headers-that-name-others": variants(*(answer(200, BASELINE, headers) for headers in OTHERS_NAMED)),
        "handlers-further": to_evil(
            answer(200, page(extra="<iframe onload=\"top.location='http://evil.test/'\"></iframe>")),
            answer(200, page(extra="<video><source onerror=\"location='http://evil.test/'\"></video>")),
            answer(200, page(extra="<style onload=\"location='http://evil.test/'\"></style>")),
            answer(200, page(extra="<input autofocus onfocus=\"location='http://evil.test/'\">")),
            answer(200, page(extra="<details open ontoggle=\"location='http://evil.test/'\">x</details>")),
            answer(200, BASELINE.replace("<body>", "<body onpageshow=\"location='http://evil.test/'\">")),
        ),
        "refreshes-further": to_evil(
            marked('<meta http-equiv="refresh" content="0;url=http://evil.test/"/>', whole_page=False),
            answer(200, BASELINE.replace("</html>", "</html><meta http-equiv=refresh content='0;url=http://evil.test/'>")),
            answer(200, BASELINE, [("refresh", "3,http://evil.test/")]),
            answer(200, BASELINE, [("REFRESH", "0; URL=//evil.test")]),
            answer(404, bare("x", "x"), [("Refresh", "0;url=http://evil.test/")]),
        ),
        "script-conditional": to_evil(
            script("if (true) { window.location = 'http://evil.test/'; }", whole_page=True),
            script("if (document.referrer.indexOf('search') >= 0) location.href = 'http://evil.test/';", whole_page=True),
            script("if (/Mobile/.test(navigator.userAgent)) { location.replace('http://evil.test/'); }", whole_page=True),
            script("document.cookie.includes('seen') || (location.href = 'http://evil.test/')", whole_page=True),
        ),
        "script-by-host": to_evil(
            script("location.host='evil.test'", whole_page=True), script("window.location.hostname = 'evil.test'", whole_page=True)
        ),
        "script-writes-markup": to_evil(
            script("document.write('<meta http-equiv=refresh content=\"0;url=http://evil.test/\">')", whole_page=True),
            script("document.body.innerHTML = '<iframe src=\"http://evil.test/\"></iframe>'", whole_page=True),
        ),
        "script-by-alias": to_evil(
            script("!function(){var l=window.location;l.href='http://evil.test/'}()", whole_page=True),
            script("const go = 'http://evil.test/'; window.location.replace(go)", whole_page=True),
        ),
    }
)  # fmt: skip
