"""How a call is answered: who has adopted, who is silent, by name (BR-09), and how many copies are still wanted."""

from dataclasses import dataclass

from kheo.exemplars.enums import COUNTED
from kheo.people.models import Person
from kheo.replication.enums import AdoptionState
from kheo.replication.models import Adoption, Call
from kheo.units.models import Unit


@dataclass(frozen=True)
class Tracking:
    """The units a call was made to, and what they did. Only what was sent is an answer: a draft is its unit's own."""

    call: Call
    asked: list[Unit]
    answers: list[Adoption]

    @property
    def silent(self) -> list[Unit]:
        """The units that have not answered."""
        heard = {adoption.registration.unit_id for adoption in self.answers}
        return [unit for unit in self.asked if unit.pk not in heard]

    @property
    def confirmed(self) -> int:
        """How many copies were confirmed."""
        return sum(adoption.state == AdoptionState.CONFIRMED for adoption in self.answers)

    @property
    def left(self) -> int:
        """How many confirmed copies are still wanted."""
        return max(0, self.call.wanted - self.confirmed)

    @property
    def is_met(self) -> bool:
        """As many copies as were wanted are confirmed."""
        return not self.left


def tracking(call: Call, *, reader: Person | None = None) -> Tracking:
    """Who was asked and who answered. Who reads for the calling unit or above reads all; others, below, read the
    answers that were confirmed or are their own, and so more units may look silent to them than are."""
    answers = Adoption.objects.filter(call=call, registration__status__in=COUNTED)
    if reader is not None:
        answers = answers.known_to(reader)
    rows = answers.select_related("registration__unit", "registration__receiver").order_by("at", "pk")
    return Tracking(call, asked(call), list(rows))


def asked(call: Call) -> list[Unit]:
    """The units of the level below the calling one on the day of the call, with the names of then; but for those whose
    own exemplar it is."""
    on = call.at.date()
    origins = set(call.exemplars.values_list("unit", flat=True))
    below = Unit.objects.under([call.unit_id], on=on).alive_on(on).with_kind_on(on).with_name_on(on)
    return [unit for unit in below.filter(level_then=call.level).in_order() if unit.pk not in origins]
