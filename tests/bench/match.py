"""How long one question takes against directories of 5,000 and 100,000 channels: `python -m tests.bench.match`.

Beside ours stands the plain way to do the same on the same machine in the same run: filter a list, then sort it.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from aidroute.domain.ask import Ask
from aidroute.domain.directory import Channel, Confirmation, Directory, Receipt
from aidroute.domain.matching import match
from aidroute.domain.routing_index import RoutingIndex, build_index, refreshed
from aidroute.domain.vocabulary import Method, Operator, Role, RoutingLevel
from tests.support.directories import (
    HELD,
    LIVE,
    NEEDS,
    NEVER_CHECKED,
    NOW,
    QUARANTINED,
    VOCABULARY,
    channel,
    directory,
    link,
    mention,
)

GOALS_MS = {5_000: 1.0, 100_000: 15.0}
ROUNDS = 60

ASKS = {
    "nothing in particular": Ask(),
    "food from FR by card": Ask(needs=("food",), country="FR", method=Method.CARD),
    "four needs, receipt, emergency": Ask(
        needs=("food", "hygiene", "medicine", "accommodation"), country="DE", receipt="DE", emergency="harbour-2023"
    ),
    "a question nothing answers": Ask(needs=("food",), country="AM", currency="AMD", method=Method.CHEQUE),
}


def made_up(size: int) -> Directory:
    """A directory of ``size`` channels with facts spread the way real ones are: most say little."""
    dice = random.Random(size)
    statuses = [LIVE] * 8 + [NEVER_CHECKED, HELD, QUARANTINED]

    def some(words: list[str] | list[Method], most: int) -> frozenset[object]:
        return frozenset(dice.sample(words, dice.randint(0, most)))

    channels = [
        channel(
            f"channel-{key:06}",
            f"org-{key // 3}",
            key,
            needs=some(list(NEEDS[:4]), 3),
            countries=some(["FR", "US", "DE"], 2),
            currencies=some(["EUR", "USD"], 1),
            methods=some([Method.CARD, Method.PAYPAL, Method.BANK_TRANSFER], 2),
            receipts=(Receipt("FR", "x"),) if dice.random() < 0.1 else (),
            operator=Operator.INTERMEDIARY if dice.random() < 0.2 else Operator.ORGANIZATION,
            confirmation=Confirmation(NOW - timedelta(days=dice.randint(0, 300))) if dice.random() < 0.5 else None,
        )
        for key in range(size)
    ]
    links = [link(key, dice.choice(statuses)) for key in range(size)]
    mentions = [mention(f"org-{dice.randrange(size // 3)}", dice.choice(list(Role))) for _ in range(size // 20)]
    return directory(channels, links, mentions=mentions)


def plainly(index: RoutingIndex, ask: Ask) -> list[Channel]:
    """The same job as a filtered, sorted list: what most directories do."""

    def takes(stated: frozenset[object], wanted: object) -> bool:
        return not wanted or not stated or wanted in stated

    order = {level: rank for rank, level in enumerate(RoutingLevel)}
    fitting = [
        (order[decision.level], -sum(need in item.needs for need in ask.needs), position)
        for position, (item, decision) in enumerate(zip(index.channels, index.decisions, strict=True))
        if takes(item.countries, ask.country)  # type: ignore[arg-type]
        and takes(item.methods, ask.method)  # type: ignore[arg-type]
        and takes(item.currencies, ask.currency)  # type: ignore[arg-type]
    ]
    fitting.sort()
    return [index.channels[position] for *_, position in fitting[:20]]


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median CPU milliseconds of one thread over ``rounds`` runs."""
    times = []
    for _ in range(rounds):
        started = time.thread_time_ns()
        work()
        times.append((time.thread_time_ns() - started) / 1e6)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    print(
        f"{'channels':>9}  {'question':32} {'found':>7} {'ours ms':>8} {'goal ms':>8} {'list+sort ms':>13} {'ratio':>6}"
    )
    for size, goal in GOALS_MS.items():
        book = made_up(size)
        started = time.thread_time()
        index = build_index(book, NOW)
        built = time.thread_time() - started
        for name, ask in ASKS.items():
            found = match(index, ask, NOW).total
            ours = median_ms(lambda ask=ask, index=index: match(index, ask, NOW))  # type: ignore[misc]
            plain = median_ms(lambda ask=ask, index=index: plainly(index, ask), 5)  # type: ignore[misc]
            print(f"{size:>9,}  {name:32} {found:>7,} {ours:>8.3f} {goal:>8.1f} {plain:>13.2f} {plain / ours:>5.0f}x")
        moved = book.with_links(2, {1: link(1, QUARANTINED)})
        print(
            f"{size:>9,}  index built in {built * 1000:.0f} ms; one moved link taken in within "
            f"{median_ms(lambda i=index, b=moved: refreshed(i, b, NOW), 5):.1f} ms"  # type: ignore[misc]
        )
    print(f"needs in the vocabulary: {len(VOCABULARY.needs)}; page of 20; CPU time of one thread, median of {ROUNDS}")


if __name__ == "__main__":
    main()
