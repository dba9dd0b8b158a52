"""Gives a channel its link: one row per address, whoever uses it, checked as long as somebody is led there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from aidroute.domain import urls
from aidroute.domain.host_names import HostRules
from aidroute.domain.link import LinkStatus
from aidroute.domain.urls import Address
from aidroute.domain.verdict_names import LinkState
from aidroute.domain.vocabulary import ChannelStatus
from aidroute.storage import directory_version
from aidroute.storage.channel import Channel
from aidroute.storage.link import Flip, Link
from aidroute.storage.link_rows import status_of, status_values

NO_CHANNEL_LEFT = "no_channel_left"
IN_USE_AGAIN = "in_use_again"
"""Reasons of the flips made here."""


def link_at(session: Session, url: str, hosts: HostRules, now: datetime) -> tuple[Link, bool]:
    """The link with this address, due for a check at once, and whether it is new.

    A new one is unverified and has no baseline: nothing was seen there yet. One that is already known keeps its
    state; a quarantine is not shaken off by using the address again.
    """
    address = urls.parse(url, hosts)
    link = session.scalar(select(Link).where(Link.url == address.url).with_for_update())
    if link is None:
        return _new_link(session, address, url, now), True
    if link.approved_at is None:
        link.approved_at = now
    make_due(session, link, now)
    return link, False


def settle(session: Session, link: Link | None, now: datetime) -> None:
    """Stop checking a link that no channel uses any more, take up again one that is used.

    A quarantined link stays quarantined: only a person who looked releases it.
    """
    if link is None:
        return
    session.flush()
    is_used = session.scalar(
        select(exists().where(Channel.link_id == link.id, Channel.status != ChannelStatus.RETIRED.value))
    )
    status = status_of(link)
    if is_used and status.state is LinkState.RETIRED:
        link.baseline = None
        link.approved_at = now
        change_state(session, link, LinkStatus(state_since_at=now), IN_USE_AGAIN, now)
        make_due(session, link, now)
    elif not is_used and status.state not in {LinkState.RETIRED, LinkState.QUARANTINED}:
        retired = replace(status, state=LinkState.RETIRED, held=False, state_since_at=now)
        change_state(session, link, retired, NO_CHANNEL_LEFT, now)


def change_state(session: Session, link: Link, status: LinkStatus, reason: str, now: datetime) -> None:
    """Write what a person's decision makes of a link, with the flip, and end any check that is under way."""
    if link.state != status.state:
        session.add(
            Flip(
                link_id=link.id,
                flipped_at=now,
                from_state=link.state,
                to_state=status.state.value,
                verdict=link.verdict,
                reason=reason,
            )
        )
    for name, value in status_values(status).items():
        setattr(link, name, value)
    _fence(session, link, now)


def make_due(session: Session, link: Link, now: datetime) -> None:
    """Check this link as soon as a worker is free; whatever is being checked now does not count."""
    link.next_check_at = now
    _fence(session, link, now)


def _fence(session: Session, link: Link, now: datetime) -> None:
    """A worker that is just checking shows a token that fits no more, so its result changes nothing."""
    link.lease_until_at = None
    link.lease_token = None
    link.revision = directory_version.move(session, directory_version.LINKS, now)


def _new_link(session: Session, address: Address, as_typed: str, now: datetime) -> Link:
    link = Link(
        url=address.url,
        url_as_typed=as_typed,
        host=address.host,
        registrable_domain=address.registrable_domain,
        approved_at=now,
        state=LinkState.UNVERIFIED.value,
        state_since_at=now,
        next_check_at=now,
        revision=directory_version.move(session, directory_version.LINKS, now),
    )
    session.add(link)
    session.flush()
    return link
