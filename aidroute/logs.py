"""Logs: one line per event, as JSON for machines or in colour for a terminal, with the request's number.

Nobody is tracked by them: e-mail addresses and network addresses are replaced by a keyed hash, query strings are
never written, and control characters from outside cannot forge a line (ASVS 5.0 16.2.5, 16.4.1).
"""

import hashlib
import hmac
import ipaddress
import logging
import re
import sys
from collections.abc import Callable, MutableMapping
from typing import Any, TextIO

import structlog

from aidroute.settings import Settings

Event = MutableMapping[str, Any]
Processor = Callable[[Any, str, Event], Event]

# Each match can begin only where a run of its characters begins, so that a long text costs one pass.
EMAIL = re.compile(r"(?<![^\s<>\"'(),;:=@])[^\s<>\"'(),;:=@]+@[\w-]+(?:\.[\w-]+)+")
# Candidates only: what is no address after all (a time, a version) stays.
ADDRESS = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*[0-9a-f:])(?![\w])", re.IGNORECASE)

# A checked server's address is a fact about the link, not about a person.
SERVER_KEYS = frozenset({"peer", "bind"})

# C0 and C1 controls, line and paragraph separators, and the marks that turn the direction of text.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def configure_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Send every log line of this process, third parties' too, to `stream` (standard error when None).

    The format `auto` is JSON unless the stream is a terminal.
    """
    out = stream or sys.stderr
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not out.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_people(settings.secret_key),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    render: list[Any] = (
        [structlog.processors.JSONRenderer(ensure_ascii=True)]
        if as_json
        else [escape_controls, structlog.dev.ConsoleRenderer(colors=out.isatty())]
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())


def person_hash(key: str, text: str) -> str:
    """The same person gives the same mark, and without the key nobody can tell which."""
    digest = hmac.new(key.encode(), b"log\0" + text.lower().encode(), hashlib.sha256).hexdigest()
    return f"person-{digest[:12]}"


def hide_people(key: str) -> Processor:
    """A processor that replaces e-mail and network addresses in every text by their keyed hash.

    Loopback addresses stay, and so do addresses of servers under the keys in SERVER_KEYS.
    """

    def mark(found: re.Match[str]) -> str:
        return person_hash(key, found.group())

    def mark_address(found: re.Match[str]) -> str:
        return mark(found) if _is_somebodys(found.group()) else found.group()

    def hide_all_but_servers(text: str) -> str:
        return EMAIL.sub(mark, text)

    def hide(text: str) -> str:
        return ADDRESS.sub(mark_address, EMAIL.sub(mark, text))

    def process(_logger: Any, _method: str, event: Event) -> Event:
        for name, value in event.items():
            if name.startswith("_") or name == "timestamp":
                continue
            event[name] = _map_texts(value, hide_all_but_servers if name in SERVER_KEYS else hide)
        return event

    return process


def escape_controls(_logger: Any, _method: str, event: Event) -> Event:
    """Show control characters by their escape code; a traceback keeps its lines, each marked as belonging to it."""
    escaped: Event = {}
    for name, value in event.items():
        if name == "exception" and isinstance(value, str):
            escaped[name] = "\n".join("  | " + _escape(line) for line in value.split("\n"))
        else:
            escaped[_escape(name)] = _map_texts(value, _escape)
    return escaped


def _is_somebodys(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def _escape(text: str) -> str:
    return CONTROLS.sub(lambda found: found.group().encode("unicode_escape").decode(), text)


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {_map_texts(key, change): _map_texts(each, change) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_map_texts(each, change) for each in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return change(str(value))
