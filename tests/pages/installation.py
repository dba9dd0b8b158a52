"""A real installation with the shipped directory, served the way operators serve it, on loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.postgresql import free_port

START_WITHIN_S = 60


@contextmanager
def installation(languages: str = "") -> Iterator[str]:
    """Serve a new installation by `aidroute run` while the block runs; gives its base address.

    The link checker stays off: nothing of this leaves the machine. ``languages`` is a comma-separated list;
    '' means what an installation has by itself.
    """
    with tempfile.TemporaryDirectory(prefix="aidroute-pages-") as folder:
        port = free_port()
        environment = {
            **os.environ,
            "AIDROUTE_INSTANCE": folder,
            "AIDROUTE_PORT": str(port),
            "AIDROUTE_BASE_URL": f"http://127.0.0.1:{port}",
            "AIDROUTE_SCHEDULER_INSIDE": "false",
            "AIDROUTE_LOG_LEVEL": "warning",
            **({"AIDROUTE_LANGUAGES": languages} if languages else {}),
        }
        Path(folder).chmod(0o700)
        for command in (["db", "upgrade"], ["load"]):
            subprocess.run(
                [sys.executable, "-m", "aidroute", *command], env=environment, check=True, capture_output=True
            )
        process = subprocess.Popen([sys.executable, "-m", "aidroute", "run"], env=environment)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def send_suggestion(base: str, language: str) -> str:
    """Send one suggestion to a fresh installation, as a visitor would, and give its number."""
    told = {"kind": "organization", "organization": "Example Fund", "source": "https://example.org/", "text": "Look."}
    body = urllib.parse.urlencode(told).encode()
    with urllib.request.urlopen(f"{base}/{language}/suggest", body, timeout=10) as page:
        address: str = page.geturl()
    return address.rpartition("/")[2]


def _wait(address: str) -> None:
    end = time.monotonic() + START_WITHIN_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within {START_WITHIN_S} s")
