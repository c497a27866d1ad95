"""What a place calls the fields of a movement: places rename them, never split them (movement.md §0 fact 5)."""

from collections.abc import Sequence
from datetime import date

from kheo.kernel import clock
from kheo.movements.models import FieldName, Movement
from kheo.units import tree
from kheo.units.models import Unit


def field_names(movement: Movement, unit: Unit, *, on: date | None = None, chain: Sequence[int] = ()) -> dict[str, str]:
    """`{key: name}` of the fields in their order: the name given by the unit, or by the nearest one above it.

    `chain` is the unit and all above it, where the caller knows it already.
    """
    above = chain or tree.chain(unit.pk, on=on or clock.today())
    given = FieldName.objects.filter(field__movement=movement, unit__in=above)
    by_place = {(name.field_id, name.unit_id): name.name for name in given}
    return {
        field.key: next((by_place[field.pk, place] for place in above if (field.pk, place) in by_place), str(field))
        for field in movement.fields.all()
    }
