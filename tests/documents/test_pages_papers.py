"""The pages of papers: words changed, files handed out, number entered, signed copy checked, corrections, templates."""

from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kheo.documents import actions
from kheo.documents.corrections import Amendment
from kheo.documents.enums import Mistake
from kheo.documents.exporting import as_pdf
from kheo.documents.models import Draft, Paper, UnitTemplate
from kheo.exemplars import actions as exemplars
from kheo.kernel import journal
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.recognitions import actions as recognitions
from tests.documents import papers
from tests.documents.reading import page_count, pdf_text, word_text
from tests.story import filled_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(story):
    """Lan's registration, accepted by the district."""
    registration = exemplars.submit(filled_draft(story), by=story.lan)
    exemplars.accept(registration, by=story.minh)
    return registration


def at(name, *args):
    return reverse(f"documents:{name}", args=args)


def shown(response, status=200):
    assert response.status_code == status, response.status_code
    return " ".join(response.content.decode().split())


def content_of(response):
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)


def typed(visitor, draft, **changes):
    """What the form of a draft holds, with some of it typed anew."""
    form = visitor.get(at("change", draft.pk)).context["form"]
    return {name: form[name].value() for name in form.fields} | changes


class TestADraft:
    def test_its_page_says_what_will_print_and_who_may_go_on(self, story, as_person, draft, reading_only):
        visitor = as_person(story.minh)
        with reading_only():
            page = shown(visitor.get(at("draft", draft.pk)))
        assert "Tuyến đường hoa – không rác" in page
        assert "Điều 1." in page
        assert at("issue", draft.pk) in page

    @pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
    @pytest.mark.parametrize("page", ["draft", "change", "issue", "pdf", "word"])
    def test_others_do_not_find_it(self, story, as_person, draft, person, page):
        assert as_person(getattr(story, person)).get(at(page, draft.pk)).status_code == 404

    def test_word_and_pdf_bear_no_number(self, story, as_person, draft, reading_only):
        visitor = as_person(story.minh)
        with reading_only():
            assert "1127" not in pdf_text(content_of(visitor.get(at("pdf", draft.pk))))
            assert "Tuyến đường hoa" in word_text(content_of(visitor.get(at("word", draft.pk))))

    def test_its_words_are_changed_block_by_block(self, story, as_person, draft):
        visitor = as_person(story.minh)
        told = typed(
            visitor, draft, bases="Căn cứ Điều lệ Đảng\nCăn cứ Quy chế làm việc",
            recipients="Như Điều 3\nLưu Văn phòng",
        )  # fmt: skip
        told |= {
            "article-1": "Công nhận 2 mô hình.\nCấp giấy chứng nhận;\nCấp tiền thưởng.",
            "article-3": "Giao Văn phòng.",
        }
        assert visitor.post(at("change", draft.pk), told).status_code == 302
        document = Draft.objects.get(pk=draft.pk).document
        assert document.bases == ("Căn cứ Điều lệ Đảng", "Căn cứ Quy chế làm việc")
        assert document.articles[0].points == ("Cấp giấy chứng nhận;", "Cấp tiền thưởng.")
        assert [article.text for article in document.articles][2] == "Giao Văn phòng."
        assert document.annexes == papers.decision("party").annexes

    def test_an_emptied_article_falls_away_and_one_must_stay(self, story, as_person, draft):
        visitor = as_person(story.minh)
        visitor.post(at("change", draft.pk), typed(visitor, draft, **{"article-2": ""}))
        draft = Draft.objects.get(pk=draft.pk)
        assert len(draft.document.articles) == 1
        page = visitor.post(at("change", draft.pk), typed(visitor, draft, **{"article-1": ""}))
        assert "at least one article" in shown(page, 422)

    def test_saved_unchanged_it_says_the_same(self, story, as_person):
        visitor = as_person(story.minh)
        for paper in (
            papers.decision("state"),
            papers.submission("party"),
            papers.letter("state"),
            papers.minutes("party"),
            papers.summary_list("state"),
        ):
            draft = actions.draft(story.district, paper, by=story.minh)
            assert visitor.post(at("change", draft.pk), typed(visitor, draft)).status_code == 302
            assert Draft.objects.get(pk=draft.pk).document == draft.document

    def test_who_was_slower_is_told_and_loses_nothing(self, story, as_person, draft):
        visitor = as_person(story.minh)
        told = typed(visitor, draft, subject="Về việc của tôi")
        actions.change(draft, papers.decision("party", subject="Về việc khác"), by=story.minh, revision=1)
        page = shown(visitor.post(at("change", draft.pk), told), 422)
        assert "Somebody else changed this draft" in page
        assert "Về việc của tôi" in page
        assert visitor.post(at("change", draft.pk), told | {"revision": "2"}).status_code == 302

    def test_it_is_discarded(self, story, as_person, draft):
        visitor = as_person(story.minh)
        assert visitor.get(at("discard", draft.pk)).status_code == 405
        visitor.post(at("discard", draft.pk))
        assert visitor.get(at("draft", draft.pk)).status_code == 404


