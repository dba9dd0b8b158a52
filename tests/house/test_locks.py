"""The locks: every version with its hash, no address of anybody, and what pyproject.toml asks for."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.equipment import REPOSITORY

LOCKS = ("requirements.lock", "requirements-dev.lock")
INDEX_OPTIONS = re.compile(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", re.MULTILINE)
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def text_of(lock: str) -> str:
    return (REPOSITORY / lock).read_text(encoding="utf-8")


def versions(lock: str) -> dict[str, list[str]]:
    """The versions by name; one name may have several for several Pythons."""
    found: dict[str, list[str]] = {}
    for name, version in PINNED.findall(text_of(lock)):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_index(lock: str) -> None:
    assert "://" not in text_of(lock)
    assert not INDEX_OPTIONS.search(text_of(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_version_has_a_hash(lock: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", text_of(lock), flags=re.MULTILINE)
    pinned = [entry for entry in entries if PINNED.match(entry)]
    assert len(pinned) > 20
    assert [entry.splitlines()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("pg", "scale", "dev"))])
def test_the_lock_fulfils_what_the_project_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]
    locked = versions(lock)
    for text in wanted:
        requirement = Requirement(text)
        have = locked.get(canonicalize_name(requirement.name), [])
        assert have, f"{text} is not in {lock}: run make lock"
        assert all(Version(version) in requirement.specifier for version in have), f"{text}: {have}: run make lock"


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    dev = versions(LOCKS[1])
    assert {name: have for name, have in versions(LOCKS[0]).items() if dev.get(name) != have} == {}
