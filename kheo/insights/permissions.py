"""Whose figures a person may read."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import READS_FOR_UNIT
from kheo.units.permissions import offices


@rule
def can_read_figures(person: Person, chain: Iterable[int]) -> None:
    """Those who read for the unit or for one above it; `chain` is the unit and all above it, on the day of the figures.

    A unit that has gone on as another is read by its successor. What is counted is narrowed further, to what the
    person may open.
    """
    if not reading_unit_ids(person) & {*chain}:
        raise NotPermitted(_("Only those who work for this unit, or for a unit above it, read its figures."))


def reading_unit_ids(person: Person) -> set[int]:
    """The units a person reads for today, and those that have gone on as one of them; asked once a request."""
    kept = getattr(person, "_reading_unit_ids", None)
    if kept is None:
        own = [office.unit_id for office in offices(person) if office.role in READS_FOR_UNIT]
        kept = {*own, *tree.predecessors(own)} if own else set()
        person._reading_unit_ids = kept  # type: ignore[attr-defined] # a note on the instance, as `offices` makes one
    return kept
