"""Every text of the shipped content in every language: whole, in its script, with the same numbers and addresses.

Each problem is told as file, place in the file, language and reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

from aidroute.services.content_schema import Texts
from aidroute.settings import Settings
from aidroute.web.languages import TRANSLATIONS
from aidroute.web.wording.content_messages import english_texts
from tests.support.shipped import FOLDER

LANGUAGES = frozenset(Settings.model_fields["languages"].default)
FILES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.yaml"))

OWN_SCRIPT = {"fr": "[A-Za-zÀ-ÿŒœ]", "hy": "[Ա-Ֆա-և]", "ru": "[А-Яа-яЁё]"}
LATIN = "[A-Za-zÀ-ÿŒœ]"
"""Names that have no other form stand in Latin letters in every language."""

FULL_STOP = {"fr": ".", "hy": "։", "ru": "."}

END_ABBREVIATED = {"Washington, D.C."}
"""Texts whose last full stop ends no sentence."""

Found = Iterator[tuple[str, str]]
"""Language and reason, for each thing that is wrong in one text."""

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
PUNCTUATION = {
    "fr": {
        "'": "an ASCII apostrophe",
        '"': "an ASCII quotation mark",
        rf"(?<!{NO_BREAK}):(?!//|\d)": "no non-breaking space (U+00A0) before a colon",
        rf"(?<![{NARROW}!?])[;!?]": "no narrow non-breaking space (U+202F) before ; ! or ?",
        rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»": "no non-breaking space (U+00A0) inside « »",
    },
    "hy": {
        r":(?!//|\d)": "an ASCII colon: the full stop is ։, the break ՝",
        '"|[“”„]': "quotation marks other than « »",
        r"[!?]": "a mark of another language: ՞ and ՛ stand on the vowel",
    },
    "ru": {
        '"|[“”„]': "quotation marks other than « »",
        r"(?<=\s)[-–](?=\s)": "a hyphen or a short dash between words: the dash is long",
    },
}
"""What docs/languages.md asks of each language, by the pattern of its breach."""

ABBREVIATED = {"icrc": {"МККК", "ԿԽՄԿ"}}
"""Usual short forms of a name that `names` has at length in the same language: no source was needed for them."""


def text_maps(value: Any, place: str = "") -> Iterator[tuple[str, Texts]]:
    """Every text in several languages inside a value, with its place. English is in all of them: the schema asks it."""
    if isinstance(value, dict) and "en" in value:
        yield place, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from text_maps(each, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from text_maps(each, f"{place}[{at}]")


@cache
def texts_of(file: str) -> dict[str, Texts]:
    """The texts of a file by their place."""
    return dict(text_maps(yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))))


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """What the catalogue of each language says for an English text."""
    held = {}
    for language in sorted(LANGUAGES - {"en"}):
        with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as opened:
            catalogue = read_po(opened, locale=language)
        held[language] = {message.id: str(message.string) for message in catalogue if isinstance(message.id, str)}
    return held


@cache
def looked_up_texts(file: str) -> dict[str, Texts]:
    """The texts that the file has in English alone, with their translations, by their English wording."""
    english = english_texts(yaml.safe_load((FOLDER / file).read_text(encoding="utf-8")))
    return {text: {"en": text} | {code: held[text] for code, held in catalogues().items()} for text in english}


def expect_no_problem(file: str, look: Callable[[Texts], Found]) -> None:
    """Fail with every problem that ``look`` finds in the texts of a file, one on a line."""
    problems = [
        f"{file}: {place}.{language}: {reason}"
        for place, texts in texts_of(file).items()
        for language, reason in look(texts)
    ]
    assert not problems, "\n".join(["", *problems])


def translations(texts: Texts) -> Iterator[tuple[str, str]]:
    """Language and text, without English and without languages that are not offered."""
    return ((language, texts[language]) for language in sorted(LANGUAGES - {"en"} & texts.keys()))


def numbers(text: str) -> set[str]:
    """The numbers in a text, whatever its language sets between thousands; of a date year and day, for its month may
    be a word.
    """
    text = re.sub(r"\b(\d{4})-\d\d(?:-0?(\d\d?))?\b", r"\1 \2", text)
    return set(re.findall(r"\d+", re.sub(rf"(?<=\d)[,. {NO_BREAK}{NARROW}](?=\d{{3}}(?!\d))", "", text)))


def addresses(text: str) -> set[str]:
    """E-mail addresses, web addresses and hosts."""
    return set(re.findall(r"(?:https?://|[\w.+-]+@)?\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b(?:/\S*)?", text))


@cache
def names() -> tuple[set[str], ...]:
    """What each organization is called in any language, with straight apostrophes."""
    called = []
    for path in sorted((FOLDER / "organizations").glob("*.yaml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        listed = {entry["name"], *(each["value"] for each in entry["names"])}
        called.append({plainly(name) for name in listed} | ABBREVIATED.get(path.stem, set()))
    return tuple(called)


def plainly(text: str) -> str:
    """A text with straight apostrophes."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def is_named(called: set[str], text: str) -> bool:
    """Whether a text says one of these names, whatever ending follows after a hyphen."""
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plainly(text)) for name in called)


