"""Countries by the names people type: in any language of ours, with or without accents, or by their code.

Names are those of the CLDR. Everyday names that it does not have ("UK", "Holland", "США") stand in `EVERYDAY`; each of
them means one country only.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from markupsafe import Markup

from aidroute.domain.ask import Ask, AskField
from aidroute.domain.search_words import words
from aidroute.services import routing
from aidroute.services.browsing import View
from aidroute.web import filters
from aidroute.web.languages import current_language

UNDERSTOOD = ("en", "hy", "ru", "fr")
"""Languages in which a country may be typed on any page: a question keeps its words when the language is switched."""

LONGEST_NAME = 80
"""Longer texts are no country; they are not looked up."""

LIKE_ENOUGH = 0.75
"""How alike a typed name and a country's must be (0 to 1) to be offered as what was meant: a letter or two apart."""

EVERYDAY: Mapping[str, tuple[str, ...]] = {
    "AE": ("UAE", "Emirates", "ОАЭ", "ԱՄԷ", "Émirats", "EAU"),
    "BA": ("Bosnia", "Босния", "Bosnie"),
    "CD": ("DR Congo", "DRC", "ДР Конго", "RDC"),
    "CG": ("Republic of the Congo", "Республика Конго", "République du Congo"),
    "CI": ("Ivory Coast",),
    "CN": ("PRC", "КНР", "ՉԺՀ"),
    "CZ": ("Czech Republic", "Чешская Республика", "Չեխիայի Հանրապետություն", "République tchèque"),
    "FR": ("La France",),
    "GB": (
        "UK", "U.K.", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland",
        "Англия", "Шотландия", "Уэльс", "Соединённое Королевство",
        "Մեծ Բրիտանիա", "Անգլիա", "Շոտլանդիա", "Grande-Bretagne", "Angleterre", "Écosse", "Pays de Galles",
    ),
    "HK": ("Hong Kong", "Гонконг", "Հոնկոնգ"),
    "IE": ("Eire",),
    "IR": ("Islamic Republic of Iran",),
    "KR": ("Korea", "Republic of Korea", "Корея", "Կորեա", "Corée"),
    "MD": ("Moldavia", "Молдавия"),
    "MK": ("Macedonia", "Македония", "Մակեդոնիա", "Macédoine"),
    "MM": ("Burma", "Birmanie"),
    "NL": ("Holland", "The Netherlands", "Голландия", "Հոլանդիա", "Hollande"),
    "PS": ("Palestine", "Палестина", "Պաղեստին"),
    "RU": ("Russian Federation", "Российская Федерация", "РФ", "Ռուսաստանի Դաշնություն", "ՌԴ", "Fédération de Russie"),
    "SZ": ("Swaziland",),
    "TR": ("Turkey",),
    "US": (
        "USA", "U.S.", "U.S.A.", "America", "United States of America", "США", "Америка",
        "Соединённые Штаты Америки", "ԱՄՆ", "Ամերիկա", "Ամերիկայի Միացյալ Նահանգներ",
        "Amérique", "États-Unis d’Amérique",
    ),
    "VA": ("Vatican",),
}  # fmt: skip


def read_question(seen: View, parameters: Mapping[str, Sequence[str]]) -> Ask:
    """A question from an address's parameters, countries by name or code. Raises BadAsk."""
    return routing.read_ask(seen, with_codes(parameters, seen.directory.vocabulary.countries))


def with_codes(parameters: Mapping[str, Sequence[str]], known: frozenset[str]) -> dict[str, Sequence[str]]:
    """The same parameters, where each country that was typed by its name stands by its code, if that is ``known``."""
    by_code = dict(parameters)
    for part in (AskField.FROM, AskField.RECEIPT):
        if part.value in by_code:
            by_code[part.value] = [_code_or_typed(typed, known) for typed in by_code[part.value]]
    return by_code


def code_of(typed: str) -> str:
    """The code of the country with this name, '' when it is none that we know. The page's own language goes first."""
    sought = _plain(typed)
    if not sought:
        return ""
    languages = dict.fromkeys((current_language(), *UNDERSTOOD))
    return next((code for language in languages if (code := _codes(language).get(sought))), "")


def meant(typed: str, offered: Collection[str]) -> str:
    """The code of the country that was probably meant; '' for none that is ``offered``.

    It is for people to choose: nothing is ever looked up by it unasked.
    """
    for language in dict.fromkeys((current_language(), *UNDERSTOOD)):
        codes = _codes(language)
        near = difflib.get_close_matches(_plain(typed), list(codes), n=1, cutoff=LIKE_ENOUGH)
        if near and codes[near[0]] in offered:
            return codes[near[0]]
    return ""


def _code_or_typed(typed: str, known: frozenset[str]) -> str:
    code = code_of(typed)
    return code if code in known else typed


@cache
def suggestions(language: str, codes: frozenset[str]) -> Markup:
    """Names of the countries with these codes in the alphabetical order of a language, as choices of a text field."""
    names = {code: filters.countries(language).get(code, code) for code in codes}
    option = Markup("<option>{}</option>")
    return Markup("").join(option.format(name) for _code, name in filters.in_reading_order(names))


@cache
def _codes(language: str) -> Mapping[str, str]:
    everyday = {_plain(name): code for code, names in EVERYDAY.items() for name in names}
    own = {_plain(name): code for code, name in filters.countries(language).items()}
    return {**everyday, **own}


def _plain(name: str) -> str:
    """A name without case, accents, dots and hyphens; '' for a text too long to be one."""
    return " ".join(words(name.replace(".", ""))) if len(name) <= LONGEST_NAME else ""
