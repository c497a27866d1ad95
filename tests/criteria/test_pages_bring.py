"""Files: looked at first, their faults told by place, and nothing written before somebody has said so."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.criteria import actions
from kheo.criteria.editing import rebuilt
from kheo.criteria.models import Framework
from kheo.criteria.spellings import as_workbook, as_yaml
from kheo.kernel.models import Entry, StoredFile
from tests.criteria.drafts import at, draft, shown, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def nga(story, as_person):
    return as_person(story.nga)


def yaml(of, name="khung.yaml"):
    return SimpleUploadedFile(name, as_yaml.write(of).encode())


def workbook(of, name="bảng điểm.xlsx"):
    out = io.BytesIO()
    as_workbook.write(out, of)
    return SimpleUploadedFile(name, out.getvalue())


def look(visitor, file, page=("bring",)):
    return visitor.post(at(*page), {"file": file})


def confirmed(response, **typed):
    """What the page that shows a file sends when it is confirmed."""
    return {"spelled": response.context["spelled"]} | typed


def test_a_yaml_is_shown_whole_and_set_up_when_that_is_said(story, nga):
    response = look(nga, yaml(table()))
    page = shown(response)
    assert "Nothing is written yet." in page
    assert "Hoàn thành xuất sắc nhiệm vụ" in page
    assert not Framework.objects.exists()
    assert not StoredFile.objects.exists()
    named = {"owner": story.province.pk, "code": "TINH", "name": "Bộ tiêu chí của tỉnh"}
    answer = nga.post(at("bring"), confirmed(response, **named))
    version = Framework.objects.get().versions.get()
    assert answer["Location"] == at("change", version.pk)
    assert version.sheet == rebuilt(table(), code="TINH", name="Bộ tiêu chí của tỉnh")


def test_the_officials_workbook_is_read_as_a_tree(story, nga):
    response = look(nga, workbook(table()))
    assert "Tiêu chí II.2" in shown(response)
    assert [c.code for c in response.context["sheet"].walk()] == ["I", "I.1", "I.2", "II", "II.1", "II.2", "III"]


def test_what_does_not_add_up_is_told_before_it_is_a_draft(story, nga):
    assert "The criteria add up to 100 points, the scale is 105." in shown(look(nga, yaml(table(scale=105))))


def test_every_fault_is_told_with_its_place(story, nga):
    text = as_yaml.write(table()).replace("maximum: 25", "maximum: hai lăm").replace("by: share", "by: chia")
    page = shown(look(nga, SimpleUploadedFile("khung.yaml", text.encode())), status=422)
    assert "criteria › I › parts › I.1 › maximum: “hai lăm” is not a number." in page
    assert "“chia” is none of the words that can stand" in page
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("khung.yaml", b"code: [1, 2"), "Line 1"),
        (SimpleUploadedFile("khung.yaml", "code: Bảng".encode("utf-16")), "not written in UTF-8"),
        (SimpleUploadedFile("khung.yaml", b"&a [*a, *a]"), "references"),
        (SimpleUploadedFile("khung.yaml", b"!!python/object/apply:os.system ['true']"), ""),
        (SimpleUploadedFile("khung.yaml", b"a" * (2**20 + 5)), "too large"),
        (SimpleUploadedFile("khung.yaml", b"x" * 5 * 2**20), "too large"),
        (SimpleUploadedFile("bang.xlsx", b"MZ\x90\x00" + b"\x00" * 200), "is not what its name says"),
        (SimpleUploadedFile("bang.xlsx", b"PK\x03\x04" + b"\x00" * 200), ""),
        (SimpleUploadedFile("bang.exe", b"MZ\x90\x00"), "is not a table that can be read"),
        (SimpleUploadedFile("bang.csv", "STT;Nội dung\n1;Không có cột điểm\n".encode()), "No header was found"),
        (SimpleUploadedFile("bang.csv", "STT;Nội dung;Điểm\n1;Một;85.5\n".encode()), "Row 2"),
        (SimpleUploadedFile("bang.csv", "STT;Nội dung;Điểm\n".encode()), "no criteria"),
    ],
)
def test_what_is_no_framework_is_refused_with_a_sentence(story, nga, file, words):
    page = shown(look(nga, file), status=422)
    assert words in page
    assert "Traceback" not in page
    assert not Framework.objects.exists()


def test_no_file_is_asked_for(story, nga):
    assert "Choose the file with the framework." in shown(nga.post(at("bring"), {}), status=422)


def test_a_table_with_commas_and_composed_letters(story, nga):
    rows = "STT;No\u0323\u0302i dung;Đi\u00ea\u0309m\nI;La\u0303nh đa\u0323o;85,5\nII;Kết quả;14,5\n"
    response = look(nga, SimpleUploadedFile("bảng.csv", rows.encode()))
    shown(response)
    assert [(c.text, c.maximum) for c in response.context["sheet"].criteria] == [("Lãnh đạo", 85.5), ("Kết quả", 14.5)]


def test_a_confirmation_that_was_tampered_with_is_read_like_any_file(story, nga):
    typed = {"spelled": "code: [", "owner": story.province.pk, "code": "X", "name": "X"}
    assert "Line 1" in shown(nga.post(at("bring"), typed, follow=True))
    assert not Framework.objects.exists()


def test_a_code_that_is_taken_is_told_beside_what_was_read(story, nga):
    draft(story)
    response = look(nga, yaml(table()))
    named = {"owner": story.province.pk, "code": "DVK-QN", "name": "Bộ tiêu chí"}
    page = shown(nga.post(at("bring"), confirmed(response, **named)), status=422)
    assert "There is already a framework with the code DVK-QN." in page
    assert "Tiêu chí II.2" in page


# ── In place of a draft ──


def test_a_file_in_place_of_a_draft_shows_what_it_changes(story, nga):
    version = draft(story)
    response = look(nga, yaml(table(scale=110, code="KHAC")), ("replace", version.pk))
    page = shown(response)
    assert "What it changes in the draft" in page
    assert "110" in page
    version.refresh_from_db()
    assert version.sheet.scale == 100
    answer = nga.post(at("replace", version.pk), confirmed(response, revision=0))
    assert answer["Location"] == at("change", version.pk)
    version.refresh_from_db()
    assert (version.sheet.scale, version.sheet.code) == (110, "DVK-QN")  # the framework keeps its code


def test_a_draft_that_changed_meanwhile_is_not_replaced_unseen(story, nga):
    version = draft(story)
    response = look(nga, yaml(table(scale=110)), ("replace", version.pk))
    actions.change(version, rebuilt(version.sheet, note="Người khác"), by=None, revision=0)
    again = nga.post(at("replace", version.pk), confirmed(response, revision=0))
    assert "Somebody else saved first" in shown(again, status=409)
    nga.post(at("replace", version.pk), confirmed(again, revision=again.context["version"].revision))
    version.refresh_from_db()
    assert version.sheet.scale == 110


def test_looking_at_a_file_leaves_no_trace(story, nga):
    before = Entry.objects.count()
    look(nga, yaml(table()))
    assert Entry.objects.count() == before
