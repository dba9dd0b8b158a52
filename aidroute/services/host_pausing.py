"""Leaving a host alone when it asks for it, in all workers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from aidroute.domain.judgement import Judgement
from aidroute.domain.verdict_names import Verdict
from aidroute.storage.link import HostPause

FIRST_PAUSE = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=24)
"""Liveness 3.2: an hour unless the host says how long, twice as long each further time, never over a day."""


def wants_to_be_left_alone(judgement: Judgement) -> bool:
    """Whether the answer was about our pace: a 429, or any answer that names a time to wait."""
    return judgement.verdict is Verdict.RATE_LIMITED or judgement.retry_after is not None


def pause_hosts(session: Session, answers: Iterable[tuple[str, Judgement]], now: datetime) -> None:
    """Write down which hosts are not to be asked for a while; a host that answered well again starts anew."""
    longest: dict[str, Judgement] = {}
    calm: set[str] = set()
    for host, judgement in answers:
        if not wants_to_be_left_alone(judgement):
            calm.add(host)
        elif host not in longest or (judgement.retry_after or FIRST_PAUSE) > (longest[host].retry_after or FIRST_PAUSE):
            longest[host] = judgement
    for host in sorted(longest):
        _pause(session, host, longest[host].retry_after, now)
    calm -= longest.keys()
    if calm:
        session.execute(
            update(HostPause)
            .where(HostPause.host.in_(sorted(calm)), HostPause.pauses_in_row > 0)
            .values(pauses_in_row=0),
            execution_options={"synchronize_session": False},
        )


def _pause(session: Session, host: str, asked: timedelta | None, now: datetime) -> None:
    row = session.scalars(select(HostPause).where(HostPause.host == host).with_for_update()).one_or_none()
    if row is None:
        row = HostPause(host=host, next_start_at=now, pauses_in_row=0)
        session.add(row)
    wait = asked if asked is not None else FIRST_PAUSE * 2**row.pauses_in_row
    row.next_start_at = max(row.next_start_at, now + min(wait, LONGEST_PAUSE))
    if asked is None:
        row.pauses_in_row = min(row.pauses_in_row + 1, 10)
    session.flush()
