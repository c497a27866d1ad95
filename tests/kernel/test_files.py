"""Files people give us: name and content agree, nothing leaves its folder, nothing is ever shown as a page."""

import io
import zipfile

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from kheo.kernel import files
from kheo.kernel.errors import BadInput
from kheo.kernel.models import StoredFile
from tests.kernel.photographs import photo
from tests.lying import place_of

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG, JPG = photo(kind="PNG"), photo()


def package(**parts):
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            made.writestr(name, content)
    return box.getvalue()


def workbook():
    box = io.BytesIO()
    openpyxl.Workbook().save(box)
    return box.getvalue()


def docx(**more):
    return package(**{"word/document.xml": b"<document/>", **more})


def upload(name, content):
    return SimpleUploadedFile(name, content, content_type="text/html")


def in_the_folder():
    return {place for place in settings.MEDIA_ROOT.rglob("*") if place.is_file()}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Tờ trình.pdf", PDF, "application/pdf"),
        ("danh sách.xlsx", workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("báo cáo.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_file_of_each_kind_is_kept_and_given_back(name, content, content_type):
    stored = files.store(upload(name, content), by_id=None)
    assert (stored.name, stored.content_type, stored.size) == (name, content_type, len(content))
    assert files.content(stored) == content
    assert place_of(stored).stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("virus.exe", b"MZ\x90\0"),
        ("bang.xlsx", b"MZ\x90\0" + b"\0" * 300),
        ("trang.html", b"<script>alert(1)</script>"),
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("anh.png", b"<svg onload='alert(1)'/>"),
        ("anh.jpg", b"GIF89a/*<script>*/"),
        ("anh.jpg", JPG[:20]),
        ("anh.jpg", JPG[:2000]),
        ("anh.heic", b"\0\0\0\x18ftypheic" + b"\0" * 200),
        ("anh.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("bao cao.pdf", b"<html>%PDF-1.4 %%EOF"),
        ("bao cao.pdf", PDF[:20]),
        ("bang.xlsx", docx()),
        ("van ban.docx", docx(**{"word/vbaProject.bin": b"macro"})),
        ("van ban.docx", docx(**{"../../etc/passwd": b"x"})),
        ("van ban.docx", b"PK\x03\x04broken"),
        ("khong co duoi", PDF),
        ("rong.pdf", b""),
        ("anh\u202egpj.exe", JPG),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_a_sentence(name, content):
    before = in_the_folder()
    with pytest.raises(BadInput) as refusal:
        files.store(upload(name, content), by_id=None)
    assert str(refusal.value).endswith(".")
    assert in_the_folder() == before
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = docx(**{"word/big.xml": b"\0" * (30 * 2**20)})
    assert len(bomb) < 2**20
    with pytest.raises(BadInput, match="far more"):
        files.store(upload("van ban.docx", bomb), by_id=None)


@pytest.mark.django_db
def test_a_file_over_the_limit_is_told_its_size_and_the_limit():
    with pytest.raises(BadInput, match="has 3 MB; at most 2 MB"):
        files.store(upload("to.pdf", PDF + b"\0" * (2 * 2**20)), by_id=None, limit=2 * 2**20)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "../../x.pdf",
        "..\\..\\x.pdf",
        "C:\\x.pdf",
        "a\0b.pdf",
        "/etc/x.pdf",
        "x" * 400 + ".pdf",
        "\u202efdp.x.pdf",
        ".pdf.pdf",
    ],
)
def test_whatever_the_name_the_file_stays_in_its_folder(name):
    before = in_the_folder()
    file = upload("x.pdf", PDF)
    file._name = name  # past Django's own cleaning
    stored = files.store(file, by_id=None)
    assert in_the_folder() - before == {place_of(stored)}
    assert place_of(stored).is_relative_to(settings.MEDIA_ROOT)
    assert not set(stored.name) & set("/\\:\0\u202e")
    assert len(stored.name) <= 150


@pytest.mark.django_db
def test_a_polyglot_is_only_ever_an_attachment_in_a_sandbox():
    stored = files.store(upload("bao cao.pdf", b"%PDF-1.4<html><script>alert(1)</script>%%EOF"), by_id=None)
    answer = files.response(stored)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    answer.close()


@pytest.mark.django_db
def test_discarding_waits_for_the_transaction(django_capture_on_commit_callbacks):
    stored = files.store(upload("x.pdf", PDF), by_id=None)
    place = place_of(stored)
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(stored)
        assert place.exists()
    assert not place.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("a.csv", "Mã,Tên\n1,Yên Giang".encode(), True),
        ("a.csv", "Mã,Tên".encode("utf-16"), True),
        ("a.csv", b"MZ\0\0", False),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), True),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), False),
        ("a.ods", package(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), True),
        ("a.ods", package(mimetype=b"text/plain"), False),
        ("a.pdf", PDF, False),
    ],
)
def test_sheets_are_told_apart_too(name, content, taken):
    if taken:
        assert files.store(upload(name, content), by_id=None, allowed=files.SHEETS).name == name
    else:
        with pytest.raises(BadInput):
            files.store(upload(name, content), by_id=None, allowed=files.SHEETS)
