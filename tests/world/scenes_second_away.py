"""Ways to somebody else that hide from readers of headers: markup, scripts, frames, odd hosts."""

# ruff: noqa: E501 -- a line is often a whole page of a server

from __future__ import annotations

from tests.world.answers import answer, redirect
from tests.world.pages import BASELINE, bare, good, page
from tests.world.scenes_network import HTTPS
from tests.world.scenes_unseen_redirect import ending, marked, moving, script, to_evil
from tests.world.server import Asked, Behaviour, Peer
from tests.world.stage import Scene, Stage, scene, scenes, serving, variants

THEIRS = "127.0.0.67"


def led(
    location: str | bytes, host: str, *, path: str = "*", status: int = 302, there: Behaviour | None = None
) -> Scene:
    """A redirect to a host that lives elsewhere and shows the usual page."""

    def play(stage: Stage) -> None:
        stage.serve(redirect(location, status))
        stage.resolve(host, THEIRS)
        stage.serve(there or good(), host=host, path=path)

    return play


SCRIPTS = {
    "second-script-objects": to_evil(
        script("self.location = 'http://evil.test/'"),
        script("window.self.location.href='http://evil.test/'"),
        script("frames.location='http://evil.test/'"),
        script('document["location"]["replace"]("http://evil.test/")'),
        script("document.defaultView.location='http://evil.test/'"),
        script("window . location . assign ( 'http://evil.test/' )"),
        script("(window||self).location='http://evil.test/'"),
    ),
    "second-script-helpers": to_evil(
        script("navigation.navigate('http://evil.test/')"),
        script("Object.assign(location, {href: 'http://evil.test/'})"),
        script("location.href = new URL('http://evil.test/')"),
        script("location.href = decodeURIComponent('http%3A%2F%2Fevil.test%2F')"),
        script("Reflect.set(location, 'href', 'http://evil.test/')"),
    ),
    "second-script-helpers-over-page": to_evil(
        script("self.location = 'http://evil.test/'", whole_page=True),
        script("navigation.navigate('http://evil.test/')", whole_page=True),
        script("location.href = new URL('http://evil.test/')", whole_page=True),
        script("location.href = decodeURIComponent('http%3A%2F%2Fevil.test%2F')", whole_page=True),
        script("$(location).attr('href', 'http://evil.test/');", whole_page=True),
        script("$(location).prop('href','http://evil.test/')", whole_page=True),
    ),
    "second-script-hidden-words": to_evil(
        script("location.href=['http:','','evil.test',''].join('/')"),
        script("location=String.fromCharCode(104,116,116,112,58,47,47,101,118,105,108,46,116,101,115,116,47)"),
        script("location='/tset.live//:ptth'.split('').reverse().join('')"),
        script("eval(atob('bG9jYXRpb249Imh0dHA6Ly9ldmlsLnRlc3QvIg=='))"),
        script("eval(unescape('%6c%6f%63%61%74%69%6f%6e%3d%22%68%74%74%70%3a%2f%2f%65%76%69%6c%2e%74%65%73%74%2f%22'))"),
    ),
    "second-script-posts": to_evil(
        answer(200, bare("Donate - Charity", '<form id="f" action="http://evil.test/" method="post"></form><script>document.getElementById("f").submit()</script>')),
        answer(200, bare("Donate - Charity", '<form action="http://evil.test/"></form><script>document.forms[0].submit();</script>')),
    ),
    "second-script-in-frames": to_evil(
        answer(200, page(extra="<iframe src=\"javascript:top.location='http://evil.test/'\"></iframe>")),
        answer(200, page(extra="<iframe srcdoc=\"<script>top.location='http://evil.test/'</script>\"></iframe>")),
        answer(200, page(extra="<a id=z href='http://evil.test/'></a><script>document.getElementById('z').click()</script>")),
    ),
    "second-script-module-kinds": to_evil(
        answer(200, page(extra="<script type=module>location.href='http://evil.test/'</script>")),
        answer(200, page(extra="<script type='application/javascript' defer>window.location='http://evil.test/'</script>")),
        answer(200, page(extra="<svg><script>location='http://evil.test/'</script></svg>")),
        answer(200, page(extra="<script language=JavaScript>\n<!--\nlocation.href='http://evil.test/';\n//-->\n</script>")),
    ),
    "second-base-for-script": to_evil(
        answer(200, "<html><head><base href='http://evil.test/'><script>location.href='donate'</script></head><body></body></html>"),
        answer(200, page(in_head="<base href='//evil.test/'>", extra="<script>location.replace('/donate')</script>")),
    ),
}  # fmt: skip
MARKUP = {
    "second-refresh-kinds": to_evil(
        marked("<meta content='0;url=//evil.test/x' http-equiv='refresh'>"),
        marked("<meta http-equiv='refresh' content='1; url =http://evil.test/'>"),
        marked("<meta http-equiv='refresh' content='00;http://evil.test/'>", whole_page=False),
        marked("<META http-equiv=\"Refresh\" content=\"3;URL='//evil.test'\"/>"),
        marked("<meta name=x http-equiv=\"refresh\" content=\"0;\turl=http:\\\\evil.test\\\">"),
    ),
    "second-refresh-header": to_evil(
        answer(200, BASELINE, [("Refresh", "0; url='http://evil.test/'")]),
        answer(200, BASELINE, [("Refresh", "1.5,url=\"http://evil.test/\"")]),
        answer(200, BASELINE, [("Refresh", "10;http://evil.test/")]),
    ),
    "second-frames": to_evil(
        answer(200, "<html><head><title>Donate - Charity</title></head><frameset rows='*,0'><frame src='//evil.test/'><frame src='about:blank'></frameset></html>"),
        answer(200, bare("Donate - Charity", '<iframe style="position:fixed;inset:0;width:100vw;height:100vh" src="http://evil.test/"></iframe>')),
        answer(200, bare("Donate - Charity", '<iframe data-src="/x" src="https:\\\\evil.test/" width="100%"></iframe>')),
    ),
}  # fmt: skip
HOSTS = {
    "second-brother-brand": led("https://charity-foundation.test/donate", "charity-foundation.test"),
    "second-cyrillic-twin": led("http://сharity.test/donate".encode(), "xn--harity-hrf.test"),
    "second-processor-not-ours": led("https://www.paypal.com/donate?hosted_button_id=THEIRS", "www.paypal.com"),
    "second-big-shortener": led("https://bit.ly/3xYzAbC", "bit.ly", there=redirect("http://evil.test/")),
    "second-public-page": led("https://charity.github.io/donate", "charity.github.io"),
    "second-chat": led(
        "https://t.me/charity_help_official",
        "t.me",
        there=answer(200, bare("Telegram: Contact", "<h1>Charity Help</h1>")),
    ),
    "second-marketplace-of-names": led(
        "https://www.godaddy.com/forsale/charity.test",
        "www.godaddy.com",
        there=answer(200, bare("charity.test", "<p>Buy now</p>")),
    ),
}


@scene("second-open-door-own")
def _own_door(stage: Stage) -> None:
    stage.serve(redirect("/out?to=http%3A%2F%2Fevil.test%2F"))
    stage.serve(redirect("http://evil.test/"), path="/out")
    stage.serve(good(), host="evil.test", path="*")


@scene("second-parent-allowed")
def _parent(stage: Stage) -> None:
    stage.allowed_domains = ("payment.test", "platform.test")
    stage.serve(redirect("http://platform.test/our-charity", 301))
    stage.serve(good(), host="platform.test", path="/our-charity")


@scene("second-from-apex")
def _apex(stage: Stage) -> None:
    stage.serve(redirect("http://www.charity.test/donate", 301))
    stage.serve(good(), host="www.charity.test")


@scene("second-way-over-three-own-hosts")
def _three(stage: Stage) -> None:
    stage.serve(redirect("http://www.charity.test/donate"))
    stage.serve(redirect("http://donate.charity.test/"), host="www.charity.test")
    stage.serve(good(), host="donate.charity.test", path="/")


@scene("second-downgrade-by-www")
def _down(stage: Stage) -> None:
    stage.url = HTTPS
    stage.serve(redirect("http://www.charity.test/donate", 301))
    stage.serve(good(), host="www.charity.test")


@scene("second-downgrade-by-refresh")
def _down_refresh(stage: Stage) -> None:
    stage.url = HTTPS
    stage.serve(
        answer(
            200, '<html><head><meta http-equiv="refresh" content="0;url=http://www.charity.test/donate"></head></html>'
        )
    )
    stage.serve(good(), host="www.charity.test")


