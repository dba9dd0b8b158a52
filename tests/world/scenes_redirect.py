"""Redirects, and pages that simply work."""

from __future__ import annotations

from tests.world.answers import answer, head, redirect
from tests.world.pages import TEXT, bare, good, page
from tests.world.server import Asked, Behaviour, Peer
from tests.world.stage import Stage, scene, scenes, serving

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
LOGIN = bare(
    "Sign in", '<h1>Sign in</h1><form method="post"><input name="user"><input type="password" name="pw"></form>'
)
HOME = bare(
    "Charity", f"<h1>Welcome to Charity</h1><p>{TEXT}</p><a href='/donate'>Donate</a><a href='/about'>About</a>"
)


def by_tls(encrypted: Behaviour, plain: Behaviour) -> Behaviour:
    """One answer over TLS, another without."""

    def behave(peer: Peer, asked: Asked) -> None:
        (encrypted if asked.is_tls else plain)(peer, asked)

    return behave


def to_foreign(stage: Stage, behaviour: Behaviour) -> None:
    stage.serve(behaviour)
    stage.serve(answer(200, page(title="Help people now", heading="Help")), host="evil.test", path="*")


@scene("ok-200")
def _ok(stage: Stage) -> None:
    stage.serve(good())
    stage.check("one request", lambda outcome: len(outcome.world.requests_to("charity.test")) == 1)


@scene("ok-pdf")
def _pdf(stage: Stage) -> None:
    sheet = answer(200, PDF, content_type="application/pdf")
    stage.approved = sheet
    stage.serve(sheet)


@scene("up-https")
def _up(stage: Stage) -> None:
    stage.serve(by_tls(good(), redirect("https://charity.test/donate", 301)))
    stage.check("URL suggested", lambda outcome: outcome.judgement.suggested_url == "https://charity.test/donate")


@scene("temp-same-site")
def _temporary(stage: Stage) -> None:
    stage.serve(redirect("/give", 302))
    stage.serve(good(), path="/give")
    stage.check("chain stored", lambda outcome: [hop.status for hop in outcome.observation.hops] == [302, 200])


@scene("chain-9")
def _chain(stage: Stage) -> None:
    stage.serve(redirect("/step1"))
    for number in range(1, 9):
        stage.serve(redirect(f"/step{number + 1}"), path=f"/step{number}")
    stage.serve(good(), path="/step9")
    stage.reason("long_chain")


@scene("loop-self")
def _loop(stage: Stage) -> None:
    stage.serve(redirect("/donate"))
    stage.check("at most 11 requests", lambda outcome: len(outcome.world.requests_to("charity.test")) <= 11)


@scene("loop-ab")
def _loop_ab(stage: Stage) -> None:
    stage.serve(redirect("/b"))
    stage.serve(redirect("/donate"), path="/b")


@scene("cookie-loop")
def _cookie_loop(stage: Stage) -> None:
    stage.serve(redirect("/donate", headers=[("Set-Cookie", "seen=1; Path=/")]))
    stage.check(
        "cookie came back", lambda outcome: any("seen=1" in a.headers.get("cookie", "") for a in outcome.world.asked)
    )


@scene("to-foreign-late")
def _foreign_late(stage: Stage) -> None:
    stage.serve(redirect("/b"))
    stage.serve(redirect("/c"), path="/b")
    stage.serve(redirect("http://evil.test/"), path="/c")
    stage.serve(answer(200, page()), host="evil.test", path="*")


@scene("to-allowed-payment")
def _allowed(stage: Stage) -> None:
    stage.serve(redirect("https://payment.test/charity"))
    stage.serve(good(), host="payment.test", path="/charity")


def _tenant(stage: Stage) -> None:
    stage.url = "http://platform.test/charity"
    stage.tenant_prefix = "/charity"
    stage.serve(
        answer(200, bare("Platform", "<h1>Find a cause</h1><p>Thousands of campaigns.</p>")),
        host="platform.test",
        path="/",
    )


@scene("tenant-same")
def _tenant_same(stage: Stage) -> None:
    _tenant(stage)
    stage.serve(good(), host="platform.test", path="/charity")


@scene("tenant-home")
def _tenant_home(stage: Stage) -> None:
    _tenant(stage)
    stage.serve(redirect("/"), host="platform.test", path="/charity")
    stage.reason("campaign_closed")


