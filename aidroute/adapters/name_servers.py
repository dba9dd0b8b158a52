"""Which name servers answer for a domain: a lapsed domain shows it here first, when they move to a parking service."""

from __future__ import annotations

from aidroute.adapters.mail_exchange import NoAnswer, NoSuchDomain, RecordLookup

_MOST = 20


def name_servers(domain: str, lookup: RecordLookup) -> tuple[str, ...]:
    """The name servers of a registrable domain, lower case, sorted; empty when they are not known.

    Never raises for what the name servers do: no answer is no statement about the domain.
    """
    try:
        records = lookup(domain, "NS")
    except (NoSuchDomain, NoAnswer):
        return ()
    return tuple(sorted({record.rstrip(".").lower() for record in records if record.strip(".")})[:_MOST])
