"""Writing tables for Excel: xlsx and csv, streamed, and never a formula from what people typed.

The header is always the first row, so that a program and a pivot table find it; the title is the name of the sheet and
the notes stand on a sheet of their own. Numbers stay numbers, days are shown dd/mm/yyyy (trust.md T14).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.kernel.periods import format_date

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

LONGEST_CELL = 32_767  # Excel's own limit, in characters
WIDTHS = (8, 60)  # narrowest and widest column we choose ourselves, in characters
LOOKED_AT = 200  # rows read before the widths are chosen
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_xlsx(
    stream: IO[bytes], title: str, header: Sequence[Any], rows: Iterable[Sequence[Any]], *,
    widths: Sequence[int] | None = None, notes: Sequence[Any] = (),
) -> None:  # fmt: skip
    """Write one table as a workbook. `notes` are sentences for a second sheet; `widths` are in characters, chosen from
    the head and the first rows where none are given: a day in a column that is too narrow would show as #####.

    Memory does not grow with the rows; 100,000 rows of 12 cells take about eight seconds (speed.md §F).
    """
    with book(stream) as made:
        look = looks(made)
        sheet = made.add_worksheet(sheet_name(title))
        sheet.freeze_panes(1, 0)
        fit_paper(sheet)
        rows = iter(rows)
        first = list(islice(rows, LOOKED_AT))
        for column, word in enumerate(header):
            sheet.set_column(column, column, widths[column] if widths else _width(word, first, column))
            put(sheet, 0, column, word, look, look["header"])
        last = 0
        for last, row in enumerate(chain(first, rows), start=1):
            for column, value in enumerate(row):
                put(sheet, last, column, value, look)
        if header:
            sheet.autofilter(0, 0, last, len(header) - 1)
        if notes:
            _write_notes(made, look, title, notes)


def write_csv(stream: IO[bytes], header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Write one table as UTF-8 csv with the mark by which Excel knows Vietnamese; commas between, CRLF at the ends."""
    stream.write(b"\xef\xbb\xbf")
    writer = csv.writer(_Encoded(stream))
    writer.writerow([csv_cell(word) for word in header])
    writer.writerows([csv_cell(value) for value in row] for row in rows)


def csv_cell(value: Any) -> str:
    """A value as a csv cell: a text that a spreadsheet would take for a formula is led by an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{_local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return format_date(value)
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


@contextmanager
def book(stream: IO[bytes]) -> Iterator[Any]:
    """A workbook written row by row to `stream`, in which no text becomes a formula, a link or a number."""
    made = xlsxwriter.Workbook(
        stream,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    yield made
    made.close()


def looks(made: Any) -> dict[str, Any]:
    """The few looks a cell can have, by name; a workbook makes each once."""
    return {
        "header": made.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "day": made.add_format({"num_format": "dd/mm/yyyy", "align": "left"}),
        "moment": made.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
        "to_mend": made.add_format({"bg_color": "#FFE3A3"}),
        "remark": made.add_format({"bg_color": "#FFF4DA", "text_wrap": True}),
        "long": made.add_format({"text_wrap": True, "valign": "top"}),
        "text": made.add_format({"num_format": "@"}),
        "link": made.add_format({"font_color": "#0B4F6C", "underline": 1}),
    }


def put(sheet: Any, row: int, column: int, value: Any, look: dict[str, Any], dress: Any = None) -> None:
    """Write one cell by the type of its value; `dress` is a look that goes over the type's own."""
    if value is None or value == "":
        if dress:
            sheet.write_blank(row, column, None, dress)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, dress)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value, dress)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, _local(value), dress or look["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, dress or look["day"])
    else:
        sheet.write_string(row, column, str(value)[:LONGEST_CELL], dress)


def sheet_name(title: Any) -> str:
    """The title as Excel allows it on a tab: 31 characters, none of []:*?/\\, no apostrophe at the ends."""
    return _NOT_IN_SHEET_NAME.sub(" ", str(title))[:31].strip(" '") or "Khéo"


class _Encoded:
    """What the csv module needs of a file, over a stream of bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def write(self, text: str) -> None:
        self.stream.write(text.encode())


def _write_notes(made: Any, look: dict[str, Any], title: str, notes: Sequence[Any]) -> None:
    sheet = made.add_worksheet(sheet_name(_("Notes")))
    sheet.set_column(0, 0, 100)
    put(sheet, 0, 0, str(title), look, look["header"])
    for row, note in enumerate(notes, start=1):
        put(sheet, row, 0, str(note), look, look["long"])


def fit_paper(sheet: Any) -> None:
    """On paper: A4 lying, as wide as the sheet, the head on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _width(word: Any, rows: Sequence[Sequence[Any]], column: int) -> int:
    """A column as wide as its longest value among `rows`; the words of its head may stand one under the other, beside
    the button of the filter."""
    narrow, wide = WIDTHS
    head = max(len(part) for part in f"{word} ".split(" ")) + 4
    values = (len(csv_cell(row[column])) for row in rows if column < len(row))
    return min(wide, max(narrow, head, max(values, default=0) + 2))


def _local(moment: datetime) -> datetime:
    """Excel knows no time zones: the moment as the installation's clock showed it."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment
