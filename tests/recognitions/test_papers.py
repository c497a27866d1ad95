"""The papers of recognition, drawn up from what is stored: Bình Thuận's 22 of 2023, and Minh's district."""

from datetime import date

import pytest

from kheo.documents import actions as documents
from kheo.documents.enums import Layout, PaperKind, Standing
from kheo.documents.exporting import as_pdf, as_word
from kheo.documents.layouts.files import pdf
from kheo.documents.models import Draft
from kheo.exemplars import actions as exemplars
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.recognitions import actions, docket, papers, permissions
from kheo.recognitions.models import Outcome, Recognition
from tests.documents.reading import page_count, pdf_text, squeezed, word_text
from tests.factories import MembershipFactory
from tests.recognitions import binh_thuan

pytestmark = pytest.mark.django_db


@pytest.fixture
def twenty_two(db):
    with binh_thuan.on_the_day():
        yield binh_thuan.considered()


@pytest.fixture
def listed(considering, accepted, story):
    """Minh's district, with one registration to be recognised."""
    actions.recognise(considering, accepted, by=story.minh)
    return considering


def furnish(unit, by, layout=Layout.PARTY):
    """The letterhead as the clerks of the province write it."""
    MembershipFactory(person=by, unit=unit, role="keeper")
    by._offices = None
    documents.set_stationery(
        unit, layout=layout, issuer="Tỉnh ủy Bình Thuận", superior="", place="Phan Thiết", symbol="TU",
        decider="Ban Thường vụ Tỉnh ủy", on_behalf="T/M Ban Thường vụ", office="Phó Bí thư",
        signatory="Nguyễn Hoài Anh", by=by, on=date(2023, 1, 1),
    )  # fmt: skip


class TestTheDecisionOfBinhThuan:
    def test_its_list_is_the_22_in_the_order_of_the_page(self, twenty_two):
        made = papers.decision(twenty_two.consideration)
        (table,) = made.annexes[0].blocks
        assert len(table.rows) == 22
        assert [row.cells[0] for row in table.rows] == [str(number) for number in range(1, 23)]
        shown = [o.registration.title for o in Outcome.objects.all().as_list()]
        assert [row.cells[1] for row in table.rows] == shown
        assert set(shown) == {scene.title for scene in binh_thuan.told()}
        assert {row.cells[5] for row in table.rows} <= {"Tập thể", "Cá nhân"}

    def test_the_first_article_counts_them(self, twenty_two):
        made = papers.decision(twenty_two.consideration)
        assert made.articles[0].text == (
            "Công nhận 22 mô hình, điển hình năm 2023 của Phong trào thi đua Dân vận khéo tỉnh Bình Thuận,"
            " giai đoạn 2021–2025 (có danh sách kèm theo)."
        )

    def test_a_state_body_cites_the_laws_of_the_day_then_the_papers_of_the_movement(self, twenty_two):
        """On 08/01/2024 the law of 2022 and Decree 98/2023 hold, the law of 2003 no more."""
        made = papers.decision(twenty_two.consideration)
        assert made.letterhead.layout == Layout.STATE
        assert any("Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022" in basis for basis in made.bases)
        assert any("98/2023/NĐ-CP" in basis for basis in made.bases)
        assert not any("91/2017" in basis for basis in made.bases)
        assert made.bases[-1] == (
            "Căn cứ Hướng dẫn số 08-HD/BDVTU ngày 15 tháng 3 năm 2021 của Ban Dân vận Tỉnh ủy Bình Thuận"
        )
        assert made.recipients[0] == "Như Điều 3"

    def test_a_party_body_cites_its_charter_and_keeps_a_copy_in_its_office(self, twenty_two):
        furnish(twenty_two.province, twenty_two.van)
        made = papers.decision(twenty_two.consideration)
        assert made.letterhead.layout == Layout.PARTY
        assert made.letterhead.symbol == "QĐ/TU"
        assert made.bases[0] == "Căn cứ Điều lệ Đảng Cộng sản Việt Nam"
        assert made.recipients[-1] == "Lưu Văn phòng"
        assert made.signature.name == "Nguyễn Hoài Anh"

    @pytest.mark.parametrize("layout", Layout)
    def test_every_name_stands_in_pdf_and_word(self, twenty_two, layout):
        furnish(twenty_two.province, twenty_two.van, layout)
        draft = actions.draft_decision(twenty_two.consideration, by=twenty_two.van)
        in_pdf, in_word = squeezed(pdf_text(as_pdf(draft).content)), squeezed(word_text(as_word(draft).content))
        for scene in binh_thuan.told():
            assert squeezed(scene.title) in in_pdf
            assert squeezed(scene.title) in in_word

    def test_the_22_get_a_certificate_each_in_one_file(self, twenty_two):
        van, consideration = twenty_two.van, twenty_two.consideration
        documents.issue(actions.draft_decision(consideration, by=van), number="14-QĐ/TU", on=binh_thuan.TODAY, by=van)
        concluded = actions.conclude(consideration, by=van)
        sheet = actions.certify(concluded, by=van)
        assert sheet.certificates.count() == 22
        made = papers.certificates(concluded, concluded.decision)
        assert made.decision == "Quyết định số 14-QĐ/TU ngày 08 tháng 01 năm 2024"
        assert page_count(pdf(made)) == 22
        with pytest.raises(NotNow, match="already made"):
            actions.certify(concluded, by=van)


