"""What a result usually costs: five numbers from a handful of works on, and a question where one stands out."""

from decimal import Decimal

import pytest

from kheo.exemplars.models import Registration
from kheo.results import comparing
from kheo.results.models import Achievement, Contribution
from tests.factories import RegistrationFactory


@pytest.fixture
def lanes(story):
    """Lanes of the unit beside, each 300 m long and 3 m wide, at so many million đồng."""

    def lanes(*millions):
        field = story.movement.fields.first()
        made = []
        for cost in millions:
            work = RegistrationFactory(
                unit=story.sibling, receiver=story.district, round=story.round, status="accepted", field=field
            )
            lane = Achievement.objects.create(
                registration=work, words="Đường bê tông", value=300, measure="m", width=Decimal(3)
            )
            Contribution.objects.create(
                registration=work, words="Làm đường", value=cost, measure="million_dong", result=lane
            )
            made.append(work)
        return made

    return lanes


def test_a_wide_lane_is_compared_by_its_area(story, lanes):
    lanes(270, 279, 288, 297, 306)
    (spread,) = comparing.spreads(Registration.objects.all())
    assert (spread.name, spread.per, len(spread.costs)) == ("Đường bê tông", "m2", 5)
    assert spread.five == (300_000, 310_000, 320_000, 330_000, 340_000)


def test_under_five_works_nothing_is_shown(story, lanes):
    """A quartile of four would point at one of them."""
    lanes(270, 279, 288, 900)
    assert comparing.spreads(Registration.objects.all()) == []


def test_what_lies_far_outside_is_a_question_to_the_reviewer(story, lanes, as_person):
    *usual, dear = lanes(270, 279, 288, 297, 306, 900)
    assert [comparing.questions(work, story.minh) for work in usual] == [[]] * 5
    (question,) = comparing.questions(dear, story.minh)
    assert question.startswith("Đường bê tông: 1 million đồng for one m². In 6 comparable works")
    assert question.endswith("What makes this one different?")
    told = as_person(story.minh).get(f"/exemplars/{dear.pk}/").content.decode()
    assert "A question to ask" in told


def test_what_the_reader_may_not_see_is_not_compared(story, lanes):
    """A reviewer of another province has too few works of his own eyes: no question, and nothing given away."""
    dear = lanes(270, 279, 288, 297, 306, 900)[-1]
    assert comparing.questions(dear, story.stranger) == []


def test_as_many_queries_for_fifty_works_as_for_five(story, lanes, django_assert_num_queries):
    lanes(*range(270, 275))
    with django_assert_num_queries(1):
        comparing.spreads(Registration.objects.all())
    lanes(*range(280, 330))
    with django_assert_num_queries(1):
        comparing.spreads(Registration.objects.all())


@pytest.mark.parametrize(("per_cent", "value"), [(0, 1), (25, 2), (50, 3), (75, 4), (100, 5), (10, "1.4")])
def test_quantiles(per_cent, value):
    assert comparing.quantile([Decimal(n) for n in range(1, 6)], per_cent) == Decimal(value)
