"""The workbooks we hand out: an empty template for a kind of list, and a list that comes back with remarks."""

from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from kheo.imports.columns import COLUMNS, Column, heading
from kheo.imports.enums import ImportKind, RowState
from kheo.imports.examination import Examination, Examined
from kheo.kernel import sheets
from kheo.kernel.tables import unreadable

LISTS = "Lists"  # the hidden sheet that the drop-downs take their words from
PREPARED = 5000  # rows of a template that have drop-downs


def write_template(stream: IO[bytes], kind: ImportKind) -> None:
    """An empty list with its header, drop-downs for what has a choice, and a sheet that explains each column."""
    with sheets.book(stream) as book:
        look = sheets.looks(book)
        sheet = book.add_worksheet(sheets.sheet_name(kind.label))
        explanation = book.add_worksheet(sheets.sheet_name(_("Explanation")))
        lists = book.add_worksheet(LISTS)
        lists.very_hidden()
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(COLUMNS[kind]):
            sheet.set_column(place, place, 40 if column.long else 18, look["text"])
            sheets.put(sheet, 0, place, heading(kind, column.name), look, look["header"])
            if column.keys:
                letter, last = xl_col_to_name(place), len(column.keys.choices)
                source = f"={LISTS}!${letter}$1:${letter}${last}"
                sheet.data_validation(1, place, PREPARED, place, {"validate": "list", "source": source})
        _write_words(lists, COLUMNS[kind], look)
        _explain(explanation, kind, look)


def write_returned(stream: IO[bytes], examination: Examination) -> None:
    """The list as it came, every row with a remark, the cells to mend in colour. Mended, it may be brought again."""
    kind = examination.listing.kind
    columns = COLUMNS[kind]
    with sheets.book(stream) as book:
        look = sheets.looks(book)
        sheet = book.add_worksheet(sheets.sheet_name(kind.label))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 60)
        sheets.put(sheet, 0, 0, _("Remark"), look, look["header"])
        for place, column in enumerate(columns, start=1):
            sheet.set_column(place, place, 40 if column.long else 18)
            sheets.put(sheet, 0, place, heading(kind, column.name), look, look["header"])
        for line, examined in enumerate(examination.rows, start=1):
            to_mend = {fault.column for fault in examined.faults}
            sheets.put(sheet, line, 0, remark(examination, examined), look, look["remark"] if to_mend else look["long"])
            for place, (column, text) in enumerate(zip(columns, examined.row.cells, strict=True), start=1):
                shown = "" if unreadable(text) else text
                sheets.put(sheet, line, place, shown, look, look["to_mend"] if column.name in to_mend else None)
        sheet.autofilter(0, 0, len(examination.rows), len(columns))


def remark(examination: Examination, examined: Examined) -> str:
    """What there is to say of a row, in one cell, under the heads of the file that we hand out."""
    if examined.state == RowState.DUPLICATE:
        return examined.twin
    return "\n".join(
        f"{heading(examination.listing.kind, fault.column)}: {fault.sentence}" if fault.column else fault.sentence
        for fault in examined.faults
    )


def _write_words(lists: Any, columns: tuple[Column, ...], look: dict[str, Any]) -> None:
    """The words of each choice under each other, row by row as the file is written."""
    words = [[str(label) for label in column.keys.labels] if column.keys else [] for column in columns]
    for line in range(max(map(len, words))):
        for place, several in enumerate(words):
            if line < len(several):
                sheets.put(lists, line, place, several[line], look)


def _explain(explanation: Any, kind: ImportKind, look: dict[str, Any]) -> None:
    header = [
        _("Column"),
        _("Also known as"),
        _("Required"),
        _("What it holds"),
        _("Accepted words"),
        _("Example"),
    ]
    for place, (word, width) in enumerate(zip(header, (24, 24, 10, 60, 60, 30), strict=True)):
        explanation.set_column(place, place, width)
        sheets.put(explanation, 0, place, word, look, look["header"])
    for line, column in enumerate(COLUMNS[kind], start=1):
        words = "; ".join(str(label) for label in column.keys.labels) if column.keys else ""
        needed = _("yes") if column.required else ""
        told = [heading(kind, column.name), column.name, needed, column.about, words, column.sample]
        for place, value in enumerate(told):
            sheets.put(explanation, line, place, str(value), look, look["long"])
