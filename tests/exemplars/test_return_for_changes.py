"""return_for_changes: the office sends it back, and its reason is the title of the unit's task."""

from datetime import date

import pytest

from kheo.exemplars import actions
from kheo.exemplars.enums import Section, Status
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted

REASON = "Bổ sung ảnh hiện trường."


def test_the_unit_holds_it_again_with_the_reason(story, submitted):
    done = actions.return_for_changes(
        submitted, reason=f"  {REASON} ", section=Section.FILES, due=date(2024, 11, 25), by=story.minh
    )
    submitted.refresh_from_db()
    assert (submitted.status, submitted.held_by) == (Status.RETURNED, "unit")
    assert (done.reason, done.section, done.due, done.by) == (REASON, "files", date(2024, 11, 25), story.minh)


def test_it_is_journalled_without_personal_text(story, submitted):
    actions.return_for_changes(submitted, reason=REASON, by=story.minh)
    entry = journal.history(submitted).get(verb="registration.returned")
    assert (entry.by_id, entry.unit_id) == (story.minh.pk, story.district.pk)
    assert REASON not in str(entry.details)


def test_it_needs_a_reason(story, submitted):
    with pytest.raises(BadInput, match="title of its task"):
        actions.return_for_changes(submitted, reason="  \n ", by=story.minh)


@pytest.mark.parametrize("who", ["lan", "dung", "hoa", "nga", "stranger"])
def test_nobody_else_returns_it(story, submitted, who):
    with pytest.raises(NotPermitted):
        actions.return_for_changes(submitted, reason=REASON, by=getattr(story, who))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.SUBMITTED, Status.DRAFT}))
def test_only_what_was_sent_can_be_returned(story, submitted, status):
    type(submitted).objects.filter(pk=submitted.pk).update(status=status)
    with pytest.raises(NotNow):
        actions.return_for_changes(submitted, reason=REASON, by=story.minh)
