"""The format of the shipped content: what each file may say. Unknown keys are refused, nothing is guessed.

docs/content.md explains the formats for people. Whether entries fit together is asked in ``content_rules``; here
each file is looked at alone. Web addresses, codes and the fields that people can edit too are read by the same rules
as the forms (``domain.edit``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from aidroute.domain.field_values import MAX_TEXT, clean_line, clean_text
from aidroute.domain.vocabulary import EmergencyStatus, Role, StatementKind, Strength

MAX_QUOTED_WORDS = 12
"""A quote lets a reader find the place; more than this would be copying."""

OrganizationKind = Literal[
    "donor",
    "government",
    "international NGO",
    "international organization",
    "media",
    "national NGO",
    "Red Cross Red Crescent",
    "religious",
    "United Nations",
    "other",
]
"""Organization types of the Humanitarian Data Exchange, in words."""


def problem(reason: str) -> PydanticCustomError:
    """A problem of ours, told as it stands."""
    return PydanticCustomError("content", "{reason}", {"reason": reason})


def _same_as(clean: Callable[[str], str], what: str) -> Callable[[str], str]:
    """Refuse, rather than repair, a text that would be stored in another spelling."""

    def check(text: str) -> str:
        if clean(text) != text:
            raise problem(f"{what} with hidden characters, spaces at an end or letters that are not composed (NFC)")
        return text

    return check


def _partial_date(text: str) -> str:
    """'' or a date as exact as its source: year, month or day."""
    if text and not _is_date(text):
        raise problem("not a date: write 2023-09-26, 2023-09 or '2023'")
    return text


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        return False
    try:
        date.fromisoformat(text + {4: "-01-01", 7: "-01", 10: ""}[len(text)])
    except ValueError:
        return False
    return True


def _quote(text: str) -> str:
    if len(text.split()) > MAX_QUOTED_WORDS:
        raise problem(f"a quote of more than {MAX_QUOTED_WORDS} words: a few are enough to find the place")
    return text


Line = Annotated[str, AfterValidator(_same_as(lambda text: clean_line(text, MAX_TEXT), "a line"))]
NonEmptyLine = Annotated[Line, Field(min_length=1)]
Prose = Annotated[str, Field(min_length=1), AfterValidator(_same_as(clean_text, "a text"))]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Quote = Annotated[Line, AfterValidator(_quote)]
Position = Annotated[int, Field(ge=1, le=100_000)]


def _has_english(texts: dict[str, str]) -> dict[str, str]:
    if texts and "en" not in texts:
        raise problem("an English text (en) must be there when any language is")
    return texts


Texts = Annotated[dict[Language, Prose], AfterValidator(_has_english)]
"""One text in several languages."""
SomeTexts = Annotated[Texts, Field(min_length=1)]


class Part(BaseModel):
    """Strict: no unknown key, no value turned into another type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class CitationPart(Part):
    """Where a claim comes from."""

    source: NonEmptyLine
    stated_on: PartialDate = ""
    strength: Strength
    note: Line = ""


class NeedPart(Part):
    """A term of the needs vocabulary."""

    slug: Annotated[Slug, Field(max_length=40)]
    label: Annotated[NonEmptyLine, Field(max_length=120)]
    description: NonEmptyLine
    cluster: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None
    dac: Annotated[int, Field(ge=10000, le=99999)] | None
    reliefweb: Annotated[int, Field(ge=1)] | None
    match: Literal["exact", "broad", "close"]
    donatable: bool = True
    words: list[NonEmptyLine]
    note: Line = ""


class NeedsFile(Part):
    """needs.yaml: the whole vocabulary, in the order of the page."""

    needs: Annotated[list[NeedPart], Field(min_length=1)]


class TimelinePart(Part):
    """One dated event as appeals tell it."""

    happened_on: Annotated[PartialDate, Field(min_length=4)]
    appeals: Annotated[list[Slug], Field(min_length=1)]
    text: SomeTexts


class EmergencyFile(Part):
    """emergencies/<slug>.yaml."""

    position: Position
    name: SomeTexts
    summary: SomeTexts
    places: Annotated[list[NonEmptyLine], Field(min_length=1)]
    started_on: PartialDate
    status: EmergencyStatus
    timeline: list[TimelinePart] = []


class MentionPart(Part):
    """An appeal names a body in a role; ``organization`` when the directory keeps a page for it."""

    name_as_written: NonEmptyLine
    role: Role
    organization: Slug | None = None
    quote: Annotated[Quote, Field(min_length=1)]
    note: Line = ""


