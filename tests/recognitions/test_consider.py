"""A unit begins to consider what it accepted and what was proposed to it."""

from datetime import date

import pytest

from kheo.kernel import clock, journal, periods
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.movements import actions as movements
from kheo.movements.models import Rung
from kheo.recognitions import actions, duty
from kheo.recognitions.enums import Stage
from kheo.units import actions as units
from tests.factories import MembershipFactory, RoundFactory, UnitFactory

pytestmark = pytest.mark.django_db


def test_the_reviewer_opens_a_consideration(story, accepted):
    consideration = actions.consider(story.district, story.round, by=story.minh)
    assert (consideration.unit, consideration.round, consideration.concluded_at) == (story.district, story.round, None)
    assert duty.stage(story.district, story.round) == Stage.UNDER_WAY


def test_it_is_journalled(story, considering):
    entry = journal.history(considering).get()
    assert (entry.verb, entry.by_id, entry.unit_id) == ("consideration.opened", story.minh.pk, story.district.pk)


def test_beginning_twice_gives_the_same_consideration(story, considering):
    assert actions.consider(story.district, story.round, by=story.minh) == considering


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, accepted, person):
    with pytest.raises(NotPermitted):
        actions.consider(story.district, story.round, by=getattr(story, person))


def test_a_closed_round_is_not_considered(story, accepted):
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.consider(story.district, story.round, by=story.minh)


def test_a_level_that_is_no_rung_does_not_recognise(story, accepted):
    Rung.objects.filter(movement=story.movement, level="district").delete()
    with pytest.raises(NotNow, match="does not recognise"):
        actions.consider(story.district, story.round, by=story.minh)


def test_a_unit_of_another_province_takes_no_part(story):
    with pytest.raises(NotNow, match="takes no part"):
        actions.consider(story.foreign, story.round, by=story.stranger)


class TestTheDistrictLevelEndedOn30June2025:
    """The ladder is valid in time (movement.md §9.1)."""

    @pytest.fixture
    def year(self, story):
        """The round of 2025, in a ladder whose district rung ends with the districts."""
        Rung.objects.filter(movement=story.movement, level="district").update(
            during=periods.period(date(2021, 1, 1), date(2025, 6, 30))
        )
        return RoundFactory(
            movement=story.movement, code="2025", name="Năm 2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31)
        )

    def test_until_then_a_district_considers(self, story, year):
        with clock.at(date(2025, 6, 30)):
            assert actions.consider(story.district, year, by=story.minh)

    def test_afterwards_it_does_not(self, story, year):
        with clock.at(date(2025, 7, 1)), pytest.raises(NotNow, match="does not recognise"):
            actions.consider(story.district, year, by=story.minh)

    def test_nor_does_a_district_that_was_closed(self, story, year):
        for ward in (story.ward, story.sibling):
            units.move(ward, story.province, on=date(2025, 7, 1), by=story.nga)
        units.close(story.district, last_day=date(2025, 6, 30), by=story.nga)
        MembershipFactory(person=story.minh, unit=story.district, role="head")
        closed = type(story.district).objects.get(pk=story.district.pk)
        with clock.at(date(2025, 7, 1)), pytest.raises(NotNow, match="ended on 30/06/2025"):
            actions.consider(closed, story.round, by=story.minh)

    def test_a_commune_still_does(self, story, year):
        commune = UnitFactory(code="YG2", name="Phường Quảng Yên", parent=story.province)
        MembershipFactory(person=story.dung, unit=commune, role="head")
        with clock.at(date(2025, 7, 1)):
            assert actions.consider(commune, year, by=story.dung)
