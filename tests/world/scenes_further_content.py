"""Further wordings, languages and disguises of pages; and good pages that talk about bad ones."""

from __future__ import annotations

from tests.world.answers import answer
from tests.world.pages import BASELINE, OTHER_IBAN, OUR_IBAN, TEXT, bare, bitcoin_address, page
from tests.world.scenes_redirect import to_foreign
from tests.world.server import Behaviour
from tests.world.stage import Stage, scene, scenes, serving, variants


def said(title: str, body: str = "", *, lang: str = "en", status: int = 200) -> Behaviour:
    """A page that says this and nothing else."""
    return answer(status, bare(title, f"<h1>{title}</h1><p>{body or title}</p>", lang=lang))


def redirecting(script: str) -> Behaviour:
    return answer(200, f"<html><head><title></title></head><body><script>{script}</script></body></html>")


def refreshing(tag: str) -> Behaviour:
    return answer(200, f"<html><head>{tag}</head><body></body></html>")


SCRIPTS = (
    'window.location.replace("http://evil.test/a")',
    "window.location = 'http://evil.test/a';",
    'document.location.href="//evil.test/a"',
    "top.location.assign('http://evil.test/a')",
    "setTimeout(function(){ window.location.href = 'http://evil.test/a'; }, 500);",
    "self.location='http:\\/\\/evil.test\\/a'",
)
TAGS = (
    "<META HTTP-EQUIV=Refresh CONTENT='1;URL=http://evil.test/'>",
    "<meta content=\"0;url='http://evil.test/'\" http-equiv='refresh' />",
    '<meta http-equiv="refresh" content="3; http://evil.test/">',
    '<meta http-equiv="&#114;efresh" content="0;url=//evil.test/">',
)


def scripts(stage: Stage) -> None:
    variants(*map(redirecting, SCRIPTS))(stage)
    stage.serve(answer(200, page()), host="evil.test", path="*")


def tags(stage: Stage) -> None:
    variants(*map(refreshing, TAGS))(stage)
    stage.serve(answer(200, page()), host="evil.test", path="*")


NOT_FOUND = (
    said("Էջը չի գտնվել", "Հնարավոր է՝ հասցեն սխալ է։", lang="hy"),
    said("Страница не найдена", "Возможно, она была удалена.", lang="ru"),
    said("Ошибка 404", "Такой страницы не существует.", lang="ru"),
    said("Page introuvable", "La page que vous cherchez n'existe pas.", lang="fr"),
    said("Sayfa bulunamadı", "Aradığınız sayfa mevcut değil.", lang="tr"),
    said("الصفحة غير موجودة", "عذرا", lang="ar"),
    said("Seite nicht gefunden", "Die angeforderte Seite existiert nicht.", lang="de"),
    said("Página no encontrada", "La página que busca no existe.", lang="es"),
    said("Nie znaleziono strony", "Strona o podanym adresie nie istnieje.", lang="pl"),
    said("404 Not Found", "nginx"),
    said("Oops! That page can't be found.", "It looks like nothing was found at this location."),
    said("Error 404", "The page you requested does not exist."),
)
MAINTENANCE = (
    said("Under maintenance", "Our website is under maintenance. We will be back shortly."),
    said("Технические работы", "На сайте ведутся технические работы. Зайдите позже.", lang="ru"),
    said("Site en maintenance", "Notre site est en cours de maintenance. Merci de revenir plus tard.", lang="fr"),
    said("Down for maintenance", "We are working on our site and will be back in a few hours."),
)
CLOSED = (
    said("Campagne terminée", "Cette collecte est terminée. Merci à tous les donateurs.", lang="fr"),
    said("Сбор завершён", "Сбор средств завершён. Спасибо всем, кто помог.", lang="ru"),
    said("This fundraiser has ended", "This fundraiser is no longer accepting donations."),
    said("Spendenaktion beendet", "Diese Spendenaktion ist beendet.", lang="de"),
)
SUSPENDED = (
    said("Account Suspended", "This account has been suspended. Contact your hosting provider for more information."),
    said("Website suspended", "This website has been suspended."),
)
FOR_SALE = (
    said("charity.test is for sale", "Buy this domain. Get a price in less than 24 hours."),
    said("charity.test", "The domain charity.test may be for sale. Click here to inquire about this domain."),
    said("Diese Domain steht zum Verkauf", "Die Domain charity.test können Sie jetzt kaufen.", lang="de"),
    said("Домен продаётся", "Домен charity.test продаётся. Купить этот домен.", lang="ru"),
    said("Ce domaine est à vendre", "Le nom de domaine charity.test est à vendre.", lang="fr"),
)
USURPED = (
    said(
        "Онлайн казино - играть на деньги",
        "Лучшее онлайн казино: игровые автоматы, бонус за регистрацию. " * 6,
        lang="ru",
    ),
    said(
        "Bahis siteleri 2026 - güncel giriş",
        "Canlı bahis, casino siteleri, deneme bonusu veren siteler. " * 6,
        lang="tr",
    ),
    said("Buy Viagra online without prescription", "Cheap viagra, cialis online pharmacy, no prescription. " * 6),
    said("Best online casino bonus", "Online casino, free spins, sports betting, jackpot slots. " * 6),
)
WALLS = (
    answer(200, bare("Request unsuccessful", '<iframe src="/_Incapsula_Resource?CWUDNSAI=1"></iframe>')),
    answer(403, bare("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>")),
    answer(200, bare("", "<p>Please wait</p>"), [("cf-mitigated", "challenge")]),
    answer(429, bare("Just a moment...", "<p>Checking</p>"), [("cf-mitigated", "challenge")]),
)
TAKEOVER = (
    said("NoSuchBucket", "The specified bucket does not exist", status=404),
    said("Sorry, this shop is currently unavailable.", status=404),
)
SPAM_WORDS = ("slot gacor", "judi online", "casino bonus", "cheap viagra", "sports betting")
MANY_LINKS = "".join(
    f'<a href="https://partner{number}.test/">{SPAM_WORDS[number % len(SPAM_WORDS)]}</a> ' for number in range(40)
)
PAYPAL = '<a href="https://www.paypal.com/donate/?hosted_button_id={id}">Give by PayPal</a>'


