"""The tree in a workbook that officials made: the header wherever it stands, the numbers as they are, sums left out.

What comes out is a draft: its leaves are scored by hand, or passed or not where the maximum is 0; the other rules are
added in the editor.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kheo.criteria.amounts import total
from kheo.criteria.enums import Role, Standing
from kheo.criteria.reading import read as read_mapping
from kheo.criteria.sheet import Sheet
from kheo.criteria.spellings import numbering
from kheo.kernel import tables
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import format_number, parse_number
from kheo.kernel.text import clean, clean_line, fold

# What a column may be headed with; folded, apart by a semicolon. The words of the interface in all its languages too.
HEADINGS = {
    "number": "no; stt; tt; so tt; so thu tu; क्रम; क्र सं; क्रमांक; संख्या",
    "text": (
        "content; criterion; criteria; noi dung; noi dung tieu chi; tieu chi; khung tieu chi; ten tieu chi;"
        " सामग्री; विषयवस्तु; मानदंड"
    ),
    "condition": "condition; dieu kien; yeu cau; dieu kien cham diem; cach tinh diem; शर्त",
    "maximum": "maximum; max; diem toi da; diem chuan; thang diem; diem; अधिकतम; अधिकतम अंक",
    "note": "note; notes; ghi chu; nhan xet; टिप्पणी",
    "code": "code; ma; ma tieu chi; कोड",
}
TITLES = {"code": HEADINGS["code"], "source": "source; nguon; can cu; स्रोत"}
TOTALS = "total; tong; tong cong; tong so; cong; tong diem; योग; कुल"
ROLES = {
    Role.BONUS: "bonus; diem thuong; diem cong; बोनस",
    Role.PENALTY: "penalty; diem tru; diem phat; दंड",
}
LOOKED_THROUGH = 40  # rows in which the header is sought
_NUMBERED = re.compile(r"([IVX]+|[A-Za-z]|\d+(?:\.\d+)*)[.):]\s*(.+)", re.DOTALL)


@dataclass
class Line:
    """A row of the table, by the name of its column."""

    row: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read(path: Path, *, name: str = "", code: str = "", standing: Standing = Standing.PROPOSAL) -> Sheet:
    """The draft of a sheet; `BadInput` says in which row what is wrong. `code` is used where the file names none."""
    with tables.opened(path, name) as table:
        rows = [(number, [_readable(number, cell) for cell in cells]) for number, cells in table.rows()]
    at, columns = _header(rows)
    title = _titles(rows[:at])
    below = [(number, cells) for number, cells in rows[at + 1 :] if not _numbers_the_columns(cells)]
    lines = [Line(number, _named(cells, columns)) for number, cells in below]
    scale, lines = _without_totals(_joined(lines))
    criteria = _criteria(lines)
    return read_mapping(
        {
            "code": title.get("code") or code, "name": title.get("name") or code, "source": title.get("source", ""),
            "standing": standing, "criteria": criteria,
            "scale": total(top["maximum"] for top in criteria if top["role"] == Role.SCALE) if scale is None else scale,
        }
    )  # fmt: skip


def _header(rows: list[tuple[int, list[str]]]) -> tuple[int, dict[str, int]]:
    """Where the header stands, and which column is which."""
    for at, (_number, cells) in enumerate(rows[:LOOKED_THROUGH]):
        found: dict[str, int] = {}
        for column, cell in enumerate(cells):
            for word, headings in HEADINGS.items():
                if _is_one_of(cell, headings):
                    found.setdefault(word, column)
        if {"number", "text", "maximum"} <= set(found):
            return at, found
    raise BadInput(_("No header was found. One row has to name the columns: No., Content, Condition, Maximum, Note."))


def _titles(rows: list[tuple[int, list[str]]]) -> dict[str, str]:
    """What stands above the table: the name first, then code and source where they are named."""
    found: dict[str, str] = {}
    for _number, cells in rows:
        said = [cell for cell in cells if cell]
        word = next((word for word, names in TITLES.items() if said and _is_one_of(said[0], names)), "name")
        found.setdefault(word, clean_line(said[0]) if word == "name" else said[1] if len(said) > 1 else "")
    return found


def _readable(row: int, cell: str) -> str:
    hole = tables.unreadable(cell)
    if hole:
        raise _in_row(row, hole)
    return clean(cell)


def _in_row(row: int, what: object) -> BadInput:
    return BadInput(_("Row %(row)s: %(what)s") % {"row": format_number(row), "what": what})


def _numbers_the_columns(cells: list[str]) -> bool:
    """Officials number the columns below their names: (1) (2) (3) …"""
    said = [cell.strip("()") for cell in cells if cell]
    return len(said) > 2 and said == [str(n) for n in range(1, len(said) + 1)]


def _named(cells: list[str], columns: dict[str, int]) -> dict[str, str]:
    """The cells by their columns. A heading merged over the whole row stands in each cell: it is split again."""
    found = {word: cells[column] for word, column in columns.items() if column < len(cells)}
    if found.get("number") and found["number"] == found.get("text"):
        split = _NUMBERED.fullmatch(found["text"])
        return {"number": split[1], "text": split[2]} if split else {"text": found["text"]}
    return found


def _joined(lines: list[Line]) -> list[Line]:
    """A row without number and maximum goes on with the one above; bullets under a criterion are its conditions."""
    joined: list[Line] = []
    for line in lines:
        if line["number"] or line["maximum"] or not joined:
            joined.append(line)
        else:
            for word in ("text", "condition"):
                if line[word]:
                    joined[-1].cells["condition"] = clean(f"{joined[-1]['condition']}\n{line[word]}")
    return joined


def _without_totals(lines: list[Line]) -> tuple[Decimal | None, list[Line]]:
    """The scale that the table itself states, and the rows that are criteria."""
    sums = [line for line in lines if _is_one_of(line["text"], TOTALS) or _is_one_of(line["number"], TOTALS)]
    stated = [_maximum(line) for line in sums if line["maximum"]]
    return (stated[-1] if stated else None), [line for line in lines if line not in sums]


def _criteria(lines: list[Line]) -> list[dict[str, Any]]:
    if not lines:
        raise BadInput(_("The table has a header and no criteria."))
    return [_criterion(row, lines) for row in numbering.tree(_labels(lines))]


def _labels(lines: list[Line]) -> Iterator[str]:
    """The number of each row. A row with points and without a number, a bullet, stands under the last numbered one."""
    last, bullets = "0", 0
    for line in lines:
        last, bullets = (line["number"], 0) if line["number"] else (last, bullets + 1)
        yield line["number"] or f"{numbering.label_of(last)}.{bullets}"


def _criterion(row: numbering.Row, lines: list[Line]) -> dict[str, Any]:
    line = lines[row.at]
    parts = [_criterion(below, lines) for below in row.below]
    if not line["maximum"] and not parts:
        raise BadInput(
            _("Row %(row)s: “%(text)s” has no maximum. Write 0 for what is only passed or not.")
            % {"row": line.row, "text": line["text"][:60]}
        )
    role, note = _role_and_note(line["note"])
    maximum = _maximum(line) if line["maximum"] else total(part["maximum"] for part in parts)
    leaf = {"by": "hand"} if maximum else {"by": "yes_no", "scored": False}
    return {
        "code": line["code"] or row.code, "text": line["text"], "condition": line["condition"], "maximum": maximum,
        "note": note, "role": role, **({"parts": parts} if parts else {"method": leaf}),
    }  # fmt: skip


def _maximum(line: Line) -> Decimal:
    try:
        return parse_number(line["maximum"])
    except BadInput as refusal:
        raise _in_row(line.row, refusal) from None


def _role_and_note(note: str) -> tuple[Role, str]:
    """The role stands in the first line of the note, where our own workbook writes it."""
    first, _line_end, rest = note.partition("\n")
    for role, words in ROLES.items():
        if _is_one_of(first, words):
            return role, rest
    return Role.SCALE, note


def _is_one_of(text: str, words: str) -> bool:
    return bool(text) and fold(text) in _folded(words)


def _folded(words: str) -> Iterator[str]:
    return (fold(word) for word in words.split(";"))
