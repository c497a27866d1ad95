"""When a unit may consider, conclude and propose, whoever asks."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.exemplars.models import Registration
from kheo.kernel.errors import NotNow
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed, unit_takes_part
from kheo.recognitions import docket
from kheo.recognitions.models import Consideration, Proposal, Recognition
from kheo.units import tree
from kheo.units.enums import Level
from kheo.units.models import Unit


@rule
def can_be_considered_in(unit: Unit, round_: Round) -> None:
    """The unit takes part in the round, its level is a rung of the ladder that year, and the round is not closed."""
    is_not_closed(round_)
    unit_takes_part(round_, unit)
    level = unit.level_on(round_.date)
    if not round_.movement.rungs.filter(level=level, during__overlap=round_.during).exists():
        raise NotNow(
            _("The level %(level)s does not recognise in %(round)s.")
            % {"level": Level(level).label.lower(), "round": round_.name}
        )


@rule
def is_open(consideration: Consideration) -> None:
    """What was concluded stays: a mistake is corrected by an act of its own, never by an edit."""
    if consideration.concluded_at:
        raise NotNow(_("This consideration is concluded and can no longer be changed."))


@rule
def can_be_weighed(consideration: Consideration, registration: Registration) -> None:
    """The registration is on the unit's list of this round: accepted by it or proposed to it, and not yet decided (BR-02, BR-08)."""
    if not docket.waiting(consideration.unit, consideration.round).filter(pk=registration.pk).exists():
        raise NotNow(
            _("“%(title)s” is not waiting for a decision of %(unit)s in this round.")
            % {"title": registration.title, "unit": consideration.unit.name}
        )


@rule
def can_be_concluded(consideration: Consideration) -> None:
    """Every registration on the list has an outcome: nothing is passed over in silence."""
    weighed = consideration.outcomes.values("registration")
    left = docket.waiting(consideration.unit, consideration.round).exclude(pk__in=weighed).count()
    if left:
        raise NotNow(
            ngettext(
                "%(count)d registration has no outcome yet: decide on it first.",
                "%(count)d registrations have no outcome yet: decide on each first.",
                left,
            )
            % {"count": left}
        )


@rule
def can_be_proposed(registration: Registration, unit: Unit, to_unit: Unit | None) -> None:
    """A unit proposes only what it has recognised, when the round demands it (BR-08), and once to the same unit."""
    if to_unit is None:
        raise NotNow(_("There is no unit above %(unit)s to propose to.") % {"unit": unit.name})
    recognised = Recognition.objects.filter(registration=registration, unit=unit).exists()
    if registration.round.demands_lower_recognition and not recognised:
        raise NotNow(
            _("%(unit)s has not recognised “%(title)s”: a unit proposes upward only what it has recognised.")
            % {"unit": unit.name, "title": registration.title}
        )
    if not recognised and not docket.is_of(unit, registration):
        raise NotNow(_("“%(title)s” was not received by %(unit)s.") % {"unit": unit.name, "title": registration.title})
    if registration.proposals.filter(to_unit=to_unit).exists():
        raise NotNow(
            _("“%(title)s” has already been proposed to %(unit)s.")
            % {"unit": to_unit.name, "title": registration.title}
        )


@rule
def can_be_recalled(proposal: Proposal) -> None:
    """The upper unit has not weighed it yet."""
    is_not_closed(proposal.registration.round)
    if proposal.registration.outcomes.filter(consideration__unit=proposal.to_unit).exists():
        raise NotNow(_("%(unit)s is already considering this proposal.") % {"unit": proposal.to_unit.name})


def superior(unit: Unit, round_: Round) -> Unit | None:
    """The unit to which `unit` proposes: its superior as placed at the round's date."""
    above = tree.chain(unit.pk, on=round_.date)[1:2]
    return Unit.objects.filter(pk__in=above).first()
