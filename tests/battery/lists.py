"""The rule lists that ship, with the test world's own parking host and shortener added."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.domain.rules import Rules
from aidroute.services.rule_lists import load_rules

HOSTS = BrowserHostRules(extra_suffixes=("test",))


@cache
def battery_rules() -> Rules:
    """Read once per process. Nothing of the shipped lists is changed, only names of the test world are added."""
    rules = load_rules(HOSTS)
    lists = rules.host_lists
    return replace(
        rules,
        host_lists=replace(
            lists,
            parking=lists.parking | {"parking.test"},
            parking_name_servers=lists.parking_name_servers | {"parking.test"},
            shorteners=lists.shorteners | {"short.test"},
        ),
    )
