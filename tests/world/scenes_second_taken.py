"""Domains that changed hands, in the languages of the region and in shapes that parkers and usurpers use."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world import wallets
from tests.world.answers import answer, redirect
from tests.world.pages import TEXT, bare, page
from tests.world.scenes_unseen_danger import notice, usurped
from tests.world.scenes_unseen_gone import site
from tests.world.stage import Scene, Stage, scene, scenes, variants


def offered(lang: str, *texts: tuple[str, str]) -> Scene:
    """Each (heading, words) as the small page of somebody who sells the name."""
    return variants(*(notice(title, body, lang=lang) for title, body in texts))


OFFERED = {
    "second-sale-en": offered(
        "en",
        (
            "charity.test",
            "Interested in this domain? Ask us for a price. Brandable, twelve letters, registered since 2009.",
        ),
        (
            "charity.test may be for sale by its owner!",
            "This domain has been listed in a marketplace. Get this domain.",
        ),
        ("Own charity.test today", "Buy it now or start a payment plan. Free transaction support and fast transfer."),
        ("charity.test - auction", "Current bid: $120. Three days left. Place a bid for this domain name."),
    ),
    "second-sale-hy": offered(
        "hy",
        ("Այս դոմենը վաճառվում է", "Գնեք charity.test տիրույթի անունը։ Առաջարկեք գին։"),
        ("Տիրույթի անունը վաճառքի է հանված", "Կապվեք սեփականատիրոջ հետ։"),
    ),
    "second-sale-ru": offered(
        "ru",
        ("Домен charity.test продаётся", "Узнать цену и купить этот домен можно прямо сейчас."),
        ("Продажа домена", "Предложите свою цену владельцу. Безопасная сделка."),
        ("Этот домен можно купить", "Доменное имя charity.test выставлено на аукцион."),
    ),
    "second-sale-fr": offered(
        "fr",
        ("Ce nom de domaine est à vendre", "Faites une offre au propriétaire."),
        ("charity.test", "Le domaine est disponible à l'achat. Prix : 900 €. Transfert sécurisé."),
        ("Acheter ce domaine", "Ce domaine peut être à vendre. Demandez un prix."),
    ),
    "second-sale-uk": offered(
        "uk",
        ("Цей домен продається", "Запропонуйте свою ціну за charity.test."),
        ("Домен виставлено на продаж", "Купити домен можна вже зараз."),
    ),
    "second-sale-tr": offered(
        "tr",
        ("Bu domain satılıktır", "charity.test için teklif verin."),
        ("Satılık alan adı", "Bu alan adını satın almak ister misiniz? Fiyat teklifi alın."),
    ),
    "second-sale-ar": offered(
        "ar",
        ("هذا النطاق معروض للبيع", "يمكنك شراء اسم النطاق charity.test. قدّم عرضك."),
        ("النطاق للبيع", "هل ترغب في شراء هذا النطاق؟ تواصل مع المالك."),
    ),
    "second-sale-de": offered(
        "de",
        ("Diese Domain steht zum Verkauf", "Machen Sie ein Angebot für charity.test."),
        ("Domain kaufen", "Der Inhaber dieser Domain bietet sie zum Verkauf an."),
    ),
    "second-sale-es": offered(
        "es",
        ("¿Le interesa este dominio?", "charity.test está a la venta. Haga su oferta."),
        ("Comprar este dominio", "El propietario ofrece este nombre de dominio en venta."),
    ),
    "second-sale-pl": offered(
        "pl",
        ("Ta domena jest na sprzedaż", "Kup charity.test lub złóż ofertę."),
        ("Kup tę domenę", "Właściciel wystawił domenę na sprzedaż."),
    ),
    "second-parked-free": variants(
        *(
            notice(title, body, lang=lang)
            for lang, title, body in (
                ("en", "charity.test", "This domain was registered for a customer and has no content yet."),
                ("ru", "Домен зарегистрирован", "Домен припаркован, сайт ещё не создан."),
                ("de", "Diese Domain ist geparkt", "Der Inhaber hat noch keine Internetseite hinterlegt."),
                ("es", "Dominio aparcado", "Este dominio ha sido registrado y está aparcado."),
                (
                    "pl",
                    "Domena zaparkowana",
                    "Ta domena została zarejestrowana i utrzymywana jest na serwerach parkingowych.",
                ),
                ("tr", "Alan adı park edilmiştir", "Bu alan adı kayıtlıdır, henüz bir web sitesi yoktur."),
                ("fr", "Domaine réservé", "Ce nom de domaine a été enregistré et est en parking."),
                ("uk", "Домен припарковано", "Домен зареєстровано, сайту ще немає."),
            )
        )
    ),
    "second-expired-languages": variants(
        *(
            notice(title, body, lang=lang)
            for lang, title, body in (
                ("hy", "Դոմենի ժամկետը լրացել է", "Տիրույթի անվան գրանցման ժամկետն ավարտվել է։"),
                ("uk", "Термін реєстрації домену закінчився", "Подовжте домен charity.test у реєстратора."),
                ("tr", "Alan adının süresi doldu", "Bu alan adının kayıt süresi dolmuştur. Lütfen yenileyin."),
                ("ar", "انتهت صلاحية النطاق", "انتهت مدة تسجيل اسم النطاق. يرجى التجديد."),
                ("es", "Este dominio ha caducado", "El registro del dominio ha expirado. Renuévelo."),
                ("pl", "Domena wygasła", "Okres rejestracji domeny dobiegł końca."),
                ("it", "Dominio scaduto", "La registrazione di questo dominio è scaduta."),
            )
        )
    ),
    "second-registrant-unverified": variants(
        notice("Domain suspended", "This domain name is pending ICANN verification and has been suspended."),
        notice("charity.test", "The contact e-mail of the registrant was not verified; the domain is on hold."),
    ),
}
ADS = "".join(
    f'<a href="/?k={n}">{words}</a> '
    for n, words in enumerate(("Donations", "Online Banking", "Hotels", "Car Insurance", "Charity"))
)
CAF = '<script src="//www.google.com/adsense/domains/caf.js"></script>'
SHELLS = {
    # Windows of parkers that say next to nothing: all comes from a script.
    "second-park-shells": variants(
        answer(200, '<html><head><title>charity.test</title></head><body><div id="target" style="opacity:0"></div>'
                    '<script>window.park = "eyJ1dWlkIjoiMCJ9";</script><script src="/bXyZaBcDe.js"></script></body></html>'),
        answer(200, '<html><body><div id="parkingcrew"></div><script src="https://parkingcrew.net/jsparkcaf.php?regcn=0"></script></body></html>'),
        answer(200, '<html><head><title>charity.test</title></head><body><script src="//img.sedoparking.com/js/jquery.js"></script></body></html>'),
        answer(200, bare("charity.test", '<script src="https://parking.bodiscdn.com/js/parking.2.0.js"></script>')),
        answer(200, bare("charity.test", '<iframe src="https://www.above.com/marketplace/charity.test"></iframe>')),
    ),
    "second-park-ads-languages": variants(
        *(
            answer(200, bare("charity.test", f"<h2>{heading}</h2>{ADS}{CAF}", lang=lang))
            for lang, heading in (
                ("ru", "Похожие запросы"), ("de", "Weitere Links"), ("fr", "Recherches associées"), ("es", "Búsquedas relacionadas"),
                ("pl", "Powiązane wyszukiwania"), ("tr", "İlgili aramalar"), ("uk", "Пов'язані запити"),
            )
        )
    ),
    "second-park-price-only": variants(
        answer(200, bare("charity.test", "<h1>charity.test</h1><p>€1,450</p><button>Buy now</button><button>Lease to own</button><p>Secure domain transfer</p>")),
        answer(200, bare("charity.test", "<h1>charity.test</h1><form><input name=offer placeholder='Your offer in USD'><button>Make offer</button></form><p>Powered by a domain marketplace</p>")),
    ),
    "second-park-with-our-words": variants(
        answer(200, bare("Charity - Donate", "<h1>Charity</h1><p>Donate, gifts, families in need.</p><p>The domain charity.test is for sale. Make an offer.</p>")),
    ),
    "second-sale-behind-status": variants(
        *(notice("charity.test is for sale", "Buy this domain name from its owner.", status=status) for status in (402, 451, 400, 401))
    ),
    "second-sale-behind-5xx-410": variants(
        *(notice("charity.test is for sale", "Buy this domain name from its owner.", status=status) for status in (500, 503, 410))
    ),
}  # fmt: skip


@scene("second-park-numbered-host")
def _numbered(stage: Stage) -> None:
    stage.serve(redirect("http://ww25.charity.test/donate?subid1=20261121"))
    stage.resolve("ww25.charity.test", "127.0.0.66")
    stage.serve(
        answer(200, bare("charity.test", f"<h2>Related searches</h2>{ADS}{CAF}")), host="ww25.charity.test", path="*"
    )


@scene("second-park-fingerprint-hop")
def _fingerprint(stage: Stage) -> None:
    stage.serve(answer(200, '<script>window.location.replace("/donate/go?fp=-7")</script>'))
    stage.serve(answer(200, bare("charity.test", f"<h2>Related searches</h2>{ADS}{CAF}")), path="/donate/go")


CASINO = {
    "second-casino-en": usurped(
        "en",
        ("Welcome Bonus 200% - Play Now", "Live dealer roulette, online slots and blackjack. No deposit bonus and free spins for new players."),
        ("Best Betting Sites Compared", "Sportsbook odds, sports betting tips, in-play wagering and casino bonuses."),
    ),
    "second-casino-hy": usurped(
        "hy",
        ("Օնլայն կազինո", "Խաղացեք սլոտ, ռուլետկա և պոկեր իրական գումարով։ Բոնուս գրանցման համար։"),
        ("Խաղադրույքներ սպորտի վրա", "Բուքմեյքեր, տոտալիզատոր, օնլայն խաղատուն և սլոտ խաղեր։"),
    ),
    "second-casino-uk": usurped(
        "uk",
        ("Казино на гривні", "Слоти, рулетка, покер на гроші, бонус за реєстрацію, вивід виграшу на картку."),
        ("Букмекерська контора онлайн", "Ставки на футбол, лінія, коефіцієнти, фрибет новим гравцям."),
    ),
    "second-casino-ar": usurped(
        "ar",
        ("أفضل كازينو أونلاين", "العب سلوتس وروليت وبلاك جاك واحصل على مكافأة ترحيبية بدون إيداع."),
        ("مواقع المراهنات الرياضية", "رهان مباشر على كرة القدم، كازينو مباشر ودورات مجانية."),
    ),
    "second-casino-pl": usurped(
        "pl",
        ("Kasyno online z bonusem", "Automaty do gier, ruletka, darmowe spiny i bonus bez depozytu."),
        ("Zakłady bukmacherskie", "Bukmacher, typy na dziś, zakłady sportowe i kasyno na żywo."),
    ),
    "second-casino-de": usurped(
        "de",
        ("Spielbank im Netz", "Online-Slots, Roulette und Echtgeld-Automaten mit Willkommensbonus und Freispielen."),
        ("Wettanbieter im Test", "Sportwetten, Quoten, Wettbonus und Online Casino."),
    ),
    "second-casino-fr": usurped(
        "fr",
        ("Jeux d'argent en ligne", "Casino en direct, roulette, blackjack et machines à sous avec bonus de bienvenue."),
        ("Bookmakers hors ARJEL", "Paris sportifs, cotes, freebets et casino sans vérification."),
    ),
    "second-casino-es": usurped(
        "es",
        ("Apuestas y tragaperras", "Juega a la ruleta, al blackjack y a las tragaperras con bono sin depósito."),
        ("Casas de apuestas", "Cuotas, apuestas en vivo, casino online y giros gratis."),
    ),
    "second-casino-tr": usurped(
        "tr",
        ("Güncel bahis siteleri", "Canlı bahis, casino, slot oyunları ve çevrimsiz bonus veren siteler."),
        ("Bedava dönüş", "Deneme bonusu, rulet, blackjack ve iddaa kuponları."),
    ),
    "second-casino-ru": usurped(
        "ru",
        ("Зеркало букмекера", "Рабочее зеркало, ставки, фрибет, вход на сегодня, казино и слоты."),
        ("Играть на деньги", "Рулетка, покер, слоты и бездепозитные бонусы в казино."),
    ),
}  # fmt: skip
GOODS = {
    "second-pharma-languages": variants(
        *(
            notice(title, f"{words} " * 6, lang=lang)
            for lang, title, words in (
                ("de", "Potenzmittel rezeptfrei", "Viagra, Cialis und Kamagra ohne Rezept online kaufen."),
                ("fr", "Pharmacie en ligne sans ordonnance", "Acheter du Viagra, Cialis et Levitra générique pas cher."),
                ("es", "Farmacia sin receta", "Comprar Viagra, Cialis y Levitra genérico sin receta."),
                ("pl", "Tabletki na potencję bez recepty", "Viagra, Cialis i Kamagra, tania apteka internetowa."),
                ("tr", "Cinsel güç hapı", "Viagra, Cialis ve Levitra eczane satış, kapıda ödeme."),
                ("uk", "Купити віагру без рецепта", "Сіаліс, левітра, дженерики поштою."),
                ("ar", "شراء فياجرا بدون وصفة", "سياليس وليفيترا وفياجرا، توصيل سري."),
            )
        )
    ),
    "second-loans-languages": variants(
        *(
            notice(title, f"{words} " * 6, lang=lang)
            for lang, title, words in (
                ("pl", "Chwilówki online bez BIK", "Pożyczka przez internet, szybka gotówka, chwilówka za darmo."),
                ("es", "Préstamos rápidos", "Minicréditos online con ASNEF, dinero urgente sin nómina."),
                ("tr", "Hızlı kredi", "Anında nakit kredi, sicili bozuk olana kredi, senetle kredi."),
                ("uk", "Кредит онлайн на картку", "Мікропозика без відмови, позики до зарплати цілодобово."),
                ("hy", "Արագ վարկ օնլայն", "Վարկ առանց տեղեկանքի, միկրովարկ քարտին, գումար մինչև աշխատավարձ։"),
                ("de", "Sofortkredit ohne Schufa", "Kredit trotz negativer Schufa, Minikredit mit Sofortauszahlung."),
                ("fr", "Crédit rapide sans justificatif", "Mini prêt instantané, prêt sans refus pour fiché."),
            )
        )
    ),
    "second-essays": variants(
        notice("Buy Essays Online", "Dissertation help, homework help, term papers by native writers, plagiarism free. " * 6),
        notice("Дипломные работы на заказ", "Курсовые, рефераты, дипломы на заказ, антиплагиат. " * 6, lang="ru"),
        notice("Ghostwriter Agentur", "Bachelorarbeit schreiben lassen, Hausarbeit kaufen, Masterarbeit Ghostwriter. " * 6, lang="de"),
    ),
    "second-outlet": variants(
        notice("Sneakers Outlet 80% Off", "Cheap brand sneakers and handbags, free worldwide shipping. Add to cart. " * 6),
        notice("激安ブランド通販", "ブランドコピー 財布 時計 送料無料 人気商品 " * 8, lang="ja"),
    ),
    "second-adult-languages": variants(
        notice("Порно видео онлайн", "Порно, секс знакомства, шлюхи и проститутки города. " * 6, lang="ru"),
        notice("Sexkontakte", "Pornos gratis, Huren, Escort und Sexcam live. " * 6, lang="de"),
        notice("Rencontres sexe", "Porno gratuit, escort girls, plans cul et webcam sexe. " * 6, lang="fr"),
    ),
    "second-double-your-coins": variants(
        notice("Official giveaway", f"Send from 0.1 to 10 BTC to {wallets.segwit('giveaway')} and get twice as much back at once."),
        notice("Airdrop is live", "Connect wallet to claim your tokens. Enter your seed phrase to verify the wallet."),
    ),
    "second-investing": variants(
        notice("Bitcoin trading robot", "Earn passive income: automatic crypto trading platform, guaranteed profit, deposit 250 and start. " * 6),
        notice("Инвестиции с доходом", "Заработок в интернете без вложений, торговый робот, криптовалюта, гарантированный доход. " * 6, lang="ru"),
    ),
    "second-prize": variants(
        notice("Congratulations!", "Dear visitor, you have been selected to win a new phone. Answer three questions and claim your prize. Pay only for delivery."),
        notice("Вы выиграли!", "Поздравляем, вы стали победителем. Заберите приз, оплатите только доставку.", lang="ru"),
    ),
    "second-false-update": variants(
        notice("Update your browser", "Your browser is out of date. Download the update to continue. <a href='/update.exe'>Update now</a>"),
        notice("Flash Player", "A required plug-in is missing. <a href='/player.apk'>Install</a> to see this page."),
    ),
    "second-coupons-blog": variants(
        answer(200, site("Lifestyle Daily", "<h1>Lifestyle Daily</h1>" + "".join(
            f'<p>Read about <a href="https://site{n}.example.org/">{word}</a> this week.</p>'
            for n, word in enumerate(("online casino", "free spins", "sports betting", "poker rooms", "CBD oil", "payday loans", "essay writing", "vape") * 3)))),
    ),
}  # fmt: skip
FALSE_CHARITY = {
    "second-false-charity-coins": variants(
        answer(200, page(form="", account="", extra=f"<p>Crypto only. BTC: {wallets.segwit('false')}</p>")),
        answer(
            200, bare("Donate - Charity", f"<h1>Donate to Charity</h1><p>{TEXT}</p><p>ETH 0x{'9f8e7d6c5b' * 4}</p>")
        ),
    ),
    "second-false-charity-frame": variants(
        answer(200, page(form="", account="", extra='<iframe src="https://unknownpay.test/widget/7"></iframe>')),
    ),
}
scenes(OFFERED | SHELLS | CASINO | GOODS | FALSE_CHARITY)
