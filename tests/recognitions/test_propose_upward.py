"""The unit proposes to its superior, in an order."""

from datetime import date

import pytest

from kheo.kernel import clock, journal, periods
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.movements.models import Rung
from kheo.recognitions import actions, docket, policies
from kheo.recognitions.models import Proposal
from tests.factories import MembershipFactory, RegistrationFactory, RoundFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(story, accepted, considering, another):
    """Three registrations that the district has recognised."""
    found = [accepted, another("Đường hoa"), another("Tổ tự quản")]
    for registration in found:
        actions.recognise(considering, registration, by=story.minh)
    actions.conclude(considering, number="15-QĐ", on=story.today, by=story.minh)
    return found


def test_the_order_gives_the_ranks(story, three):
    one, two, third = three
    actions.propose_upward(story.district, story.round, [third, one, two], by=story.minh)
    assert list(Proposal.objects.values_list("registration", "rank")) == [(third.pk, 1), (one.pk, 2), (two.pk, 3)]
    assert set(Proposal.objects.values_list("from_unit", "to_unit")) == {(story.district.pk, story.province.pk)}
    assert docket.waiting(story.province, story.round).count() == 3


def test_a_later_proposal_comes_after_the_earlier_ones(story, three):
    one, two, third = three
    actions.propose_upward(story.district, story.round, [two], by=story.minh)
    later = actions.propose_upward(story.district, story.round, [third, one], by=story.minh)
    assert [(p.registration, p.rank) for p in later] == [(third, 2), (one, 3)]


def test_it_is_journalled(story, proposal):
    entry = journal.history(proposal.registration).last()
    assert (entry.verb, entry.details) == ("registration.proposed", {"to": story.province.pk, "rank": 1})


def test_the_submission_letter_is_filed_when_there_is_one(story, recognised):
    made = actions.propose_upward(
        story.district, story.round, [recognised], number="9-TTr", on=story.today, by=story.minh
    )
    assert (made[0].paper.kind, made[0].paper.number) == ("submission", "9-TTr")


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, recognised, person):
    with pytest.raises(NotPermitted):
        actions.propose_upward(story.district, story.round, [recognised], by=getattr(story, person))


def test_it_is_refused_in_a_closed_round(story, recognised):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.propose_upward(story.district, story.round, [recognised], by=story.minh)


def test_nothing_is_not_a_proposal(story, recognised):
    with pytest.raises(BadInput, match="at least one"):
        actions.propose_upward(story.district, story.round, [], by=story.minh)


def test_it_is_proposed_once(story, proposal):
    with pytest.raises(NotNow, match="already been proposed"):
        actions.propose_upward(story.district, story.round, [proposal.registration], by=story.minh)


def test_who_has_nobody_above_proposes_to_nobody(story):
    with pytest.raises(NotNow, match="no unit above"):
        actions.propose_upward(story.province, story.round, [], by=story.hoa)


def test_a_rung_that_is_missing_is_passed_over(story):
    """The ladder may have two rungs or five: a ward proposes to the province where districts do not recognise."""
    Rung.objects.filter(movement=story.movement, level="district").delete()
    registration = RegistrationFactory(unit=story.ward, receiver=story.ward, round=story.round, status="accepted")
    considering = actions.consider(story.ward, story.round, by=story.dung)
    actions.recognise(considering, registration, by=story.dung)
    actions.conclude(considering, number="1-QĐ", on=story.today, by=story.dung)
    made = actions.propose_upward(story.ward, story.round, [registration], by=story.dung)
    assert made[0].to_unit == story.province


def test_one_proposes_to_a_superior_that_still_exists(story):
    """After 30 June 2025 the wards of the district stand right under the province."""
    Rung.objects.filter(movement=story.movement, level="district").update(
        during=periods.period(date(2021, 1, 1), date(2025, 6, 30))
    )
    year = RoundFactory(movement=story.movement, code="2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    commune = UnitFactory(code="YG2", name="Phường Quảng Yên", parent=story.district)
    MembershipFactory(person=story.dung, unit=commune, role="head")
    with clock.at(date(2025, 6, 1)):
        assert policies.superior(commune, year) == story.district
    with clock.at(date(2025, 8, 1)):
        assert policies.superior(commune, year) == story.province


class TestBR08AUnitProposesOnlyWhatItHasRecognised:
    def test_what_it_has_accepted_is_not_enough_when_the_round_demands_it(self, story, accepted):
        with pytest.raises(NotNow, match="only what it has recognised"):
            actions.propose_upward(story.district, story.round, [accepted], by=story.minh)
        assert not docket.proposable(story.district, story.round, story.province).exists()

    def test_what_it_has_accepted_is_enough_when_it_does_not(self, story, accepted):
        story.round.demands_lower_recognition = False
        story.round.save()
        assert list(docket.proposable(story.district, story.round, story.province)) == [accepted]
        assert actions.propose_upward(story.district, story.round, [accepted], by=story.minh)

    def test_what_it_has_refused_is_never_proposed(self, story, accepted, considering):
        story.round.demands_lower_recognition = False
        story.round.save()
        actions.not_recognise(considering, accepted, reason="Chưa rõ.", by=story.minh)
        actions.conclude(considering, by=story.minh)
        with pytest.raises(NotNow, match="not before"):
            actions.propose_upward(story.district, story.round, [accepted], by=story.minh)

    def test_what_was_recognised_in_another_round_is_not_proposed_in_this_one(self, story, recognised):
        other = RoundFactory(movement=story.movement, code="other", name="Đợt hai")
        with pytest.raises(NotNow):
            actions.propose_upward(story.district, other, [recognised], by=story.minh)
