"""Names of hosts: which may stand in a public donation address, and which only look like a name."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Protocol

MAX_HOST = 253
MAX_LABEL = 63
"""RFC 1035 2.3.4: octets in a label and in a whole name."""

SPECIAL_USE = frozenset(
    {"local", "internal", "onion", "localhost", "invalid", "alt", "lan", "home", "corp", "intranet", "localdomain"}
)
"""RFC 6761, 6762, 7686, 9476 and the names that private networks use: never a public address."""

SPECIAL_USE_SUFFIXES = (".home.arpa", ".in-addr.arpa", ".ip6.arpa")

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\Z")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")


class HostRules(Protocol):
    """What the outside world knows about names: IDNA tables and the public suffix list."""

    def to_ascii(self, host: str) -> str:
        """The host in lower-case ASCII (IDNA 2008, UTS 46 mapping). Raises ValueError for a name that has none."""
        ...

    def registrable_domain(self, host: str) -> str:
        """The domain somebody registers, private suffixes included (tenant.github.io, not github.io).

        '' for a public suffix itself and for a name under no listed suffix.
        """
        ...


class UrlProblem(StrEnum):
    """Why an address is refused before any network."""

    EMPTY = "empty_url"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    INVISIBLE_CHARACTER = "invisible_character"
    BACKSLASH = "backslash"
    SCHEME = "scheme"
    NO_HOST = "no_host"
    USERINFO = "userinfo"
    BAD_HOST = "bad_host"
    BAD_LABEL = "bad_label"
    SINGLE_LABEL = "single_label"
    SPECIAL_USE = "special_use_name"
    NOT_PUBLIC = "no_public_suffix"
    BAD_PORT = "bad_port"
    IP_LITERAL = "ip_literal"
    LOCALHOST = "localhost"

    @property
    def is_unsafe_target(self) -> bool:
        """True when the text names a machine directly, so that the verdict is about safety and not about spelling."""
        return self in {UrlProblem.IP_LITERAL, UrlProblem.LOCALHOST}


def host_problem(host: str) -> UrlProblem | None:
    """What is wrong with an ASCII host name (lower case, no trailing dot), None when it may be a public name."""
    labels = host.split(".")
    problems = (
        (not host, UrlProblem.NO_HOST),
        (host == "localhost", UrlProblem.LOCALHOST),
        (is_ip_spelling(host), UrlProblem.IP_LITERAL),
        (len(host) > MAX_HOST or any(not 0 < len(label) <= MAX_LABEL for label in labels), UrlProblem.BAD_LABEL),
        (any(not _LABEL.match(label) for label in labels), UrlProblem.BAD_HOST),
        (len(labels) == 1, UrlProblem.SINGLE_LABEL),
        (labels[-1] in SPECIAL_USE or host.endswith(SPECIAL_USE_SUFFIXES), UrlProblem.SPECIAL_USE),
    )
    return next((problem for is_so, problem in problems if is_so), None)


def is_ip_spelling(host: str) -> bool:
    """True for an IP address in any spelling a browser turns into one.

    That is a bracketed literal, or a name whose last label is a number, decimal, octal or hexadecimal
    (WHATWG URL, "ends in a number"): ``127.1``, ``0x7f.1`` and ``2130706433`` are all addresses. Full-width
    digits and ideographic dots count as what they map to.
    """
    plain = host if host.isascii() else unicodedata.normalize("NFKC", host).replace("\u3002", ".")
    plain = plain.rstrip(".")
    if plain.startswith("["):
        return True
    return bool(_NUMBER.match(plain.rsplit(".", 1)[-1])) if plain else False
