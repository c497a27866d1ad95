"""Independent scoring: each alone on a card of their own, with reasons, sent one by one."""

from decimal import Decimal

import pytest

from kheo.evaluations import actions, lacking, results
from kheo.evaluations.cards import Mark
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.people.models import Person
from tests.evaluations.conftest import card_of, marks, now, send_points, sheet_of, with_reason
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
LOWER = "Chưa có số liệu đối chiếu."


def test_one_leaf_after_the_other(office, assigned):
    card = card_of(assigned, office.son)
    for revision, given in enumerate((marks(A=27), marks(B=43), marks(C=17))):
        card = actions.score(card, given, by=office.son, revision=revision)
    assert (card.revision, lacking.lacks(card)) == (3, [])
    assert journal.history(card).last().verb == "scorecard.written"


def test_another_score_than_the_stage_before_needs_a_reason(office, assigned):
    """It is asked for at sending, so that points can be pressed first and words typed after."""
    card = actions.score(card_of(assigned, office.son), marks(A=20, B=43, C=17), by=office.son, revision=0)
    with pytest.raises(BadInput) as refused:
        actions.send_card(card, by=office.son)
    assert str(refused.value) == "A “Chỉ đạo”: say why it differs from what was given before."
    card = actions.score(card, with_reason(LOWER, A=20), by=office.son, revision=1)
    assert actions.send_card(card, by=office.son).is_sent


def test_the_stage_goes_on_when_all_have_sent(office, assigned):
    send_points(assigned, office.son, marks(A=27, B=43, C=17))
    assert now(assigned).state == "scoring"
    send_points(assigned, office.minh, with_reason(LOWER, A=25, B=40, C=15))
    assert now(assigned).state == "scored"
    assert journal.history(assigned).last().details == {"stage": "scoring", "to": "scored"}


@pytest.mark.parametrize(
    ("rule", "total"),
    [({"by": "mean"}, 84), ({"by": "median"}, 86), ({"by": "trimmed_mean", "trim": 1}, 86)],
)
def test_many_become_one_as_the_framework_says(story, office, demanded, opened, rule, total):
    """Leaf by leaf, so that the total is always the sum of the leaves that are shown."""
    demanded(sheet_of(stages=["scoring"], aggregate=rule), scorers=3)
    evaluation = opened()
    given = {office.minh: (30, 50, 20), office.son: (26, 42, 18), office.hanh: (20, 34, 12)}
    for scorer, (a, b, c) in given.items():
        actions.assign(evaluation, scorer, by=office.thu)
        send_points(evaluation, scorer, marks(A=a, B=b, C=c))
    standing = results.of(evaluation.subject, story.district)
    assert standing.total.quantize(Decimal(1)) == total
    assert sum(standing.outcome.tally.points.values()) == standing.total
    assert standing.stages["scoring"].cards == 3


def test_yes_and_no_go_by_the_majority(story, office, demanded, opened):
    """Đà Lạt's table knows only met and not met: two of three decide."""
    criteria = [
        {"code": code, "text": code, "maximum": 0, "method": {"by": "yes_no", "scored": False}}
        for code in ("TC1", "TC2")
    ]
    classes = [{"code": "D", "name": "Đạt", "conditions": [{"of": "passed", "is": ">=", "bound": 2}]}]
    demanded(sheet_of(criteria=criteria, scale=0, classes=classes, stages=["scoring"]), scorers=3)
    evaluation = opened()
    for scorer, second in [(office.minh, True), (office.son, True), (office.hanh, False)]:
        actions.assign(evaluation, scorer, by=office.thu)
        send_points(evaluation, scorer, {"TC1": Mark(passed=True), "TC2": Mark(passed=second)})
    assert results.of(evaluation.subject, story.district).class_name == "Đạt"


class TestRefused:
    def test_to_whom_it_was_not_given(self, story, office, assigned):
        for person in (office.hanh, office.thu, story.lan, story.stranger):
            with pytest.raises(NotPermitted):
                actions.score(card_of(assigned, office.son), marks(A=27), by=person, revision=0)

    def test_on_a_colleagues_card(self, office, assigned):
        with pytest.raises(NotPermitted, match="score card of somebody else"):
            actions.score(card_of(assigned, office.son), marks(A=27), by=office.minh, revision=0)

    def test_to_whoever_has_become_near_meanwhile(self, story, office, assigned):
        MembershipFactory(person=office.son, unit=story.ward, role="clerk")
        at_the_next_request = Person.objects.get(pk=office.son.pk)
        with pytest.raises(NotPermitted, match="serves Phường Yên Giang. Somebody else has to judge it"):
            actions.score(card_of(assigned, office.son), marks(A=27), by=at_the_next_request, revision=0)

    def test_once_it_is_sent(self, office, assigned):
        card = send_points(assigned, office.son, marks(A=27, B=43, C=17))
        with pytest.raises(NotNow, match="is sent"):
            actions.score(card, marks(A=20), by=office.son, revision=1)

    def test_before_the_stage_has_come(self, office, assessed):
        actions.assign(assessed, office.son, by=office.thu)
        with pytest.raises(NotNow, match="at the stage “Field verification”; this belongs to “Scoring”"):
            actions.score(card_of(assessed, office.son), marks(A=27), by=office.son, revision=0)
