"""A whole sheet as it is to stand: rows in their places, references resolved, and which of them count in sums."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.kernel.errors import BadInput
from kheo.kernel.measures import base_of
from kheo.kernel.quantities import Nature
from kheo.kernel.text import fold
from kheo.results import rows
from kheo.results.enums import Sheet
from kheo.results.models import Indicator
from kheo.units import tree

type Rows = Sequence[Mapping[str, Any]]  # as `rows.read` gives them, each with its `key`


def standing(registration: Registration, sheet: Sheet) -> list[Any]:
    """The rows of a sheet as they stand, in order; what a row names is read along."""
    found = rows.MODELS[sheet].objects.filter(registration=registration).order_by("order", "pk")
    if sheet == Sheet.RESOURCES:
        return list(found.select_related("result"))
    if sheet != Sheet.RESULTS:
        return list(found)
    by_id = {figure.pk: figure for figure in found.select_related("indicator")}
    for figure in by_id.values():
        figure.part_of = by_id.get(figure.part_of_id)
    return list(by_id.values())


def texts(registration: Registration, sheet: Sheet, figures: Sequence[Any]) -> list[dict[str, str]]:
    """The cells of every row, as its form shows them."""
    named = standing(registration, Sheet.RESULTS) if sheet == Sheet.RESOURCES else figures
    numbers = {figure.key: number for number, figure in enumerate(named, start=1)}
    return [rows.cells(figure, numbers) for figure in figures]


def sheet_of(registration: Registration, sheet: Sheet, told: Rows) -> list[Any]:
    """The rows as they are to stand, not saved yet. A row that stands already keeps its place by its `key`.

    `BadInput` where a row names another that is not there, or itself.
    """
    kept = {figure.key: figure for figure in standing(registration, sheet)}
    model = rows.MODELS[sheet]
    made = []
    for order, values in enumerate(told):
        figure = kept.get(values["key"]) or model(key=values["key"])
        figure.registration, figure.order = registration, order
        for name, value in values.items():
            if name not in rows.REFERENCES:
                setattr(figure, name, value)
        figure.weigh()
        made.append(figure)
    if sheet == Sheet.RESULTS:
        _name_indicators(registration, made)
        _put_into_groups(made, told)
        _choose_counted(made)
    if sheet == Sheet.RESOURCES:
        _name_results(registration, made, told)
    return made


def offered_to(registration: Registration) -> dict[str, Indicator]:
    """The indicators that may be named in a registration, by their folded names; a unit's own go before the
    catalogue's."""
    above = tree.chain(registration.unit_id, on=registration.round.date)
    offered = Indicator.objects.offered(registration.round.movement_id, above)
    return {indicator.folded: indicator for indicator in sorted(offered, key=lambda each: each.unit_id is not None)}


def _name_indicators(registration: Registration, made: Sequence[Any]) -> None:
    """What bears the name of an indicator is counted by it, unless it was written in another kind of unit."""
    known = offered_to(registration)
    for figure in made:
        found = known.get(fold(figure.words))
        if found and not figure.measure:
            figure.measure = found.measure
            figure.weigh()
        figure.indicator = found if found and base_of(found.measure) == figure.base else None
        if figure.indicator:
            figure.nature = figure.indicator.nature


def _put_into_groups(made: Sequence[Any], told: Rows) -> None:
    for figure, values in zip(made, told, strict=True):
        place = rows.refer(told, values.get("part_of") or "")
        whole = None if place is None else made[place]
        if whole and whole is figure:
            raise BadInput(_("“%(row)s” cannot be a part of itself.") % {"row": figure.words})
        figure.part_of = whole
    for figure in made:
        if figure.part_of and figure.part_of.part_of:
            raise BadInput(
                _("“%(row)s” is a part of a part: name the row that holds the whole.") % {"row": figure.words}
            )


def _choose_counted(made: Sequence[Any]) -> None:
    """A part of a group is in the group already. Of several counts of one stock only the latest holds (§4.5 rule 1)."""
    latest: dict[tuple, Any] = {}
    for figure in made:
        figure.counted = figure.part_of is None
        if figure.nature == Nature.STOCK and figure.counted and figure.value is not None:
            place = fold(figure.words), figure.base, fold(figure.place)
            before = latest.get(place)
            if before and (before.ends or date.max) > (figure.ends or date.max):
                figure.counted = False
                continue
            if before:
                before.counted = False
            latest[place] = figure


def _name_results(registration: Registration, made: Sequence[Any], told: Rows) -> None:
    there = standing(registration, Sheet.RESULTS)
    known = [{"words": result.words} for result in there]
    for figure, values in zip(made, told, strict=True):
        place = rows.refer(known, values.get("result") or "")
        figure.result = None if place is None else there[place]
