"""“Mẹ đỡ đầu”: 2 new of 28 children, a budget, and statements that must add up or are flagged (001-22 to 001-24)."""

from datetime import date

import pytest

from kheo.kernel import clock
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.results import actions, reading
from tests.factories import RegistrationFactory, RoundFactory


@pytest.fixture
def godmother(story, accepted):
    return actions.commit(accepted, name="Mẹ đỡ đầu", began=date(2022, 3, 8), measure="cháu", by=story.lan)


def test_two_new_of_twenty_eight(story, accepted, godmother):
    stated = actions.state_commitment(godmother, accepted, newly=2, now=28, budget=106_800_000, by=story.lan)
    assert stated.budget_in_words == "106,8 million đồng"
    (sponsoring,) = reading.of(accepted).sponsoring
    assert sponsoring.now == stated
    assert [remark.text for remark in sponsoring.stated[0][1]] == [
        "26 children are from before: no earlier statement is here to check it by."
    ]


@pytest.mark.parametrize(("before", "odd"), [(26, False), (27, True), (20, True)])
def test_statements_of_two_years_add_up_or_are_flagged(story, accepted, godmother, before, odd):
    year = RoundFactory(movement=story.movement, code="QN-2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    earlier = RegistrationFactory(
        exemplar=accepted.exemplar, unit=story.ward, round=year, receiver=story.district, status="accepted"
    )
    actions.state_commitment(godmother, earlier, newly=before, now=before, by=story.lan)
    actions.state_commitment(godmother, accepted, newly=2, now=28, by=story.lan)
    (remark,) = reading.of(accepted).sponsoring[0].stated[-1][1]
    assert remark.odd == odd
    if not odd:
        assert remark.text == "26 + 2 − 0 = 28: it adds up."
    assert len(reading.of(earlier).sponsoring[0].stated) == 1  # a year does not tell of later ones


def test_a_second_statement_of_a_round_replaces_the_first(story, accepted, godmother):
    actions.state_commitment(godmother, accepted, newly=2, now=27, by=story.lan)
    actions.state_commitment(godmother, accepted, newly=2, now=28, by=story.lan)
    assert accepted.statements.get().now == 28


def test_more_new_than_all_is_refused(story, accepted, godmother):
    with pytest.raises(BadInput, match="three numbers"):
        actions.state_commitment(godmother, accepted, newly=29, now=28, by=story.lan)


def test_nobody_else_states(story, accepted, godmother):
    for person in (story.minh, story.hoa, story.stranger):
        with pytest.raises(NotPermitted):
            actions.state_commitment(godmother, accepted, newly=2, now=28, by=person)


def test_what_ended_is_stated_no_longer(story, accepted, godmother):
    with pytest.raises(BadInput, match="why"):
        actions.end_commitment(godmother, accepted, on=clock.today(), reason=" ", by=story.lan)
    actions.end_commitment(godmother, accepted, on=clock.today(), reason="Các cháu đã trưởng thành.", by=story.lan)
    with pytest.raises(NotNow, match="ended"):
        actions.state_commitment(godmother, accepted, newly=2, now=28, by=story.lan)


def test_a_commitment_of_another_work_is_none_of_this_one(story, accepted, godmother):
    other = RegistrationFactory(unit=story.ward, round=story.round, receiver=story.district, status="accepted")
    with pytest.raises(BadInput, match="another work"):
        actions.state_commitment(godmother, other, newly=2, now=28, by=story.lan)
