"""The funnel counts as movement.md T2 tells it: sum over sum, as at the time, and never what is not public."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kheo.insights.enums import Measure
from kheo.insights.funnel import Figures, funnel
from kheo.insights.rows import Part, behind
from kheo.insights.scope import Scope
from kheo.kernel import clock, periods
from kheo.kernel.quantities import format_ratio, ratio
from kheo.units import actions as units
from tests.factories import RoundFactory, UnitFactory
from tests.insights.builders import considered, in_turn, proposed, registered

pytestmark = pytest.mark.django_db


def rows_by_unit(made):
    return {row.line.unit_id: row for row in made.rows}


# ── What the reports print ──


def test_t2_binh_thuan_2023(binh_thuan):
    made = funnel(binh_thuan.province, binh_thuan.round)
    total = made.total
    assert (total.registered, total.recognised, total.proposed, total.recognised_above) == (746, 155, 39, 22)
    assert ratio(total.recognised, total.registered) == Decimal("20.8")
    assert ratio(total.proposed, total.recognised) == Decimal("25.2")
    assert ratio(total.recognised_above, total.proposed) == Decimal("56.4")
    assert format_ratio(total.recognised, total.registered) == "20,8 %"


def test_br_09_thirteen_of_fourteen_units_have_considered(binh_thuan):
    made = funnel(binh_thuan.province, binh_thuan.round)
    assert (made.considered, made.units) == (13, 14)
    assert [row.line.name for row in made.not_yet] == ["Huyện Đức Linh"]
    assert made.silent == []


def test_s001_quang_yen_138_of_32_units_are_4_3_each(land):
    members = [UnitFactory(parent=land.first) for _ in range(32)]
    for unit, n in zip(members, in_turn(138, 32), strict=True):
        registered(unit, land.round, n)
    made = funnel(land.first, land.round)
    assert (made.total.registered, made.registering) == (138, 32)
    assert made.per_unit == Decimal("4.3")
    assert [row.line.unit_id for row in made.silent] == [commune.pk for commune in land.communes[:2]]


def test_nobody_registered_has_no_mean(land):
    made = funnel(land.first, land.round)
    assert made.per_unit is None
    assert made.total == Figures()


# ── Whole subtrees, and the unit itself ──


def test_a_row_of_a_superior_counts_its_whole_subtree(land):
    registered(land.communes[0], land.round, 2)
    registered(land.first, land.round, 3)
    rows = rows_by_unit(funnel(land.province, land.round))
    assert rows[land.first.pk].figures.registered == 5
    assert rows[land.second.pk].figures.registered == 0


def test_what_the_superior_registered_itself_is_the_last_row(land):
    registered(land.communes[0], land.round, 2)
    registered(land.first, land.round, 3)
    made = funnel(land.first, land.round)
    assert [(row.line.own, row.figures.registered) for row in made.rows] == [(False, 2), (False, 0), (True, 3)]
    assert made.total.registered == 5


def test_a_superior_that_registered_nothing_has_no_row_of_its_own(land):
    registered(land.communes[0], land.round)
    assert not any(row.line.own for row in funnel(land.first, land.round).rows)


def test_a_unit_with_nobody_below_shows_what_it_registered(land):
    registered(land.communes[0], land.round, 4)
    made = funnel(land.communes[0], land.round)
    assert [(row.line.own, row.figures.registered) for row in made.rows] == [(True, 4)]


def test_another_round_is_not_counted(land):
    other = RoundFactory(movement=land.movement, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    registered(land.communes[0], other, 7)
    assert funnel(land.province, land.round).total.registered == 0


def test_one_level_only(land):
    registered(land.communes[0], land.round, 2, level="district")
    registered(land.communes[0], land.round, 5, level="commune")
    assert funnel(land.province, land.round, level="district").total.registered == 2
    assert funnel(land.province, land.round).total.registered == 7


# ── What counts ──


@pytest.mark.parametrize("status", ["submitted", "returned", "accepted", "reported"])
def test_what_was_sent_counts(land, status):
    registered(land.communes[0], land.round, status=status)
    assert funnel(land.province, land.round).total.registered == 1


@pytest.mark.parametrize("status", ["draft", "declined", "withdrawn"])
def test_drafts_and_what_was_declined_or_withdrawn_never_count(land, status):
    """Not even when a recognition or a proposal is left over from before."""
    rows = registered(land.communes[0], land.round, status=status)
    proposed(rows, land.communes[0], land.first)
    considered(land.first, land.round, yes=rows)
    assert funnel(land.province, land.round).total == Figures()


def test_what_is_being_weighed_does_not_count_before_the_conclusion(land):
    """Nobody outside the unit knows of it: neither the recognition nor that the unit considers (trust T4)."""
    rows = registered(land.communes[0], land.round, 3, receiver=land.first)
    considered(land.first, land.round, yes=rows[:2], no=rows[2:], concluded=False)
    made = funnel(land.province, land.round)
    assert (made.total.recognised, made.considered) == (0, 0)


def test_recognised_twice_counts_once(land):
    rows = registered(land.communes[0], land.round, 2, receiver=land.first)
    considered(land.communes[0], land.round, yes=rows)
    considered(land.first, land.round, yes=rows)
    proposed(rows, land.communes[0], land.first)
    assert funnel(land.province, land.round).total == Figures(2, 2, 2, 2)


def test_recognised_above_needs_the_unit_it_was_proposed_to(land):
    """A recognition by another unit than the one it was proposed to is no success of the proposal."""
    rows = registered(land.communes[0], land.round, 3)
    considered(land.communes[0], land.round, yes=rows)
    proposed(rows[:2], land.communes[0], land.first)
    considered(land.first, land.round, yes=rows[:1], no=rows[1:2])
    considered(land.province, land.round, yes=rows[2:])
    assert funnel(land.province, land.round).total == Figures(3, 3, 2, 1)


# ── Considered ──


def test_considered_and_recognised_none_is_not_the_same_as_not_considered(land):
    """BR-09: both have recognised nothing; only one has done its duty."""
    refused = registered(land.communes[0], land.round, 2, receiver=land.first)
    registered(land.communes[2], land.round, 2, receiver=land.second)
    considered(land.first, land.round, no=refused)
    rows = rows_by_unit(funnel(land.province, land.round))
    assert rows[land.first.pk].figures == rows[land.second.pk].figures == Figures(registered=2)
    assert (rows[land.first.pk].considered, rows[land.second.pk].considered) == (True, False)


def test_a_unit_that_concluded_without_any_registration_has_considered(land):
    considered(land.first, land.round)
    assert rows_by_unit(funnel(land.province, land.round))[land.first.pk].considered


def test_the_list_of_a_past_year_shows_that_a_unit_was_considered(land):
    """It holds only what a unit above decided on a registration of the subtree."""
    rows = registered(land.communes[0], land.round, receiver=land.province)
    considered(land.province, land.round, yes=rows)
    assert rows_by_unit(funnel(land.province, land.round))[land.first.pk].considered


def test_a_conclusion_of_another_round_is_not_this_rounds(land):
    other = RoundFactory(movement=land.movement, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    considered(land.first, other)
    assert funnel(land.province, land.round).considered == 0


# ── As at the time ──


def test_a_unit_that_moved_after_the_round_counts_where_it_stood(land):
    registered(land.communes[0], land.round, 3)
    units.move(land.communes[0], land.second, on=date(2025, 1, 1), by=None)
    rows = rows_by_unit(funnel(land.province, land.round))
    assert (rows[land.first.pk].figures.registered, rows[land.second.pk].figures.registered) == (3, 0)
    later = rows_by_unit(funnel(land.province, land.round, on=date(2025, 1, 1)))
    assert (later[land.first.pk].figures.registered, later[land.second.pk].figures.registered) == (0, 3)


def test_a_unit_that_ended_within_the_round_counts(land):
    registered(land.communes[0], land.round, 3)
    units.close(land.communes[0], last_day=date(2024, 6, 30), by=None)
    assert funnel(land.province, land.round).total.registered == 3
    assert land.communes[0].pk in rows_by_unit(funnel(land.first, land.round))


def test_a_district_that_ended_within_the_round_is_a_row_with_all_it_had(land):
    """2025 is broken in two: the districts ended on 30 June (movement.md §9.2 trap 6)."""
    round_ = RoundFactory(movement=land.movement, starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    registered(land.communes[0], round_, 3)
    for unit in (*land.communes[:2], land.first):
        units.close(unit, last_day=date(2025, 6, 30), by=None)
    with clock.at(date(2025, 12, 31)):
        rows = rows_by_unit(funnel(land.province, round_))
    assert rows[land.first.pk].figures.registered == 3


def test_communes_that_lived_on_count_under_whom_they_stood_at_the_end(land):
    """From 1 July 2025 they stand under the province: the round's date decides, not the day of the registration."""
    round_ = RoundFactory(movement=land.movement, starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    registered(land.communes[0], round_, 3)
    for commune in land.communes[:2]:
        units.move(commune, land.province, on=date(2025, 7, 1), by=None)
    units.close(land.first, last_day=date(2025, 6, 30), by=None)
    with clock.at(date(2025, 12, 31)):
        rows = rows_by_unit(funnel(land.province, round_))
    assert (rows[land.communes[0].pk].figures.registered, rows[land.first.pk].figures.registered) == (3, 0)


def test_a_unit_that_had_ended_before_is_no_row_and_one_founded_later_neither(land):
    ended = UnitFactory(parent=land.first, during=periods.period(date(2000, 1, 1), date(2023, 12, 31)))
    late = UnitFactory(parent=land.first, during=periods.period(date(2025, 1, 1)))
    rows = rows_by_unit(funnel(land.first, land.round))
    assert not {ended.pk, late.pk} & set(rows)


def test_a_unit_bears_the_name_it_had(land):
    units.rename(land.first, "Phường Quảng Yên", on=date(2025, 1, 1), by=None)
    assert rows_by_unit(funnel(land.province, land.round))[land.first.pk].line.name == "Thị xã Quảng Yên"
    assert funnel(land.first, land.round).scope.name == "Thị xã Quảng Yên"


def test_a_round_that_goes_on_is_read_as_of_today(land):
    with clock.at(date(2024, 5, 1)):
        assert funnel(land.province, land.round).scope.on == date(2024, 5, 1)


# ── Every number opens to its rows ──


def test_every_number_equals_the_rows_behind_it(binh_thuan):
    made = funnel(binh_thuan.province, binh_thuan.round)
    for row in made.rows:
        scope = Scope.of(type(binh_thuan.province).objects.get(pk=row.line.unit_id), binh_thuan.round)
        for measure, count in row.figures.by_measure().items():
            assert behind(scope, Part(Measure(measure), own=row.line.own)).count() == count
    whole = Scope.of(binh_thuan.province, binh_thuan.round)
    for measure, count in made.total.by_measure().items():
        assert behind(whole, Part(Measure(measure))).count() == count


def test_the_same_number_of_queries_for_one_unit_and_for_fifty(land):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert funnel(land.second, land.round).total.registered
        return len(asked)

    rows = registered(land.communes[2], land.round)
    considered(land.communes[2], land.round, yes=rows)
    few = queries()
    for _ in range(50):
        unit = UnitFactory(parent=land.second)
        considered(unit, land.round, yes=registered(unit, land.round, 2))
    assert queries() == few
