"""Who may run a movement."""

from django.utils.translation import gettext as _

from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units.enums import RUNS_FOR_UNIT
from kheo.units.models import Unit, offices
from kheo.units.permissions import answers_for


@rule
def can_run(person: Person, owner: Unit) -> None:
    """Steering committee, head or keeper of the unit that owns the movement."""
    if not answers_for(person, owner, *RUNS_FOR_UNIT):
        raise NotPermitted(
            _("Only the steering committee, the head or the keeper of %(unit)s runs this movement.")
            % {"unit": owner.name}
        )


@rule
def can_launch(person: Person) -> None:
    """Whoever runs the movements of at least one unit."""
    if not units_run_by(person):
        raise NotPermitted(
            _("Only the steering committee, the head or the keeper of a unit launches a movement there.")
        )


@rule
def can_name_fields(person: Person, unit: Unit) -> None:
    """Steering committee, head or keeper of a place name the fields for it and those below it."""
    if not answers_for(person, unit, *RUNS_FOR_UNIT):
        raise NotPermitted(
            _("Only the steering committee, the head or the keeper of %(unit)s gives the fields other names there.")
            % {"unit": unit.name}
        )


def units_run_by(person: Person) -> list[int]:
    """The ids of the units whose movements a person runs."""
    return [m.unit_id for m in offices(person) if m.role in RUNS_FOR_UNIT]
