"""Transfers to people and accounts that no checksum tells: found by the word that stands before them.

Services that pay by phone, short number, e-mail or name, and the words for an account in many languages; the words are
data (``transfers.toml``). Believed less than a checksum, so each find needs its own word close by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

from aidroute.domain.phrases import PhraseList, folded

MAX_FOUND = 60
MAX_LINES = 4_000
MAX_WORDS = 200
"""Of one kind on one line."""
REACH = 80
"""Characters after a word in which its payee stands."""
LABEL = 40
"""Characters: a line this short above another one may be its label, as in a table or a list of terms."""
FEWEST_DIGITS = 5
GROUPED_DIGITS = 7
"""A shorter number with gaps is a sum or a year."""
ACCOUNT_DIGITS = 8
LONG_ACCOUNT_DIGITS = 12
"""A number of so many digits is no sum, whatever stands before it."""

_WORTH_READING = re.compile(r"\d[\d ().\u00a0/-]{3}|[@$]\w|[0-9a-f]{8}-[0-9a-f]{4}-")
_NUMBER = re.compile(r"(?<![\w,.])\+?\(?\d(?:[ \u00a0().:/-]{0,2}\d){4,27}(?![\w%]|[.,]\d)")
_KEY = re.compile(r"(?<!\w)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_HANDLE = re.compile(r"(?<![\w.@$])(?:[@$][A-Za-z][\w-]{2,30}|[\w.-]{2,64}@[A-Za-z]{2,20})(?!\w|[.@]\w)")
_AT_NAME = re.compile(r"(?<![\w.@/])@[A-Za-z]\w{3,31}")
_SENTENCE_END = re.compile(r"[!?]\s|[.\u3002]\s+[^\W\d_]")
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?:call|fax|whatsapp|viber|telegram|order|invoice|receipt|ticket|reference|member|passport|zip|postcode|"
    r"isbn|vat|since|followers|manager|факс|звон\w*|заказ\w*|чек|commande|bestellung|pedido|zamówien\w*|sipariş|"
    r"дзвон\w*|appelez|rufen|llám\w*|llame|ligue|chiam\w*|zadzwoń|arayın|զանգ\w*|اتصل\w*|rendu|tenu)(?!\w)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<!\w)(?:tel|phone|mobile|cell|тел|телефон\w*|моб|հեռ\w*|هاتف|téléphone|tél|telefon\w*|teléfono|telefono)(?!\w)",
    re.IGNORECASE,
)
_NEXT_THING = re.compile(r"[,;|/\u2022\u00b7\u2013\u2014]")
_DATE = re.compile(
    r"(?:(?:19|20)\d\d[-./ ]?[01]\d[-./ ]?[0-3]\d|[0-3]?\d[-./ ][01]?\d[-./ ](?:19|20)\d\d)"
    r"(?:[ -]{1,3}\d{1,2}[:.]\d\d)?\Z"
)
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-/ ]\s?(?:19|20)\d\d\Z")
_PAPER = re.compile(r"(?:19|20)\d\d/\d{5,7}\Z")
"""A paper's number: 2026/000123. A bank's code after a slash is shorter."""
_IN_A_YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d\s?:\s")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0]\d{3})+\Z")
_MONEY_AFTER = re.compile(
    r"[ \u00a0]?(?:[€$£₽₴₺₹¥֏]|(?:kr|eur|euros?|usd|dollars?|nok|sek|dkk|chf|gbp|rub|uah|amd|pln|zł|tl|try|руб\w*|грн|"
    r"դրամ\w*|people|donors|personas|million\w*)(?!\w))",
    re.IGNORECASE,
)
_DIGIT_OR_AT = re.compile(r"[\d@]")
_LABEL_END = re.compile(r"[\s:.\u2116#\uff1a-]*\Z")
_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class TransferWords:
    """The words of ``transfers.toml``, ready to search with."""

    number: re.Pattern[str] = _NEVER
    account: re.Pattern[str] = _NEVER
    currency: re.Pattern[str] = _NEVER
    mail: re.Pattern[str] = _NEVER
    handle: re.Pattern[str] = _NEVER
    way: re.Pattern[str] = _NEVER
    refusing: PhraseList = field(default_factory=PhraseList)
    writing: PhraseList = field(default_factory=PhraseList)
    asking: PhraseList = field(default_factory=PhraseList)

    @staticmethod
    def from_table(table: Mapping[str, Any]) -> TransferWords:
        """The words of a plain table; a missing part is empty."""
        return TransferWords(
            number=_pattern(_words(table.get("number", {}))),
            account=_pattern(_words(table.get("account", {}))),
            currency=_pattern(_words(table.get("currency", {}))),
            mail=_pattern(_words(table.get("mail", {}))),
            handle=_pattern(_words(table.get("handle", {}))),
            way=_pattern(_words(table.get("way", {}))),
            refusing=PhraseList.from_table(table.get("refusing", {})),
            writing=PhraseList.from_table(table.get("writing", {})),
            asking=PhraseList.from_table(table.get("asking", {})),
        )


def transfers(text: str, words: TransferWords) -> Iterator[str]:
    """Typed payees of a visible text: ``account:<number, key or name>``, ``mail:<address>``, ``way:<service>``."""
    found: set[str] = set()
    lines = ["", *text.split("\n")[:MAX_LINES]]
    for label, line in pairwise(lines):
        if _WORTH_READING.search(line):
            found.update(_on_line(line, words))
            if len(label) <= LABEL:
                found.update(_under_label(label, line, words))
        if len(found) >= MAX_FOUND:
            break
    for match in words.way.finditer(text):
        if len(found) >= MAX_FOUND:
            break
        if not words.refusing.find(folded(_line_around(text, match))):
            found.add(f"way:{' '.join(match.group().lower().split())}")
    yield from sorted(found)


def asks_to_write(line: str, words: TransferWords) -> bool:
    """Whether a line tells its reader to write to somebody, other than with a question. It need not speak of gifts."""
    plain = folded(line)
    return bool(words.writing.find(plain)) and not words.asking.find(plain)


def names_after_at(line: str) -> list[str]:
    """The @names of a line, lower-case."""
    return [match.group().lower() for match in _AT_NAME.finditer(line)][:10]


def _on_line(line: str, words: TransferWords) -> Iterator[str]:
    for match in islice(words.number.finditer(line), MAX_WORDS):
        after = line[match.end() : match.end() + REACH]
        yield from list(_first(_KEY, after)) or _number(after, FEWEST_DIGITS)
    for match in islice(words.account.finditer(line), MAX_WORDS):
        after = line[match.end() : match.end() + REACH // 2]
        yield from _number(after, ACCOUNT_DIGITS, may_be_phone=False)
    for match in islice(words.currency.finditer(line), MAX_WORDS):
        after = line[match.end() : match.end() + LABEL]
        yield from _number(after, LONG_ACCOUNT_DIGITS, may_be_phone=False)
    for match in islice(words.mail.finditer(line), MAX_WORDS):
        yield from _first(_MAIL, line[match.end() : match.end() + REACH], "mail")
    for match in islice(words.handle.finditer(line), MAX_WORDS):
        yield from _first(_HANDLE, line[match.end() : match.end() + REACH])


def _under_label(label: str, line: str, words: TransferWords) -> Iterator[str]:
    """A cell under or beside the one that says what it holds: only what it begins with counts."""
    if _is_label(label, words.mail):
        yield from _first(_MAIL, line[:REACH], "mail", is_at_start=True)
    if _is_label(label, words.handle):
        yield from _first(_HANDLE, line[:REACH], is_at_start=True)
    if _is_label(label, words.number):
        key = list(_first(_KEY, line[:REACH], is_at_start=True))
        yield from key or (_number(line[:REACH], FEWEST_DIGITS) if _NUMBER.match(line) else ())
    if _NUMBER.match(line) and (_is_label(label, words.account) or _is_label(label, words.currency)):
        yield from _number(line[:REACH], LONG_ACCOUNT_DIGITS, may_be_phone=False)


def _is_label(label: str, words: re.Pattern[str]) -> bool:
    """Whether a short line ends with one of the words."""
    return any(_LABEL_END.match(label, match.end()) for match in words.finditer(label))


def _number(after: str, fewest: int, *, may_be_phone: bool = True) -> Iterator[str]:
    after = _IN_A_YEAR.sub("", after)
    match = _NUMBER.search(after)
    if match is None or (not may_be_phone and match.group()[0] == "+"):
        return
    gap, written = after[: match.start()], match.group()
    if _SENTENCE_END.search(gap) or _OTHER_NUMBER.search(gap) or _DIGIT_OR_AT.search(gap):
        return
    if _PHONE.search(gap) and not (may_be_phone and not _NEXT_THING.search(gap)):
        return
    digits = "".join(character for character in written if character.isdigit())
    is_short = len(digits) < GROUPED_DIGITS and any(not character.isdigit() for character in written)
    is_sum = (len(digits) <= GROUPED_DIGITS or not may_be_phone) and bool(_THOUSANDS.match(written))
    if len(digits) < fewest or len(set(digits)) < 2 or is_short or is_sum:
        return
    if any(each.match(written) for each in (_DATE, _YEARS, _PAPER)) or _MONEY_AFTER.match(after, match.end()):
        return
    if gap.rstrip()[-1:] in set("€$£₽₴₺₹¥֏"):
        return
    yield f"account:{digits}"


def _first(pattern: re.Pattern[str], after: str, kind: str = "account", *, is_at_start: bool = False) -> Iterator[str]:
    match = pattern.match(after) if is_at_start else pattern.search(after)
    if match is not None and not _SENTENCE_END.search(after[: match.start()]):
        yield f"{kind}:{match.group().lower()}"


def _line_around(text: str, match: re.Match[str]) -> str:
    begin = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    return text[max(begin, match.start() - 200) : min(end if end >= 0 else len(text), match.end() + 200)]


def _words(table: Mapping[str, Any]) -> list[str]:
    return [word for listed in table.values() if not isinstance(listed, str) for word in listed]


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all words, the longest first; words of scripts without spaces are found inside longer runs."""
    listed = sorted(set(words), key=len, reverse=True)
    if not listed:
        return _NEVER
    runs = [re.escape(word) for word in listed if _WITHOUT_SPACES.search(word)]
    spaced = [_spaced(word) for word in listed if not _WITHOUT_SPACES.search(word)]
    parts = [rf"(?<!\w)(?:{'|'.join(spaced)})"] if spaced else []
    return re.compile("|".join([*parts, *runs]), re.IGNORECASE)


def _spaced(word: str) -> str:
    written = re.escape(word.removesuffix("*")).replace(r"\ ", r"[ \u00a0]{1,3}")
    return written + (r"\w{0,12}" if word.endswith("*") else r"(?!\w)")
