"""The exemplars a unit can continue or replicate, as it chooses among them."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, Subquery

from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Exemplar, Registration
from kheo.movements.models import Round
from kheo.units import tree
from kheo.units.models import Unit

MOST_OWN, MOST_FOUND = 100, 20


def own(unit: Unit, rounds: Sequence[Round]) -> list[Exemplar]:
    """The unit's exemplars and those it inherited, newest first, each with `told`: its name and its last round.

    Those that are in one of the rounds already are left out.
    """
    over = Q(status__in=[Status.DECLINED, Status.WITHDRAWN])
    entered = Registration.objects.filter(~over, exemplar=OuterRef("pk"), round__in=rounds)
    entries = Registration.objects.filter(exemplar=OuterRef("pk"), status__in=COUNTED).newest_first()
    exemplars = (
        Exemplar.objects.filter(~Exists(entered), unit__in=[unit.pk, *tree.predecessors([unit.pk])])
        .annotate(title=Subquery(entries.values("title")[:1]), last=Subquery(entries.values("round__name")[:1]))
        .filter(title__isnull=False)
        .order_by("-pk")[:MOST_OWN]
    )
    for exemplar in exemplars:
        exemplar.told = f"{exemplar.title} ({exemplar.last})"
    return list(exemplars)


def recognised_elsewhere(unit: Unit, words: str) -> list[Exemplar]:
    """Recognised exemplars of other units, whoever they are: they are to be spread (BR-12), each with `told`."""
    entries = Registration.objects.recognised().exclude(unit=unit).matching(words).with_unit_name()
    found = {}
    for entry in entries.select_related("exemplar", "round").newest_first()[:MOST_FOUND]:
        entry.exemplar.told = f"{entry.title} – {entry.unit_name} ({entry.round.name})"
        found.setdefault(entry.exemplar_id, entry.exemplar)
    return list(found.values())
