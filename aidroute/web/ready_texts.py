"""Ready texts for channels that are no web page: what to write, so that nobody has to begin with an empty letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from aidroute.domain.directory import Channel, Directory
from aidroute.domain.vocabulary import ChannelKind
from aidroute.web.translating import gettext as _

# A stored address that is anything but a plain one is shown and not linked.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{4,24}")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a visitor can send: the address for reading, a link that opens their own program ('' for none), the text."""

    address: str
    link: str
    subject: str
    body: str


def letter_to(channel: Channel, directory: Directory) -> Letter:
    """The ready text for a channel. It asks how to give and for proof that the answer comes from them."""
    name = directory.organizations[channel.organization].name
    subject = _("How can I give to %(name)s?", name=name)
    body = _(
        "Hello,\n\nI would like to support the work of %(name)s. Please tell me how I can give, what the gift is used "
        "for, and whether you can send a receipt.\n\nSo that I can be sure: where on your own website or in public "
        "can I read the same payment details?\n\nThank you",
        name=name,
    )
    return Letter(channel.address, _link(channel, subject, body), subject, body)


def _link(channel: Channel, subject: str, body: str) -> str:
    address = channel.address.strip()
    if channel.kind is ChannelKind.EMAIL and _EMAIL.fullmatch(address):
        # RFC 6068: line breaks in a body are CR LF.
        text = quote(body.replace("\n", "\r\n"), safe="")
        return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={text}"
    if channel.kind is ChannelKind.PHONE and _PHONE.fullmatch(address):
        return "tel:" + re.sub(r"[^0-9+]", "", address)
    return ""
