"""Reads what a person typed for a field, or says why it cannot be taken. Nothing is guessed or repaired silently
beyond spaces, invisible marks and the spelling of codes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from aidroute.domain import urls
from aidroute.domain.host_names import HostRules, host_problem
from aidroute.domain.subjects import CONTACT_KINDS, NAME_KINDS, Field, FieldKind
from aidroute.domain.vocabulary import Strength, Vocabulary

MAX_LINE = 300
MAX_TEXT = 4_000
MAX_ITEMS = 300
"""More than there are countries."""

_HIDDEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Controls and marks that turn the direction of text or hide a letter: nobody types them in a name."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_STATED_ON = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([^@\s]{3,255})\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 ().\u2010-\u2015-]{4,30}\Z")


class ValueProblem(StrEnum):
    """Why a value cannot be taken. ``urls.UrlProblem`` names what is wrong with an address."""

    UNKNOWN_FIELD = "unknown_field"
    FIXED = "fixed"
    MISSING = "missing"
    WRONG_SHAPE = "wrong_shape"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    UNKNOWN_WORD = "unknown_word"
    BAD_SLUG = "bad_slug"
    TAKEN_SLUG = "taken_slug"
    BAD_DATE = "bad_date"
    BAD_DATE_ORDER = "bad_date_order"
    BAD_PATH = "bad_path"
    BAD_DOMAIN = "bad_domain"
    BAD_EMAIL = "bad_email"
    BAD_PHONE = "bad_phone"
    BAD_LANGUAGE = "bad_language"
    BAD_PORT = "bad_port"
    NO_REASON = "no_reason"
    NO_OPERATOR_NAME = "no_operator_name"
    URL_NOT_FOR_KIND = "url_not_for_kind"
    ADDRESS_NOT_FOR_KIND = "address_not_for_kind"
    NOTHING_CHANGED = "nothing_changed"
    NOT_A_RECIPIENT = "not_a_recipient"


class BadValue(ValueError):
    """One value that cannot be taken. ``code`` is a ValueProblem or a UrlProblem, ``text`` the part that is meant."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text[:MAX_LINE]


@dataclass(frozen=True, slots=True)
class Known:
    """What values are checked against: host names as browsers read them, and the words a question may use."""

    hosts: HostRules
    vocabulary: Vocabulary


def read_value(field: Field, raw: Any, known: Known) -> Any:
    """The value of a field in its one spelling, as plain JSON. Raises BadValue."""
    value = _READERS[field.kind](field, raw, known)
    if field.is_required and value == field.empty:
        raise BadValue(ValueProblem.MISSING)
    return value


def read_slug(raw: Any) -> str:
    """A public name in an address of ours: small Latin letters, digits and single hyphens. Raises BadValue."""
    text = clean_line(raw, 80)
    if not _SLUG.match(text):
        raise BadValue(ValueProblem.BAD_SLUG, text)
    return text


