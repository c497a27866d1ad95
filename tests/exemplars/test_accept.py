"""accept: the office takes it into the list of the year."""

import pytest

from kheo.exemplars import actions
from kheo.exemplars.enums import Status
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted


def test_the_unit_carries_it_out(story, submitted):
    done = actions.accept(submitted, by=story.minh)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.held_by, done.by) == (Status.ACCEPTED, "unit", story.minh)


def test_it_is_journalled(story, accepted):
    entry = journal.history(accepted).get(verb="registration.accepted")
    assert (entry.by_id, entry.unit_id) == (story.minh.pk, story.district.pk)


def test_who_accepts_what_a_colleague_has_accepted_is_told_so(story, accepted):
    with pytest.raises(NotNow, match="This has been done already: the registration is accepted."):
        actions.accept(accepted, by=story.minh)


@pytest.mark.parametrize("who", ["lan", "dung", "hoa", "nga", "stranger"])
def test_nobody_else_accepts_it(story, submitted, who):
    with pytest.raises(NotPermitted):
        actions.accept(submitted, by=getattr(story, who))


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.SUBMITTED, Status.DRAFT}))
def test_only_what_was_sent_can_be_accepted(story, submitted, status):
    type(submitted).objects.filter(pk=submitted.pk).update(status=status)
    with pytest.raises(NotNow):
        actions.accept(submitted, by=story.minh)


def test_br02_a_draft_is_never_on_the_list_of_the_year(story, draft):
    with pytest.raises(NotPermitted):  # nobody has received it: there is no office that could accept it
        actions.accept(draft, by=story.minh)
