"""The way of a decision in a browser: docket, draft, Word and PDF, number, signed copy, conclusion, certificates."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from kheo.documents import actions as documents
from kheo.documents.models import Draft
from kheo.people.models import Person
from kheo.recognitions import actions as recognitions
from tests.browser.looking import look
from tests.documents.signing import Signer
from tests.recognitions import binh_thuan
from tests.recognitions.test_papers import furnish


@pytest.fixture
def van(transactional_db, settings, tmp_path):
    """Vân of Bình Thuận, before whom the 22 of 2023 lie, on the day of the decision."""
    settings.KHEO_TODAY = binh_thuan.TODAY
    settings.MEDIA_ROOT = tmp_path / "files"
    told = binh_thuan.considered()
    furnish(told.province, told.van)
    Person.objects.update(language="en")
    return told


def follow(page, what):
    with page.expect_navigation():
        what.click()


def sign(content):
    """In a thread of its own: a loop of playwright runs in this one, and pyHanko begins another."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(Signer("Nguyễn Hoài Anh").sign, content).result()


def test_from_the_docket_to_the_signed_copy(van, open_page, tmp_path):
    page = open_page(van.van, language="en")
    page.goto(f"/recognitions/{van.round.pk}/{van.province.pk}/")
    look(page, "docket-with-a-list")
    follow(page, page.locator('form[action$="/draft-decision/"] button'))
    look(page, "decision-draft")
    follow(page, page.locator('a[href$="/change/"]').first)
    page.fill("textarea[name=recipients]", "Như Điều 3\nBan Dân vận Trung ương (để báo cáo)\nLưu Văn phòng")
    look(page, "decision-words")
    follow(page, page.locator("main form .k-actions button"))
    assert page.get_by_text("Ban Dân vận Trung ương").count()
    for ending in ("docx", "pdf"):
        with page.expect_download() as saved:
            page.locator(f'main a[href$="paper.{ending}"]').first.click()
        saved.value.save_as(tmp_path / f"decision.{ending}")
        assert saved.value.suggested_filename.startswith("decision-ve-viec-cong-nhan")

    follow(page, page.locator('a[href$="/issue/"]'))
    page.fill("input[name=number]", "14-QĐ/TU")
    page.fill("input[name=on]", "08/01/2024")
    look(page, "decision-number")
    follow(page, page.locator("main form .k-actions button"))
    page.wait_for_url(re.compile(r"/documents/\d+/$"))
    look(page, "decision-issued")

    follow(page, page.locator('a[href$="/attach-signed/"]'))
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(sign((tmp_path / "decision.pdf").read_bytes()))
    page.set_input_files("input[name=file]", signed)
    look(page, "decision-sign")
    follow(page, page.locator("main form .k-actions button"))
    assert page.get_by_text("Signature of Nguyễn Hoài Anh whole").count()
    look(page, "decision-locked")

    page.goto(f"/recognitions/{van.round.pk}/{van.province.pk}/")
    follow(page, page.locator('a[href$="/conclude/"]'))
    look(page, "conclude-with-a-decision")
    follow(page, page.locator("main form .k-actions button").first)
    follow(page, page.locator('form[action$="/certify/"] button'))
    look(page, "recognised-with-certificates")
    follow(page, page.locator('main a[href*="/certificates/"]'))
    look(page, "certificates")
    with page.expect_download() as saved:
        page.locator('main a[href$=".pdf"]').first.click()
    saved.value.save_as(tmp_path / "certificates.pdf")
    assert (tmp_path / "certificates.pdf").read_bytes().startswith(b"%PDF")


def test_every_other_page_of_papers_stands_in_nobodys_way(van, open_page):
    draft = recognitions.draft_decision(van.consideration, by=van.van)
    paper = documents.issue(draft, number="14-QĐ/TU", on=binh_thuan.TODAY, by=van.van)
    sheet = recognitions.certify(recognitions.conclude(van.consideration, by=van.van), by=van.van)
    page = open_page(van.van, language="en")
    for address, name in (
        ("/documents/", "papers"),
        (f"/documents/{paper.pk}/correct/", "correct-a-paper"),
        ("/documents/templates/", "word-templates"),
        ("/documents/letterheads/", "letterheads"),
        (f"/documents/letterheads/{van.province.pk}/", "set-a-letterhead"),
        (f"/documents/certificates/one/{sheet.certificates.first().pk}/withdraw/", "withdraw-a-certificate"),
        (f"/x/{sheet.certificates.first().code}/", "check-a-certificate"),
    ):
        page.goto(address)
        look(page, name)
    assert Draft.objects.get().paper == paper
