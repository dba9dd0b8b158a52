"""What an entry of the ledger is called on pages: ledgers keep slugs, people read names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.directory import Directory
from aidroute.web.appeal_page import reference
from aidroute.web.cards import path_of
from aidroute.web.content_texts import told
from aidroute.web.organization_cards import own_name
from aidroute.web.wording.words import need_label


@dataclass(frozen=True, slots=True)
class SubjectName:
    """``name`` as the page of the entry has it, ``path`` to that page ('' for none), ``part`` for one way of several
    to give to the same organization ('' for all other entries).
    """

    name: str | Markup
    path: str = ""
    part: str | Markup = ""

    @property
    def in_full(self) -> Markup:
        """Name and part."""
        return Markup(" · ").join(filter(None, (self.name, self.part)))


def subject_name(directory: Directory, subject_type: str, slug: str) -> SubjectName:
    """The name of an entry; its slug without a page where the directory that is shown does not have it (any more)."""
    found = _NAMES[subject_type](directory, slug) if subject_type in _NAMES else None
    return found or SubjectName(slug)


def _organization(directory: Directory, slug: str) -> SubjectName | None:
    found = directory.organizations.get(slug)
    return SubjectName(own_name(found), path_of("public.organization", slug=slug)) if found else None


def _channel(directory: Directory, slug: str) -> SubjectName | None:
    found = directory.channels.get(slug)
    owner = _organization(directory, found.organization) if found else None
    return replace(owner, part=told(found.title)) if found and owner else None


def _need(directory: Directory, slug: str) -> SubjectName | None:
    needs = directory.vocabulary.needs
    return SubjectName(need_label(slug, needs), path_of("public.need", slug=slug)) if slug in needs else None


def _appeal(directory: Directory, slug: str) -> SubjectName | None:
    found = directory.appeals.get(slug)
    return SubjectName(reference(found), path_of("public.appeal", slug=slug)) if found else None


def _emergency(directory: Directory, slug: str) -> SubjectName | None:
    found = directory.emergencies.get(slug)
    return SubjectName(told(found.name), path_of("public.emergency", slug=slug)) if found else None


_NAMES: Mapping[str, Callable[[Directory, str], SubjectName | None]] = {
    ORGANIZATION: _organization,
    CHANNEL: _channel,
    "need": _need,
    "appeal": _appeal,
    "emergency": _emergency,
}
