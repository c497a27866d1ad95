"""A unit merged on 01/07/2025: old results stay with the old unit, found by the succession on record (§4.3)."""

from datetime import date

import pytest

from kheo.evaluations import actions, results
from kheo.evaluations.models import Evaluation, Subject
from kheo.kernel import clock, periods
from kheo.units import actions as units
from tests.evaluations.conftest import marks, now, send_points
from tests.factories import MembershipFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db
MERGED = date(2025, 7, 1)


@pytest.fixture
def judged_in_2024(office, assigned):
    """Phường Yên Giang, concluded with 87 points."""
    for scorer in (office.minh, office.son):
        send_points(assigned, scorer, marks(A=27, B=43, C=17))
    return actions.conclude_evaluation(now(assigned), by=office.thu)


@pytest.fixture
def quang_yen(story):
    """Phường Quảng Yên, made of Phường Yên Giang."""
    merged = UnitFactory(
        code="QY-MOI", name="Phường Quảng Yên", during=periods.period(MERGED), parent=story.province, level="commune"
    )
    units.succeed(story.ward, merged, on=MERGED, by=None)
    return merged


def test_the_old_result_stays_with_the_old_unit(story, judged_in_2024, quang_yen):
    with clock.at(date(2025, 11, 20)):
        standing = results.of(judged_in_2024.subject, story.district)
        assert (standing.subject.unit, standing.total) == (story.ward, 87)
        assert not Subject.objects.filter(unit=quang_yen).exists()


def test_the_succession_leads_whoever_serves_the_new_unit_to_it(judged_in_2024, quang_yen):
    clerk = PersonFactory()
    MembershipFactory(person=clerk, unit=quang_yen, role="clerk", during=periods.period(MERGED))
    with clock.at(date(2025, 11, 20)):
        assert list(Evaluation.objects.visible_to(clerk)) == [judged_in_2024]


def test_without_a_succession_nothing_does(story, judged_in_2024):
    other = UnitFactory(code="DT", name="Phường Yên Giang", during=periods.period(MERGED), parent=story.province)
    namesake = PersonFactory()
    MembershipFactory(person=namesake, unit=other, role="clerk", during=periods.period(MERGED))
    with clock.at(date(2025, 11, 20)):
        assert not Evaluation.objects.visible_to(namesake).exists()
