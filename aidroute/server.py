"""The web server: granian in front of the application, in as many processes as the settings say."""

import ipaddress
import multiprocessing
import socket
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from aidroute.settings import Settings

# More waiting requests than this get a 503 at once instead of a place in an endless queue.
BACKPRESSURE = 64
# A process that grew to this (MiB) is replaced.
MOST_MEMORY = 400

# A serving process that does not hear the signal (another thread of it took it) is ended after so many seconds.
STOP_WITHIN_S = 10

# granian's own lines go to our handlers; it never writes an access line (no address, no query is recorded).
QUIET = {"handlers": [], "propagate": True}
LOGGING = {"formatters": {}, "handlers": {}, "loggers": {"_granian": QUIET, "granian.access": QUIET}}

log = structlog.get_logger("aidroute.server")


class AddressTaken(Exception):
    """Another program listens where this server should."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"another program is listening on {host}:{port}; stop it, or set another port")
        self.host = host
        self.port = port


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes on in the process that looks after the serving ones: begun before them, ended after them."""

    start: Callable[[], None] = lambda: None
    stop: Callable[[], None] = lambda: None


def serve(settings: Settings, beside: Beside = Beside()) -> None:
    """Serve until stopped by Ctrl-C or a termination signal.

    The processes read the settings anew, from the same file and variables. Raises AddressTaken.
    """
    _ensure_free(settings.host, settings.port)
    if is_public(settings.host):
        log.warning("listening beyond this machine: put a buffering proxy before it", bind=settings.host)
    # A forked child would inherit the scheduler's threads as dead locks; a spawned one begins clean.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "aidroute.app:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.web_workers,
        blocking_threads=settings.web_threads,
        backpressure=BACKPRESSURE,
        websockets=False,
        respawn_failed_workers=True,
        workers_max_rss=MOST_MEMORY,
        workers_kill_timeout=STOP_WITHIN_S,
        log_level=LogLevels.warning,
        log_access=False,
        log_dictconfig=LOGGING,
    )
    server.on_startup(beside.start)
    server.on_shutdown(beside.stop)
    server.serve()


def is_public(host: str) -> bool:
    """Whether a server on this address can be reached from other machines."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def _ensure_free(host: str, port: int) -> None:
    # granian's processes would die one after the other, each with a message of its own.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise AddressTaken(host, port) from None
