"""Day counters: the only thing counted about visits. No address, no query, no person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from aidroute.storage.channel import Channel
from aidroute.storage.db import Base
from aidroute.storage.link import Link


class DayCounter(Base):
    """How often something happened on one UTC day; ``subject`` is a slug or ''."""

    __tablename__ = "day_counter"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject: Mapped[str] = mapped_column(String(120), primary_key=True, default="")
    count: Mapped[int] = mapped_column(default=0)


def add(session: Session, counted: DayCounter) -> None:
    """Add ``counted.count`` to its counter in one statement, so that nothing is lost to a race."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"day": counted.day, "name": counted.name, "subject": counted.subject, "count": counted.count}
    statement = dialect.insert(DayCounter).values(values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[DayCounter.day, DayCounter.name, DayCounter.subject],
            set_={"count": DayCounter.count + statement.excluded.count},
        )
    )


def counts_by_subject(session: Session, name: str, first: date, last: date) -> dict[str, int]:
    """The sums of one counter by subject, from ``first`` to ``last``, both included."""
    rows = session.execute(
        select(DayCounter.subject, func.sum(DayCounter.count))
        .where(DayCounter.name == name, DayCounter.day >= first, DayCounter.day <= last)
        .group_by(DayCounter.subject)
    )
    return {subject: int(number) for subject, number in rows}


def set_recent_clicks(session: Session, clicks: dict[str, int]) -> int:
    """Give every link the clicks of the channels that use it (by channel slug), and 0 to the others."""
    by_link: dict[int, int] = {}
    used = session.execute(select(Channel.slug, Channel.link_id).where(Channel.link_id.is_not(None)))
    for slug, link_id in used:
        if link_id is not None and slug in clicks:
            by_link[link_id] = by_link.get(link_id, 0) + clicks[slug]
    session.execute(update(Link).where(Link.recent_clicks != 0, Link.id.not_in(by_link)).values(recent_clicks=0))
    for link_id, number in sorted(by_link.items()):
        session.execute(update(Link).where(Link.id == link_id).values(recent_clicks=number))
    return len(by_link)
