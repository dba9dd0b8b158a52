"""Writing checks down: state, flip, proof and notice of a whole batch in one transaction.

Each check is written under its lease token. A worker that lost its lease in the meantime writes nothing, so one
lease leaves one check, whoever crashes when.

The baseline of a link is what its page looked like when a person approved it. People approve in their browser; the
machine looks right afterwards (an approved link is due at once) and keeps what it sees at its first full and good look.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, defer

from aidroute.domain.link_state import Policy, Step, advance
from aidroute.domain.observation import Observation
from aidroute.domain.pace import address_group
from aidroute.domain.verdict_names import Verdict, VerdictClass
from aidroute.services.alerting import TOLD_BY_WATCH, LinkStory, write_link_notice
from aidroute.services.claiming import ClaimedLink
from aidroute.services.evidence import storable
from aidroute.services.examining import Examined
from aidroute.services.host_pausing import pause_hosts
from aidroute.storage import directory_version, link_rows
from aidroute.storage.link import Check, Flip, Link
from aidroute.storage.link_queue import NEVER

LONGEST_INTERVAL = timedelta(days=8)
"""No check lies further ahead than this: a week for a dead link, and its jitter."""

INTERVAL = timedelta(hours=6)
INTERVAL_WHEN_CLICKED = timedelta(hours=1)

Jitter = Callable[[], float]


def draw_jitter() -> float:
    """A number in [-1, 1]: links that came together shall not stay together."""
    return random.uniform(-1.0, 1.0)  # noqa: S311 - nothing depends on its secrecy


@dataclass(frozen=True, slots=True)
class Finding:
    """One link's check, ready to be written."""

    link: ClaimedLink
    examined: Examined


@dataclass(slots=True)
class Recorded:
    """What was written. ``lost`` counts checks whose lease had gone to somebody else."""

    written: int = 0
    lost: int = 0
    flips: int = 0
    notices: int = 0
    verdicts: dict[Verdict, int] = field(default_factory=dict)


def record(session: Session, findings: Sequence[Finding], now: datetime, jitter: Jitter = draw_jitter) -> Recorded:
    """Write a batch of checks in the caller's transaction, and move the links version once when anything was written.

    Rows are locked in the order of their ids and states advance from what the row says now: a report or a decision
    that came during the check is not overwritten.
    """
    done = Recorded()
    rows = _held_rows(session, findings)
    kept = [(finding, rows[finding.link.id]) for finding in findings if finding.link.id in rows]
    done.lost = len(findings) - len(kept)
    if not kept:
        return done
    revision = directory_version.move(session, directory_version.LINKS, now)
    steps = [_step(finding, row, jitter) for finding, row in kept]
    _insert_checks(session, [finding for finding, _ in kept])
    session.execute(
        update(Link),
        [
            _link_values(finding, row, step, now) | {"id": row.id, "revision": revision}
            for (finding, row), step in zip(kept, steps, strict=True)
        ],
    )
    _keep_baselines(session, [finding for finding, _ in kept])
    turned = [finding.link.token for (finding, _), step in zip(kept, steps, strict=True) if step.flip]
    check_ids = _ids_of_stories(session, turned)
    for (finding, row), step in zip(kept, steps, strict=True):
        _write_story(session, row, step, check_ids.get(finding.link.token), now)
        done.flips += step.flip is not None
        done.notices += len(_told_for(step))
        verdict = finding.examined.judgement.verdict
        done.verdicts[verdict] = done.verdicts.get(verdict, 0) + 1
    done.written = len(kept)
    pause_hosts(session, [(each.link.host, each.examined.judgement) for each, _ in kept], now)
    return done


def _held_rows(session: Session, findings: Iterable[Finding]) -> dict[int, Link]:
    """The rows whose lease is still this worker's, locked, without their baselines; detached, for a bulk update."""
    tokens = {finding.link.id: finding.link.token for finding in findings}
    rows = session.scalars(
        select(Link).options(defer(Link.baseline)).where(Link.id.in_(tokens)).order_by(Link.id).with_for_update(),
        execution_options={"populate_existing": True},
    ).all()
    for row in rows:
        session.expunge(row)
    return {row.id: row for row in rows if row.lease_token == tokens[row.id]}


def _step(finding: Finding, row: Link, jitter: Jitter) -> Step:
    interval = INTERVAL_WHEN_CLICKED if row.recent_clicks else INTERVAL
    observation = finding.examined.observation
    policy = Policy(interval=interval, jitter=jitter())
    return advance(link_rows.status_of(row), finding.examined.judgement, observation.started_at, policy)


