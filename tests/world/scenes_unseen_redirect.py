"""Redirects by header, by markup and by script, in spellings that browsers follow; logins; and ends of short ways."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world.answers import answer, by_header, redirect, slowly
from tests.world.names import PRIVATE
from tests.world.pages import BASELINE, TEXT, bare, good, page
from tests.world.scenes_network import HTTPS
from tests.world.scenes_redirect import HOME, LOGIN, by_tls
from tests.world.server import Asked, Behaviour, Peer
from tests.world.stage import Scene, Stage, scene, scenes, serving, variants

FOREIGN = "http://evil.test/a"
THEIR_ADDRESS = "127.0.0.67"


def to_evil(*behaviours: Behaviour) -> Scene:
    """Each of these leads to somebody else, who shows a nice page."""

    def play(stage: Stage) -> None:
        variants(*behaviours)(stage)
        stage.serve(answer(200, page(title="Help people now")), host="evil.test", path="*")

    return play


def moving(location: str | bytes, status: int = 302, *, to: str = "/give") -> Scene:
    """A redirect within the house, and the page there."""

    def play(stage: Stage) -> None:
        stage.serve(redirect(location, status))
        stage.serve(good(), path=to)

    return play


def ending(path: str, behaviour: Behaviour, location: str = "") -> Scene:
    """A redirect to this path of the same host, which answers so."""

    def play(stage: Stage) -> None:
        stage.serve(redirect(location or path))
        stage.serve(behaviour, path=path)

    return play


def script(code: str, *, whole_page: bool = False) -> Behaviour:
    """A page with this script; with the usual page before it when wanted."""
    tag = f"<script>{code}</script>"
    return answer(200, page(extra=tag) if whole_page else f"<html><head>{tag}</head><body></body></html>")


def marked(tag: str, *, whole_page: bool = True) -> Behaviour:
    """A page with this tag in its head."""
    return answer(200, page(in_head=tag) if whole_page else f"<html><head>{tag}</head><body></body></html>")


@scene("mixed-kinds-of-moves")
def _mixed(stage: Stage) -> None:
    stage.serve(redirect("/b", 301))
    stage.serve(redirect("/give", 302), path="/b")
    stage.serve(good(), path="/give")


@scene("usual-way-home")
def _usual(stage: Stage) -> None:
    """http, then https, then www, then the language: what many sites do."""
    stage.serve(by_tls(redirect("https://www.charity.test/donate", 301), redirect(HTTPS, 301)))
    stage.serve(redirect("/en/donate", 301), host="www.charity.test")
    stage.serve(good(), host="www.charity.test", path="/en/donate")


@scene("six-moves")
def _six(stage: Stage) -> None:
    stage.serve(redirect("/1", 301))
    for number in range(1, 6):
        stage.serve(redirect(f"/{number + 1}", 301), path=f"/{number}")
    stage.serve(good(), path="/6")


@scene("cookie-counter")
def _counter(stage: Stage) -> None:
    twice = by_header(
        "cookie",
        "n=1",
        redirect("/donate", headers=[("Set-Cookie", "n=2; Path=/")]),
        redirect("/donate", headers=[("Set-Cookie", "n=1; Path=/")]),
    )
    stage.serve(by_header("cookie", "n=2", good(), twice))


@scene("ever-new-query")
def _ever_new(stage: Stage) -> None:
    def behave(peer: Peer, asked: Asked) -> None:
        redirect(f"/donate?sid={len(asked.target)}{'0' * len(asked.target)}")(peer, asked)

    stage.serve(behave)
    stage.check("at most 11 requests", lambda outcome: len(outcome.world.requests_to("charity.test")) <= 11)


@scene("between-http-and-https")
def _ping_pong(stage: Stage) -> None:
    stage.serve(by_tls(redirect("http://charity.test/donate"), redirect(HTTPS)))


@scene("dip-into-http")
def _dip(stage: Stage) -> None:
    stage.url = HTTPS
    stage.serve(redirect("http://www.charity.test/donate", 301))
    stage.serve(by_tls(good(), redirect("https://www.charity.test/donate", 301)), host="www.charity.test")


@scene("own-other-host")
def _other_host(stage: Stage) -> None:
    stage.serve(redirect("http://donate.charity.test/", 302))
    stage.serve(good(), host="donate.charity.test", path="/")


@scene("open-door-of-processor")
def _open_door(stage: Stage) -> None:
    stage.serve(redirect("https://payment.test/out?u=http://evil.test/"))
    stage.serve(redirect("http://evil.test/"), host="payment.test", path="/out")
    stage.serve(good(), host="evil.test", path="*")


LOOK_ALIKES = ("char1ty.test", "charity-donate.test", "charity-test.test", "charitytest.test", "xn--chrity-4nf.test")


@scene("look-alike-hosts")
def _look_alikes(stage: Stage) -> None:
    variants(*(redirect(f"http://{host}/donate") for host in LOOK_ALIKES))(stage)
    for host in LOOK_ALIKES:
        stage.resolve(host, THEIR_ADDRESS)
        stage.serve(good(), host=host)


@scene("bare-address")
def _bare_address(stage: Stage) -> None:
    stage.serve(redirect(f"http://{THEIR_ADDRESS}/donate"))
    stage.resolve(THEIR_ADDRESS, THEIR_ADDRESS)
    stage.serve(good(), host=THEIR_ADDRESS)


@scene("both-locations-alike")
def _alike(stage: Stage) -> None:
    stage.serve(redirect("/give", headers=[("Location", "/give")]))
    stage.serve(good(), path="/give")


@scene("credentials-in-location")
def _credentials(stage: Stage) -> None:
    stage.serve(redirect("http://user:secret@charity.test/give"))
    stage.serve(good(), path="/give")


@scene("cookie-stays-at-home")
def _cookie_home(stage: Stage) -> None:
    stage.serve(redirect("https://payment.test/charity", headers=[("Set-Cookie", "inner=1; Path=/; Domain=test")]))
    stage.serve(good(), host="payment.test", path="/charity")
    stage.check(
        "no cookie abroad",
        lambda outcome: all("cookie" not in a.headers for a in outcome.world.requests_to("payment.test")),
    )
    stage.check("no referrer", lambda outcome: all("referer" not in a.headers for a in outcome.world.asked))


@scene("two-slow-hops")
def _slow_hops(stage: Stage) -> None:
    stage.serve(slowly(1.8, redirect("/give")))
    stage.serve(slowly(1.8, good()), path="/give")


MOVES = {
    "moved-303": moving("/give", 303),
    "moved-307": moving("/give", 307),
    "upper-case-scheme": moving("HTTP://CHARITY.TEST/give"),
    "no-scheme-same-host": moving("//charity.test/give"),
    "dots-in-location": moving("./a/../b/../give"),
    "name-only": moving("give"),
    "space-in-location": moving("/give now", to="/give%20now"),
    "percent-in-location": moving("/%D5%B6%D5%BE%D5%A5%D6%80", to="/%D5%B6%D5%BE%D5%A5%D6%80"),
    "blanks-around-location": moving("  /give \t"),
    "location-with-fragment": moving("/give#form"),
    "port-80-named": moving("http://charity.test:80/give"),
    "empty-location": serving(redirect("")),
    "fragment-only-location": serving(redirect("#give")),
    "scheme-only-location": serving(redirect("http://")),
    "location-with-nul": serving(redirect(b"/gi\0ve")),
    "location-not-text": serving(redirect(b"/\xff\xfe\xc3")),
    "unsafe-schemes": variants(
        *(
            redirect(target)
            for target in (
                "JavaScript:alert(1)",
                "data:text/html,<h1>Donate</h1>",
                "intent://pay#Intent;end",
                "tel:+1",
                "mailto:a@evil.test",
                "blob:http://charity.test/0",
                "about:blank",
                "ws://charity.test/",
            )
        )
    ),
    "statuses-305-306": variants(redirect("/give", 305), redirect("/give", 306)),
}


@scene("query-only")
def _query_only(stage: Stage) -> None:
    def behave(peer: Peer, asked: Asked) -> None:
        (good() if "step=2" in asked.target else redirect("?step=2"))(peer, asked)

    stage.serve(behave)


AWAY = {
    "foreign-by-status": to_evil(*(redirect(FOREIGN, status) for status in (303, 307, 308))),
    "foreign-by-odd-bytes": to_evil(
        redirect("//evil.test"), redirect("\\\\evil.test\\a"), redirect("http:/\\evil.test/a"),
        redirect("https:evil.test/a"), redirect("hTTp://charity.test%2f@evil.test/"), redirect("http://evil.test#charity.test/donate"),
        redirect("http://evil.test?charity.test"), redirect("http://ev\til.test/a"), redirect("\x01http://evil.test/"),
        redirect("http://ｅｖｉｌ.test/"),
    ),
    "refresh-spellings-foreign": to_evil(
        marked("<META HTTP-EQUIV='REFRESH' CONTENT='0; URL=http://evil.test/'>"),
        marked('<meta http-equiv=refresh content=0;url=http://evil.test/>'),
        marked('<meta http-equiv="refresh" content="0, url=http://evil.test/">'),
        marked('<meta http-equiv="refresh" content="0 url = http://evil.test/">'),
        marked('<meta http-equiv="refresh" content=".5;URL=&quot;http://evil.test/&quot;">'),
        marked('<meta http-equiv="refresh" content="  5 ; http://evil.test/ ">'),
        marked('<meta http-equiv="refresh" content="0;url=http:&#x2f;&#x2f;evil&period;test/">'),
        marked('<meta http-equiv="refresh" content="0;url=http://evil.test/" content="9999">'),
        marked('<meta\nhttp-equiv="Refresh"\ncontent="10;\nurl=http://evil.test/">'),
        answer(200, page(extra='<meta http-equiv="refresh" content="30;url=http://evil.test/">')),
        marked('<base href="http://evil.test/"><meta http-equiv="refresh" content="0;url=a">'),
    ),
    "script-spellings-foreign": to_evil(
        script("window['location']='http://evil.test/'"),
        script("window.location['href'] = `http://evil.test/`"),
        script("document.location='http://evil.test/'"),
        script("parent.location.href='http://evil.test/'"),
        script("top.location='//evil.test/'"),
        script("window.top.location.replace(\"http://evil.test/\")"),
        script("globalThis.location.assign('http://evil.test/')"),
        script("window.open('http://evil.test/', '_self')"),
        script("location='\\x68ttp://evil.test/'"),
        script("location='\\u0068ttp://evil.test/'"),
        script("var u='http://evil.test/'; location.href=u;"),
    ),
    "script-over-page-foreign": to_evil(
        script("window.location.href = \"http://evil.test/\";", whole_page=True),
        script("document.location.replace('http://evil.test/')", whole_page=True),
        script("setTimeout(\"location.href='http://evil.test/'\", 10)", whole_page=True),
        script("setTimeout(() => { location = 'http://evil.test/' }, 3000)", whole_page=True),
        script("window.onload = function () { window.location = 'http://evil.test/'; }", whole_page=True),
        script("(function(){location.href='http://evil.test/'})()", whole_page=True),
        script("document.addEventListener('DOMContentLoaded', () => location.replace('http://evil.test/'))", whole_page=True),
    ),
    "handlers-foreign": to_evil(
        answer(200, BASELINE.replace("<body>", "<body onload=\"location.href='http://evil.test/'\">")),
        answer(200, page(extra="<img src=x onerror=\"location='http://evil.test/'\">")),
        answer(200, page(extra="<svg onload=\"location.replace('http://evil.test/')\"></svg>")),
        answer(200, BASELINE.replace("<body>", '<body onload="document.forms[0].submit()">').replace("https://payment.test/pay", "http://evil.test/")),
    ),
    "concatenated-foreign": to_evil(
        script("location.href='ht'+'tp://'+'evil.test/'"), script("location/**/.href/**/=/**/'http://evil.test/'"), script("location.href=atob('aHR0cDovL2V2aWwudGVzdC8=')")
    ),
    "frames-foreign": to_evil(
        answer(200, "<html><head><title>Donate - Charity</title></head><frameset><frame src='http://evil.test/'></frameset></html>"),
        answer(200, bare("Donate - Charity", '<object data="http://evil.test/" width="100%" height="100%"></object>')),
        answer(200, bare("Donate - Charity", '<embed src="http://evil.test/" width="100%" height="100%">')),
    ),
}  # fmt: skip
INWARD = {
    "private-by-markup": lambda stage: (
        variants(
            marked(f'<meta http-equiv="refresh" content="0;url=http://{PRIVATE}/">', whole_page=False),
            marked('<meta http-equiv="refresh" content="0;url=http://private.test/">', whole_page=False),
            answer(200, "<html></html>", [("Refresh", f"0;url=http://{PRIVATE}/")]),
        )(stage),
        stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0),
    ),
    "private-by-script": lambda stage: (
        variants(script(f"location.href='http://{PRIVATE}/'"), script("location='http://169.254.169.254/latest/'"))(stage),
        stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0),
    ),
    "private-spellings": lambda stage: (
        variants(
            *(
                redirect(f"http://{host}/")
                for host in (
                    "2130706531", "0x7f000063", "0177.0.0.0143", "127.99", "[::ffff:127.0.0.99]", "[::ffff:7f00:63]", "127.0.0.99.",
                    "１２７.０.０.９９", "①②⑦.0.0.99", "127。0。0。99", "0x7f.0.0.0x63", "%31%32%37.0.0.99", "[::1]", "localhost", "169.254.169.254",
                )
            )
        )(stage),
        stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0),
    ),
    "private-by-other-port": lambda stage: (
        variants(redirect("http://private.test:6379/"), redirect("http://charity.test:22/"), redirect("http://payment.test:3306/"))(stage),
        stage.check("nothing reached it", lambda outcome: outcome.world.accepted[PRIVATE] == 0),
    ),
    "own-route-spellings": variants(
        redirect("https://AID.example.org/en/go/x"), redirect("https://aid.example.org:443/go/x"),
        redirect("https://aid.example.org./ru/go/x?l=1"), redirect("//aid.example.org/hy/go/x"),
    ),
}  # fmt: skip
LIST_OF_CAMPAIGNS = bare(
    "Campaigns - Charity",
    "<h1>Our campaigns</h1>" + "".join(f"<article><h2>Village {n}</h2></article>" for n in range(9)),
)
ENDS = {
    "to-home-spellings": lambda stage: (
        variants(*(redirect(where) for where in ("/", "/?notfound=1", "http://charity.test", "/#", "//charity.test/")))(stage),
        stage.serve(answer(200, HOME), path="/"),
    ),
    "to-home-in-language": ending("/en/", answer(200, HOME)),
    "to-home-by-name": ending("/index.php", answer(200, HOME)),
    "to-parent": lambda stage: (
        setattr(stage, "url", "http://charity.test/en/campaigns/winter/donate"),
        stage.serve(redirect("/en/campaigns"), path="/en/campaigns/winter/donate"),
        stage.serve(answer(200, LIST_OF_CAMPAIGNS), path="/en/campaigns"),
    ),
    "to-error-pages": lambda stage: (
        variants(*(redirect(where) for where in ERROR_PAGES))(stage),
        *(stage.serve(answer(200, bare("Charity", f"<p>Sorry.</p><p>{TEXT[:90]}</p>")), path=where.partition("?")[0]) for where in ERROR_PAGES),
    ),
    "to-page-with-404-in-name": ending("/project-404-families/give", good()),
    "login-paths": lambda stage: (
        variants(*(redirect(where) for where in LOGINS))(stage),
        *(stage.serve(answer(200, LOGIN), path=where.partition("?")[0]) for where in LOGINS),
    ),
    "login-on-own-host": lambda stage: (
        stage.serve(redirect("http://sso.charity.test/realms/main/protocol/openid-connect/auth?client_id=web")),
        stage.resolve("sso.charity.test", "127.0.0.12"),
        stage.serve(answer(200, LOGIN), host="sso.charity.test", path="*"),
    ),
    "login-elsewhere": lambda stage: (
        stage.serve(redirect("http://login.identity.test/common/oauth2/authorize")),
        stage.resolve("login.identity.test", THEIR_ADDRESS),
        stage.serve(answer(200, LOGIN), host="login.identity.test", path="*"),
    ),
    "login-word-in-path": ending("/authors/signing-of-the-book/donate", good()),
    "shop-password": ending("/password", answer(200, bare("Charity – Opening Soon", "<form method='post'><input type='password'></form>"))),
    "tenant-not-found": lambda stage: (
        setattr(stage, "url", "http://platform.test/charity"),
        setattr(stage, "tenant_prefix", "/charity"),
        stage.serve(redirect("/search?q=charity"), host="platform.test", path="/charity"),
        stage.serve(answer(200, bare("Search - Platform", "<h1>0 results</h1>")), host="platform.test", path="/search"),
    ),
}  # fmt: skip
ERROR_PAGES = (
    "/404",
    "/page-not-found",
    "/error/404",
    "/errors/notfound.aspx?aspxerrorpath=/donate",
    "/not-found",
    "/en/404/",
    "/error404.php",
)
LOGINS = (
    "/signin?return_to=%2Fdonate", "/account/login", "/wp-login.php?redirect_to=donate", "/users/sign_in", "/Account/LogOn?ReturnUrl=%2fdonate",
    "/auth/login", "/sign-in", "/user/login?destination=donate", "/en/login/", "/session/new",
)  # fmt: skip
scenes(MOVES | AWAY | INWARD | ENDS)
