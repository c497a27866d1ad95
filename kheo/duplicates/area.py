"""The units that work in the same area: where one work is easily registered twice (BR-06)."""

from kheo.kernel import clock
from kheo.units import tree
from kheo.units.enums import HEIGHT, Kind, Level
from kheo.units.models import Unit


def ids_around(unit: Unit) -> list[int]:
    """The ids of the units of the unit's area today, itself included.

    In a commune: the commune with everything below it, Party cells, Front committees, mass organisations, residential
    areas. Higher up, where the area of a locality is everything below it: the locality and its own organisations.
    """
    today = clock.today()
    above = tree.chain(unit.pk, on=today)
    chain = Unit.objects.in_bulk(above)
    for n, unit_id in enumerate(above):
        if chain[unit_id].level == Level.COMMUNE:
            return tree.list_under([unit_id], on=today)
        if HEIGHT[Level(chain[unit_id].level)] > HEIGHT[Level.COMMUNE]:
            higher = (chain[one] for one in above[n:])
            return _of_locality(next((one for one in higher if one.kind == Kind.LOCALITY), chain[unit_id]))
    return tree.list_under(above[-1:], on=today)


def _of_locality(locality: Unit) -> list[int]:
    organisations = Unit.objects.children_of(locality).exclude(kind=Kind.LOCALITY).values_list("pk", flat=True)
    return [locality.pk, *organisations]
