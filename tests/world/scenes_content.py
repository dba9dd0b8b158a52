"""What the page says."""

from __future__ import annotations

from tests.world.answers import answer, by_header, redirect
from tests.world.pages import BASELINE, OTHER_IBAN, TEXT, bare, bitcoin_address, ethereum_address, good, page
from tests.world.stage import Stage, scene, scenes, serving

NOT_FOUND_UK = bare("Сторінку не знайдено", "<h1>Сторінку не знайдено</h1><p>Перевірте адресу.</p>", lang="uk")
FOR_SALE = bare("charity.test", "<h1>This domain is for sale</h1><p>Make an offer for charity.test today.</p>")
GAMBLING = bare(
    "SLOT GACOR MAXWIN 2026 - Situs Judi Online",
    "<h1>SLOT GACOR HARI INI</h1><p>Daftar slot gacor, deposit pulsa, bonus new member, rtp live tertinggi.</p>" * 5,
)
BITCOIN = bitcoin_address("nobody holds the key to this one")
ETHEREUM = ethereum_address("nor to this one")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)
ANUBIS = bare(
    "Making sure you're not a bot!",
    '<script id="anubis_challenge" type="application/json">{}</script>'
    '<script src="/.within.website/x/cmd/anubis/static/js/main.mjs"></script>',
)


@scene("parked-redirect")
def _parked(stage: Stage) -> None:
    stage.serve(redirect("http://parking.test/lander?d=charity.test"))
    stage.serve(answer(200, FOR_SALE), host="parking.test", path="*")


@scene("payment-provider-known")
def _provider(stage: Stage) -> None:
    stage.allowed_domains = ("payment.test", "otherpay.test")
    stage.serve(answer(200, page(form="https://otherpay.test/pay")))


@scene("iban-swapped")
def _swapped(stage: Stage) -> None:
    stage.serve(answer(200, page(account=OTHER_IBAN)))
    stage.reason("payment_target_changed")


@scene("title-1mb")
def _title(stage: Stage) -> None:
    stage.serve(answer(200, f"<html><head><title>{'A' * 1_000_000}</title></head></html>"))
    stage.check("stored title short", lambda outcome: len(outcome.judgement.title) <= 300)


DOWNLOAD = [("Content-Disposition", "attachment; filename=donate.exe")]
scenes(
    {
        "soft-title-en": serving(answer(200, bare("Page not found", "<h1>Page not found</h1><p>Sorry.</p>"))),
        "soft-title-uk": serving(answer(200, NOT_FOUND_UK)),
        "trap-404-number": serving(answer(200, page(text=f"Last year we helped 404 families. {TEXT}"))),
        "js-shell-new": serving(
            answer(
                200,
                '<!doctype html><html><head><title>App</title></head><body><div id="root"></div>'
                '<script src="/bundle.js"></script></body></html>',
            )
        ),
        "parked-sale": serving(answer(200, FOR_SALE)),
        "trap-forsale": serving(
            answer(200, page(text=f"News: an old domain for sale was mistaken for ours; ours is not. {TEXT}"))
        ),
        "usurped-gambling": serving(answer(200, GAMBLING)),
        "wallet-added": serving(answer(200, page(extra=f"<p>Or give crypto: BTC {BITCOIN} or ETH {ETHEREUM}</p>"))),
        "form-action-foreign": serving(answer(200, page(form="https://unknownpay.test/collect"))),
        "script-new-origin": serving(
            answer(200, page(in_head='<script src="https://cdn.example.net/stats.js"></script>'))
        ),
        "iframe-foreign": serving(
            answer(200, bare("Donate", '<iframe src="http://evil.test/" width="100%" height="100%"></iframe>'))
        ),
        "default-page": serving(
            answer(
                200,
                bare(
                    "Welcome to nginx!",
                    "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server "
                    "is successfully installed and working. Further configuration is required.</p>",
                ),
            ),
            "default_page",
        ),
        "campaign-ended": serving(
            answer(
                200,
                bare(
                    "Winter campaign - Charity",
                    "<h1>Winter campaign</h1><p>This campaign is no longer accepting "
                    "donations. Thank you to everybody who gave.</p>",
                ),
            ),
            "campaign_closed",
        ),
        "dirlist": serving(
            answer(
                200, bare("Index of /", "<h1>Index of /</h1><pre><a href='../'>../</a>\n<a href='old/'>old/</a></pre>")
            )
        ),
        "defaced": serving(answer(200, bare("Hacked by x", "<h1>Hacked by x</h1><p>Greetz to all.</p>"))),
        "ghpages-gone": serving(answer(404, bare("Site not found", "<p>There isn't a GitHub Pages site here.</p>"))),
        "heroku-gone": serving(
            answer(404, bare("No such app", "<p>No such app</p><p>There is no app configured here.</p>"))
        ),
        "anubis-200": serving(answer(200, ANUBIS)),
        "download-exe": serving(
            answer(200, b"MZ\x90\x00" + bytes(500), DOWNLOAD, content_type="application/octet-stream")
        ),
        "type-changed": serving(answer(200, PNG, content_type="image/png")),
        "charset-odd": serving(answer(200, BASELINE.encode("utf-16"), content_type="text/html; charset=iso-8859-1")),
        "cloak-ua": serving(by_header("user-agent", "aidroute", good(), answer(200, GAMBLING))),
    }
)
