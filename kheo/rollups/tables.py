"""The tables of roll-ups, made once for the page and for the files, as those of the figures are."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.insights.enums import Measure
from kheo.insights.funnel import Figures
from kheo.insights.tables import Cell, Column, Table, total_cells, unit_columns
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.rollups.models import RollupUnit
from kheo.rollups.reading import Told, own_figures
from kheo.rollups.together import Part, Together
from kheo.units.enums import Level


def of_together(together: Together) -> Table:
    """One line for each unit and movement; each opens to what it is made of."""
    days = {"starts": format_date(together.span.starts), "ends": format_date(together.span.ends)}
    return Table(
        key="together",
        title=_("Figures of several installations – %(unit)s") % {"unit": together.unit.name},
        columns=[
            *unit_columns(), Column("movement", _("Movement"), words=True),
            Column("round", _("Round"), on_page=False), Column("source", _("Source"), words=True),
            *_measures(),
        ],
        rows=[_part(part) for part in together.parts],
        total=[*total_cells(), *[Cell("", "")] * 3, *_cells(together.total)],
        notes=[_("Rounds from %(starts)s to %(ends)s.") % days, *sentences(together)],
    )  # fmt: skip


def sentences(together: Together) -> list[str]:
    """What is not added, and who has sent nothing: a sum is understood with them only."""
    twice = _("%(unit)s, “%(round)s”: its roll-up counts. The %(count)s registered in this installation are not added.")
    within = _("%(unit)s, “%(round)s”: its own roll-up is not added; that of a unit above it tells of it already.")
    return [
        *(
            twice % {"unit": one.name, "round": one.round, "count": format_number(one.registered)}
            for one in together.twice
        ),
        *(within % {"unit": one.unit.name, "round": one.round_name} for one in together.within),
        *(
            [_("Nothing was taken yet of: %(units)s.") % {"units": "; ".join(together.missing)}]
            if together.missing else []
        ),
    ]  # fmt: skip


def of_lines(told: Told, under: RollupUnit) -> Table:
    """The units directly below one of the file, each with everything below it."""
    page = reverse("rollups:detail", args=[told.rollup.pk])
    rows = []
    for line in told.lines(under):
        name = _("%(unit)s itself") % {"unit": line.unit.name} if line.own else line.unit.name
        url = f"{page}?under={line.unit.code}" if line.below else ""
        rows.append(
            [Cell(line.unit.code, line.unit.code), Cell(name, name, url, line.unit.code), *_cells(line.figures)]
        )
    return Table(
        key="rollup",
        title=under.name,
        columns=[*unit_columns(), *_measures()],
        rows=rows,
        total=[*total_cells(), *_cells(told.sums[under.code])],
        notes=[],
    )


def of_rows(told: Told) -> Table:
    """Every row of the file as it was signed: each unit with what it registered itself."""
    return Table(
        key="rollup-rows",
        title=_("Roll-up – %(unit)s") % {"unit": told.root.name},
        columns=[
            Column("unit", _("Unit code")), Column("name", _("Unit")), Column("level", _("Level")),
            Column("superior", _("Superior")), *_measures(),
        ],
        rows=[
            [
                Cell(unit.code, unit.code), Cell(unit.name, unit.name),
                Cell(unit.level, str(Level(unit.level).label)), Cell(unit.superior, unit.superior),
                *_cells(own_figures(unit)),
            ]
            for unit in told.units.values()
        ],
        total=[*total_cells(), Cell("", ""), Cell("", ""), *_cells(told.sums[told.root.code])],
        notes=[],
    )  # fmt: skip


def _part(part: Part) -> list[Cell]:
    if part.rollup:
        source = _("Roll-up: figures as of %(day)s") % {"day": format_date(part.rollup.as_of)}
        url = reverse("rollups:detail", args=[part.rollup.pk])
    else:
        source, url = _("This installation: figures by now"), part.url
    return [
        Cell(part.code, part.code), Cell(part.name, part.name, url, part.code),
        Cell(part.movement, part.movement, under=part.round), Cell(part.round, part.round),
        Cell("rollup" if part.rollup else "here", source), *_cells(part.figures),
    ]  # fmt: skip


def _measures() -> list[Column]:
    return [Column(measure.value, str(measure.label)) for measure in Measure]


def _cells(figures: Figures) -> list[Cell]:
    return [Cell(count, count) for count in figures.by_measure().values()]
