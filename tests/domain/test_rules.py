"""Rule lists as values."""

from __future__ import annotations

from aidroute.domain.phrases import folded
from aidroute.domain.rules import Rules, is_listed
from tests.support.judged_pages import HOSTS


def test_a_host_is_listed_by_itself_or_by_a_parent() -> None:
    listed = frozenset({"sedo.com"})
    assert is_listed("sedo.com", listed)
    assert is_listed("www.sedo.com", listed)
    assert not is_listed("notsedo.com", listed)
    assert not is_listed("sedo.com.evil.test", listed)


def test_no_table_is_needed() -> None:
    empty = Rules.from_tables({}, HOSTS)
    assert empty.size == 0
    assert empty.phrase("not_found").find(folded("not found")) == ""


def test_tables_become_values() -> None:
    found = Rules.from_tables(
        {
            "phrases": {"origin": "here", "closed": {"en": ["It is over"]}},
            "walls": {"wall": [{"vendor": "v", "marks": ["MARK"], "titles": ["Wait!"]}]},
            "takeovers": {"service": [{"name": "s", "says": ["No such thing."], "statuses": [404]}]},
            "hosts": {"parking": {"hosts": ["Sedo.com"]}},
            "paths": {"login": ["Login"]},
            "parking": {"marks": ["X"]},
            "spam": {"strong": {"a": ["slot"]}, "weak": {"a": ["bonus"]}},
            "donation_words": {"origin": "here", "fr": ["Donn"]},
        },
        HOSTS,
        own_hosts=frozenset({"aidroute.test"}),
    )
    assert found.phrase("closed").find(folded("IT IS OVER")) == "it is over"
    assert found.walls[0].marks == ("mark",)
    assert found.walls[0].titles == ("wait",)
    assert (found.takeovers[0].says, found.takeovers[0].statuses) == (("no such thing",), (404,))
    assert found.host_lists.parking == {"sedo.com"}
    assert found.paths.login == {"login"}
    assert (found.parking_marks, found.donation_words) == (("x",), ("donn",))
    assert found.own_hosts == {"aidroute.test"}
    assert found.size == 10
