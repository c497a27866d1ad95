"""A round's own page shows three of its figures to whoever may read them, and each opens to exactly its rows."""

import html
import re

import pytest
from django.urls import reverse

from tests.factories import MembershipFactory, PersonFactory, UnitFactory
from tests.insights.builders import considered, registered

pytestmark = pytest.mark.django_db
HEADLINE = re.compile(r'<p>([^<]+)</p>\s*<p class="k-kpi__value">(?:<a href="([^"]+)">)?([\d.–]+)')
ROWS = re.compile(r"<h1>([^<]*): ([\d.]+)</h1>")


@pytest.fixture
def year(land):
    """Quảng Yên: 6 registered, 5 of them accepted, 4 of those recognised; Uông Bí: 2 registered, nothing considered."""
    rows = registered(land.communes[0], land.round, 5, receiver=land.first)
    registered(land.communes[1], land.round, 1, receiver=land.first, status="submitted")
    registered(land.communes[2], land.round, 2, receiver=land.second, status="returned")
    considered(land.first, land.round, yes=rows[:4], no=rows[4:])
    return land


def reader(unit, role="reviewer"):
    return MembershipFactory(person=PersonFactory(), unit=unit, role=role).person


def headlines(browser, land):
    """`[(label, address, number)]` as the page of the round shows them."""
    page = browser.get(reverse("movements:round", args=[land.round.pk]))
    return [(label, html.unescape(url), shown) for label, url, shown in HEADLINE.findall(page.content.decode())]


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("province", [("Registered", "8"), ("Accepted", "5"), ("Recognised", "4")]),
        ("first", [("Registered", "6"), ("Accepted", "5"), ("Recognised", "4")]),
    ],
)
def test_whoever_reads_figures_sees_those_of_the_own_unit(year, as_person, unit, shown):
    browser = as_person(reader(getattr(year, unit)))
    assert [(label, number) for label, _url, number in headlines(browser, year)] == shown


def test_every_number_opens_to_as_many_rows_and_says_which(year, as_person):
    browser = as_person(reader(year.province))
    opened = [
        ROWS.search(browser.get(url).content.decode()).groups() for _label, url, _shown in headlines(browser, year)
    ]
    assert opened == [("Registered", "8"), ("Registered · accepted into the list", "5"), ("Recognised here", "4")]


def test_before_anybody_has_considered_what_is_recognised_is_not_zero_but_not_known(year, as_person):
    browser = as_person(reader(year.second))
    assert headlines(browser, year) == [
        ("Registered", headlines(browser, year)[0][1], "2"), ("Accepted", "", "0"), ("Recognised", "", "–"),
    ]  # fmt: skip
    considered(year.second, year.round, no=registered(year.communes[2], year.round, 1, receiver=year.second))
    assert headlines(browser, year)[2] == ("Recognised", "", "0")


def test_who_reads_for_no_unit_sees_no_figure(year, as_person):
    browser = as_person(reader(year.province, role="keeper"))
    assert headlines(browser, year) == []
    assert as_person(reader(UnitFactory(level="province"))).get(
        reverse("movements:round", args=[year.round.pk])
    ).status_code == 404  # fmt: skip


def test_the_list_of_the_accepted_stays_theirs_in_another_round(year, as_person):
    browser = as_person(reader(year.province))
    page = browser.get(headlines(browser, year)[1][1]).content.decode()
    assert '<input type="hidden" name="accepted" value="1">' in page
    said = browser.get(reverse("insights:rows"), {"accepted": "yes"}, follow=True).content.decode()
    assert "“accepted” cannot be “yes”" in said