def not_in_every_language(texts: Texts) -> Found:
    for language in sorted(LANGUAGES - texts.keys()):
        yield language, "is missing"
    for language in sorted(texts.keys() - LANGUAGES):
        yield language, "is no language that is offered"


def left_in_english(texts: Texts) -> Found:
    for language, text in translations(texts):
        if text.casefold() == texts["en"].casefold():
            yield language, f"is the English text: {text}"


def in_another_script(texts: Texts) -> Found:
    for language, text in translations(texts):
        letters = re.findall(r"[^\W\d_]", text)
        own = re.findall(OWN_SCRIPT[language], text)
        # Words that are quoted keep their letters.
        quoted = set(texts["en"])
        foreign = [
            letter
            for letter in letters
            if not re.match(f"{OWN_SCRIPT[language]}|{LATIN}", letter) and letter not in quoted
        ]
        if foreign:
            yield language, f"has letters of another script: {' '.join(foreign)}"
        if len(own) * 2 <= len(letters):
            yield language, f"is not in its script: {text}"
        for word in re.findall(r"[^\W\d_]+", text):
            if 0 < len(re.findall(OWN_SCRIPT[language], word)) < len(word):
                yield language, f"mixes scripts in one word: {word}"


def with_other_numbers(texts: Texts) -> Found:
    for language, text in translations(texts):
        if missing := numbers(texts["en"]) - numbers(text):
            yield language, f"lacks {', '.join(sorted(missing))} of the English text"
        if added := numbers(text) - numbers(texts["en"]):
            yield language, f"has {', '.join(sorted(added))}, which the English text does not say"


def with_other_addresses(texts: Texts) -> Found:
    for language, text in translations(texts):
        if addresses(text) != addresses(texts["en"]):
            yield language, f"names {sorted(addresses(text))}, English {sorted(addresses(texts['en']))}"


def with_names_that_are_not_listed(texts: Texts) -> Found:
    for called in names():
        for language, text in translations(texts):
            if is_named(called, texts["en"]) and not is_named(called, text):
                yield language, f"does not name the organization by a name of the directory: {sorted(called)}"


def set_in_the_style_of_another_language(texts: Texts) -> Found:
    for language, text in translations(texts):
        for pattern, reason in PUNCTUATION[language].items():
            for found in re.finditer(pattern, text):
                yield language, f"{reason}, at: {text[max(found.start() - 20, 0) : found.end() + 10]}"
        if texts["en"].endswith(".") != text.endswith(FULL_STOP[language]):
            yield language, f"ends otherwise than the English text: {text[-20:]}"


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_file_has_a_text_to_translate(file: str) -> None:
    assert "summary" in texts_of(file)


def test_every_text_is_there_in_the_languages_offered_and_no_other(file: str) -> None:
    expect_no_problem(file, not_in_every_language)


def test_no_translation_is_the_english_text(file: str) -> None:
    # Without exceptions: a name alone stands in `names`, never in a text of several languages.
    expect_no_problem(file, left_in_english)


def test_every_translation_is_in_its_script(file: str) -> None:
    expect_no_problem(file, in_another_script)


def test_every_translation_says_the_numbers_and_years_of_the_english_text(file: str) -> None:
    expect_no_problem(file, with_other_numbers)


def test_every_translation_names_the_addresses_of_the_english_text(file: str) -> None:
    expect_no_problem(file, with_other_addresses)


def test_every_translation_calls_organizations_by_names_that_the_directory_lists(file: str) -> None:
    expect_no_problem(file, with_names_that_are_not_listed)


def test_every_translation_is_set_in_the_style_of_its_language(file: str) -> None:
    expect_no_problem(file, set_in_the_style_of_another_language)


def test_notes_facts_and_figures_are_not_left_in_english(file: str) -> None:
    problems = [
        (text, *found)
        for text, texts in looked_up_texts(file).items()
        # Names stand as they are: what is held here is every text with two words that are no names.
        for found in (left_in_english(texts) if len(re.findall(r"\b[a-z]{2,}\b", text)) > 1 else ())
    ]
    assert problems == []


