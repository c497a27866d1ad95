"""The credit of an exemplar: how often it was copied, by whom, who advised; and whether a person may copy it now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from kheo.exemplars.models import Exemplar, Registration
from kheo.movements.models import Round
from kheo.movements.policies import takes_registrations
from kheo.people.models import Person
from kheo.replication import permissions
from kheo.replication.copies import Copy, family, flat
from kheo.replication.models import Call
from kheo.units import tree
from kheo.units.enums import WRITES_FOR_UNIT
from kheo.units.models import Unit, offices


@dataclass(frozen=True)
class Credit:
    """What became of an exemplar elsewhere; every number is that of its rows."""

    direct: list[Copy]

    @property
    def all(self) -> list[Copy]:
        """Every copy, and every copy of a copy."""
        return flat(self.direct)

    @property
    def confirmed(self) -> list[Copy]:
        """Those that were confirmed."""
        return [copy for copy in self.all if copy.is_confirmed]

    @property
    def recognised(self) -> list[Copy]:
        """Those that were themselves recognised."""
        return [copy for copy in self.all if copy.registration.recognitions.all()]

    @property
    def advised(self) -> list[Copy]:
        """Those to which the unit that was copied gave its advice."""
        return [copy for copy in self.all if copy.adoption and hasattr(copy.adoption, "advice")]


@dataclass(frozen=True)
class Adopting:
    """For whom a person may copy an exemplar now, in which rounds; or the sentence why not."""

    units: list[Unit]
    rounds: list[Round]
    why_not: str = ""

    @property
    def writes(self) -> bool:
        """Whether the person registers for any unit at all: to nobody else is a button shown."""
        return bool(self.units or self.why_not)


def of(exemplar: Exemplar, rows: QuerySet[Registration]) -> Credit:
    """The credit of an exemplar among the copies that the reader may know of."""
    return Credit(family([exemplar.pk], rows))


def adopting(person: Person, exemplar: Exemplar) -> Adopting:
    """The units for which the person may copy it now, and the rounds that take it."""
    units = list({o.unit_id: o.unit for o in offices(person) if o.role in WRITES_FOR_UNIT}.values())
    running = Round.objects.visible_to(person).running().select_related("movement", "closing")
    rounds = [r for r in running.prefetch_related("milestones").newest_first() if takes_registrations.allows(r)]
    refusals = {
        (unit.pk, round_.pk): permissions.can_adopt.why_not(person, unit, exemplar, round_)
        for unit in units
        for round_ in rounds
    }
    open_units = [unit for unit in units if any(not refusals[unit.pk, round_.pk] for round_ in rounds)]
    open_rounds = [round_ for round_ in rounds if any(not refusals[unit.pk, round_.pk] for unit in units)]
    return Adopting(open_units, open_rounds, "" if open_units else next(filter(None, refusals.values()), ""))


def calls_for(exemplar: Exemplar, units: Iterable[Unit]) -> list[Call]:
    """Open calls that name the exemplar and stand over one of the units."""
    found = Call.objects.open().filter(exemplars=exemplar).order_by("due", "pk")
    return [call for call in found if any(call.unit_id in tree.chain(unit.pk, on=call.at.date()) for unit in units)]


def openable(person: Person, registration_ids: Iterable[int]) -> set[int]:
    """Which of the registrations the person may open."""
    rows = Registration.objects.visible_to(person).filter(pk__in=list(registration_ids))
    return set(rows.values_list("pk", flat=True))
