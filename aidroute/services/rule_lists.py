"""Reads the rule lists that ship with aidroute: what walls, parking pages and notices look like."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from aidroute.domain.host_names import HostRules
from aidroute.domain.rules import Rules

PACKAGE = "aidroute.data"
FOLDER = "rules"
LISTS = ("phrases", "hosts", "walls", "takeovers", "paths", "parking", "spam", "donation_words", "transfers")


class RuleListError(Exception):
    """A shipped list is missing or can't be read: the package is damaged."""


def rule_tables() -> dict[str, dict[str, Any]]:
    """Every list as a plain table, keyed by its file's name. Raises RuleListError for a damaged package."""
    return {name: _table(name) for name in LISTS}


def load_rules(hosts: HostRules, own_hosts: frozenset[str] = frozenset()) -> Rules:
    """The shipped rules, read with ``hosts``; links to ``own_hosts`` are refused. Raises RuleListError."""
    return Rules.from_tables(rule_tables(), hosts, own_hosts)


def _table(name: str) -> dict[str, Any]:
    resource = files(PACKAGE) / FOLDER / f"{name}.toml"
    try:
        table = tomllib.loads(resource.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RuleListError(f"The rule list {name}.toml can't be read: {error}") from error
    if not table.get("origin"):
        raise RuleListError(f"The rule list {name}.toml does not say where its knowledge comes from.")
    return table
