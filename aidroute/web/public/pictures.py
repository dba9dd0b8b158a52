"""Pictures of our pages, for those who show a link to us."""

from __future__ import annotations

from flask import Response, abort, redirect
from werkzeug.wrappers import Response as BaseResponse

from aidroute.web.page_pictures import picture_path, picture_text
from aidroute.web.pictures import TooManyDrawings, drawn
from aidroute.web.public.blueprint import public
from aidroute.web.reading import view

RETRY_AFTER_S = "2"
FOR_EVER = "public, max-age=31536000, immutable"


@public.get("/pictures/<kind>/<name>.png")
def picture(kind: str, name: str) -> BaseResponse:
    """The picture of one page. An address of an older one leads to the present one; nothing is drawn for it."""
    slug, _, digest = name.rpartition("-")
    said = picture_text(view().directory, kind, slug)
    if said is None:
        abort(404)
    if digest != said.digest:
        return redirect(picture_path(kind, slug, said))
    try:
        content = drawn(said)
    except TooManyDrawings:
        return Response(status=503, headers={"Retry-After": RETRY_AFTER_S})
    return Response(content, content_type="image/png", headers={"Cache-Control": FOR_EVER})
