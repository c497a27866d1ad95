"""decline: the office does not take it, with a reason from the list."""

import pytest

from kheo.exemplars import actions
from kheo.exemplars.enums import DeclineReason, Holder, Status
from kheo.exemplars.models import Registration
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted


@pytest.mark.parametrize("reason", DeclineReason)
def test_it_ends_there_and_does_not_count(story, submitted, reason):
    done = actions.decline(submitted, reason=reason, note="Trùng với MH-2024-0003.", by=story.minh)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.held_by) == (Status.DECLINED, Holder.NOBODY)
    assert (done.reason, done.note) == (reason, "Trùng với MH-2024-0003.")
    assert not Registration.objects.counted().exists()


def test_it_is_journalled(story, submitted):
    actions.decline(submitted, reason=DeclineReason.DUPLICATE, by=story.minh)
    entry = journal.history(submitted).get(verb="registration.declined")
    assert (entry.by_id, entry.details["reason_code"]) == (story.minh.pk, "duplicate")


def test_a_reason_that_is_not_on_the_list_is_refused(story, submitted):
    with pytest.raises(BadInput):
        actions.decline(submitted, reason="không thích", by=story.minh)


@pytest.mark.parametrize("who", ["lan", "dung", "hoa", "nga", "stranger"])
def test_nobody_else_declines_it(story, submitted, who):
    with pytest.raises(NotPermitted):
        actions.decline(submitted, reason=DeclineReason.DUPLICATE, by=getattr(story, who))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.SUBMITTED, Status.DRAFT}))
def test_only_what_was_sent_can_be_declined(story, submitted, status):
    type(submitted).objects.filter(pk=submitted.pk).update(status=status)
    with pytest.raises(NotNow):
        actions.decline(submitted, reason=DeclineReason.DUPLICATE, by=story.minh)
