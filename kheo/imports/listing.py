"""A list as somebody brought it: where its header stands, and its rows as the text of the columns we know.

The header may stand below titles, in two rows, in merged cells, in any of three languages; rows of column numbers are
passed over. Nothing is judged here but the header.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.imports.columns import COLUMNS, by_header, heading
from kheo.imports.enums import ImportKind
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import format_number
from kheo.kernel.tables import UNREADABLE, Table
from kheo.kernel.text import clean, clean_line, fold

LOOKED_THROUGH = 40  # rows in which a header may stand
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[A-Z])\)?")


class Row(NamedTuple):
    """A row: the number the spreadsheet shows, and its texts in the order of the columns of its kind."""

    number: int
    cells: tuple[str, ...]


@dataclass
class Listing:
    """The rows of a file. `headings` says how the file calls each column that it has."""

    kind: ImportKind
    rows: list[Row]
    headings: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    others: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def heading(self, column: str) -> str:
        """How the file calls a column; when the file does not have it, what our template calls it."""
        return self.headings.get(column) or heading(self.kind, column)


class _Header(NamedTuple):
    row: int
    below: int  # the first row under it
    columns: dict[str, int]
    headings: dict[str, str]
    unread: tuple[str, ...]
    twice: str = ""  # a heading that two columns have


def read(kind: ImportKind, table: Table, *, most: int | None = None) -> Listing:
    """The list in a table. Raises `BadInput` when no header is found, a column it needs is missing, or a heading looks
    like a misspelt one; and for more than `most` rows."""
    top = [(number, [_clean(cell) for cell in cells]) for number, cells in islice(table.rows(), LOOKED_THROUGH)]
    header = _header(kind, top, table)
    rows = list(_rows(table, header, [(header.columns.get(column.name), column.lines) for column in COLUMNS[kind]]))
    if not rows:
        raise BadInput(_("There is nothing below the header in row %(row)s.") % {"row": header.row})
    if most and len(rows) > most:
        raise BadInput(
            _(
                "The list has %(rows)s rows; at most %(most)s can be imported on this page."
                " Split it, or use the command “kheo import”."
            )
            % {"rows": format_number(len(rows)), "most": format_number(most)}
        )
    return Listing(kind, rows, header.headings, table.sheet, table.others, header.unread)


def _rows(table: Table, header: _Header, places: list[tuple[int | None, bool]]) -> Iterator[Row]:
    known: dict[str, str] = {}  # most cells of a long list repeat: one copy of each is enough
    numbered = False
    for number, cells in table.rows():
        if number < header.below:
            continue
        if not numbered and (numbered := True) and _is_column_numbers(cells):
            continue
        texts = tuple(
            "" if place is None else clean(_at(cells, place)) if lines else _text(_at(cells, place), known)
            for place, lines in places
        )
        if any(texts):
            yield Row(number, texts)


def _text(raw: str, known: dict[str, str]) -> str:
    text = known.get(raw)
    if text is None:
        text = _clean(raw)
        if len(raw) <= 40:
            known[raw] = text
    return text


def _clean(cell: str) -> str:
    """One line of NFC text; a dash alone is how people leave a cell empty."""
    if cell.startswith(UNREADABLE):
        return cell
    text = clean_line(cell)
    return "" if text in {"-", "–", "—", "…", "..."} else text


def _is_column_numbers(cells: Iterable[str]) -> bool:
    """Many forms number their columns under the header: (1) (2) (3)."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(_COLUMN_NUMBER.fullmatch(cell) for cell in filled)


# ── Finding the header ────────────────────────────────────────────────────────────────────────────────────────────────


