"""How many registrations count under a unit, round by round: as at the time, and where they count on a later day.

Nothing is rewritten (decision 0019), so both must agree; a plan after which they do not is not carried out.
"""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count

from kheo.exemplars.models import Registration
from kheo.units import restating, tree


def before(owner_id: int, on: date) -> Counter[int]:
    """By round, what counts under the unit as placed on the day before: `{round_id: count}`."""
    return _by_round(set(tree.list_under([owner_id], on=on - timedelta(days=1))))


def after(owner_id: int, on: date) -> Counter[int]:
    """By round, what counts under the unit on the day, in whichever unit it counts by then."""
    here = set(tree.list_under([owner_id], on=on))
    candidates = here | set(restating.earlier(here, on=on))
    homes = restating.homes(candidates, on=on)
    return _by_round({unit_id for unit_id, home in homes.items() if home.unit_id in here})


def _by_round(unit_ids: set[int]) -> Counter[int]:
    rows = Registration.objects.counted().filter(unit__among=unit_ids).order_by()
    return Counter(dict(rows.values_list("round").annotate(n=Count("pk"))))
