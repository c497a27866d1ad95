"""The workspace of scoring: what one writes is kept, what is wrong is told there, and the next one follows."""

import re
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from kheo.evaluations import actions, queues
from kheo.evaluations.models import Conflict, Score, Scorecard
from tests.evaluations.conftest import assess, card_of, marks, now, send_points, sheet_of, ward
from tests.trust.crawl import FRESH

pytestmark = pytest.mark.django_db
# Queries: session, person, card, its evaluation, task, conflict, offices, points, own cards, queue, what lies beside,
# dossier. Card and evaluation in one, and cards and queue in one, would be two fewer and dearer (decision 18).
WORKSPACE = 12
STEPS = [
    {"code": "A", "text": "Chỉ đạo", "maximum": 30, "method": {"by": "hand", "step": 10},
     "anchors": [{"points": 30, "words": "Có kế hoạch, có phân công"}]},
    {"code": "B", "text": "Kết quả", "maximum": 50},
    {"code": "C", "text": "Lan tỏa", "maximum": 20, "method": {"by": "yes_no"}},
]  # fmt: skip


def page_of(card):
    return reverse("evaluations:card", args=[card.pk])


def typed(card, **said):
    """What a browser sends for a card, with the revision it began from."""
    return {"version": card.revision, **{name.replace("_", "-"): value for name, value in said.items()}}


@pytest.fixture
def scoring(demanded, office, story):
    """Two wards in one field, both given to Sơn and Minh; only scorers judge here."""
    demanded(sheet_of(stages=["scoring"], criteria=STEPS), scorers=2)
    found = []
    for unit in (story.ward, ward(story)):
        subject = actions.enter_subject(
            story.round, unit, code=unit.code, title=f"Mô hình của {unit.name}", by=office.minh
        )
        found.append(actions.open_evaluation(subject, story.district, by=office.minh))
        for scorer in (office.son, office.minh):
            actions.assign(found[-1], scorer, by=office.thu)
    return found


def test_points_by_hand_in_few_steps_are_buttons_with_their_words(office, scoring, as_person):
    card = card_of(scoring[0], office.son)
    text = as_person(office.son).get(page_of(card)).content.decode()
    for points in ("0", "10", "20", "30"):
        assert f'name="points-1" value="{points}"' in text
    assert "Có kế hoạch, có phân công" in text
    assert 'name="points-2" id="id_points-2" value=""' in text
    assert 'name="passed-3" value="yes"' in text


def test_what_is_typed_is_saved_and_read_back(office, scoring, as_person):
    card, son = card_of(scoring[0], office.son), as_person(office.son)
    answer = son.post(page_of(card), typed(card, points_1="20", points_2="42,5", passed_3="yes", note_2="Số liệu rõ."))
    assert answer.status_code == 302
    assert {one.code: (one.points, one.passed) for one in Score.objects.filter(scorecard=card)} == {
        "A": (20, None), "B": (Decimal("42.5"), None), "C": (None, True),
    }  # fmt: skip
    text = son.get(page_of(card)).content.decode()
    assert 'value="42,5"' in text
    assert "Số liệu rõ." in text
    assert "My points: 82,5 of 100" in text


def test_what_cannot_be_read_is_told_and_the_rest_is_kept(office, scoring, as_person):
    card = card_of(scoring[0], office.son)
    answer = as_person(office.son).post(page_of(card), typed(card, points_1="20", points_2="51"))
    assert answer.status_code == 422
    assert "51 points cannot be given" in answer.content.decode()
    assert list(Score.objects.filter(scorecard=card).values_list("code", flat=True)) == ["A"]


def test_sending_names_what_is_missing_and_then_opens_the_next_of_the_field(office, scoring, as_person):
    card, son = card_of(scoring[0], office.son), as_person(office.son)
    answer = son.post(page_of(card), typed(card, points_1="20", do="send"))
    assert answer.status_code == 422
    assert "nothing stands there yet" in answer.content.decode()
    card.refresh_from_db()
    assert not card.is_sent
    answer = son.post(page_of(card), typed(card, points_1="20", points_2="40", passed_3="no", do="send"))
    assert answer["Location"] == page_of(card_of(scoring[1], office.son))
    card.refresh_from_db()
    assert card.is_sent


def test_it_saves_itself_and_the_total_is_told_without_being_kept(office, scoring, as_person):
    card, son = card_of(scoring[0], office.son), as_person(office.son)
    answer = son.post(reverse("evaluations:autosave", args=[card.pk]), typed(card, points_1="20"))
    assert (answer.status_code, 'value="1"' in answer.content.decode()) == (200, True)
    answer = son.get(reverse("evaluations:total", args=[card.pk]), {"points-1": "30", "points-2": "x"})
    assert "30 of 100" in answer.content.decode()
    assert Score.objects.get(scorecard=card).points == 20


def test_two_who_write_on_one_card_meet_only_on_the_same_leaf(story, office, assessed, as_person):
    card = assessed.cards.get(stage="verification")
    page = page_of(card)
    first = {"points-1": "20", "reason-1": "Thiếu văn bản."}
    was = _was(as_person(office.minh).get(page).content.decode())
    assert as_person(office.minh).post(page, {"version": 0, **first, **was}).status_code == 302
    other = {"version": 0, "points-2": "40", "reason-2": "Đếm lại.", **was}
    assert as_person(office.hanh).post(page, other).status_code == 302
    same = as_person(office.hanh).post(page, {"version": 0, "points-1": "10", "reason-1": "Khác.", **was})
    assert same.status_code == 409
    assert "Thiếu văn bản." in same.content.decode()
    assert {one.code: one.points for one in card.scores.all()} == {"A": 20, "B": 40}


