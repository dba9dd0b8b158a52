"""Bot walls at any status, and services that answer for names nobody claims."""

from __future__ import annotations

import pytest

from aidroute.domain.verdict_names import VerdictClass
from tests.support.judged_pages import NO_BASELINE, OTHER_IBAN, TEXT, bare, judge, link, notice, outcome, page, seen

WALLS = [
    notice("Just a moment...", "Checking your browser before accessing charity.test."),
    bare("Making sure you're not a bot!", '<script id="anubis_challenge" type="application/json">{}</script>'),
    bare(
        "charity.test",
        '<iframe src="/_Incapsula_Resource?CWUDNSAI=9"></iframe>Request unsuccessful. Incapsula incident ID: 1',
    ),
    bare("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"),
    bare("", "<script>window._cf_chl_opt={cvId:'3'}</script>Enable JavaScript and cookies to continue"),
    bare("charity.test", "<script>var dd={'rt':'c','cid':'x'}</script><p>Please enable JS</p>"),
    bare("Access to this page has been denied", '<div id="px-captcha"></div>'),
    bare("Request Rejected", "The requested URL was rejected. Please consult with your administrator."),
    bare("Robot Check", "<p>Type the characters you see.</p>"),
    bare("Security Check", "<p>Please complete the captcha to continue.</p>"),
    bare("One moment", "<p>Verifying that you are human.</p><script src='https://hcaptcha.com/1/api.js'></script>"),
    bare("", "<script>document.cookie='k='+f(1);location.reload();</script>"),
    bare(
        "Loading", "<script>function n(){document.cookie='a=1';window.location.href=window.location.href};n()</script>"
    ),
    notice("Проверка браузера", "Подтвердите, что вы не робот."),
    notice("Доступ ограничен", "Подозрительная активность."),
    notice("Vérification de sécurité", "Confirmez que vous n'êtes pas un robot."),
    notice("Güvenlik kontrolü", "Robot olmadığınızı doğrulayın."),
    notice("فحص الأمان", "تأكد من أنك إنسان"),
    notice("Sicherheitsüberprüfung", "Bitte bestätigen Sie, dass Sie ein Mensch sind."),
    notice("Verificación de seguridad", "Confirma que no eres un robot."),
    notice("Sprawdzanie przeglądarki", "Potwierdź, że nie jesteś robotem."),
    notice("Перевірка браузера", "Підтвердьте, що ви не робот."),
    notice("Անվտանգության ստուգում", "Հաստատեք, որ ռոբոտ չեք։"),
    notice("Access Denied", "You don't have permission. This service is not available in your country."),
    bare("", '<script src="/__js_p_/check.js"></script>StormWall'),
    bare("Loading...", '<script src="/_variti/check.js"></script>'),
    bare("charity.test", '<script src="/__arcsjs"></script>ArvanCloud'),
    bare("Imunify360 bot-protection", "<p>Bot verification.</p>"),
    bare("Cookies required", "<h1>Please enable cookies</h1>"),
    bare("Sorry", "<h1>Your activity made us think that you are a bot</h1><p>Please complete the captcha.</p>"),
    bare("Access denied", "<h1>Access denied</h1><p>Your IP address has been blocked.</p>"),
    bare("VPN or proxy detected", "<h1>VPN or proxy detected</h1><p>Turn off your VPN.</p>"),
    bare("安全验证", "<h1>请完成安全验证</h1>"),
]


@pytest.mark.parametrize("wall", WALLS)
@pytest.mark.parametrize("status", [200, 202, 403, 503])
def test_a_bot_wall_is_no_proof_of_death_at_any_status(wall: str, status: int) -> None:
    assert outcome(seen(wall, status))[0] == "blocked"


@pytest.mark.parametrize(
    ("name", "value"),
    [("cf-mitigated", "challenge"), ("x-amzn-waf-action", "captcha"), ("x-vercel-mitigated", "challenge")],
)
@pytest.mark.parametrize("status", [200, 202, 403, 404, 405, 429, 503])
def test_a_header_that_says_challenge_is_believed(name: str, value: str, status: int) -> None:
    assert outcome(seen(bare("", "Wait"), status, headers={name: value})) == ("blocked", "bot_wall")


