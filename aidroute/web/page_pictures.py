"""Which picture goes with which page, and what it says.

There are as many pictures as pages with an own address, in each language: a question has that of its one need, or the
one of the start page. So however many questions are asked, no more are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, request

from aidroute.domain.ask import AskField
from aidroute.domain.directory import Directory
from aidroute.services.browsing import DirectoryUnavailable
from aidroute.web import filters
from aidroute.web.addresses import absolute
from aidroute.web.cards import path_of
from aidroute.web.pictures import HEIGHT, WIDTH, PictureText
from aidroute.web.reading import view
from aidroute.web.translating import gettext
from aidroute.web.translating import lazy_gettext as _
from aidroute.web.wording.directory import ORGANIZATION_KINDS
from aidroute.web.wording.words import EMERGENCY_STATUS, need_label

PAGE = "page"
SUBJECTS = frozenset({"organization", "need", "appeal", "emergency"})

MOTTO = _("Where to give, and is it real?")

TITLES: Mapping[str, str] = {
    "home": MOTTO,
    "organizations": _("Organizations"),
    "needs": _("Needs"),
    "appeals": _("Appeals"),
    "emergencies": _("Emergencies"),
    "coverage": _("Which needs are not covered"),
    "changes": _("Changes"),
    "status": _("State of the checker"),
    "about": _("About, and how we check"),
    "bot": _("Our checker"),
    "suggest": _("Suggest an organization or a correction"),
}
"""Pages that are about no one entry."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture as the head of a page names it."""

    address: str
    text: str
    width: int = WIDTH
    height: int = HEIGHT


def register_page_pictures(app: Flask) -> None:
    """Give templates ``page_picture()``."""
    app.jinja_env.globals.update(page_picture=page_picture)


def page_picture() -> PagePicture | None:
    """The picture of the page that is asked for; None while there is no directory."""
    try:
        directory = view().directory
    except DirectoryUnavailable:
        return None
    kind, slug = _subject(directory)
    said = picture_text(directory, kind, slug)
    if said is None:
        kind, slug = PAGE, "home"
        said = PictureText(str(MOTTO), gettext("Find where to give"))
    text = " · ".join(filter(None, (said.title, said.line)))
    return PagePicture(absolute(picture_path(kind, slug, said)), text)


def picture_path(kind: str, slug: str, said: PictureText) -> str:
    """Where a picture stands: for ever, since one that says something else stands elsewhere."""
    return path_of("public.picture", kind=kind, name=f"{slug}-{said.digest}")


def picture_text(directory: Directory, kind: str, slug: str) -> PictureText | None:
    """What the picture of an entry or a page says in the page's language; None when there is no such page."""
    if kind == PAGE:
        line = gettext("Find where to give") if slug == "home" else str(MOTTO)
        return PictureText(str(TITLES[slug]), line) if slug in TITLES else None
    if kind == "need" and slug in directory.vocabulary.needs:
        return PictureText(need_label(slug, directory.vocabulary.needs), str(MOTTO))
    if kind == "organization" and (organization := directory.organizations.get(slug)):
        return PictureText(organization.name, str(ORGANIZATION_KINDS.get(organization.kind, "")))
    if kind == "appeal" and (appeal := directory.appeals.get(slug)):
        return PictureText(appeal.title, " · ".join(filter(None, (appeal.issuer, filters.stated(appeal.stated_on)))))
    if kind == "emergency" and (emergency := directory.emergencies.get(slug)):
        began = filters.stated(emergency.started_on)
        return PictureText(filters.in_language(emergency.name), f"{EMERGENCY_STATUS[emergency.status]} · {began}")
    return None


def _subject(directory: Directory) -> tuple[str, str]:
    """Kind and slug of what the page is about."""
    kind = (request.endpoint or "").removeprefix("public.")
    if kind in SUBJECTS:
        return kind, str((request.view_args or {}).get("slug", ""))
    asked = request.args.getlist(AskField.NEED.value)
    if kind == "give" and len(asked) == 1 and asked[0] in directory.vocabulary.needs:
        return "need", asked[0]
    return PAGE, kind
