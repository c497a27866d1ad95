"""A block copied from a spreadsheet, as the cells of our rows. Nothing is judged here: the form shows it first."""

import csv
import io
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils import translation

from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line, fold
from kheo.results.columns import COLUMNS, Column
from kheo.results.enums import Sheet


def cells_of(sheet: Sheet, pasted: str) -> list[dict[str, str]]:
    """The rows of a block by column. A first row that names columns says which is which; without one the cells stand
    in the order of the table on the page."""
    lines = [[clean_line(cell) for cell in line] for line in csv.reader(io.StringIO(pasted), delimiter="\t")]
    lines = [line for line in lines if any(line)]
    if not lines:
        return []
    named = _named(sheet, lines[0])
    if len(named) >= 2 or (named and len(lines[0]) == 1):
        lines, places = lines[1:], named
    else:
        places = dict(enumerate(column.name for column in COLUMNS[sheet] if not column.more))
    return [_row(line, places) for line in lines]


def chosen(sheet: Sheet, pasted: Sequence[dict[str, str]]) -> tuple[list[dict[str, str]], list[str]]:
    """The rows with the words of their lists as the form knows them, and a sentence for each word that no list has:
    its cell is left empty."""
    wrong: dict[str, None] = {}
    rows = []
    for row in pasted:
        known = dict(row)
        for column in COLUMNS[sheet]:
            if column.choices and column.name in known:
                try:
                    known[column.name] = column.read(known[column.name])
                except BadInput as why:
                    wrong[str(why)] = None
                    del known[column.name]
        rows.append(known)
    return rows, list(wrong)


def _row(line: Sequence[str], places: dict[int, str]) -> dict[str, str]:
    return {name: line[place] for place, name in places.items() if place < len(line) and line[place]}


def _named(sheet: Sheet, first: Sequence[str]) -> dict[int, str]:
    """Which column stands at which place, as far as the cells name them."""
    words = headings(sheet)
    found: dict[int, str] = {}
    for place, cell in enumerate(first):
        name = words.get(fold(cell))
        if name and name not in found.values():
            found[place] = name
    return found


@cache
def headings(sheet: Sheet) -> dict[str, str]:
    """Every word a column may be headed with, folded: its name, and its label in the languages of the interface."""
    words: dict[str, str] = {}
    for column in COLUMNS[sheet]:
        words |= {fold(word): column.name for word in (column.name, *labels(column))}
    return words


def labels(column: Column) -> list[str]:
    """The label of a column in every language of the interface."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(str(column.label))
    return found
