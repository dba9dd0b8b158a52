"""Pages that answer 200 and are no page, in ten languages, and good pages that talk about such things."""

from __future__ import annotations

import pytest

from aidroute.domain.baseline import capture
from aidroute.domain.ground import Ground
from tests.support.judged_pages import NO_BASELINE, TEXT, bare, judge, link, notice, outcome, page, rules, seen

NOT_FOUND = [
    ("Page not found", "Sorry."),
    ("404", "The page you are looking for does not exist."),
    ("404 - Charity", "Oops."),
    ("Oops!", "We can't find that page."),
    ("Error 404 (Not Found)", "That's an error."),
    ("Charity", "Sorry, we couldn't find the page you were looking for."),
    ("Nothing here", "This page has been deleted."),
    ("Էջը չի գտնվել", "Ստուգեք հասցեն։"),
    ("Բարեգործություն", "Ձեր փնտրած էջը գոյություն չունի։"),
    ("Страница не найдена", "Проверьте адрес."),
    ("Упс", "К сожалению, такой страницы не существует."),
    ("Page introuvable", "Désolé."),
    ("PAGE INTROUVABLE", "CETTE PAGE N'EXISTE PLUS"),
    ("Сторінку не знайдено", "Перевірте адресу."),
    ("Sayfa bulunamadı", "Üzgünüz."),
    ("SAYFA BULUNAMADI", ""),
    ("الصفحة غير موجودة", "عذرا"),
    ("خطأ", "عذرًا، لم يتم العثور على الصفحة المطلوبة"),
    ("Seite nicht gefunden", "Leider."),
    ("Fehler 404", "Diese Seite gibt es nicht mehr."),
    ("Página no encontrada", "Lo sentimos."),
    ("PÁGINA NO ENCONTRADA", ""),
    ("Nie znaleziono strony", "Przepraszamy."),
    ("Błąd 404", "Strona nie istnieje."),
    ("Pagina non trovata", ""),
    ("Pagina niet gevonden", ""),
]


@pytest.mark.parametrize(("title", "text"), NOT_FOUND)
def test_a_page_that_says_it_was_not_found_is_a_soft_404(title: str, text: str) -> None:
    assert outcome(notice(title, text)) == ("soft_404", "not_found")


@pytest.mark.parametrize(("title", "text"), NOT_FOUND)
def test_it_is_one_also_when_nobody_kept_the_approved_page(title: str, text: str) -> None:
    assert outcome(notice(title, text), link(approved=NO_BASELINE))[0] == "soft_404"


MAINTENANCE = [
    ("We'll be back soon", "Our site is getting a new roof."),
    ("Charity", "The website is currently undergoing scheduled maintenance. Please check back soon."),
    ("Maintenance", "Please come back later."),
    ("Տեխնիկական աշխատանքներ", "Շուտով կվերադառնանք։"),
    ("Технические работы", "Сайт временно недоступен."),
    ("Site en maintenance", "Nous revenons très vite."),
    ("Технічні роботи", "Сайт тимчасово не працює."),
    ("Bakımdayız", "Sitemiz geçici olarak hizmet dışı."),
    ("الموقع تحت الصيانة", "سنعود قريباً"),
    ("Wartungsarbeiten", "Wir sind bald wieder da."),
    ("En mantenimiento", "Volveremos pronto."),
    ("Przerwa techniczna", "Zaraz wracamy."),
    ("Coming soon", "Our new website is coming soon."),
]


@pytest.mark.parametrize(("title", "text"), MAINTENANCE)
def test_a_maintenance_page_with_200_is_a_soft_404(title: str, text: str) -> None:
    assert outcome(notice(title, text)) == ("soft_404", "maintenance")


CLOSED = [
    ("This fundraiser has ended", "Thank you."),
    ("Winter appeal", "We are no longer accepting donations to this campaign."),
    ("Campaign closed", "All went well."),
    ("Donations are paused", "Donations are currently disabled."),
    ("Winter campaign", "This campaign has now been concluded, thanks to you."),
    ("Հանգանակությունն ավարտված է", "Շնորհակալություն։"),
    ("Դրամահավաք", "Դրամահավաքն ավարտվել է։"),
    ("Сбор закрыт", "Спасибо всем."),
    ("Кампания", "Эта кампания уже завершена."),
    ("Cagnotte", "Cette cagnotte est désormais clôturée."),
    ("Збір завершено", "Дякуємо."),
    ("Kampanya sona erdi", "Teşekkürler."),
    ("انتهت الحملة", "شكراً لكم"),
    ("Spendenaktion", "Die Spendenaktion ist leider schon beendet."),
    ("Colecta", "Esta campaña ha finalizado."),
    ("Zbiórka zakończona", "Dziękujemy."),
]


