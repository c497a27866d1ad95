"""Proposals that wait at a unit which is no more: another decides on them. Who proposed, the rank and the day stay."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kheo.recognitions.models import Proposal


def waiting_at(unit_ids: Collection[int]) -> QuerySet[Proposal]:
    """Proposals on which the units have not concluded, in rounds that are not closed."""
    return Proposal.objects.undecided().filter(to_unit__in=list(unit_ids), registration__round__closing=None)


@transaction.atomic
def turn(registration_ids: Sequence[int], *, of: int, to: int) -> int:
    """What was proposed to the unit `of` is decided on by `to`, unless it lies there already; gives of how many."""
    there = Proposal.objects.filter(registration=OuterRef("registration"), to_unit=to)
    rows = Proposal.objects.filter(registration__among=registration_ids, to_unit=of).exclude(from_unit=to)
    return rows.exclude(Exists(there)).update(to_unit=to)
