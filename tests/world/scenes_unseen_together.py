"""Two things at once: a slow, moved, limited or refusing server may also be a dangerous one."""

from __future__ import annotations

from datetime import timedelta

from aidroute.domain.ground import Ground
from tests.world.answers import answer, claims, raw, redirect, slowly
from tests.world.certificates import DAY, Wish, shared_authority
from tests.world.names import FAR_V6, SHUT
from tests.world.pages import bare, good, page
from tests.world.scenes_network import HTTPS, OURS, registration
from tests.world.scenes_redirect import by_tls
from tests.world.scenes_unseen_gone import framed
from tests.world.scenes_unseen_walls import (
    CASINO,
    CLOUDFLARE,
    FORBIDDEN,
    REFRESH,
    SALE,
    SWINDLE,
    foreign_over,
    over,
    wall,
)
from tests.world.server import Behaviour
from tests.world.stage import NOW, Scene, Stage, scene, scenes, serving

RARER = (407, 421, 426, 505, 511)
SLOW = 2.2


def moved_to(behaviour: Behaviour, path: str = "/give") -> Scene:
    """Moved for good to this."""

    def play(stage: Stage) -> None:
        stage.serve(redirect(path, 301))
        stage.serve(behaviour, path=path)

    return play


def foreign_each(*behaviours: Behaviour) -> Scene:
    """Redirects to evil.test, which does each of these."""

    def play(stage: Stage) -> None:
        stage.urls = tuple(f"http://charity.test/give/{number}" for number in range(len(behaviours)))
        for number, behaviour in enumerate(behaviours):
            stage.serve(redirect(f"http://evil.test/{number}"), path=f"/give/{number}")
            stage.serve(behaviour, host="evil.test", path=f"/{number}")

    return play


@scene("swindle-after-upgrade")
def _upgraded(stage: Stage) -> None:
    stage.serve(by_tls(answer(200, SWINDLE), redirect(HTTPS, 301)))


@scene("swindle-after-many-moves")
def _many(stage: Stage) -> None:
    stage.serve(redirect("/1", 301))
    for number in range(1, 7):
        stage.serve(redirect(f"/{number + 1}", 301), path=f"/{number}")
    stage.serve(answer(200, SWINDLE), path="/7")


@scene("swindle-at-second-address")
def _second(stage: Stage) -> None:
    stage.serve(answer(200, SWINDLE))
    stage.resolve("charity.test", SHUT, "127.0.0.11")


@scene("swindle-before-expiry")
def _before_expiry(stage: Stage) -> None:
    stage.serve(answer(200, SWINDLE))
    stage.ground = Ground(registration(registered_at=NOW - timedelta(days=900), expires_at=NOW + timedelta(days=10)))


@scene("swindle-under-expiring-certificate")
def _expiring(stage: Stage) -> None:
    stage.url = HTTPS
    stage.serve(answer(200, SWINDLE))
    wish = Wish(OURS, age=87 * DAY)
    stage.setup(lambda world: world.certificate("charity.test", shared_authority().server_context(wish)))


@scene("swindle-at-processor")
def _at_processor(stage: Stage) -> None:
    stage.serve(redirect("https://payment.test/charity"))
    stage.serve(answer(200, SWINDLE), host="payment.test", path="/charity")


@scene("foreign-without-route")
def _without_route(stage: Stage) -> None:
    stage.serve(redirect("http://evil.test/"))
    stage.resolve("evil.test", FAR_V6)


@scene("parking-and-unreadable")
def _parking(stage: Stage) -> None:
    stage.serve(redirect("http://parking.test/?d=charity.test"))
    stage.serve(answer(403, FORBIDDEN), host="parking.test", path="*")


@scene("neighbour-behind-wall")
def _neighbour(stage: Stage) -> None:
    stage.url = "http://platform.test/charity"
    stage.tenant_prefix = "/charity"
    stage.serve(redirect("/thief"), host="platform.test", path="/charity")
    stage.serve(wall(403, "Just a moment...", CLOUDFLARE), host="platform.test", path="/thief")


@scene("downgrade-to-wall")
def _downgraded(stage: Stage) -> None:
    stage.url = HTTPS
    stage.serve(by_tls(redirect("http://charity.test/donate"), answer(403, FORBIDDEN)))


NOT_MODIFIED = raw(b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\nConnection: close\r\n\r\n')


@scene("not-modified-abroad")
def _unmodified_abroad(stage: Stage) -> None:
    stage.serve(redirect("http://evil.test/"))
    stage.serve(NOT_MODIFIED, host="evil.test", path="*")
    stage.request["etag"] = '"v1"'


@scene("not-modified-after-move")
def _unmodified_moved(stage: Stage) -> None:
    stage.serve(redirect("/give", 301))
    stage.serve(NOT_MODIFIED, path="/give")
    stage.request["etag"] = '"v1"'


COOKIES = [("Set-Cookie", f"c{number}={'v' * 4000}; Path=/") for number in range(90)]
scenes(
    {
        "casino-behind-rarer-refusals": over(CASINO, *RARER),
        "swindle-behind-rarer-refusals": over(SWINDLE, *RARER),
        "refresh-behind-rarer-refusals": foreign_over(REFRESH, *RARER),
        "swindle-after-move": moved_to(answer(200, SWINDLE)),
        "swindle-slowly": serving(slowly(SLOW, answer(200, SWINDLE))),
        "swindle-with-cookies": serving(answer(200, SWINDLE, COOKIES)),
        "sale-after-move": moved_to(answer(200, SALE)),
        "sale-slowly": serving(slowly(SLOW, answer(200, SALE))),
        "lost-after-move": moved_to(framed("Page not found", "Page not found", "Sorry."), "/new"),
        "root-after-move": moved_to(answer(200, bare("Charity", "<h1>Welcome to Charity</h1>")), "/"),
        "wall-after-move": moved_to(wall(403, "Just a moment...", CLOUDFLARE)),
        "foreign-and-unreadable": foreign_each(
            claims("br", bytes(range(256))),
            answer(200, page(), [("X-Long", "a" * 70_000)]),
            answer(429, "slow down"),
            answer(511, "log in"),
            answer(999, ""),
            good(),
        ),
    }
)