@pytest.mark.parametrize(("title", "text"), CLOSED)
def test_a_closed_campaign_is_a_soft_404_that_says_why(title: str, text: str) -> None:
    assert outcome(notice(title, text)) == ("soft_404", "campaign_closed")


def test_a_campaign_is_closed_when_the_form_has_gone_and_the_text_says_so_though_the_account_stays() -> None:
    closed = page(form="", text=f"{TEXT} This campaign is no longer accepting donations. {TEXT}")
    assert outcome(closed) == ("soft_404", "campaign_closed")


SUSPENDED = [
    ("Account Suspended", "This account has been suspended."),
    ("Charity", "This website has been suspended due to non-payment."),
    ("509 Bandwidth Limit Exceeded", "Bandwidth Limit Exceeded"),
    ("Կայքը կասեցված է", ""),
    ("Сайт заблокирован", "Хостинг не оплачен."),
    ("Compte suspendu", "Ce compte a été suspendu."),
    ("Сайт призупинено", ""),
    ("Hesap askıya alındı", ""),
    ("تم تعليق الحساب", ""),
    ("Website gesperrt", "Diese Website wurde gesperrt."),
    ("Cuenta suspendida", ""),
    ("Konto zawieszone", ""),
]


@pytest.mark.parametrize(("title", "text"), SUSPENDED)
def test_a_suspended_site_is_a_soft_404_that_says_why(title: str, text: str) -> None:
    assert outcome(notice(title, text)) == ("soft_404", "suspended")


def test_a_refusal_that_names_a_suspended_account_is_no_bot_wall() -> None:
    assert outcome(seen(notice("Account Suspended", "Contact your hosting provider."), 403)) == (
        "soft_404",
        "suspended",
    )


DEFAULT_PAGES = [
    ("Welcome to nginx!", "If you see this page, the nginx web server is successfully installed."),
    ("Apache2 Ubuntu Default Page: It works", "This is the default welcome page."),
    ("IIS Windows Server", ""),
    ("It works!", ""),
    ("Test page", "Test Page for the HTTP Server on Fedora"),
    ("Just another WordPress site", "Hello world!"),
    ("Site under construction", ""),
    ("Hier entsteht eine neue Website", ""),
    ("Сайт находится в разработке", ""),
    ("Կայքը պատրաստման փուլում է", ""),
]


@pytest.mark.parametrize(("title", "text"), DEFAULT_PAGES)
def test_a_server_that_shows_its_own_page_is_a_soft_404(title: str, text: str) -> None:
    assert outcome(notice(title, text)) == ("soft_404", "default_page")


ERRORS = [
    ("Error", "Error establishing a database connection"),
    ("500 Internal Server Error", ""),
    ("Charity", "There has been a critical error on this website."),
    ("Fatal error", "Fatal error: Uncaught TypeError in /index.php"),
    ("Ошибка", "Внутренняя ошибка сервера"),
    ("Erreur", "Une erreur est survenue."),
    ("Sunucu hatası", ""),
]


@pytest.mark.parametrize(("title", "text"), ERRORS)
def test_an_error_message_with_200_is_a_soft_404(title: str, text: str) -> None:
    verdict, reason = outcome(notice(title, text))
    assert verdict == "soft_404"
    assert reason in {"error_page", "not_found"}


def test_a_list_of_files_is_a_soft_404() -> None:
    assert outcome(bare("Index of /donate", "<h1>Index of /donate</h1><pre>old/</pre>")) == (
        "soft_404",
        "directory_listing",
    )


@pytest.mark.parametrize("content", ["", "   \n ", "<html><head></head><body></body></html>", "\ufeff"])
def test_an_empty_answer_is_a_soft_404(content: str) -> None:
    assert outcome(content) == ("soft_404", "empty")


