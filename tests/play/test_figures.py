"""Quảng Yên 2024 in figures: every number comes from a real row, and every sum from the rows (movement.md §6, 001)."""

from decimal import Decimal

import pytest

from kheo.exemplars.models import Registration
from kheo.insights import mobilised
from kheo.insights.scope import Scope
from kheo.kernel import clock
from kheo.kernel.quantities import Qualifier, in_words, total
from kheo.movements.models import Round
from kheo.results import reading
from kheo.story import figures, quang_yen, stages
from kheo.story.facts import all_facts, printed
from kheo.story.scenes import described
from kheo.units.models import Unit


@pytest.fixture
def demo(played):
    """Live on the demonstration's business day, in a copy of it."""
    with clock.at(stages.BUSINESS_DAY):
        yield played


def work(number):
    scene = described(quang_yen.ROUND)[number]
    return Registration.objects.get(round__code=scene.round, unit__code=scene.unit, title=scene.title)


def whole(scope):
    """The total of the table of resources, in words, by column."""
    table = mobilised.of_resources(scope)
    return {column.key: cell.text for column, cell in zip(table.columns, table.total, strict=True)}


def test_the_cultural_houses(demo):
    """001-03 to 001-09: 16 air conditioners over areas 1–4, more than 1.200 m² of yard, more than 1.030 million."""
    houses = work(figures.HOUSES)
    machines, _things, yard, _screens, murals = houses.results.all()
    assert (machines.value, machines.place) == (printed("001-03"), "Khu 1, 2, 3, 4")
    assert in_words(yard.quantity) == "more than 1.200 m²"
    assert (murals.value, murals.place) == (None, "Khuôn viên nhà văn hóa khu 2")
    given = [given.quantity for given in houses.contributions.all()]
    assert [(q.value, q.qualifier) for q in given] == [
        (printed(fact), Qualifier.MORE_THAN) for fact in ("001-04", "001-05", "001-07", "001-08")
    ]
    (money,) = total(given)
    assert in_words(money.quantity) == "more than 1.030 million đồng"
    assert reading.of(houses).resource_totals == ["more than 1.030 million đồng"]


def test_the_six_rates_with_the_note(demo):
    """001-10 to 001-15: the group's 89,7 % stands above both of its parts."""
    rates = reading.of(work(figures.DIGITAL)).results
    assert [row.number for row in rates] == ["96 %", "100 %", "89,5 %", "89,7 %", "86,4 %", "87,6 %"]
    (odd,) = [remark for row in rates for remark in row.remarks if remark.odd]
    assert "89,7 %" in odd.text
    assert "(86,4 %; 87,6 %)" in odd.text
    assert "It is kept as it was reported." in odd.text


def test_the_railing_and_the_lane(demo):
    """001-17 to 001-21: 75 million and 120 m; 352 million, 326 m × 3 m = 978 m²."""
    (railing,), (paid,) = work(figures.RAILING).results.all(), work(figures.RAILING).contributions.all()
    assert (in_words(railing.quantity), in_words(paid.quantity)) == ("120 m", "75 million đồng")
    lane = reading.of(work(figures.LANE))
    assert [remark.text for remark in lane.results[0].remarks] == [
        "326 m × 3 m = 978 m² (computed)",
        "359.918 đồng for one m² (computed)",
    ]
    assert lane.resource_totals == ["352 million đồng"]


def test_the_women_and_their_children(demo):
    """001-22 to 001-27: 2 new of 28 children; 106,8 + 64,2 + 310 = 481 million; 223 households."""
    women = work(figures.GODMOTHER)
    (sponsoring,) = reading.of(women).sponsoring
    assert (sponsoring.now.newly, sponsoring.now.now) == (printed("001-22"), printed("001-23"))
    assert sponsoring.now.budget_in_words == "106,8 million đồng"
    assert [given.value for given in women.contributions.all()] == [
        Decimal(all_facts()[fact].value) for fact in ("001-25", "001-27")
    ]
    assert in_words(women.served.get().quantity) == "223 households"
    scope = Scope.of(women.unit, Round.objects.get(code=quang_yen.ROUND))
    assert whole(scope)["money"] == "481"


def test_the_town_as_a_whole(demo):
    """Everything that was told, added once: more than 1.030 + 75 + 352 + 481 million."""
    town = Unit.objects.coded(quang_yen.TOWN, clock.today()).get()
    scope = Scope.of(town, Round.objects.get(code=quang_yen.ROUND))
    found = whole(scope)
    assert (found["money"], found["household"]) == ("more than 1.938", "223")
    results = {row[0].text: row[1].text for row in mobilised.of_results(scope).rows}
    assert results["Lan can chống đuối nước"] == "120"
    assert results["Sân nhà văn hóa được lát"] == "more than 1.200"
