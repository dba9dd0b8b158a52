"""Under which name a page is kept."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from aidroute.domain.ask import AskField, BadAsk, parse_ask
from aidroute.web.page_cache.keys import PageNames
from aidroute.web.page_cache.rules import KeepRules
from tests.support.directories import EMERGENCY, VOCABULARY

RULES = KeepRules(
    base_url="https://aid.example.org",
    hosts=("aid.example.org", "127.0.0.1", ".mirror.example.org"),
    parameters=("need", "from", "page"),
    first_segments=frozenset({"en", "hy"}),
    never_segments=frozenset({"go", "maintain"}),
    cookies=("session", "remember_token"),
)
NAMES = PageNames(RULES)


def request(**environ: str) -> dict[str, Any]:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": "/en/give", "HTTP_HOST": "aid.example.org", **environ}


@pytest.mark.parametrize(
    ("raw", "query"),
    [
        ("", ""),
        ("need=food", "need=food"),
        ("from=FR&need=food", "need=food&from=FR"),
        ("need=food&need=hygiene", "need=food&need=hygiene"),
        ("need=hygiene&need=food", "need=hygiene&need=food"),
        ("need=food&need=food", "need=food"),
        ("need=&from=FR&page=", "from=FR"),
        ("utm_source=x&need=food&fbclid=123", "need=food"),
        ("NEED=food", ""),
        ("need=%66ood", "need=food"),
        ("need=a+b&from=%26", "need=a+b&from=%26"),
        ("need", ""),
        ("&&need=food&", "need=food"),
        ("need=" + "x" * 100, "need=" + "x" * 100),
        ("need=" + "x" * 101, None),
        ("junk=" + "x" * 500 + "&need=food", "need=food"),
        ("junk=" + "x" * 2_000, None),
        ("&".join(f"need={number}" for number in range(41)), None),
        ("need=%ff", None),
        ("need=\u00e9", None),
    ],
)
def test_a_query_is_put_in_one_order_and_rid_of_what_no_page_reads(raw: str, query: str | None) -> None:
    assert NAMES.in_order(raw) == query
    name = NAMES.of(request(QUERY_STRING=raw))
    assert (name[1] if name else None) == query


words = st.sampled_from(["food", "hygiene", "FR", "fr", "AM", "card", "any", "EUR", " food ", "", "x", "harbour-2023"])
pairs = st.lists(st.tuples(st.sampled_from([*(part.value for part in AskField), "utm_source"]), words), max_size=12)


@given(pairs)
@example([("from", "food"), ("from", "hygiene"), ("from", "food")])
def test_the_order_does_not_change_what_is_asked(typed: list[tuple[str, str]]) -> None:
    names = PageNames(KeepRules("https://aid.example.org", (), tuple(AskField), frozenset({"en"})))

    def reading(query: str) -> object:
        parameters = MultiDict(parse_qsl(query, keep_blank_values=True)).to_dict(flat=False)
        try:
            return parse_ask(parameters, VOCABULARY, (EMERGENCY.slug,))
        except BadAsk as bad:
            return tuple(dict.fromkeys(bad.problems))  # a wrong word typed twice is told once

    query = names.in_order(urlencode(typed))
    assert query is not None
    assert reading(query) == reading(urlencode(typed))
    assert names.in_order(query) == query


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"REQUEST_METHOD": "get"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_COOKIE": "a=b; session=abc"},
        {"HTTP_COOKIE": "remember_token=1"},
        {"HTTP_HOST": "evil.example.org"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "aid.example.org@evil.example.org"},
        {"HTTP_HOST": "x" * 5_000},
    ],
)
def test_only_the_application_answers_who_is_somebody_or_asks_elsewhere(environ: dict[str, str]) -> None:
    assert NAMES.of(request(**environ)) is None


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_COOKIE": "_ga=1"},
        {"HTTP_HOST": "127.0.0.1:8000"},
        {"HTTP_HOST": "one.mirror.example.org"},
        {"HTTP_X_FORWARDED_HOST": "evil.example.org", "HTTP_ACCEPT_LANGUAGE": "ru", "HTTP_USER_AGENT": "x"},
    ],
)
def test_nothing_else_of_a_request_changes_the_name(environ: dict[str, str]) -> None:
    assert NAMES.of(request(**environ)) == ("/en/give", "")


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/en/", True),
        ("/hy/give", True),
        ("/en/organizations/caritas", True),
        ("/", False),
        ("", False),
        ("/give", False),
        ("/ru/give", False),
        ("/go/channel", False),
        ("/en/go/channel", False),
        ("/maintain/", False),
        ("/en/maintain/x", False),
        ("//en/give", False),
        ("/en/" + "x" * 300, False),
    ],
)
def test_only_pages_under_the_named_beginnings_may_be_kept(path: str, may: bool) -> None:
    name = NAMES.of(request(PATH_INFO=path))
    assert name is not None
    assert NAMES.may_keep(name) is may


def test_a_page_is_rendered_from_its_name_alone() -> None:
    environ = request(
        REQUEST_METHOD="HEAD",
        QUERY_STRING="utm_source=evil&need=food",
        REQUEST_URI="/en/give?utm_source=evil",
        CONTENT_LENGTH="5",
        CONTENT_TYPE="text/evil",
        HTTP_HOST="127.0.0.1:8000",
        HTTP_ACCEPT_LANGUAGE="evil",
        HTTP_X_FORWARDED_HOST="evil.example.org",
        HTTP_X_FORWARDED_PROTO="evil",
        HTTP_COOKIE="a=evil",
        HTTP_USER_AGENT="evil",
        HTTP_REFERER="evil",
        HTTP_ACCEPT="evil",
        HTTP_ORIGIN="evil",
        HTTP_IF_NONE_MATCH="evil",
        HTTP_RANGE="bytes=0-1",
        REMOTE_ADDR="203.0.113.7",
    )
    environ["wsgi.url_scheme"] = "http"
    name = NAMES.of(environ)
    assert name is not None
    plain = NAMES.plain_request(environ, name)
    assert plain.pop("wsgi.input").read() == b""
    assert plain == {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/en/give",
        "QUERY_STRING": "need=food",
        "HTTP_HOST": "aid.example.org",
        "wsgi.url_scheme": "https",
        "REMOTE_ADDR": "203.0.113.7",
    }
    assert environ["QUERY_STRING"] == "utm_source=evil&need=food"
