"""The minutes: blocks to be edited, frozen by the first signature, as files in the unit's layout."""

import io
import zipfile

import pytest
from django.urls import reverse

from kheo.councils import actions as councils
from kheo.councils.models import Minutes
from tests.councils.conftest import voted

pytestmark = pytest.mark.django_db


def at(name, session, *more):
    return reverse(f"councils:{name}", args=[session.pk, *more])


def words(client, session):
    return client.get(at("minutes", session)).content.decode()


@pytest.fixture
def concluded(council, session):
    for n, item in enumerate(session.items.all()):
        voted(council, item, 9 if n else 2)
    councils.conclude_session(session, by=council.bình)
    session.refresh_from_db()
    return session


def test_the_draft_follows_from_what_happened(concluded, doors):
    said = words(doors.member, concluded)
    assert "Nhà văn hóa khu phố" in said
    assert "Trần Quốc Bình" in said
    assert "The draft follows from what happened." in said


def test_a_block_is_edited_and_emptied_again(concluded, doors):
    address = at("edit_minutes", concluded, "discussion")
    assert (
        doors.secretary.post(address, {"text": "Ông Bình báo cáo.\nBà Hoa nêu ý kiến.", "revision": 0}).status_code
        == 302
    )
    said = words(doors.member, concluded)
    assert "Bà Hoa nêu ý kiến." in said
    assert "Edited" in said
    doors.secretary.post(address, {"text": "", "revision": 1})
    assert Minutes.objects.get().edits == {}


def test_two_who_edit_at_once_lose_nothing(concluded, doors):
    address = at("edit_minutes", concluded, "discussion")
    doors.secretary.post(address, {"text": "Của Thu.", "revision": 0})
    answer = doors.chair.post(address, {"text": "Của Bình.", "revision": 0})
    assert answer.status_code == 409
    assert "Của Thu." in answer.content.decode()
    assert "Của Bình." in answer.content.decode()


def test_the_table_of_results_is_edited_by_nobody(concluded, doors):
    assert doors.secretary.get(at("edit_minutes", concluded, "results")).status_code == 404
    assert doors.member.get(at("edit_minutes", concluded, "discussion")).status_code == 403


def test_signing_freezes_until_it_is_taken_back(concluded, doors):
    doors.chair.post(at("sign_minutes", concluded))
    assert "frozen by a signature" in words(doors.member, concluded)
    assert doors.secretary.get(at("edit_minutes", concluded, "discussion")).status_code == 302
    doors.chair.post(at("take_signature_back", concluded))
    assert "frozen by a signature" not in words(doors.member, concluded)
    doors.chair.post(at("sign_minutes", concluded))
    doors.secretary.post(at("sign_minutes", concluded))
    concluded.refresh_from_db()
    assert concluded.state == "signed"
    assert doors.chair.post(at("take_signature_back", concluded)).status_code == 403


def test_members_read_and_do_not_sign(concluded, doors):
    assert "Sign the minutes" not in words(doors.member, concluded)
    assert doors.member.post(at("sign_minutes", concluded)).status_code == 403
    assert doors.stranger.get(at("minutes", concluded)).status_code == 404


def test_pdf_and_word_in_the_layout_of_the_unit(concluded, doors):
    paper = doors.member.get(at("minutes_file", concluded, "pdf"))
    assert paper.content.startswith(b"%PDF-")
    assert paper["Content-Disposition"].startswith('attachment; filename="bien-ban-')
    book = doors.member.get(at("minutes_file", concluded, "docx"))
    with zipfile.ZipFile(io.BytesIO(book.content)) as inside:
        assert "Nhà văn hóa khu phố" in inside.read("word/document.xml").decode()
    assert doors.member.get(at("minutes_file", concluded, "exe")).status_code == 404
    assert doors.stranger.get(at("minutes_file", concluded, "pdf")).status_code == 404
