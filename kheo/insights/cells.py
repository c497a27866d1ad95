"""Rows of figures as HTML. Written by hand, because a table may hold a thousand cells and a template spends forty
microseconds on each: half the time of the page (speed.md §A)."""

from collections.abc import Sequence
from itertools import compress

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kheo.insights.tables import Cell, Column, Table


def rows_as_html(table: Table) -> list[SafeString]:
    """The cells of each row: the first is its head, every number a link to its rows. All that is shown is escaped."""
    return [_row(table, row) for row in table.rows]


def total_as_html(table: Table) -> SafeString | str:
    """The cells of the total; nothing where there is none."""
    return _row(table, table.total) if table.total else ""


def _row(table: Table, cells: Sequence[Cell]) -> SafeString:
    shown = [column.on_page for column in table.columns]
    head, *others = compress(cells, shown)
    openings = [_opening(column) for column in table.page_columns[1:]]
    tds = (f"{opening}{_inside(cell)}</td>" for opening, cell in zip(openings, others, strict=True))
    return mark_safe(_head(head) + "".join(tds))  # noqa: S308 - every part is escaped below


def _opening(column: Column) -> str:
    look = "" if column.words else ' class="num"'
    return f'<td{look} data-label="{escape(column.label)}">'


def _head(cell: Cell) -> str:
    text = escape(cell.text)
    name = f'<a href="{escape(cell.url)}" lang="vi">{text}</a>' if cell.url else f'<span lang="vi">{text}</span>'
    return f'<th scope="row">{name}{_small(cell.under)}</th>'


def _inside(cell: Cell) -> str:
    text = escape(cell.text)
    shown = f'<a class="k-figure" href="{escape(cell.url)}">{text}</a>' if cell.url else text
    if cell.tone:
        shown = f'<span class="k-tag tone-{escape(cell.tone)}">{shown}</span>'
    small = _small(cell.under) + _small(cell.note, ' class="k-gap"')
    return f"<span>{shown}{small}</span>" if small else shown  # a card on a phone keeps what is inside together


def _small(words: str, look: str = "") -> str:
    return f"<small{look}>{escape(words)}</small>" if words else ""
