"""A name server on loopback, for what is asked of the DNS beside addresses."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset

ADDRESS = "127.0.0.17"

Zone = dict[tuple[str, str], tuple[str, ...]]
"""(name, record type) -> records; a name that stands there with any type exists."""


class NameServer:
    """Answers from a zone over UDP. ``broken`` names end in SERVFAIL, ``silent`` ones get no answer at all."""

    def __init__(self, zone: Zone, *, broken: tuple[str, ...] = (), silent: tuple[str, ...] = ()) -> None:
        self._zone = zone
        self._broken = broken
        self._silent = silent

    def __enter__(self) -> Self:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((ADDRESS, 0))
        self._socket.settimeout(0.2)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="name-server", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(timeout=2)
        self._socket.close()

    def resolver(self) -> dns.resolver.Resolver:
        """A resolver that asks this server and no other."""
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = [ADDRESS]
        resolver.port = self._socket.getsockname()[1]
        return resolver

    def _serve(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                packet, sender = self._socket.recvfrom(4096)
                reply = self._reply(dns.message.from_wire(packet))
                if reply is not None:
                    self._socket.sendto(reply.to_wire(), sender)

    def _reply(self, query: dns.message.Message) -> dns.message.Message | None:
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True)
        kind = dns.rdatatype.to_text(question.rdtype)
        if name in self._silent:
            return None
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.AA | dns.flags.RA
        if name in self._broken:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif (name, kind) in self._zone:
            reply.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, self._zone[name, kind]))
        elif not any(known == name for known, _ in self._zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply
