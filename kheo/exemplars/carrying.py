"""Who acts for many registrations at once where a unit is no more. The registration's own unit, its code, and the day
on which it was sent stay as they are."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kheo.exemplars.models import Registration


@transaction.atomic
def carry_on(registration_ids: Sequence[int], unit_id: int) -> None:
    """From here the unit writes them and answers for them."""
    Registration.objects.filter(pk__among=registration_ids).update(carried_by=unit_id)


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
        carried = rows.filter(carried_by=of)
        own = carried.filter(unit=to).update(carried_by=None)
        return own + carried.exclude(unit=to).update(carried_by=to)
    held = rows.filter(receiver=of)
    first = Q(first_receiver=to)
    again = held.filter(~first).update(receiver=to)
    return again + held.filter(first).update(receiver=F("first_receiver"), first_receiver=None)
