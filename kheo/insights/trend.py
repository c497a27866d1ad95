"""The rounds of a movement beside each other: how many registrations came how far, round by round."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kheo.insights.addresses import Opening, page_address
from kheo.insights.enums import Measure
from kheo.insights.measures import counts_of, has_considered
from kheo.insights.pivot import caveats
from kheo.insights.scope import Scope
from kheo.insights.tables import Cell, Column, Table, what_it_is
from kheo.kernel.quantities import format_number


def of_trend(scope: Scope, scopes: Sequence[Scope]) -> Table:
    """The earliest round first; a dash where the unit was not there, or where nobody has considered recognition yet.

    `under` says the change of what was registered since the round before; not between rounds of unlike length, which
    are not comparable. There is no total: the same work may go on from one round to the next.
    """
    unlike = caveats(scopes)
    rows: list[list[Cell]] = []
    before: int | None = None
    for one in scopes:
        there = one.unit.existed_between(one.round.starts, one.round.ends) or one.is_restated
        counts = one.registrations(one.tops).aggregate(**counts_of(Measure)) if there else {}
        registered = counts.get(Measure.REGISTERED)
        change = "" if unlike else _change(registered, before)
        rows.append([Cell(one.round.code, one.round.name, page_address("home", one)), *_cells(one, counts, change)])
        before = registered
    return Table(
        key="trend",
        title=_("Round by round – %(unit)s") % {"unit": scope.name},
        columns=[Column("round", _("Round")), *(Column(measure.value, str(measure.label)) for measure in Measure)],
        rows=rows,
        total=[],
        notes=[*what_it_is(scope), *unlike],
    )


def _cells(scope: Scope, counts: dict[str, int], change: str) -> list[Cell]:
    if not counts:
        return [Cell("", None) for _measure in Measure]
    known = any(counts[m] for m in Measure if m != Measure.REGISTERED) or has_considered(scope)
    opening = Opening(scope)
    return [
        Cell(
            counts[measure], counts[measure], opening.behind(counts[measure], measure),
            under=change if measure == Measure.REGISTERED else "",
        )
        if known or measure == Measure.REGISTERED
        else Cell("", None)
        for measure in Measure
    ]  # fmt: skip


def _change(now: int | None, before: int | None) -> str:
    """More or fewer than in the round before; nothing where there is none to compare with."""
    if now is None or before is None:
        return ""
    if now == before:
        return _("as many as before")
    return f"{'+' if now > before else ''}{format_number(now - before)}"
