"""A sheet told to a reader: its facts, and its rules section by section. Pages and prints show the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kheo.criteria import sentences
from kheo.criteria.editing import Row, Shelf, rows
from kheo.criteria.enums import Standing
from kheo.criteria.sheet import Cap, Class, Criterion, Figure, Gate, Profile, Sheet, YearClass
from kheo.kernel.quantities import format_number


@dataclass(frozen=True)
class Fact:
    """A label and what stands under it; `ours` when these are words of the framework, not of the interface."""

    label: str
    value: str
    ours: bool = False


@dataclass(frozen=True)
class Rule:
    """A row of a part: its place from 1, its code, the framework's words, the rule in words."""

    number: int
    code: str
    text: str
    rule: str
    standing: Standing | None
    note: str


@dataclass(frozen=True)
class Section:
    """A part with its rows; what such rows are for, and the words of the button that adds one."""

    shelf: Shelf
    rules: tuple[Rule, ...]
    means: str
    add: str


@dataclass(frozen=True)
class TableRow:
    """A row of the table of criteria: how deep it stands, how it is scored and what else is asked, in words."""

    number: int
    depth: int
    criterion: Criterion
    method: str
    asks: tuple[str, ...]
    anchors: tuple[str, ...]
    """What some numbers of points mean."""
    ours: tuple[Any, ...] = ()
    """What the reader's own units make of it."""


def about(sheet: Sheet) -> list[Fact]:
    """Where the framework comes from and what it measures."""
    return [
        Fact(_("Source"), sheet.source, ours=True),
        Fact(_("Note"), sheet.note, ours=True),
        Fact(_("Who or what is judged"), ", ".join(sheet.subjects), ours=True),
        Fact(_("Scale"), _("%(points)s points") % {"points": format_number(sheet.scale)}),
        Fact(_("Bonus and penalty"), _extras(sheet)),
        Fact(_("Classes are measured in"), str(sheet.classes_by.label) if sheet.classes else ""),
    ]


def counting(sheet: Sheet) -> list[Fact]:
    """How scores are counted together."""
    steps = " → ".join(str(stage.label) for stage in sheet.stages)
    return [
        Fact(_("Steps of scoring"), steps),
        Fact(_("Several scorers"), sentences.aggregate(sheet.aggregate)),
        Fact(_("Rounding"), sentences.rounding(sheet.rounding)),
        Fact(_("Equal totals"), _ties(sheet)),
        Fact(_("A year is made of"), str(sheet.roll_up.over.label) if sheet.roll_up else ""),
    ]


def sections(sheet: Sheet) -> list[Section]:
    """The rules over the criteria, every part, also those without a row."""
    words = _words()
    return [
        Section(shelf, tuple(_rules(sheet, rows(sheet, shelf))), *words[shelf])
        for shelf in Shelf
        if shelf != Shelf.CRITERIA
    ]


def table(sheet: Sheet, ours: Mapping[str, Sequence[Any]] | None = None) -> list[TableRow]:
    """The table of criteria, row by row; `ours` by code."""
    found: list[TableRow] = []
    own_words = ours or {}

    def walk(criteria: Iterable[Criterion], depth: int) -> None:
        for criterion in criteria:
            method = sentences.method(criterion.scored_by) if criterion.is_leaf else ""
            own = tuple(own_words.get(criterion.code, ()))
            asks, anchors = tuple(_asks(criterion)), tuple(_anchors(criterion))
            found.append(TableRow(len(found) + 1, depth, criterion, method, asks, anchors, own))
            walk(criterion.parts, depth + 1)

    walk(sheet.criteria, 0)
    return found


def _words() -> dict[Shelf, tuple[str, str]]:
    return {
        Shelf.CLASSES: (
            _("The results in words, the best first. “Not eligible” is no class: it stands outside them."),
            _("Add a class"),
        ),
        Shelf.GATES: (
            _("What has to hold whatever the points are. A gate keeps the number of a document, never a story."),
            _("Add a gate"),
        ),
        Shelf.FIGURES: (_("Declared facts at which conditions and gates look."), _("Add a figure")),
        Shelf.PROFILES: (
            _("Those to whom some criteria do not apply, and how they are classified."), _("Add a profile"),
        ),
        Shelf.CAPS: (_("How many may have a class at most. Who is cut is proposed, people decide."), _("Add a cap")),
        Shelf.YEAR: (
            _("What a class of the year demands of its periods, the best first."), _("Add a class of the year"),
        ),
    }  # fmt: skip


def _asks(criterion: Criterion) -> Iterable[str]:
    if criterion.role != "scale":
        yield str(criterion.role.label)
    if criterion.reserved_to:
        yield _("kept for: %(stage)s") % {"stage": criterion.reserved_to.label}
    if words := sentences.evidence(criterion.evidence):
        yield _("evidence: %(what)s") % {"what": words}
    if criterion.standing:
        yield str(criterion.standing.label)


def _anchors(criterion: Criterion) -> Iterable[str]:
    for anchor in criterion.anchors:
        yield _("%(points)s points: %(words)s") % {"points": format_number(anchor.points), "words": anchor.words}


def _rules(sheet: Sheet, found: Iterable[Row]) -> Iterable[Rule]:
    names = {class_.code: class_.name for class_ in sheet.classes}
    for number, row in enumerate(found, start=1):
        yield Rule(
            number, row.code, _text(row, names), _rule(row), getattr(row, "standing", None), getattr(row, "note", "")
        )


def _text(row: Row, names: Mapping[str, str]) -> str:
    """What the framework calls a row; a cap and a class of the year are called as the class that they are about."""
    match row:
        case Class():
            return row.name
        case Cap():
            return names.get(row.of, row.of)
        case YearClass():
            return names.get(row.code, row.code)
        case _:
            return row.text


def _rule(row: Row) -> str:
    match row:
        case Class():
            return sentences.demands(row)
        case Gate():
            return sentences.gate(row)
        case Figure():
            return row.unit
        case Profile():
            return sentences.profile(row)
        case Cap():
            return sentences.cap(row)
        case YearClass():
            return sentences.year_class(row)
        case _:
            return ""


def _ties(sheet: Sheet) -> str:
    last = str(sheet.ties.then.label)
    if not sheet.ties.by:
        return last
    return _("%(codes)s in this order, then %(last)s") % {"codes": ", ".join(sheet.ties.by), "last": last}


def _extras(sheet: Sheet) -> str:
    told = []
    if sheet.bonus_limit is not None:
        told.append(_("bonus at most %(points)s") % {"points": format_number(sheet.bonus_limit)})
    if sheet.penalty_limit is not None:
        told.append(_("penalty at most %(points)s") % {"points": format_number(sheet.penalty_limit)})
    if sheet.may_exceed:
        told.append(_("a bonus may lift the total above the scale"))
    return "; ".join(told)
