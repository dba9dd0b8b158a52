"""What a page looked like when a person approved it: the yardstick for every later check."""

from __future__ import annotations

from dataclasses import replace

from aidroute.domain.link import Baseline
from aidroute.domain.observation import Observation
from aidroute.domain.page import inspect
from aidroute.domain.page_facts import Page
from aidroute.domain.page_targets import address_targets, page_targets
from aidroute.domain.payees import payees
from aidroute.domain.phrases import folded
from aidroute.domain.rules import Rules

MAX_MARKERS = 16
MAX_HOSTS = 400
SHORTEST_WORD = 3


def capture(observation: Observation, rules: Rules) -> Baseline:
    """The yardstick taken from a good observation. Empty fields could not be read.

    The title and the first headings give the markers, with the donation words that the text uses. Everything a gift
    could be sent to is noted, also where redirects passed it (a PayPal id in an address).
    """
    page = inspect(observation.body, observation.final_url or observation.requested_url)
    return Baseline(
        captured_at=observation.started_at,
        final_url=observation.final_url,
        title=page.title,
        content_type=observation.body.content_type.partition(";")[0].strip().lower(),
        text_simhash=page.text_simhash,
        text_length=len(page.text),
        markers=_markers(page, rules),
        payment_targets=all_targets(page, observation, rules),
        script_origins=page.script_origins,
        frame_origins=tuple(dict.fromkeys(frame.host for frame in page.frames if frame.host)),
        outbound_hosts=tuple(dict.fromkeys(link.host for link in page.links if link.host))[:MAX_HOSTS],
        body_sha256=observation.body.sha256,
    )


def reread(baseline: Baseline, observation: Observation, rules: Rules) -> Baseline:
    """A yardstick of an older reading, with what today's reading finds in bytes that were found well before.

    Nothing is taken away, and only what a reading can find more of is added: payees, scripts, frames and links. Title,
    text and markers stay those of the approved page. It is of the older reading still, until a check ends well by it.
    """
    today = capture(observation, rules)
    return replace(
        baseline,
        payment_targets=tuple(sorted({*baseline.payment_targets, *today.payment_targets})),
        script_origins=_both(baseline.script_origins, today.script_origins),
        frame_origins=_both(baseline.frame_origins, today.frame_origins),
        outbound_hosts=_both(baseline.outbound_hosts, today.outbound_hosts)[:MAX_HOSTS],
    )


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def all_targets(page: Page, observation: Observation, rules: Rules) -> tuple[str, ...]:
    """The payment targets of a page and of the addresses that led to it, sorted."""
    named = [target for hop in observation.hops for target in address_targets(hop.url, rules)]
    return tuple(sorted({*page_targets(page, rules), *payees(page, rules), *named}))


def _markers(page: Page, rules: Rules) -> tuple[str, ...]:
    """Words of the title and headings that also stand in the text, then the donation words of the text."""
    named = [word for text in (page.title, *page.headings) for word in folded(text).split()]
    giving = [word for word in dict.fromkeys(page.words.split()) if rules.says_donate(f" {word}")]
    candidates = dict.fromkeys([*named, *giving])
    kept = [word for word in candidates if len(word) >= SHORTEST_WORD and f" {word} " in page.words]
    return tuple(kept[:MAX_MARKERS])
