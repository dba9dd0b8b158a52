"""For programs that read the web: what they may read, and where every page is in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, current_app, redirect, url_for
from werkzeug import Response as WerkzeugResponse

from aidroute.domain.directory import Directory
from aidroute.web.addresses import absolute
from aidroute.web.assets import static_url
from aidroute.web.cards import path_of
from aidroute.web.headers import FRESH_PAGE
from aidroute.web.reading import view

machines = Blueprint("machines", __name__)

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"

Kept = TypeVar("Kept", bound=WerkzeugResponse)

MOST_ADDRESSES = 50_000
"""The protocol's limit for one file."""

LISTS = (
    "public.home", "public.organizations", "public.needs", "public.appeals", "public.emergencies", "public.coverage",
    "public.changes", "public.status", "public.about", "public.bot", "public.suggest",
)  # fmt: skip

ROBOTS = """\
User-agent: *
Disallow: /go/
Disallow: /*/go/
Disallow: /*/give/now
Disallow: /*/report/
Disallow: /*/reports
Disallow: /embed/
Disallow: /maintain/

Sitemap: {sitemap}
"""


@machines.get("/robots.txt")
def robots() -> Response:
    """Pages may be read by everybody; ways out, forms and the desk are for people."""
    return _kept(Response(ROBOTS.format(sitemap=absolute(url_for("machines.sitemap"))), content_type="text/plain"))


@machines.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page once for each language, each naming the others."""
    root = ET.Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    languages = current_app.extensions["languages"]
    pages = list(_pages(view().directory))[: MOST_ADDRESSES // len(languages)]
    for endpoint, values in pages:
        addresses = {code: absolute(path_of(endpoint, language=code, **values)) for code in languages}
        for address in addresses.values():
            url = ET.SubElement(root, "url")
            ET.SubElement(url, "loc").text = address
            for code, other in addresses.items() if len(languages) > 1 else ():
                ET.SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": other})
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return _kept(Response(body, content_type="application/xml; charset=utf-8"))


@machines.get("/favicon.ico")
def favicon() -> WerkzeugResponse:
    """Our mark, for programs that ask for it by this name and read no page that names it."""
    return _kept(redirect(static_url("mark.svg")))


def _pages(directory: Directory) -> Iterator[tuple[str, dict[str, str]]]:
    yield from ((endpoint, {}) for endpoint in LISTS)
    for endpoint, slugs in (
        ("public.emergency", directory.emergencies),
        ("public.appeal", directory.appeals),
        ("public.organization", directory.organizations),
        ("public.need", directory.vocabulary.needs),
    ):
        yield from ((endpoint, {"slug": slug}) for slug in slugs)


def _kept(response: Kept) -> Kept:
    response.headers["Cache-Control"] = FRESH_PAGE
    return response
