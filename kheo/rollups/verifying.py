"""What was taken from other installations, held against its own signature. Read by `kheo verify`.

The sentences are for the keeper of the machine, so in English.
"""

from collections.abc import Iterator

from kheo.kernel.checkup import Finding, Level
from kheo.kernel.errors import BadInput
from kheo.rollups import sealed
from kheo.rollups.models import Rollup


def taken_rollups() -> Iterator[Finding]:
    """Every file is as it was signed, and its rows say what it says."""
    wrong = count = 0
    for rollup in Rollup.objects.select_related("unit").order_by("pk").iterator(chunk_size=20):
        count += 1
        if why := _fault(rollup):
            wrong += 1
            yield Finding(Level.WRONG, f"Roll-up {rollup.pk} of {rollup.unit.code}, {rollup.round}: {why}.")
    if not wrong:
        yield Finding(Level.WELL, f"{count} roll-ups are as they were signed.")


def _fault(rollup: Rollup) -> str:
    try:
        told = sealed.unseal(bytes(rollup.file)).content
    except BadInput:
        return "the file is not what was signed"
    names = list(sealed.ToldUnit.model_fields)
    rows = list(rollup.units.order_by("pk").values(*names))
    if rows != [unit.model_dump(include=set(names)) for unit in told.units]:
        return "its rows are not what the file says"
    return ""
