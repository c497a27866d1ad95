"""The unit judges itself: gaps allowed, evidence behind each leaf; and explains when it is asked."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.evaluations import actions
from kheo.evaluations.models import Evidence
from tests.evaluations.conftest import marks, now, send_points, sheet_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ASKING = [
    {"code": "A", "text": "Chỉ đạo", "maximum": 30, "evidence": {"kinds": ["file", "text"], "at_least": 1}},
    {"code": "B", "text": "Kết quả", "maximum": 70},
]


@pytest.fixture
def card(demanded, opened):
    demanded(sheet_of(criteria=ASKING), scorers=1)
    return opened().cards.get()


def evidence_page(card, number=1):
    return reverse("evaluations:evidence", args=[card.pk, number])


def test_the_whole_card_is_saved_with_its_gaps(story, card, as_person):
    lan, page = as_person(story.lan), reverse("evaluations:card", args=[card.pk])
    assert lan.post(page, {"version": 0, "points-1": "27,5", "points-2": ""}).status_code == 302
    assert {one.code: one.points for one in card.scores.all()} == {"A": 27.5}
    answer = lan.post(page, {"version": 1, "points-1": "27,5", "do": "send"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "nothing stands there yet" in text
    assert "1 piece of evidence is still wanted" in text


def test_evidence_is_added_counted_read_and_taken_off(story, office, card, as_person):
    lan = as_person(story.lan)
    upload = SimpleUploadedFile("ke-hoach.pdf", PDF)
    assert lan.post(evidence_page(card), {"kind": "file", "file": upload}).status_code == 302
    assert lan.post(evidence_page(card), {"kind": "text", "words": "Sổ họp khu phố"}).status_code == 302
    assert "2 pieces" in lan.get(reverse("evaluations:card", args=[card.pk])).content.decode()
    piece = Evidence.objects.get(kind="file")
    assert b"".join(lan.get(reverse("evaluations:file", args=[piece.pk])).streaming_content) == PDF
    assert as_person(office.minh).get(reverse("evaluations:file", args=[piece.pk])).status_code == 404
    assert lan.post(reverse("evaluations:remove_evidence", args=[piece.pk])).status_code == 302
    assert list(card.evidence.values_list("words", flat=True)) == ["Sổ họp khu phố"]


def test_both_sides_get_the_file_under_its_name_and_a_stranger_gets_nothing(story, office, card, as_person):
    upload = SimpleUploadedFile("Kế hoạch số 12 – Nhà văn hóa.pdf", PDF)
    actions.add_evidence(card, "A", kind="file", uploaded=upload, by=story.lan)
    actions.self_assess(card.evaluation, marks(A=27, B=60), by=story.lan, revision=0)
    actions.send_card(card, by=story.lan)
    page = reverse("evaluations:file", args=[Evidence.objects.get().pk])
    for person in (story.dung, office.minh, office.vinh):
        answer = as_person(person).get(page)
        assert b"".join(answer.streaming_content) == PDF
        assert quote("Kế hoạch số 12 – Nhà văn hóa.pdf") in answer["Content-Disposition"]
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert [as_person(one).get(page).status_code for one in (story.hoa, story.stranger)] == [404, 404]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("chay.exe", b"MZ", "of a kind that is not taken"), ("anh.pdf", b"MZ\x90\x00", "is not what its name says")],
)
def test_only_the_named_kinds_of_files_are_taken(story, card, as_person, name, content, says):
    answer = as_person(story.lan).post(evidence_page(card), {"kind": "file", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_piece_without_anything_is_told_on_its_page(story, card, as_person):
    answer = as_person(story.lan).post(evidence_page(card), {"kind": "file"})
    assert answer.status_code == 422
    assert "The evidence is missing" in answer.content.decode()
    assert as_person(story.lan).get(evidence_page(card, 9)).status_code == 404


def test_the_judging_unit_finds_no_card_before_it_is_sent(office, card, as_person):
    assert as_person(office.minh).get(reverse("evaluations:card", args=[card.pk])).status_code == 404


def test_the_unit_is_asked_and_explains(story, office, assigned, as_person):
    send_points(assigned, office.son, marks(A=27, B=43, C=17))
    ask = reverse("evaluations:ask_explanation", args=[assigned.pk])
    assert as_person(office.minh).post(ask, {"code-1": "B"}).status_code == 422
    answer = as_person(office.minh).post(ask, {"code-1": "B", "question-1": "Số hộ lấy ở đâu?"})
    assert answer.status_code == 302
    lan, page = as_person(story.lan), reverse("evaluations:explain", args=[assigned.pk])
    assert page in lan.get("/").content.decode()
    assert "Số hộ lấy ở đâu?" in lan.get(page).content.decode()
    question = assigned.questions.get()
    assert lan.post(page, {f"answer-{question.pk}": ""}).status_code == 422
    assert lan.post(page, {f"answer-{question.pk}": "Sổ của khu phố."}).status_code == 302
    assert now(assigned).state == "scoring"
    assert (
        "Sổ của khu phố."
        in as_person(office.minh).get(reverse("evaluations:detail", args=[assigned.pk])).content.decode()
    )


def test_looking_writes_nothing_and_asks_as_little_for_fifty(
    story, card, as_person, reading_only, django_assert_max_num_queries
):
    lan = as_person(story.lan)
    lan.get(evidence_page(card))
    with reading_only(), django_assert_max_num_queries(60) as few:
        lan.get(evidence_page(card))
    for number in range(50):
        actions.add_evidence(card, "A", kind="text", words=f"Biên bản {number}", by=story.lan)
    with django_assert_max_num_queries(len(few)):
        lan.get(evidence_page(card))
