"""Who is too near to judge, worked out before anybody is asked: own, former, parent, child; and what is no conflict."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kheo.evaluations import conflicts
from kheo.evaluations.conflicts import Kinship, Nearness
from kheo.kernel import periods
from kheo.units import actions as units
from tests.factories import MembershipFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scorer(story):
    """Sơn scores for the province; what else he serves is up to each test."""
    person = PersonFactory(full_name="Phạm Hồng Sơn")
    MembershipFactory(person=person, unit=story.province, role="reviewer")
    return person


def serves(person, unit, role="clerk", *, since=date(2020, 1, 1), until=None):
    MembershipFactory(person=person, unit=unit, role=role, during=periods.period(since, until))


def test_whoever_serves_the_judged_unit_is_too_near(story):
    assert conflicts.between(story.lan, story.ward, judge=story.district) == ["Nguyễn Thị Lan serves Phường Yên Giang."]


def test_the_judging_unit_itself_is_no_conflict(story, scorer):
    """Whoever scores for the district serves it, and it stands directly above its wards."""
    assert conflicts.between(story.minh, story.ward, judge=story.district) == []
    assert conflicts.between(scorer, story.province, judge=story.province) == []


def test_what_lies_between_is_no_conflict(story, scorer):
    """The district, which considered the ward's model before the province does, stands in the line of the judgement."""
    serves(scorer, story.district, "head")
    assert conflicts.between(scorer, story.ward, judge=story.province) == []


def test_but_where_the_judge_is_not_above_the_unit_the_superior_is_near(story):
    """Two wards score each other in a block: whoever serves the district of one of them is near to it."""
    assert conflicts.between(story.minh, story.ward, judge=story.foreign) == [
        "Trần Văn Minh serves Thị xã Quảng Yên, which stands directly above Phường Yên Giang."
    ]
    assert conflicts.between(story.hoa, story.ward, judge=story.foreign) == []


def test_whoever_serves_below_the_judged_unit_is_near_however_deep(story, scorer):
    serves(scorer, story.ward)
    assert conflicts.between(scorer, story.district, judge=story.province) == [
        "Phạm Hồng Sơn serves Phường Yên Giang, which stands below Thị xã Quảng Yên."
    ]
    quarter = UnitFactory(name="Khu phố 3", level="grassroots", parent=story.ward)
    other = PersonFactory(full_name="Bùi Thị Thu")
    serves(other, quarter)
    assert len(conflicts.between(other, story.district, judge=story.province)) == 1


def test_whoever_served_there_within_a_term_of_office_is_near(story, scorer):
    serves(scorer, story.ward, since=date(2018, 1, 1), until=date(2021, 6, 30))
    assert conflicts.between(scorer, story.ward, judge=story.province) == [
        "Phạm Hồng Sơn served Phường Yên Giang until 30/06/2021."
    ]
    assert conflicts.between(scorer, story.ward, judge=story.province, on=date(2026, 7, 1)) == []


def test_a_former_office_elsewhere_is_no_conflict(story, scorer):
    """Only the judged unit itself: who once served its neighbour, or below it, owes it nothing."""
    serves(scorer, story.sibling, until=date(2023, 12, 31))
    assert conflicts.between(scorer, story.ward, judge=story.province) == []
    assert conflicts.between(scorer, story.district, judge=story.province) == []


def test_a_neighbour_is_no_conflict(story, scorer):
    serves(scorer, story.sibling)
    assert conflicts.between(scorer, story.ward, judge=story.province) == []


def test_who_served_a_unit_that_went_on_as_the_judged_one_is_near(story, scorer):
    """The communes were merged on 01/07/2025: whoever served one of them until then judges not what came of it."""
    serves(scorer, story.ward, until=date(2025, 6, 30))
    merged = UnitFactory(name="Phường Quảng Yên", during=periods.period(date(2025, 7, 1)), parent=story.province)
    units.close(story.ward, last_day=date(2025, 6, 30), by=None)
    units.succeed(story.ward, merged, on=date(2025, 7, 1), by=None)
    assert conflicts.between(scorer, merged, judge=story.province, on=date(2025, 11, 20)) == [
        "Phạm Hồng Sơn served Phường Quảng Yên until 30/06/2025."
    ]


def test_an_office_that_has_not_begun_is_no_conflict(story, scorer):
    serves(scorer, story.ward, since=date(2025, 1, 1))
    assert conflicts.between(scorer, story.ward, judge=story.province) == []


def test_two_reasons_are_two_sentences(story, scorer):
    serves(scorer, story.ward)
    serves(scorer, story.ward, "head", since=date(2019, 1, 1), until=date(2019, 12, 31))
    assert conflicts.between(scorer, story.ward, judge=story.province) == [
        "Phạm Hồng Sơn serves Phường Yên Giang.", "Phạm Hồng Sơn served Phường Yên Giang until 31/12/2019.",
    ]  # fmt: skip


def test_another_chapter_adds_its_kind_of_nearness(story, scorer, monkeypatch):
    """The seam for emulation blocks: units of one block are near to each other."""
    monkeypatch.setattr(conflicts, "_kinships", dict(conflicts._kinships))
    block = {story.ward.pk, story.sibling.pk}
    conflicts.register(
        Kinship(
            "block", "%(person)s serves %(other)s, in one block with %(unit)s.",
            lambda circle: {(a, b) for a in circle.served & block for b in circle.judged & block if a != b},
        )
    )  # fmt: skip
    serves(scorer, story.sibling)
    assert conflicts.between(scorer, story.ward, judge=story.province) == [
        "Phạm Hồng Sơn serves Xã Liên Hòa, in one block with Phường Yên Giang."
    ]


def test_many_people_and_units_cost_as_many_queries_as_one(story, scorer):
    def asked(people, judged):
        with CaptureQueriesContext(connection) as queries:
            Nearness(people, [unit.pk for unit in judged], judge=story.province)
        return len(queries)

    assert asked([scorer], [story.ward]) == 1  # no office elsewhere, nothing to be near to
    serves(scorer, story.sibling)
    few = asked([scorer], [story.sibling])
    people = [scorer, story.lan, story.minh, story.hoa, *(PersonFactory() for _ in range(10))]
    wards = [UnitFactory(parent=story.district) for _ in range(40)]
    for person, ward in zip(people, wards, strict=False):
        serves(person, ward)
    assert asked(people, [story.ward, story.district, *wards]) == few
