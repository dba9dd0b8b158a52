"""Every language is whole: each text is there, says the same names, and has every plural form."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from aidroute.web.languages import TRANSLATIONS

LANGUAGES = ("hy", "ru", "fr")
ROOT = Path(__file__).parent.parent.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
MARKUP = re.compile(r"</?\w+[^>]*>")


def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


CATALOGUES = {language: catalogue(language) for language in LANGUAGES}


def texts(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, (tuple, list)) else (message.string,)


def sources(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, (tuple, list)) else (message.id,)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    target = tmp_path_factory.mktemp("messages") / "messages.pot"
    subprocess.run(
        [
            sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg", "-k", "N_",
            "-k", "lazy_gettext", "--no-location", "-o", str(target), ".",
        ],
        cwd=ROOT,
        check=True,
    )  # fmt: skip
    with target.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_interface_is_in_the_catalogue_and_no_other(language: str, extracted: Catalog) -> None:
    wanted = {sources(message) for message in extracted if message.id}
    held = {sources(message) for message in CATALOGUES[language] if message.id}
    assert {"missing": wanted - held, "left over": held - wanted} == {"missing": set(), "left over": set()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess(language: str) -> None:
    open_ends = [
        sources(message)
        for message in CATALOGUES[language]
        if message.id and (not all(texts(message)) or message.fuzzy)
    ]
    assert open_ends == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_says_the_same_names_as_its_source(language: str) -> None:
    wrong = []
    for message in CATALOGUES[language]:
        if not message.id:
            continue
        wanted = set(PLACEHOLDER.findall(" ".join(sources(message))))
        for text in texts(message):
            said = set(PLACEHOLDER.findall(text))
            # A plural form may leave out the number itself ("one channel").
            if not wanted - {"num"} <= said <= wanted or text.replace("%%", "").count("%") != len(
                PLACEHOLDER.findall(text)
            ):
                wrong.append((sources(message)[0], text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_markup_of_its_source_and_no_more(language: str) -> None:
    wrong = [
        (sources(message)[0], text)
        for message in CATALOGUES[language]
        if message.id
        for text in texts(message)
        if sorted(MARKUP.findall(text)) != sorted(MARKUP.findall(sources(message)[-1]))
    ]
    assert wrong == []


@pytest.mark.parametrize(("language", "forms"), [("hy", 2), ("ru", 3), ("fr", 2)])
def test_every_number_has_the_plural_forms_of_its_language(language: str, forms: int) -> None:
    held = CATALOGUES[language]
    assert held.num_plurals == forms
    assert {len(texts(message)) for message in held if message.id and message.pluralizable} == {forms}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_readable_one(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, CATALOGUES[language])
    assert (TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_in_its_own_script(language: str) -> None:
    script = {"hy": re.compile("[Ա-և]"), "ru": re.compile("[А-яЁё]"), "fr": re.compile("[A-Za-z]")}[language]
    # Codes, names and formats stay as they are in every language.
    same = [
        sources(message)[0]
        for message in CATALOGUES[language]
        if message.id
        and re.search(r"[a-z]{3} [a-z]{3}", PLACEHOLDER.sub("", sources(message)[0]))
        and not all(script.search(text) for text in texts(message))
    ]
    assert same == []
