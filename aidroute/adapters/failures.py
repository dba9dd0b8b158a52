"""How a request can end without a usable answer, and the name each ending gets."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import requests
import urllib3.exceptions

from aidroute.domain.observation import Failure

# A chain of causes is a handful long; a bound keeps a circular one from holding the check.
_LONGEST_CHAIN = 12


_TOO_SLOW = (TimeoutError, urllib3.exceptions.TimeoutError)

# What a chain of causes means, first match decides: before the body, and in the middle of it.
_BEFORE_BODY: tuple[tuple[tuple[type[BaseException], ...], Failure, str], ...] = (
    (_TOO_SLOW, Failure.RESPONSE_TIMEOUT, "The server accepted the connection and did not answer in time."),
    (
        (http.client.LineTooLong,),
        Failure.CLIENT_LIMIT,
        "The answer has a header line over 64 KiB, more than this checker reads.",
    ),
    ((ssl.SSLError,), Failure.TLS_PROTOCOL, "The encrypted connection broke."),
    (
        (http.client.RemoteDisconnected,),
        Failure.BAD_RESPONSE,
        "The server closed the connection without a byte of answer.",
    ),
    (
        (http.client.HTTPException, urllib3.exceptions.ProtocolError, urllib3.exceptions.InvalidHeader),
        Failure.BAD_RESPONSE,
        "What came back is not a correct HTTP answer.",
    ),
    ((OSError,), Failure.BAD_RESPONSE, "The connection was reset before an answer came."),
)
_IN_BODY: tuple[tuple[tuple[type[BaseException], ...], Failure, str], ...] = (
    (_TOO_SLOW, Failure.BODY_TIMEOUT, "The page stopped arriving before it was complete."),
    (
        (http.client.HTTPException, urllib3.exceptions.HTTPError, OSError),
        Failure.BROKEN_BODY,
        "The connection broke, or its framing was wrong, in the middle of the page.",
    ),
)


class HopFailed(Exception):
    """One request ended without a usable answer: the failure's name and a plain sentence for a maintainer.

    Not an ``OSError``, so that neither urllib3 nor requests wraps it on its way up.
    """

    def __init__(self, failure: Failure, detail: str, error_number: int | None = None) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail
        self.error_number = error_number


@dataclass(frozen=True, slots=True)
class Ending:
    """What an exception comes down to."""

    failure: Failure
    detail: str
    error_number: int | None = None
    exception_chain: tuple[str, ...] = ()


def ending_of(error: BaseException, *, while_reading_body: bool = False) -> Ending:
    """The name for any exception of one request. An error that nobody foresaw is ours: ``INTERNAL``."""
    chain = tuple(_causes(error))
    names = tuple(type(cause).__name__ for cause in chain)
    for cause in chain:
        if isinstance(cause, HopFailed):
            return Ending(cause.failure, cause.detail, cause.error_number, names)
    number = next((cause.errno for cause in chain if isinstance(cause, OSError) and cause.errno is not None), None)
    failure, detail = _name(chain, while_reading_body=while_reading_body)
    return Ending(failure, detail, number, names)


def _name(chain: tuple[BaseException, ...], *, while_reading_body: bool) -> tuple[Failure, str]:
    # requests calls all its errors OSError; only what it wrapped tells what happened.
    telling = [cause for cause in chain if not isinstance(cause, requests.RequestException)]
    for kinds, failure, detail in _IN_BODY if while_reading_body else _BEFORE_BODY:
        if any(isinstance(cause, kinds) for cause in telling):
            return failure, detail
    return Failure.INTERNAL, f"An error inside the checker ({type(chain[0]).__name__}); it says nothing about the link."


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, what it was raised from, and what libraries tucked into its arguments."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _LONGEST_CHAIN:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
        waiting.extend(found for found in inner if isinstance(found, BaseException))


def name_failure(error: socket.gaierror) -> Failure:
    """Whether a lookup's error means "no such name" or only "not now"."""
    missing = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
    return Failure.DNS_NO_NAME if error.errno in missing else Failure.DNS_TEMPORARY
