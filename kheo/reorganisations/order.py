"""In which order the steps of a plan are taken: superiors before those below them, children before their superior ends,
and an old code is free before a new unit takes it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from django.utils.translation import gettext as _

from kheo.kernel.errors import NotNow
from kheo.reorganisations.enums import ChangeKind
from kheo.reorganisations.models import Change
from kheo.units.models import Placement


def ordered(changes: Sequence[Change], on: date) -> list[Change]:
    """The steps in an order in which each is possible. Raises `NotNow` when they wait for one another in a circle."""
    by_id = {change.pk: change for change in changes}
    closing = {change.unit_id: change.pk for change in changes if change.kind == ChangeKind.CLOSE}
    by_code = {change.unit.code: change.pk for change in changes if change.kind == ChangeKind.CLOSE and change.unit}
    of_unit = defaultdict(list)
    for change in changes:
        if change.kind in (ChangeKind.CLOSE, ChangeKind.MOVE):
            of_unit[change.unit_id].append(change.pk)
    waits: dict[int, set[int]] = {pk: set() for pk in by_id}
    for change in changes:
        if change.made_id:
            waits[change.pk].add(change.made_id)
        if change.kind == ChangeKind.FOUND and change.code in by_code:
            waits[change.pk].add(by_code[change.code])
    below = Placement.objects.filter(parent__in=list(closing), during__contains=on - timedelta(days=1))
    for unit_id, parent_id in below.values_list("unit", "parent"):
        waits[closing[parent_id]].update(of_unit[unit_id])
    try:
        return [by_id[pk] for pk in TopologicalSorter(waits).static_order()]
    except CycleError:
        raise NotNow(
            _(
                "Some changes of this plan wait for one another in a circle. Give a new unit another code, or plan"
                " twice."
            )
        ) from None
