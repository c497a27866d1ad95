"""What the pages do to a draft, as functions from a sheet to a sheet: add, replace, move and remove a row of a part.

A row is named by its part and its place in it, and known again by its code: a code may stand twice in a draft, and
somebody else may have moved the row meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.criteria.sheet import Cap, Class, Criterion, Figure, Gate, Profile, Sheet, YearClass
from kheo.kernel.errors import NotNow

Row = Criterion | Figure | Gate | Profile | Class | Cap | YearClass
Edit = Callable[[Sheet], Sheet]
Put = Callable[[Criterion, tuple[Criterion, ...]], Iterable[Criterion]]


class Shelf(TextChoices):
    """The parts of a sheet that are lists. The words are those of the files, and of the places of faults."""

    CRITERIA = "criteria", gettext_lazy("Criteria")
    CLASSES = "classes", gettext_lazy("Classes")
    GATES = "gates", gettext_lazy("Gates")
    FIGURES = "figures", gettext_lazy("Figures")
    PROFILES = "profiles", gettext_lazy("Profiles")
    CAPS = "caps", gettext_lazy("Caps")
    YEAR = "roll_up", gettext_lazy("Classes of the year")


@dataclass(frozen=True)
class Spot:
    """The row at a place (from 1; of criteria in the order of the table) with the code that it had when it was seen."""

    shelf: Shelf
    number: int
    code: str


def rows(sheet: Sheet, shelf: Shelf) -> tuple[Row, ...]:
    """The rows of a part; of the criteria every one, groups before their parts."""
    if shelf == Shelf.CRITERIA:
        return tuple(sheet.walk())
    if shelf == Shelf.YEAR:
        return sheet.roll_up.classes if sheet.roll_up else ()
    found: tuple[Row, ...] = getattr(sheet, shelf.value)
    return found


def at(sheet: Sheet, spot: Spot) -> Row:
    """The row that was seen at a spot; `NotNow` when the draft has it no longer."""
    there = rows(sheet, spot.shelf)
    if 1 <= spot.number <= len(there) and there[spot.number - 1].code == spot.code:
        return there[spot.number - 1]
    same = [row for row in there if row.code == spot.code]
    if len(same) != 1:
        raise NotNow(
            _("%(code)s is no longer in this draft: somebody else has taken it out or renamed it.")
            % {"code": spot.code}
        )
    return same[0]


def criterion_at(sheet: Sheet, spot: Spot) -> Criterion:
    """`at`, for a criterion."""
    found = at(sheet, spot)
    assert isinstance(found, Criterion)
    return found


def rebuilt(sheet: Sheet, **parts: Any) -> Sheet:
    """The sheet with other parts, as a new value: nothing that was worked out of the old one stays."""
    return Sheet(**({name: getattr(sheet, name) for name in Sheet.model_fields} | parts))


def add(shelf: Shelf, row: Row, under: Spot | None = None) -> Edit:
    """Put a row at the end of its part; a criterion at the end of a group, which a leaf becomes by it."""

    def edit(sheet: Sheet) -> Sheet:
        if not isinstance(row, Criterion):
            return _shelved(sheet, shelf, (*rows(sheet, shelf), row))
        if under is None:
            return rebuilt(sheet, criteria=(*sheet.criteria, row))
        group = criterion_at(sheet, under)
        return _mapped(sheet, lambda old, parts: (_with(old, (*parts, row) if old is group else parts),))

    return edit


def replace(spot: Spot, row: Row) -> Edit:
    """Put another row in its place; a criterion keeps its parts."""

    def edit(sheet: Sheet) -> Sheet:
        seen = at(sheet, spot)
        if not isinstance(row, Criterion):
            return _shelved(sheet, spot.shelf, (row if old is seen else old for old in rows(sheet, spot.shelf)))
        return _mapped(sheet, lambda old, parts: (_with(row if old is seen else old, parts),))

    return edit


def remove(spot: Spot) -> Edit:
    """Take a row out, a group with all its parts. A group without parts is a leaf again, scored by hand."""

    def edit(sheet: Sheet) -> Sheet:
        seen = at(sheet, spot)
        if not isinstance(seen, Criterion):
            return _shelved(sheet, spot.shelf, (old for old in rows(sheet, spot.shelf) if old is not seen))
        return _mapped(sheet, lambda old, parts: () if old is seen else (_with(old, parts),))

    return edit


def move(spot: Spot, step: int) -> Edit:
    """Let a row change places with its neighbour: `step` -1 up, 1 down. At the end of its list it stays."""

    def edit(sheet: Sheet) -> Sheet:
        seen = at(sheet, spot)
        if not isinstance(seen, Criterion):
            return _shelved(sheet, spot.shelf, _stepped(rows(sheet, spot.shelf), seen, step))
        moved = _mapped(sheet, lambda old, parts: (_with(old, _stepped(parts, seen, step)),))
        return rebuilt(moved, criteria=_stepped(moved.criteria, seen, step))

    return edit


def put_under(spot: Spot, under: Spot | None) -> Edit:
    """Move a criterion to the end of another group, or to the top of the table; never into itself."""

    def edit(sheet: Sheet) -> Sheet:
        seen = criterion_at(sheet, spot)
        group = criterion_at(sheet, under) if under else None
        if any(below is group for below in seen.walk()):
            raise NotNow(_("%(code)s cannot stand under itself.") % {"code": seen.code})

        def put(old: Criterion, parts: tuple[Criterion, ...]) -> Iterable[Criterion]:
            if old is seen:
                return ()
            return (_with(old, (*parts, seen) if old is group else parts),)

        moved = _mapped(sheet, put)
        return moved if group else rebuilt(moved, criteria=(*moved.criteria, seen))

    return edit


def weigh(maxima: Mapping[Spot, Decimal | None], scale: Decimal | None = None) -> Edit:
    """Write other maxima into criteria, and another scale. None is the sum of a group's parts."""

    def edit(sheet: Sheet) -> Sheet:
        wanted = {id(criterion_at(sheet, spot)): maximum for spot, maximum in maxima.items()}

        def put(old: Criterion, parts: tuple[Criterion, ...]) -> Iterable[Criterion]:
            row = _with(old, parts)
            if id(old) not in wanted:
                return (row,)
            maximum = wanted[id(old)]
            whole = sum((part.maximum for part in parts), Decimal(0))
            return (row.model_copy(update={"maximum": whole if maximum is None else maximum}),)

        return rebuilt(_mapped(sheet, put), **({} if scale is None else {"scale": scale}))

    return edit


