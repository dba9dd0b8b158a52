"""Forms of ours are sent from our own pages only. Visitors have no session, so there is no token to check instead."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, current_app, request

OWN_SITES = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site of a form on our own page, and of an address typed by hand."""

FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def refuse_foreign_form() -> None:
    """403 for a form that another site sent, 415 for a body that no form of ours could have made."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in OWN_SITES:
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and origin != own_origin():
        abort(403)
    if request.mimetype not in FORM_TYPES:
        abort(415)


def own_origin() -> str:
    """Scheme and host of this installation, as a browser names the origin of our pages."""
    base = urlsplit(current_app.config["SETTINGS"].base_url)
    return f"{base.scheme}://{base.netloc}"
