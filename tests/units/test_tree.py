"""The tree as it stood on a day: ended units keep their last place, moved ones change it, and no way of asking differs."""

from datetime import date

import pytest

from kheo.kernel import periods
from kheo.units import actions as units
from kheo.units import tree
from kheo.units.models import Unit
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
NEW_YEAR, YEAR_END = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def branch():
    """A province with two districts; the commune stands under the first and moves to the second on 01/07/2024."""
    province = UnitFactory(level="province")
    first, second = UnitFactory(level="district", parent=province), UnitFactory(level="district", parent=province)
    commune = UnitFactory(parent=first)
    units.move(commune, second, on=date(2024, 7, 1), by=None)
    return province, first, second, commune


def everything_under(unit, *, on, since=None):
    """The ids under a unit, asked in every way the tree knows; they must be the same."""
    listed = set(tree.list_under([unit.pk], on=on, since=since))
    assert (
        set(Unit.objects.filter(pk__in=tree.ids_under([unit.pk], on=on, since=since)).values_list("pk", flat=True))
        == listed
    )
    assert set(tree.tops_by_unit([unit.pk], on=on, since=since)) == listed
    return listed


def test_a_unit_stands_where_it_stood_that_day(branch):
    province, first, second, commune = branch
    assert everything_under(first, on=date(2024, 6, 30)) == {first.pk, commune.pk}
    assert everything_under(first, on=date(2024, 7, 1)) == {first.pk}
    assert everything_under(second, on=date(2024, 7, 1)) == {second.pk, commune.pk}
    assert everything_under(province, on=YEAR_END) == {province.pk, first.pk, second.pk, commune.pk}


def test_a_unit_is_nowhere_before_its_founding(branch):
    late = UnitFactory(parent=branch[1], during=periods.period(date(2024, 9, 1)))
    assert late.pk not in everything_under(branch[1], on=date(2024, 8, 31))
    assert late.pk in everything_under(branch[1], on=date(2024, 9, 1))


def test_an_ended_unit_keeps_its_last_place(branch):
    province, first, second, commune = branch
    units.close(commune, last_day=date(2024, 10, 31), by=None)
    assert commune.pk in everything_under(second, on=date(2026, 1, 1))
    assert commune.pk not in everything_under(first, on=date(2026, 1, 1))


def test_what_stood_below_an_ended_unit_is_still_found_through_it(branch):
    """The districts ended on 30/06/2025; their communes' history is read from the province (movement.md §9.2)."""
    province, first, second, commune = branch
    units.close(commune, last_day=date(2025, 6, 30), by=None)
    units.close(second, last_day=date(2025, 6, 30), by=None)
    assert commune.pk in everything_under(province, on=date(2026, 1, 1))


def test_for_figures_a_unit_that_ended_before_the_round_is_left_out(branch):
    province, first, second, commune = branch
    units.close(commune, last_day=date(2024, 10, 31), by=None)
    assert commune.pk in everything_under(province, on=YEAR_END, since=NEW_YEAR)
    assert commune.pk in everything_under(province, on=date(2025, 12, 31), since=date(2024, 10, 31))
    assert commune.pk not in everything_under(province, on=date(2025, 12, 31), since=date(2024, 11, 1))


def test_a_unit_that_left_during_the_round_counts_only_where_it_went(branch):
    province, first, second, commune = branch
    assert everything_under(first, on=YEAR_END, since=NEW_YEAR) == {first.pk}


def test_children_are_the_same_units_one_step_down(branch):
    province, first, second, commune = branch
    children = Unit.objects.children_of(second, on=YEAR_END, since=NEW_YEAR)
    assert [child.pk for child in children] == [commune.pk]
    assert set(Unit.objects.children_of(province, on=YEAR_END).values_list("pk", flat=True)) == {first.pk, second.pk}


def test_each_unit_counts_under_one_top(branch):
    province, first, second, commune = branch
    tops = tree.tops_by_unit([first.pk, second.pk], on=YEAR_END)
    assert tops == {first.pk: first.pk, second.pk: second.pk, commune.pk: second.pk}


def test_a_circle_in_time_does_not_hang():
    """Two moves entered in the wrong order can make a circle from a later day on; a page must still come."""
    one, other = UnitFactory(level="district"), UnitFactory(level="district")
    units.move(one, other, on=date(2026, 1, 1), by=None)
    units.move(other, one, on=date(2025, 1, 1), by=None)
    assert everything_under(one, on=date(2026, 1, 2)) == {one.pk, other.pk}


def test_among_asks_with_one_array(branch, django_assert_num_queries):
    province, first, second, commune = branch
    with django_assert_num_queries(1) as queries:
        assert Unit.objects.filter(pk__among=[first.pk, commune.pk]).count() == 2
        assert "ANY" in queries.captured_queries[0]["sql"]
    assert Unit.objects.filter(pk__among=[]).count() == 0
