"""A report as an Excel workbook: the sentences, then a sheet for each table; every number opens its rows."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kheo.insights.official.sheet import Sheet
from kheo.insights.official.told import Told
from kheo.insights.official.written import Address
from kheo.insights.tables import Cell
from kheo.kernel import sheets
from kheo.kernel.quantities import format_number

MOST_LINKS = 60_000  # of a sheet: Excel takes 65.530
LONGEST_ADDRESS = 2_000
WIDE, LINE = 80, 16  # characters of a line of the sentences, and its height in points


def workbook(told: Told, address_of: Address) -> bytes:
    """The workbook as bytes. Its tables are whole, also where the printed files show but a part."""
    stream = BytesIO()
    with translation.override(told.reported.language), sheets.book(stream) as made:
        look = sheets.looks(made)
        _write_sentences(made, look, told)
        for sheet in told.sheets:
            _Page(made, look, address_of).write(sheet)
    return stream.getvalue()


def _write_sentences(made: Any, look: dict[str, Any], told: Told) -> None:
    page = made.add_worksheet(sheets.sheet_name(told.title))
    page.set_column(0, 0, WIDE)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    lines = [(told.subject, look["header"])]
    for section in told.sections:
        lines += [(section.heading, look["header"]), *((words, look["long"]) for words in section.paragraphs)]
    for row, (words, dress) in enumerate(lines):
        page.set_row(row, LINE * -(-len(words) // WIDE))  # as high as its lines: not every program works that out
        sheets.put(page, row, 0, words, look, dress)


class _Page:
    """A sheet in the making: how many links it holds."""

    def __init__(self, made: Any, look: dict[str, Any], address_of: Address) -> None:
        self.made, self.look, self.address_of, self.links = made, look, address_of, 0

    def write(self, sheet: Sheet) -> None:
        """The head in the first row, then the lines; the name of a band stands in a column of its own."""
        name = _("Table %(number)s. %(title)s") % {"number": sheet.number, "title": sheet.title}
        self.page = page = self.made.add_worksheet(sheets.sheet_name(name))
        page.freeze_panes(1, 0)
        sheets.fit_paper(page)
        heads = [sheet.heads[0].label, _("Part"), *(head.label for head in sheet.heads[1:])]
        widths = [8, 24, *(max(10, head.width * 9) for head in sheet.heads[1:])]
        page.set_row(0, 3 * LINE)
        for column, (word, width) in enumerate(zip(heads, widths, strict=True)):
            page.set_column(column, column, width)
            sheets.put(page, 0, column, word, self.look, self.look["header"])
        row = 0
        for band in sheet.bands:
            for line in band.lines:
                row += 1
                self._put(row, 0, line.number, line.url)
                sheets.put(page, row, 1, band.name, self.look)
                for column, cell in enumerate(line.cells, start=2):
                    self._put(row, column, _value(cell), cell.url)
        for note in (*sheet.notes, self.address_of(sheet.url)):
            row += 1
            sheets.put(page, row + 1, 1, note, self.look)

    def _put(self, row: int, column: int, value: Any, url: str) -> None:
        """A value, and over it the link that opens its rows: the number stays a number."""
        address, dress = self.address_of(url) if url else "", None
        if address and value not in (None, "") and self.links < MOST_LINKS and len(address) < LONGEST_ADDRESS:
            self.page.write_url(row, column, address, string="-")
            self.links, dress = self.links + 1, self.look["link"]
        sheets.put(self.page, row, column, value, self.look, dress)


def _value(cell: Cell) -> Any:
    """What a spreadsheet goes on with: a day, a number where it is exact, else the words that people read."""
    if isinstance(cell.raw, date) or cell.shown is None or isinstance(cell.shown, int | Decimal):
        return cell.raw if isinstance(cell.raw, date) else cell.shown
    is_share = isinstance(cell.raw, Decimal) and format_number(cell.raw, 1) == cell.shown
    return cell.raw if is_share else cell.shown
