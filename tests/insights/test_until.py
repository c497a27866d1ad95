"""A round that is cut at a day: what had happened by then, each number with its rows, and the kept counts aside."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from kheo.insights.breakdown import breakdown_of
from kheo.insights.enums import Measure
from kheo.insights.funnel import funnel_of
from kheo.insights.rows import Part, behind
from kheo.insights.scope import Scope
from kheo.insights.subtotals import recount
from kheo.recognitions.models import Consideration, Proposal, Recognition
from tests.factories import MembershipFactory, PersonFactory
from tests.insights.builders import considered, proposed, registered
from tests.reading import words

pytestmark = pytest.mark.django_db
JUNE, SEPTEMBER, DECEMBER = date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)


@pytest.fixture
def cut(land):
    """Ten registered in May, five in August; four recognised in June, two of them proposed in July, one recognised
    above in October."""
    unit, round_ = land.communes[0], land.round
    rows = registered(unit, round_, 10, receiver=land.first, registered_on=date(2024, 5, 6))
    registered(unit, round_, 5, receiver=land.first, registered_on=date(2024, 8, 5))
    considered(land.first, round_, yes=rows[:4])
    proposed(rows[:2], land.first, land.province)
    Consideration.objects.update(concluded_at="2024-06-20T03:00:00Z")
    Recognition.objects.update(on=date(2024, 6, 20))
    Proposal.objects.update(at="2024-07-03T03:00:00Z")
    considered(land.province, round_, yes=rows[:1])
    Recognition.objects.filter(unit=land.province).update(on=date(2024, 10, 10))
    Consideration.objects.filter(unit=land.province).update(concluded_at="2024-10-10T03:00:00Z")
    recount()
    return land


@pytest.mark.parametrize(
    ("until", "figures"),
    [
        (date(2024, 5, 5), (0, 0, 0, 0)),
        (date(2024, 5, 6), (10, 0, 0, 0)),
        (JUNE, (10, 4, 0, 0)),
        (SEPTEMBER, (15, 4, 2, 0)),
        (DECEMBER, (15, 4, 2, 1)),
        (None, (15, 4, 2, 1)),
    ],
)
def test_each_fact_counts_from_its_own_day_and_opens_to_as_many_rows(cut, until, figures):
    scope = Scope.of(cut.province, cut.round, until=until)
    assert tuple(funnel_of(scope).total.by_measure().values()) == figures
    assert tuple(behind(scope, Part(measure)).count() for measure in Measure) == figures
    total = breakdown_of(scope).total
    assert (total.registered.total, total.recognised.total) == figures[:2]


@pytest.mark.parametrize(("until", "done"), [(date(2024, 6, 19), 0), (date(2024, 6, 20), 1), (None, 1)])
def test_a_unit_has_considered_from_the_day_on_which_it_concluded(cut, until, done):
    assert funnel_of(Scope.of(cut.province, cut.round, until=until)).considered == done


@pytest.fixture
def browser(cut, as_person):
    return as_person(MembershipFactory(person=PersonFactory(), unit=cut.province, role="reviewer").person)


class _Links(HTMLParser):
    """The addresses of the figures in a page."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("class") == "k-figure":
            self.found.append(attrs["href"])


@pytest.mark.parametrize("page", ["funnel", "breakdown"])
def test_the_links_of_a_page_keep_the_day(cut, browser, page):
    asked = {"unit": cut.province.pk, "round": cut.round.pk, "until": "30/06/2024"}
    shown = browser.get(reverse(f"insights:{page}"), asked).content.decode()
    assert "Only what had happened by 30/06/2024" in words(shown)
    links = _Links(shown).found
    assert links
    for link in links:
        assert "until=30%2F06%2F2024" in link
        assert browser.get(link).status_code == 200


def test_a_day_outside_the_round_is_refused_in_one_sentence(cut, browser):
    asked = {"unit": cut.province.pk, "round": cut.round.pk, "until": "30/06/2023"}
    said = words(browser.get(reverse("insights:funnel"), asked, follow=True).content.decode())
    assert f"30/06/2023 is no day of {cut.round.name}. Choose one from 01/01/2024 to 31/12/2024." in said