ENDS = {
    "second-to-sitemap": ending("/sitemap", answer(200, bare("Sitemap - Charity", "<h1>Sitemap</h1><ul><li>Home<li>About<li>News</ul>"))),
    "second-to-news": ending("/news", answer(200, bare("News - Charity", "<h1>News</h1>" + "<article><h2>Village</h2></article>" * 9))),
    "second-to-root-of-www": lambda stage: (
        stage.serve(redirect("http://www.charity.test/", 301)),
        stage.serve(answer(200, bare("Charity", "<h1>Welcome</h1><p>We help families in need all over the country.</p>")), host="www.charity.test", path="/"),
    ),
    "second-to-lost-spellings": lambda stage: (
        variants(*(redirect(where) for where in ("/errors/404.html", "/page-introuvable", "/404-2/", "/pages/404", "/oops-404")))(stage),
        *(stage.serve(answer(200, bare("Charity", "<h1>Oops</h1><p>Nothing to see.</p>")), path=where)
          for where in ("/errors/404.html", "/page-introuvable", "/404-2/", "/pages/404", "/oops-404")),
    ),
    "second-maintenance-by-redirect": ending("/maintenance.html", answer(200, bare("Maintenance", "<h1>Back soon</h1><p>We are upgrading our website.</p>"))),
    "second-moved-slash": moving("/donate/", 301, to="/donate/"),
    "second-moved-case": moving("/Donate", 301, to="/Donate"),
    "second-moved-language": moving("/hy/nvirel", 302, to="/hy/nvirel"),
    "second-relative-up": moving("../give/now", 302, to="/give/now"),
    "second-dotted-host": moving("http://charity.test./give", 302),
}  # fmt: skip


def _marks(stage: Stage) -> None:
    def behave(peer: Peer, asked: Asked) -> None:
        (good() if "utm_source" in asked.target else redirect("/donate?utm_source=site&utm_medium=redirect"))(
            peer, asked
        )

    stage.serve(behave)


def _consent(stage: Stage) -> None:
    stage.serve(redirect("/cookie-consent?return=%2Fdonate"))
    stage.serve(
        answer(
            200, bare("Cookies", "<h1>Before you continue</h1><button>Accept all</button><button>Reject all</button>")
        ),
        path="/cookie-consent",
    )


scenes(SCRIPTS | MARKUP | HOSTS | ENDS | {"second-with-campaign-marks": _marks, "second-consent-by-redirect": _consent})
HEALTHY_SCRIPTS = variants(
    answer(200, page(extra="<script>if (!location.hash) { history.replaceState(null, '', '#give'); }</script>")),
    answer(200, page(extra="<script>var home = 'https://charity.example.org/'; var shareTo = 'https://social.example.org/?u=' + location.href;</script>")),
    answer(200, page(extra="<script>function leave(u) { if (confirm('Leave?')) window.location = u; }</script>")),
    answer(200, page(extra="<button onclick=\"window.location.href='/hy' + window.location.pathname\">Հայ</button>")),
    answer(200, page(extra="<script>document.getElementById('lang').onchange = function () { location.href = this.value; };</script><select id=lang></select>")),
    answer(200, page(extra="<script>if (location.hostname === 'old.charity.test') { location.hostname = 'charity.test'; }</script>")),
    answer(200, page(extra="<script>$('.facebook').click(function(){ window.open('https://social.example.org/share', 'popup'); });</script>")),
    answer(200, page(extra="<a href='https://news.example.org/' onclick=\"window.open(this.href); return false\">In the news</a>")),
)  # fmt: skip
scenes(
    {
        "second-scripts-that-stay": HEALTHY_SCRIPTS,
        "second-refresh-to-itself": serving(answer(200, page(in_head='<meta http-equiv="refresh" content="900">'))),
    }
)
