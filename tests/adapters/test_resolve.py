import socket
import threading
import time
from collections.abc import Sequence

import pytest

from aidroute.adapters.resolve import BoundedLookup, Endpoint, system_resolver


def test_a_hanging_name_server_is_not_waited_for() -> None:
    release = threading.Event()

    def hang(_host: str, _port: int) -> Sequence[Endpoint]:
        release.wait(10)
        return []

    lookup = BoundedLookup(hang)
    began = time.monotonic()
    with pytest.raises(socket.gaierror) as raised:
        lookup("charity.test", 80, within=0.1)
    assert raised.value.errno == socket.EAI_AGAIN
    assert time.monotonic() - began < 1
    release.set()
    lookup.close()


def test_a_literal_needs_no_name_server() -> None:
    def never(_host: str, _port: int) -> Sequence[Endpoint]:
        raise AssertionError("nobody asks for a literal")

    lookup = BoundedLookup(never)
    assert lookup("[::1]", 80, 1) == [Endpoint(socket.AF_INET6, "::1", 80)]
    assert lookup("192.0.2.1", 443, 1) == [Endpoint(socket.AF_INET, "192.0.2.1", 443)]
    lookup.close()


def test_the_resolvers_own_error_comes_through() -> None:
    def missing(_host: str, _port: int) -> Sequence[Endpoint]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    lookup = BoundedLookup(missing)
    with pytest.raises(socket.gaierror) as raised:
        lookup("charity.test", 80, 1)
    assert raised.value.errno == socket.EAI_NONAME
    lookup.close()


def test_the_machines_resolver_reads_literals_without_asking_anybody() -> None:
    assert [endpoint.sockaddr for endpoint in system_resolver("127.0.0.1", 80)] == [("127.0.0.1", 80)]
    assert [endpoint.sockaddr for endpoint in system_resolver("[::1]", 443)] == [("::1", 443)]
