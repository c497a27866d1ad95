"""The field-verification record (F3) and the score sheet (F4) on paper: names and numbers from data, both layouts."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.documents.layouts.files import pdf, word
from kheo.documents.models import Draft, Stationery
from kheo.documents.origins import origin_of
from kheo.evaluations import actions, drafted, papers
from kheo.kernel import journal, periods
from kheo.kernel.errors import NotNow, NotPermitted
from tests.documents.reading import pdf_text, squeezed, word_text
from tests.evaluations.conftest import card_of, marks, now, send_points, with_reason
from tests.evaluations.test_pages_visits import text
from tests.evaluations.test_self_assess import PNG
from tests.evaluations.test_visits import recorded, sign, visit  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
each_layout = pytest.mark.parametrize(
    ("layout", "heading"), [("state", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("party", "ĐẢNG CỘNG SẢN VIỆT NAM")]
)


@pytest.fixture
def scored(story, office, assigned):
    """Minh and Sơn have scored: 26,5 + 40 + 15 and 27 + 43 + 17."""
    send_points(assigned, office.minh, with_reason("Chưa lan tỏa", A=26.5, B=40, C=15))
    send_points(assigned, office.son, marks(A=27, B=43, C=17))
    return now(assigned)


@pytest.fixture
def concluded(office, scored):
    return actions.conclude_evaluation(scored, by=office.thu)


def furnish(unit, layout):
    Stationery.objects.create(
        unit=unit, during=periods.period(date(2000, 1, 1)), layout=layout, issuer=unit.name, place="Quảng Yên"
    )


def cells(document):
    return [row.cells for row in document.table.rows]


class TestRecord:
    @each_layout
    def test_pdf_and_word_say_what_was_found(self, story, office, recorded, layout, heading):  # noqa: F811
        furnish(story.district, layout)
        actions.add_photo(recorded, SimpleUploadedFile("khu-3.png", PNG), caption="Sân khu 3 đã lát", by=office.minh)
        value = papers.verification(recorded)
        for said in (squeezed(pdf_text(pdf(value))), squeezed(word_text(word(value)))):
            for words in (
                heading, "Trần Văn Minh: Công tác lãnh đạo", "Bà Hoa, trưởng khu 3; ông Bình, chủ tịch MTTQ phường",
                "14 điều hòa hoạt động", "2 máy đang sửa", "20,93521; 106,80012", "Đạt yêu cầu", "khu-3.png",
                "Kèm theo Biên bản", "ngày 22 tháng 11 năm 2024",
            ):  # fmt: skip
                assert squeezed(words) in said

    def test_declared_stands_beside_observed(self, recorded):  # noqa: F811
        (table,) = [block for block in papers.verification(recorded).blocks if block.is_ == "table"]
        assert [row.cells for row in table.rows] == [
            ("A", "Chỉ đạo", "27", "27", ""),
            ("B", "Kết quả", "43", "14 điều hòa hoạt động", "2 máy đang sửa"),
        ]

    def test_rooms_for_signatures_stay_blank_until_somebody_signs(self, story, office, recorded):  # noqa: F811
        blank = papers.verification(recorded)
        assert (blank.unit.office, blank.unit.name, blank.team.name) == ("Đại diện đơn vị", "", "")
        sign(recorded, "subject", remark="Hai máy sẽ sửa xong.", by=story.dung)
        signed = papers.verification(recorded)
        assert (signed.unit.name, signed.team.name) == ("Phạm Văn Dũng", "")
        assert "Hai máy sẽ sửa xong. Phạm Văn Dũng xác nhận" in str(signed.blocks)

    def test_it_is_drafted_once_among_the_papers_of_the_unit(self, story, office, recorded):  # noqa: F811
        draft = actions.draft_verification(recorded, by=office.minh)
        assert actions.draft_verification(recorded, by=office.thu) == draft == drafted.record_of(recorded)
        assert (draft.unit, draft.kind) == (story.district, "verification")
        assert origin_of(draft).address(draft) == reverse("evaluations:visit", args=[recorded.pk])
        assert journal.history(draft).last().verb == "draft.begun"

    def test_not_before_it_is_finished_and_not_by_others(self, story, office, visit):  # noqa: F811
        with pytest.raises(NotNow, match="not written down yet"):
            actions.draft_verification(visit, by=office.minh)
        for person in (story.lan, story.stranger, office.vinh):
            with pytest.raises(NotPermitted):
                actions.draft_verification(visit, by=person)


class TestScoreSheet:
    def test_each_stage_has_its_column_which_adds_up(self, concluded):
        value = drafted.sheet_of(concluded)
        titles = [column.title for column in value.table.columns]
        points = ["Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "Điểm chấm", "Kết quả"]
        assert titles == ["TT", "Nội dung đánh giá", *points, "Minh chứng"]
        assert cells(value) == [
            ("A", "Chỉ đạo", "30", "27", "27", "26,75", "26,75", ""),
            ("B", "Kết quả", "50", "43", "43", "41,5", "41,5", ""),
            ("C", "Lan tỏa", "20", "17", "17", "16", "16", ""),
            ("", "Tổng cộng", "100", "87", "87", "84,25", "84,25", ""),
        ]
        assert [dict(block.pairs) for block in value.remarks] == [{"Tổng điểm": "84,25/100 điểm", "Xếp loại": "Tốt"}]

    def test_before_the_conclusion_it_is_called_provisional(self, office, scored):
        assert "tạm tính" in str(drafted.sheet_of(scored).remarks)
        concluded = actions.conclude_evaluation(scored, by=office.thu)
        assert "tạm tính" not in str(drafted.sheet_of(concluded).remarks)

    def test_a_scorer_who_has_not_sent_sees_no_points_of_colleagues_on_it(self, office, assigned):
        send_points(assigned, office.minh, marks(A=27, B=43, C=17))
        titles = [column.title for column in drafted.sheet_of(now(assigned), reader=office.son).table.columns]
        assert "Điểm chấm" not in titles
        assert "Kết quả" not in titles

    def test_the_evidence_stands_beside_the_points(self, story, office, evaluation):
        card = evaluation.cards.get()
        actions.add_evidence(card, "A", kind="text", words="Sổ họp khu phố", by=story.lan)
        actions.self_assess(evaluation, marks(A=27, B=43, C=17), by=story.lan, revision=0)
        actions.send_card(card, by=story.lan)
        assert cells(drafted.sheet_of(now(evaluation)))[0][-1] == "Sổ họp khu phố"

    @each_layout
    def test_pdf_and_word_in_both_layouts(self, story, concluded, layout, heading):
        furnish(story.district, layout)
        value = drafted.sheet_of(concluded)
        for said in (squeezed(pdf_text(pdf(value))), squeezed(word_text(word(value)))):
            assert all(squeezed(words) in said for words in (heading, "PHIẾU CHẤM ĐIỂM", "84,25", "Xếp loại: Tốt"))

    def test_it_is_drafted_once_it_is_concluded(self, story, office, concluded):
        draft = actions.draft_score_sheet(concluded, by=office.thu)
        assert actions.draft_score_sheet(concluded, by=office.minh) == draft
        assert origin_of(draft).address(draft) == reverse("evaluations:detail", args=[concluded.pk])
        with pytest.raises(NotPermitted):
            actions.draft_score_sheet(concluded, by=story.lan)

    def test_a_draft_that_the_whole_unit_reads_is_not_made_before(self, office, scored):
        with pytest.raises(NotNow, match="not concluded yet"):
            actions.draft_score_sheet(scored, by=office.thu)
        assert not Draft.objects.exists()


class TestCard:
    def test_a_scorer_s_card_bears_the_points_before_and_the_reasons(self, office, scored):
        value = papers.card_sheet(card_of(scored, office.minh))
        assert [column.title for column in value.table.columns][3:] == ["Điểm trước đó", "Điểm chấm", "Ghi chú"]
        assert cells(value)[1] == ("B", "Kết quả", "50", "43", "40", "Chưa lan tỏa")
        assert cells(value)[-1] == ("", "Tổng cộng", "100", "87", "81,5", "")
        assert (value.signature.office, value.signature.name) == ("Người chấm điểm", "Trần Văn Minh")

    def test_a_card_of_the_unit_is_the_unit_s_own_paper(self, story, assessed):
        value = papers.card_sheet(assessed.cards.get(stage="self"))
        assert value.letterhead.issuer == "Phường Yên Giang"
        assert cells(value)[-1] == ("", "Tổng cộng", "100", "87", "")

    def test_one_that_is_not_sent_says_so(self, story, evaluation):
        card = actions.self_assess(evaluation, marks(A=27), by=story.lan, revision=0)
        assert "chưa gửi" in str(papers.card_sheet(card).remarks)


class TestPages:
    def test_both_sides_get_the_record_as_a_file(self, story, office, recorded, as_person):  # noqa: F811
        for extension, kind in (("pdf", "application/pdf"), ("docx", "application/vnd.openxml")):
            page = reverse("evaluations:record_file", args=[recorded.pk, extension])
            for person in (story.lan, office.vinh):
                answer = as_person(person).get(page)
                assert answer["Content-Type"].startswith(kind)
                assert b"".join(answer.streaming_content)
            assert as_person(story.stranger).get(page).status_code == 404
        assert (
            as_person(story.lan).get(reverse("evaluations:record_file", args=[recorded.pk, "exe"])).status_code == 404
        )

    def test_a_card_that_may_not_be_seen_is_no_file_either(self, office, assigned, as_person):
        send_points(assigned, office.minh, marks(A=27, B=43, C=17))
        page = reverse("evaluations:card_file", args=[card_of(assigned, office.minh).pk, "docx"])
        assert as_person(office.son).get(page).status_code == 404
        answer = as_person(office.minh).get(page)
        assert "phieu-cham-diem-tran-van-minh" in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content)

    def test_the_evaluation_leads_to_its_papers(self, story, office, concluded, as_person):
        thu, page = as_person(office.thu), reverse("evaluations:detail", args=[concluded.pk])
        answer = thu.post(reverse("evaluations:draft_score_sheet", args=[concluded.pk]))
        draft = Draft.objects.get()
        assert answer["Location"] == reverse("documents:draft", args=[draft.pk])
        assert answer["Location"] in text(thu.get(page))
        assert answer["Location"] not in text(as_person(story.lan).get(page))
        assert thu.get(answer["Location"]).status_code == 200