class TestNumberAndSignedCopy:
    def test_the_number_of_the_registry_makes_it_a_paper(self, story, as_person, draft):
        visitor = as_person(story.minh)
        visitor.post(at("issue", draft.pk), {"number": "15-QĐ/TU", "on": "20/11/2024"})
        paper = Paper.objects.get(number="15-QĐ/TU")
        page = shown(visitor.get(at("detail", paper.pk)))
        assert "No signed copy yet" in page
        assert visitor.get(at("draft", draft.pk))["Location"] == at("detail", paper.pk)
        assert "15-QĐ/TU" in pdf_text(content_of(visitor.get(at("pdf", draft.pk))))

    @pytest.mark.parametrize(("number", "on"), [("", "20/11/2024"), ("15-QĐ/TU", "21/11/2024"), ("15-QĐ/TU", "soon")])
    def test_what_cannot_be_is_told_on_the_form(self, story, as_person, draft, number, on):
        page = as_person(story.minh).post(at("issue", draft.pk), {"number": number, "on": on})
        assert page.status_code == 422
        assert not Paper.objects.exists()

    def test_the_signed_copy_locks_it_and_says_who_signed(self, story, as_person, draft, paper, chair, uploaded):
        visitor = as_person(story.minh)
        signed = chair.sign(as_pdf(Draft.objects.get(pk=draft.pk)).content)
        visitor.post(at("attach_signed", paper.pk), {"file": uploaded(signed)})
        page = shown(visitor.get(at("detail", paper.pk)))
        assert "Signature of Dương Văn An whole; certificate chain not verified against a root." in page
        assert "Signed copy on file, locked" in page
        assert content_of(visitor.get(at("signed", paper.pk))) == signed

    def test_a_changed_copy_is_refused_in_a_sentence(self, story, as_person, draft, paper, chair, uploaded):
        signed = chair.sign(as_pdf(Draft.objects.get(pk=draft.pk)).content)
        broken = signed[:2000] + bytes([signed[2000] ^ 1]) + signed[2001:]
        page = as_person(story.minh).post(at("attach_signed", paper.pk), {"file": uploaded(broken)})
        assert page.status_code == 422
        assert Paper.objects.get(pk=paper.pk).locked_at is None

    def test_a_scan_is_taken_only_when_it_is_called_one(self, story, as_person, paper, printed, uploaded):
        visitor = as_person(story.minh)
        page = shown(visitor.post(at("attach_signed", paper.pk), {"file": uploaded(printed)}), 422)
        assert "carries no digital signature" in page
        visitor.post(at("attach_signed", paper.pk), {"file": uploaded(printed), "scanned": "on"})
        assert "a scan of a paper signed by hand" in shown(visitor.get(at("detail", paper.pk)))


class TestCorrecting:
    def test_a_mistake_begins_a_paper_of_its_own(self, story, as_person, paper):
        visitor = as_person(story.minh)
        told = {"mistake": Mistake.CONTENT, "place-1": "Phụ lục, số 1", "wrong-1": "Phú Thuỷ", "right-1": "Phú Thủy"}
        answer = visitor.post(at("correct", paper.pk), told)
        draft = Draft.objects.get(corrects=paper)
        assert answer["Location"] == at("draft", draft.pk)
        assert "“Phú Thuỷ” sửa thành “Phú Thủy”" in shown(visitor.get(at("draft", draft.pk)))
        actions.issue(draft, number="16-QĐ/TU", on=story.today, by=story.minh)
        assert "It is corrected by" in shown(visitor.get(at("detail", paper.pk)))
        assert "Corrected by 16-QĐ/TU" in shown(visitor.get(at("list")))

    def test_half_a_mistake_is_not_enough(self, story, as_person, paper):
        told = {"mistake": Mistake.FORM, "place-1": "Phụ lục", "wrong-1": "a", "right-1": "b", "place-2": "Điều 1"}
        page = as_person(story.minh).post(at("correct", paper.pk), told)
        assert "Say of each mistake" in shown(page, 422)


