"""Forms of ours are sent from our own pages only. For visitors, who have no session and no token, this is the guard."""

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
    if origin is not None and origin not in own_origins():
        abort(403)
    if request.mimetype not in FORM_TYPES:
        abort(415)


def own_origins() -> tuple[str, str]:
    """The configured address, and the one this request came to: its Host was checked against the configured ones.

    Behind a proxy that ends TLS and is not trusted to say so, only the configured one has the right scheme.
    """
    return _origin(current_app.config["SETTINGS"].base_url), _origin(request.host_url)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
