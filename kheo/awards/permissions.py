"""Who keeps the list of awards."""

from kheo.awards import policies
from kheo.awards.models import Award
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units.models import Unit
from kheo.units.permissions import reviews_for


@rule
def can_record(person: Person, unit: Unit) -> None:
    """Those who review for the unit that keeps the list."""
    reviews_for(person, unit)


@rule
def can_withdraw(person: Person, award: Award) -> None:
    """The same, while it stands."""
    reviews_for(person, award.unit)
    policies.stands(award)
