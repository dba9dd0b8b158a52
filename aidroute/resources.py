"""Where the templates and the static files are: beside the package in a checkout, inside it once installed."""

import tomllib
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


class ResourceMissing(Exception):
    """Neither the checkout nor the installed package holds the named folder: the installation is incomplete."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the folder {name!r} is neither in {PACKAGE} nor beside it: install aidroute again")
        self.name = name


def is_checkout() -> bool:
    """Whether this runs from a source checkout rather than from an installed wheel."""
    return (PACKAGE.parent / "pyproject.toml").is_file()


def folder(name: str) -> Path:
    """The absolute path of `templates` or `static`.

    Raises ResourceMissing when the folder is in neither place.
    """
    places = (PACKAGE.parent, PACKAGE) if is_checkout() else (PACKAGE,)
    for place in places:
        if (place / name).is_dir():
            return place / name
    raise ResourceMissing(name)


def default_instance() -> Path:
    """The folder for an installation's own files when none is named: `instance` in a checkout, else in the
    current directory.
    """
    return (PACKAGE.parent if is_checkout() else Path.cwd()) / "instance"


def version() -> str:
    """The version of this software, like 1.2.3."""
    if not is_checkout():
        return metadata.version("aidroute")
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