def _header(kind: ImportKind, rows: list[tuple[int, list[str]]], table: Table) -> _Header:
    found = max(_candidates(kind, rows), key=_worth, default=None)
    if found is None or len(found.columns) < 2:
        raise BadInput(_no_header(kind, table))
    if found.twice:
        raise BadInput(
            _("Row %(row)s: two columns have the heading “%(column)s”. Keep one of them.")
            % {"row": found.row, "column": found.twice}
        )
    _refuse_misspelt(kind, found)
    if missing := [heading(kind, c.name) for c in COLUMNS[kind] if c.required and c.name not in found.columns]:
        raise BadInput(
            ngettext(
                "Row %(row)s: the header has no column “%(columns)s”.",
                "Row %(row)s: the header lacks these columns: %(columns)s.",
                len(missing),
            )
            % {"row": found.row, "columns": ", ".join(missing)}
        )
    return found


def _no_header(kind: ImportKind, table: Table) -> str:
    sentence = (
        _(
            "The first %(rows)s rows of the sheet “%(sheet)s” hold no header."
            " One row must name the columns: %(columns)s."
        )
        if table.sheet
        else _("The first %(rows)s rows of the file hold no header. One row must name the columns: %(columns)s.")
    )
    columns = ", ".join(heading(kind, column.name) for column in COLUMNS[kind])
    return sentence % {"rows": LOOKED_THROUGH, "sheet": table.sheet, "columns": columns}


def _worth(header: _Header) -> tuple[int, bool]:
    """The more columns it names the better; of two as good, the one in a single row."""
    return len(header.columns), header.below == header.row + 1


def _candidates(kind: ImportKind, rows: list[tuple[int, list[str]]]) -> Iterator[_Header]:
    """Each row as a header of its own, then with the row under it as the second half of a header in two rows."""
    for n, (number, cells) in enumerate(rows):
        yield _as_header(kind, number, number + 1, [[cell] for cell in cells])
        if n + 1 < len(rows) and rows[n + 1][0] == number + 1:
            under = rows[n + 1][1]
            width = max(len(cells), len(under))
            pairs = [(_at(cells, c), _at(under, c)) for c in range(width)]
            yield _as_header(kind, number, number + 2, [_readings(top, low) for top, low in pairs])


def _as_header(kind: ImportKind, number: int, below: int, readings: list[list[str]]) -> _Header:
    """What the cells mean as headings. Of two that mean the same column the better word has it: “Mã đơn vị” before
    “Đơn vị”."""
    words = by_header(kind)
    best: dict[str, tuple[int, int, str]] = {}
    unread, twice = [], ""
    for place, several in enumerate(readings):
        heading = next((text for text in several if fold(text) in words), None)
        if heading is None:
            unread += [several[0]] if several[0] else []
            continue
        column, rank = words[fold(heading)]
        before = best.get(column.name)
        if before and before[0] <= rank:
            unread.append(heading)
            twice = heading if before[0] == rank else twice
            continue
        if before:
            unread.append(before[2])
        best[column.name] = (rank, place, heading)
    columns = {name: place for name, (_rank, place, _heading) in best.items()}
    headings = {name: heading for name, (_rank, _place, heading) in best.items()}
    return _Header(number, below, columns, headings, tuple(unread), twice)


def _readings(top: str, low: str) -> list[str]:
    """How a heading in two rows may be read: “Quyết định” over “Ngày” is “Quyết định ngày”."""
    if not top or not low or top == low:
        return [top or low]
    return [f"{top} {low}", f"{low} {top}", top, low]


def _at(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _refuse_misspelt(kind: ImportKind, header: _Header) -> None:
    """An unknown heading that is nearly the word of a column the file lacks is a slip; any other is left unread."""
    lacking = {word: column for word, (column, _rank) in by_header(kind).items() if column.name not in header.columns}
    for unknown in header.unread:
        if near := get_close_matches(fold(unknown), [word for word in lacking if len(word) > 4], n=1, cutoff=0.85):
            raise BadInput(
                _("Row %(row)s: the column “%(heading)s” is unknown. Did you mean “%(column)s”?")
                % {"row": header.row, "heading": unknown, "column": heading(kind, lacking[near[0]].name)}
            )
