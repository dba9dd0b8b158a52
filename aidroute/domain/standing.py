"""How much of the page that a person approved is still there."""

from __future__ import annotations

from dataclasses import dataclass

from aidroute.domain.judgement import Differences
from aidroute.domain.link import Baseline
from aidroute.domain.page_facts import Page
from aidroute.domain.payees import PAYEE_KINDS
from aidroute.domain.phrases import folded
from aidroute.domain.text_print import distance

INTACT = 0.65
GONE = 0.35

TITLE_WEIGHT = 0.2
PAYMENT_WEIGHT = 0.5
MARKER_WEIGHT = 0.2
TEXT_WEIGHT = 0.15

NEAR_TEXT = 10
FAR_TEXT = 26
"""Bits of 64 between fingerprints: edited, and unrelated."""


_PAYEES = tuple(f"{kind}:" for kind in PAYEE_KINDS)


@dataclass(frozen=True, slots=True)
class Standing:
    """A page against its baseline. ``score`` runs from 0 (nothing left) to 1; None when there is nothing to compare."""

    score: float | None = None
    title_likeness: float | None = None
    payment_likeness: float | None = None
    """Share of the approved payment targets that are there; None when none were approved."""

    @property
    def is_known(self) -> bool:
        """True when there was something to compare with."""
        return self.score is not None

    @property
    def is_intact(self) -> bool:
        """The page is what was approved, small changes aside."""
        return self.score is not None and self.score >= INTACT

    @property
    def is_gone(self) -> bool:
        """Hardly anything of the approved page is left."""
        return self.score is not None and self.score < GONE


def compare(page: Page, targets: tuple[str, ...], baseline: Baseline | None) -> Standing:
    """The standing of a page. What the baseline has not is not asked for; what it has weighs by how hard it is to fake.

    Payment targets weigh most: a page that still takes gifts the same way is the page that was approved.
    """
    if baseline is None:
        return Standing()
    parts: list[tuple[float, float]] = []
    title = title_likeness(page.title, baseline.title) if baseline.title else None
    if title is not None:
        parts.append((TITLE_WEIGHT, title))
    payment = None
    approved = {target for target in baseline.payment_targets if not target.startswith(_PAYEES)}
    if approved:
        payment = len(approved & set(targets)) / len(approved)
        parts.append((PAYMENT_WEIGHT, payment))
    if baseline.markers:
        missing = missing_markers(page, baseline)
        parts.append((MARKER_WEIGHT, 1 - len(missing) / len(baseline.markers)))
    if baseline.text_simhash is not None:
        parts.append((TEXT_WEIGHT, _text_likeness(page.text_simhash, baseline.text_simhash)))
    weight = sum(share for share, _ in parts)
    score = sum(share * likeness for share, likeness in parts) / weight if weight else None
    return Standing(score, title, payment)


def differences(page: Page, targets: tuple[str, ...], baseline: Baseline | None) -> Differences:
    """What is not as it was. Without a baseline nothing is known to differ."""
    if baseline is None:
        return Differences()
    has_title_changed = title_likeness(page.title, baseline.title) < 1
    both = page.text_simhash is not None and baseline.text_simhash is not None
    return Differences(
        new_payment_targets=_beyond(targets, baseline.payment_targets),
        missing_payment_targets=_beyond(baseline.payment_targets, targets),
        new_script_origins=_beyond(page.script_origins, baseline.script_origins),
        new_frame_origins=_beyond(tuple(frame.host for frame in page.frames if frame.host), baseline.frame_origins),
        new_outbound_hosts=_beyond(tuple(link.host for link in page.links if link.host), baseline.outbound_hosts),
        missing_markers=missing_markers(page, baseline),
        title_before=baseline.title if has_title_changed else "",
        title_now=page.title if has_title_changed else "",
        text_distance=distance(page.text_simhash or 0, baseline.text_simhash or 0) if both else None,
    )


def missing_markers(page: Page, baseline: Baseline) -> tuple[str, ...]:
    """The baseline's markers that no longer stand in the page's text."""
    return tuple(marker for marker in baseline.markers if folded(marker) not in page.words)


def title_likeness(one: str, other: str) -> float:
    """How many words two titles share, 0 to 1 (both empty: 1)."""
    ours, theirs = set(folded(one).split()), set(folded(other).split())
    if not ours and not theirs:
        return 1.0
    return len(ours & theirs) / len(ours | theirs)


def text_likeness(far: int) -> float:
    """How alike two texts are, 0 (unrelated) to 1 (edited at most), by the bits (0-64) between their fingerprints."""
    return min(1.0, max(0.0, (FAR_TEXT - far) / (FAR_TEXT - NEAR_TEXT)))


def _text_likeness(now: int | None, before: int) -> float:
    return 0.0 if now is None else text_likeness(distance(now, before))


def _beyond(now: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    known = set(before)
    return tuple(dict.fromkeys(each for each in now if each not in known))
