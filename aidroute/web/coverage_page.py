"""Needs by organizations: a picture that needs no colour, and the same as a table, gaps first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aidroute.domain.coverage import Cover, Coverage, NeedCoverage
from aidroute.domain.directory import Directory
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.web.cards import path_of
from aidroute.web.languages import current_language, describe
from aidroute.web.translating import gettext as _
from aidroute.web.translating import ngettext
from aidroute.web.wording.directory import COVERS
from aidroute.web.wording.words import need_label

MOST_COLUMNS = 24
"""A wider picture shows nothing; the table then stands alone."""
MOST_NAMES = 4
CELL = 24
LABELS = 226
TOP = 26

LEVEL_OF: Mapping[Cover, str] = {
    Cover.WORKS: RoutingLevel.GO.value,
    Cover.UNSURE: RoutingLevel.CAUTION.value,
    Cover.WITHHELD: RoutingLevel.WITHHELD.value,
    Cover.NONE: "unknown",
}
"""Shapes are those of the badges: circle, triangle, octagon; nothing is a short line."""

SHAPES: Mapping[Cover, str] = {
    Cover.WORKS: "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
    Cover.UNSURE: "M0-8l8.5 15h-17z",
    Cover.WITHHELD: "M-3.4-8h6.8l4.8 4.8v6.4l-4.8 4.8h-6.8l-4.8-4.8v-6.4z",
    Cover.NONE: "M-4-1h8v2h-8z",
}


@dataclass(frozen=True, slots=True)
class Serving:
    """One organization that serves a need, and how well."""

    name: str
    path: str
    words: str
    level: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One need: what appeals say, who serves it, and the best there is."""

    slug: str
    label: str
    path: str
    is_gap: bool
    is_donatable: bool
    level: str
    words: str
    said: str
    serving: tuple[Serving, ...]
    more: int


class CoveragePage:
    """The whole matrix in words and as a picture."""

    def __init__(self, directory: Directory, found: Coverage) -> None:
        """Put ``found`` in words."""
        self._directory = directory
        self._found = found
        self.rows = [self._row(row) for row in found.rows]

    @property
    def gaps(self) -> int:
        """Needs that money can buy and no channel serves for certain."""
        return sum(row.is_gap for row in self.rows)

    @property
    def summary(self) -> str:
        """The picture in a sentence."""
        if not self.rows:
            return _("No appeal in this directory names a need.")
        covered = sum(1 for row in self.rows if row.is_donatable and not row.is_gap)
        return _(
            "%(gaps)s of %(all)s needs that money can meet have no channel of their own "
            "of which we know for certain that it works.",
            gaps=self.gaps,
            all=self.gaps + covered,
        )

    @property
    def general(self) -> list[Serving]:
        """Who takes gifts for where most needed, which may reach any need."""
        return [self._serving(slug, cover) for slug, cover in self._found.general.items()]

    @property
    def columns(self) -> list[Serving]:
        """The organizations of the picture, in the order of its numbers."""
        return [self._serving(slug, Cover.NONE) for slug in self._found.organizations]

    @property
    def picture(self) -> Markup:
        """The matrix, '' when it would be too wide to show anything."""
        columns = self._found.organizations
        if not self.rows or not columns or len(columns) > MOST_COLUMNS:
            return Markup("")
        width, height = LABELS + CELL * len(columns), TOP + CELL * len(self._found.rows)
        label = _("Needs by organizations. The table below says the same. %(summary)s", summary=self.summary)
        # Where each column stands; the names come first, so on the right where reading begins on the right.
        runs_left = describe(current_language()).direction == "rtl"
        places = [LABELS + CELL * at + CELL // 2 for at in range(len(columns))]
        places = [width - place for place in places] if runs_left else places
        heads = Markup("").join(
            Markup('<text x="{}" y="16" text-anchor="middle">{}</text>').format(place, number)
            for number, place in enumerate(places, 1)
        )
        names = Markup('<text x="{}" y="{{}}" direction="{}">{{}}</text>').format(
            *((width, "rtl") if runs_left else (0, "ltr"))
        )
        lines = Markup("").join(
            names.format(TOP + CELL * at + CELL // 2 + 5, _short(self.rows[at].label))
            + _cells(row, TOP + CELL * at + CELL // 2, list(zip(columns, places, strict=True)))
            for at, row in enumerate(self._found.rows)
        )
        svg = Markup('<svg class="matrix" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}">{}{}{}</svg>')
        return svg.format(width, height, width, label, _drawings(), heads, lines)

    def _row(self, row: NeedCoverage) -> CoverageRow:
        served = sorted(row.by_organization.items(), key=lambda pair: list(Cover).index(pair[1]))
        shown = served[:MOST_NAMES]
        return CoverageRow(
            slug=row.need.slug,
            label=need_label(row.need.slug, self._directory.vocabulary.needs),
            path=path_of("public.need", slug=row.need.slug),
            is_gap=row.is_gap,
            is_donatable=row.need.donatable,
            level=LEVEL_OF[row.best],
            words=str(COVERS[row.best]) if row.need.donatable else _("money does not buy it"),
            said=_said(row),
            serving=tuple(self._serving(slug, cover) for slug, cover in shown),
            more=len(served) - len(shown),
        )

    def _serving(self, slug: str, cover: Cover) -> Serving:
        organization = self._directory.organizations[slug]
        path = path_of("public.organization", slug=slug)
        return Serving(organization.name, path, str(COVERS[cover]), LEVEL_OF[cover])


def _cells(row: NeedCoverage, middle: int, columns: Sequence[tuple[str, int]]) -> Markup:
    """One row of shapes: for each organization, at its place."""
    return Markup("").join(
        Markup('<use href="#cover-{}" x="{}" y="{}"/>').format(
            row.by_organization.get(slug, Cover.NONE).value, place, middle
        )
        for slug, place in columns
    )


def _said(row: NeedCoverage) -> str:
    parts = []
    if row.requested_in:
        count = len(row.requested_in)
        parts.append(ngettext("%(num)d appeal asks for it", "%(num)d appeals ask for it", count))
    if row.reported_in:
        count = len(row.reported_in)
        parts.append(ngettext("%(num)d appeal reports it as lacking", "%(num)d appeals report it as lacking", count))
    return " · ".join(parts)


def _drawings() -> Markup:
    """Each shape once; the cells refer to it."""
    return Markup("<defs>{}</defs>").format(
        Markup("").join(
            Markup('<path id="cover-{}" class="cover-{}" d="{}"/>').format(cover.value, cover.value, SHAPES[cover])
            for cover in Cover
        )
    )


def _short(label: str) -> str:
    return label if len(label) <= 26 else f"{label[:25]}…"
