"""Markup in pieces, as browsers cut it."""

from __future__ import annotations

import pytest

from aidroute.domain.html_tokens import KEPT_ATTRIBUTES, MAX_TOKENS, Kind, Token, resolved, tokens


def cut(source: str) -> list[Token]:
    return list(tokens(source))


def test_tags_texts_and_attributes_are_told_apart() -> None:
    assert cut('a<B  Class=x ID="y z" q=\'"\' checked/>b</B >') == [
        Token(Kind.TEXT, text="a"),
        Token(Kind.START, "b", attributes={"class": "x", "id": "y z", "q": '"', "checked": ""}),
        Token(Kind.TEXT, text="b"),
        Token(Kind.END, "b"),
    ]


@pytest.mark.parametrize(
    "comment", ["<!-- x -->", "<!-->", "<!--->", "<!-- a -- b --!>", "<!doctype html>", "<?php x ?>", "</ x>"]
)
def test_comments_and_declarations_are_skipped(comment: str) -> None:
    assert cut(f"a{comment}b") == [Token(Kind.TEXT, text="a"), Token(Kind.TEXT, text="b")]


@pytest.mark.parametrize("rest", ["<!-- b", "<a href='b", '<a href="b>', "<a b", "<!x", "</b"])
def test_what_is_not_closed_swallows_the_rest(rest: str) -> None:
    assert cut(f"a{rest}") == [Token(Kind.TEXT, text="a")]


@pytest.mark.parametrize("name", ["script", "style", "iframe", "xmp", "noembed", "noframes"])
def test_the_text_of_raw_elements_is_no_markup(name: str) -> None:
    assert cut(f"<{name}><b>&amp;</{name.upper()} >c") == [
        Token(Kind.START, name),
        Token(Kind.RAW, name, "<b>&amp;"),
        Token(Kind.END, name),
        Token(Kind.TEXT, text="c"),
    ]


@pytest.mark.parametrize("name", ["title", "textarea"])
def test_the_text_of_titles_has_references_and_no_markup(name: str) -> None:
    assert cut(f"<{name}>a <b> &amp; c</{name}>")[1] == Token(Kind.RAW, name, "a <b> & c")


def test_an_unclosed_raw_element_holds_the_rest() -> None:
    assert cut("<script>a</b>")[1] == Token(Kind.RAW, "script", "a</b>")


def test_a_lone_less_than_sign_is_text() -> None:
    assert "".join(token.text for token in cut("1 < 2 <3 <")) == "1 < 2 <3 <"


def test_the_first_of_two_equal_attributes_counts() -> None:
    assert cut("<a href=one HREF=two>")[0].attributes == {"href": "one"}


def test_only_so_many_tokens_and_attributes_are_kept() -> None:
    assert len(cut("<b>" * (MAX_TOKENS + 10))) == MAX_TOKENS
    many = cut("<a " + " ".join(f"x{number}" for number in range(500)) + ">")
    assert len(many[0].attributes) == KEPT_ATTRIBUTES


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("&lt;&#65;&#x42;", "<AB"),
        ("&#99999999999;x", "\ufffdx"),
        ("a & b", "a & b"),
        ("&nbsp;", "\u00a0"),
        ("&bogus;", "&bogus;"),
    ],
)
def test_references_are_resolved_and_absurd_ones_left_out(text: str, plain: str) -> None:
    assert resolved(text) == plain


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("?client=OURS&currency=EUR", "?client=OURS&currency=EUR"),
        ("?a=1&copy=2&amp;b=3", "?a=1&copy=2&b=3"),
        ("?a&notit", "?a&notit"),
        ("Caf&eacute; &copy", "Caf\u00e9 \u00a9"),
    ],
)
def test_a_parameter_is_no_character_reference_in_an_attribute(written: str, meant: str) -> None:
    assert cut(f'<a href="{written}">')[0].attributes["href"] == meant