class TestTheList:
    def test_it_shows_what_is_written_and_what_is_on_file(self, story, as_person, draft, reading_only):
        other = actions.draft(story.district, papers.letter("party"), by=story.minh)
        actions.issue(other, number="9-CV/TU", on=story.today, by=story.minh)
        visitor = as_person(story.minh)
        with reading_only():
            page = shown(visitor.get(at("list")))
        assert at("draft", draft.pk) in page
        assert "9-CV/TU" in page

    def test_a_stranger_sees_nothing_of_it(self, story, as_person, draft, paper):
        page = shown(as_person(story.stranger).get(at("list")))
        assert "15-QĐ/TU" not in page
        assert draft.title not in page


class TestTemplates:
    def told(self, story, text):
        word = BytesIO()
        written = docx.Document()
        written.add_paragraph(text)
        written.save(word)
        file = SimpleUploadedFile("mau.docx", word.getvalue())
        return {"unit": story.district.pk, "kind": "decision", "on": "20/11/2024", "file": file}

    def test_names_that_are_not_known_are_listed_before_it_is_taken(self, story, as_person):
        page = as_person(story.minh).post(at("templates"), self.told(story, "{{ ten_la }} {{ trích_yếu }}"))
        assert "These names are not known: ten_la" in shown(page, 422)
        assert not UnitTemplate.objects.exists()

    def test_it_prints_the_word_file_until_it_is_taken_out_of_use(self, story, as_person, draft):
        visitor = as_person(story.minh)
        visitor.post(at("templates"), self.told(story, "MẪU RIÊNG {{ trich_yeu }}"))
        template = UnitTemplate.objects.get()
        assert "MẪU RIÊNG" in word_text(content_of(visitor.get(at("word", draft.pk))))
        assert content_of(visitor.get(at("template_file", template.pk)))
        visitor.post(at("end_template", template.pk))
        assert UnitTemplate.objects.get().until

    def test_who_prepares_no_papers_is_refused(self, story, as_person):
        assert as_person(story.lan).get(at("templates")).status_code == 403


class TestCertificates:
    @pytest.fixture
    def concluded(self, story, accepted):
        considering = recognitions.consider(story.district, story.round, by=story.minh)
        recognitions.recognise(considering, accepted, by=story.minh)
        return recognitions.conclude(considering, number="15-QĐ/TU", on=story.today, by=story.minh)

    def test_they_are_made_and_handed_out_in_one_file(self, story, as_person, concluded, reading_only):
        visitor = as_person(story.minh)
        visitor.post(reverse("recognitions:certify", args=[concluded.pk]))
        sheet = concluded.decision.certificate_sheets.get()
        with reading_only():
            made = content_of(visitor.get(at("certificates", sheet.pk)))
        assert page_count(made) == 1
        assert "Phường Yên Giang" in pdf_text(made)
        assert as_person(story.hoa).get(at("certificates", sheet.pk)).status_code == 404

    def test_whoever_has_one_in_hand_checks_its_code_without_signing_in(self, story, client, concluded, reading_only):
        sheet = recognitions.certify(concluded, by=story.minh)
        certificate = sheet.certificates.get()
        with reading_only():
            page = shown(client.get(reverse("check", args=[certificate.code])))
        assert "This certificate is valid" in page
        assert "15-QĐ/TU" in page
        actions.withdraw(certificate, reason="Sai họ tên", by=story.minh)
        page = shown(client.get(reverse("check", args=[certificate.code])))
        assert "was withdrawn" in page
        assert "Sai họ tên" not in page
        assert client.get(reverse("check", args=["2222222222"])).status_code == 404


