"""Weighing a registration with a no: there is always a reason, and the unit reads it after the conclusion."""

import pytest

from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.recognitions import actions
from kheo.recognitions.models import Outcome
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_the_reason_is_kept_clean(story, considering, accepted):
    outcome = actions.not_recognise(considering, accepted, reason="  Chưa  có số liệu.\u200b ", by=story.minh)
    assert (outcome.recognised, outcome.reason) == (False, "Chưa có số liệu.")


@pytest.mark.parametrize("reason", ["", "   ", "\u200b\n"])
def test_there_is_no_no_without_a_reason(story, considering, accepted, reason):
    with pytest.raises(BadInput, match="Write why"):
        actions.not_recognise(considering, accepted, reason=reason, by=story.minh)


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, considering, accepted, person):
    with pytest.raises(NotPermitted):
        actions.not_recognise(considering, accepted, reason="Chưa rõ.", by=getattr(story, person))


def test_it_is_refused_once_concluded(story, considering, recognised):
    with pytest.raises(NotNow, match="concluded"):
        actions.not_recognise(considering, recognised, reason="Chưa rõ.", by=story.minh)


def test_the_unit_reads_the_reason_only_after_the_conclusion(story, considering, accepted):
    outcome = actions.not_recognise(considering, accepted, reason="Chưa có số liệu.", by=story.minh)
    assert outcome not in Outcome.objects.visible_to(story.lan)
    actions.conclude(considering, by=story.minh)
    assert outcome in Outcome.objects.visible_to(story.lan)
    assert outcome in Outcome.objects.visible_to(story.hoa)
    assert outcome not in Outcome.objects.visible_to(story.stranger)


def test_the_reason_is_nobody_elses(story, considering, accepted):
    """A neighbour reads the list of the decision, not why another's registration was not recognised."""
    neighbour = PersonFactory()
    MembershipFactory(person=neighbour, unit=story.sibling, role="clerk")
    outcome = actions.not_recognise(considering, accepted, reason="Chưa có số liệu.", by=story.minh)
    actions.conclude(considering, by=story.minh)
    assert outcome not in Outcome.objects.visible_to(neighbour)
