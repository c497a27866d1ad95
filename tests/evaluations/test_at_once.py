"""Two people at the same moment: nothing is overwritten unseen, nothing happens twice."""

import pytest

from kheo.evaluations import actions
from kheo.evaluations.models import Evaluation, Scorecard
from kheo.kernel.errors import NotNow, Stale
from tests.at_once import at_once
from tests.evaluations.conftest import assess, card_of, marks, now, sheet_of
from tests.story import told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    """The story, committed: the other thread has to see it."""
    with told() as story:
        yield story


def test_two_on_one_leaf_one_of_them_sees_both(story, evaluation):
    answers = at_once(
        lambda: actions.self_assess(evaluation, marks(A=27), by=story.lan, revision=0),
        lambda: actions.self_assess(evaluation, marks(A=25), by=story.dung, revision=0),
    )
    assert sum(isinstance(answer, Stale) for answer in answers) == 1
    assert evaluation.cards.get().revision == 1


def test_two_on_different_leaves_are_both_kept(story, evaluation):
    at_once(
        lambda: actions.self_assess(evaluation, marks(A=27), by=story.lan, revision=0),
        lambda: actions.self_assess(evaluation, marks(B=40), by=story.dung, revision=0),
    )
    card = evaluation.cards.get()
    assert ({score.code for score in card.scores.all()}, card.revision) == ({"A", "B"}, 2)


def test_the_last_two_scorers_at_once_finish_the_stage_once(story, office, demanded, opened):
    demanded(sheet_of(stages=["scoring"]), scorers=2)
    evaluation = opened()
    for scorer in (office.minh, office.son):
        actions.assign(evaluation, scorer, by=office.thu)
        actions.score(card_of(evaluation, scorer), marks(A=27, B=43, C=17), by=scorer, revision=0)
    at_once(
        lambda: actions.send_card(card_of(evaluation, office.minh), by=office.minh),
        lambda: actions.send_card(card_of(evaluation, office.son), by=office.son),
    )
    assert (now(evaluation).state, Scorecard.objects.sent().count()) == ("scored", 2)


def test_a_card_is_sent_once(story, evaluation):
    actions.self_assess(evaluation, marks(A=27, B=43, C=17), by=story.lan, revision=0)
    card = evaluation.cards.get()
    answers = at_once(lambda: actions.send_card(card, by=story.lan), lambda: actions.send_card(card, by=story.dung))
    assert sum(isinstance(answer, NotNow) for answer in answers) == 1
    assert now(evaluation).state == "verification"


def test_it_is_opened_and_concluded_once(story, office, demanded):
    demanded(sheet_of(stages=["self"]))
    subject = actions.enter_subject(story.round, story.ward, code="YG", title="Phường Yên Giang", by=story.minh)
    answers = at_once(*[lambda: actions.open_evaluation(subject, story.district, by=story.minh)] * 2)
    assert sum(isinstance(answer, Evaluation) for answer in answers) == 1
    evaluation = assess(Evaluation.objects.get(), story.lan, marks(A=27, B=43, C=17))
    answers = at_once(*[lambda: actions.conclude_evaluation(evaluation, by=office.thu)] * 2)
    assert sum(isinstance(answer, NotNow) for answer in answers) == 1
