"""What the page cache is told: which pages it may keep, and how long things may last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things may last.

    ``time_to_live``: a page says "14 minutes ago" and must not grow old. ``longest_stale``: how old a page may be that
    is shown because rendering it fails. ``retry_after``: how long such a page is shown before rendering is tried again.
    ``wait``: how long a visitor waits for somebody else's rendering before asking for an own one. ``look_again_after``:
    how long the state of the directory is taken as known, so that thousands of requests a second do not all ask for it.
    """

    time_to_live: timedelta = timedelta(seconds=30)
    longest_stale: timedelta = timedelta(hours=1)
    retry_after: timedelta = timedelta(seconds=2)
    wait: timedelta = timedelta(seconds=2)
    look_again_after: timedelta = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class KeepRules:
    """What may be kept, for how long, and from whom it is kept away.

    ``base_url`` is the address visitors know, ``hosts`` the Host names that are answered. ``parameters`` are all names
    that any kept page reads; others are dropped, and so are empty values. ``first_segments`` are the beginnings of
    paths that may be kept (``en`` for /en/...), ``never_segments`` stand in no kept path. ``cookies`` are the names of
    those that say who somebody is: a request with one of them goes to the application.
    """

    base_url: str
    hosts: Sequence[str]
    parameters: Sequence[str]
    first_segments: frozenset[str]
    never_segments: frozenset[str] = frozenset()
    cookies: Sequence[str] = ()
    patience: Patience = field(default_factory=Patience)
