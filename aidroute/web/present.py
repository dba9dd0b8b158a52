"""The one place where JSON shapes are made. A value that is not known is null, never left out and never guessed.

The members are described in docs/api.md; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from aidroute.domain.ask import Ask, Problem
from aidroute.domain.directory import Channel, Directory, Link
from aidroute.domain.explaining_matches import Caution, Reason
from aidroute.domain.matching import Answer, Match
from aidroute.web.addresses import absolute, question_path
from aidroute.web.cards import path_of
from aidroute.web.content_texts import host_of, is_on_closed_site
from aidroute.web.filters import machine_instant
from aidroute.web.languages import current_language
from aidroute.web.reading import view
from aidroute.web.wording.reasons import caution_sentence, exclusion_sentence, reason_sentence

Json = dict[str, Any]


def answer(directory: Directory, found: Answer, now: datetime, page: int) -> Json:
    """An answer to a question: one page of matches and what became of the rest."""
    return {
        "question": question(found.ask),
        "language": current_language(),
        "page_address": absolute(question_path("public.give", found.ask)),
        "answered_at": machine_instant(now),
        "directory_version": directory.version,
        "total": found.total,
        "offered": found.offered,
        "page": page,
        "sharing_first_place": found.equals,
        "matches": [match(directory, each) for each in found.matches],
        "exclusions": [
            {"filter": each.filter.value, "removed": each.removed, "text": exclusion_sentence(each, found.ask)}
            for each in found.exclusions
        ],
        "not_donatable": list(found.not_donatable),
        "nearest": _nearest(directory, found),
    }


def question(ask: Ask) -> Json:
    """A question as its parameters say it."""
    return {
        "need": list(ask.needs),
        "from": ask.country or None,
        "method": ask.method.value if ask.method else None,
        "support": ask.support.value if ask.support else None,
        "receipt": ask.receipt or None,
        "emergency": ask.emergency or None,
        "currency": ask.currency or None,
        "purpose": "any" if ask.any_purpose else None,
    }


def match(directory: Directory, found: Match) -> Json:
    """One channel that fits. It is opened by ``open``, which checks again at that moment; its address is not given."""
    organization = directory.organizations[found.channel.organization]
    page = path_of("public.organization", slug=organization.slug)
    return {
        "channel": found.channel.slug,
        "organization": {
            "slug": organization.slug,
            "name": organization.name,
            "page_address": absolute(page) if page else None,
        },
        "level": found.level.value,
        "open": absolute(url_for("going.channel", slug=found.channel.slug)),
        "host": found.link.host if found.link else None,
        **_channel(found.channel),
        "source": _source(found),
        "link": _link(found.link),
        "reasons": [_reason(directory, each) for each in found.reasons],
        "cautions": [_caution(directory, each) for each in found.cautions],
    }


def problems(found: Sequence[Problem]) -> list[Json]:
    """What is wrong with a question: the parameter, what it was, and what it may be."""
    return [
        {"parameter": problem.field.value, "value": problem.value, "allowed": list(problem.allowed)}
        for problem in found
    ]


def _channel(channel: Channel) -> Json:
    citation, confirmation = channel.citation, channel.confirmation
    return {
        "kind": channel.kind.value,
        "support": sorted(channel.support),
        "needs": sorted(channel.needs),
        "countries": sorted(channel.countries) or None,
        "methods": sorted(channel.methods) or None,
        "currencies": sorted(channel.currencies) or None,
        "receipts": [{"country": receipt.country, "issuer": receipt.issuer} for receipt in channel.receipts],
        "operator": channel.operator.value,
        "operator_name": channel.operator_name or None,
        "emergencies": sorted(channel.emergencies) or None,
        "valid_from": channel.valid_from.isoformat() if channel.valid_from else None,
        "valid_to": channel.valid_to.isoformat() if channel.valid_to else None,
        "stated_on": (citation.stated_on if citation else "") or None,
        "confirmed_at": machine_instant(confirmation.confirmed_at) if confirmation else None,
    }


def _source(found: Match) -> str | None:
    """Where the claim comes from. Of an address only its host where it lies on a site to which nobody is led."""
    citation = found.channel.citation
    if citation is None:
        return None
    is_told_in_part = citation.is_address and is_on_closed_site(view(), citation.source)
    return host_of(citation.source) if is_told_in_part else citation.source


def _link(link: Link | None) -> Json | None:
    if link is None:
        return None
    status = link.status
    return {
        "state": status.state.value,
        "verdict": status.verdict.value if status.verdict else None,
        "checked_at": machine_instant(status.last_checked_at) if status.last_checked_at else None,
        "worked_at": machine_instant(status.last_ok_at) if status.last_ok_at else None,
    }


def _reason(directory: Directory, reason: Reason) -> Json:
    return {
        "code": reason.code.value,
        "value": reason.value or None,
        "text": reason_sentence(reason, directory).text,
    }


def _caution(directory: Directory, caution: Caution) -> Json:
    return {
        "code": str(caution.code),
        "value": caution.value or None,
        "text": caution_sentence(caution, directory),
    }


def _nearest(directory: Directory, found: Answer) -> Json | None:
    nearest = found.nearest
    if nearest is None:
        return None
    return {
        "lifted": [part.value for part in nearest.lifted],
        "question": question(nearest.ask),
        "page_address": absolute(question_path("public.give", nearest.ask)),
        "total": nearest.total,
        "best": match(directory, nearest.best),
    }
