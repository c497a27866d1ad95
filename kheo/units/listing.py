"""The list of units as a file: what the page shows, one row a unit, under heads by which it can be brought in again."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kheo.units.branches import Moment, superiors
from kheo.units.enums import Kind, Level
from kheo.units.models import UnitQuerySet

HEADER = (
    _("Code"), _("Name"), _("Kind"), _("Level"), _("Superior's code"), _("Superior"), _("First day"), _("Last day"),
)  # fmt: skip


def lines(units: UnitQuerySet, moment: Moment) -> Iterator[list[Any]]:
    """The units as they stood and were called on the day, in their order; three queries for any number of them."""
    found = list(units.with_name_on(moment.on).with_kind_on(moment.on).with_superior_on(moment.on).in_order())
    above = superiors(found, moment.on)
    for unit in found:
        superior = above.get(unit.superior_id)
        yield [
            unit.code, unit.name_then, capfirst(Kind(unit.kind_then).label), str(Level(unit.level_then).label),
            superior and superior.code, superior and superior.name_then, unit.founded, unit.closed,
        ]  # fmt: skip
