"""The process that opens a table somebody sent us. It is started alone, with little memory and little time, so that a
file made to hurt can only hurt this process (trust.md T13). It knows nothing of Khéo: `kheo.kernel.tables` starts it.

    python table_reader.py PATH KIND MEMORY SECONDS

Standard output is one JSON value a line: `{"sheet", "others"}`, then `[row number, [cell, …]]` for every row that is
not empty, every cell as the text a person reads in it. A refusal is the last line, `{"refused": word, …}`, with exit
code 3.
"""

import csv
import io
import json
import re
import resource
import signal
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

Place = tuple[int, int]  # row and column
Cells = list[str]
Shared = dict[int, list[tuple[int, Place]]]

MOST_PARTS = 2_000
MOST_UNPACKED = 256 * 2**20  # bytes, the sum of all parts
MOST_RATIO = 200  # unpacked to packed
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_OUTPUT = 512 * 2**20
UNREADABLE = "\ufdd0"  # a letter of no language; leads a cell without a value, followed by "formula" or "error"

_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)>[^<]|<(?:\w+:)?is><(?:\w+:)?t")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ERROR = re.compile(rb't="e"')
_TEXT = re.compile(rb't="str"')  # a formula whose result is a text, perhaps an empty one
_SHEET = re.compile(rb'<(?:\w+:)?sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY")


class Refused(Exception):
    """The file cannot be read; `args` are the word for the reason and its details."""


def main(path: str, kind: str, memory: str, seconds: str) -> int:
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(int(seconds))
    try:
        {"csv": read_text, "xlsx": read_xlsx, "ods": read_ods, "xls": read_workbook}[kind](path)
    except Refused as refusal:
        say({"refused": refusal.args[0], **(refusal.args[1] if len(refusal.args) > 1 else {})})
        return 3
    except MemoryError:
        say({"refused": "too_big"})
        return 3
    return 0


def say(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


# ── Archives: looked over before any parser sees them ─────────────────────────────────────────────────────────────────


def read_xlsx(path: str) -> None:
    with open_archive(path) as archive:
        look_through(archive)
        read_workbook(path, lambda sheet: holes_of(archive, sheet))


def read_ods(path: str) -> None:
    with open_archive(path) as archive:
        look_through(archive)
    read_workbook(path)


def open_archive(path: str) -> zipfile.ZipFile:
    """The archive, when what it declares is within measure."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Refused("damaged") from error
    parts = archive.infolist()
    packed, unpacked = sum(p.compress_size for p in parts), sum(p.file_size for p in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise Refused("unpacks_too_big")
    if any(p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts if p.file_size > 2**20):
        raise Refused("unpacks_too_big")
    if packed > Path(path).stat().st_size:  # parts that lie over each other
        raise Refused("unpacks_too_big")
    if any(p.flag_bits & 1 for p in parts):
        raise Refused("locked")
    return archive


def look_through(archive: zipfile.ZipFile) -> None:
    """Unpack every part once and throw it away: a part may hold more than it declares, or declare entities."""
    left = MOST_UNPACKED
    for part in archive.infolist():
        tail = b""
        for chunk in chunks_of(archive, part):
            left -= len(chunk)
            if left < 0:
                raise Refused("unpacks_too_big")
            if any(word in tail + chunk for word in _DECLARES):
                raise Refused("declares_entities")
            tail = chunk[-16:]


def chunks_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    part.file_size = MOST_UNPACKED + 1  # read on to the true end of the part, not to its declared one
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(2**20):
                yield chunk
    except MemoryError:
        raise
    except Exception as error:  # each compression has its own way of saying that it found nonsense
        raise Refused("damaged") from error


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part of the archive holds which sheet: `{sheet's name: part's name}`."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship [^>]*>", archive.read("xl/_rels/workbook.xml.rels")):
        key, target = re.search(rb' Id="([^"]*)"', tag), re.search(rb' Target="([^"]*)"', tag)
        if key and target:
            targets[key[1]] = target[1].decode("utf-8", "replace").removeprefix("/xl/")
    found = {}
    for name, key in _SHEET.findall(archive.read("xl/workbook.xml")):
        if f"xl/{targets.get(key, '')}" in names:
            found[unescape(name.decode("utf-8", "replace"))] = f"xl/{targets[key]}"
    return found


def holes_of(archive: zipfile.ZipFile, sheet: str) -> dict[Place, str]:
    """Cells that show something which the parser does not hand on: formulas never calculated, and error values."""
    part = sheet_parts(archive).get(sheet)
    content = archive.read(part) if part else b""
    if not _FORMULA.search(content) and not _ERROR.search(content):
        return {}
    holes: dict[Place, str] = {}
    for letters, row, attributes, inside in _CELL.findall(content):
        if _ERROR.search(attributes):
            holes[int(row), column_number(letters.decode())] = "error"
        elif _FORMULA.search(inside) and not _VALUE.search(inside) and not _TEXT.search(attributes):
            holes[int(row), column_number(letters.decode())] = "formula"
    return holes


def column_number(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def unescape(text: str) -> str:
    for escaped, plain in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(escaped, plain)
    return text


# ── Workbooks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_workbook(path: str, holes_in: Callable[[str], dict[Place, str]] = lambda _: {}) -> None:
    import python_calamine as calamine  # here, so that an archive is looked over before the parser is even loaded

    try:
        workbook = calamine.CalamineWorkbook.from_path(path)
        seen = calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet
        names = [meta.name for meta in workbook.sheets_metadata if (meta.visible, meta.typ) == seen]
        sheets = [sheet for name in names if (sheet := workbook.get_sheet_by_name(name)).start is not None]
    except calamine.PasswordError as error:
        raise Refused("locked") from error
    except calamine.CalamineError as error:
        raise Refused("damaged") from error
    if not sheets:
        raise Refused("empty")
    sheet = sheets[0]
    assert sheet.start is not None  # a sheet with something in it has its corners
    assert sheet.end is not None
    if sheet.end[0] >= MOST_ROWS:
        raise Refused("too_many_rows", {"limit": MOST_ROWS})
    if sheet.end[1] >= MOST_COLUMNS:
        raise Refused("too_many_columns", {"limit": MOST_COLUMNS})
    say({"sheet": sheet.name, "others": [other.name for other in sheets[1:]]})
    lead = [""] * sheet.start[1]
    shared = spread(sheet.merged_cell_ranges or [])
    rows = ((number, lead + [shown(value) for value in row]) for number, row in enumerate(sheet.iter_rows(), 1))
    write_rows(rows, shared, holes_in(sheet.name))


def spread(merged: Iterable[tuple[Place, Place]]) -> Shared:
    """Merged cells show one value over all of them: `{row: [(column, row and column of the value)]}`, rows from 1."""
    shared: Shared = {}
    for (top, left), (bottom, right) in merged:
        for row in range(top, min(bottom, top + MOST_ROWS) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                if (row, column) != (top, left):
                    shared.setdefault(row + 1, []).append((column, (top + 1, left)))
    return shared


def write_rows(rows: Iterable[tuple[int, Cells]], shared: Shared, missing: dict[Place, str]) -> None:
    sources = {source for cells in shared.values() for _, source in cells}
    by_row: dict[int, list[int]] = {}
    for row, column in sources:
        by_row.setdefault(row, []).append(column)
    holes: dict[int, list[tuple[int, str]]] = {}
    for (row, column), what in missing.items():
        holes.setdefault(row, []).append((column, what))
    values: dict[Place, str] = {}
    for number, cells in rows:
        for column, what in holes.get(number, ()):
            put(cells, column, UNREADABLE + what)
        for column in by_row.get(number, ()):
            values[number, column] = cells[column] if column < len(cells) else ""
        for column, source in shared.get(number, ()):
            put(cells, column, values.get(source, ""))
        if any(cells):
            say([number, cells])


def put(cells: Cells, column: int, text: str) -> None:
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = text


def shown(value: object) -> str:
    """The value as a person reads it in Vietnam: 12,5 and 20/12/2024."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        whole = value == value and abs(value) < 1e15 and int(value) == value
        return str(int(value)) if whole else format(Decimal(repr(value)), "f").replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


# ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_text(path: str) -> None:
    text = decoded(Path(path).read_bytes())
    csv.field_size_limit(10**6)
    say({"sheet": "", "others": []})
    try:
        write_rows(numbered(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))), {}, {})
    except csv.Error as error:
        raise Refused("damaged") from error