@scene("paypal-swapped")
def _paypal(stage: Stage) -> None:
    stage.approved = answer(200, page(extra=PAYPAL.format(id="OURS111AAA222")))
    stage.serve(answer(200, page(extra=PAYPAL.format(id="THEIRS9ZZZ888"))))
    stage.reason("payment_target_changed")


@scene("base-href")
def _base(stage: Stage) -> None:
    stage.approved = answer(200, page(form="/pay"))
    stage.serve(answer(200, page(form="/pay", in_head='<base href="https://unknownpay.test/">')))


@scene("path-with-404")
def _path(stage: Stage) -> None:
    stage.url = "http://charity.test/helping-404-families"
    stage.serve(answer(200, BASELINE), path="/helping-404-families")


@scene("redesign")
def _redesign(stage: Stage) -> None:
    text = (
        "Each winter thousands of households need heating, blankets and warm meals. With your donation our teams reach "
        "the mountain villages before the snow does. You can give once or monthly, by card or by transfer. A receipt "
        "reaches you the same day, and in spring you hear from us what your gift made possible."
    )
    stage.serve(answer(200, page(title="Support us | Charity", heading="Support our work: donate", text=text)))


scenes(
    {
        "script-redirects": scripts,
        "meta-refresh-spellings": tags,
        "not-found-languages": variants(*NOT_FOUND),
        "maintenance-languages": variants(*MAINTENANCE, reasons=("maintenance",)),
        "closed-languages": variants(*CLOSED, reasons=("campaign_closed",)),
        "account-suspended": variants(*SUSPENDED),
        "for-sale-wordings": variants(*FOR_SALE),
        "usurped-wordings": variants(*USURPED),
        "walls-further": variants(*WALLS),
        "takeover-further": variants(*TAKEOVER),
        "iban-added": serving(answer(200, page(extra=f"<p>New account: {OTHER_IBAN}</p>")), "payment_target_changed"),
        "iban-disguised": variants(
            answer(200, page(account=" ".join(OTHER_IBAN[at : at + 4] for at in range(0, len(OTHER_IBAN), 4)))),
            answer(200, page(account=OTHER_IBAN.lower())),
            answer(200, page(account=f"<b>{OTHER_IBAN[:8]}</b>{OTHER_IBAN[8:]}")),
            answer(200, page(account="&nbsp;".join(OTHER_IBAN[at : at + 4] for at in range(0, len(OTHER_IBAN), 4)))),
        ),
        "iban-respelled": variants(
            answer(200, page(account=" ".join(OUR_IBAN[at : at + 4] for at in range(0, len(OUR_IBAN), 4)))),
            answer(200, page(account=OUR_IBAN.lower())),
        ),
        "wallet-only": serving(answer(200, page(account="", extra=f"<p>{bitcoin_address('another phrase')}</p>"))),
        "button-formaction": serving(
            answer(
                200,
                page().replace("<button>", '<button formaction="https://unknownpay.test/collect" type="submit">'),
            )
        ),
        "spam-injected": serving(answer(200, page(extra=f'<div style="display:none">{MANY_LINKS}</div>'))),
        "frame-over-page": serving(
            answer(200, page(extra='<iframe src="https://unknownpay.test/form" style="width:100%"></iframe>'))
        ),
        "exe-as-html": serving(answer(200, b"MZ\x90\x00\x03" + bytes(600))),
        "zip-download": serving(
            answer(
                200,
                b"PK\x03\x04" + bytes(600),
                [("Content-Disposition", 'attachment; filename="receipt.zip"')],
                content_type="application/zip",
            )
        ),
        "defaced-otherwise": variants(said("HACKED BY SOMEBODY"), said("Owned", "This site was hacked by somebody.")),
        "directory-listing-iis": serving(said("charity.test - /", "[To Parent Directory]")),
        "login-at-address": serving(
            answer(
                200,
                bare("Log in", '<h1>Log in</h1><form method="post"><input name="u"><input type="password"></form>'),
            )
        ),
        "good-but-talks": variants(
            answer(200, page(text=f"Last year our site was hacked by criminals; we repaired it. {TEXT}")),
            answer(200, page(text=f"Our office is closed on Friday; we will be back soon. {TEXT}")),
            answer(200, page(text=f"The winter campaign is no longer accepting donations; this one is. {TEXT}")),
            answer(200, page(text=f"Page not found? Write to us. {TEXT}")),
            answer(200, page(text=f"We do not cooperate with any online casino. {TEXT}")),
            answer(200, page(text=f"Nobody should be denied access to medicine. {TEXT}")),
            answer(200, page(extra="<!-- 404 Not Found; Account Suspended; this domain is for sale -->")),
        ),
        "script-without-redirect": variants(
            answer(200, page(in_head="<script>function go(){ location.href='http://evil.test/' }</script>")),
            answer(200, page(in_head="<script>var share='http://evil.test/?u='+location.href;</script>")),
        ),
        "js-foreign-after-page": lambda stage: to_foreign(
            stage, answer(200, page(extra="<script>location.replace('http://evil.test/')</script>"))
        ),
    }
)
