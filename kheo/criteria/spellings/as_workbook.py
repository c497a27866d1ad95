"""A sheet as the workbook that officials fill in: No., content, condition, maximum, self-score, verified, note.

The rules over the criteria stand on a second sheet, in words. What `from_workbook` reads back is the tree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.criteria import difference
from kheo.criteria.amounts import total
from kheo.criteria.enums import Role
from kheo.criteria.sheet import Criterion, Sheet
from kheo.criteria.spellings import numbering
from kheo.kernel.sheets import book, looks, put, sheet_name

WIDTHS = (8, 60, 40, 10, 12, 12, 30, 10)  # in characters


@dataclass(frozen=True)
class Filled:
    """What stands in the columns of a filled-in table, by code; an empty one is a form."""

    self_scores: Mapping[str, Decimal] = field(default_factory=dict)
    verified: Mapping[str, Decimal] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


EMPTY = Filled()


def write(stream: IO[bytes], sheet: Sheet, filled: Filled = EMPTY) -> None:
    """Write the workbook to a stream of bytes."""
    with book(stream) as made:
        look = looks(made) | {
            "group": made.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "title": made.add_format({"bold": True, "font_size": 14}),
        }
        _write_criteria(made.add_worksheet(sheet_name(_("Criteria"))), sheet, filled, look)
        _write_rules(made.add_worksheet(sheet_name(_("Rules"))), sheet, look)


def header() -> list[str]:
    """The names of the columns, in the reader's language."""
    return [
        _("No."),
        _("Content"),
        _("Condition"),
        _("Maximum"),
        _("Self-score"),
        pgettext("score", "Verified"),
        _("Note"),
    ]


def _write_criteria(page: Any, sheet: Sheet, filled: Filled, look: dict[str, Any]) -> None:
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    numbers = _numbers(sheet)
    own_codes = list(numbers) != list(numbers.values())
    put(page, 0, 0, sheet.name, look, look["title"])
    put(page, 1, 0, _("Code"), look)
    put(page, 1, 1, sheet.code, look)
    put(page, 2, 0, _("Source"), look)
    put(page, 2, 1, sheet.source, look, look["long"])
    for column, word in enumerate([*header(), *([_("Code")] if own_codes else [])]):
        put(page, 4, column, word, look, look["header"])
    row = 4
    for row, criterion in enumerate(sheet.walk(), start=5):
        dress = look["long"] if criterion.is_leaf else look["group"]
        cells = [*_cells(criterion, numbers, filled), *([criterion.code] if own_codes else [])]
        for column, cell in enumerate(cells):
            put(page, row, column, cell, look, dress)
    put(page, row + 1, 1, _("Total"), look, look["group"])
    put(page, row + 1, 3, sheet.scale, look, look["group"])
    for column, scores in ((4, filled.self_scores), (5, filled.verified)):
        reached = [scores[leaf.code] for leaf in sheet.leaves() if leaf.code in scores]
        put(page, row + 1, column, total(reached) if reached else None, look, look["group"])


def _cells(criterion: Criterion, numbers: Mapping[str, str], filled: Filled) -> Iterator[Any]:
    yield numbers[criterion.code]
    yield criterion.text
    yield criterion.condition
    yield criterion.maximum
    for scores in (filled.self_scores, filled.verified):
        known = [scores[leaf.code] for leaf in criterion.leaves() if leaf.code in scores]
        yield total(known) if known else None
    role = "" if criterion.role == Role.SCALE else str(criterion.role.label)
    yield "\n".join(filter(None, (role, criterion.note, filled.notes.get(criterion.code))))


def _numbers(sheet: Sheet) -> dict[str, str]:
    """The number before each criterion by its code: the code itself where the numbers alone tell the tree."""
    codes = [criterion.code for criterion in sheet.walk()]
    found = {row.code: [below.code for below in row.below] for row in numbering.rows(numbering.tree(codes))}
    if found == {criterion.code: [part.code for part in criterion.parts] for criterion in sheet.walk()}:
        return {code: code for code in codes}
    return dict(_outline(sheet.criteria, ""))


def _outline(criteria: tuple[Criterion, ...], above: str) -> Iterator[tuple[str, str]]:
    for place, criterion in enumerate(criteria, start=1):
        yield criterion.code, f"{above}{place}"
        yield from _outline(criterion.parts, f"{above}{place}.")


def _write_rules(page: Any, sheet: Sheet, look: dict[str, Any]) -> None:
    for column, width in enumerate((24, 14, 24, 90)):
        page.set_column(column, column, width)
    for column, word in enumerate((_("Part"), _("Code"), _("Rule"), _("In words"))):
        put(page, 0, column, word, look, look["header"])
    for row, (place, text) in enumerate(difference.told(sheet).items(), start=1):
        for column, cell in enumerate((*place, text)):
            put(page, row, column, cell, look, look["long"])
