"""The blueprint of the pages for visitors. Each module beside this one adds its views to it."""

from flask import Blueprint, Response, request

public = Blueprint("public", __name__)


@public.after_request
def spare_what_is_known(response: Response) -> Response:
    """A page the browser already has is answered by 304: a short answer on a slow line.

    If-Match is meant for what is written: whoever only reads gets the page, as from the page cache.
    """
    if "If-Match" in request.headers:
        return response
    if request.method in {"GET", "HEAD"} and response.status_code == 200 and not response.direct_passthrough:
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response
