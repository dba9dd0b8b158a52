"""Whom visitors may ever be led to, by the roles in which appeals name an organization."""

from __future__ import annotations

from collections.abc import Iterable

from aidroute.domain.vocabulary import Role

GIVING_ROLES = frozenset({Role.RECOMMENDED_RECIPIENT, Role.ISSUER, Role.DELIVERER_OF_AID})
"""Roles that can make an organization a place to give. A cited assessor, a news agency, a public office, a petition
platform and a government never become one by being named."""


def may_hold_channel(roles: Iterable[Role]) -> bool:
    """True when at least one appeal names the organization in a role that fits a place to give."""
    return not GIVING_ROLES.isdisjoint(roles)
