"""What is kept of a check as proof."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from aidroute.domain.judgement import Differences, FiredRule, Judgement
from aidroute.domain.observation import Body, Failure, Hop, Observation, Tls
from aidroute.domain.verdict_names import Verdict
from aidroute.services.evidence import evidence_of, storable
from aidroute.storage.db import Database
from aidroute.storage.link import Check
from tests.support.checking import NOW, add_links, all_checks, new_link

SEEN = Observation(
    requested_url="https://give.example.org/",
    started_at=NOW,
    ended_at=NOW + timedelta(seconds=1),
    hops=(
        Hop("https://give.example.org/", 302, "https://evil.test/\x00\ud800", elapsed=timedelta(milliseconds=12)),
        Hop("https://evil.test/", 200, headers=(("server", "x" * 5_000),)),
    ),
    final_url="https://evil.test/",
    tls=Tls(not_after_at=NOW, issuer="An Authority", version="TLSv1.3"),
    body=Body(b"<html>", "text/html", sha256="0" * 64),
)
MEANS = Judgement(
    Verdict.HIJACK_SUSPECT,
    "foreign_domain",
    fired=(FiredRule("foreign_domain", "evil.test"),),
    differences=Differences(new_payment_targets=("iban:XX00",), title_before="Give", title_now="Win"),
)


def test_a_proof_tells_the_way_the_rules_and_the_differences_but_not_the_page() -> None:
    proof = evidence_of(SEEN, MEANS)
    assert [hop["status"] for hop in proof["hops"]] == [302, 200]
    assert proof["hops"][0]["ms"] == 12
    assert proof["fired"] == [{"code": "foreign_domain", "snippet": "evil.test"}]
    assert proof["differences"] == {
        "new_payment_targets": ["iban:XX00"], "title_before": "Give", "title_now": "Win",
    }  # fmt: skip
    assert proof["tls"]["not_after_at"] == NOW.isoformat()
    assert proof["body"]["bytes"] == 6
    assert proof["failure"] is None
    assert "<html>" not in json.dumps(proof)


def test_a_failure_is_told_with_its_kind_and_its_sentence() -> None:
    failed = replace(SEEN, hops=(), failure=Failure.CONNECT_REFUSED, detail="Nobody listens there.", error_number=111)
    assert evidence_of(failed, MEANS)["failure"] == {
        "kind": "connect_refused", "detail": "Nobody listens there.", "exceptions": [], "number": 111,
    }  # fmt: skip


def test_whatever_a_server_says_can_be_stored(database: Database) -> None:
    (link_id,) = add_links(database, [new_link("https://give.example.org/")])
    proof = evidence_of(SEEN, MEANS)
    with database.write() as session:
        session.add(Check(link_id=link_id, started_at=NOW, ended_at=NOW, verdict="live", evidence=proof))
    (stored,) = all_checks(database)
    assert stored.evidence == proof


@pytest.mark.parametrize(("text", "kept"), [("a\x00b", "ab"), ("a\ud800b", "a?b"), ("x" * 9_000, "x" * 2_000)])
def test_a_text_is_made_storable(text: str, kept: str) -> None:
    assert storable(text) == kept
