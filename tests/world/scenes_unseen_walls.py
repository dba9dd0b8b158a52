"""Walls against robots by many makers; and dangers that hide behind a wall's marks or behind a refusing status."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from datetime import timedelta

from aidroute.domain.ground import FeedListing, Ground, Registration
from tests.world.answers import answer, redirect
from tests.world.pages import OTHER_IBAN, bare, page
from tests.world.scenes_network import robots
from tests.world.scenes_redirect import to_foreign
from tests.world.server import Behaviour
from tests.world.stage import APPROVED_AT, NOW, Scene, Stage, scenes, serving, variants

FORBIDDEN = bare("403 Forbidden", "<h1>Forbidden</h1>")
RISEN = "<h1>Access Denied</h1><p>You don't have permission to access this. Reference #18.0</p>"
CLOUDFLARE = "<script>window._cf_chl_opt={cvId:'3'};</script><p>Enable JavaScript and cookies to continue</p>"
DATADOME = (
    "<p>Please enable JS and disable any ad blocker</p><script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script>"
    '<script src="https://ct.captcha-delivery.com/c.js"></script>'
)
HUMAN = (
    '<h1>Press &amp; Hold to confirm you are a human</h1><div id="px-captcha"></div>'
    "<script>window._pxAppId='PX0';window._pxUuid='0'</script>"
)
AMAZON = (
    '<div id="challenge-container"></div><script>window.awsWafCookieDomainList=[];</script>'
    '<script src="https://0.edge.sdk.awswaf.com/0/challenge.js"></script><script>AwsWafIntegration.getToken()</script>'
)
INTERSTITIAL = (
    '<html><head><meta http-equiv="refresh" content="5; URL=\'/donate?bm-verify=AAQAAA\'"></head><body>'
    '<script>xhr.open("POST","/_sec/verify?provider=interstitial",false)</script>&nbsp;</body></html>'
)


def wall(status: int, title: str, body: str, *headers: tuple[str, str]) -> Behaviour:
    """A page of a wall."""
    return answer(status, bare(title, body), headers)


WALLS = {
    "wall-cloudflare": variants(
        wall(403, "Just a moment...", CLOUDFLARE, ("Server", "cloudflare")),
        wall(503, "Just a moment...", CLOUDFLARE, ("Server", "cloudflare")),
        wall(429, "Just a moment...", CLOUDFLARE),
        wall(200, "Just a moment...", CLOUDFLARE),
        wall(403, "Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>Error 1020</p>"),
        wall(404, "Just a moment...", CLOUDFLARE, ("cf-mitigated", "challenge")),
    ),
    "wall-akamai": variants(
        wall(403, "Access Denied", RISEN, ("Server", "AkamaiGHost")),
        wall(503, "Access Denied", RISEN + "<p>https://errors.edgesuite.net/18.0</p>", ("Server", "AkamaiGHost")),
        wall(200, "Access Denied", RISEN + "<p>https://errors.edgesuite.net/18.0</p>", ("Server", "AkamaiGHost")),
    ),
    "wall-akamai-interstitial": serving(answer(200, INTERSTITIAL)),
    "wall-imperva": variants(
        wall(200, "", '<script src="/_Incapsula_Resource?SWJIYLWA=0"></script>', ("X-Iinfo", "0"), ("X-CDN", "Imperva")),
        wall(403, "", '<iframe src="/_Incapsula_Resource?incident_id=0">Incapsula incident ID: 0</iframe>'),
        wall(200, "Pardon Our Interruption", "<h1>Pardon Our Interruption</h1><p>Something made us think you were a bot."),
        wall(503, "", '<script src="/_Incapsula_Resource?SWJIYLWA=0"></script>', ("X-Iinfo", "0")),
    ),
    "wall-datadome": variants(
        wall(403, "charity.test", DATADOME, ("x-datadome", "protected")),
        wall(200, "charity.test", DATADOME, ("x-datadome", "protected")),
        wall(429, "charity.test", DATADOME),
    ),
    "wall-human": variants(
        wall(403, "Access to this page has been denied", HUMAN),
        wall(200, "Access to this page has been denied", HUMAN),
        wall(429, "Human verification", HUMAN),
    ),
    "wall-amazon": variants(
        wall(202, "", AMAZON, ("x-amzn-waf-action", "challenge")),
        wall(405, "Human Verification", AMAZON, ("x-amzn-waf-action", "captcha")),
        wall(200, "", AMAZON),
        answer(202, "", [("x-amzn-waf-action", "challenge")]),
    ),
    "wall-sucuri": variants(
        wall(403, "Sucuri WebSite Firewall - Access Denied", "<h1>Access Denied</h1>", ("x-sucuri-id", "0")),
        wall(200, "You are being redirected...", "<script>sucuri_cloudproxy_js='';S='0'</script>", ("Server", "Sucuri/Cloudproxy")),
    ),
    "wall-ddos-guard": variants(
        wall(403, "DDoS-Guard", '<script src="/.well-known/ddos-guard/js-challenge/index.js"></script>', ("Server", "ddos-guard")),
        wall(200, "DDoS-Guard", '<script src="/.well-known/ddos-guard/js-challenge/index.js"></script>'),
        wall(503, "DDoS-Guard", "<h1>Checking your browser before accessing charity.test</h1>", ("Server", "ddos-guard")),
    ),
    "wall-anubis-spellings": variants(
        wall(200, "Перевіряємо, що ви не бот!", '<script id="anubis_challenge" type="application/json">{}</script>'),
        wall(403, "Oh noes!", '<link href="/.within.website/x/xess/xess.css" rel="stylesheet"><p>Access denied</p>'),
        wall(503, "Making sure you're not a bot!", '<script id="anubis_version" type="application/json">"1"</script>'),
    ),
    "wall-vercel": serving(
        wall(429, "Vercel Security Checkpoint", "<p>We're verifying your browser</p>", ("x-vercel-mitigated", "challenge"))
    ),
    "wall-siteground": lambda stage: (
        stage.serve(answer(202, '<html><head><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2Fdonate"></head></html>', [("sg-captcha", "challenge")])),
        stage.serve(wall(202, "Robot Challenge Screen", "<p>Checking the site connection security</p>", ("sg-captcha", "challenge")), path="/.well-known/sgcaptcha/"),
    ),
    "wall-application-firewalls": variants(
        wall(200, "Request Rejected", "The requested URL was rejected. Please consult with your administrator. Support ID: 0"),
        wall(406, "Not Acceptable!", "<h1>Not Acceptable!</h1><p>This error was generated by Mod_Security.</p>"),
        wall(503, "Your access to this site has been limited by the site owner", "<p>Generated by Wordfence</p>"),
        wall(403, "Web Application Firewall", "<p>Blocked by the firewall. Incident 0</p>"),
    ),
    "wall-any-captcha": variants(
        wall(200, "Are you a robot?", "<h1>Please verify you are a human</h1><div class='h-captcha' data-sitekey='0'></div>"),
        wall(200, "Security check", "<h1>Confirm that you are not a robot</h1><div class='g-recaptcha' data-sitekey='0'></div>"),
        wall(200, "Проверка", "<h1>Подтвердите, что вы не робот</h1><div class='smart-captcha'></div>"),
        wall(200, "One more step", "<p>Verify you are human</p><div class='cf-turnstile' data-sitekey='0'></div>"),
        wall(403, "Bot verification", "<form action='' method='post'><div class='g-recaptcha'></div></form>"),
    ),
    "wall-qrator": variants(
        wall(401, "", '<script src="/__qrator/qauth_utm_v2.js"></script>', ("Server", "QRATOR")),
        wall(403, "", '<script src="/__qrator/qauth.js"></script>', ("Server", "QRATOR")),
    ),
}  # fmt: skip
CASINO = bare("Slot Gacor Online", f"<h1>Situs judi slot online</h1><p>{'Casino, togel, slot gacor, maxwin. ' * 8}</p>")
SALE = bare("charity.test", "<h1>This domain is for sale</h1><p>Buy this domain. Make an offer.</p>")
SWINDLE = page(account=OTHER_IBAN)
REFRESH = bare("Forbidden", "<h1>Forbidden</h1>").replace(
    "<head>", '<head><meta http-equiv="refresh" content="0;url=http://evil.test/">'
)
SCRIPTED = bare("Forbidden", "<h1>Forbidden</h1><script>location.replace('http://evil.test/')</script>")
CF_SCRIPT = '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'


def over(content: str, *statuses: int) -> Scene:
    """The same dangerous page under each of these."""
    return variants(*(answer(status, content) for status in statuses))


def foreign_over(content: str, *statuses: int) -> Scene:
    """A page that leads to evil.test, under each of these."""

    def play(stage: Stage) -> None:
        over(content, *statuses)(stage)
        stage.serve(answer(200, page(title="Help people now")), host="evil.test", path="*")

    return play


def refused_on(ground: Ground, behaviour: Behaviour) -> Scene:
    """A wall, over ground that is not clean."""

    def play(stage: Stage) -> None:
        stage.serve(behaviour)
        stage.ground = ground

    return play


def _registered(**facts: object) -> Ground:
    return Ground(Registration("charity.test", NOW - timedelta(hours=3), **facts), "First Registrar")  # type: ignore[arg-type]


REFUSING = (403, 405, 406, 418, 429, 999)
LISTED = Ground(listings=(FeedListing("local", "charity.test", NOW - timedelta(minutes=2)),))
MOVED_SERVERS = Ground(
    name_servers=("ns1.evil.test", "ns2.evil.test"), name_servers_at_approval=("ns1.charity.test", "ns2.charity.test")
)


def _opted_out(stage: Stage) -> None:
    stage.serve(robots("User-agent: aidroute-linkcheck\nDisallow: /\n"), path="/robots.txt")
    stage.ground = Ground(name_servers=("ns1.parking.test",), name_servers_at_approval=("ns1.charity.test",))


BEHIND = {
    "casino-behind-refusal": over(CASINO, *REFUSING),
    "sale-behind-refusal": over(SALE, *REFUSING),
    "swindle-behind-refusal": over(SWINDLE, *REFUSING),
    "refresh-behind-refusal": foreign_over(REFRESH, *REFUSING),
    "script-behind-refusal": foreign_over(SCRIPTED, *REFUSING),
    "refresh-header-behind-refusal": lambda stage: to_foreign(
        stage, answer(403, FORBIDDEN, [("Refresh", "0; url=http://evil.test/")])
    ),
    "suspended-behind-refusal": over(
        bare("Account Suspended", "<h1>This account has been suspended</h1><p>Contact your hosting provider.</p>"), 403
    ),
    "casino-with-wall-marks": variants(
        answer(200, CASINO.replace("</body>", CF_SCRIPT + "</body>")),
        answer(200, CASINO, [("cf-mitigated", "challenge")]),
        answer(200, CASINO.replace("</body>", '<script src="/_Incapsula_Resource?x=0"></script></body>')),
        answer(200, CASINO.replace("</body>", "<div class='g-recaptcha'></div><!-- anubis_challenge --></body>")),
        answer(403, CASINO, [("x-datadome", "protected")]),
    ),
    "sale-with-wall-marks": variants(
        answer(200, SALE.replace("</body>", CF_SCRIPT + "</body>")),
        answer(200, SALE.replace("</body>", "<div class='h-captcha'></div></body>"), [("cf-mitigated", "challenge")]),
        answer(403, SALE, [("Server", "AkamaiGHost")]),
    ),
    "swindle-with-wall-marks": variants(
        answer(200, SWINDLE.replace("</body>", CF_SCRIPT + "</body>")),
        answer(200, SWINDLE, [("cf-mitigated", "challenge")]),
        answer(200, SWINDLE.replace("<title>Donate - Charity", "<title>Just a moment...")),
        answer(403, SWINDLE, [("cf-mitigated", "challenge")]),
        answer(202, SWINDLE, [("x-amzn-waf-action", "challenge")]),
    ),
    "foreign-with-wall-marks": lambda stage: to_foreign(
        stage, redirect("http://evil.test/", headers=[("cf-mitigated", "challenge")])
    ),
    "wall-on-foreign-host": lambda stage: (
        stage.serve(redirect("http://evil.test/")),
        stage.serve(wall(403, "Just a moment...", CLOUDFLARE), host="evil.test", path="*"),
    ),
    "wall-listed": refused_on(LISTED, answer(403, FORBIDDEN)),
    "wall-registered-anew": refused_on(_registered(registered_at=APPROVED_AT + timedelta(days=1)), answer(403, FORBIDDEN)),
    "wall-registrar-changed": refused_on(
        _registered(registered_at=NOW - timedelta(days=900), registrar="Second Registrar"), answer(403, FORBIDDEN)
    ),
    "wall-in-redemption": refused_on(
        _registered(registered_at=NOW - timedelta(days=900), registrar="First Registrar", statuses=("redemption period",)),
        wall(403, "Just a moment...", CLOUDFLARE),
    ),
    "wall-name-servers-moved": refused_on(MOVED_SERVERS, answer(403, FORBIDDEN)),
    "limited-name-servers-parked": refused_on(
        Ground(name_servers=("ns1.parking.test",), name_servers_at_approval=("ns1.charity.test",)), answer(429, "slow down")
    ),
    "opted-out-and-parked": _opted_out,
    "wall-of-a-quarantined-link": lambda stage: (
        stage.serve(answer(403, FORBIDDEN)),
        setattr(stage, "was_quarantined", True),
    ),
}  # fmt: skip
MARKS_ON_GOOD_PAGE = variants(
    answer(200, page(extra=CF_SCRIPT)),
    answer(200, page(in_head='<script src="/_Incapsula_Resource?SWJIYLWA=0" async></script>')),
    answer(200, page(extra="<div class='g-recaptcha' data-sitekey='0'></div>")),
    answer(200, page(extra="<div class='cf-turnstile'></div><p>Please verify you are a human.</p>")),
    answer(200, page(text="Just a moment of your time can change a life. " + "Every gift helps. " * 20)),
    answer(200, page(extra="<noscript>Please enable JavaScript and cookies to continue.</noscript>")),
)
scenes(WALLS | BEHIND | {"wall-marks-on-good-page": MARKS_ON_GOOD_PAGE})
