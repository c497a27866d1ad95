"""The round of explanation: the judging side asks, the unit answers, and scorers may look again at that alone."""

from datetime import date

import pytest

from kheo.evaluations import actions, history
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.evaluations.conftest import card_of, marks, now, send_points, with_reason

pytestmark = pytest.mark.django_db
WHY = "Chưa có số liệu đối chiếu."


@pytest.fixture
def scored(office, assigned):
    """Sơn gave less for the results; Minh has not sent yet."""
    send_points(assigned, office.son, with_reason(WHY, A=27, B=30, C=17))
    return now(assigned)


@pytest.fixture
def asked(office, scored):
    actions.ask_explanation(scored, {"B": "Số điều hòa thực tế là bao nhiêu?"}, by=office.thu)
    return now(scored)


@pytest.fixture
def explained(story, asked):
    question = asked.questions.get()
    return actions.explain(asked, {question.pk: "16 chiếc, theo biên bản bàn giao 02/10/2024."}, by=story.lan)


def test_the_unit_holds_the_matter_until_it_has_answered(story, asked):
    assert (asked.state, asked.resumes, str(asked.held_by.label)) == (
        "explanation",
        "scoring",
        "the unit that is judged",
    )
    assert journal.history(asked).last().details == {"codes": ["B"]}


def test_with_the_last_answer_it_goes_back_to_where_it_was(story, office, scored):
    actions.ask_explanation(scored, {"A": "Kế hoạch số mấy?", "B": "Số điều hòa?"}, by=office.minh)
    first, second = now(scored).questions.all()
    assert actions.explain(scored, {first.pk: "KH 12."}, by=story.lan).state == "explanation"
    assert actions.explain(scored, {second.pk: "16."}, by=story.dung).state == "scoring"
    assert [question.answered_by for question in now(scored).questions.all()] == [story.lan, story.dung]


def test_a_scorer_may_look_again_at_what_was_asked_with_a_reason(office, explained):
    card = card_of(explained, office.son)
    with pytest.raises(BadInput, match="why the points change: B"):
        actions.look_again(card, marks(B=43), by=office.son, revision=card.revision)
    card = actions.look_again(card, with_reason("Theo giải trình.", B=43), by=office.son, revision=card.revision)
    assert card.is_sent
    assert journal.history(card).last().verb == "scorecard.rescored"
    told = history.of_leaf(explained, "B", reader=office.son)
    assert [(one.stage, one.entry.points, one.until is None) for one in told if one.stage == "scoring"] == [
        ("scoring", 30, False), ("scoring", 43, True),
    ]  # fmt: skip
    assert told[-2].reason == WHY


def test_and_at_nothing_else(office, explained):
    with pytest.raises(NotNow, match="not C"):
        actions.look_again(card_of(explained, office.son), with_reason("x", B=43, C=20), by=office.son, revision=1)


def test_nobody_looks_again_without_an_answer(office, asked):
    with pytest.raises(NotNow, match="belongs to “Scoring / To be concluded”"):
        actions.look_again(card_of(asked, office.son), with_reason("x", B=43), by=office.son, revision=1)


def test_an_answer_that_was_there_before_the_card_was_sent_opens_nothing(office, explained):
    with clock.at(date(2024, 11, 21)):
        card = send_points(explained, office.minh, marks(A=27, B=43, C=17))
    with pytest.raises(NotNow, match="not B"):
        actions.look_again(card, with_reason("x", B=20), by=office.minh, revision=card.revision)


def test_it_can_still_be_asked_before_the_conclusion(story, office, scored):
    send_points(scored, office.minh, marks(A=27, B=43, C=17))
    actions.ask_explanation(scored, {"B": "Số điều hòa?"}, by=office.thu)
    actions.explain(scored, {now(scored).questions.get().pk: "16."}, by=story.lan)
    assert now(scored).state == "scored"


@pytest.mark.parametrize("questions", [{}, {"B": " "}, {"X": "?"}])
def test_a_question_is_about_a_criterion(office, scored, questions):
    with pytest.raises(BadInput):
        actions.ask_explanation(scored, questions, by=office.thu)


def test_an_answer_says_something(story, asked):
    with pytest.raises(BadInput, match="Write your explanation"):
        actions.explain(asked, {asked.questions.get().pk: " "}, by=story.lan)


def test_it_is_refused_to_others_and_out_of_turn(story, office, scored, evaluation):
    for person in (story.lan, story.hoa, story.stranger, office.vinh):
        with pytest.raises(NotPermitted):
            actions.ask_explanation(scored, {"B": "?"}, by=person)
    with pytest.raises(NotNow, match="this belongs to “Explanation”"):
        actions.explain(scored, {1: "x"}, by=story.lan)
    actions.ask_explanation(scored, {"B": "?"}, by=office.son)
    for person in (office.minh, story.hoa, story.stranger):
        with pytest.raises(NotPermitted):
            actions.explain(scored, {1: "x"}, by=person)


def test_while_the_unit_assesses_itself_nobody_asks(office, evaluation):
    with pytest.raises(NotNow, match="cannot go on to “Explanation”"):
        actions.ask_explanation(evaluation, {"B": "?"}, by=office.minh)
