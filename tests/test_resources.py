"""Templates and static files are found; a missing folder is told."""

import pytest

from aidroute.resources import ResourceMissing, default_instance, folder
from tests.support.equipment import REPOSITORY


@pytest.mark.parametrize("name", ["templates", "static"])
def test_a_checkout_uses_the_folders_beside_the_package(name: str) -> None:
    assert folder(name) == REPOSITORY / name


def test_a_missing_folder_is_told_by_name() -> None:
    with pytest.raises(ResourceMissing, match="no-such-folder"):
        folder("no-such-folder")


def test_a_checkout_keeps_its_own_files_in_instance() -> None:
    assert default_instance() == REPOSITORY / "instance"