class StatementPart(Part):
    """An appeal says something about a need."""

    need: Slug
    kind: StatementKind
    quote: Annotated[Quote, Field(min_length=1)]
    since: PartialDate = ""
    note: Line = ""


class FigurePart(Part):
    """A number an appeal states: never without its day and its author."""

    what: NonEmptyLine
    value: NonEmptyLine
    as_of: NonEmptyLine
    according_to: NonEmptyLine
    superseded_by: Line = ""


class ActionPart(Part):
    """Something other than giving that an appeal asks for."""

    kind: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]+(_[A-Za-z]+)*$", max_length=40)]
    text: SomeTexts


class AppealFile(Part):
    """appeals/<slug>.yaml."""

    position: Position
    emergency: Slug
    title: NonEmptyLine
    document_kind: Annotated[NonEmptyLine, Field(max_length=40)]
    language: Language
    stated_on: PartialDate
    stated_on_note: Line = ""
    issuer: Line
    issuer_note: Line = ""
    publisher: Line
    publisher_note: Line = ""
    address: Line
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    summary: SomeTexts
    mentions: Annotated[list[MentionPart], Field(min_length=1)]
    statements: list[StatementPart] = []
    figures: list[FigurePart] = []
    actions: list[ActionPart] = []

    @model_validator(mode="after")
    def _what_is_not_stated_says_so(self) -> Self:
        for name in ("stated_on", "issuer", "publisher"):
            if not getattr(self, name) and not getattr(self, f"{name}_note"):
                raise problem(f"{name} is empty, so {name}_note must say what is known")
        return self


class NamePart(Part):
    """A name in one language; ``language`` is '' for abbreviations used everywhere."""

    value: NonEmptyLine
    language: Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")]
    kind: Literal["official", "alias", "abbreviation", "translation", "as_written"]
    citation: CitationPart


class IdentifierPart(Part):
    """A registration: a list code of org-id.guide and the number in it."""

    scheme: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}-[A-Z0-9-]+$", max_length=40)]
    value: Annotated[NonEmptyLine, Field(max_length=80)]
    citation: CitationPart


class ContactPart(Part):
    """An e-mail address or phone number as its source prints it."""

    kind: Literal["email", "phone"]
    value: NonEmptyLine
    citation: CitationPart


class FactPart(Part):
    """A sourced statement, or the honest note that nothing was found.

    ``needs`` are needs that the fact shows the organization to serve: a channel may name no others.
    """

    topic: Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]
    value: Line = ""
    found: bool = True
    as_of: Annotated[Line, Field(max_length=32)] = ""
    needs: list[Slug] = []
    citations: list[CitationPart] = []
    note: Line = ""

    @model_validator(mode="after")
    def _found_means_value_and_source(self) -> Self:
        if self.found and not (self.value and self.citations):
            raise problem("a fact needs a value and at least one citation; if nothing was found, say found: false")
        if not self.found and (self.value or self.needs):
            raise problem("found: false means that there is no value; what is known otherwise goes into the note")
        return self


class ReceiptPart(Part):
    """A tax receipt that a donor of ``country`` gets, and from whom."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    issuer: NonEmptyLine


class ChannelPart(Part):
    """One way to give. Words and combinations are checked by the rules that forms obey."""

    slug: Slug
    kind: str
    status: str
    url: str = ""
    tenant_prefix: str = ""
    allowed_domains: list[str] = []
    address: str = ""
    title: SomeTexts
    support: list[str]
    needs: list[Slug] = []
    countries: list[str] = []
    currencies: list[str] = []
    methods: list[str] = []
    receipts: list[ReceiptPart] = []
    operator: str
    operator_name: Line = ""
    emergencies: list[Slug] = []
    valid_from: str = ""
    valid_to: str = ""
    citation: CitationPart
    note: Texts = {}


class OrganizationFile(Part):
    """organizations/<slug>.yaml, with the organization's channels."""

    position: Position
    name: NonEmptyLine
    kind: OrganizationKind
    purpose: str
    summary: SomeTexts
    places: list[NonEmptyLine] = []
    names: Annotated[list[NamePart], Field(min_length=1)]
    website: str = ""
    website_citation: CitationPart | None = None
    identifiers: list[IdentifierPart] = []
    contacts: list[ContactPart] = []
    facts: list[FactPart] = []
    confusable_with: list[NonEmptyLine] = []
    channels: list[ChannelPart] = []

    @model_validator(mode="after")
    def _a_website_has_a_source(self) -> Self:
        if bool(self.website) != bool(self.website_citation):
            raise problem("website and website_citation come together")
        return self


def plain(part: Part) -> dict[str, Any]:
    """A part as plain JSON."""
    return part.model_dump(mode="json")
