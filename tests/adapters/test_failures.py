import errno
import http.client
import socket
import ssl

import pytest
import requests
import urllib3.exceptions

from aidroute.adapters.failures import HopFailed, ending_of, name_failure
from aidroute.domain.observation import Failure


def wrapped(cause: Exception) -> Exception:
    """As urllib3 and requests hand an error up."""
    return requests.ConnectionError(urllib3.exceptions.ProtocolError("Connection aborted.", cause))


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (wrapped(http.client.RemoteDisconnected("bye")), Failure.BAD_RESPONSE),
        (wrapped(http.client.BadStatusLine("SSH-2.0")), Failure.BAD_RESPONSE),
        (wrapped(http.client.LineTooLong("header line")), Failure.CLIENT_LIMIT),
        (wrapped(ConnectionResetError(errno.ECONNRESET, "reset")), Failure.BAD_RESPONSE),
        (requests.ReadTimeout(urllib3.exceptions.ReadTimeoutError(None, "/", "slow")), Failure.RESPONSE_TIMEOUT),
        (TimeoutError(), Failure.RESPONSE_TIMEOUT),
        (ssl.SSLError(1, "[SSL] bad record"), Failure.TLS_PROTOCOL),
        (HopFailed(Failure.BOMB, "a bomb"), Failure.BOMB),
        (wrapped(HopFailed(Failure.HEADER_FLOOD, "headers")), Failure.HEADER_FLOOD),
        (requests.exceptions.InvalidURL("odd"), Failure.INTERNAL),
        (ValueError("ours"), Failure.INTERNAL),
        (RecursionError(), Failure.INTERNAL),
    ],
)
def test_an_exception_before_the_body_has_a_name(error: Exception, failure: Failure) -> None:
    assert ending_of(error).failure is failure


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (urllib3.exceptions.ProtocolError("broken", http.client.IncompleteRead(b"")), Failure.BROKEN_BODY),
        (urllib3.exceptions.ReadTimeoutError(None, "/", "slow"), Failure.BODY_TIMEOUT),
        (ssl.SSLError(1, "[SSL] bad record"), Failure.BROKEN_BODY),
        (ConnectionResetError(errno.ECONNRESET, "reset"), Failure.BROKEN_BODY),
        (ValueError("ours"), Failure.INTERNAL),
    ],
)
def test_an_exception_in_the_body_has_a_name(error: Exception, failure: Failure) -> None:
    assert ending_of(error, while_reading_body=True).failure is failure


def test_the_whole_chain_and_the_number_are_kept() -> None:
    ending = ending_of(wrapped(ConnectionResetError(errno.ECONNRESET, "reset")))
    assert ending.exception_chain == ("ConnectionError", "ProtocolError", "ConnectionResetError")
    assert ending.error_number == errno.ECONNRESET


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert ending_of(first).exception_chain == ("ValueError", "ValueError")


def test_a_missing_name_is_not_a_silent_name_server() -> None:
    assert name_failure(socket.gaierror(socket.EAI_NONAME, "")) is Failure.DNS_NO_NAME
    assert name_failure(socket.gaierror(-5, "")) is Failure.DNS_NO_NAME
    assert name_failure(socket.gaierror(socket.EAI_AGAIN, "")) is Failure.DNS_TEMPORARY
    assert name_failure(socket.gaierror(socket.EAI_FAIL, "")) is Failure.DNS_TEMPORARY
