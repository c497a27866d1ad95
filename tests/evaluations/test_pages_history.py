"""How a score came about, readable: self, verified, scored; who, when and why; and what a reader may not know."""

from datetime import date

import pytest
from django.urls import reverse

from kheo.evaluations import actions
from tests.evaluations.conftest import assess, marks, now, send_points, sheet_of, with_reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed(story, office, evaluation):
    """The ward gave itself 87, the verification found 78, the scorers agreed with the verification."""
    assess(evaluation, story.lan, marks(A=27, B=43, C=17))
    card = evaluation.cards.get(stage="verification")
    actions.score(card, with_reason("Chỉ thấy 12 điều hòa hoạt động.", B=34), by=story.minh, revision=0)
    actions.send_card(card, by=story.minh)
    for scorer in (office.minh, office.son):
        actions.assign(evaluation, scorer, by=office.thu)
    return now(evaluation)


@pytest.fixture
def scored(office, reviewed):
    for scorer in (office.minh, office.son):
        send_points(reviewed, scorer, marks(A=27, B=34, C=17))
    return now(reviewed)


def text_of(client, evaluation):
    return client.get(reverse("evaluations:detail", args=[evaluation.pk])).content.decode()


def stages(client, evaluation):
    told = client.get(reverse("evaluations:detail", args=[evaluation.pk])).context["told"]
    return [(one.name, one.who, one.total, one.moved, one.class_name) for one in told]


def test_self_87_reviewed_78_changes_the_class_and_both_stay_visible(office, scored, as_person):
    """cells-and-democracy.md §4.3."""
    assert stages(as_person(office.thu), scored) == [
        ("self-assessment", "Nguyễn Thị Lan", 87, "", "Tốt"),
        ("field verification", "Trần Văn Minh", 78, "−9", "Khá"),
        ("independent scoring", "Trần Văn Minh, Vũ Hồng Sơn", 78, "", "Khá"),
    ]


def test_each_reason_stands_with_who_and_when_and_leads_to_its_leaf(office, scored, as_person):
    text = text_of(as_person(office.thu), scored)
    assert "1 reason why points differ from the stage before" in text
    assert "Chỉ thấy 12 điều hòa hoạt động." in text
    assert reverse("evaluations:leaf", args=[scored.pk, 2]) in text


def test_the_history_tells_act_by_act_the_newest_first(office, scored, as_person):
    actions.conclude_evaluation(scored, by=office.thu)
    history = as_person(office.thu).get(reverse("evaluations:detail", args=[scored.pk])).context["history"]
    assert [one.sentence for one in history] == [
        "Phạm Thị Thu concluded the evaluation for Thị xã Quảng Yên.",
        "The stage “Scoring” is finished; next: “To be concluded”.",
        "Vũ Hồng Sơn of Thị xã Quảng Yên sent the score sheet of the stage “Scoring”.",
        "Trần Văn Minh of Thị xã Quảng Yên sent the score sheet of the stage “Scoring”.",
        "The stage “Field verification” is finished; next: “Scoring”.",
        "Trần Văn Minh of Thị xã Quảng Yên sent the score sheet of the stage “Field verification”.",
        "The stage “Self-assessment” is finished; next: “Field verification”.",
        "Nguyễn Thị Lan of Phường Yên Giang sent the score sheet of the stage “Self-assessment”.",
        "Trần Văn Minh opened the evaluation for Thị xã Quảng Yên.",
    ]


class TestWhatTheJudgedUnitKnows:
    def test_not_who_scored_before_the_end_nor_after_it(self, story, office, scored, as_person):
        assert stages(as_person(story.lan), scored)[:2] == [
            ("self-assessment", "Nguyễn Thị Lan", 87, "", "Tốt"),
            ("field verification", "Trần Văn Minh", 78, "−9", "Khá"),
        ]
        actions.conclude_evaluation(scored, by=office.thu)
        assert stages(as_person(story.lan), scored)[2] == ("independent scoring", "", 78, "", "Khá")
        text = text_of(as_person(story.lan), scored)
        assert "Vũ Hồng Sơn" not in text
        assert "2 score sheets" in text

    def test_not_why_one_went_on_without_a_scorer(self, story, office, reviewed, as_person):
        why = "Đồng chí Minh đi học dài ngày."
        send_points(reviewed, office.son, marks(A=27, B=34, C=17))
        actions.omit(reviewed, reason=why, by=office.thu)
        assert why in text_of(as_person(office.thu), reviewed)
        text = text_of(as_person(story.lan), reviewed)
        assert "without waiting for what was missing" in text
        assert why not in text

    def test_but_why_one_went_on_without_its_own_card(self, story, office, evaluation, as_person):
        actions.omit(evaluation, reason="Hết hạn, đơn vị không gửi.", by=office.thu)
        assert "Hết hạn, đơn vị không gửi." in text_of(as_person(story.lan), evaluation)

    def test_not_how_its_conditions_were_answered(self, story, office, demanded, opened, as_person):
        gates = [{"code": "KL", "text": "Không có kỷ luật", "effect": "not_eligible"}]
        demanded(sheet_of(gates=gates, stages=["self", "superior"]))
        evaluation = opened()
        actions.answer_gate(evaluation, "KL", passed=False, by=story.minh)
        assert "answered the condition KL: not met" in text_of(as_person(story.minh), evaluation)
        assert "answered the condition" not in text_of(as_person(story.lan), evaluation)


def test_a_late_sheet_is_told(story, office, runner, evaluation, as_person):
    actions.set_deadline(evaluation.procedure, "self", on=date(2024, 10, 31), by=runner)
    assess(evaluation, story.lan, marks(A=27, B=43, C=17))
    text = text_of(as_person(office.thu), evaluation)
    assert "1 came late" in text
    assert "sent the score sheet of the stage “Self-assessment”, after its last day." in text


def test_twenty_acts_cost_as_many_queries_as_two(story, office, scored, as_person, django_assert_max_num_queries):
    def explained():
        actions.ask_explanation(now(scored), {"B": "Vì sao?"}, by=office.thu)
        question = now(scored).questions.get(answered_at=None)
        actions.explain(now(scored), {question.pk: "Do mất điện."}, by=story.lan)

    thu = as_person(office.thu)
    explained()
    text_of(thu, scored)
    with django_assert_max_num_queries(80) as few:
        text_of(thu, scored)
    for _turn in range(5):
        explained()
    with django_assert_max_num_queries(len(few)):
        text_of(thu, scored)
