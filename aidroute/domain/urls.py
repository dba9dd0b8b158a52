"""Addresses: one way to read a URL, used at input, before every request and for every redirect.

Browsers follow the WHATWG URL standard, so an address is read as they would read it, or refused. Two readers who
disagree about the host of one string are how donors end up elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote

from aidroute.domain.host_names import HostRules, UrlProblem, host_problem, is_ip_spelling
from aidroute.domain.observation import Failure

MAX_URL = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_INVISIBLE = re.compile(
    "[\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Spaces, joiners, bidirectional controls, variation selectors, tags: nobody types them, they only hide something."""

_EDGES = "".join(map(chr, range(33)))
"""What browsers drop at both ends of an address: control characters and spaces."""
_BREAKS = str.maketrans(dict.fromkeys("\t\n\r"))
_UNTYPED = re.compile("[\x00-\x20\x7f-\x9f]")
_CONTROL = re.compile("[\x00-\x1f\x7f]")

_PATH_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/%")
_QUERY_SAFE = _PATH_SAFE | frozenset("?[]")


class InvalidUrl(ValueError):
    """The text is no address aidroute will ask for. ``problem`` says why, as a code."""

    def __init__(self, problem: UrlProblem, text: str = "") -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.text = text[:MAX_URL]

    @property
    def reason_code(self) -> str:
        """The problem as a plain code, e.g. for a form field."""
        return self.problem.value

    @property
    def is_unsafe_target(self) -> bool:
        """True for IP addresses in any spelling and for localhost: verdict ``unsafe_target``, not ``invalid_url``."""
        return self.problem.is_unsafe_target

    def failure(self, *, in_redirect: bool) -> Failure:
        """How an observation names this problem: at input, or when a server's Location said it."""
        if self.is_unsafe_target:
            return Failure.UNSAFE_ADDRESS
        if not in_redirect:
            return Failure.INVALID_URL
        if self.problem is UrlProblem.EMPTY:
            return Failure.NO_LOCATION
        if self.problem is UrlProblem.SCHEME:
            return Failure.UNSAFE_SCHEME
        if self.problem in {UrlProblem.SINGLE_LABEL, UrlProblem.SPECIAL_USE}:
            return Failure.UNSAFE_ADDRESS
        return Failure.BAD_LOCATION


@dataclass(frozen=True, slots=True)
class Address:
    """A readable http or https address. ``url`` is the one canonical spelling, without fragment."""

    url: str
    scheme: str
    host: str
    """Lower-case ASCII, no trailing dot."""
    port: int
    path: str
    """Always starts with '/'; dot segments resolved, escapes in upper case."""
    query: str
    registrable_domain: str
    """As the suffix list says, private suffixes included."""
    fragment: str = ""
    had_userinfo: bool = False
    """Only in redirects: a name before '@' was there and was dropped."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, the default port left out."""
        return _origin(self.scheme, self.host, self.port)

    @property
    def is_default_port(self) -> bool:
        """True for port 80 of http and 443 of https."""
        return self.port == DEFAULT_PORTS[self.scheme]


def parse(text: str, rules: HostRules) -> Address:
    """The address a person or a file gave us, in canonical spelling.

    Raises InvalidUrl for anything but a plain public http(s) address: control characters, spaces, backslashes, a
    user name, an IP address in any spelling, a name without a public suffix, more than 2048 characters. The port may
    be any of 1-65535; which ports are allowed is the fetcher's policy.
    """
    return _parse(text, rules)  # type: ignore[arg-type]  # rules are told apart by identity


@lru_cache(maxsize=1024)
def _parse(text: str, rules: HostRules) -> Address:
    """One check reads the same few addresses half a dozen times."""
    if not text:
        raise InvalidUrl(UrlProblem.EMPTY)
    if len(text) > MAX_URL:
        raise InvalidUrl(UrlProblem.TOO_LONG, text)
    if _UNTYPED.search(text):
        raise InvalidUrl(UrlProblem.CONTROL_CHARACTER, text)
    if _INVISIBLE.search(text):
        raise InvalidUrl(UrlProblem.INVISIBLE_CHARACTER, text)
    if "\\" in text:
        raise InvalidUrl(UrlProblem.BACKSLASH, text)
    scheme, rest = _split_scheme(text)
    if not rest.startswith("//") or rest.startswith("///"):
        raise InvalidUrl(UrlProblem.NO_HOST, text)
    address = _from_parts(scheme, rest[2:], rules, text)
    if address.had_userinfo:
        raise InvalidUrl(UrlProblem.USERINFO, text)
    return address


def join(base: Address, location: str, rules: HostRules) -> Address:
    """Where a browser at ``base`` goes for ``location`` (a Location header, a meta refresh, a script's literal).

    More forgiving than :func:`parse`, because browsers are and a donor would be taken there: backslashes are
    slashes, spaces are escaped, a user name is dropped (``had_userinfo``). A fragment of ``base`` is inherited.
    Raises InvalidUrl; :meth:`InvalidUrl.failure` with ``in_redirect=True`` names it for the observation.
    """
    text = location.strip(_EDGES).translate(_BREAKS)
    if not text:
        raise InvalidUrl(UrlProblem.EMPTY, location)
    if len(text) > MAX_URL:
        raise InvalidUrl(UrlProblem.TOO_LONG, location)
    if _CONTROL.search(text):
        raise InvalidUrl(UrlProblem.CONTROL_CHARACTER, location)
    scheme, rest = base.scheme, text
    if _SCHEME.match(text):
        scheme, rest = _split_scheme(text)
        if scheme != base.scheme:
            rest = "//" + rest.lstrip("/\\")
    address = _resolve(base, scheme, _slashed(rest), rules)
    return replace(address, fragment=base.fragment) if base.fragment and not address.fragment else address


