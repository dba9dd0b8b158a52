"""A PostgreSQL server of the tests' own: in a temporary folder, on loopback, gone at the end."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg

# initdb refuses root; Debian's package makes this user.
SYSTEM_USER = "postgres"
ROLE = "aidroute"
START_SECONDS = 60


def free_port() -> int:
    """A port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostgresServer:
    """Starts on creation; `stop` ends it and removes its folder."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._folder = Path(tempfile.mkdtemp(prefix="aidroute-pg-"))
        self._as_user = ["runuser", "-u", SYSTEM_USER, "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(self._folder, SYSTEM_USER)
        self.port = free_port()
        self._count = 0
        self._run("initdb", "-D", self._data, "-U", ROLE, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = (
            f"-k {self._folder} -p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off "
            "-c full_page_writes=off -c synchronous_commit=off -c max_connections=60 -c shared_buffers=32MB"
        )
        log = self._folder / "log"
        self._run("pg_ctl", "-D", self._data, "-w", "-t", str(START_SECONDS), "-l", log, "-o", options, "start")

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str | Path) -> None:
        # Output to a file would be inherited by the server; a pipe would never close.
        command = [*self._as_user, str(self._binaries / program), *map(str, arguments)]
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._folder, check=False, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed with {done.returncode} as {self._as_user or getpass.getuser()}")

    def url(self, name: str) -> str:
        """The address of a database on this server, as the settings take it."""
        return f"postgresql+psycopg://{ROLE}@127.0.0.1:{self.port}/{name}"

    def create(self, template: str = "template0") -> str:
        """The name of a new database, a copy of the template."""
        self._count += 1
        name = f"aidroute_{self._count}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, also from under those still connected."""
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        address = f"postgresql://{ROLE}@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        """End the server at once; its data are not needed any more."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)
