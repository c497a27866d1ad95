"""Who acts for many registrations at once where a unit is no more. The registration's own unit, its code, and the day
on which it was sent stay as they are."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kheo.exemplars.models import Exemplar, Registration


@transaction.atomic
def carry_on(registration_ids: Sequence[int], unit_id: int) -> None:
    """From here the unit writes them and answers for them, and keeps the models that they enter."""
    Registration.objects.filter(pk__among=registration_ids).update(carried_by=unit_id)
    hold(registration_ids, unit_id)


@transaction.atomic
def hold(registration_ids: Sequence[int], unit_id: int) -> None:
    """From here the unit keeps the models of which these are registrations; what was written of them stays as it is."""
    entered = Registration.objects.filter(pk__among=registration_ids)
    Exemplar.objects.filter(pk__in=entered.values("exemplar")).update(carried_by=unit_id)


@transaction.atomic
def answer(registration_ids: Sequence[int], unit_id: int) -> None:
    """From here the office answers them; which one gave the code stays on record."""
    Registration.objects.filter(pk__among=registration_ids).update(
        first_receiver=Coalesce("first_receiver", "receiver"), receiver=unit_id
    )


@transaction.atomic
def give_back(registration_ids: Sequence[int], *, of: int, to: int, as_author: bool) -> int:
    """The unit `to`, which held them before, holds them again; gives of how many that was so."""
    rows = Registration.objects.filter(pk__among=registration_ids)
    if as_author:
        give_back_models(registration_ids, of=of, to=to)
        carried = rows.filter(carried_by=of)
        own = carried.filter(unit=to).update(carried_by=None)
        return own + carried.exclude(unit=to).update(carried_by=to)
    held = rows.filter(receiver=of)
    first = Q(first_receiver=to)
    again = held.filter(~first).update(receiver=to)
    return again + held.filter(first).update(receiver=F("first_receiver"), first_receiver=None)


@transaction.atomic
def give_back_models(registration_ids: Sequence[int], *, of: int, to: int) -> int:
    """The unit `to`, which kept the models before, keeps them again; gives of how many that was so."""
    entered = Registration.objects.filter(pk__among=registration_ids)
    kept = Exemplar.objects.filter(pk__in=entered.values("exemplar"), carried_by=of)
    own = kept.filter(unit=to).update(carried_by=None)
    return own + kept.exclude(unit=to).update(carried_by=to)
