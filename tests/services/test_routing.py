from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aidroute.domain.ask import Ask
from aidroute.domain.directory import Directory
from aidroute.domain.mail import MailAnswer, MailStanding
from aidroute.domain.routing_index import build_index
from aidroute.domain.vocabulary import ChannelKind, ChannelStatus, RoutingLevel
from aidroute.services.browsing import View
from aidroute.services.code_lists import country_codes, currency_codes
from aidroute.services.routing import UnknownChannel, open_channel, read_ask
from tests.support.directories import LIVE, NEVER_CHECKED, NOW, QUARANTINED, channel, directory, link

TODAY, DAY = NOW.date(), timedelta(days=1)


def view_of(book: Directory) -> View:
    return View(book, build_index(book, NOW))


def test_a_working_channel_opens_at_its_stored_address() -> None:
    opening = open_channel(view_of(directory([channel("a", "o", 1)], [link(1, LIVE)])), "a", NOW)
    assert (opening.level, opening.address) == (RoutingLevel.GO, "https://org1.example.org/donate")


@pytest.mark.parametrize("status", [ChannelStatus.AWAITING, ChannelStatus.RETIRED])
def test_a_channel_no_person_stands_behind_is_withheld_even_when_its_link_works(status: ChannelStatus) -> None:
    opening = open_channel(view_of(directory([channel("a", "o", 1, status=status)], [link(1, LIVE)])), "a", NOW)
    assert opening.level is RoutingLevel.WITHHELD


@pytest.mark.parametrize(
    ("first", "last", "level"),
    [
        (None, TODAY - DAY, RoutingLevel.CAUTION),
        (TODAY + DAY, None, RoutingLevel.CAUTION),
        (TODAY, TODAY, RoutingLevel.GO),
    ],
)
def test_a_channel_that_is_not_open_today_is_a_caution_even_when_its_link_works(
    first: date | None, last: date | None, level: RoutingLevel
) -> None:
    book = directory([channel("a", "o", 1, valid_from=first, valid_to=last)], [link(1, LIVE)])
    opening = open_channel(view_of(book), "a", NOW)
    assert opening.level is level
    assert ("not_open_today" in [caution.code for caution in opening.cautions]) is (level is RoutingLevel.CAUTION)


def test_what_is_offered_instead_serves_the_same_need_and_is_not_withheld() -> None:
    book = directory(
        [
            channel("bad", "o", 1, needs=frozenset({"food"})),
            channel("worse", "p", 2, needs=frozenset({"food"})),
            channel("other", "q", 3, needs=frozenset({"medicine"})),
            channel("good", "r", 4, needs=frozenset({"food"})),
        ],
        [link(1, QUARANTINED), link(2, QUARANTINED), link(3), link(4)],
    )
    opening = open_channel(view_of(book), "bad", NOW)
    assert opening.level is RoutingLevel.WITHHELD
    assert [other.channel.slug for other in opening.others] == ["good", "other"]


def test_a_link_that_was_never_checked_is_a_caution_and_says_so() -> None:
    opening = open_channel(view_of(directory([channel("a", "o", 1)], [link(1, NEVER_CHECKED)])), "a", NOW)
    assert opening.level is RoutingLevel.CAUTION
    assert opening.cautions


def test_an_unknown_channel_is_an_error_that_carries_what_was_asked() -> None:
    with pytest.raises(UnknownChannel) as caught:
        open_channel(view_of(directory([])), "nobody", NOW)
    assert caught.value.slug == "nobody"


def test_a_channel_to_write_to_has_no_address_anybody_is_taken_to() -> None:
    book = directory([channel("mail", "o", None, kind=ChannelKind.EMAIL, address="help@example.org")])
    opening = open_channel(view_of(book), "mail", NOW)
    assert (opening.level, opening.address) == (RoutingLevel.CAUTION, "")


@pytest.mark.parametrize("answer", MailAnswer)
def test_nobody_is_told_to_write_where_no_mail_arrives(answer: MailAnswer) -> None:
    mail = {"example.org": MailStanding("example.org", answer, NOW)}
    to_write_to = channel("mail", "o", None, kind=ChannelKind.EMAIL, address="help@example.org")
    opening = open_channel(view_of(replace(directory([to_write_to]), mail=mail)), "mail", NOW)
    is_known_bad = answer not in {MailAnswer.ACCEPTS, MailAnswer.UNKNOWN}
    assert (opening.level is RoutingLevel.WITHHELD) is is_known_bad
    code = "mail_returned" if answer is MailAnswer.RETURNED else "takes_no_mail"
    assert (code in [caution.code for caution in opening.cautions]) is is_known_bad


def test_a_question_is_read_with_the_directorys_own_words() -> None:
    view = view_of(directory([channel("a", "o", 1)], [link(1)]))
    ask = read_ask(view, {"need": ["food"], "emergency": ["harbour-2023"], "from": ["fr"]})
    assert ask == Ask(needs=("food",), emergency="harbour-2023", country="FR")


def test_the_code_lists_are_countries_and_currencies_and_nothing_else() -> None:
    assert {"FR", "AM", "US", "DE", "GB"} <= country_codes()
    assert not {"EU", "ZZ", "001", "UN"} & country_codes()
    assert {"EUR", "USD", "AMD"} <= currency_codes()
