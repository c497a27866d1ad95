"""The unit concludes: with a decision when it recognises, without one when it recognises none."""

from datetime import date, timedelta

import pytest

from kheo.exemplars import actions as exemplars
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.recognitions import actions, docket, duty
from kheo.recognitions.enums import Stage
from kheo.recognitions.models import Recognition

pytestmark = pytest.mark.django_db


def test_recognising_makes_a_row_with_its_decision(story, recognised, considering):
    recognition = Recognition.objects.get()
    assert (recognition.exemplar, recognition.unit, recognition.level) == (
        recognised.exemplar,
        story.district,
        "district",
    )
    considering.refresh_from_db()
    paper = considering.decision
    assert recognition.decision == paper
    assert (paper.number, paper.date, paper.issuer_name) == ("15-QĐ/BDV", story.today, "Thị xã Quảng Yên")
    assert duty.stage(story.district, story.round) == Stage.RECOGNISED
    assert not docket.waiting(story.district, story.round).exists()


def test_it_is_journalled_here_and_in_the_history_of_each_registration(story, considering, accepted, another):
    other = another()
    actions.recognise(considering, accepted, by=story.minh)
    actions.not_recognise(considering, other, reason="Chưa rõ.", by=story.minh)
    actions.conclude(considering, number="15-QĐ", on=story.today, by=story.minh)
    assert journal.history(considering).last().details == {"recognised": 1, "not_recognised": 1}
    assert journal.history(accepted).last().verb == "registration.recognised"
    assert journal.history(other).last().verb == "registration.not_recognised"


def test_none_recognised_needs_no_decision(story, considering, accepted):
    actions.not_recognise(considering, accepted, reason="Chưa rõ.", by=story.minh)
    concluded = actions.conclude(considering, by=story.minh)
    assert concluded.decision is None
    assert duty.stage(story.district, story.round) == Stage.NONE_RECOGNISED


@pytest.mark.parametrize("given", [{}, {"number": "15-QĐ"}, {"on": date(2024, 11, 20)}])
def test_recognising_needs_number_and_date(story, considering, accepted, given):
    actions.recognise(considering, accepted, by=story.minh)
    with pytest.raises(BadInput, match="number and the date"):
        actions.conclude(considering, by=story.minh, **given)


def test_nothing_is_passed_over_in_silence(story, considering, accepted, another):
    another()
    actions.recognise(considering, accepted, by=story.minh)
    with pytest.raises(NotNow, match="1 registration has no outcome yet"):
        actions.conclude(considering, number="15-QĐ", on=story.today, by=story.minh)


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, considering, person):
    with pytest.raises(NotPermitted):
        actions.conclude(considering, by=getattr(story, person))


def test_it_is_refused_a_second_time(story, considering, recognised):
    with pytest.raises(NotNow, match="concluded"):
        actions.conclude(considering, number="16-QĐ", on=story.today, by=story.minh)


def test_it_is_refused_in_a_closed_round(story, considering, accepted):
    actions.recognise(considering, accepted, by=story.minh)
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.conclude(considering, number="15-QĐ", on=story.today, by=story.minh)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2024, 11, 21), "has not come yet"),
        (date(2023, 12, 31), "the round began on 01/01/2024"),
    ],
)
def test_the_day_of_a_decision_is_possible(story, considering, accepted, on, says):
    actions.recognise(considering, accepted, by=story.minh)
    with pytest.raises(NotNow, match=says):
        actions.conclude(considering, number="15-QĐ", on=on, by=story.minh)


def test_the_decision_of_a_year_may_be_signed_in_the_next(story, considering, accepted):
    actions.recognise(considering, accepted, by=story.minh)
    with clock.at(date(2025, 1, 20)):
        assert actions.conclude(considering, number="2-QĐ", on=date(2025, 1, 20), by=story.minh).decision


def test_no_district_signs_after_30_june_2025(story, considering, accepted):
    actions.recognise(considering, accepted, by=story.minh)
    with clock.at(date(2025, 7, 1)), pytest.raises(NotNow, match="district level ended on 30/06/2025"):
        actions.conclude(considering, number="2-QĐ", on=date(2025, 7, 1), by=story.minh)


def test_what_was_withdrawn_meanwhile_leaves_the_list(story, considering, accepted, another):
    """The unit could withdraw, because nothing told it that it was being weighed; the conclusion looks again."""
    other = another()
    for registration in (accepted, other):
        actions.recognise(considering, registration, by=story.minh)
    exemplars.withdraw(accepted, reason="Mô hình đã dừng.", by=story.lan)
    actions.conclude(considering, number="15-QĐ", on=story.today, by=story.minh)
    assert [r.registration for r in Recognition.objects.all()] == [other]
    assert considering.outcomes.get().registration == other


def test_what_was_recalled_meanwhile_leaves_the_list(story, proposal):
    above = actions.consider(story.province, story.round, by=story.hoa)
    actions.recognise(above, proposal.registration, by=story.hoa)
    actions.recall(proposal, by=story.minh)
    actions.conclude(above, by=story.hoa)
    assert duty.stage(story.province, story.round) == Stage.NONE_RECOGNISED


def test_what_came_later_is_considered_in_a_second_turn(story, recognised, another):
    late = another()
    again = actions.consider(story.district, story.round, by=story.minh)
    assert list(docket.waiting(story.district, story.round)) == [late]
    assert duty.stage(story.district, story.round) == Stage.RECOGNISED
    actions.not_recognise(again, late, reason="Mới bắt đầu.", by=story.minh)
    actions.conclude(again, by=story.minh)
    assert duty.stage(story.district, story.round) == Stage.RECOGNISED


def test_the_same_exemplar_is_recognised_at_two_levels_in_two_years(story, recognised, proposal):
    """Recognition is an event for a model, a level and a year, not a state of the model (movement.md §3.2)."""
    with clock.at(date(2025, 3, 1)):
        above = actions.consider(story.province, story.round, by=story.hoa)
        actions.recognise(above, recognised, by=story.hoa)
        actions.conclude(above, number="39-QĐ/BDVTU", on=date(2025, 3, 1), by=story.hoa)
    events = recognised.exemplar.recognitions.order_by("on").values_list("level", "unit", "on")
    assert list(events) == [
        ("district", story.district.pk, story.today),
        ("province", story.province.pk, story.today + timedelta(days=101)),
    ]
