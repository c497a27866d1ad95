"""The verb on printed totals: record what a published report prints."""

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.insights.enums import Measure
from kheo.insights.models import PrintedTotal
from kheo.kernel import journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.people.models import Person
from kheo.units.models import Unit
from kheo.units.permissions import can_bring_in


@transaction.atomic
def record_printed_total(
    unit: Unit, round_: Round, measure: str, value: int, *, source: str, by: Person | None
) -> PrintedTotal:
    """Keep the total that a report prints for a unit, beside the sum of our rows. A later record replaces it.

    `by` is None only for the command line.
    """
    if by:
        can_bring_in(by, [unit.pk])
    is_not_closed(round_)
    if value < 0 or not clean_line(source):
        raise BadInput(_("Write the total as the report prints it, and which report that is."))
    before = (
        PrintedTotal.objects.select_for_update(of=("self",)).filter(unit=unit, round=round_, measure=measure).first()
    )
    total, _made = PrintedTotal.objects.update_or_create(
        unit=unit, round=round_, measure=Measure(measure), defaults={"value": value, "source": clean_line(source)}
    )
    journal.record(
        "total.printed", total, by=by, unit_id=unit.pk,
        round=round_.pk, measure=str(measure), value=value, before=before.value if before else None,
    )  # fmt: skip
    return total


@transaction.atomic
def take_back_printed_total(total: PrintedTotal, *, by: Person) -> None:
    """Take a printed total off again."""
    can_bring_in(by, [total.unit_id])
    is_not_closed(total.round)
    journal.record("total.taken_back", total, by=by, unit_id=total.unit_id, measure=total.measure, value=total.value)
    total.delete()
