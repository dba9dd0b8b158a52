"""What a check asks of the network: one address, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What to fetch. ``etag`` and ``last_modified``, from the last full answer, make the request conditional.

    ``page_sha256`` is that of the page last read in full and found well; the same bytes are told by
    ``Observation.is_known_page`` and not read again.
    """

    url: str
    etag: str = ""
    last_modified: str = ""
    page_sha256: str = ""
    validators_for: str = ""
    """The final URL that these three came from; '' when it is ``url`` itself."""
    follow_domains: tuple[str, ...] = ()
    """Registrable domains, beside the URL's own, to which a page's own redirect is followed."""
    follow_robots: bool = True
    body_bytes: int = 0
    """A cap of its own for the body; 0 for the usual one."""
    accept: str = ""
    within: timedelta | None = None
    """A shorter deadline than the usual one, e.g. for the check at click time."""