@scene("to-own-home")
def _own_home(stage: Stage) -> None:
    stage.serve(redirect("/"))
    stage.serve(answer(200, HOME), path="/")
    stage.reason("redirect_to_root")


@scene("to-404-page")
def _to_404(stage: Stage) -> None:
    stage.serve(redirect("/404.html"))
    stage.serve(answer(200, bare("Charity", "<p>Sorry.</p>")), path="/404.html")


@scene("to-login")
def _to_login(stage: Stage) -> None:
    stage.serve(redirect("/login?next=/donate"))
    stage.serve(answer(200, LOGIN), path="/login")


@scene("loc-userinfo")
def _userinfo(stage: Stage) -> None:
    to_foreign(stage, redirect("http://charity.test@evil.test/"))
    stage.check(
        "nothing before @ was sent", lambda outcome: all("authorization" not in a.headers for a in outcome.world.asked)
    )


@scene("downgrade-http")
def _downgrade(stage: Stage) -> None:
    stage.url = "https://charity.test/donate"
    stage.serve(by_tls(redirect("http://charity.test/donate"), good()))
    stage.reason("downgrade")


@scene("redirect-endless-body")
def _endless(stage: Stage) -> None:
    sent: list[int] = []

    def behave(peer: Peer, _asked: Asked) -> None:
        peer.send(head(302, [("Location", "/ok"), ("Transfer-Encoding", "chunked")]))
        for _ in range(2000):
            peer.send(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
            sent.append(0x4000)

    stage.serve(behave)
    stage.serve(good(), path="/ok")
    # The kernel's buffers on both sides take some megabytes before the server notices that nobody reads.
    stage.check("the body was not read", lambda _outcome: sum(sent) < 16 * 1024 * 1024)


@scene("meta-refresh-same")
def _meta_same(stage: Stage) -> None:
    stage.serve(
        answer(
            200,
            bare("Moved", "<p>One moment</p>").replace(
                "<head>", '<head><meta http-equiv="refresh" content="0; url=/give">'
            ),
        )
    )
    stage.serve(good(), path="/give")
    stage.check("followed", lambda outcome: outcome.observation.final_url == "http://charity.test/give")


@scene("port-change")
def _port(stage: Stage) -> None:
    stage.serve(redirect("http://charity.test:8081/donate"))


@scene("shortener")
def _shortener(stage: Stage) -> None:
    stage.url = "http://short.test/x"
    stage.allowed_domains = ("payment.test", "charity.test")
    stage.approved = redirect("http://charity.test/donate", 301)
    stage.serve(redirect("http://charity.test/donate", 301), host="short.test", path="/x")
    stage.serve(good())
    stage.reason("shortener")
    stage.check("direct URL suggested", lambda outcome: outcome.judgement.suggested_url == "http://charity.test/donate")


@scene("frag")
def _fragment(stage: Stage) -> None:
    stage.url = "http://charity.test/donate#give"
    stage.serve(good())


@scene("host-case-dot")
def _case(stage: Stage) -> None:
    stage.url = "http://CHARITY.test./donate"
    stage.serve(good())


@scene("idn-ok")
def _idn(stage: Stage) -> None:
    stage.url = "http://пожертва.test/donate"
    stage.serve(good(), host="xn--80adid3bfkq.test")


META_FOREIGN = bare("x", "<p>One moment</p>").replace(
    "<head>", '<head><meta http-equiv="refresh" content="0; url=http://evil.test/">'
)

scenes(
    {
        "ok-200-empty": serving(answer(200, ""), "empty"),
        "to-foreign-301": lambda stage: to_foreign(stage, redirect("http://evil.test/", 301)),
        "no-location": serving(answer(302, "")),
        "bad-location": serving(redirect("http://[::1")),
        "loc-javascript": serving(redirect("javascript:alert(1)")),
        "loc-scheme-rel": lambda stage: to_foreign(stage, redirect("//evil.test/")),
        "meta-refresh-foreign": lambda stage: to_foreign(stage, answer(200, META_FOREIGN)),
        "js-redirect-foreign": lambda stage: to_foreign(
            stage, answer(200, "<script>location.href='http://evil.test/'</script>")
        ),
    }
)
