"""Why a value cannot be taken, in plain English: for files and commands. Pages say it in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping

from aidroute.domain.field_values import ValueProblem
from aidroute.domain.host_names import UrlProblem

_REASONS: Mapping[str, str] = {
    ValueProblem.UNKNOWN_FIELD: "this field does not exist",
    ValueProblem.FIXED: "this cannot be changed once it is there",
    ValueProblem.MISSING: "this is missing",
    ValueProblem.WRONG_SHAPE: "this has another form than it must have",
    ValueProblem.TOO_LONG: "this is too long",
    ValueProblem.TOO_MANY: "these are too many",
    ValueProblem.UNKNOWN_WORD: "this word is not one of those allowed here",
    ValueProblem.BAD_SLUG: "a slug has small Latin letters, digits and single hyphens",
    ValueProblem.TAKEN_SLUG: "this slug is taken",
    ValueProblem.NOT_A_RECIPIENT: "appeals name this organization, but not as one that takes gifts",
    ValueProblem.BAD_DATE: "not a date: write 2023-09-26, 2023-09 or 2023",
    ValueProblem.BAD_DATE_ORDER: "this date is before the one it must follow",
    ValueProblem.BAD_PATH: "a path begins with a slash and has no spaces",
    ValueProblem.BAD_DOMAIN: "this is not the whole domain that one owner registers",
    ValueProblem.BAD_EMAIL: "this is not an e-mail address with a public domain",
    ValueProblem.BAD_PHONE: "this is not a phone number",
    ValueProblem.BAD_LANGUAGE: "this is not a language code",
    ValueProblem.BAD_PORT: "an address of ours has no port of its own",
    ValueProblem.NO_REASON: "say why",
    ValueProblem.NO_OPERATOR_NAME: "an intermediary has a name: fill operator_name",
    ValueProblem.URL_NOT_FOR_KIND: "a channel of this kind is no web address: leave this empty and fill address",
    ValueProblem.ADDRESS_NOT_FOR_KIND: "a channel of this kind is a web address: leave this empty and fill url",
    ValueProblem.NOTHING_CHANGED: "this changes nothing",
    UrlProblem.EMPTY: "the web address is empty",
    UrlProblem.TOO_LONG: "this web address is too long",
    UrlProblem.CONTROL_CHARACTER: "a web address has no spaces and no control characters",
    UrlProblem.INVISIBLE_CHARACTER: "this web address hides a character that cannot be seen",
    UrlProblem.BACKSLASH: "a web address has no backslash",
    UrlProblem.SCHEME: "a web address begins with https:// or http://",
    UrlProblem.NO_HOST: "this web address names no host",
    UrlProblem.USERINFO: "a web address must not carry a user name (the part before @)",
    UrlProblem.BAD_HOST: "this host name is not one a browser would accept",
    UrlProblem.BAD_LABEL: "a part of this host name is empty or too long",
    UrlProblem.SINGLE_LABEL: "this host name has no domain: it is not public",
    UrlProblem.SPECIAL_USE: "this name is kept for private networks: it is not public",
    UrlProblem.NOT_PUBLIC: "this host is not under a public domain",
    UrlProblem.IP_LITERAL: "a web address names a host, not a number",
    UrlProblem.LOCALHOST: "this names the visitor's own machine",
}


def reason_of(code: str) -> str:
    """The reason for a code of ``ValueProblem`` or ``UrlProblem``; the code itself if it has none."""
    return _REASONS.get(code, code)
