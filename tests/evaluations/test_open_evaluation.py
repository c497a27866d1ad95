"""A unit begins to judge a subject: a registration or a unit, and the engine never knows which."""

import pytest

from kheo.evaluations import actions
from kheo.evaluations.models import Subject
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from tests.evaluations.conftest import now, sheet_of

pytestmark = pytest.mark.django_db


def subject(story, unit=None):
    unit = unit or story.ward
    return actions.enter_subject(story.round, unit, code=unit.code, title=unit.name, by=story.minh)


def test_it_stands_at_the_first_stage_of_the_framework(story, demanded, opened):
    procedure = demanded()
    evaluation = opened()
    assert (evaluation.state, evaluation.version, evaluation.unit) == ("self", procedure.version, story.district)
    assert evaluation.cards.get().stage == "self"
    assert journal.history(evaluation).last().verb == "evaluation.opened"


def test_the_first_stage_need_not_be_the_self_assessment(story, demanded, opened):
    demanded(sheet_of(stages=["verification", "scoring"]))
    assert opened().state == "verification"


def test_a_subject_is_entered_once(story):
    assert subject(story) == subject(story)
    given = {"code": "MH-2024-0001", "title": "Tuyến đường hoa", "by": story.minh}
    first = actions.enter_subject(story.round, story.ward, issuer=story.district, **given)
    same_code = actions.enter_subject(story.round, story.ward, issuer=story.province, **given)
    assert first != same_code
    assert Subject.objects.count() == 3


def test_where_the_round_demands_nothing_nothing_is_judged(story):
    """Then recognition is as simple as ever."""
    with pytest.raises(NotNow, match="demands no evaluation at the level of Thị xã Quảng Yên"):
        actions.open_evaluation(subject(story), story.district, by=story.minh)


def test_a_unit_judges_itself_and_what_stands_below_it(story, demanded, opened):
    demanded()
    demanded(level="commune")
    assert opened(story.district).subject.unit == story.district
    with pytest.raises(NotNow, match="does not stand below"):
        actions.open_evaluation(subject(story, story.sibling), story.ward, by=story.dung)


def test_it_is_opened_once(story, demanded, opened):
    demanded()
    evaluation = opened()
    with pytest.raises(NotNow, match="already being evaluated"):
        actions.open_evaluation(evaluation.subject, story.district, by=story.minh)


def test_a_profile_is_one_of_the_framework(story, demanded, opened):
    demanded(sheet_of(profiles=[{"code": "DN", "text": "Doanh nghiệp", "without": ["C"], "scale": 80}]))
    assert now(opened(profile="DN")).profile_value.scale == 80
    with pytest.raises(BadInput, match="has no profile XX"):
        opened(story.sibling, profile="XX")


@pytest.mark.parametrize("person", ["lan", "hoa", "stranger", "nga"])
def test_it_is_refused_to_those_who_do_not_review_for_the_unit(story, demanded, person):
    demanded()
    with pytest.raises(NotPermitted):
        actions.open_evaluation(subject(story), story.district, by=getattr(story, person))


def test_it_is_refused_in_a_closed_round(story, demanded):
    demanded()
    movements.close_round(story.round, by=story.nga)
    with pytest.raises(NotNow, match="closed"):
        actions.open_evaluation(subject(story), story.district, by=story.minh)
