"""What units that ended have left and nobody holds: registrations without a writer, or without an office that answers.

A keeper reads no registrations: the page tells the code, the units and the place, which is what it takes to decide.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.people.models import Person
from kheo.reorganisations.enums import Side
from kheo.reorganisations.whereto import OPEN, concluded
from kheo.units import tree
from kheo.units.enums import Role
from kheo.units.models import Unit
from kheo.units.permissions import units_below_offices


class Left:
    """What is left in the units that a person keeps, as of today."""

    def __init__(self, person: Person, on: date | None = None) -> None:
        on = on or clock.today()
        kept = units_below_offices(person, Role.KEEPER)
        ended = Unit.objects.filter(pk__among=kept, during__endswith__lte=on) if kept else Unit.objects.none()
        self.ended = set(ended.values_list("pk", flat=True))
        self.without_heir = self.ended - tree.heirs(self.ended, on=on).keys() if self.ended else set()

    def registrations(self) -> QuerySet[Registration]:
        """Each with its `place`; `sides` tells which hand of it nobody holds."""
        alone = self.without_heir
        no_writer = Q(unit__in=alone, carried_by=None) | Q(carried_by__in=alone)
        no_answer = Q(receiver__in=self.ended) & ~concluded()
        rows = Registration.objects.filter(no_writer | no_answer, status__in=OPEN, round__closing=None)
        rows = rows.annotate(place=F("dossier__place"), over=concluded())
        return rows.select_related("unit", "receiver", "carried_by", "round").order_by("unit__sort_key", "pk")

    def sides(self, registration: Registration) -> list[Side]:
        """Which hands of one of `registrations` nobody holds."""
        holder = registration.carried_by_id or registration.unit_id
        found = [Side.AUTHOR] if holder in self.without_heir else []
        if registration.receiver_id in self.ended and not registration.over:
            found.append(Side.RECEIVER)
        return found


def counts(person: Person) -> int:
    """How many registrations wait for a hand."""
    left = Left(person)
    return left.registrations().count() if left.ended else 0


def told(left: Left, registrations: Iterable[Registration]) -> list[tuple[Registration, list[tuple[Side, Unit]]]]:
    """Each with its open hands and the unit that held each."""
    holders = {Side.AUTHOR: lambda one: one.carried_by or one.unit, Side.RECEIVER: lambda one: one.receiver}
    return [(one, [(side, holders[side](one)) for side in left.sides(one)]) for one in registrations]