class TestFromTheListToTheConclusion:
    def test_a_decision_is_drafted_once_everything_has_an_outcome(self, story, considering, accepted, another):
        another()
        actions.recognise(considering, accepted, by=story.minh)
        with pytest.raises(NotNow, match="1 registration has no outcome yet"):
            actions.draft_decision(considering, by=story.minh)

    def test_there_is_nothing_to_draft_where_none_is_recognised(self, story, considering, accepted):
        actions.not_recognise(considering, accepted, reason="Chưa rõ.", by=story.minh)
        with pytest.raises(NotNow, match="None is to be recognised"):
            actions.draft_decision(considering, by=story.minh)

    @pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
    def test_others_draft_nothing(self, story, listed, person):
        with pytest.raises(NotPermitted):
            actions.draft_decision(listed, by=getattr(story, person))

    def test_a_second_press_opens_the_same_draft(self, story, listed):
        assert actions.draft_decision(listed, by=story.minh) == actions.draft_decision(listed, by=story.minh)

    def test_who_proposed_stands_among_the_bases(self, story, proposal):
        above = actions.consider(story.province, story.round, by=story.hoa)
        actions.recognise(above, proposal.registration, by=story.hoa)
        assert papers.decision(above).bases[-1] == "Xét đề nghị của Thị xã Quảng Yên"

    def test_the_list_follows_what_is_weighed_and_words_that_were_changed_stay(self, story, listed, another):
        draft = actions.draft_decision(listed, by=story.minh)
        edited = draft.document.model_copy(update={"subject": "Về việc công nhận điển hình"})
        documents.change(draft, edited, by=story.minh, revision=draft.revision)
        actions.recognise(listed, another("Tuyến phố tự quản"), by=story.minh)
        now = Draft.objects.get(pk=draft.pk).document
        assert now.subject == "Về việc công nhận điển hình"
        assert [row.cells[1] for row in now.annexes[0].blocks[0].rows][1] == "Tuyến phố tự quản"
        assert now.articles[0].text.startswith("Công nhận 02 mô hình")

    def test_an_article_that_somebody_rewrote_is_left_alone(self, story, listed, another):
        draft = actions.draft_decision(listed, by=story.minh)
        first, *others = draft.document.articles
        own = first.model_copy(update={"text": "Công nhận các mô hình trong danh sách."})
        edited = draft.document.model_copy(update={"articles": (own, *others)})
        documents.change(draft, edited, by=story.minh, revision=draft.revision)
        actions.recognise(listed, another(), by=story.minh)
        assert Draft.objects.get(pk=draft.pk).document.articles[0] == own

    def test_it_cannot_be_concluded_while_the_decision_is_a_draft(self, story, listed):
        draft = actions.draft_decision(listed, by=story.minh)
        with pytest.raises(NotNow, match="still a draft"):
            actions.conclude(listed, number="15-QĐ", on=story.today, by=story.minh)
        documents.discard(draft, by=story.minh)
        assert actions.conclude(listed, number="15-QĐ", on=story.today, by=story.minh).decision.number == "15-QĐ"

    def test_the_conclusion_cites_the_decision_that_was_issued_and_files_no_second_one(self, story, listed):
        draft = actions.draft_decision(listed, by=story.minh)
        paper = documents.issue(draft, number="15-QĐ/TU", on=story.today, by=story.minh)
        assert not Recognition.objects.exists()
        concluded = actions.conclude(listed, by=story.minh)
        assert concluded.decision == paper
        assert Recognition.objects.get().decision == paper
        assert Recognition.objects.get().on == story.today

    def test_the_list_of_an_issued_decision_is_not_weighed_anew(self, story, listed, accepted, another):
        draft = actions.draft_decision(listed, by=story.minh)
        documents.issue(draft, number="15-QĐ/TU", on=story.today, by=story.minh)
        with pytest.raises(NotNow, match="can no longer be changed. Conclude"):
            actions.not_recognise(listed, accepted, reason="Chưa rõ.", by=story.minh)
        late = another()
        actions.conclude(listed, by=story.minh)
        assert list(docket.waiting(story.district, story.round)) == [late]

    def test_a_decision_is_not_issued_on_a_day_before_its_round(self, story, listed):
        draft = actions.draft_decision(listed, by=story.minh)
        with pytest.raises(NotNow, match="the round began on 01/01/2024"):
            documents.issue(draft, number="15-QĐ/TU", on=date(2023, 12, 31), by=story.minh)
        assert Draft.objects.get(pk=draft.pk).standing == Standing.DRAFTED

    def test_it_is_not_issued_once_the_list_is_empty(self, story, listed, accepted):
        draft = actions.draft_decision(listed, by=story.minh)
        actions.not_recognise(listed, accepted, reason="Chưa rõ.", by=story.minh)
        with pytest.raises(NotNow, match="None is to be recognised"):
            documents.issue(draft, number="15-QĐ/TU", on=story.today, by=story.minh)

    def test_what_was_withdrawn_after_the_decision_was_issued_is_not_recognised(self, story, listed, accepted, another):
        actions.recognise(listed, another(), by=story.minh)
        draft = actions.draft_decision(listed, by=story.minh)
        documents.issue(draft, number="15-QĐ/TU", on=story.today, by=story.minh)
        exemplars.withdraw(accepted, reason="Mô hình đã dừng.", by=story.lan)
        actions.conclude(listed, by=story.minh)
        assert Recognition.objects.count() == 1

    def test_certificates_follow_only_from_a_decision(self, story, listed):
        assert permissions.can_certify.why_not(story.minh, listed) == (
            "Certificates follow from a decision: conclude with one first."
        )


