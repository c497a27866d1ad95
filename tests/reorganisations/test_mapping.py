"""The national mapping of 1 July 2025: its counts, Resolution 1679, and the table that it proposes for a plan."""

from collections import Counter
from datetime import date

import pytest
import xlsxwriter
from django.urls import reverse

from kheo.kernel.errors import NotNow
from kheo.reorganisations import actions, mapping, sheet, telling
from kheo.units.models import Unit
from tests.factories import MembershipFactory, UnitFactory
from tests.units.tien_yen import AFTER, BASIS, NEW, OLD

NATIONAL = {  # national codes of the communes of which Resolution 1679 tells
    row.old_name: row.old_code
    for rows in mapping.national_rows().values()
    for row in rows
    if row.new_province == "Tỉnh Quảng Ninh" and row.new_name in NEW
}


def every_row():
    return [row for rows in mapping.national_rows().values() for row in rows]


def test_the_counts_are_those_of_movement_md_9_1():
    rows = every_row()
    assert len({row.old_province_code for row in rows}) == 63
    assert len({row.new_province_code for row in rows}) == 34
    assert len({(row.old_province_code, row.district_code) for row in rows}) == 696
    communes = {row.old_code for row in rows if row.old_code != row.district_code}
    assert (len(communes), len(mapping.national_rows()) - len(communes)) == (10_035, 5)
    new = {row.new_code: row.new_name for row in rows}
    assert len(new) == 3_321
    assert Counter(name.startswith("Đặc khu") for name in new.values())[True] == 13


def test_a_unit_goes_over_whole_once_or_in_parts():
    for rows in mapping.national_rows().values():
        shares = [row.share for row in rows]
        assert shares == ["whole"] or (len(shares) > 1 and set(shares) == {"part"})


@pytest.mark.parametrize("name", NEW)
def test_resolution_1679_is_told_as_it_is(name):
    whole, part = NEW[name]
    told = {
        (row.old_name, row.share)
        for row in every_row()
        if (row.new_province, row.new_name) == ("Tỉnh Quảng Ninh", name)
    }
    assert told == {(OLD[code], "whole") for code in whole} | {(OLD[code], "part") for code in part}


@pytest.fixture
def plan(db):
    """Tiên Yên with the codes that its province gives: its own letters before the national number."""
    province = UnitFactory(code="QN", name="Tỉnh Quảng Ninh", level="province")
    district = UnitFactory(code="QN-TY", name="Huyện Tiên Yên", level="district", parent=province)
    for name in OLD.values():
        UnitFactory(code=f"QN-{NATIONAL[name]}", name=name, parent=district)
    keeper = MembershipFactory(unit=province, role="keeper").person
    made = actions.begin(province, title="Sắp xếp", legal_basis=BASIS, on=AFTER, by=keeper)
    made.keeper = keeper
    return made


def read_back(plan, tmp_path):
    path = tmp_path / "de-xuat.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate([[head for head, _why in telling.columns()], *mapping.proposal(plan)]):
            page.write_row(number, 0, row)
    return sheet.read(path, plan)


def test_what_it_proposes_is_read_into_the_plan_as_it_stands(plan, tmp_path):
    found = read_back(plan, tmp_path)
    assert found.faults == []
    actions.add(plan, found.steps, by=plan.keeper)
    actions.rehearse(plan, by=plan.keeper)
    assert Counter(step.kind for step in plan.changes.all()) == {
        "found": 4,  # a part of Vô Ngại went to Bình Liêu
        "close": 11, "succeed": 14,
    }  # fmt: skip


def test_a_unit_that_is_not_known_is_refused_in_its_row_until_somebody_says_what_it_becomes(plan, tmp_path):
    UnitFactory(code="QN-99", name="Xã minh họa", parent=Unit.objects.get(code="QN-TY"))
    assert [fault.split(",")[0] for fault in read_back(plan, tmp_path).faults] == ["Row 11"]


def test_trap_1_a_code_alone_is_not_enough(plan):
    Unit.objects.filter(name="Xã Hà Lâu").update(name="Xã Khác")
    unit = Unit.objects.get(name="Xã Khác")
    unit.names.update(name="Xã Khác")
    assert [row[2] for row in mapping.proposal(plan) if row[1] == "Xã Khác"] == ["?"]


def test_it_is_of_one_day(plan):
    plan.on = date(2026, 1, 1)
    with pytest.raises(NotNow, match="01/07/2025"):
        list(mapping.proposal(plan))


def test_a_keeper_takes_it_as_a_file_and_a_stranger_finds_nothing(plan, as_person):
    url = reverse("reorganisations:proposal", args=[plan.pk])
    answer = as_person(plan.keeper).get(url)
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert answer.getvalue()[:2] == b"PK"
    stranger = MembershipFactory(role="keeper").person
    assert as_person(stranger).get(url).status_code == 404