def _insert_checks(session: Session, findings: Sequence[Finding]) -> None:
    rows = [
        {
            "link_id": finding.link.id,
            "started_at": finding.examined.observation.started_at,
            "ended_at": finding.examined.observation.ended_at,
            "verdict": finding.examined.judgement.verdict.value,
            "reason": finding.examined.judgement.reason[:64],
            "status_code": finding.examined.observation.status,
            "final_url": storable(finding.examined.observation.final_url),
            "evidence": finding.examined.evidence,
            "lease_token": finding.link.token,
        }
        for finding in findings
    ]
    session.execute(insert(Check), rows)


def _ids_of_stories(session: Session, tokens: Sequence[str]) -> dict[str, int]:
    """The checks that changed a state, by their tokens. Few do; asking for all of their ids costs a query each."""
    if not tokens:
        return {}
    found = session.execute(select(Check.lease_token, Check.id).where(Check.lease_token.in_(tokens)))
    return {token: check_id for token, check_id in found if token is not None}


def _link_values(finding: Finding, row: Link, step: Step, now: datetime) -> dict[str, Any]:
    return link_rows.status_values(step.status) | {
        "next_check_at": _next_check_at(step, now),
        "lease_until_at": None,
        "lease_token": None,
        "address_group": _lane(finding, row),
        **_validators(finding, row),
    }


def _keep_baselines(session: Session, findings: Sequence[Finding]) -> None:
    """Note what the page looks like where nothing was noted at approval, or what a newer reading adds to that."""
    seen = {finding.link.id: finding for finding in findings if finding.examined.baseline}
    if not seen:
        return
    known = session.execute(select(Link.id, Link.baseline).where(Link.id.in_(seen)))
    # A person who approved another page meanwhile has the last word.
    waiting = [each for each, kept in known if link_rows.baseline_of(kept) == seen[each].link.identity.baseline]
    if waiting:
        values = [{"id": each, "baseline": link_rows.baseline_values(seen[each].examined.baseline)} for each in waiting]
        session.execute(update(Link), values)


def _lane(finding: Finding, row: Link) -> str | None:
    """The server of the link's own host: the addresses of a check that ended elsewhere say nothing about it."""
    if finding.examined.final_host != row.host:
        return row.address_group
    return address_group(finding.examined.observation.resolved_addresses) or row.address_group


def _next_check_at(step: Step, now: datetime) -> datetime:
    if step.next_check_in is None:
        return NEVER
    return now + min(step.next_check_in, LONGEST_INTERVAL)


def _validators(finding: Finding, row: Link) -> dict[str, str]:
    """What the next answer is compared with: ETag, Last-Modified and the page's hash, only ever of a good page."""
    judgement, observation = finding.examined.judgement, finding.examined.observation
    if judgement.verdict_class is VerdictClass.OK and not observation.not_modified:
        return {
            "page_sha256": observation.body.sha256,
            "etag": _header(observation, "etag"),
            "last_modified": _header(observation, "last-modified"),
            "validators_for": storable(observation.final_url),
        }
    if judgement.verdict_class is VerdictClass.OK or judgement.verdict is Verdict.INCONCLUSIVE:
        return {name: getattr(row, name) for name in link_rows.YARDSTICKS}
    return dict.fromkeys(link_rows.YARDSTICKS, "")


def _header(observation: Observation, name: str) -> str:
    headers = observation.hops[-1].headers if observation.hops else ()
    return next((storable(value) for key, value in headers if key == name), "")


def _told_for(step: Step) -> list[str]:
    """What people hear of a step, but for what they hear of its domain as a whole."""
    return [code for code in step.notices if code not in TOLD_BY_WATCH]


def _write_story(session: Session, row: Link, step: Step, check_id: int | None, now: datetime) -> None:
    if step.flip is not None:
        session.add(
            Flip(
                link_id=row.id,
                check_id=check_id,
                flipped_at=step.flip.flipped_at,
                from_state=step.flip.from_state.value,
                to_state=step.flip.to_state.value,
                verdict=step.flip.verdict.value if step.flip.verdict else None,
                reason=step.flip.reason[:64],
            )
        )
    for code in _told_for(step):
        write_link_notice(session, code, LinkStory(row.id, row.url, row.host, step), now)
