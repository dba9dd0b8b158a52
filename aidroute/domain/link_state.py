"""The state of a link over time: one bad minute does not condemn it, and one good one does not clear it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkStatus
from aidroute.domain.verdict_names import LinkState, Verdict


@dataclass(frozen=True, slots=True)
class Policy:
    """The times of the state machine (liveness 2.2). ``interval`` is how often this link is checked when it is well."""

    interval: timedelta = timedelta(hours=6)
    jitter: float = 0.0
    """In [-1, 1], drawn by the caller; moves the next regular check by up to a tenth of its distance."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One change of state, for the log that is kept for ever."""

    flipped_at: datetime
    from_state: LinkState
    to_state: LinkState
    verdict: Verdict | None
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one judgement did to a link."""

    status: LinkStatus
    flip: Flip | None
    next_check_in: timedelta | None
    """None: never again by itself (an invalid or retired address)."""
    notices: tuple[str, ...] = ()
    """Codes of what people must hear: link_down, link_quarantined, link_unstable, link_recovered, ..."""


def advance(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy | None = None) -> Step:
    """The next status of a link after a judgement made at ``at`` (the start of its check). Total and pure."""
    raise NotImplementedError


def clear(status: LinkStatus, at: datetime) -> Step:
    """A person looked at a quarantined (or dead) link and released it: unverified until the next good check.

    The caller resets the baseline with it: what the page shows next is the new normal.
    """
    raise NotImplementedError


def verify(status: LinkStatus, until_at: datetime) -> LinkStatus:
    """A person saw that the link works, with an end to their word (at most 30 days for what machines can't read)."""
    raise NotImplementedError
