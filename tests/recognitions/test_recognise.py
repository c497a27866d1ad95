"""Weighing a registration with a yes: it counts, and is shown to others, only at the conclusion."""

import pytest

from kheo.exemplars import actions as exemplars
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.recognitions import actions
from kheo.recognitions.models import Recognition
from tests.story import filled_draft

pytestmark = pytest.mark.django_db


def test_it_is_put_among_those_to_be_recognised(story, considering, accepted):
    outcome = actions.recognise(considering, accepted, by=story.minh)
    assert (outcome.registration, outcome.recognised, outcome.reason) == (accepted, True, "")
    assert not Recognition.objects.exists()


def test_it_is_journalled_on_the_consideration_and_not_on_the_registration(story, considering, accepted):
    before = journal.history(accepted).count()
    actions.recognise(considering, accepted, by=story.minh)
    entry = journal.history(considering).last()
    assert (entry.verb, entry.details) == ("outcome.weighed", {"registration": accepted.pk, "recognised": True})
    assert journal.history(accepted).count() == before


def test_the_other_answer_replaces_it_until_the_conclusion(story, considering, accepted):
    actions.not_recognise(considering, accepted, reason="Chưa có số liệu.", by=story.minh)
    outcome = actions.recognise(considering, accepted, by=story.minh)
    assert considering.outcomes.get() == outcome
    assert (outcome.recognised, outcome.reason) == (True, "")


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, considering, accepted, person):
    with pytest.raises(NotPermitted):
        actions.recognise(considering, accepted, by=getattr(story, person))


def test_it_is_refused_once_concluded(story, recognised, considering):
    with pytest.raises(NotNow, match="concluded"):
        actions.recognise(considering, recognised, by=story.minh)


def test_it_is_refused_in_a_closed_round(story, considering, accepted):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.recognise(considering, accepted, by=story.minh)


class TestBR02OnlyWhatWasRegisteredAndAcceptedIsConsidered:
    def test_a_registration_that_only_was_sent_is_not(self, story, considering):
        sent = exemplars.submit(filled_draft(story, title="Mới gửi"), by=story.lan)
        with pytest.raises(NotNow, match="not waiting"):
            actions.recognise(considering, sent, by=story.minh)

    def test_a_draft_is_not(self, story, considering):
        with pytest.raises(NotNow, match="not waiting"):
            actions.recognise(considering, filled_draft(story, title="Bản nháp"), by=story.minh)

    def test_one_received_by_another_office_is_not(self, story, accepted):
        theirs = actions.consider(story.province, story.round, by=story.hoa)
        with pytest.raises(NotNow, match="not waiting"):
            actions.recognise(theirs, accepted, by=story.hoa)
