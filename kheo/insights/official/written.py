"""A report as a Word file and as a PDF, in the layout of the body that issues it."""

from collections.abc import Callable, Iterator
from itertools import islice

from django.utils import translation
from django.utils.translation import gettext as _

from kheo.documents.enums import PaperKind
from kheo.documents.heads import letterhead_of, stationery_of
from kheo.documents.layouts import files
from kheo.documents.layouts.kinds import Report
from kheo.documents.layouts.parts import Annex, Band, Bar, Block, Chart, Column, Heading, Row, Table, Words
from kheo.documents.recipients import recipients_for
from kheo.insights.official.reported import VIETNAMESE
from kheo.insights.official.sheet import Line, Sheet
from kheo.insights.official.told import Told

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")

MANY_COLUMNS = 8  # more are set in smaller letters

type Address = Callable[[str], str]  # from a path of ours to the whole address that a file carries


def pdf(told: Told, address_of: Address) -> bytes:
    """The report as a PDF for the archive."""
    return files.pdf(paper(told, address_of))


def word(told: Told, address_of: Address) -> bytes:
    """The report as a Word file, to be finished and sent by the office."""
    return files.word(paper(told, address_of))


def paper(told: Told, address_of: Address) -> Report:
    """The report as a paper: sentences and charts, then each table as an annex of its own, lying."""
    reported = told.reported
    furnished = stationery_of(reported.unit)
    with translation.override(reported.language):
        abroad = reported.language != VIETNAMESE
        return Report(
            language=reported.language,  # type: ignore[arg-type] # one of the three, checked on arrival
            letterhead=letterhead_of(reported.unit, PaperKind.REPORT),
            name=told.title, subject=told.subject, blocks=tuple(_blocks(told)),
            annex=_("Annex"), enclosed=_("With the report: %(subject)s") % {"subject": told.subject} if abroad else "",
            annexes=tuple(_annex(sheet, address_of) for sheet in told.sheets), signature=furnished.signature,
            recipients=recipients_for(PaperKind.REPORT, furnished.layout, superior=furnished.superior),
        )  # fmt: skip


def _blocks(told: Told) -> Iterator[Block]:
    for place, section in zip(ROMAN, told.sections, strict=False):
        yield Heading(text=f"{place}. {section.heading}")
        for words in section.paragraphs:
            yield Words(text=words)
        if section.chart:
            chart = told.charts[section.chart]
            bars = tuple(Bar(label=label, value=value, shown=shown) for label, value, shown in chart.bars)
            yield Chart(caption=chart.caption, alt=chart.alt, bars=bars)


def _annex(sheet: Sheet, address_of: Address) -> Annex:
    table = Table(
        columns=tuple(Column(title=head.label, width=head.width, align=head.align) for head in sheet.heads),  # type: ignore[arg-type] # one of the three
        rows=tuple(_rows(sheet, address_of)),
        small=len(sheet.heads) > MANY_COLUMNS,
    )
    words = [*sheet.notes]
    if not sheet.lines:
        words.insert(0, _("There is nothing to list in this table."))
    words.append(_("The same figures on screen: %(address)s") % {"address": address_of(sheet.url)})
    title = _("Table %(number)s. %(title)s") % {"number": sheet.number, "title": sheet.title}
    return Annex(title=title, landscape=True, blocks=(*([table] if sheet.lines else []), *map(_note, words)))


def _note(words: str) -> Words:
    return Words(text=words, italic=True, small=True)


def _rows(sheet: Sheet, address_of: Address) -> Iterator[Row | Band]:
    for band in sheet.bands:
        if band.name:
            yield Band(band=band.name)
        for line in islice(band.lines, sheet.printed or len(band.lines)):
            yield _row(line, address_of)


def _row(line: Line, address_of: Address) -> Row:
    texts = tuple(cell.text for cell in line.cells)
    links = tuple(address_of(cell.url) if cell.url else "" for cell in line.cells)
    own = address_of(line.url) if line.url else ""
    return Row(cells=(line.number, *texts), strong=line.total, links=(own, *links))
