"""Whether the shipped files fit together, and whether every value is one that people could enter as well.

Here stands the rule that no one is led to an assessor, a news agency, a public office or a petition platform: an
organization may hold a channel only when an appeal names it in a role that fits a place to give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from aidroute.domain.change import CHANNEL, CREATE, ORGANIZATION
from aidroute.domain.edit import BadEdit, Edit, FieldProblem, read_changes
from aidroute.domain.field_values import Known
from aidroute.domain.host_names import HostRules
from aidroute.domain.inclusion import GIVING_ROLES, may_hold_channel
from aidroute.domain.subjects import FIELDS, empty_values
from aidroute.domain.vocabulary import Need, Role, Vocabulary
from aidroute.services.code_lists import country_codes, currency_codes
from aidroute.services.content import APPEALS, EMERGENCIES, NEEDS, ORGANIZATIONS, Content, ContentProblem
from aidroute.services.content_schema import ChannelPart, OrganizationFile, plain
from aidroute.services.strict_yaml import Path, dotted
from aidroute.services.value_reasons import reason_of

ORGANIZATION_FIELDS = tuple(name for name in FIELDS[ORGANIZATION])
CHANNEL_FIELDS = tuple(name for name in FIELDS[CHANNEL] if name != "organization")


def known_values(content: Content, host_rules: HostRules) -> Known:
    """What the values of organizations and channels are checked against."""
    needs = {part.slug: Need(slug=part.slug, label=part.label) for part in content.needs}
    return Known(host_rules, Vocabulary(needs=needs, countries=country_codes(), currencies=currency_codes()))


def organization_fields(part: OrganizationFile) -> dict[str, Any]:
    """The fields of an organization that people could edit, as the file writes them."""
    values = plain(part)
    values["facts"] = [_fact(fact) for fact in values["facts"]]
    return {name: values[name] for name in ORGANIZATION_FIELDS}


def _fact(written: dict[str, Any]) -> dict[str, Any]:
    """As stored; the needs of a fact only bind its organization's channels."""
    values = {name: value for name, value in written.items() if name not in ("found", "needs")}
    return values | {"is_found": written["found"]}


def channel_fields(part: ChannelPart, organization: str) -> dict[str, Any]:
    """The fields of a channel as the file writes them."""
    values = plain(part)
    return {name: values[name] for name in CHANNEL_FIELDS} | {"organization": organization}


