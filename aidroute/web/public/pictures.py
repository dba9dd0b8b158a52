"""Pictures of our pages, for those who show a link to us."""

from __future__ import annotations

from flask import Response, abort, redirect
from werkzeug.wrappers import Response as BaseResponse

from aidroute.web.page_pictures import picture_path, picture_text
from aidroute.web.pictures import drawn
from aidroute.web.public.blueprint import public
from aidroute.web.reading import view

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
    return Response(drawn(said), content_type="image/png", headers={"Cache-Control": FOR_EVER})
