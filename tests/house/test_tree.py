"""What every file of the project keeps to."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.equipment import REPOSITORY

NOT_OURS = {".git", ".venv", ".hypothesis", "htmlcov", "__pycache__", "build", "dist", "instance", "node_modules"}
BINARY = {".png", ".jpg", ".ico", ".mo", ".br", ".gz", ".sqlite"}

MOST_LINES = 500
EMPTY_NAMES = {"utils", "helpers", "common", "manager", "base", "misc", "tools"}

# Written in pieces, so that this file keeps the rule too.
REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.(org|io)", "python" + r"hosted\.org", "registry" + r"\.npm", "npm" + r"js\.(org|com)"]),
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(r"(?<![\w.>\-])/(?:work|root|tmp|home)/\w")

DOMAIN_MAY_NOT = {
    "asyncio", "io", "logging", "os", "pathlib", "random", "requests", "secrets", "shutil", "socket", "sqlite3", "ssl",
    "subprocess", "sys", "tempfile", "threading", "time",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today"}


def files(under: Path = REPOSITORY, *, suffix: str = "") -> Iterator[Path]:
    for path in sorted(under.rglob(f"*{suffix}")):
        parts = set(path.relative_to(REPOSITORY).parts)
        is_cache = any(part.endswith(("_cache", ".egg-info")) for part in parts)
        if path.is_file() and not parts & NOT_OURS and not is_cache and path.suffix not in BINARY:
            yield path


def name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


PYTHON = list(files(REPOSITORY / "aidroute", suffix=".py"))
# A revision is a record of what was done once: as long as it has to be, and never edited.
REVISIONS = REPOSITORY / "aidroute" / "storage" / "migrations" / "versions"
DOMAIN = [path for path in PYTHON if path.is_relative_to(REPOSITORY / "aidroute" / "domain")]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name(path)}:{number}: {line.strip()[:120]}"
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert lines_with(REGISTRIES) == []


def test_no_file_names_a_place_on_one_machine() -> None:
    assert lines_with(MACHINE_PATHS) == []


def test_no_module_is_two_rooms() -> None:
    modules = [path for path in PYTHON if path.parent != REVISIONS]
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_module_is_named_after_what_it_does() -> None:
    assert [name(path) for path in PYTHON if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES] == []


def test_every_module_says_what_it_is() -> None:
    assert [name(path) for path in PYTHON if not ast.get_docstring(tree_of(path))] == []


@pytest.mark.parametrize("path", DOMAIN, ids=name)
def test_the_domain_imports_the_standard_library_and_itself_only(path: Path) -> None:
    imported = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(node.module or "")
    outside = {module for module in imported if module.split(".")[0] not in sys.stdlib_module_names}
    assert {module for module in outside if not module.startswith("aidroute.domain")} == set()
    assert {module for module in imported if module.split(".")[0] in DOMAIN_MAY_NOT} == set()


@pytest.mark.parametrize("path", DOMAIN, ids=name)
def test_the_domain_has_no_clock(path: Path) -> None:
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    clocks = [call.lineno for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS]
    assert clocks == []


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_nothing_underscored_is_imported(path: Path) -> None:
    private = [
        f"line {node.lineno}: {alias.name}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]
    assert private == []


def test_every_make_target_is_explained() -> None:
    text = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):(.*)$", text, re.MULTILINE)
    assert len(targets) > 5
    assert [target for target, rest in targets if "## " not in rest] == []
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE).group(1).split())
    assert phony == {target for target, _ in targets}


def test_continuous_integration_runs_the_command_that_the_readme_names() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert "`make test`" in readme
    assert script.rstrip().endswith("exec make test")
