"""A unit that has recognised says that it proposes nothing: not the same as being silent."""

import pytest

from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.recognitions import actions
from kheo.recognitions.docket import Docket
from kheo.recognitions.enums import Upward
from kheo.recognitions.models import Forgoing
from kheo.recognitions.upward import upward_of

pytestmark = pytest.mark.django_db

WHY = "Các mô hình cần thêm một năm thử thách."


@pytest.fixture
def forgoing(story, recognised):
    """The district has recognised Lan's registration, and proposes nothing to the province."""
    return actions.forgo_proposal(story.district, story.round, reason=WHY, by=story.minh)


def upward(story):
    return upward_of([story.district.pk], story.round).get(story.district.pk)


def test_it_is_a_row_that_names_the_superior_and_the_reason(story, forgoing):
    assert (forgoing.from_unit, forgoing.to_unit, forgoing.by) == (story.district, story.province, story.minh)
    assert forgoing.reason == WHY


def test_it_is_not_the_same_as_silence_and_as_having_nothing_to_propose(story, accepted, considering):
    assert upward(story) is None
    actions.recognise(considering, accepted, by=story.minh)
    actions.conclude(considering, number="15-QĐ/BDV", on=story.today, by=story.minh)
    assert upward(story) == Upward.NOT_YET
    actions.forgo_proposal(story.district, story.round, reason=WHY, by=story.minh)
    assert upward(story) == Upward.FORGONE


def test_the_docket_of_the_unit_and_of_its_superior_say_it(story, forgoing):
    assert Docket(story.district, story.round).forgoing == forgoing
    assert Docket(story.province, story.round).forgone_below == [forgoing]


def test_it_is_journalled_as_a_sentence(story, forgoing):
    entry = journal.history(forgoing).get()
    assert (entry.verb, entry.reason, entry.unit_id) == ("forgoing.stated", WHY, story.district.pk)
    said = journal.sentence(entry, who="Trần Minh", unit="Thị xã Quảng Yên")
    assert said == "Trần Minh stated that Thị xã Quảng Yên proposes nothing upward from this round."


def test_it_has_a_reason(story, recognised):
    with pytest.raises(BadInput, match="why Thị xã Quảng Yên proposes nothing"):
        actions.forgo_proposal(story.district, story.round, reason="  ", by=story.minh)


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, recognised, person):
    with pytest.raises(NotPermitted):
        actions.forgo_proposal(story.district, story.round, reason=WHY, by=getattr(story, person))


def test_it_is_refused_to_who_has_recognised_nothing(story, accepted, considering):
    with pytest.raises(NotNow, match="recognised nothing"):
        actions.forgo_proposal(story.district, story.round, reason=WHY, by=story.minh)


def test_it_is_refused_to_who_has_proposed(story, proposal):
    with pytest.raises(NotNow, match="already proposed"):
        actions.forgo_proposal(story.district, story.round, reason=WHY, by=story.minh)


def test_it_is_said_once(story, forgoing):
    with pytest.raises(NotNow, match="already stated"):
        actions.forgo_proposal(story.district, story.round, reason=WHY, by=story.minh)


def test_it_is_refused_to_who_has_nobody_above(story):
    with pytest.raises(NotNow, match="no unit above"):
        actions.forgo_proposal(story.province, story.round, reason=WHY, by=story.hoa)


def test_it_is_refused_in_a_closed_round(story, recognised):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.forgo_proposal(story.district, story.round, reason=WHY, by=story.minh)


def test_it_ends_by_itself_when_the_unit_proposes_after_all(story, forgoing, recognised):
    number = forgoing.pk
    proposal = actions.propose_upward(story.district, story.round, [recognised], by=story.minh)[0]
    assert not Forgoing.objects.exists()
    assert upward(story) == Upward.PROPOSED
    said = list(journal.history(Forgoing(pk=number)).values_list("verb", flat=True))
    assert said == ["forgoing.stated", "forgoing.overtaken"]
    actions.recall(proposal, by=story.minh)
    assert upward(story) == Upward.NOT_YET


class TestRecalled:
    def test_the_unit_has_not_proposed_yet_again(self, story, forgoing):
        actions.recall_forgoing(forgoing, by=story.minh)
        assert upward(story) == Upward.NOT_YET

    def test_it_is_journalled(self, story, forgoing):
        number = forgoing.pk
        actions.recall_forgoing(forgoing, by=story.minh)
        assert journal.history(Forgoing(pk=number)).last().verb == "forgoing.recalled"

    @pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
    def test_it_is_refused_to_those_who_do_not_review_for_the_unit(self, story, forgoing, person):
        with pytest.raises(NotPermitted):
            actions.recall_forgoing(forgoing, by=getattr(story, person))

    def test_it_is_refused_in_a_closed_round(self, story, forgoing):
        movements.close_round(story.round, by=story.nga)
        with pytest.raises(NotNow, match="closed"):
            actions.recall_forgoing(forgoing, by=story.minh)
