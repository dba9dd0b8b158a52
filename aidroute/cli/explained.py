"""One look at an address, for people in panels and for machines as data: the same facts."""

from typing import Any

from rich.console import Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from aidroute.cli.console import out
from aidroute.cli.grounds import ground_as_data, ground_table
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.services.comparing import Item, compared
from aidroute.services.evidence import evidence_of
from aidroute.services.explaining import explained
from aidroute.services.looking import Look

COLOURS = {RoutingLevel.GO: "green", RoutingLevel.CAUTION: "yellow", RoutingLevel.WITHHELD: "red"}
LEVELS = {
    RoutingLevel.GO: "visitors are taken there",
    RoutingLevel.CAUTION: "visitors are shown why we are unsure, and decide themselves",
    RoutingLevel.WITHHELD: "visitors are not sent there",
}


def as_data(found: Look) -> dict[str, Any]:
    """Everything that `--explain` shows, as plain JSON."""
    judgement, observation = found.judgement, found.observation
    said = explained(judgement)
    return {
        "url": found.known.identity.url,
        "is_in_directory": found.known.status is not None,
        "level": found.decision.level.value,
        "cautions": list(found.decision.cautions),
        "verdict": judgement.verdict.value,
        "class": judgement.verdict_class.value,
        "reason": judgement.reason,
        "cause": said.cause,
        "what_to_do": said.what_to_do,
        "state_after": found.status.state.value,
        "status": observation.status,
        "final_url": observation.final_url,
        "milliseconds": round(observation.elapsed.total_seconds() * 1000),
        "checked_at": observation.started_at.isoformat(),
        "evidence": evidence_of(observation, judgement),
        "ground": ground_as_data(found.known, found.ground),
    }


def print_look(found: Look, *, in_full: bool) -> None:
    """The verdict in a panel; with ``in_full`` every hop and every rule as well."""
    parts: list[Any] = [_summary(found)]
    if in_full:
        parts += [*sides(found), _hops(found), _rules(found), _facts(found), ground_table(found.known, found.ground)]
    out.print(Group(*parts))


def _summary(found: Look) -> Panel:
    level, judgement = found.decision.level, found.judgement
    said = explained(judgement)
    verdict = f"{judgement.verdict.value} ({judgement.reason})" if judgement.reason else judgement.verdict.value
    lines = [
        f"[bold]{level.value}[/bold]: {LEVELS[level]}",
        f"verdict: {verdict}",
        "",
        escape(said.cause),
        *([f"What to do: {escape(said.what_to_do)}"] if said.what_to_do else []),
    ]
    if found.decision.cautions:
        lines.append(f"because: {', '.join(found.decision.cautions)}")
    if not found.known.status:
        lines.append("This address is not in the directory: it was judged by itself, without anything approved.")
    return Panel("\n".join(lines), title=escape(found.known.identity.url), border_style=COLOURS[level])


def sides(found: Look) -> list[Table]:
    """The page beside the approved one; nothing when none was approved or none was read."""
    baseline = found.known.identity.baseline
    proof = evidence_of(found.observation, found.judgement)
    rows = compared(baseline, found.observation.final_url, proof) if baseline else ()
    if not rows:
        return []
    table = Table("part", "when it was approved", "now", title="Side by side", title_justify="left", expand=True)
    for row in rows:
        now = Text(f"{row.percent_alike} % alike") if row.percent_alike is not None else _side(row.now, "new: ")
        table.add_row(row.part.value.replace("_", " "), _side(row.then, "gone: "), now)
    return [table]


def _side(items: tuple[Item, ...], mark: str) -> Text:
    lines = [f"{mark if item.is_odd else ''}{item.text}" for item in items]
    return Text("\n".join(lines) or "-", overflow="fold", style="yellow" if any(item.is_odd for item in items) else "")


def _hops(found: Look) -> Table:
    table = Table("hop", "status", "ms", "address", title="What the server did", title_justify="left", expand=True)
    for hop in found.observation.hops:
        how = "" if hop.kind == "http" else f" ({hop.kind})"
        ms = round(hop.elapsed.total_seconds() * 1000)
        table.add_row(Text(hop.url, overflow="fold"), f"{hop.status or '-'}{how}", str(ms), hop.address)
    return table


def _rules(found: Look) -> Table:
    table = Table("rule", "what it read", title="Rules that fired", title_justify="left", expand=True)
    for rule in found.judgement.fired:
        table.add_row(rule.code, Text(rule.snippet, overflow="fold"))
    return table


def _facts(found: Look) -> Table:
    observation, tls = found.observation, found.observation.tls
    table = Table(show_header=False, box=None)
    if observation.detail:
        table.add_row("failure", Text(observation.detail))
    if tls and tls.not_after_at:
        table.add_row("certificate", f"{tls.version}, valid until {tls.not_after_at:%Y-%m-%d}, by {escape(tls.issuer)}")
    body = observation.body
    size = f"{len(body.content)} bytes{', cut' if body.is_truncated else ''}"
    table.add_row("page", f"{escape(body.content_type) or '-'}, {size}, sha256 {body.sha256[:16]}")
    table.add_row("title", Text(found.judgement.title or "-"))
    return table
