"""What the files we take look like inside. A name can say anything, so the content has to agree with it.

Detection alone is no defence (`%PDF-1.4` followed by HTML passes every detector): files are also served only as
attachments in a sandbox, see `files.response`, and pictures are drawn anew, see `pictures.drawn`.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput

# A package is refused before anything unpacks it (trust.md T13: a bomb of 1 MB held a parser for a minute).
MAX_ENTRIES, MAX_UNPACKED, MAX_RATIO = 2_000, 100 * 2**20, 200
HEAD, TAIL = 1024, 2048


@dataclass(frozen=True)
class FileKind:
    """How a kind of file is announced to browsers, and the check that its content is of this kind."""

    content_type: str
    is_inside: Callable[[BinaryIO], bool]


def check_package(file: BinaryIO) -> zipfile.ZipFile:
    """Open a zip package (docx, xlsx, ods) whose table of contents promises nothing harmful; `BadInput` otherwise."""
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise BadInput(_("The file is damaged: it cannot be opened.")) from None
    entries = package.infolist()
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1):
        raise BadInput(_("The file unpacks to far more than its size: it is not taken."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadInput(_("The file is locked with a password: save it without one."))
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in package.namelist()):
        raise BadInput(_("The file is damaged: it cannot be opened."))
    if any(name.lower().endswith("vbaproject.bin") for name in package.namelist()):
        raise BadInput(_("The file holds macros, little programs that we do not take: save it without them."))
    return package


def _office(part: str) -> Callable[[BinaryIO], bool]:
    """A Microsoft Office package with this main part."""

    def is_inside(file: BinaryIO) -> bool:
        return zipfile.is_zipfile(file) and {"[Content_Types].xml", part} <= set(check_package(file).namelist())

    return is_inside


def _is_ods(file: BinaryIO) -> bool:
    if not zipfile.is_zipfile(file):
        return False
    package = check_package(file)
    if "mimetype" not in package.namelist():
        return False
    return package.read("mimetype").strip() == b"application/vnd.oasis.opendocument.spreadsheet"


def _is_xls(file: BinaryIO) -> bool:
    """An old Excel workbook: a compound file with a stream named Workbook (a locked xlsx is one without)."""
    content = file.read()
    names = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
    return content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and any(name in content for name in names)


def _is_csv(file: BinaryIO) -> bool:
    """Text: UTF-16 says so in its first bytes, any other text has no zero bytes."""
    head = file.read(64 * 1024)
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


def _is_pdf(file: BinaryIO) -> bool:
    head = file.read(HEAD)
    return head.startswith(b"%PDF-") and b"%%EOF" in _tail(file)


def _is_png(file: BinaryIO) -> bool:
    head = file.read(HEAD)
    return head.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR") and b"IEND" in _tail(file)


def _is_jpeg(file: BinaryIO) -> bool:
    """Marker segments, one after the other, up to the start of the scan, with a frame of some size among them."""
    if file.read(2) != b"\xff\xd8":
        return False
    framed = False
    while len(mark := file.read(4)) == 4 and mark[0] == 0xFF:
        length = int.from_bytes(mark[2:])
        if mark[1] == 0xDA:
            return framed
        body = file.read(length - 2) if length >= 2 else b""
        if len(body) != length - 2:
            return False
        if mark[1] in _FRAMES:
            framed = len(body) > 5 and any(body[1:3]) and any(body[3:5])
    return False


_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _is_webp(file: BinaryIO) -> bool:
    head = file.read(HEAD)
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}


def _is_heic(file: BinaryIO) -> bool:
    """The photographs of iPhones: a first box that names its brand."""
    head = file.read(HEAD)
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


def _is_bel(file: BinaryIO) -> bool:
    """An archive of Belenios: a tar whose first entry says so. We make these ourselves, and take none."""
    head = file.read(HEAD)
    return head.startswith(b"BELENIOS\0") and head[512:].startswith(b'{"version"')


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    return file.read()


def in_words(start: bytes) -> str:
    """What content that begins like this is, for a sentence; empty when its beginning does not tell."""
    if start.lstrip().lower().startswith((b"<!doctype", b"<html")):
        return _("a web page (HTML or XML)")
    program, picture = _("a program"), _("a picture")
    signs = {
        b"MZ": program, b"\x7fELF": program, b"%PDF": _("a PDF document"),
        b"\x89PNG": picture, b"GIF8": picture, b"\xff\xd8\xff": picture, b"<svg": picture,
    }  # fmt: skip
    return next((words for sign, words in signs.items() if start.startswith(sign)), "")


PHOTOS = ("jpg", "jpeg", "png", "webp", "heic", "heif")
OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": FileKind("application/pdf", _is_pdf),
    "docx": FileKind(f"{OFFICE}.wordprocessingml.document", _office("word/document.xml")),
    "xlsx": FileKind(f"{OFFICE}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "xls": FileKind("application/vnd.ms-excel", _is_xls),
    "ods": FileKind("application/vnd.oasis.opendocument.spreadsheet", _is_ods),
    "csv": FileKind("text/csv", _is_csv),
    "jpg": FileKind("image/jpeg", _is_jpeg),
    "jpeg": FileKind("image/jpeg", _is_jpeg),
    "png": FileKind("image/png", _is_png),
    "webp": FileKind("image/webp", _is_webp),
    "heic": FileKind("image/heic", _is_heic),
    "heif": FileKind("image/heif", _is_heic),
    "bel": FileKind("application/x-tar", _is_bel),
}
