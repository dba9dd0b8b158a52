"""One appeal as its page shows it: what it asks, whom it names, its figures, each with who says so and of what date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from aidroute.domain.directory import Appeal, Directory, Mention, NeedStatement
from aidroute.domain.vocabulary import Role, StatementKind
from aidroute.web import filters
from aidroute.web.cards import path_of
from aidroute.web.content_texts import host_of, language_name, spoken, told
from aidroute.web.translating import gettext as _
from aidroute.web.wording.directory import document_words
from aidroute.web.wording.words import ROLES, STATEMENT_KINDS, need_label


@dataclass(frozen=True, slots=True)
class NeedSaid:
    """One need the appeal names, with every place where it does."""

    slug: str
    label: str
    path: str
    places: tuple[tuple[Markup, str, str], ...]
    """Quote, since when ('' for not stated), note."""


@dataclass(frozen=True, slots=True)
class NeedsOfKind:
    """The needs of one kind: asked for, reported as lacking, ..."""

    words: str
    needs: tuple[NeedSaid, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One body the appeal names; ``path`` is '' for those without a page here."""

    name: Markup
    path: str
    quote: Markup
    note: str


@dataclass(frozen=True, slots=True)
class NamedInRole:
    """Everybody the appeal names in one role."""

    words: str
    named: tuple[Named, ...]


class AppealPage:
    """One appeal."""

    def __init__(self, directory: Directory, appeal: Appeal) -> None:
        """Read everything about ``appeal`` from the snapshot."""
        self._directory = directory
        self.appeal = appeal
        self.title = spoken(appeal.title, appeal.language)
        self.summary = told(appeal.summary)
        self.reference = reference(appeal)
        self.emergency = directory.emergencies[appeal.emergency]
        self.emergency_path = path_of("public.emergency", slug=appeal.emergency)

    @property
    def as_of(self) -> str:
        """How old its word is."""
        if self.appeal.stated_on:
            return _(
                "These are its issuer's words of %(date)s, not ours. Much may have changed since.",
                date=filters.stated(self.appeal.stated_on),
            )
        return _("These are its issuer's words, not ours. It is not dated, and much may have changed since.")

    @property
    def facts(self) -> list[tuple[str, str | Markup]]:
        """What is known of the document itself."""
        appeal = self.appeal
        return [
            (_("Kind"), document_words(appeal.document_kind)),
            (_("Date"), _with_note(filters.stated(appeal.stated_on), appeal.stated_on_note)),
            (_("Issuer"), _with_note(spoken(appeal.issuer or _("not stated"), ""), appeal.issuer_note)),
            (_("Publisher"), _with_note(spoken(appeal.publisher or _("not stated"), ""), appeal.publisher_note)),
            (_("Language"), language_name(appeal.language)),
            (_("Published at"), _host(appeal.address)),
        ]

    @property
    def needs(self) -> list[NeedsOfKind]:
        """What it says of needs, by kind."""
        said = self._directory.statements_in.get(self.appeal.slug, ())
        return [
            NeedsOfKind(str(STATEMENT_KINDS[kind]), tuple(self._needs([each for each in said if each.kind is kind])))
            for kind in StatementKind
            if any(each.kind is kind for each in said)
        ]

    @property
    def named(self) -> list[NamedInRole]:
        """Whom it names, by role."""
        mentions = self._directory.mentions_in.get(self.appeal.slug, ())
        return [
            NamedInRole(str(ROLES[role]), tuple(self._named(each) for each in mentions if each.role is role))
            for role in Role
            if any(each.role is role for each in mentions)
        ]

    @property
    def actions(self) -> list[Markup]:
        """What it asks of its readers beside gifts."""
        return [told(action.text) for action in self.appeal.actions]

    def _needs(self, said: list[NeedStatement]) -> list[NeedSaid]:
        needs = self._directory.vocabulary.needs
        order = {slug: position for position, slug in enumerate(needs)}
        ordered = sorted(said, key=lambda each: (order.get(each.need, len(order)), each.position))
        return [
            NeedSaid(
                slug=slug,
                label=need_label(slug, needs),
                path=path_of("public.need", slug=slug),
                places=tuple(
                    (
                        spoken(each.quote, self.appeal.language),
                        filters.stated(each.since) if each.since else "",
                        each.note,
                    )
                    for each in group
                ),
            )
            for slug, group in groupby(ordered, key=lambda each: each.need)
        ]

    def _named(self, mention: Mention) -> Named:
        return Named(
            name=spoken(mention.name_as_written, ""),
            path=path_of("public.organization", slug=mention.organization) if mention.organization else "",
            quote=spoken(mention.quote, self.appeal.language),
            note=mention.note,
        )


def newest_first(appeals: Iterable[Appeal]) -> list[Appeal]:
    """Appeals by the date they state, those without one last."""
    return sorted(appeals, key=lambda appeal: appeal.stated_on, reverse=True)


def reference(appeal: Appeal) -> str:
    """An appeal in neutral words: what it is and of what date. Its title may take a side; this does not."""
    return _("%(kind)s, %(date)s", kind=document_words(appeal.document_kind), date=filters.stated(appeal.stated_on))


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One appeal in a list."""

    slug: str
    title: Markup
    path: str
    kind: str
    stated: str
    issuer: str
    needs: tuple[tuple[str, str, str], ...]
    """Slug, label and path of each need it asks for."""


def appeal_line(directory: Directory, appeal: Appeal) -> AppealLine:
    """One appeal in words."""
    asked = {each.need for each in directory.statements_in.get(appeal.slug, ()) if each.kind is StatementKind.REQUESTED}
    needs = directory.vocabulary.needs
    return AppealLine(
        slug=appeal.slug,
        title=spoken(appeal.title, appeal.language),
        path=path_of("public.appeal", slug=appeal.slug),
        kind=document_words(appeal.document_kind),
        stated=filters.stated(appeal.stated_on),
        issuer=appeal.issuer or _("issuer not stated"),
        needs=tuple(
            (slug, need_label(slug, needs), path_of("public.need", slug=slug)) for slug in needs if slug in asked
        ),
    )


def _with_note(text: str | Markup, note: str) -> Markup:
    return Markup('{}<br><span class="cite">{}</span>').format(text, told(note)) if note else escape(text)


def _host(address: str) -> str | Markup:
    """Where a document was published, as text: aidroute leads nobody there."""
    host = host_of(address)
    return filters.host_for_reading(host) if host else _("not stated")
