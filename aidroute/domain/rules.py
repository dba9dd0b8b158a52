"""The rule lists as values: what walls, parking pages, takeover pages and notices look like.

The lists themselves are data files (``aidroute/data/rules``), read by ``services.rule_lists``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aidroute.domain.host_names import HostRules
from aidroute.domain.phrases import PhraseList, folded
from aidroute.domain.transfers import TransferWords

Table = Mapping[str, Any]


_NO_PHRASES = PhraseList()


@dataclass(frozen=True, slots=True)
class Wall:
    """How one vendor's bot wall shows. ``headers`` are 'name: part of value'; ``marks`` are parts of the source.

    All are lower case; titles are folded.
    """

    vendor: str
    headers: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    """Parts of the source that healthy pages behind the same vendor carry too: half a proof."""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Takeover:
    """What a hosting service answers for a name that points at it and that nobody claims there.

    ``says`` are texts of which one must appear; ``statuses`` empty means any.
    """

    service: str
    says: tuple[str, ...]
    statuses: tuple[int, ...] = ()
    is_all: bool = False
    """True for words that others use too: they count when the page says hardly anything else."""


@dataclass(frozen=True, slots=True)
class HostLists:
    """Registrable domains and hosts by what they are for. A host matches its own entry and those of its parents."""

    parking: frozenset[str] = frozenset()
    parking_name_servers: frozenset[str] = frozenset()
    shorteners: frozenset[str] = frozenset()
    processors: frozenset[str] = frozenset()
    """Payment processors and donation platforms that are known to exist; known is not approved."""
    platforms: frozenset[str] = frozenset()
    """Donation platforms where the path says whose page it is."""
    platform_parts: frozenset[str] = frozenset()
    """The same where only a part of a site is one: 'host/first step of the path'."""
    anybodys: frozenset[str] = frozenset()
    """Forms, lists of links and notes that anybody opens: payees when the link to them asks for a gift."""
    messengers: frozenset[str] = frozenset()
    embeds: frozenset[str] = frozenset()
    """Video, map, social and consent services whose frames ask for no money."""
    newsletters: frozenset[str] = frozenset()
    searches: frozenset[str] = frozenset()
    captchas: frozenset[str] = frozenset()
    walls: frozenset[str] = frozenset()
    """Hosts that bot walls redirect to."""
    sign_in: frozenset[str] = frozenset()
    """Identity providers: a redirect there asks for an account."""


@dataclass(frozen=True, slots=True)
class PathWords:
    """Words of paths that tell what a redirect led to."""

    login: frozenset[str] = frozenset()
    not_found: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    platform: frozenset[str] = frozenset()
    """Single pages of a platform that belong to no tenant: its list of campaigns, its terms."""
    sections: frozenset[str] = frozenset()
    """Parts of a platform that belong to no tenant whatever comes below: search, explore, help."""
    parking: frozenset[str] = frozenset()
    wall: frozenset[str] = frozenset()
    """Where bot walls put their questions on the site's own host."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All lists, and the host rules they are read with."""

    hosts: HostRules
    phrases: Mapping[str, PhraseList] = field(default_factory=dict)
    """By kind: not_found, maintenance, suspended, closed, for_sale, default_page, defaced, wall, error_page, ..."""
    walls: tuple[Wall, ...] = ()
    takeovers: tuple[Takeover, ...] = ()
    host_lists: HostLists = field(default_factory=HostLists)
    paths: PathWords = field(default_factory=PathWords)
    parking_marks: tuple[str, ...] = ()
    spam_strong: PhraseList = field(default_factory=PhraseList)
    spam_weak: PhraseList = field(default_factory=PhraseList)
    transfers: TransferWords = field(default_factory=TransferWords)
    donation_words: tuple[str, ...] = ()
    """Beginnings of words, and groups of words, that ask for gifts of money; folded."""
    own_hosts: frozenset[str] = frozenset()
    """Hosts this installation answers on: a link into our own routes is refused."""

    @staticmethod
    def from_tables(tables: Mapping[str, Table], hosts: HostRules, own_hosts: frozenset[str] = frozenset()) -> Rules:
        """The rules from plain tables, keyed by file name. A missing table is an empty list; no table is required."""
        families = tables.get("phrases", {})
        phrases = {kind: PhraseList.from_table(table) for kind, table in families.items() if kind != "origin"}
        spam = tables.get("spam", {})
        return Rules(
            hosts=hosts,
            phrases=phrases,
            walls=tuple(_wall(entry) for entry in tables.get("walls", {}).get("wall", ())),
            takeovers=tuple(_takeover(entry) for entry in tables.get("takeovers", {}).get("service", ())),
            host_lists=_host_lists(tables.get("hosts", {})),
            paths=_path_words(tables.get("paths", {})),
            parking_marks=_lowered(tables.get("parking", {}).get("marks", ())),
            spam_strong=PhraseList.from_table(spam.get("strong", {})),
            spam_weak=PhraseList.from_table(spam.get("weak", {})),
            transfers=TransferWords.from_table(tables.get("transfers", {})),
            donation_words=tuple(
                folded(word).strip()
                for name, words in tables.get("donation_words", {}).items()
                if name != "origin"
                for word in words
            ),
            own_hosts=own_hosts,
        )

    def says_donate(self, folded_text: str) -> bool:
        """Whether a folded text asks for a gift: a word that begins so, or a group of words."""
        return any(f" {word}" in folded_text for word in self.donation_words)

    def phrase(self, kind: str) -> PhraseList:
        """The phrases of one kind; an empty list when there are none."""
        return self.phrases.get(kind, _NO_PHRASES)

    @property
    def size(self) -> int:
        """How many single entries the lists hold."""
        listed = [*self.phrases.values(), self.spam_strong, self.spam_weak]
        return (
            sum(len(each.phrases) + len(each.pairs) for each in listed)
            + sum(len(wall.headers) + len(wall.marks) + len(wall.hints) + len(wall.titles) for wall in self.walls)
            + sum(len(takeover.says) for takeover in self.takeovers)
            + sum(len(getattr(self.host_lists, name)) for name in HostLists.__slots__)
            + sum(len(getattr(self.paths, name)) for name in PathWords.__slots__)
            + len(self.parking_marks)
            + len(self.donation_words)
        )


def is_listed(host: str, listed: frozenset[str]) -> bool:
    """True when the host or one of its parent domains is on the list."""
    labels = host.split(".")
    return any(".".join(labels[at:]) in listed for at in range(len(labels)))


def _wall(entry: Table) -> Wall:
    return Wall(
        vendor=entry["vendor"],
        headers=_lowered(entry.get("headers", ())),
        marks=_lowered(entry.get("marks", ())),
        hints=_lowered(entry.get("hints", ())),
        titles=tuple(folded(title).strip() for title in entry.get("titles", ())),
    )


def _takeover(entry: Table) -> Takeover:
    return Takeover(
        service=entry["name"],
        says=tuple(folded(text).strip() for text in entry["says"]),
        statuses=tuple(int(status) for status in entry.get("statuses", ())),
        is_all=bool(entry.get("is_all", False)),
    )


def _host_lists(table: Table) -> HostLists:
    lists = {name: frozenset(_lowered(table.get(name, {}).get("hosts", ()))) for name in HostLists.__slots__}
    return HostLists(**lists)


def _path_words(table: Table) -> PathWords:
    return PathWords(**{name: frozenset(_lowered(table.get(name, ()))) for name in PathWords.__slots__})


def _lowered(texts: Any) -> tuple[str, ...]:
    return tuple(str(text).lower() for text in texts)
