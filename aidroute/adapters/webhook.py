"""Hands digests of notices to another system: JSON by POST, signed, under the same guard as every check.

The signature is ``Aidroute-Signature: t=<Unix time>,v1=<HMAC-SHA-256 of "<t>.<body>" in hexadecimal>``: whoever knows
the secret can tell that a message is ours, whole, and not an old one sent again.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from aidroute.adapters.failures import HopFailed
from aidroute.domain.urls import InvalidUrl

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""``Fetcher.post``: hands a document over and gives the status."""


class NotDelivered(Exception):
    """The other system did not take a message."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where messages go, and the secret that both sides know."""

    url: str = field(repr=False)
    """Not shown: addresses of hooks often hold a secret of their own."""
    secret: str = field(repr=False)


def deliver(post: Post, hook: Hook, name: str, content: bytes, now: datetime) -> None:
    """Hand one message over. ``name`` is the same when it is sent again. Raises ``NotDelivered``."""
    stamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "Aidroute-Delivery": name,
        "Aidroute-Signature": f"t={stamp},v1={signature(hook.secret, stamp, content)}",
    }
    try:
        status = post(hook.url, content, headers)
    except HopFailed as failed:
        raise NotDelivered(f"no answer: {failed.failure.value}") from None
    except InvalidUrl:
        raise NotDelivered("the address can't be used") from None
    if not 200 <= status < 300:
        raise NotDelivered(f"the answer was {status}")


def signature(secret: str, stamp: int, content: bytes) -> str:
    """The HMAC-SHA-256 of a message sent at this Unix time, in hexadecimal."""
    return hmac.new(secret.encode(), f"{stamp}.".encode() + content, hashlib.sha256).hexdigest()
