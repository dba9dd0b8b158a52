"""The order is checked against a plain, slow reading of product.md's seven steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidroute.domain.ask import Ask, AskField
from aidroute.domain.channel_level import channel_level
from aidroute.domain.directory import Channel, Confirmation, Directory, Receipt
from aidroute.domain.explaining_matches import CautionCode, ReasonCode
from aidroute.domain.matching import Answer, Filter, Match, first_go, match, next_best
from aidroute.domain.routing_index import build_index, refreshed
from aidroute.domain.vocabulary import (
    UNEARMARKED,
    ChannelKind,
    ChannelStatus,
    Method,
    Operator,
    Purpose,
    Role,
    RoutingLevel,
    Support,
)
from tests.support.directories import (
    EMERGENCY,
    HELD,
    LIVE,
    NEEDS,
    NEVER_CHECKED,
    NOW,
    OTHER_EMERGENCY,
    QUARANTINED,
    channel,
    directory,
    link,
    mention,
    organization,
)

STATUSES = (LIVE, NEVER_CHECKED, HELD, QUARANTINED, replace(LIVE, last_ok_at=NOW - timedelta(hours=49)))


NOTHING_IN_PARTICULAR = Ask()


def answer(book: Directory, ask: Ask = NOTHING_IN_PARTICULAR, **page: int) -> Answer:
    return match(build_index(book, NOW), ask, NOW, **page)


def slugs(found: Answer) -> list[str]:
    return [item.channel.slug for item in found.matches]


# -------------------------------------------------------------------------------------------- filters


def test_a_channel_no_person_approved_is_never_offered() -> None:
    book = directory([channel("seen", "a", 1, status=ChannelStatus.AWAITING)], [link(1)])
    assert answer(book).total == 0
    assert [(out.filter, out.removed) for out in answer(book).exclusions] == [(Filter.APPROVED, 1)]


def test_a_retired_channel_is_never_offered() -> None:
    assert answer(directory([channel("old", "a", 1, status=ChannelStatus.RETIRED)], [link(1)])).total == 0


def test_an_organization_that_is_not_humanitarian_is_shown_only_when_asked_for() -> None:
    book = directory([channel("one", "club", 1)], [link(1)], [organization("club", purpose=Purpose.NOT_HUMANITARIAN)])
    assert answer(book).total == 0
    assert answer(book, Ask(any_purpose=True)).total == 1
    assert answer(book).nearest is not None
    assert answer(book).nearest.lifted == (AskField.PURPOSE,)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "offered"),
    [
        (None, None, True),
        (date(2026, 11, 21), date(2026, 11, 21), True),
        (date(2026, 11, 22), None, False),
        (None, date(2026, 11, 20), False),
    ],
)
def test_a_campaign_is_offered_only_within_its_dates(
    valid_from: date | None, valid_to: date | None, offered: bool
) -> None:
    book = directory([channel("one", "a", 1, valid_from=valid_from, valid_to=valid_to)], [link(1)])
    assert (answer(book).total == 1) is offered


def test_what_a_source_does_not_say_excludes_nobody_and_is_said() -> None:
    book = directory([channel("one", "a", 1)], [link(1)])
    found = answer(book, Ask(country="FR", method=Method.CARD, currency="EUR")).matches[0]
    codes = {caution.code for caution in found.cautions}
    assert {
        CautionCode.COUNTRY_NOT_STATED,
        CautionCode.METHOD_NOT_STATED,
        CautionCode.CURRENCY_NOT_STATED,
    } <= codes


def test_what_a_source_does_say_excludes_those_it_leaves_out() -> None:
    book = directory(
        [
            channel("fr", "a", 1, countries=frozenset({"FR"}), methods=frozenset({Method.CARD})),
            channel("us", "b", 2, countries=frozenset({"US"}), methods=frozenset({Method.PAYPAL})),
        ],
        [link(1), link(2)],
    )
    assert slugs(answer(book, Ask(country="FR"))) == ["fr"]
    assert slugs(answer(book, Ask(method=Method.PAYPAL))) == ["us"]


def test_a_channel_earmarked_for_another_emergency_is_not_offered_for_this_one() -> None:
    book = directory(
        [channel("one", "a", 1, emergencies=frozenset({OTHER_EMERGENCY.slug})), channel("all", "b", 2)],
        [link(1), link(2)],
    )
    assert slugs(answer(book, Ask(emergency=EMERGENCY.slug))) == ["all"]


def test_needs_that_money_does_not_buy_are_named_and_never_routed() -> None:
    book = directory([channel("one", "a", 1)], [link(1)])
    found = answer(book, Ask(needs=("safe-passage",)))
    assert found.total == 0
    assert found.not_donatable == ("safe-passage",)
    assert first_go(build_index(book, NOW), Ask(needs=("safe-passage",)), NOW) is None


def test_no_match_says_which_filter_took_how_many_and_offers_the_smallest_sacrifice() -> None:
    book = directory(
        [
            channel("a", "a", 1, countries=frozenset({"US"}), currencies=frozenset({"USD"})),
            channel("b", "b", 2, countries=frozenset({"FR"}), currencies=frozenset({"USD"})),
        ],
        [link(1), link(2)],
    )
    found = answer(book, Ask(country="FR", currency="EUR"))
    assert found.total == 0
    assert [(out.filter, out.removed) for out in found.exclusions] == [
        (Filter.COUNTRY, 1),
        (Filter.CURRENCY, 1),
    ]
    assert found.nearest is not None
    assert found.nearest.lifted == (AskField.CURRENCY,)
    assert found.nearest.best.channel.slug == "b"


def test_when_no_single_sacrifice_helps_several_are_made() -> None:
    book = directory([channel("a", "a", 1, countries=frozenset({"US"}), methods=frozenset({Method.PAYPAL}))], [link(1)])
    found = answer(book, Ask(country="FR", method=Method.CARD))
    assert found.nearest is not None
    assert found.nearest.lifted == (AskField.METHOD, AskField.FROM)


# -------------------------------------------------------------------------------------------- order


def test_a_link_that_works_goes_before_everything_else() -> None:
    book = directory(
        [channel("named", "a", 1, needs=frozenset({"food"})), channel("works", "b", 2)],
        [link(1, HELD), link(2)],
        mentions=[mention("a")],
    )
    assert slugs(answer(book, Ask(needs=("food",)))) == ["works", "named"]


def test_who_serves_more_of_what_was_asked_goes_first_and_general_funds_before_strangers_to_the_need() -> None:
    book = directory(
        [
            channel("one", "a", 1, needs=frozenset({"food"})),
            channel("two", "b", 2, needs=frozenset({"food", "hygiene"})),
            channel("general", "c", 3, needs=frozenset({UNEARMARKED})),
            channel("stranger", "d", 4, needs=frozenset({"medicine"})),
        ],
        [link(key) for key in (1, 2, 3, 4)],
    )
    found = answer(book, Ask(needs=("food", "hygiene")))
    assert slugs(found) == ["two", "one", "general", "stranger"]
    assert [item.fits for item in found.matches] == [True, True, True, False]


def test_a_recommendation_counts_only_in_its_own_emergency() -> None:
    book = directory(
        [channel("here", "a", 1), channel("there", "b", 2)],
        [link(1), link(2)],
        mentions=[mention("a"), mention("b", where="notice-2024")],
    )
    assert slugs(answer(book, Ask(emergency=EMERGENCY.slug)))[0] == "here"
    assert slugs(answer(book, Ask(emergency=OTHER_EMERGENCY.slug)))[0] == "there"


def test_the_recommended_go_before_the_issuer_and_the_issuer_before_the_rest() -> None:
    book = directory(
        [channel("r", "rest", 1), channel("i", "issuer", 2), channel("z", "named", 3)],
        [link(1), link(2), link(3)],
        mentions=[mention("issuer", Role.ISSUER), mention("named"), mention("rest", Role.CITED_ASSESSOR)],
    )
    assert slugs(answer(book)) == ["z", "i", "r"]


def test_receipt_then_own_channel_then_newest_month_of_confirmation() -> None:
    def seen(days: int) -> Confirmation:
        return Confirmation(NOW - timedelta(days=days))

    book = directory(
        [
            channel("receipt", "a", 1, receipts=(Receipt("FR", "A"),), operator=Operator.INTERMEDIARY),
            channel("own-new", "b", 2, confirmation=seen(1)),
            channel("own-old", "c", 3, confirmation=seen(90)),
            channel("own-never", "d", 4),
            channel("passed-on", "e", 5, operator=Operator.INTERMEDIARY, confirmation=seen(1)),
        ],
        [link(key) for key in range(1, 6)],
    )
    assert slugs(answer(book, Ask(country="FR"))) == ["receipt", "own-new", "own-old", "own-never", "passed-on"]


def test_equals_take_turns_by_day_so_that_each_is_first_equally_often() -> None:
    book = directory([channel(f"c{key}", f"o{key}", key) for key in range(1, 5)], [link(key) for key in range(1, 5)])
    index = build_index(book, NOW)
    firsts = [match(index, Ask(), NOW + timedelta(days=day)).matches[0].channel.slug for day in range(8)]
    assert sorted(firsts) == sorted(2 * ["c1", "c2", "c3", "c4"])
    assert match(index, Ask(), NOW).equals == 4


def test_a_withheld_channel_of_a_good_organization_stands_last() -> None:
    book = directory(
        [channel("bad", "a", 1), channel("unsure", "b", 2)], [link(1, QUARANTINED), link(2, NEVER_CHECKED)],
        mentions=[mention("a")],
    )  # fmt: skip
    found = answer(book)
    assert [(item.channel.slug, item.level) for item in found.matches] == [
        ("unsure", RoutingLevel.CAUTION),
        ("bad", RoutingLevel.WITHHELD),
    ]


# -------------------------------------------------------------------------------------------- going there now


def test_now_never_leads_to_a_channel_that_does_not_serve_what_was_asked() -> None:
    book = directory([channel("stranger", "a", 1, needs=frozenset({"medicine"}))], [link(1)])
    assert first_go(build_index(book, NOW), Ask(needs=("food",)), NOW) is None
    assert first_go(build_index(book, NOW), Ask(needs=("medicine",)), NOW) is not None


def test_now_leads_nowhere_while_every_link_is_unsure() -> None:
    book = directory([channel("a", "a", 1), channel("b", "b", 2)], [link(1, NEVER_CHECKED), link(2, QUARANTINED)])
    assert first_go(build_index(book, NOW), Ask(), NOW) is None


def test_the_next_best_are_never_withheld_and_never_the_one_that_was_asked_for() -> None:
    book = directory(
        [channel("a", "a", 1), channel("b", "b", 2), channel("c", "c", 3)], [link(1), link(2, QUARANTINED), link(3)]
    )
    assert [item.channel.slug for item in next_best(build_index(book, NOW), Ask(), NOW, without="a")] == ["c"]


def test_an_address_to_write_to_is_shown_but_nobody_is_led_there() -> None:
    book = directory([channel("mail", "a", None, kind=ChannelKind.EMAIL, address="help@example.org")])
    found = answer(book).matches[0]
    assert found.level is RoutingLevel.CAUTION
    assert first_go(build_index(book, NOW), Ask(), NOW) is None


# -------------------------------------------------------------------------------------------- the index in time


def test_a_stopped_checker_closes_routing_by_itself() -> None:
    book = directory([channel("a", "a", 1)], [link(1)])
    index = build_index(book, NOW)
    later = NOW + timedelta(hours=49)
    assert match(index, Ask(), NOW).matches[0].level is RoutingLevel.GO
    assert index.valid_until_at <= later
    assert match(refreshed(index, book, later), Ask(), later).matches[0].level is not RoutingLevel.GO


def test_a_moved_link_moves_its_channels_and_no_other() -> None:
    book = directory([channel("a", "a", 1), channel("b", "b", 2)], [link(1), link(2)])
    index = build_index(book, NOW)
    newer = book.with_links(2, {1: link(1, QUARANTINED)})
    again = refreshed(index, newer, NOW)
    assert [(item.channel.slug, item.level) for item in match(again, Ask(), NOW).matches] == [
        ("b", RoutingLevel.GO),
        ("a", RoutingLevel.WITHHELD),
    ]
    assert match(index, Ask(), NOW).matches[0].level is RoutingLevel.GO


# -------------------------------------------------------------------------------------------- against the plain reading

CODES = st.sampled_from(["FR", "US", "DE"])


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    count = draw(st.integers(1, 12))
    channels = []
    links = []
    mentions = []
    for key in range(count):
        owner = f"org-{draw(st.integers(0, 5))}"
        status = draw(st.sampled_from(STATUSES))
        links.append(link(key, status))
        confirmed = draw(st.none() | st.integers(0, 200))
        channels.append(
            channel(
                f"c{key}",
                owner,
                key,
                needs=frozenset(draw(st.sets(st.sampled_from(NEEDS), max_size=3))),
                countries=frozenset(draw(st.sets(CODES, max_size=2))),
                currencies=frozenset(draw(st.sets(st.sampled_from(["EUR", "USD"]), max_size=1))),
                methods=frozenset(draw(st.sets(st.sampled_from(list(Method)), max_size=2))),
                support=frozenset(draw(st.sets(st.sampled_from(list(Support)), min_size=1))),
                receipts=tuple(Receipt(code, owner) for code in draw(st.sets(CODES, max_size=1))),
                operator=draw(st.sampled_from(list(Operator))),
                emergencies=frozenset(
                    draw(st.sets(st.sampled_from([EMERGENCY.slug, OTHER_EMERGENCY.slug]), max_size=1))
                ),
                status=draw(st.sampled_from([ChannelStatus.APPROVED] * 4 + list(ChannelStatus))),
                confirmation=Confirmation(NOW - timedelta(days=confirmed)) if confirmed is not None else None,
            )
        )
        if draw(st.booleans()):
            mentions.append(
                mention(owner, draw(st.sampled_from(list(Role))), draw(st.sampled_from(["letter-2023", "notice-2024"])))
            )
    return directory(channels, links, mentions=mentions)


ASKS = st.builds(
    Ask,
    needs=st.lists(st.sampled_from(NEEDS[:4]), unique=True, max_size=3).map(tuple),
    country=st.just("") | CODES,
    method=st.none() | st.sampled_from(list(Method)),
    support=st.none() | st.sampled_from(list(Support)),
    receipt=st.just("") | CODES,
    emergency=st.sampled_from(["", EMERGENCY.slug, OTHER_EMERGENCY.slug]),
    currency=st.sampled_from(["", "EUR", "USD"]),
)


def plainly_fits(item: Channel, ask: Ask) -> bool:
    def takes(stated: frozenset[object], wanted: object) -> bool:
        return not wanted or not stated or wanted in stated

    return (
        item.status is ChannelStatus.APPROVED
        and (ask.support is None or ask.support in item.support)
        and takes(item.countries, ask.country)  # type: ignore[arg-type]
        and takes(item.methods, ask.method)  # type: ignore[arg-type]
        and takes(item.currencies, ask.currency)  # type: ignore[arg-type]
        and takes(item.emergencies, ask.emergency)  # type: ignore[arg-type]
    )


def plain_rank(book: Directory, item: Channel, ask: Ask) -> tuple[object, ...]:
    level = list(RoutingLevel).index(channel_level(item, book.link_of(item), NOW).level)
    served = sum(need in item.needs for need in ask.needs)
    general = not item.needs or UNEARMARKED in item.needs
    roles = {
        said.role
        for said in book.mentions_of.get(item.organization, ())
        if ask.emergency in ("", book.appeals[said.appeal].emergency)
    }
    naming = 0 if Role.RECOMMENDED_RECIPIENT in roles else 1 if Role.ISSUER in roles else 2
    receipt = all(given.country != ask.receipt_country for given in item.receipts)
    month = item.confirmation.confirmed_at.year * 12 + item.confirmation.confirmed_at.month if item.confirmation else 0
    return (level, -served, general if served else not general, naming, receipt,
            item.operator is not Operator.ORGANIZATION, -month)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(directories(), ASKS)
def test_the_answer_is_what_the_plain_reading_of_the_rules_gives(book: Directory, ask: Ask) -> None:
    found = answer(book, ask, limit=100)
    fitting = [item for item in book.channels.values() if plainly_fits(item, ask)]
    assert found.total == len(fitting)
    assert {item.channel.slug for item in found.matches} == {item.slug for item in fitting}
    ranks = [plain_rank(book, item.channel, ask) for item in found.matches]
    assert ranks == sorted(ranks)  # type: ignore[type-var]
    assert sum(out.removed for out in found.exclusions) + found.total == len(book.channels)


@settings(max_examples=100, deadline=None)
@given(directories(), ASKS, st.integers(1, 5))
def test_pages_laid_end_to_end_are_the_whole_answer_without_repeats(book: Directory, ask: Ask, size: int) -> None:
    whole = slugs(answer(book, ask, limit=100))
    pages: list[str] = []
    for offset in range(0, len(whole) + size, size):
        pages += slugs(answer(book, ask, limit=size, offset=offset))
    assert pages == whole


@settings(max_examples=200, deadline=None)
@given(directories(), ASKS)
def test_a_withheld_channel_never_stands_before_another_and_nobody_is_led_to_one(book: Directory, ask: Ask) -> None:
    levels = [item.level for item in answer(book, ask, limit=100).matches]
    order = list(RoutingLevel)
    assert levels == sorted(levels, key=order.index)
    now = first_go(build_index(book, NOW), ask, NOW)
    assert now is None or (now.level is RoutingLevel.GO and now.fits and now.channel.kind.is_web)


@settings(max_examples=200, deadline=None)
@given(directories(), ASKS)
def test_every_reason_is_true(book: Directory, ask: Ask) -> None:
    for item in answer(book, ask, limit=100).matches:
        for reason in item.reasons:
            assert reason_holds(book, ask, item, reason.code, reason.value), reason


def reason_holds(book: Directory, ask: Ask, item: Match, code: ReasonCode, value: str) -> bool:
    roles = {(said.role, said.appeal) for said in book.mentions if said.organization == item.channel.organization}
    held = {
        ReasonCode.SERVES_NEED: value in item.channel.needs,
        ReasonCode.SERVES_WHERE_MOST_NEEDED: UNEARMARKED in item.channel.needs,
        ReasonCode.RECOMMENDED_IN_APPEAL: (Role.RECOMMENDED_RECIPIENT, value) in roles,
        ReasonCode.OFFERED_BY_ISSUER: (Role.ISSUER, value) in roles,
        ReasonCode.DELIVERS_AID_IN_APPEAL: (Role.DELIVERER_OF_AID, value) in roles,
        ReasonCode.TAKES_FROM_COUNTRY: ask.country in item.channel.countries,
        ReasonCode.TAKES_METHOD: ask.method in item.channel.methods,
        ReasonCode.TAKES_CURRENCY: ask.currency in item.channel.currencies,
        ReasonCode.GIVES_RECEIPT: any(given.country == ask.receipt_country for given in item.channel.receipts),
        ReasonCode.RUN_BY_ORGANIZATION: item.channel.operator is Operator.ORGANIZATION,
        ReasonCode.CONFIRMED_BY_PERSON: item.channel.confirmation is not None,
        ReasonCode.WORKS_NOW: item.level is RoutingLevel.GO,
    }
    return held[code]
