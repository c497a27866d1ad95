"""The tables of works as rows for Excel: numbers are numbers, and what was taken away can be brought in again."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.models import Registration
from kheo.kernel import measures, sheets
from kheo.kernel.quantities import Qualifier
from kheo.results import rows, writing
from kheo.results.columns import COLUMNS, Column
from kheo.results.enums import Sheet
from kheo.results.models import Figure

CODE: str | Promise = gettext_lazy("Code of the registration")
QUALIFIER: str | Promise = gettext_lazy("Qualifier")


def header(sheet: Sheet) -> list[str]:
    """The heads of a table: the code of the work, then its columns, the qualifier before the number."""
    return [str(CODE), *(str(head) for column in COLUMNS[sheet] for head in _heads(column))]


def lines(registration: Registration, sheet: Sheet) -> Iterator[list[Any]]:
    """The rows of a table under `header`."""
    figures = writing.standing(registration, sheet)
    for figure, cells in zip(figures, writing.texts(registration, sheet, figures), strict=True):
        yield [registration.code, *(value for column in COLUMNS[sheet] for value in _values(figure, column, cells))]


def write_work(stream: IO[bytes], registration: Registration, *, told: bool) -> None:
    """The three tables of a work as a workbook; empty ones when their reader is not told them."""
    with sheets.book(stream) as made:
        look = sheets.looks(made)
        for sheet in Sheet:
            page = made.add_worksheet(sheets.sheet_name(sheet.label))
            page.freeze_panes(1, 0)
            for place, word in enumerate(header(sheet)):
                page.set_column(place, place, 40 if place == 1 else 16)
                sheets.put(page, 0, place, word, look, look["header"])
            for number, line in enumerate(lines(registration, sheet) if told else (), start=1):
                for place, value in enumerate(line):
                    sheets.put(page, number, place, value, look)


def _heads(column: Column) -> tuple[Any, ...]:
    return (QUALIFIER, column.label) if column.name == "value" else (column.label,)


def _values(figure: Figure, column: Column, cells: dict[str, str]) -> tuple[Any, ...]:
    """The cell of a column as a value: a number, a day, a word in the reader's language."""
    if column.name in rows.REFERENCES:
        named = getattr(figure, column.name)
        return (named.words if named else None,)
    value = getattr(figure, column.name)
    if column.name == "value":
        exact = figure.value is None or figure.qualifier == Qualifier.EXACT
        return (None if exact else str(Qualifier(figure.qualifier).label), figure.value)
    if column.name == "measure":
        return (measures.label(figure.measure),)
    if column.choices:
        return (str(column.choices(value).label),)
    return (value,)


def notes() -> list[str]:
    """What a reader of these figures must know."""
    return [
        _("A number with a qualifier is not exact: the sum of “more than” is “more than”."),
        _("What is new and what is cumulative are not added; nor are turns and different persons."),
        _("A work counts once, with the unit that registered it, whoever took part and wherever it was proposed."),
        _("Goods of different kinds have no sum: their entries are counted."),
    ]
