"""The books are true: no link in them leads nowhere, and the plan of the house shows every part."""

import re
from pathlib import Path

import pytest

from tests.support.equipment import REPOSITORY

BOOKS = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_link_in_a_book_leads_nowhere(book: Path) -> None:
    targets = LINK.findall(book.read_text(encoding="utf-8"))
    assert [target for target in targets if not (book.parent / target).exists()] == []


def test_the_plan_of_the_house_shows_every_part() -> None:
    plan = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
    parts = [
        f"{path.name}/" if path.is_dir() else path.name
        for path in (REPOSITORY / "aidroute").iterdir()
        if (path.is_dir() or path.suffix == ".py") and path.name not in ("__init__.py", "__pycache__")
    ]
    assert [part for part in parts if f"`{part}`" not in plan] == []


def test_every_make_target_that_a_book_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for book in BOOKS for name in re.findall(r"`make ([a-z][a-z-]*)`", book.read_text(encoding="utf-8"))}
    assert named - targets == set()
