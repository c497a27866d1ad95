"""What the desk stands on: the person's units by what the person does there, and the rounds that go on."""

from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from kheo.exemplars.models import Registration
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import duty
from kheo.units import tree
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT, Role
from kheo.units.models import Unit, acting_unit_ids, answering_unit_ids, offices


class Ground:
    """Read once, asked by every part of the desk."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._chains: dict[tuple[int, date], list[int]] = {}

    @cached_property
    def writes(self) -> list[Unit]:
        """Units for which the person registers."""
        return self._units(*WRITES_FOR_UNIT)

    @cached_property
    def reviews(self) -> list[Unit]:
        """Units for which the person answers, considers and proposes."""
        return self._units(*REVIEWS_FOR_UNIT)

    @cached_property
    def writes_on(self) -> list[int]:
        """The ids of these, and of units that ended and wholly went on as one: their works are finished here."""
        return acting_unit_ids(self.person, *WRITES_FOR_UNIT)

    @cached_property
    def answers_on(self) -> list[int]:
        """The ids of those they review for, and of units that ended and whose matters they conclude."""
        return answering_unit_ids(self.person, *REVIEWS_FOR_UNIT)

    @cached_property
    def keeps(self) -> list[Unit]:
        """Units that the person keeps."""
        return self._units(Role.KEEPER)

    @cached_property
    def rounds(self) -> list[Round]:
        """The rounds that concern the person and in which something may still be asked."""
        own = Registration.objects.carried_by_units(self.writes_on).filter(round=OuterRef("pk"))
        concern_us = Q(pk__in=Round.objects.visible_to(self.person).values("pk")) | Q(Exists(own))
        return list(
            Round.objects.asking()
            .filter(concern_us)
            .select_related("movement", "closing")
            .prefetch_related("milestones", "movement__rungs")
            .order_by("starts", "pk")
        )

    @cached_property
    def standings(self) -> list[duty.Standing]:
        """The duties of the units that the person reviews for."""
        return duty.standings(self.reviews, self.rounds) if self.reviews else []

    def round(self, pk: int) -> Round:
        """One of `rounds`."""
        return self._by_id[pk]

    def is_below_the_owner(self, unit: Unit, round_: Round) -> bool:
        """Whether the unit stood below the owner of the round's movement, or is it."""
        key = (unit.pk, round_.date)
        if key not in self._chains:
            self._chains[key] = tree.chain(unit.pk, on=round_.date)
        return round_.movement.owner_id in self._chains[key]

    @cached_property
    def _by_id(self) -> dict[int, Round]:
        return {round_.pk: round_ for round_ in self.rounds}

    def _units(self, *roles: str) -> list[Unit]:
        found = {m.unit_id: m.unit for m in offices(self.person) if m.role in roles}
        return sorted(found.values(), key=lambda unit: (unit.sort_key, unit.pk))
