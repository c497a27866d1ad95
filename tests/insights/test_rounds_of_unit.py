"""A unit's page shows the rounds it takes part in, with its numbers in each; every number opens to as many rows."""

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kheo.insights.rounds_of_unit import AT_MOST, rounds_of_unit
from tests.factories import MembershipFactory, MovementFactory, PersonFactory, RoundFactory
from tests.insights.builders import registered
from tests.reading import words

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<a class="k-figure" href="([^"]+)">([\d.]+)<')
HEADLINE = re.compile(r"<h1>[^<]*: ([\d.]+)</h1>")


def reviewer_of(unit):
    return MembershipFactory(person=PersonFactory(), unit=unit, role="reviewer").person


def shown(unit, reader):
    return [(one.round.code, *(count.value for count in one.counts)) for one in rounds_of_unit(unit, reader=reader)]


def test_a_province_reads_its_year_and_each_number_opens_to_as_many_rows(binh_thuan, as_person):
    """S000: 746 registered, 155 recognised, 39 proposed, 22 recognised by the province."""
    reader = reviewer_of(binh_thuan.province)
    assert shown(binh_thuan.province, reader) == [("BT-2023", 746, 155, 39, 22)]
    browser = as_person(reader)
    page = browser.get(reverse("units:detail", args=[binh_thuan.province.pk])).text
    numbers = NUMBER.findall(page)
    assert [number for _link, number in numbers] == ["746", "155", "39", "22"]
    for link, number in numbers:
        assert HEADLINE.search(browser.get(html.unescape(link)).text)[1] == number


def test_zero_is_a_number_and_opens_nothing(binh_thuan):
    one = rounds_of_unit(binh_thuan.silent, reader=reviewer_of(binh_thuan.province))[0]
    assert [(count.value, bool(count.url)) for count in one.counts] == [(53, True), (0, False), (0, False), (0, False)]


def test_who_may_not_read_the_figures_of_a_unit_sees_the_unit_without_them(binh_thuan, as_person):
    neighbour = reviewer_of(binh_thuan.units[0])
    assert shown(binh_thuan.units[0], neighbour)
    assert shown(binh_thuan.units[1], neighbour) == []
    keeper = MembershipFactory(person=PersonFactory(), unit=binh_thuan.province, role="keeper").person
    page = as_person(keeper).get(reverse("units:detail", args=[binh_thuan.province.pk]))
    assert page.status_code == 200
    assert "746" not in words(page.text)


def test_a_round_that_has_not_begun_or_runs_elsewhere_is_not_there(land):
    reader = reviewer_of(land.province)
    RoundFactory(movement=land.movement, code="QN-2026", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    RoundFactory(movement=MovementFactory(owner=land.second), code="UB-2024")
    assert [code for code, *_counts in shown(land.province, reader)] == ["QN-2024", "UB-2024"]
    assert [code for code, *_counts in shown(land.first, reader)] == ["QN-2024"]
    assert [code for code, *_counts in shown(land.second, reader)] == ["QN-2024", "UB-2024"]


def test_only_the_newest_rounds_are_shown_and_more_of_them_cost_nothing(land):
    reader = reviewer_of(land.province)
    registered(land.communes[0], land.round, 3, receiver=land.first)
    for year in range(2015, 2015 + AT_MOST - 1):
        RoundFactory(movement=land.movement, code=f"QN-{year}", starts=date(year, 1, 1), ends=date(year, 12, 31))
    shown(land.first, reader)  # her offices are read once
    with CaptureQueriesContext(connection) as few:
        assert len(shown(land.first, reader)) == AT_MOST
    for year in range(2005, 2015):
        RoundFactory(movement=land.movement, code=f"QN-{year}", starts=date(year, 1, 1), ends=date(year, 12, 31))
    with CaptureQueriesContext(connection) as many:
        assert len(shown(land.first, reader)) == AT_MOST
    assert len(many) == len(few)
