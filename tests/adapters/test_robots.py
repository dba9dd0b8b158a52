from datetime import UTC, datetime, timedelta

import pytest

from aidroute.adapters.robots import UNKNOWN, RobotsMemory, RobotsRules, read_robots

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def allows(text: str, path: str = "/donate") -> bool:
    return read_robots(text.encode()).allows(path)


def test_a_group_for_everybody_is_not_for_us() -> None:
    assert allows("User-agent: *\nDisallow: /\n")


def test_a_group_that_names_us_is_obeyed() -> None:
    assert not allows("User-agent: aidroute-linkcheck\nDisallow: /\n")
    assert not allows("USER-AGENT: AidRoute-LinkCheck/1 \nDISALLOW: /don # not there\n")


def test_a_name_that_only_begins_like_ours_is_another() -> None:
    assert allows("User-agent: aidroute\nDisallow: /\n")
    assert allows("User-agent: aidroute-linkchecker\nDisallow: /\n")


def test_several_names_share_a_group() -> None:
    assert not allows("User-agent: a\nUser-agent: aidroute-linkcheck\nUser-agent: b\nDisallow: /\n")


def test_the_next_group_is_not_ours() -> None:
    assert allows("User-agent: aidroute-linkcheck\nDisallow: /private\n\nUser-agent: other\nDisallow: /\n")


def test_groups_of_one_name_add_up() -> None:
    group = "User-agent: aidroute-linkcheck\nDisallow: {path}\n\n"
    text = group.format(path="/a") + "User-agent: x\nDisallow: /\n\n" + group.format(path="/b")
    assert not allows(text, "/a")
    assert not allows(text, "/b")
    assert allows(text, "/c")


def test_an_empty_refusal_refuses_nothing() -> None:
    assert allows("User-agent: aidroute-linkcheck\nDisallow:\n")


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ((("d", "/"), ("a", "/donate")), "/donate", True),
        ((("a", "/"), ("d", "/donate")), "/donate", False),
        ((("d", "/donate"), ("a", "/donate")), "/donate", True),
        ((("d", "/*.pdf$"),), "/files/a.pdf", False),
        ((("d", "/*.pdf$"),), "/files/a.pdf?x", True),
        ((("d", "/donate$"),), "/donate", False),
        ((("d", "/donate$"),), "/donate/now", True),
        ((("d", "/*/now"),), "/donate/now/x", False),
        ((("d", "/*/now"),), "/now", True),
        ((("d", "*"),), "/anything", False),
        ((("d", "/a*b*c"),), "/a-b-c", False),
        ((("d", "/a*b*c"),), "/a-c-b", True),
        ((("d", "/a*a$"),), "/a", True),
    ],
)
def test_the_longest_match_decides(rules: tuple[tuple[str, str], ...], path: str, expected: bool) -> None:
    known = RobotsRules(tuple((kind == "a", pattern) for kind, pattern in rules))
    assert known.allows(path) is expected


def test_a_pattern_of_many_stars_is_matched_in_no_time() -> None:
    known = RobotsRules(((False, "/" + "*a" * 500 + "$"),))
    assert known.allows("/" + "a" * 2000 + "b")


def test_a_pause_is_read_and_capped() -> None:
    assert read_robots(b"User-agent: aidroute-linkcheck\nCrawl-delay: 7\n").crawl_delay == timedelta(seconds=7)
    assert read_robots(b"User-agent: aidroute-linkcheck\nCrawl-delay: 9999\n").crawl_delay == timedelta(seconds=60)
    assert read_robots(b"User-agent: aidroute-linkcheck\nCrawl-delay: soon\n").crawl_delay is None
    assert read_robots(b"User-agent: *\nCrawl-delay: 7\n").crawl_delay is None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<html>not found</html>", b"\n" * 1000, b"Disallow: /"])
def test_junk_asks_nothing_of_us(content: bytes) -> None:
    assert read_robots(content).allows("/donate")


def test_a_host_is_remembered_for_a_day_and_silence_for_an_hour() -> None:
    memory = RobotsMemory()
    memory.keep("https://a.test", RobotsRules(), NOW)
    memory.keep("https://b.test", UNKNOWN, NOW)
    assert memory.lookup("https://a.test", NOW + timedelta(hours=23)) == RobotsRules()
    assert memory.lookup("https://a.test", NOW + timedelta(hours=25)) is None
    assert memory.lookup("https://b.test", NOW + timedelta(minutes=59)) == UNKNOWN
    assert memory.lookup("https://b.test", NOW + timedelta(minutes=61)) is None


def test_a_clock_that_went_back_makes_us_ask_again() -> None:
    memory = RobotsMemory()
    memory.keep("https://a.test", RobotsRules(), NOW)
    assert memory.lookup("https://a.test", NOW - timedelta(hours=1)) is None


def test_the_memory_is_bounded() -> None:
    memory = RobotsMemory(most_hosts=3)
    for number in range(5):
        memory.keep(f"https://{number}.test", RobotsRules(), NOW)
    known = [number for number in range(5) if memory.lookup(f"https://{number}.test", NOW)]
    assert known == [2, 3, 4]
