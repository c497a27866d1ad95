"""What the movement's papers ask, beside what the units did."""

from decimal import Decimal

import pytest

from kheo.insights.funnel import funnel
from kheo.insights.targets import achievements
from kheo.movements.models import Target
from tests.insights.builders import registered

pytestmark = pytest.mark.django_db


def test_every_unit_considers_recognition_13_of_14(binh_thuan):
    Target.objects.create(movement=binh_thuan.movement, measure="units_considering", level="district", at_least=100)
    one = achievements(funnel(binh_thuan.province, binh_thuan.round))[0]
    assert (one.done, one.units, one.share, one.reached) == (13, 14, Decimal("92.9"), False)
    assert one.sentence == "100 % of the units of the level “district” consider recognition: 13/14 = 92,9 %"


def test_a_share_below_all_can_be_reached(binh_thuan):
    Target.objects.create(movement=binh_thuan.movement, measure="units_considering", level="district", at_least=90)
    assert achievements(funnel(binh_thuan.province, binh_thuan.round))[0].reached


def test_each_commune_registers_so_many(land):
    """Hội An 2024: one to three per commune."""
    Target.objects.create(movement=land.movement, measure="models_per_unit", level="commune", at_least=2, at_most=3)
    registered(land.communes[0], land.round, 2)
    registered(land.communes[1], land.round, 1)
    one = achievements(funnel(land.first, land.round))[0]
    assert (one.done, one.units, one.reached) == (1, 2, False)
    assert one.sentence == "Each unit of the level “commune” registers at least 2: 1/2 = 50,0 %"


def test_a_target_is_measured_where_its_level_is_the_rows(land):
    Target.objects.create(movement=land.movement, measure="models_per_unit", level="commune", at_least=1)
    assert achievements(funnel(land.province, land.round)) == []
    assert len(achievements(funnel(land.second, land.round))) == 1
