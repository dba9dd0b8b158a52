"""What a page says about itself, told from appeals that speak of missing, closed and broken things."""

from __future__ import annotations

import pytest

from aidroute.domain.examined_link import ExaminedLink
from aidroute.domain.ground import Ground
from aidroute.domain.link import LinkIdentity
from aidroute.domain.page_notices import Loudness, find_notice
from tests.support.judged_pages import NO_BASELINE, TEXT, judge, link, outcome, page, rules, seen

GOOD = {"live", "degraded"}
NEWS = f"<aside><p>{TEXT}</p><p>{TEXT}</p></aside>"


def theme(heading: str, text: str = "", *, title: str = "Charity", element: str = "h1", own: str = "") -> str:
    """A page of a site that sets its donate words, its news and its account number on every page."""
    inner = page(title=title, heading="", text=text, form="", extra=f"{own}{NEWS}").replace("<h1></h1>", "")
    return inner.replace("</nav>", f'</nav><a href="/give">Donate</a><{element}>{heading}</{element}>')


def approved_theme() -> LinkIdentity:
    """Its donation page has no form of its own: the account number is all."""
    return link(approved=theme("Donate to Charity", TEXT, title="Donate - Charity"))


NOTICES = [
    ("Page not found", "not_found"),
    ("Oops! That page can't be found.", "not_found"),
    ("We can't seem to find the page you're looking for", "not_found"),
    ("Post not found", "not_found"),
    ("No results found", "not_found"),
    ("Такой страницы нет", "not_found"),
    ("Не вдалося знайти цю сторінку", "not_found"),
    ("Oups ! Cette page est introuvable.", "not_found"),
    ("La página que buscas no existe", "not_found"),
    ("Hay aksi! Aradığınız sayfa bulunamadı.", "not_found"),
    ("الصفحة المطلوبة غير موجودة", "not_found"),
    ("Այդպիսի էջ գոյություն չունի", "not_found"),
    ("Sidan kunde inte hittas", "not_found"),
    ("გვერდი არ არსებობს", "not_found"),
    ("页面未找到", "not_found"),
    ("This campaign is no longer accepting donations", "campaign_closed"),
    ("The foundation has been dissolved", "campaign_closed"),
    ("Сбор временно приостановлен", "campaign_closed"),
    ("La campagna si è conclusa", "campaign_closed"),
    ("This site is temporarily unavailable", "maintenance"),
    ("Ведутся технические работы", "maintenance"),
    ("There has been a critical error on this website.", "error_page"),
    ("Er is een fout opgetreden", "error_page"),
]


@pytest.mark.parametrize(("heading", "reason"), NOTICES)
def test_a_notice_for_a_headline_counts_though_theme_news_and_account_number_stay(heading: str, reason: str) -> None:
    assert outcome(theme(heading), approved_theme()) == ("soft_404", reason)


@pytest.mark.parametrize("heading", ["Access denied", "Log in", "Zugriff verweigert", "Доступ запрещён", "Մուտք"])
def test_a_door_for_a_headline_asks_for_an_account_though_the_theme_stays(heading: str) -> None:
    assert outcome(theme(heading), approved_theme()) == ("auth_required", "login_form")


APPEALS = [
    "Not found: a place to sleep",
    "404 wells",
    "Winter is coming soon",
    "The campaign has not ended",
    "Emergency appeal: homes destroyed, schools closed",
    "Our shelter is temporarily closed to visitors, donate online",
    "It works: microcredit for mothers",
    "Access to water denied",
    "Log in to your heart",
    "No results without you",
    "Не найдено лекарство",
    "Im Aufbau: unser neues Haus",
    "En construcción: un hogar",
    "Okul yapım aşamasında: bağış yapın",
    "Дитину знайдено, дім втрачено",
    "Դպրոցը փակ է, երեխաները սպասում են",
]


@pytest.mark.parametrize("heading", APPEALS)
def test_an_appeal_may_be_headed_with_such_words(heading: str) -> None:
    assert judge(theme(heading, TEXT, title=f"{heading} - Charity"), approved_theme()).verdict.value in GOOD
    assert judge(page(title=f"{heading} - Charity", heading=heading)).verdict.value in GOOD
    assert judge(page(heading=heading), link(approved=NO_BASELINE)).verdict.value in GOOD


def test_a_form_that_takes_gifts_as_approved_outweighs_a_headline_but_not_title_and_headline() -> None:
    assert outcome(page(heading="Page not found"))[0] in GOOD
    assert outcome(page(title="Page not found - Charity", heading="Page not found")) == ("soft_404", "not_found")


def test_words_that_the_approved_page_was_headed_with_say_nothing_new() -> None:
    school = theme("Page under construction", TEXT, title="Donate - Charity")
    assert outcome(school, link(approved=school))[0] == "live"


def test_without_a_headline_a_block_of_its_own_says_that_the_page_is_missing_and_a_question_does_not() -> None:
    kept = link(approved=theme("Donate to Charity", TEXT, title="Donate - Charity", element="div"))
    assert outcome(theme("That page can't be found.", element="div"), kept) == ("soft_404", "not_found")
    asked = theme(
        "Donate to Charity", TEXT, element="div", own="<p>Page not found? Write to us.</p><p>Nothing found</p>"
    )
    assert outcome(asked, kept)[0] in GOOD


def test_a_notice_in_title_and_headline_is_said_twice() -> None:
    twice = seen(page(title="Page not found", heading="Page not found", form="", account=""))
    notice = find_notice(ExaminedLink(twice, link(), rules(), Ground()), "not_found")
    assert notice is not None
    assert (notice.loudness, notice.is_said_twice) == (Loudness.TITLE, True)


def test_a_redirect_to_the_front_door_counts_though_the_account_number_stands_in_its_footer() -> None:
    for door in ("/", "/en/", "/index.php"):
        home = seen(theme("We stand by families", TEXT), via=[(302, f"https://charity.test{door}")])
        assert outcome(home, approved_theme()) == ("soft_404", "redirect_to_root")


def test_a_site_that_moved_its_form_to_the_front_door_still_takes_gifts() -> None:
    assert outcome(seen(page(title="Charity"), via=[(302, "https://charity.test/")]))[0] in GOOD


def test_a_redirect_to_the_news_is_a_changed_page_and_one_to_a_renamed_page_is_not() -> None:
    news = seen(theme("News", "All that happened. " * 20, title="News"), via=[(301, "https://charity.test/news")])
    assert outcome(news, approved_theme()) == ("content_changed", "another_page")
    renamed = theme("Support us", TEXT, title="Support us - Charity")
    assert outcome(seen(renamed, via=[(301, "https://charity.test/support")]), approved_theme())[0] in {*GOOD, "moved"}


def test_a_program_that_is_shown_instead_of_run_is_an_error() -> None:
    assert outcome("<?php\nrequire 'start.php';\n") == ("soft_404", "error_page")


@pytest.mark.parametrize("declared", ["application/json", "application/rss+xml", "text/css"])
def test_data_for_programs_is_no_page_though_nobody_kept_a_yardstick(declared: str) -> None:
    data = seen('{"ok": true}', content_type=declared)
    assert outcome(data, link(approved=NO_BASELINE)) == ("content_changed", "not_a_page")
