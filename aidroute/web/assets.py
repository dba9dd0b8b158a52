"""Static files under names that change with their content: a browser never asks twice and never sees an old one.

Everything is read once, at the start: there is no build step, and an installed wheel does what a checkout does.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

import brotli
from flask import Flask, Response, abort, current_app, request, url_for
from markupsafe import Markup

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"

# Smaller files gain nothing from compression.
WORTH_COMPRESSING = 300
COMPRESSIBLE = ("text/", "image/svg+xml", "application/json", "application/manifest+json")

_SVG_OPENING = re.compile(r"<svg\b[^>]*>")
_SVG_DRAWING = re.compile(r' (?:xmlns|width|height)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file, ready to be sent. ``encoded`` holds its compressed forms by content coding."""

    name: str
    hashed_name: str
    media_type: str
    etag: str
    body: bytes
    encoded: dict[str, bytes]


class Assets:
    """The static files of one installation, by their own name and by their hashed one."""

    def __init__(self, folder: Path) -> None:
        """Read every file under ``folder``."""
        found = [
            _read(path, path.relative_to(folder).as_posix()) for path in sorted(folder.rglob("*")) if path.is_file()
        ]
        self._by_name = {asset.name: asset for asset in found}
        self._by_hashed_name = {asset.hashed_name: asset for asset in found}
        self._icons = {
            Path(asset.name).stem: _inline(asset.body.decode())
            for asset in found
            if asset.name.startswith("icons/") and asset.name.endswith(".svg")
        }

    def hashed_name(self, name: str) -> str:
        """The name to link to. A file that is not there keeps its name, so that a page is never lost for a picture."""
        asset = self._by_name.get(name)
        return asset.hashed_name if asset else name

    def find(self, name: str) -> tuple[Asset, bool] | None:
        """The file with this name, and whether the name is the hashed one; None when there is none."""
        if name in self._by_hashed_name:
            return self._by_hashed_name[name], True
        return (self._by_name[name], False) if name in self._by_name else None

    def icon(self, name: str, fallback: str = "need") -> Markup:
        """A drawing to stand beside its word: it takes the colour of the text, and no screen reader reads it."""
        return self._icons.get(name) or self._icons.get(fallback, Markup(""))


def register_assets(app: Flask, folder: Path) -> None:
    """Serve ``folder`` under /static/ and give templates ``static_url(name)`` and ``icon(name)``."""
    assets = Assets(folder)
    app.extensions["assets"] = assets
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=_serve)
    app.jinja_env.globals.update(static_url=static_url, icon=assets.icon)

    @app.url_defaults
    def use_the_hashed_name(endpoint: str, values: dict[str, str]) -> None:
        if endpoint == "static" and "filename" in values:
            values["filename"] = assets.hashed_name(values["filename"])


def static_url(name: str) -> str:
    """The address of a static file, good for ever: another content has another address."""
    return url_for("static", filename=name)


def _serve(filename: str) -> Response:
    assets: Assets = current_app.extensions["assets"]
    found = assets.find(filename)
    if found is None:
        abort(404)
    asset, is_hashed = found
    coding = next((each for each in ("br", "gzip") if each in asset.encoded and request.accept_encodings[each] > 0), "")
    response = Response(asset.encoded.get(coding, asset.body), content_type=asset.media_type)
    response.headers["Cache-Control"] = FOR_EVER if is_hashed else FOR_A_WHILE
    response.set_etag(f"{asset.etag}{coding and '-' + coding}")
    if asset.encoded:
        response.vary.add("Accept-Encoding")
    if coding:
        response.content_encoding = coding
    response.make_conditional(request)
    return response


def _read(path: Path, name: str) -> Asset:
    body = path.read_bytes()
    digest = hashlib.sha256(body).hexdigest()
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    encoded: dict[str, bytes] = {}
    if len(body) >= WORTH_COMPRESSING and media_type.startswith(COMPRESSIBLE):
        encoded = {"br": brotli.compress(body, quality=11), "gzip": gzip.compress(body, 9, mtime=0)}
    stem, dot, suffix = name.rpartition(".")
    hashed_name = f"{stem}.{digest[:8]}.{suffix}" if dot else f"{name}.{digest[:8]}"
    if media_type.startswith("text/") or media_type.endswith("javascript"):
        media_type += "; charset=utf-8"
    return Asset(name, hashed_name, media_type, digest[:16], body, encoded)


def _inline(svg: str) -> Markup:
    """A file of ours as a part of a page. Only files that ship with aidroute come here."""
    opening = _SVG_OPENING.search(svg)
    if opening is None:
        return Markup("")
    drawing = _SVG_DRAWING.sub("", opening.group())
    marked = drawing.replace("<svg", '<svg class="icon" aria-hidden="true" focusable="false"', 1)
    return Markup(marked + svg[opening.end() :].strip())  # noqa: S704 - a drawing that ships with aidroute
