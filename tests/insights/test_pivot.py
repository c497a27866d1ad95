"""The table across: any two dimensions, totals that agree with the funnel, every number with as many rows."""

import html
from datetime import date
from itertools import permutations

import pytest

from kheo.insights import pivot as across
from kheo.insights.enums import Measure
from kheo.insights.funnel import funnel
from kheo.insights.scope import RestatedScope, Scope
from kheo.kernel import clock, periods
from tests.counting import queries_of
from tests.factories import MembershipFactory, PersonFactory, RoundFactory, UnitFactory
from tests.insights.builders import registered
from tests.insights.test_pages import HEADLINE, NUMBER, address

pytestmark = pytest.mark.django_db
SIDES = [key for key in across.CHOICES if key != across.ROUND]
NAMES = {"economy": "Kinh tế"}


def table(scope, by, column, measure=Measure.REGISTERED, rounds=None):
    return across.pivot(scope, rounds or [scope], by, column, measure, NAMES)


def numbers(made):
    """`{(row, column): number}` of a table, in words."""
    heads = [column.label for column in made.columns[1:]]
    rows = [*made.rows, *([made.total] if made.total else [])]
    return {(str(row[0].text), head): cell.raw for row in rows for head, cell in zip(heads, row[1:], strict=True)}


def test_binh_thuan_by_unit_and_status(binh_thuan):
    """S000: 746 of 14 units; whatever the second side, the total is that of the funnel."""
    scope = Scope.of(binh_thuan.province, binh_thuan.round)
    made = numbers(table(scope, "unit", "state"))
    assert made["Total", "Total"] == 746
    assert made["Huyện Đức Linh", "Accepted"] == 53
    assert [numbers(table(scope, "unit", "field", measure))["Total", "Total"] for measure in Measure] == [
        746,
        155,
        39,
        22,
    ]


def test_field_by_origin(year):
    made = numbers(table(Scope.of(year.province, year.round), "field", "origin"))
    assert made == {
        ("Kinh tế", "New"): 6, ("Kinh tế", "Maintained"): 0, ("Kinh tế", "Total"): 6,
        ("Not classified", "New"): 3, ("Not classified", "Maintained"): 3, ("Not classified", "Total"): 6,
        ("Total", "New"): 9, ("Total", "Maintained"): 3, ("Total", "Total"): 12,
    }  # fmt: skip


def test_a_unit_that_registered_nothing_is_a_row_too(year):
    UnitFactory(name="Huyện Vân Đồn", level="district", parent=year.province)
    made = numbers(table(Scope.of(year.province, year.round), "unit", "kind"))
    assert (made["Huyện Vân Đồn", "Total"], made["Tỉnh Quảng Ninh itself", "Typical example"]) == (0, 2)


@pytest.mark.parametrize(("by", "column"), list(permutations(SIDES, 2)))
def test_whatever_the_two_sides_the_total_is_that_of_the_funnel(year, by, column):
    scope = Scope.of(year.province, year.round)
    assert numbers(table(scope, by, column))["Total", "Total"] == funnel(year.province, year.round).total.registered


def test_rounds_stand_beside_each_other_and_are_not_added(year):
    """The same work goes on from one round to the next: a sum over rounds would count it twice."""
    earlier = RoundFactory(
        movement=year.movement, code="QN-2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    registered(year.communes[0], earlier, 5)
    scopes = [Scope.of(year.province, round_) for round_ in (earlier, year.round)]
    made = table(scopes[1], "unit", "round", rounds=scopes)
    assert [column.label for column in made.columns] == ["Unit", "Năm 2023", "Năm 2024"]
    assert numbers(made)["Total", "Năm 2023"] == 5
    assert numbers(made)["Thị xã Quảng Yên", "Năm 2024"] == 9
    assert table(scopes[1], "round", "kind", rounds=scopes).total == []


def test_where_a_unit_was_not_there_yet_is_a_dash_and_no_zero(year):
    earlier = RoundFactory(
        movement=year.movement, code="QN-2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    UnitFactory(name="Huyện mới", level="district", parent=year.province, during=periods.period(date(2024, 2, 1)))
    scopes = [Scope.of(year.province, round_) for round_ in (earlier, year.round)]
    made = table(scopes[1], "unit", "round", rounds=scopes)
    row = next(row for row in made.rows if row[0].text == "Huyện mới")
    assert [cell.text for cell in row[1:]] == ["–", "0"]


def test_half_a_year_beside_a_year_is_said_not_to_be_comparable(year):
    half = RoundFactory(
        movement=year.movement, code="QN-2025-1", name="6 tháng", starts=date(2025, 1, 1), ends=date(2025, 6, 30)
    )
    scopes = [Scope.of(year.province, round_) for round_ in (year.round, half)]
    assert across.caveats(scopes) == ["These rounds are not equally long: their numbers are not comparable."]
    assert across.caveats(scopes) == table(scopes[0], "unit", "round", rounds=scopes).notes[1:]
    assert across.caveats(scopes[:1]) == []


def test_it_can_be_restated(year):
    scope = RestatedScope.of(year.province, year.round, on=date(2025, 2, 1))
    assert numbers(table(scope, "unit", "kind"))["Total", "Total"] == 12


def test_as_many_queries_for_one_unit_as_for_fifty(year):
    def made():
        return table(Scope.of(year.province, year.round), "unit", "field")

    few = queries_of(made)
    for _ in range(50):
        registered(UnitFactory(parent=year.province), year.round)
    assert queries_of(made) == few


class TestPage:
    @pytest.mark.parametrize(
        "sides",
        [
            {},
            {"by": "unit", "across": "level"},
            {"by": "round", "across": "unit"},
            {"by": "state", "across": "subject", "measure": "recognised"},
        ],
    )
    def test_every_number_opens_to_as_many_rows(self, year, hoa, as_person, sides):
        browser = as_person(hoa)
        found = NUMBER.findall(browser.get(address("pivot", year, **sides)).content.decode())
        assert len(found) >= 3
        for link, shown in found:
            assert HEADLINE.search(browser.get(html.unescape(link)).content.decode())[1] == shown, link

    def test_the_same_side_twice_is_one_sentence(self, year, hoa, as_person):
        page = as_person(hoa).get(address("pivot", year, by="kind", across="kind"), follow=True).text
        assert "Rows and columns are both “Kind”. Choose another one for either." in page

    def test_a_side_that_is_none_is_refused(self, year, hoa, as_person):
        page = as_person(hoa).get(address("pivot", year, by="name"), follow=True).text
        assert "“by” cannot be “name”" in page

    def test_the_file_holds_the_same(self, year, hoa, as_person):
        told = as_person(hoa).get(address("pivot", year, format="csv"))
        lines = told.getvalue().decode("utf-8-sig").splitlines()
        assert lines == ["Field,New,Maintained,Total", "Economy,6,0,6", "Not classified,3,3,6", "Total,9,3,12"]

    def test_a_reader_of_a_commune_counts_only_their_own(self, year, as_person):
        clerk = PersonFactory()
        MembershipFactory(person=clerk, unit=year.communes[0], role="clerk")
        with clock.at(date(2025, 2, 1)):
            page = as_person(clerk).get(address("pivot", unit=year.communes[0].pk, round=year.round.pk))
        assert page.context["table"].total[-1].raw == 6
