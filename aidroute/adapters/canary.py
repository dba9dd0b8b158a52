"""Is our own network up? Asked around a run, so that our outage is never taken for everybody else's."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from aidroute.adapters.resolve import BoundedLookup, Resolver

_SECONDS = 5.0


def network_is_up(resolver: Resolver, names: Sequence[str], within: float = _SECONDS) -> bool:
    """True when at least one of these well-known names still has an address.

    A lookup is enough: without name servers nothing can be checked, and no stranger's server is bothered. Names
    should be of unrelated operators. With no name given the answer is True: unknown is no outage.
    """
    lookup = BoundedLookup(resolver, workers=max(1, len(names)))
    try:
        return not names or any(_resolves(lookup, name, within) for name in names)
    finally:
        lookup.close()


def _resolves(lookup: BoundedLookup, name: str, within: float) -> bool:
    try:
        return bool(lookup(name, 443, within))
    except (socket.gaierror, OSError):
        return False
