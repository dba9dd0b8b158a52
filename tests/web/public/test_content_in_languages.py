"""What ships in English alone is found in the catalogues by the pages, not only by those who translate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from aidroute.web.wording.content_messages import english_texts
from tests.support.shipped import FOLDER
from tests.web.public.conftest import Listed, listed_in

LONG_ENOUGH = 30
"""Characters: what is shorter may also stand in a quotation, which keeps its language."""

FILES = sorted(FOLDER.glob("organizations/*.yaml")) + sorted(FOLDER.glob("appeals/*.yaml"))


@pytest.fixture(scope="module")
def in_russian(_shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listed]:
    yield from listed_in(_shipped_file, tmp_path_factory.mktemp("russian"), "en,ru")


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_no_note_fact_or_figure_is_left_in_english_on_its_page(in_russian: Listed, file: Path) -> None:
    texts = [
        text for text in english_texts(yaml.safe_load(file.read_text(encoding="utf-8"))) if len(text) > LONG_ENOUGH
    ]
    path = f"{file.parent.name}/{file.stem}"
    english, russian = (in_russian.visitor.get(f"/{language}/{path}").text for language in ("en", "ru"))
    assert [text for text in texts if text in english]
    assert [text for text in texts if text in russian] == []
