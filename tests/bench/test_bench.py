"""`make bench` still runs: a small nation is seeded, every page answers, and none asks more often for more rows."""

from datetime import date

import pytest
from django.test import Client, override_settings

from bench import nation
from bench.__main__ import MORE_QUERIES, OVER, Line
from bench.meter import Meter, Page
from bench.pages import pages
from kheo.exemplars.models import Registration
from kheo.insights.funnel import funnel
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.models import Unit


@pytest.mark.django_db(transaction=True)  # it vacuums, which no transaction may
def test_every_page_of_the_bench_answers_and_asks_as_often_for_fifty_rows_as_for_one():
    seeded = nation.seed(300, units=(2, 4, 12))
    assert Registration.objects.count() == 300 + 2 * 51 == seeded.count("kheo_registration")
    assert Unit.objects.count() == 1 + 2 + 4 + 12 + 2 + 51
    with clock.at(date(nation.YEAR, 11, 20)), override_settings(ROOT_URLCONF="bench.floor"):
        assert funnel(Unit.objects.get(pk=seeded.central), Round.objects.get()).total.recognised_above
        meter = Meter({person.username: signed_in(person) for person in Person.objects.all()})
        floor = Page("floor", "/floor/", "province", None)
        wanted, missing = pages("province")
        assert missing == []
        costs = meter.measure([floor, *wanted], 1)
        assert costs[floor].queries == 3
        for one, fifty in zip(pages("one")[0], pages("fifty")[0], strict=True):
            assert meter.queries(one) == meter.queries(fifty), one.name


def test_a_line_says_whether_the_promise_is_kept():
    assert line(2.9).verdict == "ok"
    assert line(3.1).verdict == OVER
    assert line(2.9, sound=False).verdict == MORE_QUERIES
    assert line(9.9, budget=None).verdict == ""


def line(ratio, budget=3.0, sound=True):
    return Line("province", "funnel", "15 15/15", 30.0, 20.0, ratio, budget, sound)


def signed_in(person):
    browser = Client(headers={"host": "localhost"})
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser
