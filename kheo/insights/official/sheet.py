"""A table of a report: bands of lines, each line with its number and the address that opens its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from kheo.insights.scope import Scope
from kheo.insights.tables import Cell, Table
from kheo.kernel.quantities import format_number


@dataclass(frozen=True)
class Head:
    """The head of a column; `width` is its share of the page."""

    label: str
    width: float = 1
    align: str = "right"


@dataclass(frozen=True)
class Line:
    """A line: its cells without its number, and where its rows are shown. `number` is `2.15`: table 2, line 15."""

    cells: tuple[Cell, ...]
    url: str = ""
    total: bool = False
    number: str = ""


@dataclass(frozen=True)
class Band:
    """Lines under a name of their own; the name is empty where a table has but one band."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """Table `number` of the report (T1 is 1). `url` is the page that shows the same figures; `left_out` says how many
    lines the printed files leave to the workbook."""

    number: int
    title: str
    heads: tuple[Head, ...]
    bands: tuple[Band, ...]
    notes: tuple[str, ...] = ()
    url: str = ""
    printed: int = field(default=0)  # how many lines a printed file shows; all of them where it is zero

    @property
    def lines(self) -> list[Line]:
        return [line for band in self.bands for line in band.lines]

    @property
    def total(self) -> Line | None:
        """The line of the total, where there is exactly one."""
        totals = [line for line in self.lines if line.total]
        return totals[0] if len(totals) == 1 else None


def numbered(sheet: Sheet) -> Sheet:
    """The same, each line with its number."""
    numbers = iter(range(1, len(sheet.lines) + 1))
    bands = tuple(
        Band(band.name, tuple(replace(line, number=f"{sheet.number}.{next(numbers)}") for line in band.lines))
        for band in sheet.bands
    )
    return replace(sheet, bands=bands)


def line_head() -> Head:
    """The head of the first column of every table."""
    return Head(_("Line"), 1.1, "center")


def text(words: str, url: str = "") -> Cell:
    """A cell of words."""
    return Cell(words, words, url)


def picked(table: Table, row: Sequence[Cell], keys: Iterable[str]) -> tuple[Cell, ...]:
    """The cells of a table of this chapter under some of its columns; what it has no column for stays empty."""
    by_key: Mapping[str, Cell] = dict(zip((column.key for column in table.columns), row, strict=True))
    return tuple(by_key.get(key, Cell("", "")) for key in keys)


def lines_of(table: Table, keys: Sequence[str], urls: Sequence[str], whole_url: str) -> Iterator[Line]:
    """The rows of a table as lines, the total last. `urls` open the rows, `whole_url` the total."""
    for row, url in zip(table.rows, urls, strict=True):
        yield Line(picked(table, row, keys), url)
    if table.total:
        yield Line(picked(table, table.total, keys), whole_url, total=True)


def one_decimal(cell: Cell) -> Cell:
    """A share as reports print it, with its one decimal: 25,0."""
    return cell if cell.shown is None or cell.shown == "" else replace(cell, shown=format_number(cell.shown, 1))


def named(scopes: Sequence[Scope], scope: Scope, part: str = "") -> str:
    """The name of a band: of the round where there are several, of its part where there is one."""
    return " – ".join(filter(None, [scope.round.name if len(scopes) > 1 else "", part]))


def as_data(sheet: Sheet) -> dict[str, Any]:
    """As JSON data, for the snapshot of a closed report."""
    return {
        "number": sheet.number,
        "title": sheet.title,
        "heads": [head.label for head in sheet.heads],
        "bands": [
            {"name": band.name, "lines": [_line_as_data(line) for line in band.lines]} for band in sheet.bands
        ],
        "notes": list(sheet.notes),
        "url": sheet.url,
    }  # fmt: skip


def _line_as_data(line: Line) -> dict[str, Any]:
    cells = [{"text": cell.text, "url": cell.url} for cell in line.cells]
    return {"number": line.number, "cells": cells, "url": line.url, "total": line.total}
