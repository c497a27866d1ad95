"""The unit takes a proposal back, until the upper unit has concluded on it."""

import pytest

from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.recognitions import actions, docket
from kheo.recognitions.models import Proposal
from kheo.recognitions.permissions import can_recall

pytestmark = pytest.mark.django_db


def test_it_leaves_the_upper_units_list(story, proposal):
    actions.recall(proposal, by=story.minh)
    assert not Proposal.objects.exists()
    assert not docket.waiting(story.province, story.round).exists()


def test_it_is_journalled(story, proposal):
    actions.recall(proposal, by=story.minh)
    entry = journal.history(proposal.registration).last()
    assert (entry.verb, entry.details) == ("registration.proposal_recalled", {"to": story.province.pk})


def test_it_may_be_proposed_again(story, proposal, recognised):
    actions.recall(proposal, by=story.minh)
    assert actions.propose_upward(story.district, story.round, [recognised], by=story.minh)


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, proposal, person):
    with pytest.raises(NotPermitted):
        actions.recall(proposal, by=getattr(story, person))


def test_it_is_refused_in_a_closed_round(story, proposal):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.recall(proposal, by=story.minh)


def test_it_is_refused_once_the_upper_unit_has_concluded(story, proposal):
    above = actions.consider(story.province, story.round, by=story.hoa)
    actions.not_recognise(above, proposal.registration, reason="Chưa lan tỏa.", by=story.hoa)
    actions.conclude(above, by=story.hoa)
    with pytest.raises(NotNow, match="already decided"):
        actions.recall(proposal, by=story.minh)


def test_what_the_upper_unit_has_weighed_so_far_is_not_told_by_a_refusal(story, proposal):
    above = actions.consider(story.province, story.round, by=story.hoa)
    actions.not_recognise(above, proposal.registration, reason="Chưa lan tỏa.", by=story.hoa)
    assert can_recall.allows(story.minh, proposal)
    assert proposal in Proposal.objects.undecided()
