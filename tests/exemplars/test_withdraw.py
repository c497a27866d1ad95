"""withdraw: the unit takes it back."""

import pytest

from kheo.exemplars import actions
from kheo.exemplars.enums import Holder, Status
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.factories import ConsiderationFactory, OutcomeFactory


def test_a_draft_needs_no_reason(story, draft):
    actions.withdraw(draft, by=story.lan)
    draft.refresh_from_db()
    assert (draft.status, draft.held_by) == (Status.WITHDRAWN, Holder.NOBODY)


def test_what_was_sent_needs_one(story, submitted):
    with pytest.raises(BadInput):
        actions.withdraw(submitted, by=story.lan)
    assert actions.withdraw(submitted, by=story.lan, reason="Gộp với mô hình khác.").reason == "Gộp với mô hình khác."


def test_it_is_journalled(story, draft):
    actions.withdraw(draft, by=story.lan)
    assert journal.history(draft).get(verb="registration.withdrawn").by_id == story.lan.pk


@pytest.mark.parametrize("who", ["minh", "hoa", "nga", "stranger"])
def test_nobody_else_withdraws_it(story, submitted, who):
    with pytest.raises(NotPermitted):
        actions.withdraw(submitted, by=getattr(story, who), reason="x")


@pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN])
def test_what_has_ended_stays_ended(story, submitted, status):
    type(submitted).objects.filter(pk=submitted.pk).update(status=status)
    with pytest.raises(NotNow):
        actions.withdraw(submitted, by=story.lan, reason="x")


def test_what_was_decided_stays_and_what_is_only_being_weighed_is_not_given_away(story, accepted):
    weighing = ConsiderationFactory(unit=story.district, round=story.round)
    OutcomeFactory(consideration=weighing, registration=accepted)
    actions.permissions.can_withdraw(story.lan, accepted)  # as if nothing lay on anybody's table (T2)
    weighing.concluded_at = clock.now()
    weighing.save()
    with pytest.raises(NotNow, match="has been considered"):
        actions.withdraw(accepted, by=story.lan, reason="x")
