"""An edit a person asks for: read as a whole, compared with what is there, and whether one person may decide it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aidroute.domain.change import CHANNEL, CREATE, PAYMENT_BEARING, is_payment_bearing, value_hash
from aidroute.domain.field_values import BadValue, Known, ValueProblem, read_email, read_phone, read_value
from aidroute.domain.payment_targets import new_targets
from aidroute.domain.subjects import FIELDS, differences
from aidroute.domain.vocabulary import ChannelKind, Operator


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person asks for. ``fields`` are raw values; ``based_on`` is the version of the subject they looked at.

    For a creation ``slug`` is the wanted public name and ``based_on`` is 0.
    """

    subject_type: str
    slug: str
    action: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    based_on: int = 0


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One value that cannot be taken. ``field`` is '' for the edit as a whole."""

    field: str
    code: str
    text: str = ""


class BadEdit(ValueError):
    """Nothing of the edit is taken; ``problems`` names each field and why."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.code}" for each in problems))
        self.problems = problems


def read_changes(edit: Edit, current: Mapping[str, Any], known: Known) -> dict[str, tuple[Any, Any]]:
    """{field: (old, new)} that the edit really changes, every new value in its one spelling.

    ``current`` holds the subject's present values (``subjects.empty_values`` for a creation). Raises BadEdit for a
    field that does not exist or is fixed, for a value that cannot be taken, and for an edit that changes nothing.
    """
    fields = FIELDS[edit.subject_type]
    wanted, problems = wanted_values(edit, known)
    if edit.action == CREATE:
        missing = [each.name for each in fields.values() if each.is_required and each.name not in edit.fields]
        problems += [FieldProblem(name, ValueProblem.MISSING) for name in missing]
    else:
        moved = [name for name, value in wanted.items() if fields[name].is_fixed and value != current[name]]
        problems += [FieldProblem(name, ValueProblem.FIXED) for name in moved]
    if problems:
        raise BadEdit(tuple(problems))
    whole = {**current, **wanted}
    problems = list(_contradictions(edit.subject_type, whole, known))
    changes = differences(current, wanted)
    if not problems and not changes:
        problems.append(FieldProblem("", ValueProblem.NOTHING_CHANGED))
    if problems:
        raise BadEdit(tuple(problems))
    return changes


def wanted_values(edit: Edit, known: Known) -> tuple[dict[str, Any], list[FieldProblem]]:
    """The values of an edit that can be taken, each in its one spelling, and what is wrong with the others."""
    fields = FIELDS[edit.subject_type]
    problems: list[FieldProblem] = []
    wanted: dict[str, Any] = {}
    for name, raw in edit.fields.items():
        if name not in fields:
            problems.append(FieldProblem(name, ValueProblem.UNKNOWN_FIELD))
            continue
        try:
            wanted[name] = read_value(fields[name], raw, known)
        except BadValue as error:
            problems.append(FieldProblem(name, error.code, error.text))
    return wanted, problems


def needs_second_person(edit: Edit, changes: Mapping[str, tuple[Any, Any]]) -> bool:
    """True when one person alone may not decide these changes: they touch where money goes, or name a place to pay."""
    after = {name: new for name, (_, new) in changes.items()}
    return is_payment_bearing(edit.subject_type, edit.action, after) or bool(texts_with_targets(edit, changes))


def texts_with_targets(edit: Edit, changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[str, ...]]:
    """{field: texts} that newly carry an address, an account or a number, in fields that are not meant for one."""
    plain = {name: pair for name, pair in changes.items() if name not in PAYMENT_BEARING[edit.subject_type]}
    found = {name: new_targets(old, new) for name, (old, new) in plain.items()}
    return {name: texts for name, texts in found.items() if texts}


def edit_hash(edit: Edit, changes: Mapping[str, tuple[Any, Any]]) -> str:
    """SHA-256 over what would be applied and to what: an acceptance names it."""
    after = {name: new for name, (_, new) in changes.items()}
    return proposed_hash(edit.subject_type, edit.slug, edit.action, after)


def proposed_hash(subject_type: str, slug: str, action: str, fields: Mapping[str, Any]) -> str:
    """The same, from the parts a stored proposal has."""
    return value_hash({"subject": subject_type, "slug": slug, "action": action, "fields": dict(fields)})


def _contradictions(subject_type: str, whole: Mapping[str, Any], known: Known) -> Iterator[FieldProblem]:
    if subject_type != CHANNEL:
        return
    kind = ChannelKind(whole["kind"])
    if kind.is_web:
        if not whole["url"]:
            yield FieldProblem("url", ValueProblem.MISSING)
        if whole["address"]:
            yield FieldProblem("address", ValueProblem.ADDRESS_NOT_FOR_KIND)
    else:
        yield from _address_problems(kind, whole, known)
    if whole["operator"] == Operator.INTERMEDIARY and not whole["operator_name"]:
        yield FieldProblem("operator_name", ValueProblem.NO_OPERATOR_NAME)
    if whole["valid_from"] and whole["valid_to"] and whole["valid_to"] < whole["valid_from"]:
        yield FieldProblem("valid_to", ValueProblem.BAD_DATE_ORDER)


def _address_problems(kind: ChannelKind, whole: Mapping[str, Any], known: Known) -> Iterator[FieldProblem]:
    for name in ("url", "tenant_prefix", "allowed_domains"):
        if whole[name]:
            yield FieldProblem(name, ValueProblem.URL_NOT_FOR_KIND)
    if not whole["address"]:
        yield FieldProblem("address", ValueProblem.MISSING)
        return
    try:
        if kind is ChannelKind.EMAIL:
            read_email(whole["address"], known.hosts)
        elif kind is ChannelKind.PHONE:
            read_phone(whole["address"])
    except BadValue as error:
        yield FieldProblem("address", error.code, error.text)
