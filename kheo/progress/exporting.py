"""How many recognised models still live, as rows for Excel: the table of the page, and the models behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.kernel.quantities import format_number
from kheo.kernel.text import sort_key
from kheo.movements.enums import UNCLASSIFIED, FieldKey
from kheo.progress.enums import Survival
from kheo.progress.survival import YEARS, Cell, Model, Table
from kheo.units.enums import Level

type Row = Mapping[int, Cell]


def named(part: str, table: Table, branches: Mapping[int, str]) -> list[tuple[str, Any]]:
    """The groups of a table with their words, in order: by field, by unit or by level."""
    if part == "unit":
        names = [(branches[unit_id], unit_id) for unit_id in table.groups if isinstance(unit_id, int)]
        return sorted(names, key=lambda row: sort_key(row[0]))
    words = _fields() if part == "field" else {level.value: str(level.label) for level in Level}
    return [(word, key) for key, word in words.items() if key in table.groups]


def header_of_table() -> list[str]:
    """The heads: the group, then four columns a year."""
    return [_("Group"), *(f"{_after(year)}: {word}" for year in YEARS for word in _columns())]


def lines_of_table(rows: Sequence[tuple[str, Row]], total: Row) -> Iterator[list[Any]]:
    """The rows under it, the total last. Where nothing is old enough a cell is empty, not a zero."""
    for name, row in [*rows, (_("Total"), total)]:
        yield [name, *(number for year in YEARS for number in _numbers(row[year]))]


def header_of_models() -> list[str]:
    """The heads: what it is and whose, since when, and what is known after each year."""
    heads = [_("Name"), _("Unit"), _("Field"), _("Level"), _("First recognised")]
    return [*heads, *(_after(year) for year in YEARS)]


def lines_of_models(found: Iterable[Model]) -> Iterator[list[Any]]:
    """The rows under it; a year that is still to come is empty."""
    fields = _fields()
    for model in found:
        states = [str(Survival(model.years[year]).label) if year in model.years else None for year in YEARS]
        yield [
            model.title, model.unit_name, fields[model.field], str(Level(model.level).label), model.recognised, *states
        ]  # fmt: skip


def _fields() -> dict[str, str]:
    return {key: str(label) for key, label in FieldKey.choices} | {UNCLASSIFIED: _("Not classified")}


def _after(year: int) -> str:
    return ngettext("After %(n)s year", "After %(n)s years", year) % {"n": format_number(year)}


def _columns() -> list[str]:
    return [_("Old enough"), *(str(state.label) for state in Survival)]


def _numbers(cell: Cell) -> list[int | None]:
    return [cell.whole, cell.alive, cell.stopped, cell.unanswered] if cell.whole else [None] * 4
