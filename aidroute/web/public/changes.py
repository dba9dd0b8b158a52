"""The public ledger: every change that was applied, who proposed and decided it, and how to check it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, current_app, jsonify, render_template, request, url_for
from markupsafe import escape

from aidroute.services import ledger
from aidroute.services.telling_stories import database_needed
from aidroute.web import present_directory
from aidroute.web.cards import path_of
from aidroute.web.change_lines import OLDER_THAN, SUBJECT, ChangeGroup, ChangeLine, change_groups
from aidroute.web.feeds import MEDIA_TYPE, Feed, FeedEntry, atom
from aidroute.web.languages import current_language
from aidroute.web.public.blueprint import public
from aidroute.web.reading import now, view
from aidroute.web.translating import gettext as _

LONGEST_SLUG = 120
LARGEST_NUMBER = 2**31 - 1


@public.get("/changes")
def changes() -> str:
    """The newest changes; older ones page by page."""
    page = _page()
    groups = change_groups(view().directory, page.entries)
    subject, is_first = _subject(), _older_than() is None
    return render_template(
        "public/changes.html",
        groups=groups,
        newest=page.entries[0] if page.entries and is_first and not subject else None,
        subject=subject,
        subject_name=groups[0].named.in_full if groups else subject,
        next_path=_next_path("public.changes", page),
        first_path="" if is_first else url_for("public.changes", subject=subject or None),
    )


@public.get("/changes.json")
def changes_json() -> Response:
    """The same for programs, with all that a row's hash covers."""
    page = _page()
    return jsonify(present_directory.changes(page, _next_path("public.changes_json", page)))


@public.get("/changes.atom")
def changes_atom() -> Response:
    """The newest changes as a feed."""
    groups = change_groups(view().directory, _page().entries)
    asked: dict[str, Any] = {OLDER_THAN: _older_than(), SUBJECT: _subject() or None}
    feed = Feed(
        title=_("aidroute: changes of the directory"),
        language=current_language(),
        page_path=url_for("public.changes", **asked),
        own_path=url_for("public.changes_atom", **asked),
        updated_at=now(),
        entries=tuple(_feed_entries(groups)),
    )
    return Response(atom(feed), content_type=MEDIA_TYPE)


def _page() -> ledger.Page:
    with database_needed():
        return ledger.page(current_app.extensions["database"], older_than=_older_than(), subject=_subject())


def _older_than() -> int | None:
    text = request.args.get(OLDER_THAN, "")
    is_number = text.isascii() and text.isdigit() and len(text) < 11
    return min(int(text), LARGEST_NUMBER) if is_number else None


def _subject() -> str:
    text = request.args.get(SUBJECT, "")
    return text if len(text) <= LONGEST_SLUG and text.isprintable() else ""


def _next_path(endpoint: str, page: ledger.Page) -> str:
    if page.older_than is None:
        return ""
    return url_for(endpoint, older_than=page.older_than, subject=_subject() or None)


def _feed_entries(groups: Iterable[ChangeGroup]) -> Iterable[FeedEntry]:
    for group in groups:
        yield FeedEntry(
            number=f"change-{group.lines[0].sequence}",
            title=_title(group),
            updated_at=group.applied_at,
            path=group.named.path or path_of("public.changes", subject=group.slug),
            text="\n".join(map(_in_one_line, group.lines)),
            author=group.decided_by or (_("Came with aidroute") if group.came_with_us else group.proposed_by),
        )


def _title(group: ChangeGroup) -> str:
    """Whose, what and which in one line; names may be marked with their language, which a feed cannot carry."""
    name, part = escape(group.named.name).striptags(), escape(group.named.part).striptags()
    which = f"{group.subject}{_(': ')}{part}" if part else group.subject
    return f"{name} · {which}: {group.heading}"


def _in_one_line(line: ChangeLine) -> str:
    text = " ".join([line.text, *(f"- {each}" for each in line.before), *(f"+ {each}" for each in line.after)])
    # Readers of feeds make links of whole addresses, and an address in the ledger may be one nobody is led to.
    return text.replace("https://", "").replace("http://", "")