GUARDED = [
    '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
    '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script><div class="cf-turnstile"></div>',
    '<script src="https://www.google.com/recaptcha/api.js"></script><p>Protected by a captcha.</p>',
    "<script>window._pxAppId='PX1'</script>",
    '<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>',
]


@pytest.mark.parametrize("guard", GUARDED)
def test_a_page_that_is_all_there_is_no_wall_whatever_guards_it(guard: str) -> None:
    assert judge(page(extra=guard)).verdict_class in {VerdictClass.OK, VerdictClass.WARN}


@pytest.mark.parametrize("guard", GUARDED[:2])
def test_a_missing_page_behind_a_guard_is_missing(guard: str) -> None:
    assert outcome(seen(bare("Not Found", f"<h1>Not Found</h1>{guard}"), 404)) == ("gone", "status_404")


def test_a_strangers_contact_form_with_a_captcha_is_no_wall() -> None:
    form = '<form><input name="name"><input type="email" name="email"><textarea name="m"></textarea></form>'
    shop = notice("Garden chairs", "I'm not a robot. Captcha.") + form + '<script src="https://hcaptcha.com/1/api.js">'
    assert outcome(shop)[0] == "content_changed"


def test_a_swapped_account_does_not_hide_behind_a_walls_mark() -> None:
    assert outcome(page(account=OTHER_IBAN, extra="<script>window._cf_chl_opt={}</script>"))[0] == "hijack_suspect"


def test_gambling_does_not_hide_behind_a_walls_mark() -> None:
    spam = bare("Online casino", "Online casino, free spins, jackpot. " * 5 + '<script id="anubis_challenge"></script>')
    assert outcome(spam)[0] == "hijack_suspect"


def test_an_error_of_the_server_behind_a_guard_is_the_servers() -> None:
    error = bare("charity.test | 522: Connection timed out", "<p>Connection timed out. Cloudflare Ray ID: 1</p>")
    assert outcome(seen(error, 522)) == ("server_error", "status_522")


TAKEOVERS = [
    (404, notice("Site not found", "There isn't a GitHub Pages site here.")),
    (404, notice("No such app", "There is no app configured at that hostname.")),
    (404, "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>"),
    (404, notice("404: NOT_FOUND", "The deployment could not be found on Vercel. DEPLOYMENT_NOT_FOUND")),
    (404, notice("Site Not Found", "Why am I seeing this? You haven't deployed an app yet.")),
    (500, notice("Fastly error: unknown domain charity.test", "Please check that this domain has been added.")),
    (404, notice("Charity", "Sorry, this shop is currently unavailable.")),
    (404, notice("404 Not Found", "The gods are wise, but do not know of the site which you seek!")),
    (200, notice("Charity", "Looks like this domain isn't connected to a website yet!")),
    (404, notice("404", "404 Web Site not found.")),
    (404, notice("charity", "Not Found - Request ID: 01ABC")),
    (404, notice("Whoops", "Whatever you were looking for doesn't currently exist at this address.")),
    (404, notice("Site not found", "You followed a broken link or entered a URL that doesn't exist on Netlify.")),
    (404, notice("Domain error", "Failed to resolve DNS path for this host")),
    (
        404,
        notice(
            "404", "If you're moving your domain away from Cargo you must make this configuration at your registrar."
        ),
    ),
]


@pytest.mark.parametrize(("status", "content"), TAKEOVERS)
def test_a_name_that_nobody_claims_at_its_host_can_be_taken_over(status: int, content: str) -> None:
    assert outcome(seen(content, status)) == ("takeover_risk", "unclaimed_service")


def test_a_page_that_tells_of_such_a_message_is_no_takeover() -> None:
    assert outcome(page(text=f"Yesterday our page said: There isn't a GitHub Pages site here. {TEXT}"))[0] == "live"


@pytest.mark.parametrize(
    "path", ["/.well-known/sgcaptcha/?r=1", "/captcha", "/cdn-cgi/l/chk_captcha", "/human-verification"]
)
def test_a_redirect_to_a_question_for_humans_is_a_wall(path: str) -> None:
    asked = seen(bare("", "<p>One moment.</p>"), via=[(302, f"https://charity.test{path}")])
    assert outcome(asked) == ("blocked", "bot_wall")


def test_a_wall_is_seen_without_a_yardstick() -> None:
    assert outcome(WALLS[0], link(approved=NO_BASELINE)) == ("blocked", "bot_wall")
