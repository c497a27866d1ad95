"""Reading the tables people have: xlsx, xls, ods and csv, whoever made them.

Before any parser: the size, the ending and the content are looked at. Then another process with little memory and
little time unpacks and reads (`table_reader`). What comes out is text, row by row, as a person reads it in the table.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import puremagic
from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput
from kheo.kernel.filekinds import in_words
from kheo.kernel.quantities import format_number

LARGEST = 40 * 2**20  # bytes
MEMORY = 2**30  # bytes that the reading process may have
SECONDS = 60  # that it may take
ENDINGS = {".xlsx": "xlsx", ".xls": "xls", ".ods": "ods", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}
READER = Path(__file__).with_name("table_reader.py")
UNREADABLE = "\ufdd0"  # a letter of no language that the database keeps; leads a cell without a value: `unreadable`


@dataclass(frozen=True)
class Table:
    """One sheet of a file, open for reading. `others` are further sheets that hold something and are not read."""

    sheet: str
    others: tuple[str, ...]
    _lines: IO[bytes]
    _first: int

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that is not empty, with the number that the spreadsheet shows beside it. May be asked again."""
        self._lines.seek(self._first)
        for line in self._lines:
            number, cells = json.loads(line)
            yield number, cells


@contextmanager
def opened(path: Path, name: str = "") -> Iterator[Table]:
    """Open the table in a file. `name` is the file's own name when it is kept under another.

    Raises `BadInput`, with the reason and a way out, for whatever is too large, of another kind than its name says,
    damaged, locked, or made to exhaust us.
    """
    name = name or path.name
    kind = _kind(path, name)
    with tempfile.TemporaryFile() as lines:
        _read(path, kind, name, lines)
        lines.seek(0)
        head = json.loads(lines.readline())
        yield Table(head["sheet"], tuple(head["others"]), lines, lines.tell())


def unreadable(cell: str) -> str:
    """Why a cell has no value that can be read, as a sentence; empty for every ordinary cell."""
    if not cell.startswith(UNREADABLE):
        return ""
    if cell == UNREADABLE + "error":
        return _("The cell shows a spreadsheet error such as #N/A: enter the value itself.")
    return _("The cell holds a formula that was never calculated: open the file in Excel, save it and upload it again.")


def _read(path: Path, kind: str, name: str, lines: IO[bytes]) -> None:
    command = [sys.executable, "-I", str(READER), str(path), kind, str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the path is an argument, never a shell's
            command,
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS + 5,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise BadInput(_refusal("too_slow", name)) from None
    if done.returncode == 0:
        return
    if done.returncode == 3:
        said = _last(lines)
        raise BadInput(_refusal(said.pop("refused"), name, **said))
    raise BadInput(_refusal("too_slow" if done.returncode == -14 else "too_big", name))


def _last(lines: IO[bytes]) -> dict[str, Any]:
    lines.seek(max(0, lines.seek(0, 2) - 1000))
    return dict(json.loads(lines.read().splitlines()[-1]))


def _kind(path: Path, name: str) -> str:
    """What the file is: by its ending and by its content, which must agree."""
    kind = ENDINGS.get(Path(name).suffix.lower())
    if not kind:
        raise BadInput(
            _("“%(name)s” is not a table that can be read: use an Excel file (.xlsx, .xls), .ods or .csv.")
            % {"name": name}
        )
    size = path.stat().st_size
    if size > LARGEST:
        raise BadInput(
            _(
                "“%(name)s” has %(size)s MB; at most %(limit)s MB can be imported at once."
                " Delete pictures, or split the list."
            )
            % {"name": name, "size": format_number(-(-size // 2**20)), "limit": LARGEST // 2**20}
        )
    if not size:
        raise BadInput(_refusal("empty", name))
    found = _content(path)
    if found == "locked":
        raise BadInput(_refusal("locked", name))
    if found != kind:
        raise BadInput(
            _("“%(name)s” is not what its name says: inside it is %(found)s. Open it in Excel and save it as .xlsx.")
            % {"name": name, "found": _in_words(found, path)}
        )
    return kind


def _content(path: Path) -> str:
    """One of our kinds, or another word for what the first bytes are."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK\x03\x04"):
        return _archive_kind(path)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "locked" if "EncryptedPackage".encode("utf-16-le") in path.read_bytes() else "xls"
    text = _as_text(start)
    if text.lstrip("\ufeff \t\r\n").lower().startswith(("<!doctype", "<html", "<table", "<?xml", "<meta")):
        return "web page"
    return "csv" if text and not in_words(start) else "other"


def _as_text(start: bytes) -> str:
    """The bytes as text in one of the ways that texts are kept; empty when they are none."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in start:
        encoding = "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
    else:
        encoding = "latin-1"
    text = start.decode(encoding, "replace")
    odd = sum(letter < "\t" or "\r" < letter < " " or letter == "\ufffd" for letter in text)
    return text if odd * 100 <= len(text) else ""


def _archive_kind(path: Path) -> str:
    """What an archive is, by the few words at its head; nothing is unpacked here."""
    names = _archive_names(path)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    return "xlsb" if "xl/workbook.bin" in names else "archive"


def _archive_names(path: Path) -> set[str]:
    """Names in the archive's directory, read as bytes: the directory stands at the end and is small."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2**20))
        tail = file.read()
    wanted = ("xl/workbook.xml", "xl/workbook.bin", "content.xml", "mimetype")
    return {name for name in wanted if name.encode() in tail}


def _in_words(found: str, path: Path) -> str:
    words = {
        "xlsx": _("an Excel workbook (.xlsx)"),
        "xls": _("an old Excel workbook (.xls)"),
        "ods": _("an OpenDocument table (.ods)"),
        "csv": _("plain text"),
        "xlsb": _("a binary Excel workbook (.xlsb)"),
        "web page": _("a web page (HTML or XML)"),
        "archive": _("an archive of other files"),
    }
    return words.get(found) or _guess(path) or _("something else")


def _guess(path: Path) -> str:
    """Our own words for the content, else the name that puremagic gives it."""
    with path.open("rb") as file:
        if known := in_words(file.read(16)):
            return known
    try:
        guesses = puremagic.magic_file(str(path))
    except (puremagic.PureError, ValueError, OSError):
        return ""
    return f"{guesses[0].name} ({guesses[0].extension})" if guesses else ""


def _refusal(word: str, name: str, **details: Any) -> str:
    sentences = {
        "damaged": _("“%(name)s” is damaged and cannot be read. Open it in Excel, save it again and use the new file."),
        "locked": _("“%(name)s” is locked with a password. Save it without one."),
        "empty": _("“%(name)s” is empty."),
        "unpacks_too_big": _("“%(name)s” unpacks to more than a table can be. Save it again from Excel."),
        "declares_entities": _("“%(name)s” contains declarations that no table needs. Save it again from Excel."),
        "too_big": _("“%(name)s” needs too much memory. Copy the list into a new file and use that."),
        "too_slow": _("“%(name)s” takes too long to read. Copy the list into a new file and use that."),
        "too_many_rows": _("“%(name)s” has more than %(limit)s rows. Split the list."),
        "too_many_columns": _("“%(name)s” has more than %(limit)s columns. Delete those that are not needed."),
        "unknown_letters": _("The characters in “%(name)s” cannot be read. Save it as “CSV UTF-8” or as .xlsx."),
    }
    if "limit" in details:
        details["limit"] = format_number(details["limit"])
    return sentences[word] % {"name": name, **details}
