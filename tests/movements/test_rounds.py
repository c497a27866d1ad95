"""Rounds: opened, given days, closed for good."""

from datetime import date

import pytest

from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions
from kheo.movements.models import Round
from kheo.movements.policies import takes_registrations, unit_takes_part

pytestmark = pytest.mark.django_db
OTHERS = ["lan", "minh", "hoa", "stranger"]


class TestOpenRound:
    def test_it_is_opened_and_journalled(self, story, leader):
        round_ = actions.open_round(
            story.movement, code="2025", name="Năm 2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31), by=leader
        )
        assert round_.demands_lower_recognition
        assert journal.history(round_).get().details == {"starts": "2025-01-01", "ends": "2025-12-31"}

    @pytest.mark.parametrize("person", OTHERS)
    def test_it_is_refused_to_others(self, story, person):
        with pytest.raises(NotPermitted):
            actions.open_round(
                story.movement, code="2025", name="N", starts=date(2025, 1, 1), ends=date(2025, 12, 31),
                by=getattr(story, person),
            )  # fmt: skip

    def test_a_code_is_given_once_in_a_movement(self, story, leader):
        with pytest.raises(NotNow, match="already has a round"):
            actions.open_round(
                story.movement, code="QN-2024", name="N", starts=date(2025, 1, 1), ends=date(2025, 1, 2), by=leader
            )

    def test_it_does_not_end_before_it_starts(self, story, leader):
        with pytest.raises(BadInput):
            actions.open_round(
                story.movement, code="X", name="N", starts=date(2025, 2, 1), ends=date(2025, 1, 1), by=leader
            )


class TestSetMilestone:
    def test_the_earlier_day_stays_in_the_journal(self, story, leader):
        actions.set_milestone(story.round, "close", date(2024, 10, 31), by=leader)
        actions.set_milestone(story.round, "close", date(2024, 11, 15), by=leader)
        assert story.round.milestones.get().on == date(2024, 11, 15)
        last = journal.history(story.round).last().details
        assert (last["on"], last["before"]) == ("2024-11-15", "2024-10-31")

    @pytest.mark.parametrize("person", OTHERS)
    def test_it_is_refused_to_others(self, story, person):
        with pytest.raises(NotPermitted):
            actions.set_milestone(story.round, "close", date(2024, 10, 31), by=getattr(story, person))

    def test_registration_does_not_close_before_it_opens(self, story, leader, days):
        with pytest.raises(NotNow, match="it opens on 10/01/2024"):
            actions.set_milestone(Round.objects.get(), "close", date(2024, 1, 9), by=leader)

    def test_a_level_may_have_a_day_of_its_own(self, story, leader, days):
        actions.set_milestone(Round.objects.get(), "close", date(2024, 11, 30), level="commune", by=leader)
        round_ = Round.objects.get()
        assert round_.days_for("commune")["close"] == date(2024, 11, 30)
        assert round_.days_for("district")["close"] == round_.due["close"] == date(2024, 10, 31)
        assert takes_registrations.allows(round_, "commune")
        assert "closed on 31/10/2024" in takes_registrations.why_not(round_, "district")


class TestWhatTheDaysAllow:
    @pytest.mark.parametrize(
        ("day", "why_not"),
        [
            (date(2024, 1, 9), "opens for registration on 10/01/2024"),
            (date(2024, 1, 10), ""),
            (date(2024, 10, 31), ""),
            (date(2024, 11, 1), "closed on 31/10/2024"),
        ],
    )
    def test_registration_is_open_from_day_to_day_both_included(self, story, days, day, why_not):
        with clock.at(day):
            answer = takes_registrations.why_not(story.round)
        assert why_not in answer
        assert bool(why_not) == bool(answer)

    def test_units_in_line_with_the_owner_take_part_and_no_others(self, story):
        assert [unit_takes_part.allows(story.round, unit) for unit in (story.ward, story.district, story.province)] == [
            True
        ] * 3
        assert "takes no part" in unit_takes_part.why_not(story.round, story.foreign)


class TestCloseRound:
    def test_nothing_in_it_is_written_any_more(self, story, leader):
        actions.close_round(story.round, by=leader)
        closed = Round.objects.get()
        assert closed.is_closed
        with pytest.raises(NotNow, match="is closed"):
            actions.set_milestone(closed, "close", date(2024, 12, 31), by=leader)
        assert journal.history(closed).last().verb == "round.closed"

    @pytest.mark.parametrize("person", OTHERS)
    def test_it_is_refused_to_others(self, story, person):
        with pytest.raises(NotPermitted):
            actions.close_round(story.round, by=getattr(story, person))

    def test_it_is_closed_once(self, story, leader):
        actions.close_round(story.round, by=leader)
        with pytest.raises(NotNow, match="is closed"):
            actions.close_round(story.round, by=leader)
