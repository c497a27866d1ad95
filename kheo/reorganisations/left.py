"""What units that ended have left and nobody holds: registrations without a writer, or without an office that answers;
models that live and that nobody keeps.

A keeper reads no registrations: the page tells the code, the units and the place, which is what it takes to decide.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When

from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.people.models import Person
from kheo.reorganisations.enums import Side
from kheo.reorganisations.whereto import OPEN, concluded, models_kept_by
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
        unheld = Q(no_writer | no_answer, status__in=OPEN, round__closing=None)
        kept = set(models_kept_by(alone).values_list("pk", flat=True)) if alone else set()
        rows = Registration.objects.filter(unheld | Q(pk__in=kept))
        kept_alone = Case(When(pk__in=kept, then=True), default=Value(False), output_field=BooleanField())
        rows = rows.annotate(place=F("dossier__place"), over=concluded(), kept_alone=kept_alone)
        needed = rows.select_related("unit", "receiver", "carried_by", "round__closing", "exemplar__unit")
        return needed.order_by("unit__sort_key", "pk")

    def sides(self, registration: Registration) -> list[Side]:
        """Which hands of one of `registrations` nobody holds."""
        if registration.kept_alone:
            return [Side.HOLDER]
        found = [Side.AUTHOR] if registration.holder_id in self.without_heir else []
        if registration.receiver_id in self.ended and not registration.over:
            found.append(Side.RECEIVER)
        return found


def counts(person: Person) -> int:
    """How many registrations wait for a hand."""
    left = Left(person)
    return left.registrations().count() if left.ended else 0


def told(left: Left, registrations: Iterable[Registration]) -> list[tuple[Registration, list[tuple[Side, Unit]]]]:
    """Each with its open hands and the unit that held each."""
    return [(one, [(side, _held(one, side)) for side in left.sides(one)]) for one in registrations]


def _held(one: Registration, side: Side) -> Unit:
    """Without another question: nobody goes on wholly as these."""
    if side == Side.RECEIVER:
        return one.receiver
    return one.exemplar.unit if side == Side.HOLDER else one.carried_by or one.unit
