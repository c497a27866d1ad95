"""The tree for reading: one branch at a time, as the units stood and were called on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.units import tree
from kheo.units.enums import Level
from kheo.units.models import Unit, UnitQuerySet

AT_MOST = 300  # no real unit has more below it; what an import piled up is found by searching


@dataclass(frozen=True)
class Moment:
    """How the tree is looked at: on which day, and whether with the units that are no more."""

    on: date
    ended: bool = False

    @property
    def query(self) -> str:
        """The same look in an address; nothing for today without what has ended."""
        asked = {"on": format_date(self.on) if self.on != clock.today() else "", "ended": "1" if self.ended else ""}
        words = urlencode({name: value for name, value in asked.items() if value})
        return f"?{words}" if words else ""


@dataclass
class Node:
    """One unit in the tree; `branch` holds what stands below it once that is opened."""

    unit: Unit
    branch: list[Self] = field(default_factory=list)
    opened: bool = False

    @property
    def aside(self) -> str:
        """What stands beside the name: level, how many below, and the last day of a unit that is no more."""
        words = [self.unit.code, Level(self.unit.level_then).label]
        if self.unit.below:
            below = ngettext("%(count)s unit below", "%(count)s units below", self.unit.below)
            words.append(below % {"count": format_number(self.unit.below)})
        if self.unit.closed:
            words.append(_("until %(day)s") % {"day": format_date(self.unit.closed)})
        return " · ".join(str(word) for word in words)


def top(moment: Moment) -> list[Node]:
    """The units that stand under nobody."""
    return _nodes(Unit.objects.roots(on=moment.on, ended=moment.ended), moment)


def below(unit_id: int, moment: Moment) -> list[Node]:
    """The units directly under one."""
    since = None if moment.ended else moment.on
    return _nodes(Unit.objects.filter(pk__in=tree.child_ids(unit_id, on=moment.on, since=since)), moment)


def opened_down_to(unit: Unit, moment: Moment) -> list[Node]:
    """The tree from the top, opened along the way to a unit and at the unit itself."""
    way = list(reversed(tree.chain(unit.pk, on=moment.on)))
    nodes = found = top(moment)
    for unit_id in way:
        node = next((node for node in found if node.unit.pk == unit_id), None)
        if node is None:  # the way leads through a unit that is no more, or through a branch that was cut
            break
        node.branch, node.opened = below(unit_id, moment), True
        found = node.branch
    return nodes


def superiors(units: Iterable[Unit], on: date) -> dict[int, Unit]:
    """The superiors of units annotated `with_superior_on`, as they were called on the day."""
    ids = {unit.superior_id for unit in units if unit.superior_id}
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids).with_name_on(on)}


def _nodes(units: UnitQuerySet, moment: Moment) -> list[Node]:
    told = units.with_name_on(moment.on).with_kind_on(moment.on).with_below(on=moment.on, ended=moment.ended)
    return [Node(unit) for unit in told.in_order()[:AT_MOST]]
