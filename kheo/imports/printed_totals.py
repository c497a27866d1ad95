"""The list of totals that published reports print, to be shown beside the sums of our rows."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kheo.imports.examination import Examination, Examined, Values, row_by_row
from kheo.imports.listing import Listing
from kheo.imports.places import Places, rounds_by_code
from kheo.insights.actions import record_printed_total, take_back_printed_total
from kheo.insights.models import PrintedTotal
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import format_number
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.people.models import Person
from kheo.units.atlas import Atlas
from kheo.units.enums import BRINGS_IN_FOR_UNIT
from kheo.units.models import Unit
from kheo.units.permissions import units_below_offices


class Item(NamedTuple):
    unit_id: int
    round: Round
    measure: str
    value: int
    source: str


def examine(listing: Listing, *, by: Person | None) -> Examination:
    """Look at every row of a list; nothing is written."""
    return row_by_row(listing, _Ground(by))


def write(examination: Examination, *, by: Person | None) -> dict[str, list[int]]:
    """Record the totals; gives the ids of what is new."""
    items: list[Item] = examination.items
    units = Unit.objects.in_bulk({item.unit_id for item in items})
    return {
        "printedtotal": [
            record_printed_total(
                units[item.unit_id], item.round, item.measure, item.value, source=item.source, by=by
            ).pk
            for item in items
        ]
    }  # fmt: skip


def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Take off what `write` recorded."""
    for total in PrintedTotal.objects.filter(pk__in=made["printedtotal"]).select_related("round__closing"):
        take_back_printed_total(total, by=by)


class _Ground:
    def __init__(self, by: Person | None) -> None:
        self.places = Places(Atlas())
        self.rounds = rounds_by_code()
        self.scope = units_below_offices(by, *BRINGS_IN_FOR_UNIT) if by else None
        self.here = {(t.unit_id, t.round_id, t.measure): t for t in PrintedTotal.objects.all()}
        self.seen: dict[Any, tuple[int, int]] = {}

    def item(self, values: Values, examined: Examined) -> Item | None:
        """The row as what will be written, with its faults in `values`, or with its twin noted."""
        found = self.rounds.get(values["round_code"], [])
        if len(found) != 1:
            values.fault("round_code", _no_round(found) % {"code": values["round_code"]})
            return None
        if why := is_not_closed.why_not(found[0]):
            values.fault("round_code", why)
        try:
            unit = self.places.bearer(values["unit_code"], found[0].starts, found[0].ends, during=found[0].name)
        except BadInput as refusal:
            values.fault("unit_code", refusal)
            return None
        if self.scope is not None and unit.pk not in self.scope:
            values.fault(
                "unit_code", _("%(unit)s is outside the units whose lists you may import.") % {"unit": unit.name}
            )
        item = Item(unit.pk, found[0], values["measure"], values["printed_total"], values["source"])
        self.look_for_twin(item, values, examined)
        return item

    def look_for_twin(self, item: Item, values: Values, examined: Examined) -> None:
        """The same total is left out; another total for the same unit, round and measure is a fault."""
        mark = (item.unit_id, item.round.pk, item.measure)
        here = self.here.get(mark)
        number, value = self.seen.setdefault(mark, (examined.row.number, item.value))
        if here and here.value == item.value:
            examined.twin = _("Already there, from: %(source)s") % {"source": here.source}
        elif here:
            values.fault(
                "printed_total",
                _("A total of %(total)s is already recorded, from: %(source)s")
                % {"total": format_number(here.value), "source": here.source},
            )
        elif number != examined.row.number and value == item.value:
            examined.twin = _("The same as row %(row)s.") % {"row": number}
        elif number != examined.row.number:
            values.fault(
                "printed_total",
                _("Row %(row)s gives another total: %(total)s.") % {"row": number, "total": format_number(value)},
            )


def _no_round(found: list[Round]) -> str:
    if found:
        return _("Several movements have a round with the code “%(code)s”.")
    return _("There is no round with the code “%(code)s”.")