def in_turn(*edits: Edit) -> Edit:
    """One edit after the other, as one."""

    def edit(sheet: Sheet) -> Sheet:
        for each in edits:
            sheet = each(sheet)
        return sheet

    return edit


def _mapped(sheet: Sheet, put: Put) -> Sheet:
    """The sheet with every criterion put anew: `put` is given the old one and its new parts."""

    def mapped(criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        return tuple(new for old in criteria for new in put(old, mapped(old.parts)))

    return rebuilt(sheet, criteria=mapped(sheet.criteria))


def _with(criterion: Criterion, parts: tuple[Criterion, ...]) -> Criterion:
    """The criterion over these parts: a group has no method, a leaf has one."""
    method = None if parts else criterion.scored_by
    if parts == criterion.parts and method == criterion.method:
        return criterion  # the very same: moving knows a row by its identity
    return criterion.model_copy(update={"parts": parts, "method": method})


def _shelved(sheet: Sheet, shelf: Shelf, there: Iterable[Row]) -> Sheet:
    if shelf != Shelf.YEAR:
        return rebuilt(sheet, **{shelf.value: tuple(there)})
    assert sheet.roll_up is not None  # its rows are reached through it
    return rebuilt(sheet, roll_up=sheet.roll_up.model_copy(update={"classes": tuple(there)}))


def _stepped(there: tuple[Any, ...], seen: Row, step: int) -> tuple[Any, ...]:
    place = next((n for n, row in enumerate(there) if row is seen), None)
    if place is None or not 0 <= place + step < len(there):
        return there
    others = [row for row in there if row is not seen]
    others.insert(place + step, seen)
    return tuple(others)