@pytest.mark.parametrize("look", [with_other_numbers, with_other_addresses, with_names_that_are_not_listed])
def test_notes_facts_and_figures_say_the_same_in_every_language(file: str, look: Callable[[Texts], Found]) -> None:
    problems = [(text, *found) for text, texts in looked_up_texts(file).items() for found in look(texts)]
    assert problems == []


def test_notes_facts_and_figures_are_set_in_the_style_of_their_language(file: str) -> None:
    look = set_in_the_style_of_another_language
    sentences = {text: texts for text, texts in looked_up_texts(file).items() if text not in END_ABBREVIATED}
    problems = [(text, *found) for text, texts in sentences.items() for found in look(texts)]
    assert problems == []


def test_notes_facts_and_figures_are_in_the_script_of_their_language_but_for_names(file: str) -> None:
    named = {name for called in names() for name in called}
    problems = [
        (text, language, reason)
        for text, texts in looked_up_texts(file).items()
        for language, reason in in_another_script(texts)
        if text not in named and "is not in its script" not in reason
    ]
    assert problems == []


ENGLISH = "On 9 May 2023, over 120,000 people, says the ICRC; write to help@example.org."
FRENCH = f"Le 9 mai 2023, plus de 120{NARROW}000 personnes, dit le CICR{NARROW}; écrire à help@example.org."
ARMENIAN = "2023 թվականի մայիսի 9-ին՝ ավելի քան 120 000 մարդ, ասում է ԿԽՄԿ-ն. գրել help@example.org հասցեով։"
RUSSIAN = "9 мая 2023 года — более 120 000 человек, сообщает МККК; писать на help@example.org."

LOOKS = (
    not_in_every_language,
    left_in_english,
    in_another_script,
    with_other_numbers,
    with_other_addresses,
    with_names_that_are_not_listed,
    set_in_the_style_of_another_language,
)


def seen(**changed: str | None) -> set[tuple[str, str]]:
    """Which looks find something, and in which language, in good texts of which some are changed or taken away."""
    given = {"en": ENGLISH, "fr": FRENCH, "hy": ARMENIAN, "ru": RUSSIAN} | changed
    texts = {language: text for language, text in given.items() if text is not None}
    return {(look.__name__, language) for look in LOOKS for language, _ in look(texts)}


def test_good_texts_are_not_found_fault_with() -> None:
    assert seen() == set()


@pytest.mark.parametrize(
    ("language", "bad", "look"),
    [
        ("ru", None, not_in_every_language),
        ("de", "Am 9. Mai 2023", not_in_every_language),
        ("fr", ENGLISH, left_in_english),
        ("hy", FRENCH, in_another_script),
        ("ru", RUSSIAN.replace("человек", "чел\N{LATIN SMALL LETTER O}век"), in_another_script),
        ("fr", FRENCH.replace("mai", "м"), in_another_script),
        ("fr", FRENCH.replace("2023", "2022"), with_other_numbers),
        ("hy", ARMENIAN.replace("2023 թվականի ", ""), with_other_numbers),
        ("ru", RUSSIAN.replace("120 000", "120 500"), with_other_numbers),
        ("ru", RUSSIAN.replace("example.org", "example.com"), with_other_addresses),
        ("hy", ARMENIAN.replace("help@example.org", "help"), with_other_addresses),
        ("fr", FRENCH.replace("CICR", "CIRC"), with_names_that_are_not_listed),
        ("hy", ARMENIAN.replace("ԿԽՄԿ-ն", "նա"), with_names_that_are_not_listed),
        ("fr", FRENCH.replace(f"{NARROW};", ";"), set_in_the_style_of_another_language),
        ("fr", FRENCH.replace(f"{NARROW};", " ;"), set_in_the_style_of_another_language),
        ("fr", FRENCH.replace(f"{NARROW};", ":"), set_in_the_style_of_another_language),
        ("fr", FRENCH.replace("écrire", "j'écris"), set_in_the_style_of_another_language),
        ("fr", FRENCH.replace("écrire", "«écrire»"), set_in_the_style_of_another_language),
        ("hy", ARMENIAN.replace("։", ":"), set_in_the_style_of_another_language),
        ("hy", ARMENIAN.replace("։", ""), set_in_the_style_of_another_language),
        ("ru", RUSSIAN.replace("—", "-"), set_in_the_style_of_another_language),
    ],
)
def test_each_look_finds_what_it_is_for(language: str, bad: str | None, look: Callable[[Texts], Found]) -> None:
    assert (look.__name__, language) in seen(**{language: bad})
