"""The content that ships, as read, and the material it was made from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.services.content import Content
from aidroute.services.content_reading import read_content
from aidroute.services.content_schema import AppealFile
from tests.support.equipment import REPOSITORY

FOLDER = REPOSITORY / "aidroute" / "data"
HOSTS = BrowserHostRules()


@cache
def shipped() -> Content:
    """The content of this checkout. Raises BadContent."""
    return read_content(FOLDER, HOSTS)


def words(text: str) -> list[str]:
    """The words of a text in small letters, without marks."""
    return re.findall(r"[^\W_]+", text.casefold())


def numbers(text: str) -> list[str]:
    """The numbers in a text, without marks between digits."""
    return re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", text))


def one_line(text: str) -> str:
    """A text with its white space collapsed."""
    return " ".join(text.split())


@cache
def loaded(path: Path) -> Any:
    """A YAML file of the material."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def our_texts(appeal: AppealFile) -> dict[str, str]:
    """What an appeal's file says in words of ours, by where it stands. Titles and names are not ours."""
    texts = {f"summary.{language}": text for language, text in appeal.summary.items()}
    texts |= {name: getattr(appeal, name) for name in ("stated_on_note", "issuer_note", "publisher_note")}
    texts |= {f"mentions[{at}].note": each.note for at, each in enumerate(appeal.mentions)}
    texts |= {f"statements[{at}].note": each.note for at, each in enumerate(appeal.statements)}
    for at, figure in enumerate(appeal.figures):
        for name in ("what", "value", "as_of", "according_to", "superseded_by"):
            texts[f"figures[{at}].{name}"] = getattr(figure, name)
    for at, action in enumerate(appeal.actions):
        texts |= {f"actions[{at}].{language}": text for language, text in action.text.items()}
    return texts