def _resolve(base: Address, scheme: str, rest: str, rules: HostRules) -> Address:
    if rest.startswith("//"):
        return _from_parts(scheme, rest.lstrip("/"), rules, rest)
    before, mark, fragment = rest.partition("#")
    path, query_mark, query = before.partition("?")
    if not path:
        path = base.path
        query = query if query_mark else base.query
    elif not path.startswith("/"):
        path = base.path.rsplit("/", 1)[0] + "/" + path
    tail = path + (f"?{query}" if query else "") + (f"#{fragment}" if mark else "")
    return _from_parts(scheme, base.origin.partition("//")[2] + tail, rules, rest)


def _slashed(rest: str) -> str:
    end = min((at for at in (rest.find("?"), rest.find("#")) if at >= 0), default=len(rest))
    return rest[:end].replace("\\", "/") + rest[end:]


def _split_scheme(text: str) -> tuple[str, str]:
    match = _SCHEME.match(text)
    if not match or match.group(1).lower() not in DEFAULT_PORTS:
        raise InvalidUrl(UrlProblem.SCHEME, text)
    return match.group(1).lower(), text[match.end() :]


def _from_parts(scheme: str, rest: str, rules: HostRules, text: str) -> Address:
    """``rest`` is what follows '//'."""
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    authority, tail = rest[:end], rest[end:]
    before_fragment, _, fragment = tail.partition("#")
    path, _, query = before_fragment.partition("?")
    userinfo, at_sign, host_and_port = authority.rpartition("@")
    host, port = _host_and_port(host_and_port, scheme, text)
    ascii_host, registrable = _checked_host(host, rules, text)
    path, query = _escaped(_without_dots(path or "/"), _PATH_SAFE), _escaped(query, _QUERY_SAFE)
    url = _origin(scheme, ascii_host, port) + path + (f"?{query}" if query else "")
    if len(url) > MAX_URL:
        raise InvalidUrl(UrlProblem.TOO_LONG, text)
    return Address(
        url=url,
        scheme=scheme,
        host=ascii_host,
        port=port,
        path=path,
        query=query,
        registrable_domain=registrable,
        fragment=fragment,
        had_userinfo=bool(at_sign or userinfo),
    )


def _origin(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://{host}" if port == DEFAULT_PORTS[scheme] else f"{scheme}://{host}:{port}"


def _host_and_port(authority: str, scheme: str, text: str) -> tuple[str, int]:
    if authority.startswith("["):
        literal, bracket, port_text = authority.partition("]")
        if not bracket or (port_text and not port_text.startswith(":")):
            raise InvalidUrl(UrlProblem.BAD_HOST, text)
        host, port_text = literal + "]", port_text[1:]
    else:
        host, _, port_text = authority.partition(":")
    if not port_text:
        return host, DEFAULT_PORTS[scheme]
    if not (port_text.isascii() and port_text.isdigit()) or len(port_text) > 5 or not 0 < int(port_text) < 65536:
        raise InvalidUrl(UrlProblem.BAD_PORT, text)
    return host, int(port_text)


def _checked_host(host: str, rules: HostRules, text: str) -> tuple[str, str]:
    if not host:
        raise InvalidUrl(UrlProblem.NO_HOST, text)
    plain = unquote(host)
    if is_ip_spelling(plain):
        raise InvalidUrl(UrlProblem.IP_LITERAL, text)
    if plain != host or "%" in host:
        raise InvalidUrl(UrlProblem.BAD_HOST, text)
    try:
        ascii_host = rules.to_ascii(plain).lower()
    except ValueError as error:
        # An empty or too long label is no IDNA question; the plain check names it better.
        problem = host_problem(plain.lower().removesuffix(".")) if plain.isascii() else None
        raise InvalidUrl(problem or UrlProblem.BAD_HOST, text) from error
    ascii_host = ascii_host.removesuffix(".")
    problem = host_problem(ascii_host)
    if problem:
        raise InvalidUrl(problem, text)
    registrable = rules.registrable_domain(ascii_host)
    if not registrable:
        raise InvalidUrl(UrlProblem.NOT_PUBLIC, text)
    return ascii_host, registrable


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for position, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        is_last = position == len(segments) - 1
        if plain == "..":
            kept = kept[:-1]
        elif plain != ".":
            kept.append(segment)
            continue
        if is_last:
            kept.append("")
    return "/" + "/".join(kept)


def _escaped(part: str, safe: frozenset[str]) -> str:
    """UTF-8 percent-encoded where needed; escapes that are there stay, in upper case."""
    if safe.issuperset(part) and "%" not in part:
        return part
    escaped = "".join(
        character if character in safe else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
        for character in part
    )
    return _PERCENT.sub(lambda match: match.group().upper(), escaped)
