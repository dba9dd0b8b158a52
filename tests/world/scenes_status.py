"""Status codes."""

from __future__ import annotations

from tests.world.answers import answer, by_header, chain, raw
from tests.world.pages import bare, good
from tests.world.server import Asked, Behaviour, Peer
from tests.world.stage import Stage, scene, scenes, serving

CHALLENGE = bare(
    "Just a moment...",
    '<h1>Checking your browser</h1><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/x"></script>',
)
FORBIDDEN = (
    "<!DOCTYPE HTML><html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1>"
    "<p>You don't have permission to access this resource.</p></body></html>"
)
BACK_SOON = bare(
    "Charity", "<h1>We will be back soon</h1><p>Our website is being maintained. Please come again later.</p>"
)


def unless_get(otherwise: Behaviour) -> Behaviour:
    def behave(peer: Peer, asked: Asked) -> None:
        (good() if asked.method == "GET" else otherwise)(peer, asked)

    return behave


def waits_at_least(stage: Stage, seconds: int, at_most: int | None = None) -> None:
    def holds(seconds_waited: float | None) -> bool:
        return (
            seconds_waited is not None
            and seconds <= seconds_waited * 1.11
            and (at_most is None or seconds_waited <= at_most * 1.11)
        )

    stage.check(
        f"next check after {seconds} s",
        lambda outcome: holds(outcome.step.next_check_in.total_seconds() if outcome.step.next_check_in else None),
    )


@scene("s429-sec")
def _limited(stage: Stage) -> None:
    stage.serve(answer(429, "slow down", [("Retry-After", "120")]))
    waits_at_least(stage, 120)


@scene("s429-absurd")
def _absurd(stage: Stage) -> None:
    stage.serve(answer(429, "slow down", [("Retry-After", "315360000")]))
    waits_at_least(stage, 3600, at_most=86400)


@scene("s429-junk")
def _junk(stage: Stage) -> None:
    stage.serve(answer(429, "slow down", [("Retry-After", "soon")]))
    waits_at_least(stage, 3600, at_most=3600)


@scene("s404")
def _missing(stage: Stage) -> None:
    stage.serve(answer(404, "<h1>Not Found</h1>"))
    waits_at_least(stage, 60, at_most=60)


@scene("s503-maint")
def _maintenance(stage: Stage) -> None:
    stage.serve(answer(503, BACK_SOON, [("Retry-After", "3600")]))
    stage.reason("maintenance")
    waits_at_least(stage, 3600)


@scene("s421")
def _misdirected(stage: Stage) -> None:
    stage.serve(answer(421, "Misdirected Request"))
    stage.check("asked twice", lambda outcome: len(outcome.world.requests_to("charity.test")) == 2)
    stage.check("noted", lambda outcome: outcome.observation.retried_on_new_connection)


scenes(
    {
        "s401": serving(answer(401, "Unauthorized", [("WWW-Authenticate", 'Basic realm="members"')])),
        "s403-plain": serving(answer(403, FORBIDDEN)),
        "s403-cf-body": serving(answer(403, CHALLENGE, [("Server", "cloudflare")])),
        "s503-cf-body": serving(answer(503, CHALLENGE, [("Server", "cloudflare")])),
        "s410": serving(answer(410, "<h1>Gone</h1>")),
        "head404-get200": serving(unless_get(answer(404, ""))),
        "head405": serving(unless_get(answer(405, ""))),
        "s405-get": serving(answer(405, "Method Not Allowed", [("Allow", "POST")])),
        "s406": serving(by_header("accept", "text/html", good(), answer(406, "Not Acceptable"))),
        "s407": serving(answer(407, "Proxy Authentication Required", [("Proxy-Authenticate", "Basic")])),
        "s408": serving(answer(408, "Request Timeout")),
        "s418": serving(answer(418, "short and stout")),
        "s426": serving(answer(426, "Upgrade Required", [("Upgrade", "h2")]), "client_unsupported"),
        "s402": serving(answer(402, "Payment Required")),
        "s451": serving(answer(451, "Unavailable For Legal Reasons")),
        "s999": serving(answer(999, "Request denied")),
        "s204": serving(raw(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
        "s520": serving(answer(520, "Web server is returning an unknown error")),
        "s300": serving(answer(300, "Multiple Choices")),
        "s500": serving(answer(500, "Internal Server Error")),
        "s502": serving(answer(502, "<h1>Bad Gateway</h1>")),
        "s200-maint": serving(answer(200, BACK_SOON), "maintenance"),
        "s530": serving(answer(530, "error 1016", content_type="text/plain")),
        "s304-uncond": serving(raw(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")),
        "s600": serving(chain(raw(b"HTTP/1.1 1000 Odd\r\nContent-Length: 0\r\n\r\n"))),
    }
)
