"""The docket of a unit in a round: what it has to decide on, what it has decided, and where it stands with its duty."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kheo.exemplars.enums import CONSIDERABLE
from kheo.exemplars.models import Registration
from kheo.movements.models import Round
from kheo.recognitions.enums import Stage
from kheo.recognitions.models import Consideration, Outcome, Proposal
from kheo.units.models import Unit


def before(unit: Unit, round_: Round) -> QuerySet[Registration]:
    """Everything that has come before the unit in the round: accepted by it, or proposed to it from below."""
    proposed = Proposal.objects.filter(to_unit=unit, registration=OuterRef("pk"))
    return Registration.objects.filter(Q(receiver=unit) | Q(Exists(proposed)), round=round_, status__in=CONSIDERABLE)


def waiting(unit: Unit, round_: Round) -> QuerySet[Registration]:
    """What of it the unit has not concluded on."""
    decided = Outcome.objects.filter(
        registration=OuterRef("pk"), consideration__unit=unit, consideration__concluded_at__isnull=False
    )
    return before(unit, round_).exclude(Exists(decided))


def is_of(unit: Unit, registration: Registration) -> bool:
    """Whether the registration has come before the unit."""
    return before(unit, registration.round).filter(pk=registration.pk).exists()


def stage(unit: Unit, round_: Round) -> Stage:
    """“Considered, none recognised” and “has not considered” are different, and both are visible (BR-09)."""
    considerations = Consideration.objects.filter(unit=unit, round=round_)
    if considerations.concluded().exists():
        recognised = Outcome.objects.filter(consideration__in=considerations.concluded(), recognised=True).exists()
        return Stage.RECOGNISED if recognised else Stage.NONE_RECOGNISED
    return Stage.UNDER_WAY if considerations.exists() else Stage.NOT_CONSIDERED
