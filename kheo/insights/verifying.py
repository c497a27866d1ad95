"""What is kept of the figures, held against the registrations. Read by `kheo verify`."""

from collections.abc import Iterator

from kheo.insights import subtotals
from kheo.insights.models import Outdated, Subtotal
from kheo.kernel.checkup import Finding, Level
from kheo.movements.models import Round
from kheo.units.models import Unit

SHOWN = 20  # differences, at most


def kept_figures() -> Iterator[Finding]:
    """Every kept subtotal that counts is what the registrations say."""
    wrong = subtotals.differences()
    units = dict(Unit.objects.filter(pk__in={unit_id for _round, unit_id, _level in wrong}).values_list("pk", "code"))
    rounds = dict(Round.objects.values_list("pk", "code"))
    for (round_id, unit_id, level), sides in sorted(wrong.items())[:SHOWN]:
        kept, counted = ("/".join(map(str, side)) for side in sides)
        at = f"{units.get(unit_id, unit_id)} in {rounds.get(round_id, round_id)}, {level}"
        yield Finding(Level.WRONG, f"{at}: kept {kept}, counted {counted}.")
    if wrong:
        yield Finding(
            Level.WRONG, f"{len(wrong)} kept subtotals are not what the registrations say. Run: kheo recount --all"
        )
    else:
        waiting = Outdated.objects.values("round", "unit").distinct().count()
        said = f"{Subtotal.objects.count()} kept subtotals are what the registrations say"
        yield Finding(Level.WELL, f"{said}; {waiting} wait to be counted anew." if waiting else f"{said}.")
