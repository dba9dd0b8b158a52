"""Between a link's row and the domain's values: nothing is decided here."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from aidroute.domain.directory import Link as DirectoryLink
from aidroute.domain.link import Baseline, LinkIdentity, LinkStatus
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.storage.link import Link


def status_of(row: Link) -> LinkStatus:
    """The state machine's memory, read from the row."""
    return LinkStatus(
        state=LinkState(row.state),
        verdict=Verdict(row.verdict) if row.verdict else None,
        held=row.held,
        reason=row.reason,
        state_since_at=row.state_since_at,
        last_checked_at=row.last_checked_at,
        last_ok_at=row.last_ok_at,
        last_full_get_at=row.last_full_get_at,
        failing_since_at=row.failing_since_at,
        last_failed_at=row.last_failed_at,
        consecutive_failures=row.consecutive_failures,
        consecutive_successes=row.consecutive_successes,
        success_since_at=row.success_since_at,
        dns_failures=_instants(row.dns_failures),
        recent_changes=_instants(row.recent_changes),
        recheck_interval=row.recheck_interval,
        verified_until_at=row.verified_until_at,
        ground_is_clean=row.ground_is_clean,
        wrong_reports=row.wrong_reports,
    )


def status_values(status: LinkStatus) -> dict[str, Any]:
    """The same memory as column values, for an UPDATE guarded by the lease token."""
    return {
        "state": status.state.value,
        "verdict": status.verdict.value if status.verdict else None,
        "held": status.held,
        "reason": status.reason,
        "state_since_at": status.state_since_at,
        "last_checked_at": status.last_checked_at,
        "last_ok_at": status.last_ok_at,
        "last_full_get_at": status.last_full_get_at,
        "failing_since_at": status.failing_since_at,
        "last_failed_at": status.last_failed_at,
        "consecutive_failures": status.consecutive_failures,
        "consecutive_successes": status.consecutive_successes,
        "success_since_at": status.success_since_at,
        "dns_failures": [at.isoformat() for at in status.dns_failures],
        "recent_changes": [at.isoformat() for at in status.recent_changes],
        "recheck_interval": status.recheck_interval,
        "verified_until_at": status.verified_until_at,
        "ground_is_clean": status.ground_is_clean,
        "wrong_reports": status.wrong_reports,
    }


def identity_of(row: Link) -> LinkIdentity:
    """Whose address a person approved."""
    return LinkIdentity(
        url=row.url,
        registrable_domain=row.registrable_domain,
        tenant_prefix=row.tenant_prefix,
        allowed_domains=tuple(row.allowed_domains),
        approved_at=row.approved_at,
        baseline=baseline_of(row.baseline),
    )


def baseline_of(values: dict[str, Any] | None) -> Baseline | None:
    """The stored baseline as a value, None when none was captured."""
    if values is None:
        return None
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    known.setdefault("reader", 0)
    captured_at = known.pop("captured_at", None)
    return Baseline(captured_at=datetime.fromisoformat(captured_at) if captured_at else None, **known)


def baseline_values(baseline: Baseline | None) -> dict[str, Any] | None:
    """A baseline as plain JSON."""
    if baseline is None:
        return None
    values = asdict(baseline)
    values["captured_at"] = baseline.captured_at.isoformat() if baseline.captured_at else None
    return values


def directory_link(row: Link) -> DirectoryLink:
    """A link as the snapshot shows it."""
    return DirectoryLink(
        key=row.id,
        url=row.url,
        host=row.host,
        registrable_domain=row.registrable_domain,
        status=status_of(row),
        revision=row.revision,
    )


def _instants(values: list[str]) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(value) for value in values)


YARDSTICKS = ("etag", "last_modified", "validators_for", "page_sha256")
"""What a link keeps of its last good page, for the next check to compare with."""


def forget_page(link: Link) -> None:
    """The next check reads the page in full, whatever the server says of it."""
    for name in YARDSTICKS:
        setattr(link, name, "")
