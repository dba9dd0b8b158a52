"""What a page says about itself: not found, maintenance, closed, for sale; where it says so, and how loudly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from aidroute.domain.examined_link import ExaminedLink
from aidroute.domain.phrases import PhraseList, folded_line

SHORT_TEXT = 600
"""Characters: a notice page has little else to say."""
LOUD = 0.5
"""Share of a title's own words that a notice must take up; 'we helped 404 families' is not about a missing page."""


class Loudness(IntEnum):
    """Where a notice stands. A larger value weighs more."""

    IN_TEXT = 1
    """Somewhere in a long text: half a proof at best."""
    SHORT_PAGE = 2
    """On a page that says little else."""
    HEADING = 3
    TITLE = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was found: its kind, the words that say it, and where."""

    kind: str
    said: str
    loudness: Loudness


def find_notice(link: ExaminedLink, kind: str) -> Notice | None:
    """The loudest notice of one kind on the page, None when it has none."""
    lists = [link.rules.phrase(kind)]
    if link.standing.is_gone:
        lists.append(link.rules.phrase(f"{kind}_loosely"))
    in_title = [*lists, link.rules.phrase(f"{kind}_title")]
    page = link.page
    own_words = _own_words(link)
    said = _loudest(in_title, page.title, own_words)
    if said:
        return Notice(kind, said, Loudness.TITLE)
    for heading in page.headings:
        said = _loudest(in_title, heading, own_words)
        if said:
            return Notice(kind, said, Loudness.HEADING)
    said = next(filter(None, (listed.find(page.words) for listed in lists)), "")
    if not said:
        return None
    return Notice(kind, said, Loudness.SHORT_PAGE if len(page.text) < SHORT_TEXT else Loudness.IN_TEXT)


def _own_words(link: ExaminedLink) -> frozenset[str]:
    """Words that name the site and so say nothing: those of its host and of its title at approval."""
    host = link.final.host if link.final is not None else ""
    before = link.baseline.title if link.baseline is not None else ""
    return frozenset((*folded_line(host.replace(".", " ").replace("-", " ")).split(), *folded_line(before).split()))


def _loudest(lists: list[PhraseList], text: str, own_words: frozenset[str]) -> str:
    return next(filter(None, (_loud(listed, text, own_words) for listed in lists)), "")


def _loud(listed: PhraseList, text: str, own_words: frozenset[str]) -> str:
    """The phrase, when it takes up at least half of what the text says beside the site's name."""
    words = folded_line(text)
    said = listed.find(words)
    if not said:
        return ""
    others = [word for word in words.split() if word not in own_words]
    # A title that says nothing new says nothing: it was there when a person approved the page.
    return said if others and len(said.split()) >= LOUD * len(others) else ""
