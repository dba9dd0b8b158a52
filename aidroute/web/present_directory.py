"""JSON shapes of the directory's own pages, beside those of an answer (``present``). Unknown is null."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aidroute.domain.coverage import Coverage, NeedCoverage
from aidroute.domain.directory import Directory
from aidroute.domain.listing import Facet, Listing, is_place_to_give, needs_served
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.services.ledger import Entry, Page
from aidroute.services.listing_organizations import Wanted
from aidroute.services.measuring import FalseAlarms
from aidroute.services.status_reading import CheckerStanding
from aidroute.web.addresses import absolute
from aidroute.web.cards import path_of
from aidroute.web.filters import machine_instant

Json = dict[str, Any]


def organizations(
    directory: Directory, wanted: Wanted, listing: Listing, best: Mapping[str, RoutingLevel], next_path: str
) -> Json:
    """One page of the list of organizations, with what each further filter would leave."""
    return {
        "query": wanted.query or None,
        "filters": {facet.value: wanted.chosen.get(facet) for facet in Facet},
        "directory_version": directory.version,
        "total": listing.total,
        "organizations": [_organization(directory, slug, best.get(slug)) for slug in listing.slugs],
        "counts": {facet.value: dict(listing.counts[facet]) for facet in Facet},
        "next": absolute(next_path) if next_path else None,
    }


def coverage(directory: Directory, found: Coverage, emergency: str, now: datetime) -> Json:
    """Which needs have a channel that works, gaps first."""
    return {
        "emergency": emergency or None,
        "answered_at": machine_instant(now),
        "directory_version": directory.version,
        "needs": [_need(row) for row in found.rows],
        "general": {slug: cover.value for slug, cover in found.general.items()},
    }


def changes(found: Page, next_path: str) -> Json:
    """One page of the ledger, newest first, with everything that a row's hash covers: the chain can be checked."""
    return {
        "changes": [_change(entry) for entry in found.entries],
        "next": absolute(next_path) if next_path else None,
    }


def status(standing: CheckerStanding, alarms: FalseAlarms | None) -> Json:
    """How the checker is doing."""
    run = standing.last_run
    return {
        "read_at": machine_instant(standing.read_at),
        "is_paused": standing.is_paused,
        "pause_reason": standing.pause_reason or None,
        "last_seen_at": _instant(standing.last_seen_at),
        "last_run": {
            "started_at": machine_instant(run.started_at),
            "ended_at": _instant(run.ended_at),
            "claimed": run.claimed,
            "finished": run.finished,
            "is_conclusive": run.is_conclusive,
        }
        if run
        else None,
        "links": standing.links,
        "links_by_state": {state.value: number for state, number in standing.links_by_state.items()},
        "due": standing.due,
        "oldest_due_at": _instant(standing.oldest_due_at),
        "oldest_check_at": _instant(standing.oldest_check_at),
        "never_checked": standing.never_checked,
        "stale": standing.stale,
        "checks_in_24_hours": standing.checks_today,
        "notices_waiting": standing.notices_waiting,
        "false_alarms": {
            "since_at": machine_instant(alarms.since_at),
            "alarms": alarms.alarms,
            "doubted": alarms.doubted,
            "found_false": alarms.found_false,
            "share": alarms.share,
        }
        if alarms
        else None,
    }


def _instant(value: datetime | None) -> str | None:
    return machine_instant(value) if value else None


def _organization(directory: Directory, slug: str, level: RoutingLevel | None) -> Json:
    organization = directory.organizations[slug]
    page = path_of("public.organization", slug=slug)
    return {
        "slug": slug,
        "name": organization.name,
        "names": [
            {"value": name.value, "language": name.language or None, "kind": name.kind} for name in organization.names
        ],
        "kind": organization.kind,
        "purpose": organization.purpose.value,
        "places": list(organization.places),
        "is_place_to_give": is_place_to_give(directory, organization),
        "needs": list(needs_served(directory, slug)),
        "best_level": level.value if level else None,
        "named_in": [
            {"appeal": mention.appeal, "role": mention.role.value} for mention in directory.mentions_of.get(slug, ())
        ],
        "page_address": absolute(page) if page else None,
    }


def _need(row: NeedCoverage) -> Json:
    return {
        "need": row.need.slug,
        "is_donatable": row.need.donatable,
        "is_gap": row.is_gap,
        "best": row.best.value,
        "requested_in": list(row.requested_in),
        "reported_in": list(row.reported_in),
        "organizations": {slug: cover.value for slug, cover in row.by_organization.items()},
    }


def _change(entry: Entry) -> Json:
    row = entry.row
    return {
        "sequence": row.sequence,
        "applied_at": row.applied_at.isoformat(timespec="microseconds"),
        "subject_type": row.subject_type,
        "subject_slug": row.subject_slug,
        "field": row.field,
        "before": row.before,
        "after": row.after,
        "proposed_by": row.proposed_by,
        "decided_by": row.decided_by,
        "reason": row.reason,
        "proposal": entry.proposal or None,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }
