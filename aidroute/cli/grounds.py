"""The ground of an address, for people in a table and for machines as data: the same facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from aidroute.domain.domain_watch import Source
from aidroute.domain.ground import Ground
from aidroute.services.looking import Known

UNKNOWN = "not known"


def ground_as_data(known: Known, ground: Ground) -> dict[str, Any]:
    """What is known of the domain, what threat lists say, and who was not heard. Null and empty mean not known."""
    facts, registration = known.facts, ground.registration
    return {
        "domain": known.identity.registrable_domain,
        "asked_at": _iso(facts.asked_at if facts else None),
        "registered_at": _iso(registration.registered_at if registration else None),
        "expires_at": _iso(registration.expires_at if registration else None),
        "registrar": registration.registrar if registration else "",
        "registrar_at_approval": ground.registrar_at_approval,
        "statuses": list(registration.statuses if registration else ()),
        "name_servers": list(ground.name_servers),
        "name_servers_at_approval": list(ground.name_servers_at_approval),
        "not_heard": list(ground.unknown),
        "listings": [{"feed": each.feed, "entry": each.entry} for each in ground.listings],
        "stale_feeds": list(ground.stale_feeds),
    }


def ground_table(known: Known, ground: Ground) -> Table:
    """The same as a table."""
    table = Table(show_header=False, title="The domain", title_justify="left", box=None)
    for name, value in _lines(known, ground):
        table.add_row(name, Text(value, overflow="fold"))
    return table


def _lines(known: Known, ground: Ground) -> list[tuple[str, str]]:
    facts, registration = known.facts, ground.registration
    if not known.identity.registrable_domain:
        return [("domain", "none"), *_listed(ground)]
    lines = [("domain", known.identity.registrable_domain)]
    if facts is None or facts.asked_at is None:
        lines.append(("asked", "never yet; --ground asks now"))
    else:
        lines.append(("asked", f"{facts.asked_at:%Y-%m-%d %H:%M} UTC"))
    if facts is not None and not facts.has_registry:
        lines.append(("registration", "no registry can be asked about it"))
    else:
        lines.append(("registered", _day(registration.registered_at if registration else None)))
        lines.append(("registered until", _day(registration.expires_at if registration else None)))
        registrar = registration.registrar if registration else ""
        lines.append(("registrar", _then_and_now(ground.registrar_at_approval, registrar)))
        lines.append(("status", ", ".join(registration.statuses) if registration else UNKNOWN))
    before, now = (" ".join(names) for names in (ground.name_servers_at_approval, ground.name_servers))
    lines.append(("name servers", _then_and_now(before, now)))
    if ground.unknown:
        lines.append(("not heard lately", ", ".join(_HEARD[Source(name)] for name in ground.unknown)))
    return lines + _listed(ground)


def _listed(ground: Ground) -> list[tuple[str, str]]:
    lines = [("on a threat list", f"{each.feed}: {each.entry}") for each in ground.listings]
    return lines + [("threat list out of date", name) for name in ground.stale_feeds]


_HEARD = {Source.REGISTRY: "registry", Source.NAME_SERVERS: "name servers"}


def _then_and_now(before: str, now: str) -> str:
    """One value when nothing changed or nothing was noted before."""
    return f"{before} when it was approved, now {now}" if before and now and before != now else now or UNKNOWN


def _day(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d}" if instant else UNKNOWN


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
