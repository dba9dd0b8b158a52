"""The shipped content as read: its files, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aidroute.services.content_schema import AppealFile, EmergencyFile, NeedPart, OrganizationFile
from aidroute.services.strict_yaml import Document

NEEDS = "needs.yaml"
EMERGENCIES = "emergencies"
APPEALS = "appeals"
ORGANIZATIONS = "organizations"


@dataclass(frozen=True, slots=True, order=True)
class ContentProblem:
    """One thing that is wrong: where it stands and why. ``line`` counts from 1, ``field`` is '' for the whole file."""

    file: str
    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: "
        return where + (f"{self.field}: " if self.field else "") + self.reason


class BadContent(Exception):
    """The content is not loaded, none of it. ``problems`` holds everything that was found, in the order of files."""

    def __init__(self, problems: Iterable[ContentProblem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Content:
    """All files of the right form, by slug. ``files`` names every file that is there, also those that are not right;
    ``documents`` holds the plain data of those that are YAML.
    """

    files: tuple[str, ...] = ()
    needs: tuple[NeedPart, ...] = ()
    emergencies: Mapping[str, EmergencyFile] = field(default_factory=dict)
    appeals: Mapping[str, AppealFile] = field(default_factory=dict)
    organizations: Mapping[str, OrganizationFile] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