def _was(text):
    """How the leaves stood when the page was made, as the browser sends it back."""
    return dict(re.findall(r'name="(was-\d+)" value="([^"]*)"', text))


def test_skipping_puts_it_last_and_opens_the_next(office, scoring, as_person):
    assignment = scoring[0].assignments.get(scorer=office.son)
    answer = as_person(office.son).post(reverse("evaluations:skip", args=[assignment.pk]))
    assert answer["Location"] == page_of(card_of(scoring[1], office.son))
    assert [one.code for one in queues.to_score(office.son)] == [scoring[1].subject.code, scoring[0].subject.code]


def test_a_conflict_is_declared_with_one_press(office, scoring, as_person):
    answer = as_person(office.son).post(reverse("evaluations:declare_conflict", args=[scoring[0].pk]))
    assert answer["Location"] == page_of(card_of(scoring[1], office.son))
    assert Conflict.objects.filter(evaluation=scoring[0], person=office.son).exists()
    assert [one.code for one in queues.to_score(office.son)] == [scoring[1].subject.code]


def test_what_a_colleague_gave_is_on_no_page_until_ones_own_is_sent(office, scoring, as_person):
    give(scoring[0], office.minh, "Chíchchòe")
    for page in pages_of(scoring[0], office.son):
        assert "Chíchchòe" not in as_person(office.son).get(page).content.decode()
    give(scoring[0], office.son, "Theo hồ sơ.")
    leaf = reverse("evaluations:leaf", args=[scoring[0].pk, 2])
    assert "Chíchchòe" in as_person(office.son).get(leaf).content.decode()


def test_in_two_worlds_the_scorer_sees_the_same(office, scoring, as_person):
    seen = []
    for points in ("30", "0"):
        with transaction.atomic():
            give(scoring[0], office.minh, f"Vì {points}", points)
            pages = pages_of(scoring[0], office.son)
            seen.append([FRESH.sub(r"\1", as_person(office.son).get(page).content.decode()) for page in pages])
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def pages_of(evaluation, person):
    leaves = range(1, len(list(evaluation.sheet.leaves())) + 1)
    own = Scorecard.objects.get(evaluation=evaluation, scorer=person)
    return [
        reverse("evaluations:list"), reverse("evaluations:detail", args=[evaluation.pk]), page_of(own),
        *(reverse("evaluations:leaf", args=[evaluation.pk, n]) for n in leaves),
    ]  # fmt: skip


def give(evaluation, scorer, words, points="20"):
    card = card_of(evaluation, scorer)
    told = marks(A=points, B=40)
    told["B"] = type(told["B"])(points=told["B"].points, note=words)
    told["C"] = type(told["B"])(passed=True)
    actions.send_card(actions.score(card, told, by=scorer, revision=card.revision), by=scorer)


def test_a_stranger_and_the_judged_unit_find_no_such_card(story, office, scoring, as_person):
    card = card_of(scoring[0], office.son)
    for person in (story.stranger, story.lan, office.hanh):
        assert as_person(person).get(page_of(card)).status_code == 404
        assert as_person(person).post(page_of(card), typed(card, points_1="20")).status_code == 404
    assert not Score.objects.filter(scorecard=card).exists()


def test_a_sent_card_leads_to_the_evaluation(office, assigned, as_person):
    card = send_points(assigned, office.son, marks(A=27, B=43, C=17))
    answer = as_person(office.son).get(page_of(card))
    assert answer["Location"] == reverse("evaluations:detail", args=[assigned.pk])


def test_after_an_explanation_only_what_was_asked_about_can_be_looked_at_again(story, office, assigned, as_person):
    send_points(assigned, office.son, marks(A=27, B=43, C=17))
    actions.ask_explanation(now(assigned), {"B": "Số hộ lấy ở đâu?"}, by=office.minh)
    question = assigned.questions.get()
    actions.explain(now(assigned), {question.pk: "Sổ của khu phố."}, by=story.lan)
    son, card = as_person(office.son), card_of(assigned, office.son)
    text = son.get(page_of(card)).content.decode()
    assert "Kết quả" in text
    assert "Chỉ đạo" not in text
    answer = son.post(page_of(card), typed(card, points_1="45", reason_1="Đã giải trình."))
    assert answer.status_code == 302
    assert card.scores.get(code="B").points == 45


def test_looking_writes_nothing(office, scoring, as_person, reading_only):
    son = as_person(office.son)
    son.get("/")
    with reading_only():
        for page in pages_of(scoring[0], office.son):
            assert son.get(page).status_code == 200


def test_the_workspace_asks_as_little_for_fifty_as_for_two(
    story, office, scoring, as_person, django_assert_max_num_queries
):
    card, son, list_ = card_of(scoring[0], office.son), as_person(office.son), reverse("evaluations:list")
    son.get(page_of(card))
    with django_assert_max_num_queries(WORKSPACE):
        son.get(page_of(card))
    with django_assert_max_num_queries(60) as few:
        son.get(list_)
    for number in range(48):
        unit = ward(story, name=f"Phường số {number}")
        subject = actions.enter_subject(story.round, unit, code=unit.code, title=unit.name, by=office.minh)
        actions.assign(actions.open_evaluation(subject, story.district, by=office.minh), office.son, by=office.thu)
    with django_assert_max_num_queries(WORKSPACE):
        assert b"50 wait" in son.get(page_of(card)).content
    with django_assert_max_num_queries(len(few)):
        son.get(list_)


def test_the_list_names_what_waits_for_the_unit_too(story, evaluation, as_person):
    text = as_person(story.lan).get(reverse("evaluations:list")).content.decode()
    assert "Self-assessment" in text
    assess(evaluation, story.lan, marks(A=27, B=43, C=17))
    assert "Nothing waits" in as_person(story.lan).get(reverse("evaluations:list")).content.decode()