class TestTheWayFromTheDocket:
    def test_docket_draft_number_conclusion(self, story, as_person, accepted):
        considering = recognitions.consider(story.district, story.round, by=story.minh)
        recognitions.recognise(considering, accepted, by=story.minh)
        visitor = as_person(story.minh)
        docket = reverse("recognitions:docket", args=[story.round.pk, story.district.pk])
        assert "Draft the decision" in shown(visitor.get(docket))
        answer = visitor.post(reverse("recognitions:draft_decision", args=[considering.pk]))
        draft = Draft.objects.get()
        assert answer["Location"] == at("draft", draft.pk)
        assert "The decision is being written" in shown(visitor.get(docket))
        visitor.post(at("issue", draft.pk), {"number": "15-QĐ/TU", "on": "20/11/2024"})
        page = shown(visitor.get(reverse("recognitions:conclude", args=[considering.pk])))
        assert "Decision 15-QĐ/TU of 20/11/2024 recognises them." in page
        assert 'name="number"' not in page
        visitor.post(reverse("recognitions:conclude", args=[considering.pk]))
        considering.refresh_from_db()
        assert considering.decision.number == "15-QĐ/TU"

    def test_letter_and_summary_list_of_proposals(self, story, as_person, accepted):
        considering = recognitions.consider(story.district, story.round, by=story.minh)
        recognitions.recognise(considering, accepted, by=story.minh)
        recognitions.conclude(considering, number="15-QĐ/TU", on=story.today, by=story.minh)
        recognitions.propose_upward(story.district, story.round, [accepted], by=story.minh)
        visitor = as_person(story.minh)
        for verb in ("draft_submission", "draft_summary_list"):
            answer = visitor.post(reverse(f"recognitions:{verb}", args=[story.round.pk, story.district.pk]))
            page = shown(visitor.get(answer["Location"]))
            assert accepted.title in page


class TestWithdrawingACertificate:
    @pytest.fixture
    def sheet(self, story, accepted):
        consideration = recognitions.consider(story.district, story.round, by=story.minh)
        recognitions.recognise(consideration, accepted, by=story.minh)
        concluded = recognitions.conclude(consideration, number="15-QĐ/TU", on=story.today, by=story.minh)
        return recognitions.certify(concluded, by=story.minh)

    def test_from_the_list_of_the_sheet_with_a_reason(self, story, as_person, client, sheet):
        visitor, one = as_person(story.minh), sheet.certificates.get()
        page = shown(visitor.get(at("sheet", sheet.pk)))
        assert "Download 1 certificate as one PDF" in page
        assert one.code in page
        without = shown(visitor.post(at("withdraw", one.pk), {"reason": " "}), 422)
        assert "Withdraw a certificate" in without
        page = shown(visitor.post(at("withdraw", one.pk), {"reason": "Sai họ tên"}, follow=True))
        assert f"Certificate {one.code} no longer holds." in page
        assert "Sai họ tên" in page
        assert "Download" not in page
        assert "This certificate was withdrawn" in shown(client.get(reverse("check", args=[one.code])))
        assert [entry.verb for entry in journal.history(one)] == ["certificate.withdrawn"]

    def test_one_is_printed_by_itself_while_it_holds(self, story, as_person, sheet):
        visitor, one = as_person(story.minh), sheet.certificates.get()
        made = content_of(visitor.get(at("certificate", one.pk)))
        assert page_count(made) == 1
        assert one.code in pdf_text(made)
        actions.withdraw(one, reason="Sai họ tên", by=story.minh)
        assert visitor.get(at("certificate", one.pk)).status_code == 404

    def test_only_those_who_prepare_the_papers_of_the_unit_and_only_once(self, story, sheet):
        one = sheet.certificates.get()
        with pytest.raises(NotPermitted, match="prepare its papers"):
            actions.withdraw(one, reason="Sai họ tên", by=story.hoa)
        actions.withdraw(one, reason="Sai họ tên", by=story.minh)
        with pytest.raises(NotNow, match="already withdrawn"):
            actions.withdraw(one, reason="Sai họ tên", by=story.minh)