def suggested_slug(name: str) -> str:
    """A slug made of the Latin letters and digits of a name; '' when it has none."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+", latin))[:80].strip("-")


def clean_line(raw: Any, limit: int = MAX_LINE) -> str:
    """One line of text in NFC without hidden marks, spaces collapsed. Raises BadValue."""
    return " ".join(clean_text(raw, limit).split())


def clean_text(raw: Any, limit: int = MAX_TEXT) -> str:
    """Text in NFC without hidden marks; lines are kept. Raises BadValue."""
    if not isinstance(raw, str):
        raise BadValue(ValueProblem.WRONG_SHAPE)
    text = unicodedata.normalize("NFC", _HIDDEN.sub("", raw.replace("\r\n", "\n"))).strip()
    if len(text) > limit:
        raise BadValue(ValueProblem.TOO_LONG, text)
    return text


def read_email(text: str, hosts: HostRules) -> str:
    """An e-mail address whose domain may be a public one, the domain in lower case. Raises BadValue."""
    match = _EMAIL.match(text)
    if not match:
        raise BadValue(ValueProblem.BAD_EMAIL, text)
    try:
        domain = hosts.to_ascii(match.group(1)).lower()
    except ValueError as error:
        raise BadValue(ValueProblem.BAD_EMAIL, text) from error
    if host_problem(domain):
        raise BadValue(ValueProblem.BAD_EMAIL, text)
    return text.rpartition("@")[0] + "@" + domain


def read_phone(text: str) -> str:
    """A phone number as it is printed: digits, spaces and the marks between them. Raises BadValue."""
    if not _PHONE.match(text):
        raise BadValue(ValueProblem.BAD_PHONE, text)
    return text


def _line(_field: Field, raw: Any, _known: Known) -> str:
    return clean_line(raw)


def _texts(_field: Field, raw: Any, _known: Known) -> dict[str, str]:
    texts = {_language(key): clean_text(value) for key, value in sorted(_mapping(raw).items())}
    return {language: text for language, text in texts.items() if text}


def _choice(field: Field, raw: Any, _known: Known) -> str:
    return _one_of(clean_line(raw), field.choices) if raw else ""


def _choices(field: Field, raw: Any, _known: Known) -> list[str]:
    return _words(raw, field.choices)


def _lines(_field: Field, raw: Any, _known: Known) -> list[str]:
    return list(dict.fromkeys(filter(None, (clean_line(item) for item in _items(raw)))))


def _needs(_field: Field, raw: Any, known: Known) -> list[str]:
    return _words(raw, known.vocabulary.needs)


def _countries(_field: Field, raw: Any, known: Known) -> list[str]:
    return _words([clean_line(item).upper() for item in _items(raw)], known.vocabulary.countries)


def _currencies(_field: Field, raw: Any, known: Known) -> list[str]:
    return _words([clean_line(item).upper() for item in _items(raw)], known.vocabulary.currencies)


def _slug(_field: Field, raw: Any, _known: Known) -> str:
    return read_slug(raw)


def _slugs(_field: Field, raw: Any, _known: Known) -> list[str]:
    return sorted({read_slug(item) for item in _items(raw) if item})


def _url(_field: Field, raw: Any, known: Known) -> str:
    text = raw.strip() if isinstance(raw, str) else clean_line(raw)
    if not text:
        return ""
    try:
        address = urls.parse(text, known.hosts)
    except urls.InvalidUrl as error:
        raise BadValue(error.reason_code, text) from error
    if not address.is_default_port:
        raise BadValue(ValueProblem.BAD_PORT, text)
    return address.url


def _path(_field: Field, raw: Any, _known: Known) -> str:
    text = clean_line(raw)
    if text and not re.fullmatch(r"/[A-Za-z0-9._~%!$&'()*+,;=:@/-]+", text):
        raise BadValue(ValueProblem.BAD_PATH, text)
    return text.rstrip("/")


def _domains(_field: Field, raw: Any, known: Known) -> list[str]:
    return sorted({_domain(clean_line(item), known.hosts) for item in _items(raw) if item})


def _domain(text: str, hosts: HostRules) -> str:
    """Only a whole registrable domain: a suffix would allow every owner under it."""
    try:
        host = hosts.to_ascii(text).lower()
    except ValueError as error:
        raise BadValue(ValueProblem.BAD_DOMAIN, text) from error
    if host_problem(host) or hosts.registrable_domain(host) != host:
        raise BadValue(ValueProblem.BAD_DOMAIN, text)
    return host


def _date(_field: Field, raw: Any, _known: Known) -> str:
    text = clean_line(raw)
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadValue(ValueProblem.BAD_DATE, text) from error


def _citation(_field: Field, raw: Any, _known: Known) -> dict[str, str] | None:
    if raw is None:
        return None
    parts = _record(raw, ("source", "stated_on", "strength", "note"))
    if not parts["source"]:
        if parts["note"] or parts["stated_on"]:
            raise BadValue(ValueProblem.MISSING, parts["note"])
        return None
    if parts["stated_on"] and not _STATED_ON.match(parts["stated_on"]):
        raise BadValue(ValueProblem.BAD_DATE, parts["stated_on"])
    parts["strength"] = _one_of(parts["strength"] or Strength.WEAK.value, {item.value for item in Strength})
    return parts


def _names(field: Field, raw: Any, known: Known) -> list[dict[str, Any]]:
    rows = []
    for item in _items(raw):
        row = _record(item, ("value", "language", "kind"), with_citation=True)
        if not row["value"]:
            continue
        row["language"] = _language(row["language"]) if row["language"] else ""
        row["kind"] = _one_of(row["kind"] or "official", NAME_KINDS)
        row["citation"] = _citation(field, row["citation"], known)
        rows.append(row)
    return rows


def _identifiers(field: Field, raw: Any, known: Known) -> list[dict[str, Any]]:
    rows = []
    for item in _items(raw):
        row = _record(item, ("scheme", "value"), with_citation=True)
        if not row["scheme"] and not row["value"]:
            continue
        if not row["scheme"] or not row["value"]:
            raise BadValue(ValueProblem.MISSING, row["value"])
        if len(row["scheme"]) > 40 or len(row["value"]) > 80:
            raise BadValue(ValueProblem.TOO_LONG, row["value"])
        row["citation"] = _citation(field, row["citation"], known)
        rows.append(row)
    return rows


def _contacts(field: Field, raw: Any, known: Known) -> list[dict[str, Any]]:
    rows = []
    for item in _items(raw):
        row = _record(item, ("kind", "value"), with_citation=True)
        if not row["value"]:
            continue
        row["kind"] = _one_of(row["kind"], CONTACT_KINDS)
        row["value"] = read_email(row["value"], known.hosts) if row["kind"] == "email" else read_phone(row["value"])
        row["citation"] = _citation(field, row["citation"], known)
        rows.append(row)
    return rows


def _facts(field: Field, raw: Any, known: Known) -> list[dict[str, Any]]:
    """What was found has a value and a source; what was not found has neither, only perhaps a note."""
    rows = []
    for item in _items(raw):
        given = dict(_mapping(item))
        is_found, citations = given.pop("is_found", True), _items(given.pop("citations", []))
        row: dict[str, Any] = _record(given, ("topic", "value", "as_of", "note"))
        if not isinstance(is_found, bool):
            raise BadValue(ValueProblem.WRONG_SHAPE)
        row["is_found"] = is_found
        row["citations"] = [each for each in (_citation(field, part, known) for part in citations) if each]
        if not row["topic"] or (is_found and not (row["value"] and row["citations"])):
            raise BadValue(ValueProblem.MISSING, row["topic"])
        if len(row["topic"]) > 40 or len(row["as_of"]) > 32:
            raise BadValue(ValueProblem.TOO_LONG, row["topic"])
        if not is_found and row["value"]:
            raise BadValue(ValueProblem.WRONG_SHAPE, row["value"])
        rows.append(row)
    return rows


def _receipts(_field: Field, raw: Any, known: Known) -> list[dict[str, str]]:
    rows = []
    for item in _items(raw):
        row = _record(item, ("country", "issuer"))
        if not row["country"] and not row["issuer"]:
            continue
        row["country"] = _one_of(row["country"].upper(), known.vocabulary.countries)
        rows.append(row)
    return rows


def _record(raw: Any, keys: tuple[str, ...], *, with_citation: bool = False) -> dict[str, Any]:
    given = _mapping(raw)
    allowed = {*keys, "citation"} if with_citation else set(keys)
    if not given.keys() <= allowed:
        raise BadValue(ValueProblem.WRONG_SHAPE, ", ".join(sorted(map(str, given.keys() - allowed))))
    record: dict[str, Any] = {key: clean_line(given.get(key) or "", MAX_TEXT) for key in keys}
    if with_citation:
        record["citation"] = given.get("citation")
    return record


def _mapping(raw: Any) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise BadValue(ValueProblem.WRONG_SHAPE)
    return raw


def _items(raw: Any) -> list[Any]:
    if not isinstance(raw, (list, tuple)):
        raise BadValue(ValueProblem.WRONG_SHAPE)
    if len(raw) > MAX_ITEMS:
        raise BadValue(ValueProblem.TOO_MANY)
    return list(raw)


def _words(raw: Any, allowed: Any) -> list[str]:
    return sorted({_one_of(clean_line(item), allowed) for item in _items(raw) if item})


def _one_of(word: str, allowed: Any) -> str:
    if word not in allowed:
        raise BadValue(ValueProblem.UNKNOWN_WORD, word)
    return word


def _language(code: Any) -> str:
    text = clean_line(code)
    if not _LANGUAGE.match(text):
        raise BadValue(ValueProblem.BAD_LANGUAGE, text)
    return text


_READERS: Mapping[FieldKind, Callable[[Field, Any, Known], Any]] = {
    FieldKind.LINE: _line,
    FieldKind.TEXTS: _texts,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.LINES: _lines,
    FieldKind.NEEDS: _needs,
    FieldKind.COUNTRIES: _countries,
    FieldKind.CURRENCIES: _currencies,
    FieldKind.SLUG: _slug,
    FieldKind.SLUGS: _slugs,
    FieldKind.URL: _url,
    FieldKind.PATH: _path,
    FieldKind.DOMAINS: _domains,
    FieldKind.DATE: _date,
    FieldKind.CITATION: _citation,
    FieldKind.NAMES: _names,
    FieldKind.IDENTIFIERS: _identifiers,
    FieldKind.CONTACTS: _contacts,
    FieldKind.FACTS: _facts,
    FieldKind.RECEIPTS: _receipts,
}
