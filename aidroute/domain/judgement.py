"""What one check concluded, and why: the verdict with everything a person needs to follow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from aidroute.domain.verdict_names import CLASS_OF, Verdict, VerdictClass

MAX_SNIPPET = 200
"""Characters of the page or answer kept beside a rule that fired."""


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that said something, with the piece of the answer it read."""

    code: str
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """What is not as it was when a person approved the link. Empty tuples mean no difference, or no baseline."""

    new_payment_targets: tuple[str, ...] = ()
    """Typed as in ``Baseline.payment_targets``; not among the approved ones."""
    missing_payment_targets: tuple[str, ...] = ()
    new_script_origins: tuple[str, ...] = ()
    new_frame_origins: tuple[str, ...] = ()
    new_outbound_hosts: tuple[str, ...] = ()
    missing_markers: tuple[str, ...] = ()
    title_before: str = ""
    title_now: str = ""
    """Both titles are empty when the title is the same."""
    text_distance: int | None = None
    """Bits (0-64) between the text fingerprints; None when one is missing."""

    @property
    def is_empty(self) -> bool:
        """True when nothing that is compared has moved."""
        return self == Differences(text_distance=self.text_distance)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The meaning of one observation. ``reason`` narrows the verdict; see ``services.explaining`` for the sentences."""

    verdict: Verdict
    reason: str = ""
    fired: tuple[FiredRule, ...] = ()
    retry_after: timedelta | None = None
    """How long the host asked to be left alone: the whole host is paused, not only this link."""
    suggested_url: str = ""
    """A better address to propose to people (moved for good, shortener, http to https); '' when none."""
    differences: Differences = field(default_factory=Differences)
    ground_is_clean: bool = True
    """False when name servers, registration, certificate or a feed said something against the link."""
    notes: tuple[str, ...] = ()
    """Codes a maintainer should hear of although the verdict routes: payment_provider_moved, domain_expiring, ..."""
    wants_sibling: bool = False
    """True when a GET of a random sibling path would settle a doubt; see ``verdict.with_sibling``."""
    is_full_read: bool = True
    """False for a 304 to a conditional GET: the page itself was not read again."""
    title: str = ""
    text_simhash: int | None = None

    @property
    def verdict_class(self) -> VerdictClass:
        """The class of the verdict."""
        return CLASS_OF[self.verdict]


def fired(code: str, snippet: str = "") -> FiredRule:
    """A fired rule with its snippet cut to 200 characters and freed of line breaks and control characters."""
    readable = "".join(character if character.isprintable() else " " for character in snippet[: MAX_SNIPPET * 2])
    return FiredRule(code, " ".join(readable.split())[:MAX_SNIPPET])
