"""Needs by organizations: which needs that appeals name have a channel that works, and which have none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aidroute.domain.directory import Directory
from aidroute.domain.routing_index import RoutingIndex
from aidroute.domain.vocabulary import (
    UNEARMARKED,
    ChannelStatus,
    Need,
    Purpose,
    RoutingLevel,
    StatementKind,
)


class Cover(StrEnum):
    """How well one organization, or all of them, serve one need; best first."""

    WORKS = "works"
    """A channel for this need works now."""
    UNSURE = "unsure"
    """A channel for this need exists, and we are not sure of it."""
    WITHHELD = "withheld"
    """The only channels for this need must not be used now."""
    NONE = "none"


_OF_LEVEL = {
    RoutingLevel.GO: Cover.WORKS,
    RoutingLevel.CAUTION: Cover.UNSURE,
    RoutingLevel.WITHHELD: Cover.WITHHELD,
}
_RANK = {cover: rank for rank, cover in enumerate(Cover)}


@dataclass(frozen=True, slots=True)
class NeedCoverage:
    """One row of the matrix: a need, what appeals say of it, and who serves it how well."""

    need: Need
    requested_in: tuple[str, ...]
    """Slugs of appeals that ask for it."""
    reported_in: tuple[str, ...]
    """Slugs of appeals that say it is lacking."""
    by_organization: Mapping[str, Cover]
    """Only organizations that serve it at all."""
    best: Cover

    @property
    def is_gap(self) -> bool:
        """True when appeals name the need, money can buy it, and no channel for it works now."""
        return self.need.donatable and self.best is not Cover.WORKS


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole matrix: rows with gaps first, columns are organizations that have a channel."""

    rows: tuple[NeedCoverage, ...]
    organizations: tuple[str, ...]
    general: Mapping[str, Cover]
    """Organizations that take gifts for where most needed, which may reach any need."""


def coverage(index: RoutingIndex, emergency: str = "") -> Coverage:
    """The matrix of needs that appeals (of one emergency, '' for all) name, against humanitarian organizations."""
    directory = index.directory
    appeals = {slug for slug, appeal in directory.appeals.items() if emergency in ("", appeal.emergency)}
    served, general = _served(index)
    served[UNEARMARKED] = dict(general)
    rows = [
        row
        for need in directory.vocabulary.needs.values()
        if (row := _row(directory, need, appeals, served.get(need.slug, {})))
    ]
    rows.sort(key=lambda row: (not row.is_gap, -_RANK[row.best], not row.requested_in))
    giving = {channel.organization for channel in index.channels if _counts(directory, channel.organization)}
    columns = tuple(
        slug for slug in directory.organizations if slug in giving and any(slug in covers for covers in served.values())
    )
    return Coverage(tuple(rows), columns, general)


def _row(directory: Directory, need: Need, appeals: set[str], by_organization: dict[str, Cover]) -> NeedCoverage | None:
    said = [statement for statement in directory.statements_on.get(need.slug, ()) if statement.appeal in appeals]
    requested = dict.fromkeys(item.appeal for item in said if item.kind is StatementKind.REQUESTED)
    reported = dict.fromkeys(item.appeal for item in said if item.kind is StatementKind.REPORTED)
    if not requested and not reported:
        return None
    best = min(by_organization.values(), key=_RANK.__getitem__, default=Cover.NONE)
    return NeedCoverage(need, tuple(requested), tuple(reported), by_organization, best)


def _served(index: RoutingIndex) -> tuple[dict[str, dict[str, Cover]], dict[str, Cover]]:
    served: dict[str, dict[str, Cover]] = {}
    general: dict[str, Cover] = {}
    for channel, decision in zip(index.channels, index.decisions, strict=True):
        if channel.status is not ChannelStatus.APPROVED or not _counts(index.directory, channel.organization):
            continue
        cover = _OF_LEVEL[decision.level]
        if not channel.needs or UNEARMARKED in channel.needs:
            _keep_better(general, channel.organization, cover)
        for need in channel.needs - {UNEARMARKED}:
            _keep_better(served.setdefault(need, {}), channel.organization, cover)
    return served, general


def _counts(directory: Directory, organization: str) -> bool:
    return directory.organizations[organization].purpose is Purpose.HUMANITARIAN


def _keep_better(covers: dict[str, Cover], organization: str, cover: Cover) -> None:
    held = covers.get(organization)
    if held is None or _RANK[cover] < _RANK[held]:
        covers[organization] = cover
