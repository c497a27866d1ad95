"""Ngân Sơn district, 2020, by the table of Bắc Kạn (Decision 1878): a commune gave itself 87, the district found 78.

The class goes from tốt to khá; a reviewer may also raise; both need a reason, and both numbers stay visible (BR-18,
cells-and-democracy.md §4.3).
"""

from decimal import Decimal

import pytest

from kheo.criteria.enums import Stage
from kheo.evaluations import actions, results
from kheo.kernel.errors import BadInput
from tests.evaluations.conftest import assess, bac_kan, marks, now, with_reason

pytestmark = pytest.mark.django_db
WHY = "Hồ sơ thiếu biên bản giám sát; phần II do huyện chấm."


@pytest.fixture
def ngan_son(story, demanded, opened):
    demanded(bac_kan())
    return assess(opened(), story.lan, marks(I=87))


def superior(evaluation, by, given):
    card = evaluation.cards.get(stage="superior")
    return actions.score(card, given, by=by, revision=card.revision)


def test_the_class_goes_from_tot_to_kha_and_both_stay_visible(story, office, ngan_son):
    card = superior(ngan_son, story.minh, with_reason(WHY, I=70) | marks(II=8))
    actions.send_card(card, by=story.minh)
    actions.answer_gate(ngan_son, "DK", passed=True, by=story.minh)
    standing = results.of(ngan_son.subject, story.district)
    self_, reviewed = standing.stages[Stage.SELF], standing.stages[Stage.SUPERIOR]
    assert (self_.tally.total, standing.class_named(self_.verdict.class_code)) == (87, "Tốt")
    assert (reviewed.tally.total, standing.class_named(reviewed.verdict.class_code)) == (78, "Khá")
    assert (standing.total, standing.class_name, standing.provisional) == (78, "Khá", False)
    assert standing.held_back == ["Not “Tốt”: ≥ 80 is wanted, 78 was reached."]
    concluded = actions.conclude_evaluation(ngan_son, by=office.thu)
    frozen = results.of(concluded.subject, story.district)
    assert (frozen.stages[Stage.SELF].tally.total, frozen.total) == (87, 78)


@pytest.mark.parametrize("found", [70, 90])
def test_lowering_and_raising_both_need_a_reason(story, ngan_son, found):
    card = superior(ngan_son, story.minh, marks(I=found, II=8))
    with pytest.raises(BadInput, match="I “.*”: say why it differs from what was given before"):
        actions.send_card(card, by=story.minh)
    card = superior(ngan_son, story.minh, with_reason(WHY, I=found))
    assert actions.send_card(card, by=story.minh).is_sent


def test_agreeing_needs_none(story, ngan_son):
    card = superior(ngan_son, story.minh, marks(I=87, II=8))
    assert actions.send_card(card, by=story.minh).is_sent


def test_the_ten_points_are_the_superiors_alone(story, demanded, opened):
    """8 criteria make 90; the other 10 are given by the superior (Bắc Kạn)."""
    demanded(bac_kan())
    evaluation = opened()
    with pytest.raises(BadInput, match="II is kept for the stage “scoring by the superior”"):
        actions.self_assess(evaluation, marks(I=87, II=10), by=story.lan, revision=0)
    assess(evaluation, story.lan, marks(I=87))
    assert results.of(evaluation.subject, story.district).stages[Stage.SELF].tally.maximum == 90


def test_two_units_could_not_be_classified(story, ngan_son):
    """Không đủ điều kiện xếp loại stands outside the classes, whatever the points, and the screen says which gate."""
    actions.send_card(superior(ngan_son, story.minh, marks(I=87, II=10)), by=story.minh)
    actions.answer_gate(ngan_son, "DK", passed=False, document="12-KL/UBKTHU", by=story.minh)
    standing = results.of(now(ngan_son).subject, story.district)
    assert (standing.total, standing.verdict.not_eligible, standing.class_name) == (Decimal(97), True, "")
    assert [(gate.sentence, gate.document) for gate in standing.failed_gates] == [
        ("Đủ điều kiện xếp loại", "12-KL/UBKTHU")
    ]
