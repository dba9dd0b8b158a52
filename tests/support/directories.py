"""Small made-up directories with reserved names, for tests of matching and of pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from aidroute.domain.directory import (
    Appeal,
    Channel,
    Citation,
    Directory,
    Emergency,
    Link,
    Mention,
    Name,
    NeedStatement,
    Organization,
)
from aidroute.domain.link import LinkStatus
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.vocabulary import (
    ChannelKind,
    Need,
    Role,
    StatementKind,
    Strength,
    Vocabulary,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

NEEDS = ("food", "hygiene", "medicine", "accommodation", "unearmarked", "safe-passage")

VOCABULARY = Vocabulary(
    needs={slug: Need(slug, slug.replace("-", " ").title(), donatable=slug != "safe-passage") for slug in NEEDS},
    countries=frozenset({"FR", "AM", "US", "DE"}),
    currencies=frozenset({"EUR", "USD", "AMD"}),
)

LIVE = LinkStatus(
    state=LinkState.LIVE,
    verdict=Verdict.LIVE,
    state_since_at=NOW - timedelta(days=5),
    last_checked_at=NOW - timedelta(minutes=14),
    last_ok_at=NOW - timedelta(minutes=14),
    last_full_get_at=NOW - timedelta(minutes=14),
)
NEVER_CHECKED = LinkStatus()
HELD = replace(LIVE, state=LinkState.SUSPECT, verdict=Verdict.TIMEOUT, held=True, consecutive_failures=1)
QUARANTINED = replace(LIVE, state=LinkState.QUARANTINED, verdict=Verdict.HIJACK_SUSPECT)

EMERGENCY = Emergency(
    slug="harbour-2023",
    name={"en": "Harbour flood 2023"},
    summary={"en": "A flood in a made-up harbour."},
    places=("Harbour",),
    started_on="2023-03-01",
)
OTHER_EMERGENCY = replace(EMERGENCY, slug="hill-2024", name={"en": "Hill fire 2024"})


def appeal(slug: str = "letter-2023", emergency: str = EMERGENCY.slug) -> Appeal:
    return Appeal(
        slug=slug,
        emergency=emergency,
        title="A letter",
        document_kind="appeal_letter",
        language="en",
        stated_on="2023-03-05",
        stated_on_note="",
        issuer="The Harbour Club",
        publisher="The Harbour Club",
        address="",
        sha256="0" * 64,
        summary={"en": "Asks for food and hygiene products."},
    )


def organization(slug: str, **fields: object) -> Organization:
    name = slug.replace("-", " ").title()
    return replace(Organization(slug=slug, name=name, names=(Name(name, "en"),)), **fields)  # type: ignore[arg-type]


def channel(slug: str, owner: str, link: int | None = None, **fields: object) -> Channel:
    values: dict[str, object] = {
        "kind": ChannelKind.DONATION_PAGE,
        "title": {"en": f"Donation page of {owner}"},
        "citation": Citation("https://example.org/report", "2023-03-06", Strength.INDEPENDENT),
        **fields,
    }
    return Channel(slug=slug, organization=owner, link=link, **values)  # type: ignore[arg-type]


def link(key: int, status: LinkStatus = LIVE, host: str = "") -> Link:
    name = host or f"org{key}.example.org"
    return Link(key=key, url=f"https://{name}/donate", host=name, registrable_domain="example.org", status=status)


def directory(
    channels: Iterable[Channel],
    links: Iterable[Link] = (),
    organizations: Iterable[Organization] = (),
    mentions: Sequence[Mention] = (),
    version: int = 1,
) -> Directory:
    """A directory around the given channels; an owner that is not given is made up."""
    listed = {item.slug: item for item in channels}
    owners = {item.slug: item for item in organizations}
    for item in listed.values():
        owners.setdefault(item.organization, organization(item.organization))
    return Directory(
        version=version,
        links_version=1,
        vocabulary=VOCABULARY,
        emergencies={item.slug: item for item in (EMERGENCY, OTHER_EMERGENCY)},
        appeals={item.slug: item for item in (appeal(), appeal("notice-2024", OTHER_EMERGENCY.slug))},
        organizations=owners,
        channels=listed,
        links={item.key: item for item in links},
        mentions=tuple(mentions),
        statements=(NeedStatement("letter-2023", "food", StatementKind.REQUESTED, "food", position=0),),
    )


def mention(owner: str, role: Role = Role.RECOMMENDED_RECIPIENT, where: str = "letter-2023") -> Mention:
    return Mention(appeal=where, organization=owner, name_as_written=owner, role=role)
