"""The file of the settings: created on the first run for its owner alone, read with the line of every setting."""

import contextlib
import difflib
import os
import re
import secrets
import stat
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

CONFIG_NAME = "config.toml"

FIRST_CONFIG = """\
# The settings of this installation; docs/operating.md explains each.
# Keep this file to yourself (mode 600): aidroute does not start when others can read it.
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason not to start: the setting, what is wrong (never its value when it may be secret), and where."""

    setting: str
    message: str
    origin: str


@dataclass(slots=True)
class Source:
    """What was read, before it is judged: values and origins by setting name, and problems of reading."""

    values: dict[str, object] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, name: str, value: object, origin: str) -> None:
        """Take a value; a later one for the same name replaces it."""
        self.values[name] = value
        self.origins[name] = origin

    def unknown(self, name: str, known: Collection[str]) -> Problem:
        """The problem of a name that no setting has, with the nearest that one has."""
        near = difflib.get_close_matches(name, known, n=1)
        message = f"there is no such setting; did you mean {near[0]}?" if near else "there is no such setting"
        return Problem(name, message, self.origins[name])


def write_first_config(instance: Path, *, with_secret: bool) -> None:
    """Make the folder and its config.toml for the owner alone, with a generated secret when asked.

    Does nothing that another process did first. Without write permission nothing is made, and the reading that
    follows says what is missing.
    """
    text = FIRST_CONFIG
    if with_secret:
        text += f'secret_key = "{secrets.token_urlsafe(48)}"\n'
    with contextlib.suppress(FileExistsError, PermissionError):
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        instance.chmod(0o700)
        descriptor = os.open(instance / CONFIG_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)


def private_folder_problem(instance: Path) -> Problem | None:
    """Why the folder or its config.toml may not be used, or None.

    The folder holds password hashes and may not be open to everybody; the file holds the secret and may be
    readable by its owner alone (ASVS 5.0 13.3).
    """
    for path, forbidden, remedy in ((instance, stat.S_IRWXO, "700"), (instance / CONFIG_NAME, 0o077, "600")):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except FileNotFoundError:
            continue
        except PermissionError:
            return Problem("instance", "may not be read by this user", str(path))
        if mode & forbidden:
            return Problem("instance", f"is open to other users (mode {mode:o}); run: chmod {remedy} {path}", str(path))
    return None


def read_config(path: Path) -> Source:
    """The settings in a TOML file, each with its line. A missing file is an empty one."""
    source = Source()
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except FileNotFoundError:
        return source
    except PermissionError:
        source.problems.append(Problem(CONFIG_NAME, "may not be read by this user", str(path)))
        return source
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        source.problems.append(Problem(CONFIG_NAME, f"is not valid TOML: {error}", str(path)))
        return source
    lines = text.splitlines()
    for name, value in values.items():
        source.add(name, value, f"{path}, line {_line_of(name, lines)}")
    return source


def _line_of(name: str, lines: list[str]) -> int:
    pattern = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[.=\]]")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)
