from __future__ import annotations

import pytest

from aidroute.services.strict_yaml import MAX_BYTES, BadYaml, dotted, read_document


def refusal(text: str | bytes) -> BadYaml:
    with pytest.raises(BadYaml) as raised:
        read_document(text.encode() if isinstance(text, str) else text)
    return raised.value


def test_texts_numbers_lists_and_mappings_come_as_they_are_written() -> None:
    text = """\
name: Harbour Club
count: 12
none:
open: true
texts: {en: "Two: words", hy: Երկու}
long: >-
  one
  line
items:
  - a
  - {b: 1}
"""
    assert read_document(text.encode()).data == {
        "name": "Harbour Club",
        "count": 12,
        "none": None,
        "open": True,
        "texts": {"en": "Two: words", "hy": "Երկու"},
        "long": "one line",
        "items": ["a", {"b": 1}],
    }


@pytest.mark.parametrize(
    "word", ["no", "YES", "on", "2023-09-26", "1:30", "0x1F", "010", "1_000", "1.5", ".inf", "NaN", "=", "<<"]
)
def test_nothing_becomes_something_else_than_it_looks(word: str) -> None:
    assert read_document(f"key: {word}".encode()).data == {"key": word}


def test_every_key_and_item_knows_its_line() -> None:
    document = read_document(b"a: 1\nb:\n  - c\n  - d: 2\n    e: 3\n")
    assert document.line_of(("a",)) == 1
    assert document.line_of(("b", 0)) == 3
    assert document.line_of(("b", 1, "e")) == 5
    assert document.line_of(("b", 1, "missing")) == 4, "the line of what encloses it"
    assert document.line_of(("nowhere", 7)) == 1


def test_a_key_given_twice_is_refused_at_the_second_one() -> None:
    error = refusal("a: 1\nb:\n  url: x\n  url: y\n")
    assert (error.line, error.where) == (4, "b.url")
    assert "before" in error.reason


@pytest.mark.parametrize(
    ("text", "word", "line"),
    [
        ("a: 1\nb: &name 2\n", "anchors", 2),
        ("a: &name [1]\nb: *name\n", "anchors", 1),
        ("a: *name\n", "aliases", 1),
        ("a: 1\nb: !!python/object:os.system x\n", "tags", 2),
        ("a: !!str 1\n", "tags", 1),
        ("&k key: 1\n", "key", 1),
        ("? [a, b]\n: 1\n", "key", 1),
        ("a: 1\n---\nb: 2\n", "one document", 2),
    ],
)
def test_what_is_not_plain_is_refused(text: str, word: str, line: int) -> None:
    error = refusal(text)
    assert word in error.reason
    assert error.line == line


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(['*' + last] * 9)}]\n" for last, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert refusal(bomb).line == 1


@pytest.mark.parametrize(
    ("text", "line"), [("a: 1\nb: [1\n", 3), ("a: 1\n\tb: 2\n", 2), ("a: 'open\n", 2), ("a: b: c\n", 1)]
)
def test_what_is_not_yaml_is_refused_at_its_line(text: str, line: int) -> None:
    error = refusal(text)
    assert "not YAML" in error.reason
    assert error.line == line


def test_bytes_that_are_no_text_are_refused_at_their_line() -> None:
    assert refusal(b"a: 1\nb: \xff\n").line == 2
    assert refusal(b"a: 1\nb: \x00\n").line == 2


def test_a_file_too_large_or_too_deep_is_refused() -> None:
    assert "larger" in refusal(b"a: " + b"x" * MAX_BYTES).reason
    assert "levels" in refusal("[" * 50 + "]" * 50).reason
    assert "levels" in refusal("[" * 20_000).reason


def test_an_empty_file_is_nothing() -> None:
    assert read_document(b"").data is None


def test_a_path_is_written_as_people_read_it() -> None:
    assert dotted(("facts", 2, "citations", 0, "source")) == "facts[2].citations[0].source"
    assert dotted(()) == ""
