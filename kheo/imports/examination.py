"""What is found out about a list before anything of it is written: every row is right, to mend, or already there."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kheo.imports.columns import COLUMNS, Column
from kheo.imports.enums import RowState
from kheo.imports.listing import Listing, Row
from kheo.kernel.errors import BadInput, Refused
from kheo.kernel.tables import unreadable


class Fault(NamedTuple):
    """What is wrong in a row, and in which column; a fault of the row as a whole has none."""

    column: str
    sentence: str


@dataclass(slots=True)
class Examined:
    """A row with what was found out about it; `item` is what will be written of a right one."""

    row: Row
    faults: list[Fault] = field(default_factory=list)
    twin: str = ""  # where the same is already, when it is
    item: Any = None

    @property
    def state(self) -> RowState:
        if self.faults:
            return RowState.TO_MEND
        return RowState.DUPLICATE if self.twin else RowState.RIGHT


@dataclass
class Examination:
    """A whole list, examined. Only rows that are right are written, and only when none is left to mend."""

    listing: Listing
    rows: list[Examined]
    ground: Any = None  # what the rows stand on, for the writing

    def of(self, state: RowState) -> list[Examined]:
        return [row for row in self.rows if row.state == state]

    @property
    def items(self) -> list[Any]:
        """What will be written."""
        return [row.item for row in self.rows if row.state == RowState.RIGHT]

    @property
    def counts(self) -> dict[str, int]:
        counts = dict.fromkeys(RowState.values, 0)
        for row in self.rows:
            counts[row.state.value] += 1
        return counts

    def sentences(self) -> Iterator[str]:
        """Every fault as a sentence that names the row and the column as the file calls it."""
        for examined in self.rows:
            for fault in examined.faults:
                yield self.sentence(examined, fault)

    def sentence(self, examined: Examined, fault: Fault) -> str:
        place = {"row": examined.row.number, "column": self.listing.heading(fault.column), "fault": fault.sentence}
        if not fault.column:
            return _("Row %(row)s: %(fault)s") % place
        return _("Row %(row)s, column “%(column)s”: %(fault)s") % place


class Values(dict[str, Any]):
    """The values of a row by column, and the faults found while reading them."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[Fault] = []

    def fault(self, column: str, sentence: str | Refused) -> None:
        self.faults.append(Fault(column, str(sentence)))


class Reader:
    """Reads the cells of rows as the values of their columns; what repeats is read once."""

    def __init__(self, listing: Listing) -> None:
        self.columns = [(column, {}) for column in COLUMNS[listing.kind]]

    def read(self, row: Row) -> Values:
        values = Values()
        for (column, known), text in zip(self.columns, row.cells, strict=True):
            found = known.get(text)
            if found is None:
                found = _value(column, text)
                if not column.long:
                    known[text] = found
            values[column.name], sentence = found
            if sentence:
                values.fault(column.name, sentence)
        return values


def row_by_row(listing: Listing, ground: Any) -> Examination:
    """Examine a list whose rows are judged one after another, by `ground.item(values, examined)`."""
    reader, rows = Reader(listing), []
    for row in listing.rows:
        values = reader.read(row)
        examined = Examined(row, values.faults)
        if not values.faults:
            item = ground.item(values, examined)
            examined.item = None if values.faults or examined.twin else item
        rows.append(examined)
    return Examination(listing, rows, ground)


def _value(column: Column, text: str) -> tuple[Any, str]:
    """The value of a cell, and the sentence when it has none."""
    if not text:
        return column.empty, _("This cell must not be empty.") if column.required else ""
    if sentence := unreadable(text):
        return column.empty, sentence
    try:
        return column.read(text), ""
    except BadInput as refusal:
        return column.empty, str(refusal)


def mark_twins(rows: Iterable[Examined], key: Callable[[Any], Any], there: dict[Any, str]) -> None:
    """Mark what is already there, or stands twice in the list: the first of several is the one that counts.

    `there` tells by key where the same is already. Rows without an item are to mend anyway.
    """
    seen: dict[Any, int] = {}
    for examined in rows:
        if examined.item is None:
            continue
        mark = key(examined.item)
        if mark in there:
            examined.twin = there[mark]
        elif mark in seen:
            examined.twin = _("The same as row %(row)s.") % {"row": seen[mark]}
        else:
            seen[mark] = examined.row.number
