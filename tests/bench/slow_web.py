"""A web of many hosts that answer as slowly as real ones: latencies drawn from a log-normal distribution.

    python -m tests.bench.slow_web PORT

One asyncio process on all of loopback. The path's number decides the latency, so every checker meets the same web.
"""

from __future__ import annotations

import asyncio
import math
import random
import sys

from tests.world.pages import page

MEDIAN_S = 0.25
SIGMA = 0.7
CAP_S = 5.0
TOP_LEVEL = "peers"
"""A name that no checker leaves out by itself, and that exists nowhere else."""

VARIANTS = 64
WORDS = 700
STOCK = 3_000
"""Different words in all pages together: what pages of one language share."""


def _body(variant: int) -> bytes:
    """About six kilobytes of a plain donation page, with words that no other variant has in this order."""
    dice = random.Random(-1)
    stock = ["".join(dice.choices("aeioulnrstmkp", k=dice.randint(3, 9))) for _ in range(STOCK)]
    dice = random.Random(variant)
    sentences = [" ".join(dice.choices(stock, k=14)).capitalize() + "." for _ in range(WORDS // 14)]
    text = "".join(f"<p>{' '.join(sentences[at : at + 5])}</p>" for at in range(0, len(sentences), 5))
    return page(form="", account="", extra=text).encode()


BODIES = tuple(_body(variant) for variant in range(VARIANTS))


def latency_s(number: int) -> float:
    """How long the answer to this link takes."""
    return min(CAP_S, random.Random(number).lognormvariate(math.log(MEDIAN_S), SIGMA))


def host_name(number: int) -> str:
    return f"h{number}.load.{TOP_LEVEL}"


def address(number: int) -> str:
    """Each host lives on an address of its own."""
    return f"127.{64 + number // 65536}.{number // 256 % 256}.{number % 256 or 255}"


class Answering(asyncio.Protocol):
    """One connection, which may carry several requests."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.received = b""

    def data_received(self, data: bytes) -> None:
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            self.answer_later(head)

    def answer_later(self, head: bytes) -> None:
        path = head.split(b" ", 2)[1]
        is_last = b"connection: close" in head.lower()
        if path == b"/robots.txt":
            self.answer(b"404 Not Found", b"not here", is_last=is_last)
            return
        number = int(path.rpartition(b"/")[2] or 0)
        loop = asyncio.get_running_loop()
        loop.call_later(latency_s(number), lambda: self.answer(b"200 OK", BODIES[number % VARIANTS], is_last=is_last))

    def answer(self, status: bytes, body: bytes, *, is_last: bool) -> None:
        if self.transport.is_closing():
            return
        connection = b"close" if is_last else b"keep-alive"
        self.transport.write(
            b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n%s"
            % (status, len(body), connection, body)
        )
        if is_last:
            self.transport.close()


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Answering, "0.0.0.0", port, backlog=4096)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
