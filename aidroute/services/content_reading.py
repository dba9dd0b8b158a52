"""Reads the folder of shipped content: every file, every mistake, with file, line, field and reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from aidroute.domain.host_names import HostRules
from aidroute.services.content import (
    APPEALS,
    EMERGENCIES,
    NEEDS,
    ORGANIZATIONS,
    BadContent,
    Content,
    ContentProblem,
)
from aidroute.services.content_rules import find_problems
from aidroute.services.content_schema import AppealFile, EmergencyFile, NeedsFile, OrganizationFile, Part
from aidroute.services.strict_yaml import BadYaml, Document, dotted, read_document

File = TypeVar("File", bound=Part)
Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and how much there is."""

_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.yaml\Z")

_REASONS: Mapping[str, str] = {
    "extra_forbidden": "this key is not known here",
    "missing": "this key is missing",
    "string_type": "must be a text (put numbers into quotes)",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a mapping of languages to texts",
    "model_type": "must be a mapping of keys to values",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "does not have the form it must have: {pattern}",
    "enum": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "json_invalid": "a character that may not stand in a text file",
}
"""Reasons in our words, by pydantic's error type; any other error is told in pydantic's own."""


def silent(_step: str, _done: int, _total: int) -> None:
    """No progress told."""


def read_content(folder: Path, host_rules: HostRules, progress: Progress = silent) -> Content:
    """The whole content under ``folder``. Raises BadContent with everything that is wrong with it."""
    reader = _Reader(folder, progress)
    needs = reader.one(NEEDS, NeedsFile)
    content = Content(
        needs=tuple(needs.needs) if needs else (),
        emergencies=reader.all_in(EMERGENCIES, EmergencyFile),
        appeals=reader.all_in(APPEALS, AppealFile),
        organizations=reader.all_in(ORGANIZATIONS, OrganizationFile),
        files=tuple(reader.files),
        documents=reader.documents,
    )
    # Without the vocabulary every need would look unknown: that one mistake is told alone.
    problems = reader.problems + (find_problems(content, host_rules) if needs else [])
    if problems:
        raise BadContent(problems)
    return content


class _Reader:
    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder = folder
        self.documents: dict[str, Document] = {}
        self.files: list[str] = []
        self.problems: list[ContentProblem] = []
        self._progress = progress
        self._total = 1 + sum(len(self._names(part)) for part in (EMERGENCIES, APPEALS, ORGANIZATIONS))

    def all_in(self, part: str, model: type[File]) -> dict[str, File]:
        """The files of one subfolder by slug."""
        if not (self.folder / part).is_dir():
            self._add(part, 1, "", "this folder is missing")
        found: dict[str, File] = {}
        for name in self._names(part):
            file = f"{part}/{name}"
            if not _FILE_NAME.match(name):
                self._add(file, 1, "", "a file here is named <slug>.yaml: small letters, digits and single hyphens")
                continue
            read = self.one(file, model)
            if read is not None:
                found[name.removesuffix(".yaml")] = read
        return found

    def one(self, file: str, model: type[File]) -> File | None:
        """One file, None when something is wrong with it."""
        self.files.append(file)
        try:
            document = read_document((self.folder / file).read_bytes())
        except OSError as error:
            self._add(file, 1, "", f"cannot be read: {error.strerror}")
            return None
        except BadYaml as error:
            self._add(file, error.line, error.where, error.reason)
            return None
        self.documents[file] = document
        self._progress("read", len(self.files), self._total)
        try:
            return model.model_validate_json(json.dumps(document.data))
        except ValidationError as error:
            self.problems += (_problem(file, document, each) for each in error.errors(include_url=False))
            return None

    def _names(self, part: str) -> list[str]:
        if not (self.folder / part).is_dir():
            return []
        return sorted(each.name for each in (self.folder / part).iterdir() if not each.name.startswith("."))

    def _add(self, file: str, line: int, field: str, reason: str) -> None:
        self.problems.append(ContentProblem(file, line, field, reason))


def _problem(file: str, document: Document, error: ErrorDetails) -> ContentProblem:
    path = tuple(_known_steps(document.data, error["loc"]))
    told = _REASONS.get(error["type"])
    reason = told.format(**error.get("ctx", {})) if told else str(error["msg"])
    return ContentProblem(file, document.line_of(path), dotted(path), reason)


def _known_steps(data: Any, loc: tuple[str | int, ...]) -> Iterator[str | int]:
    """The steps of a path that lead through the data; pydantic also names branches of a union and keys."""
    for position, step in enumerate(loc):
        if _holds(data, step):
            data = data[step]
        elif position < len(loc) - 1 or not isinstance(data, dict):
            return
        yield step


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)