def decoded(raw: bytes) -> str:
    """The text, by its mark, as UTF-8, as UTF-16 without a mark, or as Windows wrote Vietnamese before Unicode."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(raw, "utf-16")
    try:
        if "\x00" not in (text := raw.decode("utf-8-sig")):
            return text
    except UnicodeDecodeError:
        if b"\x00" not in raw:
            return decode(raw, "cp1258")
    odd, even = raw[1:2000:2].count(0), raw[0:2000:2].count(0)
    return decode(raw, "utf-16-le" if odd > even else "utf-16-be")


def decode(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused("unknown_letters") from error
    if "\x00" in text:
        raise Refused("unknown_letters")
    return text


def delimiter(text: str) -> str:
    """The mark that cuts the first rows most evenly into the most cells."""
    lines = io.StringIO(text[:100_000], newline="").readlines()[:60]
    return max(",;\t|", key=lambda mark: evenness(list(csv.reader(lines, delimiter=mark))))


def evenness(rows: list[Cells]) -> int:
    (width, times) = Counter(len(row) for row in rows if row).most_common(1)[0] if any(rows) else (1, 0)
    return (width - 1) * times


def numbered(rows: Iterable[Cells]) -> Iterator[tuple[int, Cells]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise Refused("too_many_rows", {"limit": MOST_ROWS})
        if len(row) > MOST_COLUMNS:
            raise Refused("too_many_columns", {"limit": MOST_COLUMNS})
        yield number, [unguarded(cell) for cell in row]


def unguarded(cell: str) -> str:
    """A text that our own csv led with an apostrophe, lest a spreadsheet calculate it, comes back without it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ")[:1] in "=+-@\t\r\n" and len(cell) > 1 else cell


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
