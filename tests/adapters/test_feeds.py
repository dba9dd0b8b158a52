import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aidroute.adapters.feeds import LocalFileFeed, ask_feeds
from aidroute.domain.ground import FeedListing, FeedScope
from aidroute.domain.urls import Address
from tests.world.server import fetcher_arguments

HOST_RULES = fetcher_arguments(0, 0, "")["host_rules"]
NOW = datetime.now(UTC)


def feed(path: Path, text: str, **settings: timedelta) -> LocalFileFeed:
    path.write_text(text, encoding="utf-8")
    return LocalFileFeed(path, HOST_RULES, **settings)


def entries(of: LocalFileFeed, *urls: str) -> list[tuple[str, str]]:
    found = ask_feeds([of], urls, HOST_RULES, NOW).listings
    return [(listing.scope.value, listing.entry) for listing in found]


def test_a_listed_host_lists_what_is_below_it(tmp_path: Path) -> None:
    lists = feed(tmp_path / "list.txt", "# bad ones\nevil.test # since May\n")
    assert entries(lists, "https://evil.test/", "https://a.b.EVIL.test./x") == [("host", "evil.test")] * 2
    assert entries(lists, "https://notevil.test/", "https://test.evil.org/", "https://evil.test.charity.test/") == []


def test_a_listed_page_lists_itself_alone(tmp_path: Path) -> None:
    lists = feed(tmp_path / "list.txt", "https://platform.test/swindle?x=1\n")
    assert entries(lists, "http://platform.test/swindle?x=1") == [("url", "http://platform.test/swindle?x=1")]
    assert (
        entries(lists, "https://platform.test/charity", "https://platform.test/swindle", "https://platform.test/") == []
    )


def test_a_hosts_file_is_read(tmp_path: Path) -> None:
    lists = feed(tmp_path / "list.txt", "127.0.0.1 localhost\n0.0.0.0 evil.test also.test\n::1 third.test\n")
    assert (
        len(entries(lists, "http://evil.test/", "http://also.test/", "http://third.test/", "http://charity.test/")) == 3
    )


def test_junk_lines_are_passed_over(tmp_path: Path) -> None:
    lists = feed(
        tmp_path / "list.txt", "\n\0\nhttp://[::1\njavascript:alert(1)\n" + "x" * 100_000 + "\n***\nevil.test\n"
    )
    assert entries(lists, "http://evil.test/") == [("host", "evil.test")]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    lists = feed(path, "evil.test\n")
    assert entries(lists, "http://evil.test/")
    path.write_text("other.test\nmore.test\n", encoding="utf-8")
    assert not entries(lists, "http://evil.test/")
    assert entries(lists, "http://other.test/")


def test_a_missing_file_is_stale_and_says_nothing(tmp_path: Path) -> None:
    answer = ask_feeds([LocalFileFeed(tmp_path / "none.txt", HOST_RULES)], ["http://evil.test/"], HOST_RULES, NOW)
    assert (answer.listings, answer.stale_feeds) == ((), ("local",))


def test_a_list_that_vanished_is_still_remembered_and_stale(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    lists = feed(path, "evil.test\n")
    assert entries(lists, "http://evil.test/")
    path.unlink()
    answer = ask_feeds([lists], ["http://evil.test/"], HOST_RULES, NOW)
    assert (len(answer.listings), answer.stale_feeds) == (1, ("local",))


def test_a_list_kept_by_hand_never_grows_old(tmp_path: Path) -> None:
    lists = feed(tmp_path / "list.txt", "evil.test\n")
    later = NOW + timedelta(days=900)
    answer = ask_feeds([lists], ["http://evil.test/"], HOST_RULES, later)
    assert answer.stale_feeds == ()
    assert answer.listings == (FeedListing("local", "evil.test", later, FeedScope.HOST),)


def test_a_list_that_should_be_renewed_grows_old(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    lists = feed(path, "evil.test\n", renewed_every=timedelta(hours=6))
    old = (NOW - timedelta(days=3)).timestamp()
    os.utime(path, (old, old))
    answer = ask_feeds([lists], ["http://evil.test/"], HOST_RULES, NOW)
    assert answer.stale_feeds == ("local",)
    assert answer.listings[0].refreshed_at < NOW - timedelta(days=2)


def test_a_plug_in_that_breaks_is_stale_and_stops_nobody(tmp_path: Path) -> None:
    class Broken:
        name = "broken"

        def listings(self, addresses: Sequence[Address], now: datetime) -> tuple[FeedListing, ...]:
            raise RuntimeError("a stranger's bug")

        def is_stale(self, now: datetime) -> bool:
            return False

    lists = feed(tmp_path / "list.txt", "evil.test\n")
    answer = ask_feeds([Broken(), lists], ["http://evil.test/"], HOST_RULES, NOW)
    assert (len(answer.listings), answer.stale_feeds) == (1, ("broken",))


@pytest.mark.parametrize("url", ["", "not a url", "http://user@evil.test/", "ftp://evil.test/"])
def test_an_address_that_is_none_is_not_looked_up(url: str, tmp_path: Path) -> None:
    assert entries(feed(tmp_path / "list.txt", "evil.test\n"), url) == []
