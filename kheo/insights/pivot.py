"""A table across two of unit, level, field, kind, subject, origin, state and round: every number opens to its rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from django.db.models import Expression, F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.exemplars.enums import COUNTED, Kind, Origin, Status, Subject
from kheo.insights.addresses import page_address, part_of_line
from kheo.insights.enums import Measure
from kheo.insights.measures import counts_of
from kheo.insights.rows import part_label
from kheo.insights.scope import Line, Scope
from kheo.insights.tables import Cell, Column, Table, what_it_is
from kheo.movements.enums import UNCLASSIFIED, FieldKey
from kheo.units.enums import HEIGHT, Level

UNIT, ROUND = "unit", "round"
ROUNDS_SHOWN = 6  # the newest of the movement, when rounds are compared

type Value = str | int
type Names = Mapping[str, str]


@dataclass(frozen=True)
class Dimension:
    """What registrations are told apart by: what it is called, where its value stands, and which values there are."""

    label: str | Promise
    expression: str
    words: Callable[[Names], dict[Value, str]]


def _of(dimension: str, values: Iterable[str]) -> Callable[[Names], dict[Value, str]]:
    return lambda names: {value: part_label(dimension, value, names) for value in values}


def _levels(_names: Names) -> dict[Value, str]:
    return {level.value: str(level.label) for level in sorted(Level, key=HEIGHT.__getitem__)}


def _states(_names: Names) -> dict[Value, str]:
    return {status.value: str(status.label) for status in Status if status in COUNTED}


DIMENSIONS: dict[str, Dimension] = {
    "level": Dimension(gettext_lazy("Level registered for"), "level", _levels),
    "field": Dimension(
        gettext_lazy("Field"), "field__key", _of("field", [*FieldKey.values, UNCLASSIFIED])
    ),
    "kind": Dimension(gettext_lazy("Kind"), "kind", _of("kind", Kind.values)),
    "subject": Dimension(gettext_lazy("Subject"), "subject", _of("subject", Subject.values)),
    "origin": Dimension(gettext_lazy("New or continued"), "origin", _of("origin", Origin.values)),
    "state": Dimension(gettext_lazy("Status"), "status", _states),
}  # fmt: skip
CHOICES: dict[str, str | Promise] = {
    UNIT: gettext_lazy("Unit"),
    **{key: dimension.label for key, dimension in DIMENSIONS.items()},
    ROUND: gettext_lazy("Round"),
}


@dataclass(frozen=True)
class Side:
    """A row or a column of the table: its value, its name, and what an address says of it beside unit and round."""

    value: Value
    name: str | Promise
    asks: dict[str, str]
    line: Line | None = None
    scope: Scope | None = None  # of a round, with the units that stood in it
    units: frozenset[int] = frozenset()


_ALL = "total"  # stands for every value of a dimension
_WHOLE = Side(_ALL, gettext_lazy("Total"), {})


def pivot(scope: Scope, scopes: list[Scope], by: str, across: str, measure: Measure, names: Names) -> Table:
    """The measure by one dimension, across another. `scopes` are what is counted: those of the rounds that are compared
    in a table over rounds, else the scope alone. There is no total over rounds: the same work may go on from one to the
    next.

    A value of which nothing counts is left out, but not a unit: silence is told by name, and where a unit was not there
    is a dash.
    """
    counts = _counted(scopes, by, across, measure)
    rows = _sides(by, scopes, names, {row for row, _column in counts})
    columns = _sides(across, scopes, names, {column for _row, column in counts})
    if across != ROUND:
        columns.append(_WHOLE)
    cell = partial(_cell, scope, counts, measure)
    return Table(
        key="pivot",
        title=_("%(measure)s by %(by)s and %(across)s – %(unit)s")
        % {"measure": measure.label, "by": _lower(by), "across": _lower(across), "unit": scope.name},
        columns=[Column(by, str(CHOICES[by])), *(Column(f"{across}_{side.value}", str(side.name)) for side in columns)],
        rows=[[Cell(row.value, row.name), *(cell(row, column) for column in columns)] for row in rows],
        total=[] if by == ROUND else [Cell("total", _("Total")), *(cell(_WHOLE, column) for column in columns)],
        notes=[*what_it_is(scope), *caveats(scopes)],
    )


type Counts = dict[tuple[Value, Value], int]


def _counted(scopes: Iterable[Scope], by: str, across: str, measure: Measure) -> Counts:
    """How many count in each cell, in its row and in its column; in one query a round."""
    counts: Counts = defaultdict(int)
    for scope in scopes:
        found = scope.registrations(scope.tops).order_by().annotate(by=_value(scope, by), across=_value(scope, across))
        for row, column, count in found.values_list("by", "across").annotate(**counts_of([measure])):
            if count:
                for place in product((_known(row), _ALL), (_known(column), _ALL)):
                    counts[place] += count
    return counts


def _value(scope: Scope, key: str) -> Expression | F:
    if key == UNIT:
        return scope.line
    return F("round_id" if key == ROUND else DIMENSIONS[key].expression)


def _known(value: Value | None) -> Value:
    return UNCLASSIFIED if value is None else value


def _sides(key: str, scopes: list[Scope], names: Names, there: set[Value]) -> list[Side]:
    if key == UNIT:
        lines = {line.unit_id: line for scope in scopes for line in scope.lines}
        return [
            Side(line.unit_id, _("%(unit)s itself") % {"unit": line.name} if line.own else line.name, {}, line=line)
            for line in lines.values()
            if line.of_unit or line.unit_id in there
        ]
    if key == ROUND:
        return [
            Side(
                scope.round.pk, scope.round.name, {}, scope=scope, units=frozenset(one.unit_id for one in scope.lines)
            )
            for scope in scopes
        ]  # fmt: skip
    words = DIMENSIONS[key].words(names)
    return [Side(value, word, {key: str(value)}) for value, word in words.items() if value in there]


def _cell(scope: Scope, counts: Counts, measure: Measure, row: Side, column: Side) -> Cell:
    """A number and the address of as many rows."""
    count = counts.get((row.value, column.value), 0)
    of_round, line = row.units or column.units, row.line or column.line
    if line and of_round and line.unit_id not in of_round:
        return Cell("", None)
    if not count:
        return Cell(0, 0)
    scope = row.scope or column.scope or scope
    asks = {**row.asks, **column.asks, **part_of_line(line), "measure": measure.value}
    if "level" in asks:
        scope = replace(scope, level=asks.pop("level"))
    return Cell(count, count, page_address("rows", scope, line.unit_id if line else None, **asks))


def _lower(key: str) -> str:
    return str(CHOICES[key]).lower()


def caveats(scopes: Iterable[Scope]) -> list[str]:
    """What must be known before rounds are compared: they may be of unlike length."""
    periods = [(scope.round.starts, scope.round.ends) for scope in scopes]
    months = {12 * (ends.year - starts.year) + ends.month - starts.month for starts, ends in periods}
    return [_("These rounds are not equally long: their numbers are not comparable.")] if len(months) > 1 else []
