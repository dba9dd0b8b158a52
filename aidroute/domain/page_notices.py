"""What a page says about itself: not found, maintenance, closed, for sale; where it says so, and how loudly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from aidroute.domain.examined_link import ExaminedLink
from aidroute.domain.phrases import PhraseList, folded_line

SHORT_TEXT = 600
"""Characters: a notice page has little else to say."""
LOUD = 0.5
"""Share of a title's own words that a notice must take up; 'we helped 404 families' is not about a missing page."""
MOSTLY = 0.75
"""The same for a page that seems to work: 'not found: a place to sleep' is the headline of an appeal."""
FIRST_LINES = 60
LONGEST_LINE = 12
SHORTEST_WORD = 3

_PIECES = re.compile(r"[:;|]|\s[-\u2013\u2014]\s")
"""What stands between the statements of a headline."""
_ASKS = re.compile("[?\uff1f\u061f]")


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
    is_said_twice: bool = False
    """In the title and as the headline."""


def find_notice(link: ExaminedLink, kind: str) -> Notice | None:
    """The loudest notice of one kind on the page, None when it has none."""
    lists = [link.rules.phrase(kind)]
    if link.standing.is_gone:
        lists.append(link.rules.phrase(f"{kind}_loosely"))
    page = link.page
    own_words = _own_words(link)
    said = _headline(link, kind, lists, page.title, own_words)
    in_heading = next(filter(None, (_headline(link, kind, lists, each, own_words) for each in page.headings)), "")
    if said:
        return Notice(kind, said, Loudness.TITLE, is_said_twice=bool(in_heading))
    if in_heading:
        return Notice(kind, in_heading, Loudness.HEADING)
    said = next(filter(None, (listed.find(page.words) for listed in lists)), "")
    if not said:
        return None
    if kind == "not_found" and not _has_headline(link, own_words) and _stands_alone(link, page.text, own_words):
        return Notice(kind, said, Loudness.HEADING)
    return Notice(kind, said, Loudness.SHORT_PAGE if len(page.text) < SHORT_TEXT else Loudness.IN_TEXT)


def _has_headline(link: ExaminedLink, own_words: frozenset[str]) -> bool:
    """Whether a heading says more than whose site this is."""
    return any(set(folded_line(heading).split()) - own_words for heading in link.page.headings)


def _stands_alone(link: ExaminedLink, text: str, own_words: frozenset[str]) -> bool:
    """Themes without a headline say in a block of its own that the page was not found. A question is no statement."""
    listed, fillers = link.rules.phrase("not_found"), link.rules.phrase("filler")
    for line in text.split("\n", FIRST_LINES)[:FIRST_LINES]:
        if len(line.split()) > LONGEST_LINE or _ASKS.search(line):
            continue
        said = _loud([listed], line, own_words, fillers, MOSTLY)
        if any(word.startswith(listed.subjects) for word in said.split()):
            return True
    return False


def _own_words(link: ExaminedLink) -> frozenset[str]:
    """Words that name the site and so say nothing: those of its host and of its title at approval."""
    host = link.final.host if link.final is not None else ""
    before = link.baseline.title if link.baseline is not None else ""
    return frozenset((*folded_line(host.replace(".", " ").replace("-", " ")).split(), *folded_line(before).split()))


def _headline(link: ExaminedLink, kind: str, lists: list[PhraseList], text: str, own_words: frozenset[str]) -> str:
    """The notice that a title or heading is, '' when it is about something else."""
    seems_to_work = link.standing.is_intact or (bool(link.targets) and not link.standing.is_known)
    share, fillers = MOSTLY if seems_to_work else LOUD, link.rules.phrase("filler")
    in_headlines = [*lists, link.rules.phrase(f"{kind}_title")]
    said = _loud(in_headlines, text, own_words, fillers, share)
    return "" if _was_said_before(said, link) or _asks_beside(link, said, text, own_words) else said


def _asks_beside(link: ExaminedLink, said: str, text: str, own_words: frozenset[str]) -> bool:
    """'School under construction: donate' is the headline of an appeal, where all else is in place."""
    if not said or not link.standing.is_intact:
        return False
    pieces = [folded_line(piece) for piece in _PIECES.split(text)]
    others = [piece for piece in pieces if said not in piece and set(piece.split()) - own_words]
    return any(link.rules.says_donate(piece) for piece in others)


def _was_said_before(said: str, link: ExaminedLink) -> bool:
    """The approved page was named with these very words: 'a school under construction'."""
    before = link.baseline.markers if link.baseline is not None else ()
    telling = {word for word in said.split() if len(word) >= SHORTEST_WORD}
    return bool(telling) and telling <= set(before)


def _loud(lists: list[PhraseList], text: str, own_words: frozenset[str], fillers: PhraseList, share: float) -> str:
    """The phrase, when such phrases take up that share of what the text says beside the site's name."""
    # 'Appeal: schools closed' says nothing of the appeal.
    pieces = [folded_line(piece) for piece in _PIECES.split(text)]
    said = next(filter(None, (listed.find(piece) for listed in lists for piece in pieces)), "")
    if not said:
        return ""
    says_more, telling, taken = False, 0, 0
    for piece in pieces:
        known, empty = {at for listed in lists for at in listed.places(piece)}, fillers.places(piece)
        others = [(at, word) for at, word in enumerate(piece.split()) if word not in own_words]
        says_more = says_more or bool(others)
        taken += sum(1 for at, word in others if at in known and len(word) >= SHORTEST_WORD)
        telling += sum(1 for at, word in others if (at in known or at not in empty) and len(word) >= SHORTEST_WORD)
    # A title that says nothing new says nothing: it was there when a person approved the page.
    return said if says_more and taken >= share * telling else ""
