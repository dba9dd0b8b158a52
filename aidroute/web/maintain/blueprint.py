"""The blueprint of the maintainers' pages, and what its views share. Each module beside this one adds views to it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app

from aidroute.domain.field_values import Known
from aidroute.domain.host_names import HostRules
from aidroute.web.reading import view
from aidroute.web.server_sessions import AREA

maintain = Blueprint("maintain", __name__, url_prefix=AREA)


def database() -> Any:
    """What services write to."""
    return current_app.extensions["database"]


def hosts() -> HostRules:
    """Host names as browsers read them."""
    rules: HostRules = current_app.extensions["host_rules"]
    return rules


def known() -> Known:
    """What typed values are checked against."""
    return Known(hosts(), view().directory.vocabulary)


def show_at_once() -> None:
    """Let the next page of this process show what was just changed."""
    current_app.extensions["directory"].forget()
