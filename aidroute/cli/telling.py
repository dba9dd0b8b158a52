"""Trying by hand whether notices would reach people."""

import sys
from datetime import datetime

import click

from aidroute.carriers import outside_carriers
from aidroute.cli.console import EX_FOUND, now, out, say
from aidroute.services.alerting import Carrier, Message
from aidroute.settings import load_settings

TRIAL = "This is a trial: notices of this installation reach you"


@click.command()
def notify() -> None:
    """Send a trial notice by every carrier that the settings name: mail, a webhook.

    The exit code is 1 when one of them did not take it, or when there is none and notices go to the log alone.

    \b
    aidroute notify
    """
    carriers = outside_carriers(load_settings())
    if not carriers:
        say.print("No mail_host and no webhook_url is set: notices go to the log alone.", soft_wrap=True)
        sys.exit(EX_FOUND)
    refused = [carrier.name for carrier in carriers if not _takes_a_trial(carrier, now())]
    if refused:
        sys.exit(EX_FOUND)


def _takes_a_trial(carrier: Carrier, at: datetime) -> bool:
    try:
        carrier.carry([Message(0, "trial", TRIAL, {}, at)])
    except Exception as error:  # noqa: BLE001 -- whatever went wrong is the answer to the question
        say.print(f"{carrier.name}: not taken. {error}", style="bold red", markup=False, soft_wrap=True)
        return False
    out.print(f"{carrier.name}: taken", markup=False)
    return True
