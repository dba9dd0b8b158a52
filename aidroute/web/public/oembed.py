"""oEmbed 1.0: what another site shows for one of our addresses. Only addresses of answers and organizations have it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Response, current_app, jsonify, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from aidroute.domain.ask import BadAsk
from aidroute.web import present
from aidroute.web.addresses import absolute
from aidroute.web.answers import EMBED_HEIGHT, frame_snippet
from aidroute.web.countries import read_question
from aidroute.web.errors import problem_response
from aidroute.web.languages import current_language
from aidroute.web.present import Json
from aidroute.web.public.blueprint import public
from aidroute.web.reading import view
from aidroute.web.translating import gettext as _

WIDTH = 640
LONGEST_ADDRESS = 2_000
MOST_PARAMETERS = 40
KEPT_FOR_S = 3_600


@public.get("/oembed")
def oembed() -> BaseResponse:
    """What stands at ``url``: a frame for an answer, the name for an organization."""
    if request.args.get("format", "json") != "json":
        return problem_response(501, _("Only JSON is offered here"))
    endpoint, values, query = _page_at(request.args.get("url", ""))
    if values.get("language", current_language()) != current_language():
        return redirect(url_for("public.oembed", language=values["language"], **_own_parameters()))
    if endpoint == "public.give":
        return _frame(query)
    organization = view().directory.organizations.get(values.get("slug", ""))
    if endpoint != "public.organization" or organization is None:
        return problem_response(404, _("There is nothing to show for this address"))
    return _answer({"type": "link", "title": organization.name})


def _frame(query: str) -> Response:
    try:
        ask = read_question(view(), parse_qs(query, max_num_fields=MOST_PARAMETERS))
    except BadAsk as bad:
        title = _("Part of this question is not known to us")
        return problem_response(422, title, errors=present.problems(bad.problems))
    except ValueError:
        return problem_response(404, _("There is nothing to show for this address"))
    height = _at_most("maxheight", EMBED_HEIGHT)
    html = frame_snippet(ask, height)
    return _answer({
        "type": "rich",
        "title": _("Where to give"),
        "html": html,
        "width": _at_most("maxwidth", WIDTH),
        "height": height,
    })  # fmt: skip


def _answer(members: Json) -> Response:
    own = {"version": "1.0", "provider_name": "aidroute", "provider_url": absolute(""), "cache_age": KEPT_FOR_S}
    return jsonify({**own, **members})


def _page_at(address: str) -> tuple[str, dict[str, str], str]:
    """Endpoint, values and query of an address of ours; three times nothing for any other."""
    base = current_app.config["SETTINGS"].base_url
    if len(address) > LONGEST_ADDRESS or not address.startswith(f"{base}/"):
        return "", {}, ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", {}, ""
    # The address without a language leads to the page in the visitor's own.
    for path in (parts.path, f"/{current_language()}{parts.path}"):
        with suppress(HTTPException):
            endpoint, values = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
            return endpoint, dict(values), parts.query
    return "", {}, ""


def _at_most(name: str, own: int) -> int:
    text = request.args.get(name, "")
    return min(own, int(text)) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else own


def _own_parameters() -> dict[str, Any]:
    return {name: request.args[name] for name in ("url", "maxwidth", "maxheight") if name in request.args}
