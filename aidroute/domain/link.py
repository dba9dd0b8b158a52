"""A link as the state machine and the router see it: what was approved, where it stands, since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aidroute.domain.verdict_names import LinkState, Verdict

READER = 1
"""Which reading of pages a yardstick was taken with. Raise it when the same bytes are read otherwise than before: a new
kind of payee, a new place to look for one (docs/decisions/0009). A yardstick kept before there were readings has 0.
"""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the page looked like when a person approved it. Empty fields were not captured."""

    captured_at: datetime | None = None
    final_url: str = ""
    title: str = ""
    content_type: str = ""
    text_simhash: int | None = None
    text_length: int = 0
    markers: tuple[str, ...] = ()
    """Words that a donation page of this organization carries (donate, its name, ...)."""
    payment_targets: tuple[str, ...] = ()
    """Typed strings: 'iban:...', 'btc:...', 'eth:...', 'paypal:...', 'form:host'.

    All kinds are listed in ``page_targets`` and ``payees``.
    """
    script_origins: tuple[str, ...] = ()
    frame_origins: tuple[str, ...] = ()
    outbound_hosts: tuple[str, ...] = ()
    body_sha256: str = ""
    reader: int = READER

    @property
    def is_of_today(self) -> bool:
        """Whether it was taken with today's reading, so that pages can be compared with it as they are."""
        return self.reader == READER


@dataclass(frozen=True, slots=True)
class LinkIdentity:
    """Whose address it is: the approved URL, the domains that may answer for it, and the ones it may pay into."""

    url: str
    registrable_domain: str
    tenant_prefix: str = ""
    """Path prefix that belongs to the organization on a shared platform ('/charity'); '' otherwise."""
    allowed_domains: tuple[str, ...] = ()
    """Further registrable domains (own aliases, payment processors) a person approved."""
    approved_at: datetime | None = None
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """Where a link stands now: the state machine's memory, and all that routing asks for.

    ``held`` is True between a first failure and its confirmation. ``last_ok_at`` is the start of the
    newest conclusive good check; ``verified_until_at`` ends a person's word for a link that machines can't see.
    """

    state: LinkState = LinkState.UNVERIFIED
    verdict: Verdict | None = None
    held: bool = False
    reason: str = ""
    state_since_at: datetime | None = None
    last_checked_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_full_get_at: datetime | None = None
    failing_since_at: datetime | None = None
    last_failed_at: datetime | None = None
    consecutive_failures: int = 0
    consecutive_successes: int = 0
    success_since_at: datetime | None = None
    dns_failures: tuple[datetime, ...] = ()
    """Instants of temporary DNS failures in a row."""
    recent_changes: tuple[datetime, ...] = ()
    """Instants of changes between good and bad in the last 24 h, for flap detection."""
    recheck_interval: timedelta | None = None
    """Back-off step reached on a failing link."""
    verified_until_at: datetime | None = None
    ground_is_clean: bool = True
    """False when DNS, TLS, registration or a feed said something against a link that machines can't read."""
    wrong_reports: int = 0
    """Independent visitors' reports that this link is wrong, not yet settled by a person."""
