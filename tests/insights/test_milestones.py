"""Unit by milestone (experience.md S17): every cell says how many of how many, and opens to what is missing."""

import html
import re

import pytest

from kheo.insights.milestones import of_milestones, passed, reminder
from kheo.insights.scope import Scope
from tests.counting import queries_of
from tests.factories import ForgoingFactory, MembershipFactory, PersonFactory, UnitFactory
from tests.insights.builders import considered, registered
from tests.insights.test_pages import HEADLINE, address

pytestmark = pytest.mark.django_db
PART = re.compile(r'<a class="k-figure" href="([^"]+)">([\d.]+)/([\d.]+)</a>')


def of(land, unit=None):
    return Scope.of(unit or land.province, land.round)


def cells(scope):
    """What each row says after the name, in words."""
    table = of_milestones(scope, passed(scope))
    on_page = [column.on_page for column in table.columns]
    shown = [[cell.text for cell, there in zip(row, on_page, strict=True) if there] for row in table.rows]
    return {name: rest for name, *rest in shown}


def test_br_09_binh_thuan_thirteen_of_fourteen_have_considered(binh_thuan):
    told = cells(of(binh_thuan))
    assert [row[3] for row in told.values()].count("considered") == 13
    assert told["Huyện Đức Linh"] == ["53", "53/53", "0/53", "has not considered", "–"]


def test_what_is_done_and_what_is_not(year):
    registered(year.communes[0], year.round, 2, receiver=year.first, status="submitted")
    registered(year.communes[0], year.round, 3, receiver=year.first, status="reported")
    assert cells(of(year)) == {
        "Thị xã Quảng Yên": ["14", "12/14", "3/12", "considered", "has proposed"],
        "Thành phố Uông Bí": ["1", "1/1", "0/1", "has not considered", "–"],
        "Tỉnh Quảng Ninh itself": ["2", "2/2", "0/2", "–", "–"],
    }


def test_who_registered_nothing_has_nothing_to_be_answered(land):
    assert cells(of(land))["Thị xã Quảng Yên"] == ["0", "–", "–", "–", "–"]


def test_who_says_that_nothing_is_proposed_lacks_nothing(year):
    done = registered(year.communes[2], year.round, 1, receiver=year.second, status="reported")
    year.communes[2].registrations.filter(round=year.round).update(status="reported")
    considered(year.second, year.round, yes=done)
    assert next(one for one in passed(of(year)) if one.line.unit_id == year.second.pk).lacks
    ForgoingFactory(from_unit=year.second, to_unit=year.province, round=year.round)
    assert not next(one for one in passed(of(year)) if one.line.unit_id == year.second.pk).lacks


def test_a_reminder_names_each_unit_and_what_it_lacks(year):
    registered(year.communes[2], year.round, 2, receiver=year.second, status="submitted")
    UnitFactory(name="Huyện Vân Đồn", level="district", parent=year.province)
    assert reminder(of(year), passed(of(year))).splitlines() == [
        "Năm 2024, still missing:",
        "– Huyện Vân Đồn: nothing registered.",
        "– Thành phố Uông Bí: 2 not answered by the office; 1 without a reported result; recognition not considered.",
        "– Thị xã Quảng Yên: 9 without a reported result.",
    ]


def test_as_many_queries_for_one_unit_as_for_fifty(year):
    few = queries_of(lambda: cells(of(year)))
    for _ in range(50):
        registered(UnitFactory(parent=year.province), year.round)
    assert queries_of(lambda: cells(of(year))) == few


class TestPage:
    def test_what_is_not_whole_opens_to_as_many_rows_as_are_missing(self, year, hoa, as_person):
        registered(year.communes[0], year.round, 2, receiver=year.first, status="submitted")
        browser = as_person(hoa)
        found = PART.findall(browser.get(address("milestones", year)).content.decode())
        assert [(done, whole) for _link, done, whole in found] == [("0", "1"), ("9", "11"), ("0", "9"), ("0", "2")]
        for link, done, whole in found:
            shown = HEADLINE.search(browser.get(html.unescape(link)).content.decode())[1]
            assert int(shown) == int(whole) - int(done)

    def test_who_reviews_is_given_the_words_to_remind_with_and_a_viewer_is_not(self, year, hoa, as_person):
        viewer = MembershipFactory(person=PersonFactory(), unit=year.province, role="viewer").person
        assert "Words to remind with" in as_person(hoa).get(address("milestones", year)).text
        assert "Words to remind with" not in as_person(viewer).get(address("milestones", year)).text

    def test_the_file_keeps_number_and_gap_apart(self, year, hoa, as_person):
        told = as_person(hoa).get(address("milestones", year, format="csv")).getvalue().decode("utf-8-sig")
        assert told.splitlines()[0] == (
            "Unit code,Unit,Registered,Answered by the office,Not answered yet,Result reported,Not reported yet,"
            "Considered,Proposing upward"
        )

    def test_nothing_for_who_reads_for_no_unit(self, year, as_person):
        assert as_person(PersonFactory()).get(address("milestones", year)).status_code in (302, 404)
