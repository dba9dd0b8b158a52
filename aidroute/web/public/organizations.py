"""The organizations: a list that can be searched and filtered, the same as JSON, and a page for each."""

from __future__ import annotations

from flask import Response, current_app, jsonify, render_template, request

from aidroute.services.browsing import View
from aidroute.services.listing_organizations import OrganizationLists, Wanted, find_organizations
from aidroute.services.telling_stories import story_of
from aidroute.web import present_directory
from aidroute.web.addresses import absolute
from aidroute.web.cards import path_of
from aidroute.web.organization_list_page import OrganizationListPage, wanted_from
from aidroute.web.organization_page import OrganizationPage
from aidroute.web.public.blueprint import public
from aidroute.web.public.not_listed import not_listed
from aidroute.web.reading import now, view
from aidroute.web.structured_data import data_block, organization_data

Page = str | tuple[str, int]

LISTS = OrganizationLists()
"""Of the process: every application in it reads through the same few snapshots."""


@public.get("/organizations")
def organizations() -> str:
    """The list, page by page."""
    return render_template("public/organizations.html", page=_list_page(view(), wanted_from(request.args)))


@public.get("/organizations.json")
def organizations_json() -> Response:
    """The same page of the list for programs."""
    seen = view()
    wanted = wanted_from(request.args)
    page = _list_page(seen, wanted)
    best = LISTS.of(seen.index).best_level
    return jsonify(present_directory.organizations(seen.directory, wanted, page.listing, best, page.next_json_path))


@public.get("/organizations/<slug>")
def organization(slug: str) -> Page:
    """One organization with its facts, its channels and its history."""
    seen = view()
    listed = seen.directory.organizations.get(slug)
    if listed is None:
        return not_listed(slug)
    story = story_of(current_app.extensions["database"], seen.directory, slug, now())
    return render_template(
        "public/organization.html",
        page=OrganizationPage(seen, listed, story, now()),
        address=absolute(path_of("public.organization", slug=slug)),
        data=data_block(organization_data(seen, listed)),
    )


def _list_page(seen: View, wanted: Wanted) -> OrganizationListPage:
    listing = find_organizations(current_app.extensions["database"], LISTS, seen, wanted)
    return OrganizationListPage(seen, wanted, listing)