@pytest.mark.parametrize("status", [204, 205])
def test_a_status_that_promises_nothing_is_an_empty_page(status: int) -> None:
    assert outcome(seen("", status)) == ("soft_404", "empty")


def test_a_sign_in_form_where_the_page_was_asks_for_an_account() -> None:
    form = '<h1>Members</h1><form method="post"><input name="u"><input type="password" name="p"></form>'
    assert outcome(bare("Members", form)) == ("auth_required", "login_form")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Log in", "Please log in to continue."),
        ("Private site", "This site is private."),
        ("Charity", "You must be logged in to view this page."),
        ("Вход", "Требуется авторизация."),
        ("Connexion", "Veuillez vous connecter."),
        ("Anmeldung", "Bitte melden Sie sich an."),
        ("Մուտք", "Խնդրում ենք մուտք գործել։"),
    ],
)
def test_a_page_that_asks_to_sign_in_without_a_form_asks_for_an_account(title: str, text: str) -> None:
    assert outcome(notice(title, text)) == ("auth_required", "login_form")


def test_a_sign_in_corner_on_the_approved_page_is_no_login_wall() -> None:
    corner = '<form action="/login" method="post"><input name="u"><input type="password" name="p"></form>'
    assert outcome(page(extra=corner))[0] == "live"


GOOD_PAGES = [
    "Last winter we helped 404 families.",
    "Page not found? Write to us.",
    "News: an old domain for sale was mistaken for ours.",
    "Nobody should be denied access to medicine.",
    "We pay for the maintenance of a water pump; it will be back soon.",
    "Our office is closed on Friday. The summer campaign has ended; this one has not.",
    "Last year our website was hacked; we repaired it.",
    "We do not cooperate with any online casino or betting site, and take no bitcoin.",
    "The account of the former treasurer was suspended.",
    "An internal server error kept you from giving yesterday? Please try again.",
    "The hospital is under construction; its opening is coming soon.",
    "Are you a robot? Then please do not fill in this form: a captcha protects it.",
    "Проверка браузера не нужна. Сбор на дрова завершён, сбор на еду идёт.",
    "Նախորդ հանգանակությունն ավարտված է, այս մեկը՝ ոչ։",
]


@pytest.mark.parametrize("words", GOOD_PAGES)
def test_a_good_page_may_talk_about_bad_ones(words: str) -> None:
    assert outcome(page(text=f"{words} {TEXT}"))[0] == "live"


@pytest.mark.parametrize("words", GOOD_PAGES)
def test_so_may_a_home_page_that_takes_no_gifts_itself(words: str) -> None:
    home = page(title="Charity - help that arrives", heading="What we do", form="", account="")
    news = page(title="Charity - help that arrives", heading="What we do", form="", account="", text=f"{words} {TEXT}")
    assert outcome(news, link(approved=home))[0] == "live"


@pytest.mark.parametrize("words", GOOD_PAGES)
def test_so_may_a_page_that_nobody_kept_a_yardstick_of(words: str) -> None:
    assert outcome(page(text=words), link(approved=NO_BASELINE))[0] == "live"


def test_notices_in_comments_and_scripts_are_not_said() -> None:
    quiet = "<!-- 404 Not Found, Account Suspended --><script>var a = 'page not found'</script>"
    assert outcome(page(extra=quiet))[0] == "live"


def test_a_hidden_notice_is_not_said() -> None:
    assert outcome(page(extra='<div style="display: none"><h2>Page not found</h2></div>'))[0] == "live"


def test_a_title_that_was_there_at_approval_says_nothing_new() -> None:
    odd = page(title="404 families need you")
    assert outcome(page(title="404 families need you"), link(approved=odd))[0] == "live"


def test_a_shell_that_scripts_fill_is_a_changed_page() -> None:
    shell = bare("Charity", '<div id="root"></div><script src="/bundle.js"></script>')
    judgement = judge(shell)
    assert (judgement.verdict.value, judgement.reason) == ("content_changed", "markers_gone")
    assert not judgement.wants_sibling


def test_a_page_about_something_else_is_a_changed_page_and_one_weak_sign_asks_for_a_sibling() -> None:
    judgement = judge(bare("Welcome", "<p>A fine collection of recipes for plum cake.</p>"))
    assert judgement.verdict.value in {"content_changed", "soft_404"}
    assert judge(bare("Plum cake", "<p>A collection of recipes.</p>")).wants_sibling


