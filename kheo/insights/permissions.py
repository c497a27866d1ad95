"""Whose figures a person may read, and for whom they may close them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kheo.insights import policies
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.models import Unit, reading_unit_ids
from kheo.units.permissions import reviews_for


@rule
def can_read_figures(person: Person, chain: Sequence[int]) -> None:
    """Those who read for the unit or for one above it; `chain` is the unit and all above it, on the day of the figures.

    A unit that has gone on as another is read by its successor. What is counted is narrowed further, to what the
    person may open.
    """
    if highest_read(person, chain) is None:
        raise NotPermitted(_("Only those who work for this unit, or for a unit above it, read its figures."))


@rule
def can_close_report(person: Person, unit: Unit, rounds: Sequence[Round], kind: str) -> None:
    """Those who review for the issuing unit, as its other papers are prepared by them."""
    reviews_for(person, unit)
    policies.can_be_reported(rounds, kind)


def highest_read(person: Person, chain: Sequence[int]) -> int | None:
    """The place in a chain of the highest unit the person reads for, by office or by inheritance; None if none."""
    own = reading_unit_ids(person)
    places = [place for place, unit_id in enumerate(chain) if unit_id in own]
    if not places and own:
        inherited = tree.predecessors(own)
        places = [place for place, unit_id in enumerate(chain) if unit_id in inherited]
    return max(places, default=None)
