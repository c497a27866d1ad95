"""What the state of an exemplar, a copy or a call allows, whoever asks."""

from django.utils.translation import gettext as _

from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Exemplar, Registration
from kheo.kernel.errors import NotNow
from kheo.kernel.rules import rule
from kheo.movements.policies import is_not_closed
from kheo.replication import reading
from kheo.replication.enums import NEXT, AdoptionState
from kheo.replication.models import Adoption, Advice, Call
from kheo.units import tree
from kheo.units.enums import HEIGHT, Level
from kheo.units.models import Unit


@rule
def can_be_copied(exemplar: Exemplar, unit: Unit) -> None:
    """It is another unit's: one's own going-on is maintained, never replicated (movement.md §5). And copied once."""
    if exemplar.carried_by_id == unit.pk or exemplar.unit_id in (unit.pk, *tree.predecessors([unit.pk])):
        raise NotNow(_("This is a model of %(unit)s itself: maintain it instead.") % {"unit": unit.name})
    if already := reading.copies_in_hand([unit.pk], [exemplar.pk]).first():
        raise NotNow(_("%(unit)s replicates it already: “%(title)s”.") % {"unit": unit.name, "title": already.title})


@rule
def is_a_copy_in_hand(registration: Registration) -> None:
    """Its exemplar was copied from another, and it is neither declined nor withdrawn, in a round that is not closed."""
    is_not_closed(registration.round)
    if registration.exemplar.replicated_from_id is None:
        raise NotNow(_("“%(title)s” is not registered as replicated.") % {"title": registration.title})
    if registration.status not in COUNTED | {Status.DRAFT}:
        raise NotNow(
            _("“%(title)s” is %(status)s.")
            % {"title": registration.title, "status": registration.get_status_display().lower()}
        )


@rule
def can_become(adoption: Adoption, to: AdoptionState) -> None:
    """The table of moves; an office answers what was sent to it."""
    is_a_copy_in_hand(adoption.registration)
    if to != AdoptionState.WAITING and adoption.registration.status == Status.DRAFT:
        raise NotNow(_("The registration of this copy has not been sent yet."))
    if to not in NEXT[AdoptionState(adoption.state)]:
        raise NotNow(_("This copy has been answered already: %(state)s.") % {"state": adoption.get_state_display()})


@rule
def can_be_told(adoption: Adoption) -> None:
    """Until it is confirmed, the unit may write anew what it changes."""
    if adoption.state == AdoptionState.CONFIRMED:
        raise NotNow(_("This copy was confirmed: what it changes stands."))
    is_a_copy_in_hand(adoption.registration)


@rule
def can_be_advised(adoption: Adoption) -> None:
    """Once it was sent, and once."""
    is_a_copy_in_hand(adoption.registration)
    if adoption.registration.status == Status.DRAFT:
        raise NotNow(_("The registration of this copy has not been sent yet."))
    if Advice.objects.filter(adoption=adoption).exists():
        raise NotNow(_("This copy has been advised already."))


@rule
def is_open(call: Call) -> None:
    """Nobody has closed the call."""
    if not call.is_open:
        raise NotNow(_("The call “%(title)s” is closed.") % {"title": call.title})


@rule
def answers(call: Call, unit: Unit, exemplar: Exemplar) -> None:
    """The call is open, names the exemplar, and stands over the unit."""
    is_open(call)
    if not call.exemplars.filter(pk=exemplar.pk).exists():
        raise NotNow(_("The call “%(title)s” does not name this exemplar.") % {"title": call.title})
    if call.unit_id not in tree.chain(unit.pk, on=call.at.date()):
        raise NotNow(_("The call “%(title)s” is not addressed to %(unit)s.") % {"title": call.title, "unit": unit.name})


@rule
def can_call_on(unit: Unit, level: str) -> None:
    """A unit calls on units below its own level."""
    if HEIGHT[Level(level)] >= HEIGHT[Level(unit.level)]:
        raise NotNow(_("%(unit)s calls on units of a lower level than its own.") % {"unit": unit.name})
