"""The life of a paper: drafted, changed, issued with the registry's number, locked with its signed copy, corrected."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from kheo.documents import actions, permissions
from kheo.documents.corrections import Amendment
from kheo.documents.enums import Layout, Mistake, PaperKind, Standing
from kheo.documents.exporting import as_pdf, as_word
from kheo.documents.models import Draft, Paper
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, Stale
from tests.documents import papers
from tests.documents.reading import pdf_text, word_text

pytestmark = pytest.mark.django_db


def last_of(thing):
    return journal.history(thing).last()


# ── draft ──


def test_a_draft_keeps_its_content_whole_and_what_it_was_made_from(story, draft):
    assert draft.document == papers.decision("party").model_copy(
        update={"letterhead": papers.PARTY.model_copy(update={"number": ""})}
    )
    assert (draft.kind, draft.layout, draft.standing) == (PaperKind.DECISION, Layout.PARTY, Standing.DRAFTED)
    from_round = actions.draft(story.district, papers.minutes("state"), by=story.minh, made_from=story.round)
    assert list(Draft.objects.made_from(story.round)) == [from_round]
    entry = last_of(draft)
    assert (entry.verb, entry.unit_id, entry.details) == ("draft.begun", story.district.pk, {"kind": "decision"})


def test_a_draft_bears_no_number_whoever_typed_one(draft):
    assert draft.document.letterhead.number == ""


def test_only_the_unit_sees_its_drafts(story, draft):
    assert list(Draft.objects.visible_to(story.minh)) == [draft]
    assert not Draft.objects.visible_to(story.hoa).exists()
    assert not Draft.objects.visible_to(story.stranger).exists()


def test_who_may_prepare_papers(story, draft):
    assert permissions.can_write.allows(story.minh, draft)
    assert permissions.can_write.why_not(story.lan, draft) == (
        "Only those who review for Thị xã Quảng Yên prepare its papers."
    )
    assert not permissions.can_write.allows(story.stranger, draft)


def test_certificates_are_not_drafted(story):
    with pytest.raises(BadInput, match="made of the decision"):
        actions.draft(story.district, papers.certificates("party"), by=story.minh)


# ── change ──


def test_a_change_writes_it_anew_and_is_journalled(story, draft):
    changed = actions.change(draft, papers.decision("party", subject="Về việc khác"), by=story.minh, revision=1)
    assert (changed.title, changed.revision) == ("Về việc khác", 2)
    assert last_of(draft).details == {"revision": 2}


def test_who_read_an_older_text_does_not_overwrite_a_newer_one(story, draft):
    actions.change(draft, papers.decision("party"), by=story.minh, revision=1)
    with pytest.raises(Stale):
        actions.change(draft, papers.decision("party", subject="Cũ"), by=story.dung, revision=1)


def test_a_draft_keeps_its_kind(story, draft):
    with pytest.raises(BadInput, match="keeps its kind"):
        actions.change(draft, papers.minutes("party"), by=story.minh, revision=1)


# ── discard ──


def test_a_discarded_draft_is_put_aside_for_good(story, draft):
    discarded = actions.discard(draft, by=story.minh)
    assert discarded.standing == Standing.DISCARDED
    assert last_of(draft).verb == "draft.discarded"
    assert not Draft.objects.open().exists()
    for again in (
        lambda: actions.discard(draft, by=story.minh),
        lambda: actions.change(draft, papers.decision("party"), by=story.minh, revision=1),
        lambda: actions.issue(draft, number="1-QĐ", on=story.today, by=story.minh),
    ):
        with pytest.raises(NotNow, match="discarded"):
            again()


# ── issue ──


def test_issuing_enters_the_number_and_puts_the_paper_on_file(story, draft, paper):
    draft.refresh_from_db()
    assert draft.standing == Standing.ISSUED
    assert (paper.kind, paper.number, paper.date, paper.issuer) == ("decision", "15-QĐ/TU", story.today, story.district)
    assert (paper.signatory, paper.title) == ("Dương Văn An", draft.title)
    assert "Số 15-QĐ/TU" in pdf_text(as_pdf(draft).content)
    assert "ngày 20 tháng 11 năm 2024" in pdf_text(as_pdf(draft).content)
    assert last_of(draft).details == {"number": "15-QĐ/TU"}
    assert last_of(paper).verb == "paper.filed"


@pytest.mark.parametrize("given", [{"number": "", "on": "today"}, {"number": "15-QĐ", "on": None}])
def test_number_and_day_belong_together(story, draft, given):
    on = story.today if given["on"] else None
    with pytest.raises(BadInput, match="number and the date"):
        actions.issue(draft, number=given["number"], on=on, by=story.minh)


def test_a_paper_is_not_dated_in_the_future(story, draft):
    with pytest.raises(NotNow, match="has not come yet"):
        actions.issue(draft, number="15-QĐ/TU", on=story.today + timedelta(days=1), by=story.minh)


def test_a_number_is_given_once_a_year(story, paper):
    second = actions.draft(story.district, papers.decision("party"), by=story.minh)
    with pytest.raises(NotNow, match="already on file"):
        actions.issue(second, number="15-QĐ/TU", on=story.today, by=story.minh)


def test_an_issued_paper_never_changes(story, draft, paper):
    with pytest.raises(NotNow, match="another paper corrects it"):
        actions.change(draft, papers.decision("party"), by=story.minh, revision=1)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Draft.objects.update(title="Khác")


# ── lock ──


def test_the_signed_copy_locks_the_paper(story, draft, paper, printed, chair, uploaded):
    copy = actions.attach_signed(paper, uploaded(chair.sign(printed)), by=story.minh)
    paper.refresh_from_db()
    assert (paper.file, paper.locked_at) == (copy.file, copy.at)
    assert copy.signatures[0]["signer"] == "Dương Văn An"
    assert Draft.objects.get().standing == Standing.LOCKED
    entry = last_of(paper)
    assert (entry.verb, entry.details) == ("paper.locked", {"signatures": 1})


def test_a_locked_paper_stays_as_it_is(story, paper, printed, chair, uploaded):
    actions.attach_signed(paper, uploaded(chair.sign(printed)), by=story.minh)
    with pytest.raises(NotNow, match="locked"):
        actions.attach_signed(paper, uploaded(chair.sign(printed)), by=story.minh)
    for change in (lambda: Paper.objects.update(number="16-QĐ/TU"), lambda: Paper.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_copy_that_is_not_what_was_signed_is_refused(story, paper, printed, chair, uploaded):
    signed = chair.sign(printed)
    at = signed.index(b"stream") + 20
    tampered = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    with pytest.raises(BadInput, match="Dương Văn An does not hold"):
        actions.attach_signed(paper, uploaded(tampered), by=story.minh)
    paper.refresh_from_db()
    assert paper.locked_at is None


def test_a_scan_of_a_paper_signed_by_hand_is_taken_only_as_such(story, paper, printed, uploaded):
    with pytest.raises(BadInput, match="carries no digital signature"):
        actions.attach_signed(paper, uploaded(printed), by=story.minh)
    copy = actions.attach_signed(paper, uploaded(printed), by=story.minh, scanned=True)
    assert copy.signatures == []


def test_only_a_pdf_is_a_signed_copy(story, paper, uploaded):
    with pytest.raises(BadInput, match="of a kind that is not taken"):
        actions.attach_signed(paper, uploaded(b"GIF89a", name="ky.gif"), by=story.minh)


# ── correct ──


WRONG = Amendment(place="Phụ lục, số thứ tự 4", wrong="Nguyễn Thị Ly", right="Nguyễn Thị Lý")


def test_a_mistake_in_what_it_says_is_mended_by_an_equal_paper(story, draft, paper):
    correction = actions.correct(paper, [WRONG], mistake=Mistake.CONTENT, by=story.minh)
    assert (correction.kind, correction.corrects) == (PaperKind.DECISION, paper)
    text = word_text(as_word(correction).content)
    assert "Sửa đổi Quyết định số 15-QĐ/TU ngày 20 tháng 11 năm 2024 của Thị xã Quảng Yên như sau:" in text
    assert "1. Phụ lục, số thứ tự 4: “Nguyễn Thị Ly” sửa thành “Nguyễn Thị Lý”;" in text
    assert last_of(paper).verb == "paper.correction_begun"


def test_a_mistake_of_form_is_corrected_by_a_letter(story, paper):
    correction = actions.correct(paper, [WRONG], mistake=Mistake.FORM, by=story.minh)
    assert correction.kind == PaperKind.LETTER
    assert "V/v đính chính Quyết định số 15-QĐ/TU" in word_text(as_word(correction).content)


def test_the_correcting_paper_points_to_the_corrected_which_is_not_touched(story, draft, paper):
    before = Draft.objects.get(pk=draft.pk).content
    correction = actions.correct(paper, [WRONG], mistake=Mistake.CONTENT, by=story.minh)
    issued = actions.issue(correction, number="16-QĐ/TU", on=story.today, by=story.minh)
    assert issued.corrects == paper
    assert list(paper.corrections.all()) == [issued]
    assert Draft.objects.get(pk=draft.pk).content == before


def test_a_correction_says_what_is_wrong(story, paper):
    with pytest.raises(BadInput, match="at least one thing"):
        actions.correct(paper, [], mistake=Mistake.FORM, by=story.minh)


def test_minutes_are_signed_anew_instead(story):
    drafted = actions.draft(story.district, papers.minutes("state"), by=story.minh)
    paper = actions.issue(drafted, number="3/BB-UBND", on=story.today, by=story.minh)
    with pytest.raises(NotNow, match="sign new ones"):
        actions.correct(paper, [WRONG], mistake=Mistake.FORM, by=story.minh)


# ── export ──


def test_an_exported_file_has_a_name_that_every_system_keeps(draft):
    assert as_word(draft).name == (
        "decision-ve-viec-cong-nhan-mo-hinh-dan-van-kheo-cap-tinh-nam-2023.docx"
    )  # fmt: skip
    assert as_pdf(draft).content_type == "application/pdf"
