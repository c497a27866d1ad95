"""report_result: the unit reports what was done and what came of it."""

import pytest

from kheo.exemplars import actions
from kheo.exemplars.enums import Holder, Status
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted

RESULT = {"content": "Lắp 16 điều hòa ở 4 nhà văn hóa.", "effect": "Hơn 180 triệu đồng xã hội hóa."}


def test_the_office_holds_it_to_be_considered(story, accepted):
    done = actions.report_result(accepted, by=story.lan, difficulties="Thiếu loa.", **RESULT)
    accepted.refresh_from_db()
    assert (accepted.status, accepted.held_by) == (Status.REPORTED, Holder.RECEIVER)
    assert (done.content, done.difficulties) == (RESULT["content"], "Thiếu loa.")


def test_it_is_journalled(story, accepted):
    actions.report_result(accepted, by=story.lan, **RESULT)
    assert journal.history(accepted).get(verb="registration.result_reported").by_id == story.lan.pk


@pytest.mark.parametrize("missing", RESULT)
def test_both_answers_are_wanted(story, accepted, missing):
    with pytest.raises(BadInput):
        actions.report_result(accepted, by=story.lan, **(RESULT | {missing: " "}))


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_reports(story, accepted, who):
    with pytest.raises(NotPermitted):
        actions.report_result(accepted, by=getattr(story, who), **RESULT)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ACCEPTED, Status.DRAFT}))
def test_only_what_was_accepted_is_reported(story, accepted, status):
    type(accepted).objects.filter(pk=accepted.pk).update(status=status)
    with pytest.raises(NotNow):
        actions.report_result(accepted, by=story.lan, **RESULT)