class TestToWhomAPaperIsSent:
    def test_the_decision_is_read_by_the_unit_whose_model_it_recognises(self, story, as_person, accepted, uploaded):
        consideration = recognitions.consider(story.district, story.round, by=story.minh)
        recognitions.recognise(consideration, accepted, by=story.minh)
        draft = recognitions.draft_decision(consideration, by=story.minh)
        paper = actions.issue(draft, number="15-QĐ/TU", on=story.today, by=story.minh)
        visitor = as_person(story.lan)
        assert visitor.get(at("detail", paper.pk)).status_code == 404  # issued is not yet published
        recognitions.conclude(consideration, by=story.minh)
        actions.attach_signed(paper, uploaded(as_pdf(draft).content), by=story.minh, scanned=True)
        page = shown(visitor.get(at("detail", paper.pk)))
        assert "Điều 1." in page
        assert at("signed", paper.pk) in page
        assert content_of(visitor.get(at("signed", paper.pk))).startswith(b"%PDF")
        for page_of_writers in (at("pdf", draft.pk), at("attach_signed", paper.pk), at("correct", paper.pk)):
            assert page_of_writers not in page
        assert "15-QĐ/TU" in shown(visitor.get(at("list")))
        assert as_person(story.stranger).get(at("detail", paper.pk)).status_code == 404
        assert story.ward.name in shown(as_person(story.minh).get(at("detail", paper.pk)))

    def test_whoever_has_a_paper_gets_what_corrects_it(self, story, draft, paper):
        assert actions.deliver(paper, [story.ward, story.district], by=story.minh) == [story.ward.pk]
        assert actions.deliver(paper, [story.ward], by=story.minh) == []  # once
        amendment = Amendment("Phụ lục, số thứ tự 1", "Lê Thị Lan", "Lê Thị Lân")
        begun = actions.correct(paper, [amendment], mistake=Mistake.CONTENT, by=story.minh)
        assert begun.corrects == paper
        correction = actions.issue(begun, number="16-QĐ/TU", on=story.today, by=story.minh)
        assert [delivery.unit for delivery in correction.deliveries.all()] == [story.ward]
        assert journal.history(correction).last().verb == "paper.delivered"

    def test_a_letter_that_carries_proposals_is_sent_to_the_superior(self, story, as_person, accepted):
        consideration = recognitions.consider(story.district, story.round, by=story.minh)
        recognitions.recognise(consideration, accepted, by=story.minh)
        recognitions.conclude(consideration, number="15-QĐ/TU", on=story.today, by=story.minh)
        recognitions.propose_upward(story.district, story.round, [accepted], by=story.minh)
        letter = recognitions.draft_submission(story.district, story.round, by=story.minh)
        paper = actions.issue(letter, number="7-TTr/TU", on=story.today, by=story.minh)
        assert "7-TTr/TU" in shown(as_person(story.hoa).get(at("detail", paper.pk)))


class TestLetterheads:
    TYPED = {
        "layout": "party", "superior": "Tỉnh ủy Quảng Ninh", "issuer": "Ban Dân vận", "place": "Hạ Long",
        "symbol": "BDVTU", "decider": "", "on_behalf": "K/T Trưởng ban", "office": "Phó Trưởng ban",
        "signatory": "Lê Thị Hoa",
    }  # fmt: skip

    def test_what_is_guessed_is_said_to_be_and_what_is_set_is_printed(self, story, as_person, reading_only):
        visitor = as_person(story.minh)
        with reading_only():
            page = shown(visitor.get(at("stationery")))
        assert "this is guessed from the kind of the unit" in page
        told = self.TYPED | {"on": "20/11/2024"}
        page = shown(visitor.post(at("set_stationery", story.district.pk), told, follow=True))
        assert f"The letterhead of {story.district.name} is set." in page
        assert "Printed so from 20/11/2024." in page
        assert "QĐ/BDVTU" in page
        form = visitor.get(at("set_stationery", story.district.pk)).context["form"]
        assert form["on_behalf"].value() == "K/T Trưởng ban"

    def test_without_the_issuing_body_nothing_is_lost(self, story, as_person):
        told = self.TYPED | {"issuer": " ", "on": "20/11/2024"}
        page = shown(as_person(story.minh).post(at("set_stationery", story.district.pk), told), 422)
        assert "BDVTU" in page

    def test_another_unit_s_is_not_ours_to_set(self, story, as_person):
        told = self.TYPED | {"on": "20/11/2024"}
        assert as_person(story.lan).post(at("set_stationery", story.district.pk), told).status_code == 403