def test_a_page_that_lost_every_account_and_form_is_a_changed_page() -> None:
    assert outcome(page(form="", account="")) == ("content_changed", "payment_targets_gone")


def test_a_page_that_lost_one_of_two_ways_to_give_works_and_is_told() -> None:
    judgement = judge(page(account=""))
    assert (judgement.verdict.value, judgement.reason) == ("degraded", "payment_targets_missing")
    assert "payment_targets_missing" in judgement.notes


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n0000", "image/png"),
        (b"\0\1\2", "application/x-thing"),
        (b"%PDF-1.7", "application/pdf"),
    ],
)
def test_another_kind_of_file_is_a_changed_page(content: bytes, kind: str) -> None:
    assert outcome(seen(content, content_type=kind)) == ("content_changed", "type_changed")


def test_data_that_says_not_found_is_a_soft_404_and_other_data_a_changed_page() -> None:
    assert outcome(seen('{"status": 404, "error": "Not Found"}', content_type="application/json"))[0] == "soft_404"
    assert outcome(seen('{"a": [1, 2, 3]}', content_type="application/json"))[0] == "content_changed"


def test_a_page_that_is_handed_out_as_a_file_needs_a_person() -> None:
    saved = seen(page(), body={"disposition": "attachment; filename=donate.html"})
    assert outcome(saved) == ("content_changed", "offered_as_file")


def test_a_sheet_stays_live_until_its_bytes_change() -> None:
    sheet = seen(b"%PDF-1.7 a", content_type="application/pdf", body={"sha256": "a" * 64})
    kept = link(kept=capture(sheet, rules()))
    assert outcome(sheet, kept)[0] == "live"
    other = seen(b"%PDF-1.7 b", content_type="application/pdf", body={"sha256": "b" * 64})
    assert outcome(other, kept) == ("content_changed", "document_changed")


def test_a_picture_is_no_page_even_without_a_yardstick() -> None:
    picture = seen(b"\x89PNG\r\n\x1a\n0000", content_type="image/png")
    assert outcome(picture, link(approved=NO_BASELINE)) == ("content_changed", "not_a_page")


def test_the_page_in_another_language_with_the_same_accounts_still_works() -> None:
    french = page(
        title="Faire un don - Charity",
        heading="Donnez maintenant",
        text="Chaque mois nos bénévoles apportent de la nourriture, des couvertures et des médicaments. " * 3,
    )
    assert outcome(french)[0] in {"live", "degraded"}


def test_a_notice_in_the_title_wins_over_an_account_in_the_footer() -> None:
    chrome = page(title="Page not found - Charity", heading="Page not found", form="", text="Perhaps it moved. " * 60)
    assert outcome(chrome) == ("soft_404", "not_found")


def test_an_end_that_many_links_of_the_host_share_is_a_weak_sign() -> None:
    content = page(form="", account="", text=f"{TEXT} {TEXT} That page could not be found.")
    moved = seen(content, via=[(302, "https://charity.test/give")])
    shared = Ground(end_is_shared=True)
    assert judge(moved).verdict.value == "content_changed"
    assert judge(moved, ground=shared).verdict.value == "soft_404"
    assert "shared_end" in {rule.code for rule in judge(moved, ground=shared).fired}
    assert judge(seen(content), ground=shared).verdict.value == "content_changed"


def test_a_good_page_may_share_its_end_with_others() -> None:
    moved = seen(page(), via=[(302, "https://charity.test/give")])
    assert judge(moved, ground=Ground(end_is_shared=True)).verdict.value == "live"


def test_words_that_are_said_of_much_besides_count_only_where_the_page_is_gone() -> None:
    story = bare(
        "Charity", "<h1>Charity</h1><p>Peace does not exist without justice. This world is no longer available.</p>"
    )
    assert judge(story).verdict.value == "soft_404"
    assert judge(story, link(approved=NO_BASELINE)).verdict.value == "live"
    assert outcome(page(text=f"Peace does not exist without justice. {TEXT}"))[0] == "live"


def test_an_account_that_can_no_longer_be_read_needs_a_person() -> None:
    picture = page(account='<img src="/account.png" alt="our account">')
    assert outcome(picture) == ("content_changed", "account_unreadable")