class TestProposingUpward:
    def test_the_letter_says_what_was_considered_and_lists_by_rank(self, story, proposal):
        draft = actions.draft_submission(story.district, story.round, by=story.minh)
        letter = draft.document
        assert (draft.kind, letter.to) == (PaperKind.SUBMISSION, ("Tỉnh Quảng Ninh",))
        assert letter.blocks[0].text.startswith("Thị xã Quảng Yên đã xét 1 mô hình, điển hình năm 2024")
        assert [row.cells[:2] for row in letter.annexes[0].blocks[0].rows] == [("1", proposal.registration.title)]

    def test_issued_it_is_the_letter_of_the_proposals(self, story, proposal):
        draft = actions.draft_submission(story.district, story.round, by=story.minh)
        paper = documents.issue(draft, number="7-TTr/TU", on=story.today, by=story.minh)
        proposal.refresh_from_db()
        assert proposal.paper == paper
        with pytest.raises(NotNow, match="No proposal waits for a letter"):
            actions.draft_submission(story.district, story.round, by=story.minh)

    def test_the_summary_list_tells_each_across_one_row(self, story, proposal):
        draft = actions.draft_summary_list(story.district, story.round, by=story.minh)
        (row,) = draft.document.table.rows
        assert row.cells[0] == "1"
        assert row.cells[2] == "Phường Yên Giang\nKhu 1, 2, 3, 4 phường Yên Giang"
        assert row.cells[5] == "2024"
        assert "Quyết định số 15-QĐ/BDV ngày 20 tháng 11 năm 2024 của Thị xã Quảng Yên" in row.cells[8]

    def test_without_a_proposal_there_is_no_letter(self, story, recognised):
        with pytest.raises(NotNow):
            actions.draft_submission(story.district, story.round, by=story.minh)


def test_a_certificate_of_an_individual_bears_the_name_and_the_place_of_work(story, listed, accepted):
    accepted.subject = "individual"
    accepted.save()
    accepted.dossier.person_name, accepted.dossier.person_position = "Nguyễn Thị Ánh", "Trưởng khu"
    accepted.dossier.save()
    concluded = actions.conclude(listed, number="15-QĐ", on=story.today, by=story.minh)
    (item,) = papers.certificates(concluded, concluded.decision).items
    assert (item.subject, item.name, item.detail) == ("individual", "Nguyễn Thị Ánh", "Trưởng khu, Phường Yên Giang")
