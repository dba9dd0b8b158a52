"""Every setting is explained in docs/operating.md, with the default it really has."""

import re

import pytest

from aidroute.settings import NAMES, Settings
from tests.support.equipment import REPOSITORY

ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.+) \|$", re.MULTILINE)
OPERATING = (REPOSITORY / "docs" / "operating.md").read_text(encoding="utf-8")
ROWS = {name: (default, meaning) for name, default, meaning in ROW.findall(OPERATING)}


def test_the_settings_explained_are_the_settings_there_are() -> None:
    assert set(ROWS) == set(NAMES)


# Their defaults are made from other settings or from the machine; the book says how.
MADE = ("secret_key", "database_url", "base_url", "web_workers")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in MADE])
def test_the_default_in_the_book_is_the_default(name: str) -> None:
    default = Settings.model_fields[name].default
    if isinstance(default, bool):
        shown = str(default).lower()
    elif isinstance(default, tuple):
        shown = "[" + ", ".join(f'"{each}"' for each in default) + "]"
    elif isinstance(default, str):
        shown = f'"{default}"'
    else:
        shown = str(default)
    assert ROWS[name][0] == f"`{shown}`"


def test_no_setting_opens_private_addresses_to_the_checker() -> None:
    telling = re.compile("private|loopback|allow|unsafe|insecure|verify|resolver|ssrf")
    assert [name for name in NAMES if telling.search(name)] == []
