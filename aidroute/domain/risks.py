"""What the second person should look at twice in a proposal. Marks, not verdicts: the person decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aidroute.domain import urls
from aidroute.domain.change import CREATE, PAYMENT_BEARING
from aidroute.domain.host_names import HostRules
from aidroute.domain.look_alikes import HostWarning, host_warnings
from aidroute.domain.payment_targets import new_targets
from aidroute.domain.review import Proposal


class RiskCode(StrEnum):
    """Why a proposal deserves a second look."""

    DOMAIN_CHANGES = "domain_changes"
    """Gifts would go to another owner's domain than before."""
    NEW_DOMAIN = "new_domain"
    """The organization has no other address on this domain."""
    NOT_ENCRYPTED = "not_encrypted"
    LOOK_ALIKE = "look_alike"
    PUNYCODE = "punycode"
    MIXED_SCRIPTS = "mixed_scripts"
    ALLOWS_DOMAIN = "allows_domain"
    """A further domain may answer for this address."""
    OPERATOR_CHANGES = "operator_changes"
    CONTACT_CHANGES = "contact_changes"
    TEXT_NAMES_TARGET = "text_names_target"
    """A free text carries an address, an account or a number."""
    BECOMES_APPROVED = "becomes_approved"


@dataclass(frozen=True, slots=True)
class Risk:
    """One mark. ``text`` is what it is about, ``other`` the known domain it reminds of or replaces."""

    code: RiskCode
    text: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around a proposal: registrable domains of this organization, and of everybody in the directory."""

    own_domains: frozenset[str]
    known_domains: frozenset[str]


_HOST_RISKS = {HostWarning.PUNYCODE: RiskCode.PUNYCODE, HostWarning.MIXED_SCRIPTS: RiskCode.MIXED_SCRIPTS}


def risks_of(proposal: Proposal, around: Surroundings, rules: HostRules) -> tuple[Risk, ...]:
    """The marks of one proposal, the gravest first."""
    found = [*_address_risks(proposal, around, rules), *_plain_risks(proposal)]
    order = list(RiskCode)
    return tuple(sorted(dict.fromkeys(found), key=lambda risk: order.index(risk.code)))


def _address_risks(proposal: Proposal, around: Surroundings, rules: HostRules) -> Iterator[Risk]:
    for name in ("url", "website"):
        after = _address(proposal.fields.get(name), rules)
        if after is None:
            continue
        before = _address(proposal.before.get(name), rules)
        if before and before.registrable_domain != after.registrable_domain:
            yield Risk(RiskCode.DOMAIN_CHANGES, after.registrable_domain, before.registrable_domain)
        yield from _host_risks(after.host, after.registrable_domain, around, rules)
        if after.scheme != "https":
            yield Risk(RiskCode.NOT_ENCRYPTED, after.host)
    for host in _mail_hosts(proposal):
        yield from _host_risks(host, rules.registrable_domain(host), around, rules)
    for domain in proposal.fields.get("allowed_domains") or ():
        if domain not in (proposal.before.get("allowed_domains") or ()):
            yield Risk(RiskCode.ALLOWS_DOMAIN, domain)
            yield from _host_risks(domain, domain, around, rules, is_payment_side=True)


def _host_risks(
    host: str, domain: str, around: Surroundings, rules: HostRules, *, is_payment_side: bool = False
) -> Iterator[Risk]:
    if domain not in around.own_domains and not is_payment_side:
        yield Risk(RiskCode.NEW_DOMAIN, domain)
    known = around.known_domains if domain in around.own_domains else around.known_domains - {domain}
    for remark in host_warnings(host, known, rules):
        yield Risk(_HOST_RISKS.get(remark.warning, RiskCode.LOOK_ALIKE), host, remark.other)


def _plain_risks(proposal: Proposal) -> Iterator[Risk]:
    fields, before = proposal.fields, proposal.before
    if (fields.get("operator_name") or fields.get("operator")) and proposal.action != CREATE:
        yield Risk(RiskCode.OPERATOR_CHANGES, str(fields.get("operator_name") or fields.get("operator")))
    if "contacts" in fields or "address" in fields:
        yield Risk(RiskCode.CONTACT_CHANGES)
    if fields.get("status") == "approved" and proposal.action != CREATE:
        yield Risk(RiskCode.BECOMES_APPROVED)
    for name, value in fields.items():
        if name not in PAYMENT_BEARING[proposal.subject_type]:
            for text in new_targets(before.get(name), value):
                yield Risk(RiskCode.TEXT_NAMES_TARGET, text)


def _address(text: Any, rules: HostRules) -> urls.Address | None:
    try:
        return urls.parse(text, rules) if isinstance(text, str) and text else None
    except urls.InvalidUrl:
        return None


def _mail_hosts(proposal: Proposal) -> Iterator[str]:
    contacts: Any = proposal.fields.get("contacts") or ()
    known = {item["value"] for item in proposal.before.get("contacts") or ()}
    texts = [item["value"] for item in contacts if item["value"] not in known]
    texts.append(str(proposal.fields.get("address") or ""))
    for text in texts:
        if "@" in text and " " not in text:
            yield text.rpartition("@")[2].lower()


def domains_of(values: Mapping[str, Any], rules: HostRules) -> frozenset[str]:
    """The registrable domains that a subject's own address, website and e-mail addresses stand on."""
    addresses = (_address(values.get(name), rules) for name in ("url", "website"))
    hosts = [address.host for address in addresses if address]
    hosts += [item["value"].rpartition("@")[2] for item in values.get("contacts") or () if "@" in item["value"]]
    if "@" in str(values.get("address") or ""):
        hosts.append(values["address"].rpartition("@")[2])
    return frozenset(rules.registrable_domain(host.lower()) for host in hosts)
