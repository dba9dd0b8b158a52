"""The same answer in other forms: a table, a feed, a badge and a QR code. All take the parameters of the question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from aidroute.domain.ask import Ask
from aidroute.domain.directory import Directory
from aidroute.domain.matching import Answer, Match
from aidroute.services import routing
from aidroute.services.browsing import View
from aidroute.web import feeds, spreadsheets
from aidroute.web.addresses import absolute, question_path
from aidroute.web.answer_rows import HASHTAGS, rows_of
from aidroute.web.badges import badge
from aidroute.web.cards import ChannelCard, card_of_match
from aidroute.web.languages import current_language
from aidroute.web.public.asking import for_programs, found
from aidroute.web.public.blueprint import public
from aidroute.web.qr_codes import qr_drawing
from aidroute.web.question_words import parts_of
from aidroute.web.reading import now
from aidroute.web.translating import gettext as _

SVG = "image/svg+xml; charset=utf-8"

NO_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
"""A feed must date each entry. What was never checked nor confirmed has no date, and is not made to look new."""


@public.get("/give.csv")
def give_csv() -> BaseResponse:
    """The answer as a table."""
    return for_programs(_as_csv)


@public.get("/give.atom")
def give_atom() -> BaseResponse:
    """The answer as a feed: an entry is new whenever a channel's level becomes another one."""
    return for_programs(_as_atom)


@public.get("/give.svg")
def give_badge() -> BaseResponse:
    """How many channels for the question work now, as a picture."""
    return for_programs(lambda seen, ask: Response(badge(routing.count_ready(seen, ask), now()), content_type=SVG))


@public.get("/give.qr.svg")
def give_qr() -> BaseResponse:
    """The address of the answer as a QR code."""
    return for_programs(_as_code)


def _as_csv(seen: View, ask: Ask) -> BaseResponse:
    rows = rows_of(seen.directory, found(seen, ask), now(), with_hashtags=request.args.get(HASHTAGS) == "1")
    response = Response(spreadsheets.csv_document(rows), content_type=spreadsheets.MEDIA_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="aidroute-give.csv"'
    return response


def _as_atom(seen: View, ask: Ask) -> BaseResponse:
    words = ", ".join(part.text for part in parts_of(ask, seen.directory))
    feed = feeds.Feed(
        title=_("aidroute: where to give (%(question)s)", question=words) if words else _("aidroute: where to give"),
        language=current_language(),
        page_path=question_path("public.give", ask),
        own_path=question_path("public.give_atom", ask),
        updated_at=now(),
        entries=tuple(_entries(seen.directory, found(seen, ask))),
    )
    return Response(feeds.atom(feed), content_type=feeds.MEDIA_TYPE)


def _as_code(_seen: View, ask: Ask) -> BaseResponse:
    address = absolute(question_path("public.give", ask))
    return Response(qr_drawing(address, _("QR code of %(address)s", address=address)), content_type=SVG)


def _entries(directory: Directory, answer: Answer) -> Iterator[feeds.FeedEntry]:
    for match in answer.matches:
        card = card_of_match(directory, match)
        yield feeds.FeedEntry(
            number=f"{card.slug}-{card.level.value}",
            title=f"{card.organization}: {card.state}",
            updated_at=_moved_at(match),
            path=card.path,
            text="\n".join(_lines(card)),
            author="aidroute",
        )


def _lines(card: ChannelCard) -> Iterator[str]:
    yield card.about
    if card.host:
        yield _("Leads to %(host)s", host=card.host.striptags())
    yield from (reason.text for reason in card.reasons)
    yield from card.doubts or card.cautions


def _moved_at(match: Match) -> datetime:
    """When what is known of a channel last became something else: a check that finds the same is no news."""
    status = match.link.status if match.link else None
    confirmation = match.channel.confirmation
    known = (status and status.state_since_at, confirmation and confirmation.confirmed_at)
    return max((instant for instant in known if instant), default=NO_INSTANT)
