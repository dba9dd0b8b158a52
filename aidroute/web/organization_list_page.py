"""The list of organizations as its page shows it: the search, the filters with their counts, and the ways on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from aidroute.domain.listing import NO_CHANNEL, STATES, Facet, Listing
from aidroute.domain.vocabulary import Need, Purpose
from aidroute.services.browsing import View
from aidroute.services.listing_organizations import Wanted
from aidroute.services.searching import LONGEST_QUERY
from aidroute.web.organization_cards import OrganizationCard, organization_card
from aidroute.web.translating import gettext as _
from aidroute.web.translating import looked_up, ngettext
from aidroute.web.wording.directory import FACETS, LEVELS, kind_of_organization
from aidroute.web.wording.words import PURPOSES, need_label

QUERY, AFTER = "q", "after"
LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Option:
    """One value a list can be filtered by, with how many that would show."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetField:
    """One filter."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One filter that is set, and the list without it."""

    label: str
    path_without: str


def wanted_from(parameters: MultiDict[str, str]) -> Wanted:
    """What an address asks for. Nothing in it is wrong: a value that nobody has finds nobody, and is shown as it is."""
    chosen = {facet: _clean(parameters.get(facet.value, ""), LONGEST_VALUE) for facet in Facet}
    return Wanted(
        query=_clean(parameters.get(QUERY, ""), LONGEST_QUERY),
        chosen={facet: value for facet, value in chosen.items() if value},
        after=_clean(parameters.get(AFTER, ""), LONGEST_VALUE),
    )


class OrganizationListPage:
    """One page of the list."""

    def __init__(self, view: View, wanted: Wanted, listing: Listing) -> None:
        """Put the page of ``listing`` that answers ``wanted`` in words."""
        self._needs = view.directory.vocabulary.needs
        self.wanted = wanted
        self.total = listing.total
        self.listing = listing
        self.cards: list[OrganizationCard] = [organization_card(view, slug) for slug in listing.slugs]

    @property
    def heading(self) -> str:
        """How many there are."""
        if not self.wanted.query and not self.wanted.chosen:
            return _("Organizations")
        return ngettext("%(num)d organization found", "%(num)d organizations found", self.total)

    @property
    def facets(self) -> list[FacetField]:
        """The filters, each with the values that would find somebody, and the chosen one even if it finds nobody."""
        return [self._field(facet) for facet in Facet]

    @property
    def narrowings(self) -> list[Narrowing]:
        """What the list is narrowed by."""
        found = (
            [Narrowing(_("“%(query)s”", query=self.wanted.query), self._path(without=QUERY))]
            if self.wanted.query
            else []
        )
        return found + [
            Narrowing(f"{FACETS[facet]}: {label_of(facet, value, self._needs)}", self._path(without=facet.value))
            for facet, value in self.wanted.chosen.items()
        ]

    @property
    def next_path(self) -> str:
        """The next page, '' on the last."""
        return self._path(after=self.listing.next_after) if self.listing.next_after else ""

    @property
    def first_path(self) -> str:
        """The first page, '' when this is it."""
        return self._path() if self.wanted.after else ""

    @property
    def json_path(self) -> str:
        """The same as JSON."""
        return self._path("public.organizations_json", after=self.wanted.after)

    @property
    def next_json_path(self) -> str:
        """The next page as JSON, '' on the last."""
        after = self.listing.next_after
        return self._path("public.organizations_json", after=after) if after else ""

    def _field(self, facet: Facet) -> FacetField:
        chosen = self.wanted.chosen.get(facet, "")
        counts = dict(self.listing.counts[facet])
        if chosen:
            counts.setdefault(chosen, 0)
        options = [
            Option(value, label_of(facet, value, self._needs), counts[value], value == chosen)
            for value in ORDERS[facet](counts, self._needs)
        ]
        return FacetField(facet.value, str(FACETS[facet]), tuple(options))

    def _path(self, endpoint: str = "public.organizations", *, without: str = "", after: str = "") -> str:
        pairs = {QUERY: self.wanted.query, **{facet.value: value for facet, value in self.wanted.chosen.items()}}
        kept = {name: value for name, value in {**pairs, AFTER: after}.items() if value and name != without}
        query = urlencode(kept)
        return url_for(endpoint) + (f"?{query}" if query else "")


def label_of(facet: Facet, value: str, needs: Mapping[str, Need]) -> str:
    """A value in words; one that is not known is shown as it was typed."""
    if facet is Facet.NEED:
        return need_label(value, needs)
    if facet is Facet.PURPOSE:
        return str(PURPOSES[Purpose(value)]) if value in set(Purpose) else value
    if facet is Facet.STATE:
        return str(LEVELS.get(value, value))
    return kind_of_organization(value) if facet is Facet.KIND else looked_up(value)


Order = Callable[[Mapping[str, int], Mapping[str, Need]], list[str]]


def _by_list(words: tuple[str, ...]) -> Order:
    return lambda counts, _needs: sorted(counts, key=lambda each: words.index(each) if each in words else len(words))


ORDERS: Mapping[Facet, Order] = {
    Facet.NEED: lambda counts, needs: [*(need for need in needs if need in counts), *(set(counts) - set(needs))],
    Facet.PLACE: lambda counts, _needs: sorted(counts, key=looked_up),
    Facet.PURPOSE: _by_list(tuple(Purpose)),
    Facet.STATE: _by_list((*STATES, NO_CHANNEL)),
    Facet.KIND: lambda counts, _needs: sorted(counts),
}


def _clean(text: str, longest: int) -> str:
    """One line of printable text; what a browser would not show as typed is taken out."""
    shown = "".join(character if character.isprintable() else " " for character in text[: longest * 2])
    return " ".join(shown.split())[:longest]
