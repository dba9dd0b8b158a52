"""What stands of a mail domain after its newest answer."""

from __future__ import annotations

import pytest

from aidroute.domain.mail import MailAnswer, MailStanding, after

GONE = (MailAnswer.NO_DOMAIN, MailAnswer.RETURNED)


@pytest.mark.parametrize("kept", MailAnswer)
def test_only_a_domain_that_was_gone_does_not_reopen_by_itself(kept: MailAnswer) -> None:
    expected = MailAnswer.RETURNED if kept in GONE else MailAnswer.ACCEPTS
    assert after(kept, MailAnswer.ACCEPTS) is expected


@pytest.mark.parametrize("kept", MailAnswer)
@pytest.mark.parametrize("newest", [MailAnswer.NO_DOMAIN, MailAnswer.NO_EXCHANGE, MailAnswer.REFUSES])
def test_no_detour_over_another_bad_answer_reopens_a_domain_that_was_gone(kept: MailAnswer, newest: MailAnswer) -> None:
    stands = after(kept, newest)
    assert stands is (MailAnswer.RETURNED if kept in GONE and newest is not MailAnswer.NO_DOMAIN else newest)
    if kept in GONE:
        assert after(stands, MailAnswer.ACCEPTS) is MailAnswer.RETURNED


def test_a_returned_domain_is_no_place_to_write_to() -> None:
    standing = MailStanding("example.org", MailAnswer.RETURNED)
    assert standing.refuses_mail
    assert not standing.takes_mail
