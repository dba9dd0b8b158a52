"""A charity's donation page as a plain observation, and the shipped rules: what the tests of verdicts are made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from aidroute.domain.baseline import capture
from aidroute.domain.ground import Ground
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import Baseline, LinkIdentity
from aidroute.domain.observation import Body, Hop, Observation
from aidroute.domain.rules import Rules
from aidroute.domain.verdict import classify
from aidroute.services.rule_lists import load_rules

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
APPROVED_AT = NOW - timedelta(days=5)
URL = "https://charity.test/donate"


def iban(country: str, rest: str) -> str:
    """A number with right check digits of an account that does not exist (ISO 7064 mod 97-10)."""
    digits = "".join(str(int(character, 36)) for character in rest + country + "00")
    return f"{country}{98 - int(digits) % 97:02d}{rest}"


OUR_IBAN = iban("GB", "TEST00000000000011")
OTHER_IBAN = iban("GB", "TEST00000000000077")

TEXT = (
    "Every month our volunteers bring warm food, blankets and medicine to families who had to leave their homes. "
    "Please donate today: your donation is used where the need is greatest, and a receipt reaches you by e-mail. "
    "We publish a yearly report so that every donor can see what became of the money that was entrusted to us."
)


class SmallHosts:
    """Host rules of a small world: the last two labels are one owner's, except on two shared suffixes."""

    def to_ascii(self, host: str) -> str:
        """The standard library's older IDNA is enough here."""
        return host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()

    def registrable_domain(self, host: str) -> str:
        """'' for one label and for the shared suffixes themselves."""
        labels = host.split(".")
        if host.endswith((".pages.test", ".co.test")):
            return ".".join(labels[-3:])
        known = len(labels) > 1 and labels[-1] in {"test", "org", "com", "net", "me", "ua", "ly", "example"}
        return ".".join(labels[-2:]) if known and host not in {"pages.test", "co.test"} else ""


HOSTS = SmallHosts()


@cache
def rules() -> Rules:
    """The lists as they ship."""
    return load_rules(HOSTS, own_hosts=frozenset({"aidroute.test"}))


def page(
    *,
    title: str = "Donate - Charity",
    heading: str = "Donate to Charity",
    text: str = TEXT,
    form: str = "https://payment.test/pay",
    account: str = OUR_IBAN,
    extra: str = "",
    head: str = "",
) -> str:
    """The donation page; the defaults are the page as a person approved it."""
    fields = '<label>Amount <input name="amount"></label><button>Donate now</button>'
    form_html = f'<form action="{form}" method="post">{fields}</form>' if form else ""
    account_html = f"<p>Bank transfer: IBAN {account}, Charity</p>" if account else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f'<script src="/site.js"></script></head><body><nav><a href="/">Home</a> <a href="/about">About</a></nav>'
        f"<h1>{heading}</h1><p>{text}</p>{form_html}{account_html}{extra}<footer>Charity</footer></body></html>"
    )


def bare(title: str, body: str = "") -> str:
    """A page that has nothing of the donation page."""
    return f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def notice(title: str, text: str = "") -> str:
    """A page that says one thing."""
    return bare(title, f"<h1>{title}</h1><p>{text or title}</p>")


def seen(content: str | bytes = "", status: int = 200, **facts: Any) -> Observation:
    """One check's facts. ``via`` are (status, location) of redirects before the last answer, ``url`` where it began."""
    url: str = facts.pop("url", URL)
    via: list[tuple[int, str]] = facts.pop("via", [])
    content_type: str = facts.pop("content_type", "text/html; charset=utf-8")
    headers: dict[str, str] = facts.pop("headers", {})
    body_facts: dict[str, Any] = facts.pop("body", {})
    hops, here = [], url
    for hop_status, location in via:
        hops.append(Hop(here, hop_status, location))
        here = location
    hops.append(Hop(here, status, headers=tuple(headers.items())))
    content = content.encode() if isinstance(content, str) else content
    values = {
        "requested_url": url,
        "started_at": NOW,
        "ended_at": NOW + timedelta(seconds=1),
        "hops": tuple(hops),
        "final_url": here,
        "body": Body(content=content, content_type=content_type, **body_facts),
        **facts,
    }
    return Observation(**values)


@cache
def baseline(html: str = "") -> Baseline:
    """The yardstick taken from an approved page."""
    return capture(seen(html or page()), rules())


NO_BASELINE: Any = object()


def link(**facts: Any) -> LinkIdentity:
    """Whose link it is; ``approved`` is the page a person saw, NO_BASELINE when none was kept."""
    approved = facts.pop("approved", "")
    kept = facts.pop("kept", None)
    values = {
        "url": URL,
        "registrable_domain": "charity.test",
        "allowed_domains": ("payment.test",),
        "approved_at": APPROVED_AT,
        "baseline": kept if kept is not None else None if approved is NO_BASELINE else baseline(approved),
        **facts,
    }
    return LinkIdentity(**values)


def judge(
    observation: Observation | str, identity: LinkIdentity | None = None, ground: Ground | None = None
) -> Judgement:
    """The verdict on an observation, or on a page served with 200."""
    if isinstance(observation, str):
        observation = seen(observation)
    return classify(observation, identity or link(), rules(), ground)


def outcome(observation: Observation | str, identity: LinkIdentity | None = None) -> tuple[str, str]:
    """Verdict and reason as words."""
    judgement = judge(observation, identity)
    return judgement.verdict.value, judgement.reason
