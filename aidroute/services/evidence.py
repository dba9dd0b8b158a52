"""What is kept of one check as proof: plain JSON, the same shape for every check (see :func:`evidence_of`)."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from aidroute.domain.judgement import Judgement
from aidroute.domain.observation import Failure, Hop, Observation, Tls

LONGEST_TEXT = 2_000


def evidence_of(observation: Observation, judgement: Judgement) -> dict[str, Any]:
    """The facts of a check and the rules that fired, without the page itself (liveness 1.3).

    Keys: ``version``, ``hops`` (url, status, location, kind, ms, address, headers), ``addresses``, ``attempts``,
    ``tls``, ``body`` (bytes, declared, is_truncated, sha256, type, disposition), ``failure`` (kind, detail,
    exceptions, number) or null, ``is_conditional``, ``not_modified``, ``is_known_page``, ``title``, ``text_simhash``,
    ``fired`` (code, snippet), ``differences`` (only those there are), ``notes``, ``suggested_url``. Instants are ISO
    8601.
    """
    return {
        "version": observation.checker_version,
        "hops": [_hop(hop) for hop in observation.hops],
        "addresses": list(observation.resolved_addresses),
        "attempts": observation.address_attempts,
        "tls": _tls(observation.tls),
        "body": _body(observation),
        "failure": _failure(observation),
        "is_conditional": observation.conditional,
        "not_modified": observation.not_modified,
        "is_known_page": observation.is_known_page,
        "title": storable(judgement.title),
        "text_simhash": judgement.text_simhash,
        "fired": [{"code": rule.code, "snippet": storable(rule.snippet)} for rule in judgement.fired],
        "differences": _differences(judgement),
        "notes": list(judgement.notes),
        "suggested_url": storable(judgement.suggested_url),
    }


def storable(text: str) -> str:
    """A text from outside as every database takes it: no NUL, no lone surrogate, at most 2,000 characters."""
    return text[:LONGEST_TEXT].replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "url": storable(hop.url),
        "status": hop.status,
        "location": storable(hop.location),
        "kind": hop.kind,
        "ms": round(hop.elapsed / timedelta(milliseconds=1)),
        "address": hop.address,
        "headers": {name: storable(value) for name, value in hop.headers},
    }


def _tls(tls: Tls | None) -> dict[str, Any] | None:
    if tls is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, datetime) else storable(value) if isinstance(value, str) else value
        for name, value in asdict(tls).items()
    }


def _body(observation: Observation) -> dict[str, Any]:
    body = observation.body
    return {
        "bytes": len(body.content),
        "declared": body.declared_length,
        "is_truncated": body.is_truncated,
        "sha256": body.sha256,
        "type": storable(body.content_type),
        "disposition": storable(body.disposition),
    }


def _failure(observation: Observation) -> dict[str, Any] | None:
    if observation.failure is Failure.NONE:
        return None
    return {
        "kind": observation.failure.value,
        "detail": storable(observation.detail),
        "exceptions": [storable(each) for each in observation.exception_chain],
        "number": observation.error_number,
    }


def _differences(judgement: Judgement) -> dict[str, Any]:
    found = ((each.name, getattr(judgement.differences, each.name)) for each in fields(judgement.differences))
    return {
        name: [storable(each) for each in value] if isinstance(value, tuple) else _plain(value)
        for name, value in found
        if value not in ((), "", None)
    }


def _plain(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value
