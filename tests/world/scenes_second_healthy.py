"""Good pages that look suspicious: what organizations write about, how they rebuild, what they hang on their pages."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world import wallets
from tests.world.answers import answer, redirect
from tests.world.pages import BASELINE, OUR_IBAN, TEXT, iban, page
from tests.world.scenes_unseen_gone import site
from tests.world.scenes_unseen_healthy import from_to, named, same, telling
from tests.world.scenes_unseen_payment import button
from tests.world.stage import Scene, Stage, scenes, serving, variants

SECOND_OF_OURS = iban("GE", "TE0000000000000022")
NAMES = {
    "second-name-parked": named("The Parked Ambulance - Donate", "Parked Ambulance Appeal"),
    "second-name-domain": named("Domain of Peace Foundation", "Domain of Peace: donate"),
    "second-name-for-sale": named("Children Not For Sale - Donate", "Children are not for sale"),
    "second-name-coming-soon": named("Spring Is Coming Soon", "Coming soon: spring. Donate for seeds"),
    "second-name-account": named("Account of Hope", "Account suspended between two worlds: theatre for refugees"),
    "second-name-blocked": named("Blocked Road Relief", "Access denied: the blocked road"),
    "second-name-nothing-found": named("Nothing Found Expedition Fund", "Missing persons: nothing found yet"),
    "second-name-bet": named("A Bet on Children", "Place your bet on a child's future: donate"),
    "second-name-closed-hy": named("Փակ ճանապարհ - Նվիրել", "Ճանապարհը փակ է, օգնեք"),
    "second-name-ru": named("Сбор открыт: страница надежды", "Пропавшие не найдены: помогите искать"),
}
STORIES = {
    "second-story-gambling-harm": telling(
        "Online casinos, slots and sports betting ruin families. Free spins and welcome bonuses are bait; roulette never pays. Our counsellors help players and their children, day and night.",
        "Казино, ставки и игровые автоматы разрушают семьи. Бонус без депозита - приманка. Мы помогаем игрокам выйти из долгов.",
        "Glücksspiel, Online Casino und Sportwetten zerstören Familien. Wir beraten Spielsüchtige kostenlos.",
        "Խաղատներն ու խաղադրույքները ավերում են ընտանիքներ։ Մենք աջակցում ենք կախվածություն ունեցողներին։",
    ),
    "second-story-loans": telling(
        "Payday loans and cash advance offices ruin refugees. We give interest-free microcredit instead: no credit check, repaid in a year.",
        "Микрозаймы и кредиты до зарплаты загоняют в долги. Мы даём беспроцентные займы крестьянам.",
        "Les crédits rapides ruinent les familles; nous prêtons sans intérêt.",
    ),
    "second-story-pharmacy": telling(
        "Our pharmacy hands out insulin, painkillers and antibiotics without prescription fees. Buy medicine for one family. Fake Viagra and Cialis pills were seized at the border.",
        "Аптека без рецепта не поможет: мы покупаем лекарства по назначению врача.",
    ),
    "second-story-essays": telling(
        "Write my essay: our contest for pupils. Essay writing service for blind students, homework help every afternoon."
    ),
    "second-story-coins": telling(
        "Bitcoin, Ethereum and crypto trading: why we do not take them, and how scammers promise guaranteed profit and passive income."
    ),
    "second-story-frauds": telling(
        "Beware of fraud: scammers copy our page and ask for transfers to other accounts. We never ask for gift cards or a seed phrase. The false site has been seized by the police.",
        "Внимание, мошенники! Фальшивый сайт заблокирован, домен мошенников снят с делегирования.",
        "Zgłoś oszustwo: fałszywa strona została zawieszona.",
    ),
    "second-story-domains": telling(
        "This domain has been ours for twenty years. The domain charity.example.org is for sale: please do not buy this domain from anybody.",
        "Наш старый домен продаётся не нами. Купить домен просили трижды.",
        "Our hosting provider gives us web space free of charge; this web site is hosted for free.",
    ),
    "second-story-sentence": telling(
        "He got a suspended sentence; the account of the event was suspended in court, the campaign of hatred has ended.",
        "Licence suspended, service suspended: how the railways left villages alone.",
    ),
    "second-story-closed": telling(
        "Closed borders, closed schools, closed shops: donations of clothes are closed for the winter. The crossing is closed.",
        "Граница закрыта, сбор тёплых вещей закрыт, а помощь деньгами продолжается.",
        "Die Grenze ist geschlossen, die Sammlung von Kleidern beendet.",
        "La frontière est fermée. La collecte de jouets est terminée.",
        "Sınır kapalı. Giysi kampanyası sona erdi, bağışlarınız sürüyor.",
        "Granica zamknięta. Zbiórka ubrań została zakończona.",
        "Սահմանը փակ է։ Հագուստի հավաքն ավարտված է։",
        "الحدود مغلقة. انتهت حملة الملابس، والتبرع المالي مستمر.",
        "Кордон закрито. Збір одягу завершено, гроші потрібні далі.",
        "La frontera está cerrada. La campaña de ropa ha finalizado.",
    ),
    "second-story-not-found": telling(
        "Not found: 404 people are missing after the flood. The page of the register could not be found in the archive.",
        "404 человека не найдены. Страница книги памяти удалена временем.",
        "404 осіб не знайдено після обстрілу.",
        "404 անհետ կորած. նրանք դեռ չեն գտնվել։",
        "404 kişi bulunamadı.",
        "لم يتم العثور على 404 شخصاً.",
        "404 Menschen wurden nicht gefunden.",
        "404 personas no encontradas.",
        "Nie znaleziono 404 osób.",
        "404 personnes introuvables.",
    ),
    "second-story-maintenance": telling(
        "Maintenance of wells: we will be back online with water soon. Temporarily unavailable: the road over the pass.",
        "Технические работы на водопроводе: вода временно недоступна, скоро вернёмся.",
        "Wartungsarbeiten am Brunnen. Travaux de maintenance du puits. Bakım çalışmaları sürüyor.",
    ),
    "second-story-paused": telling(
        "Donations by cheque are paused while the post office is shut. Blood donation is not possible at the moment; a gift of money is.",
        "Приём вещей приостановлен. Деньги принимаем.",
    ),
    "second-story-robots": telling(
        "Verify you are human: be kind. Our robots check the browser of every school computer. Unusual traffic on the road to the village."
    ),
    "second-story-update": telling(
        "Update your browser? No need: our page works everywhere. You have won our hearts. Congratulations to every donor!"
    ),
    "second-story-adult": telling(
        "Survivors of forced prostitution and escort rings find shelter; we fight online pornography and sexcams.",
        "Выход из проституции и секс-рабства: убежище для женщин.",
    ),
    "second-story-expired": telling(
        "Their passports have expired, the ceasefire expired, the registration of the camp has expired.",
        "Срок действия виз истёк, срок регистрации семьи закончился.",
    ),
    "second-story-auction": telling(
        "Charity auction: current bid 120, place a bid, buy now or make an offer for a painting. Add to cart in our shop, free shipping over 50."
    ),
}
NEW_FRAME = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><link rel="stylesheet" href="/wp-content/themes/new/style.css">'
    '<meta name="generator" content="WordPress 6.9"></head><body class="page"><div id="page"><header><a href="/">Charity</a></header><main class="entry">{inner}</main></div></body></html>'
)
NEW_WORDS = (
    "With your help we stand beside families who lost everything. Read how we work and what a gift of any size can do. "
    * 4
)
WAYS = f'<form method="POST" action="https://payment.test/pay"><select name="amount"><option>20</option></select><button class="wp-block-button">Give</button></form><dl><dt>Account</dt><dd>{OUR_IBAN}</dd></dl>'
GROUPED = " ".join(OUR_IBAN[at : at + 4] for at in range(0, len(OUR_IBAN), 4))
REBUILT = {
    "second-new-system": serving(answer(200, NEW_FRAME.format(title="Support us – Charity", inner=f"<h2>Support us</h2><p>{NEW_WORDS}</p>{WAYS}"))),
    "second-new-system-in-armenian": serving(answer(200, NEW_FRAME.format(title="Աջակցել", inner=f"<h2>Աջակցել մեզ</h2><p>{'Ձեր օգնությամբ մենք կանգնում ենք ընտանիքների կողքին։ ' * 7}</p>{WAYS}"))),
    "second-title-changed": variants(*(answer(200, page(title=title)) for title in ("Donate", "Winter appeal 2026 | Charity", "🎄 Give today – Charity", "(1) New message", "Пожертвовать", "Charity: 100% funded, still open"))),
    "second-heading-changed": variants(*(answer(200, page(heading=heading)) for heading in ("Help now", "Our goal is reached - and the need goes on", "Emergency: the camp is closed, families on the road"))),
    "second-account-respelled": variants(*(answer(200, page(account=each)) for each in (GROUPED, GROUPED.replace(" ", "&nbsp;"), OUR_IBAN.lower(), f"<code>{GROUPED}</code>", GROUPED.replace(" ", "-")))),
    "second-two-accounts-as-approved": from_to(
        page(extra=f"<p>In lari: {SECOND_OF_OURS}</p>"), page(account=SECOND_OF_OURS, extra=f"<p>In pounds: {OUR_IBAN}</p>"), page(account=f"{OUR_IBAN} / {SECOND_OF_OURS}")
    ),
    "second-account-shown-twice": serving(answer(200, page(extra=f'<button data-clipboard-text="{OUR_IBAN}">Copy</button><img alt="{OUR_IBAN}" src="/qr?iban={OUR_IBAN}">'))),
    "second-amounts-changed": variants(answer(200, page(extra="<div class=bar style='width:98%'>98 % of 50,000</div><p>1,204 donors</p>")), answer(200, page(extra="<p>Goal reached! 112 %. Every further gift goes to medicine.</p>"))),
    "second-form-with-more-fields": variants(
        answer(200, BASELINE.replace('<label>Amount', '<input type="hidden" name="csrf" value="x1"><label>E-mail <input name="mail"></label><label>Amount')),
        answer(200, page(form="https://payment.test/pay?lang=hy&utm_source=site")),
        answer(200, BASELINE.replace('method="post"', 'method="post" id="give" novalidate target="_blank" rel="noopener"')),
    ),
    "second-wallet-in-other-case": from_to(page(extra=f"<p>ETH 0x{'abcdef1234' * 4}</p>"), page(extra=f"<p>ETH 0x{'AbCdEf1234' * 4}</p>"), page(extra=f"<a href='ethereum:0x{'abcdef1234' * 4}'>ETH</a>")),
    "second-button-in-other-country": from_to(
        page(extra=button("https://www.paypal.com/donate?hosted_button_id=OURS1", "PayPal")), page(extra=button("https://www.paypal.com/donate/?hosted_button_id=OURS1&amp;source=url", "PayPal")),
        page(extra=button("https://www.paypal.com/fr/donate?hosted_button_id=OURS1&amp;country.x=FR", "PayPal")), page(extra=button("https://paypal.com/donate?hosted_button_id=OURS1", "Donate by PayPal")),
    ),
}  # fmt: skip
SHELL = '<!doctype html><html><head><meta charset="utf-8"><title>Charity</title><script type="module" src="/assets/index-{hash}.js"></script><link rel="stylesheet" href="/assets/index-{hash}.css"></head><body><div id="root"></div><noscript>{words}</noscript></body></html>'
HUNG = {
    "second-film-embedded": variants(
        answer(200, page(extra='<iframe width="560" src="https://www.youtube.com/embed/abc123" title="Film" allowfullscreen></iframe>')),
        answer(200, page(extra='<iframe src="https://www.youtube-nocookie.com/embed/abc123"></iframe>')), answer(200, page(extra='<iframe src="https://player.vimeo.com/video/1"></iframe>')),
    ),
    "second-map-embedded": variants(
        answer(200, page(extra='<iframe src="https://www.openstreetmap.org/export/embed.html?bbox=44,40,45,41"></iframe>')), answer(200, page(extra='<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>')),
    ),
    "second-tag-manager": variants(
        answer(200, page(in_head="<script>(function(w,d,s,l,i){w[l]=w[l]||[];})(window,document,'script','dataLayer','GTM-0');</script>", extra='<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-0" height="0" width="0" style="display:none;visibility:hidden"></iframe></noscript>')),
        answer(200, page(in_head='<script async src="https://www.googletagmanager.com/gtag/js?id=G-0"></script>')),
    ),
    "second-pixel": variants(answer(200, page(extra='<noscript><img height=1 width=1 src="https://www.facebook.com/tr?id=1&amp;ev=PageView"></noscript>')), answer(200, page(extra='<img src="https://mc.yandex.ru/watch/1" style="position:absolute;left:-9999px" alt="">'))),
    "second-beacon": serving(answer(200, page(extra='<script defer src="https://static.cloudflareinsights.com/beacon.min.js" data-cf-beacon="{}"></script>'))),
    "second-consent-box": variants(
        answer(200, page(in_head='<script src="https://consent.example.org/uc.js"></script>', extra='<div id="cookie"><h2>We value your privacy</h2><button>Accept all</button><button>Reject all</button></div>')),
        answer(200, page(extra='<div role=dialog><p>Мы используем cookie</p><button>Принять</button></div>')),
    ),
    "second-newsletter": variants(answer(200, page(extra='<form action="/newsletter" method="post"><input name="email"><button>Subscribe</button></form>'))),
    "second-hidden-mail": serving(answer(200, page(extra='<a href="/cdn-cgi/l/email-protection#0123"><span class="__cf_email__" data-cfemail="0123">[email&#160;protected]</span></a><script data-cfasync="false" src="/cdn-cgi/scripts/5c5dd728/cloudflare-static/email-decode.min.js"></script>'))),
    "second-social-row": serving(answer(200, page(extra="".join(f'<a href="https://{host}/charity" rel="noopener">{host}</a>' for host in ("www.facebook.com", "www.instagram.com", "t.me", "x.com", "www.youtube.com", "vk.com", "ok.ru"))))),
    "second-languages-row": serving(answer(200, page(in_head="".join(f'<link rel="alternate" hreflang="{lang}" href="https://charity.test/{lang}/donate">' for lang in ("hy", "ru", "fr", "en")), extra="<a href='/hy/'>Հայերեն</a> <a href='/ru/'>Русский</a> <a href='/fr/'>Français</a>"))),
    "second-partner-logos": serving(answer(200, page(extra="".join(f'<a href="https://bank{n}.example.org/"><img alt="Bank {n}" src="/l/{n}.png"></a>' for n in range(25))))),
    "second-news-of-others": serving(answer(200, page(extra="".join(f'<article><a href="https://news{n}.example.org/donations-{n}">Donations reach village {n}</a></article>' for n in range(12))))),
    "second-shop-beside": serving(answer(200, page(extra="<section><h2>Shop</h2><p>Calendar 12 € - <a href='/shop/cart?add=1'>Add to cart</a>. Sale: 20 % off, buy now!</p></section>"))),
    "second-donor-wall": serving(answer(200, page(extra="<ul>" + "".join(f"<li>Donor {n}: card **** {1000 + n}, order 4{n:015d}</li>" for n in range(30)) + "</ul>"))),
    "second-numbers-of-office": serving(answer(200, page(extra="<p>Tax number 00000019, register 286.110.00005, phone +374 10 12 34 56, fax 0037410123457, licence 1234567890123456, BIC TESTGB2LXXX</p>"))),
    "second-empty-frames": serving(answer(200, page(extra='<iframe name="print" src="about:blank"></iframe><iframe src=""></iframe><iframe srcdoc=""></iframe>'))),
    "second-search-and-login": serving(answer(200, page(extra='<form action="/search"><input name=q></form><form action="https://charity.test/login" method=post><input type=password name=p></form>'))),
    "second-captcha-in-form": serving(answer(200, page(extra='<div class="h-captcha" data-sitekey="0"></div><script src="https://js.hcaptcha.com/1/api.js" async></script>'))),
}  # fmt: skip
APPS = {
    "second-app-rebuilt": from_to(SHELL.format(hash="aaaa1111", words="Please enable JavaScript to give."), SHELL.format(hash="bbbb2222", words="Please enable JavaScript to give.")),
    "second-app-as-approved": same(SHELL.format(hash="cccc", words="Bank transfer: " + OUR_IBAN)),
    "second-two-languages-page": same(page(text=f"{TEXT} Ձեր նվերը հասնում է ընտանիքներին։ Ваш дар доходит до семей.")),
    "second-sheet-again": variants(
        answer(200, b"%PDF-1.6\n%\xe2\xe3\n1 0 obj<</CreationDate(D:2026)>>endobj\n%%EOF\n", content_type="application/pdf"), approved=answer(200, b"%PDF-1.4\n%\xe2\xe3\n1 0 obj<</CreationDate(D:2025)>>endobj\n%%EOF\n", content_type="application/pdf")
    ),
    "second-short-page": same(page(text="Give.", form="https://payment.test/pay", account="")),
    "second-only-a-button": same('<!doctype html><title>Give</title><h1>Give</h1><a class="btn" href="https://payment.test/charity">Donate</a>'),
    "second-site-frame": same(site("Donate", f"<h1>Donate</h1><p>{TEXT}</p><p>{OUR_IBAN}</p>")),
    "second-coins-as-approved": same(page(extra=f"<p>BTC {wallets.segwit('ours')} TRX {wallets.tron('ours')} LTC {wallets.litecoin('ours')}</p>")),
}  # fmt: skip


def _stays_with(approved: str, now: str) -> Scene:
    def play(stage: Stage) -> None:
        stage.approved = answer(200, page(text=approved))
        stage.serve(answer(200, page(text=now)))

    return play


WORDS = {
    "second-words-replaced": _stays_with(TEXT, NEW_WORDS),
    "second-words-cut": _stays_with(TEXT, TEXT[:160]),
    "second-words-tripled": _stays_with(TEXT, f"{TEXT} {NEW_WORDS} {TEXT}"),
    "second-approved-with-odd-words": _stays_with(
        "Casino night every Friday! Slots, roulette and poker for a good cause. " * 4,
        "Casino night every Friday! Slots, roulette, poker. Next: 4 December. " * 4,
    ),
}
LEFT_OUT = {
    "second-redirect-to-own-www-page": lambda stage: (
        stage.serve(redirect("http://www.charity.test/en/donate", 302)),
        stage.serve(answer(200, BASELINE), host="www.charity.test", path="/en/donate"),
    ),
}
scenes(NAMES | STORIES | REBUILT | HUNG | APPS | WORDS | LEFT_OUT)
