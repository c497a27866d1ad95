"""The tree as it stood on a day: ended units keep their last place, and every way of asking answers the same."""

from datetime import date
from types import SimpleNamespace

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
    return SimpleNamespace(province=province, first=first, second=second, commune=commune)


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
    assert everything_under(branch.first, on=date(2024, 6, 30)) == {branch.first.pk, branch.commune.pk}
    assert everything_under(branch.first, on=date(2024, 7, 1)) == {branch.first.pk}
    assert everything_under(branch.second, on=date(2024, 7, 1)) == {branch.second.pk, branch.commune.pk}
    assert everything_under(branch.province, on=YEAR_END) == {
        branch.province.pk,
        branch.first.pk,
        branch.second.pk,
        branch.commune.pk,
    }


def test_a_unit_is_nowhere_before_its_founding(branch):
    late = UnitFactory(parent=branch.first, during=periods.period(date(2024, 9, 1)))
    assert late.pk not in everything_under(branch.first, on=date(2024, 8, 31))
    assert late.pk in everything_under(branch.first, on=date(2024, 9, 1))


def test_an_ended_unit_keeps_its_last_place(branch):
    units.close(branch.commune, last_day=date(2024, 10, 31), by=None)
    assert branch.commune.pk in everything_under(branch.second, on=date(2026, 1, 1))
    assert branch.commune.pk not in everything_under(branch.first, on=date(2026, 1, 1))


def test_what_stood_below_an_ended_unit_is_still_found_through_it(branch):
    """The districts ended on 30/06/2025; their communes' history is read from the province (movement.md §9.2)."""
    units.close(branch.commune, last_day=date(2025, 6, 30), by=None)
    units.close(branch.second, last_day=date(2025, 6, 30), by=None)
    assert branch.commune.pk in everything_under(branch.province, on=date(2026, 1, 1))


def test_for_figures_a_unit_that_ended_before_the_round_is_left_out(branch):
    units.close(branch.commune, last_day=date(2024, 10, 31), by=None)
    assert branch.commune.pk in everything_under(branch.province, on=YEAR_END, since=NEW_YEAR)
    assert branch.commune.pk in everything_under(branch.province, on=date(2025, 12, 31), since=date(2024, 10, 31))
    assert branch.commune.pk not in everything_under(branch.province, on=date(2025, 12, 31), since=date(2024, 11, 1))


def test_a_unit_that_left_during_the_round_counts_only_where_it_went(branch):
    assert everything_under(branch.first, on=YEAR_END, since=NEW_YEAR) == {branch.first.pk}


def test_children_are_the_same_units_one_step_down(branch):
    children = Unit.objects.children_of(branch.second, on=YEAR_END, since=NEW_YEAR)
    assert [child.pk for child in children] == [branch.commune.pk]
    assert set(Unit.objects.children_of(branch.province, on=YEAR_END).values_list("pk", flat=True)) == {
        branch.first.pk,
        branch.second.pk,
    }


def test_branches_are_the_children_as_they_were_called_with_all_below_them(branch):
    units.rename(branch.second, "Huyện Mới", on=date(2024, 11, 1), by=None)
    units.regrade(branch.second, kind="locality", level="commune", on=date(2024, 11, 1), by=None)
    then = {b.unit_id: b for b in tree.branches(branch.province.pk, on=date(2024, 10, 31), since=NEW_YEAR)}
    assert set(then[branch.second.pk].unit_ids) == {branch.second.pk, branch.commune.pk}
    assert then[branch.first.pk].unit_ids == [branch.first.pk]
    assert (then[branch.second.pk].name, then[branch.second.pk].level) == (branch.second.name, "district")
    now = {b.unit_id: b for b in tree.branches(branch.province.pk, on=YEAR_END, since=NEW_YEAR)}
    assert (now[branch.second.pk].name, now[branch.second.pk].level) == ("Huyện Mới", "commune")


def test_branches_come_in_the_order_of_their_names(branch):
    order = [b.unit_id for b in tree.branches(branch.province.pk, on=YEAR_END)]
    assert order == list(Unit.objects.filter(pk__in=order).in_order().values_list("pk", flat=True))


def test_a_path_names_the_units_above_as_they_were_called(branch):
    units.rename(branch.first, "Huyện Mới", on=date(2024, 7, 1), by=None)
    path = tree.path(branch.commune.pk, on=date(2024, 6, 30))
    assert path == [(u.pk, u.name) for u in (branch.commune, branch.first, branch.province)]
    assert [pk for pk, _name in path] == tree.chain(branch.commune.pk, on=date(2024, 6, 30))
    assert tree.path(987654321, on=YEAR_END) == []


def test_each_unit_counts_under_one_top(branch):
    tops = tree.tops_by_unit([branch.first.pk, branch.second.pk], on=YEAR_END)
    assert tops == {
        branch.first.pk: branch.first.pk,
        branch.second.pk: branch.second.pk,
        branch.commune.pk: branch.second.pk,
    }


def test_an_office_reaches_what_it_inherited_and_all_below(branch):
    """The new commune reads the past of the communes that went on as it, wholly and through several steps."""
    now = UnitFactory(parent=branch.second, during=periods.period(date(2024, 9, 1)))
    older, oldest, part = UnitFactory(), UnitFactory(), UnitFactory()
    hamlet = UnitFactory(level="grassroots", parent=oldest)
    units.succeed(oldest, older, on=date(2020, 1, 1), by=None)
    units.succeed(older, now, on=date(2024, 9, 1), by=None)
    units.succeed(part, now, on=date(2024, 9, 1), by=None, share="part")
    assert set(tree.reach([now.pk], on=YEAR_END)) == {now.pk, older.pk, oldest.pk, hamlet.pk}
    assert set(tree.predecessors([now.pk])) == {older.pk, oldest.pk}
    assert tree.reach([], on=YEAR_END) == []


def test_a_circle_in_time_does_not_hang():
    """Two moves entered in the wrong order can make a circle from a later day on; a page must still come."""
    one, other = UnitFactory(level="district"), UnitFactory(level="district")
    units.move(one, other, on=date(2026, 1, 1), by=None)
    units.move(other, one, on=date(2025, 1, 1), by=None)
    assert everything_under(one, on=date(2026, 1, 2)) == {one.pk, other.pk}


def test_among_asks_with_one_array(branch, django_assert_num_queries):
    with django_assert_num_queries(1) as queries:
        assert Unit.objects.filter(pk__among=[branch.first.pk, branch.commune.pk]).count() == 2
        assert "ANY" in queries.captured_queries[0]["sql"]
    assert Unit.objects.filter(pk__among=[]).count() == 0