def read_fields(subject_type: str, slug: str, fields: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """Every field in its one spelling, by the rules that hold for people's edits. Raises BadEdit."""
    changes = read_changes(Edit(subject_type, slug, CREATE, fields), empty_values(subject_type), known)
    return empty_values(subject_type) | {name: new for name, (_, new) in changes.items()}


def find_problems(content: Content, host_rules: HostRules) -> list[ContentProblem]:
    """Everything that does not fit together."""
    return list(_Rules(content, host_rules).problems())


class _Rules:
    def __init__(self, content: Content, host_rules: HostRules) -> None:
        self.content = content
        self.known = known_values(content, host_rules)
        self.needs = {part.slug for part in content.needs}
        # A file that could not be read is still there for those that name it: one mistake, one message.
        self.emergencies = self._slugs(EMERGENCIES)
        self.appeals = self._slugs(APPEALS)
        self.organizations = self._slugs(ORGANIZATIONS)
        self.roles = self._roles()
        self.knows_roles = len(content.appeals) == len(self.appeals)

    def problems(self) -> Iterator[ContentProblem]:
        yield from self._about_needs()
        yield from self._about_emergencies()
        yield from self._about_appeals()
        for slug, organization in self.content.organizations.items():
            yield from self._about_organization(slug, organization)
        yield from self._about_twins()

    def _about_needs(self) -> Iterator[ContentProblem]:
        seen: set[str] = set()
        for at, part in enumerate(self.content.needs):
            if part.slug in seen:
                yield self._at(NEEDS, ("needs", at, "slug"), f"the need {part.slug} is listed twice")
            seen.add(part.slug)

    def _about_emergencies(self) -> Iterator[ContentProblem]:
        for slug, emergency in self.content.emergencies.items():
            for at, entry in enumerate(emergency.timeline):
                for number, appeal in enumerate(entry.appeals):
                    if appeal not in self.appeals:
                        path = ("timeline", at, "appeals", number)
                        yield self._at(f"{EMERGENCIES}/{slug}.yaml", path, f"there is no appeal {appeal}")

    def _about_appeals(self) -> Iterator[ContentProblem]:
        for slug, appeal in self.content.appeals.items():
            file = f"{APPEALS}/{slug}.yaml"
            if appeal.emergency not in self.emergencies:
                yield self._at(file, ("emergency",), f"there is no emergency {appeal.emergency}")
            for at, mention in enumerate(appeal.mentions):
                if mention.organization and mention.organization not in self.organizations:
                    path: Path = ("mentions", at, "organization")
                    yield self._at(file, path, f"there is no organization {mention.organization}")
            for at, statement in enumerate(appeal.statements):
                if statement.need not in self.needs:
                    yield self._at(file, ("statements", at, "need"), f"there is no need {statement.need}")

    def _about_organization(self, slug: str, organization: OrganizationFile) -> Iterator[ContentProblem]:
        file = f"{ORGANIZATIONS}/{slug}.yaml"
        if self.knows_roles:
            yield from self._about_roles(file, self.roles.get(slug, set()), has_channels=bool(organization.channels))
        yield from self._read(ORGANIZATION, slug, organization_fields(organization), (file, ()))
        for at, fact in enumerate(organization.facts):
            yield from self._unknown_needs(file, ("facts", at, "needs"), fact.needs)
        shown = {need for fact in organization.facts for need in fact.needs}
        for at, channel in enumerate(organization.channels):
            yield from self._about_channel(slug, channel, (file, ("channels", at)), shown)

    def _about_roles(self, file: str, roles: set[Role], *, has_channels: bool) -> Iterator[ContentProblem]:
        if not roles:
            yield self._at(file, (), "no appeal names this organization: the directory lists only those that are named")
        elif has_channels and not may_hold_channel(roles):
            reason = f"appeals name it only as {_words(roles)}: a channel is for those named as {_words(GIVING_ROLES)}"
            yield self._at(file, ("channels",), reason)

    def _about_channel(
        self, organization: str, channel: ChannelPart, place: tuple[str, Path], shown: set[str]
    ) -> Iterator[ContentProblem]:
        file, path = place
        yield from self._read(CHANNEL, channel.slug, channel_fields(channel, organization), place)
        for at, emergency in enumerate(channel.emergencies):
            if emergency not in self.emergencies:
                yield self._at(file, (*path, "emergencies", at), f"there is no emergency {emergency}")
        for at, need in enumerate(channel.needs):
            if need in self.needs and need not in shown:
                reason = f"no fact of this organization shows that it serves {need} (facts: needs)"
                yield self._at(file, (*path, "needs", at), reason)

    def _about_twins(self) -> Iterator[ContentProblem]:
        channels = self._all(lambda part: ((each.slug,) for each in part.channels))
        identifiers = self._all(lambda part: ((each.scheme, each.value) for each in part.identifiers))
        for key, places in {**_twice(channels), **_twice(identifiers)}.items():
            field = "channels" if len(key) == 1 else "identifiers"
            for file, at in places[1:]:
                reason = f"{' '.join(key)} stands already in {places[0][0]}"
                yield self._at(file, (field, at), reason)

    def _all(self, keys_of: Any) -> list[tuple[tuple[str, ...], tuple[str, int]]]:
        return [
            (key, (f"{ORGANIZATIONS}/{slug}.yaml", at))
            for slug, part in self.content.organizations.items()
            for at, key in enumerate(keys_of(part))
        ]

    def _read(
        self, subject_type: str, slug: str, fields: Mapping[str, Any], place: tuple[str, Path]
    ) -> Iterator[ContentProblem]:
        file, path = place
        try:
            read_fields(subject_type, slug, fields, self.known)
        except BadEdit as error:
            for each in error.problems:
                yield self._at(file, (*path, each.field) if each.field else path, _told(each))

    def _unknown_needs(self, file: str, path: Path, needs: list[str]) -> Iterator[ContentProblem]:
        for at, need in enumerate(needs):
            if need not in self.needs:
                yield self._at(file, (*path, at), f"there is no need {need}")

    def _at(self, file: str, path: Path, reason: str) -> ContentProblem:
        return ContentProblem(file, self.content.documents[file].line_of(path), dotted(path), reason)

    def _slugs(self, folder: str) -> set[str]:
        return {
            file.removeprefix(f"{folder}/").removesuffix(".yaml")
            for file in self.content.files
            if file.startswith(f"{folder}/")
        }

    def _roles(self) -> dict[str, set[Role]]:
        roles: dict[str, set[Role]] = {}
        for appeal in self.content.appeals.values():
            for mention in appeal.mentions:
                if mention.organization:
                    roles.setdefault(mention.organization, set()).add(mention.role)
        return roles


def _twice(
    found: Iterable[tuple[tuple[str, ...], tuple[str, int]]],
) -> dict[tuple[str, ...], list[tuple[str, int]]]:
    places: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for key, place in found:
        places.setdefault(key, []).append(place)
    return {key: where for key, where in places.items() if len(where) > 1}


def _words(roles: Iterable[Role]) -> str:
    return ", ".join(sorted(roles))


def _told(problem: FieldProblem) -> str:
    reason = reason_of(problem.code)
    return f"{reason}: {problem.text}" if problem.text else reason
