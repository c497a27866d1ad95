"""A row of a sheet, from the texts of its cells to a record and back. Nothing here reads or writes the database.

A row as it was read is a mapping of column names to values; its faults name the column and say what is wrong there.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from kheo.kernel import measures
from kheo.kernel.errors import BadInput
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import Qualifier, Quantity, format_number, in_words, short
from kheo.kernel.text import fold
from kheo.results.columns import COLUMNS, Column, Told, empty
from kheo.results.enums import ResourceKind, Sheet
from kheo.results.models import Achievement, Beneficiary, Contribution, Figure

MODELS: dict[Sheet, Any] = {
    Sheet.RESULTS: Achievement,
    Sheet.RESOURCES: Contribution,
    Sheet.BENEFICIARIES: Beneficiary,
}
REFERENCES = {"part_of", "result"}  # cells that name another row
IN = {ResourceKind.MONEY: measures.DONG, ResourceKind.LAND: measures.SQUARE_METRE}
SERVED = {measures.HOUSEHOLD, measures.PERSON, measures.TURN, "child"}


class Fault(NamedTuple):
    """What is wrong in a row, and in which column."""

    column: str
    sentence: str


def read(sheet: Sheet, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """The values of a row, and what cannot be read or cannot be right. A row without any text has no values."""
    if not any((cells.get(column.name) or "").strip() for column in COLUMNS[sheet] if not column.choices):
        return {}, []
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column in COLUMNS[sheet]:
        try:
            values[column.name] = _value(column, cells.get(column.name) or "")
        except BadInput as refusal:
            values[column.name] = empty(column)
            faults.append(Fault(column.name, str(refusal)))
    _take_apart(values)
    said = {fault.column for fault in faults}
    return values, faults + [fault for fault in _contradictions(sheet, values) if fault.column not in said]


def refer(values: Sequence[Mapping[str, Any]], reference: str) -> int | None:
    """Which row a cell means, by its number in the sheet or by its words; None for an empty cell, `BadInput` where
    there is no such row."""
    if not reference:
        return None
    if reference.isdecimal() and 1 <= int(reference) <= len(values):
        return int(reference) - 1
    for number, row in enumerate(values):
        if row and fold(row["words"]) == fold(reference):
            return number
    raise BadInput(_("There is no row “%(row)s”: write the number of the row.") % {"row": reference})


def cells(figure: Figure, numbers: Mapping[UUID, int] | None = None) -> dict[str, str]:
    """The row as texts, as its form shows it. `numbers` are those of the rows that a cell may name, by key."""
    texts = {}
    for column in COLUMNS[figure.sheet]:
        if column.name in REFERENCES:
            named = getattr(figure, column.name)
            texts[column.name] = str((numbers or {}).get(named.key, "")) if named else ""
        elif column.name == "value":
            texts["value"] = number_in_words(figure)
        elif column.name == "measure":
            texts["measure"] = measures.label(figure.measure)
        else:
            texts[column.name] = as_text(getattr(figure, column.name))
    return texts


def number_in_words(figure: Figure) -> str:
    """The number with its qualifier and without its unit: `hơn 1.200`; empty where there is none."""
    if figure.value is None:
        return ""
    return in_words(Quantity(figure.value, "", Qualifier(figure.qualifier)))


def as_text(value: Any) -> str:
    """A value as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return short(value)
    if isinstance(value, int):
        return format_number(value)
    return format_date(value) if isinstance(value, date) else str(value)


def _value(column: Column, text: str) -> Any:
    return column.read(text) if text.strip() else empty(column)


def _take_apart(values: dict[str, Any]) -> None:
    """`hơn 180 triệu đồng` in one cell is a number, a qualifier and a unit."""
    told: Told | None = values.pop("value") or None
    values["value"] = told.value if told else None
    values["qualifier"] = (told.qualifier if told else None) or Qualifier.EXACT
    if told and told.measure and not values["measure"]:
        values["measure"] = told.measure


def _contradictions(sheet: Sheet, values: Mapping[str, Any]) -> list[Fault]:
    """What cannot be right although each cell can be read."""
    faults = []
    value, measure = values["value"], values["measure"]
    base = measures.base_of(measure)
    if not values["words"]:
        faults.append(Fault("words", _("Say in words what this is.")))
    if value is not None and not measure:
        faults.append(Fault("measure", _("Say in what it is counted: m², households, million đồng.")))
    for name in ("value", "target", "before"):
        number = values.get(name)
        if number is not None and base == measures.DONG and measures.to_base(number, measure) % 1:
            faults.append(Fault(name, _("Money is whole đồng.")))
    if sheet == Sheet.RESOURCES:
        faults += _of_contribution(values, base)
    if sheet == Sheet.BENEFICIARIES and measure and base not in SERVED:
        faults.append(Fault("measure", _("People are counted as households, persons, children or turns.")))
    if sheet == Sheet.RESULTS:
        faults += _of_result(values, base)
    return faults


def _of_contribution(values: Mapping[str, Any], base: str) -> list[Fault]:
    if values["value"] is None or not base:
        return []
    kind = ResourceKind(values["kind"])
    if kind in IN and base != IN[kind]:
        wanted = _("đồng or million đồng") if kind == ResourceKind.MONEY else _("m² or ha")
        return [Fault("measure", _("%(kind)s is counted in %(units)s.") % {"kind": kind.label, "units": wanted})]
    if kind == ResourceKind.WORK_DAYS and base != measures.WORK_DAY:
        return [Fault("measure", _("Work-days are counted in work-days."))]
    if kind == ResourceKind.GOODS and base in (*IN.values(), measures.WORK_DAY):
        return [Fault("kind", _("What is counted in this unit is not goods: choose another kind."))]
    return []


def _of_result(values: Mapping[str, Any], base: str) -> list[Fault]:
    faults = []
    if values["width"] is not None and (base != measures.METRE or values["value"] is None):
        faults.append(Fault("width", _("A width belongs to a length in metres.")))
    if values["starts"] and values["ends"] and values["ends"] < values["starts"]:
        faults.append(Fault("ends", _("The end lies before the beginning.")))
    return faults
