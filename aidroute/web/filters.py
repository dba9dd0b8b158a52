"""How instants, dates, places, money and hosts are written in a page's own language.

Everything here may be called from a template; a value that cannot be read is shown as it is, never lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from flask import Flask
from markupsafe import Markup, escape

from aidroute.web.languages import current_language, kept_by_language
from aidroute.web.reading import now
from aidroute.web.translating import gettext as _
from aidroute.web.translating import looked_up, ngettext

RECENT = timedelta(days=30)
"""Beyond this an instant is told by its date: '6 weeks ago' helps nobody to judge a check."""

WRITTEN_AS = {"en": "en_GB"}
"""Locales by language where the language alone would write dates as one country does: 5 March, not March 5."""

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
# The CLDR's Armenian date begins with a zero ("09 օգոստոսի"); nobody writes it so within a text.
_DAY_FIRST = {"hy": "d MMMM, y թ."}
# The Armenian abbreviation of "year" never begins a line by itself; the CLDR sees to that in Russian.
_YEAR_WORD = re.compile(r"(?<=\d) (?=թ\.)")
_LOCAL_HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def register_filters(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters.update(
        ago=ago,
        day=day,
        minute=minute,
        stated=stated,
        country=country,
        currency=currency,
        host=host_for_reading,
        machine=machine_instant,
        site_of=site_of,
        in_language=in_language,
    )


def ago(instant: datetime | None) -> str:
    """'14 minutes ago' for a recent instant, its date for an older one, 'never' for none."""
    if instant is None:
        return _("never")
    elapsed = now() - instant
    if elapsed > RECENT or elapsed < -timedelta(minutes=1):
        return day(instant)
    return _elapsed(int(elapsed.total_seconds()) // 60)


@kept_by_language
def _elapsed(minutes: int) -> str:
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)d hour ago", "%(num)d hours ago", minutes // 60)
    return ngettext("%(num)d day ago", "%(num)d days ago", minutes // (24 * 60))


def day(value: date | datetime | None) -> str:
    """A whole date, as the language writes it; 'never' for none."""
    if value is None:
        return _("never")
    if isinstance(value, datetime):
        value = value.astimezone(UTC).date()
    return _long_date(value, current_language())


def minute(value: datetime | None) -> str:
    """A date and a time of day in UTC; 'never' for none."""
    if value is None:
        return _("never")
    value, locale = value.astimezone(UTC), _locale(current_language())
    return f"{format_date(value, 'medium', locale=locale)}, {format_time(value, 'short', locale=locale)} UTC"


def stated(text: str) -> str:
    """A source's own date, no more exact than the source: '2023-09-26', '2023-07', '2023'; '' is 'date not stated'.

    '2023-09-20T21:30' is an hour of an unknown zone, and said to be. Anything else ('autumn 2023') is looked up,
    and shown as it is when nobody translated it.
    """
    local = _local_hour(text, current_language())
    if local:
        return _("%(date)s, %(time)s, time zone not stated", date=local[0], time=local[1])
    return looked_up(_partial_date(text, current_language())) if text else _("date not stated")


def is_machine_date(text: str) -> bool:
    """Whether a source's date may stand in a ``datetime`` attribute as it is."""
    return bool(_PARTIAL_DATE.fullmatch(text))


def machine_instant(value: datetime) -> str:
    """An instant for a ``datetime`` attribute."""
    return value.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def number(value: int) -> str:
    """A whole number with what the page's language sets between thousands."""
    return str(format_decimal(value, locale=_locale(current_language())))


def country(code: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2)."""
    return countries(current_language()).get(code, code)


def currency(code: str) -> str:
    """A currency (ISO 4217) by code and name: 'EUR (euro)'."""
    name = _locale(current_language()).currencies.get(code)
    return f"{code} ({name})" if name else code


@lru_cache(maxsize=4096)
@lru_cache(maxsize=4096)
def host_for_reading(host: str, registrable_domain: str = "") -> Markup:
    """A host with the part that says whose it is in bold. Only ASCII is ever shown as a host: see `unicode_host`."""
    shown = ascii_host(host)
    if registrable_domain and (shown == registrable_domain or shown.endswith(f".{registrable_domain}")):
        before = shown[: len(shown) - len(registrable_domain)]
        return Markup('<bdi class="host" dir="ltr">{}<b>{}</b></bdi>').format(before, registrable_domain)
    return Markup('<bdi class="host" dir="ltr"><b>{}</b></bdi>').format(escape(shown))


@lru_cache(maxsize=4096)
def ascii_host(host: str) -> str:
    """A host with everything that is not plain ASCII made visible as what it is: not readable."""
    return "".join(each if each.isascii() and each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in host)


def in_language(texts: Mapping[str, str]) -> str:
    """A text of the directory in the page's language, else in English, else ''."""
    return texts.get(current_language()) or texts.get("en", "")


def site_of(address: str) -> str:
    """The host of a source's address, for reading; the address itself when it has none or cannot be read."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def unicode_host(host: str) -> str:
    """An internationalised host in its own script, to stand beside its ASCII form; '' when it has none.

    It never stands alone: letters of two scripts can look alike.
    """
    if "xn--" not in host:
        return ""
    try:
        return host.encode("ascii").decode("idna")
    except (UnicodeError, ValueError):
        return ""


@cache
def countries(language: str) -> Mapping[str, str]:
    """Country names by code in one language; in English for the few that the language has no name for."""
    names = {**_locale("en").territories, **_locale(language).territories}
    return {code: name for code, name in names.items() if len(code) == 2}


def in_reading_order(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Code and name pairs in the alphabetical order of their names, accents aside."""
    return sorted(names.items(), key=lambda pair: _sort_key(pair[1]))


def _sort_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(WRITTEN_AS.get(language, language))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@lru_cache(maxsize=4096)
def _long_date(value: date, language: str) -> str:
    written = format_date(value, _DAY_FIRST.get(language, "long"), locale=_locale(language))
    # The day stays with its month: no line ends between them.
    return _YEAR_WORD.sub("\N{NO-BREAK SPACE}", written.replace(" ", "\N{NO-BREAK SPACE}", 1))


@lru_cache(maxsize=256)
def _local_hour(text: str, language: str) -> tuple[str, str] | None:
    if not _LOCAL_HOUR.fullmatch(text):
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _long_date(value.date(), language), format_time(value.time(), "short", locale=_locale(language))


@lru_cache(maxsize=4096)
def _partial_date(text: str, language: str) -> str:
    match = _PARTIAL_DATE.fullmatch(text)
    if not match:
        return text
    year, month, day_of_month = match.groups()
    try:
        value = date(int(year), int(month or 1), int(day_of_month or 1))
    except ValueError:
        return text
    if day_of_month:
        return _long_date(value, language)
    written = format_skeleton("yMMMM" if month else "y", value, locale=_locale(language))
    return _YEAR_WORD.sub("\N{NO-BREAK SPACE}", written.replace("\N{ONE DOT LEADER}", "."))
