"""The checker's own story: what each run did, and that it is alive when there is nothing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from aidroute.services.alerting import write_operator_notice
from aidroute.storage.link import CheckRun


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Whether results may be believed, and if not, why (a code of the run guard)."""

    is_conclusive: bool = True
    note: str = ""


def begin(session: Session, worker: str, now: datetime) -> int:
    """Note that a worker found work; gives the run's number."""
    run = CheckRun(started_at=now, seen_at=now, worker=worker, claimed=0, finished=0, is_conclusive=True, note="")
    session.add(run)
    session.flush()
    return run.id


def go_on(session: Session, run_id: int, claimed: int, finished: int, now: datetime) -> None:
    """A sign of life of a run, with its numbers so far."""
    session.execute(
        update(CheckRun).where(CheckRun.id == run_id).values(claimed=claimed, finished=finished, seen_at=now)
    )


def end(session: Session, run_id: int, conclusion: Conclusion, now: datetime) -> None:
    """A run is over. When belief in our own network changed with it, the operators hear of it."""
    _tell_when_changed(session, run_id, conclusion, now)
    session.execute(
        update(CheckRun)
        .where(CheckRun.id == run_id)
        .values(ended_at=now, seen_at=now, is_conclusive=conclusion.is_conclusive, note=conclusion.note)
    )


def rest(session: Session, worker: str, conclusion: Conclusion, now: datetime) -> None:
    """There was nothing to do, or it could not be begun. One row tells of as long as that stays so."""
    last = session.scalars(
        select(CheckRun).where(CheckRun.worker == worker).order_by(CheckRun.id.desc()).limit(1)
    ).one_or_none()
    is_same = (
        last is not None
        and last.claimed == 0
        and last.ended_at is not None
        and (last.is_conclusive, last.note) == (conclusion.is_conclusive, conclusion.note)
    )
    if last is not None and is_same:
        last.seen_at = last.ended_at = now
        return
    run_id = begin(session, worker, now)
    end(session, run_id, conclusion, now)


def _tell_when_changed(session: Session, run_id: int, conclusion: Conclusion, now: datetime) -> None:
    before = session.execute(
        select(CheckRun.is_conclusive)
        .where(CheckRun.id != run_id, CheckRun.ended_at.is_not(None))
        .order_by(CheckRun.ended_at.desc(), CheckRun.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if conclusion.is_conclusive and before is False:
        write_operator_notice(session, "checks_resumed", {}, now)
    elif not conclusion.is_conclusive and before is not False:
        write_operator_notice(session, "checks_paused", {"reason": conclusion.note}, now)
