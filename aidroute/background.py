"""What goes on by itself: the table of what is done how often, and who does it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from aidroute.adapters.mail_exchange import DnsRecords, ask_mail_exchange
from aidroute.carriers import outside_carriers
from aidroute.checker import checker_parts, spare_what_stays, utc_now
from aidroute.domain.mail import MailExchange
from aidroute.ground import look_after_feeds, threat_feeds, watch_parts
from aidroute.scheduler import DatabaseTurn, Entry, FileTurn, Scheduler, Turn
from aidroute.services import alerting, counting, mail_checking, tidying, watching
from aidroute.services.alerting import Carrier, Message
from aidroute.services.checking import Checker
from aidroute.services.mail_checking import MailParts
from aidroute.settings import Settings
from aidroute.storage.db import Database

LOCK = "scheduler.lock"

log = structlog.get_logger("aidroute.notices")


def send_to_log(messages: Sequence[Message]) -> None:
    """Tell the operator by the log, where a monitor finds it."""
    for message in messages:
        log.warning(message.subject, notice=message.number, kind=message.kind, about=message.body)


@dataclass(slots=True)
class Background:
    """Everything that goes on by itself in one process: start it, and stop it before the process ends."""

    settings: Settings
    database: Database
    turn: Turn | None = None
    carriers: Sequence[Carrier] = ()
    """Who takes notices to people, beside the log."""
    stop_asked: threading.Event = field(default_factory=threading.Event)
    scheduler: Scheduler | None = None

    def start(self) -> None:
        """Begin ticking."""
        spare_what_stays()
        checker = Checker(checker_parts(self.settings, self.database))
        self.scheduler = Scheduler(self.table(checker), self.settings.tick, self.turn)
        self.scheduler.start()

    def stop(self) -> None:
        """Begin nothing more; give back what was claimed."""
        self.stop_asked.set()
        if self.scheduler:
            self.scheduler.stop()

    def table(self, checker: Checker) -> list[Entry]:
        """What is done how often."""
        database = self.database
        mail = MailParts(_ask_mail(DnsRecords()), checker.parts.canary)
        watch = watch_parts(self.settings, checker.parts)
        feeds = threat_feeds(self.settings)
        carriers = (Carrier("log", send_to_log), *(self.carriers or outside_carriers(self.settings)))
        return [
            Entry("check links", timedelta(), lambda: checker.run_due(self.stop_asked)),
            Entry("send notices", timedelta(), lambda: alerting.send_due(database, carriers, utc_now())),
            Entry("ask for mail", timedelta(minutes=10), lambda: mail_checking.check_due(database, mail, utc_now())),
            Entry("watch domains", timedelta(minutes=1), lambda: watching.watch_due(database, watch, self.stop_asked)),
            Entry(
                "look after threat lists", timedelta(minutes=10), lambda: look_after_feeds(database, feeds, utc_now())
            ),
            Entry("count clicks", timedelta(hours=1), lambda: _count_clicks(database)),
            Entry("let go of old checks", timedelta(days=1), lambda: tidying.tidy(database, utc_now())),
        ]


def turn_of(settings: Settings, database: Database) -> Turn:
    """One process of a machine (SQLite) or of a database (PostgreSQL) ticks inside its server."""
    return FileTurn(settings.instance / LOCK) if database.is_sqlite else DatabaseTurn(database.write_engine)


def _ask_mail(lookup: DnsRecords) -> Callable[[str, datetime], MailExchange]:
    return lambda domain, now: ask_mail_exchange(domain, now, lookup)


def _count_clicks(database: Database) -> int:
    return counting.refresh_recent_clicks(database, utc_now().date())
