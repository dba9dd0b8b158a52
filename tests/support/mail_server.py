"""A small mail server on loopback that keeps what it is given and refuses what it is told to."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from typing import Self


@dataclass
class MailServerOnLoopback:
    """Start and stop it as a context manager. ``context`` makes it offer STARTTLS, or speak TLS from the start."""

    context: ssl.SSLContext | None = None
    tls_from_start: bool = False
    account: tuple[str, str] | None = None
    """The name and the password that it asks for; only after encryption."""
    refuse: dict[str, int] = field(default_factory=dict)
    """Status by recipient, or by command in capitals."""
    mails: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    """Every line outside of mails, sign-ins left out."""

    def __enter__(self) -> Self:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(8)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="mail-server", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError, ValueError):
                self._talk(connection)
            connection.close()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        if self.tls_from_start and self.context:
            connection = self.context.wrap_socket(connection, server_side=True)
        talk = _Talk(self, connection, is_encrypted=self.tls_from_start)
        try:
            talk.go()
        finally:
            talk.connection.close()


class _Talk:
    def __init__(self, server: MailServerOnLoopback, connection: socket.socket, *, is_encrypted: bool) -> None:
        self.server = server
        self.connection = connection
        self.is_encrypted = is_encrypted
        self.is_signed_in = server.account is None
        self.left = b""

    def go(self) -> None:
        self.say("220 mail.test ready")
        while True:
            line = self.line()
            command = line.split(" ")[0].upper()
            if command != "AUTH":
                self.server.heard.append(line)
            if command in self.server.refuse:
                self.say(f"{self.server.refuse[command]} refused")
            elif command == "QUIT":
                self.say("221 bye")
                return
            elif command == "STARTTLS":
                self.say("220 go on")
                assert self.server.context is not None
                self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
                self.is_encrypted = True
            else:
                self.answer(command, line)

    def answer(self, command: str, line: str) -> None:
        if command in {"EHLO", "HELO"}:
            offers = ["mail.test"]
            offers += ["STARTTLS"] if self.server.context and not self.is_encrypted else []
            offers += ["AUTH PLAIN"] if self.is_encrypted else []
            for offer in offers[:-1]:
                self.say(f"250-{offer}")
            self.say(f"250 {offers[-1]}")
        elif command == "AUTH":
            _, name, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")
            self.is_signed_in = (name, password) == self.server.account
            self.say("235 welcome" if self.is_signed_in else f"535 no, {name}, not with {password}")
        elif not self.is_signed_in:
            self.say("530 sign in first")
        elif command == "RCPT":
            refused = next((status for who, status in self.server.refuse.items() if who in line), 0)
            self.say(f"{refused} no such box" if refused else "250 ok")
        elif command == "DATA":
            self.say("354 go on")
            self.server.mails.append(self.mail())
            self.say("250 taken")
        else:
            self.say("250 ok")

    def mail(self) -> str:
        lines: list[str] = []
        while (line := self.line()) != ".":
            lines.append(line.removeprefix("."))
        return "\n".join(lines)

    def line(self) -> str:
        while b"\r\n" not in self.left:
            piece = self.connection.recv(4096)
            if not piece:
                raise OSError("the other side left")
            self.left += piece
        line, _, self.left = self.left.partition(b"\r\n")
        return line.decode()

    def say(self, text: str) -> None:
        self.connection.sendall(f"{text}\r\n".encode())
