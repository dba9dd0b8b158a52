"""Gives a channel its link: one row per address, whoever uses it, checked as long as somebody is led there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from aidroute.domain import urls
from aidroute.domain.host_names import HostRules
from aidroute.domain.link import LinkStatus
from aidroute.domain.verdict_names import LinkState
from aidroute.domain.vocabulary import ChannelStatus
from aidroute.storage import directory_version
from aidroute.storage.channel import Channel
from aidroute.storage.link import Flip, Link
from aidroute.storage.link_rows import status_of, status_values

NO_CHANNEL_LEFT = "no_channel_left"
IN_USE_AGAIN = "in_use_again"
"""Reasons of the flips made here."""


def hold(session: Session, *urls: str) -> dict[str, Link]:
    """Those of these links that are stored, by address, locked in the one order that workers lock them in too."""
    wanted = select(Link).where(Link.url.in_([url for url in urls if url])).order_by(Link.id).with_for_update()
    return {link.url: link for link in session.scalars(wanted)}


def new_link(session: Session, url: str, hosts: HostRules, now: datetime) -> Link:
    """A link nobody has looked at: unverified, without a baseline, due at once."""
    address = urls.parse(url, hosts)
    link = Link(
        url=address.url,
        url_as_typed=url,
        host=address.host,
        registrable_domain=address.registrable_domain,
        tenant_prefix="",
        allowed_domains=[],
        approved_at=now,
        state=LinkState.UNVERIFIED.value,
        state_since_at=now,
        next_check_at=now,
    )
    session.add(link)
    session.flush()
    return link


def link_at(session: Session, url: str, hosts: HostRules, now: datetime) -> tuple[Link, bool]:
    """The link with this address, and whether it is new. For whoever writes many entries in one transaction."""
    address = urls.parse(url, hosts)
    link = hold(session, address.url).get(address.url)
    is_new = link is None
    if link is None:
        link = new_link(session, url, hosts, now)
    else:
        use_again(link, now)
    stamp(session, [link], now)
    return link, is_new


def use_again(link: Link, now: datetime) -> None:
    """A known link gets a further channel. It keeps its state: a quarantine is not shaken off by using it again."""
    if link.approved_at is None:
        link.approved_at = now
    make_due(link, now)


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
        make_due(link, now)
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
    _fence(link)


def make_due(link: Link, now: datetime) -> None:
    """Check this link as soon as a worker is free; whatever is being checked now does not count."""
    link.next_check_at = now
    _fence(link)


def stamp(session: Session, links: Iterable[Link], now: datetime) -> None:
    """Let every process see these links anew. To be called once, after the last of them was written."""
    number = directory_version.move(session, directory_version.LINKS, now)
    for link in links:
        link.revision = number
    session.flush()


def _fence(link: Link) -> None:
    """A worker that is just checking shows a token that fits no more, so its result changes nothing."""
    link.lease_until_at = None
    link.lease_token = None
