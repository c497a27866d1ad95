"""The counts of the funnel by line, out of what was counted before wherever that still stands (decision 0027).

A unit's counts are kept (`Subtotal`) and the database notes in the transaction of every change which units' no longer
stand (`Outdated`). So a figure is always that of the moment: kept counts where nothing changed, the registrations
themselves where something did. A recount every minute keeps the latter few. `kheo verify` proves the former equal.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import QuerySet, Sum

from kheo.exemplars.models import Registration
from kheo.insights.enums import Measure
from kheo.insights.measures import counts_of
from kheo.insights.models import Outdated, Subtotal
from kheo.insights.scope import Scope
from kheo.kernel import clock
from kheo.kernel.copying import copy_in
from kheo.units import tree
from kheo.units.models import reading_unit_ids

NAMES = [measure.value for measure in Measure]

type Counts = list[int]  # one for each `Measure`, in their order
type Key = tuple[int, int, str]  # round, unit, level


def counts_by_line(scope: Scope) -> dict[int, Counts]:
    """How many registrations of each line of the scope came how far; a line of which nothing counts is left out."""
    anew = _counted_anew(scope)
    kept = Subtotal.objects.filter(round=scope.round, unit__among=[pk for pk in scope.tops if pk not in anew])
    if scope.level:
        kept = kept.filter(level=scope.level)
    found: dict[int, Counts] = defaultdict(lambda: [0] * len(NAMES))
    for rows in (_sums(scope, kept), _counts(scope, anew) if anew else []):
        for line, *counts in rows:
            found[line] = [one + other for one, other in zip(found[line], counts, strict=True)]
    return found


def _sums(scope: Scope, kept: QuerySet[Subtotal]) -> QuerySet:
    return kept.annotate(line=scope.line).values_list("line").annotate(**{name: Sum(name) for name in NAMES})


def _counts(scope: Scope, unit_ids: set[int]) -> QuerySet:
    rows = scope.registrations(unit_ids).order_by()
    return rows.annotate(line=scope.line).values_list("line").annotate(**counts_of(Measure, scope.until))


def _counted_anew(scope: Scope) -> set[int]:
    """The units whose registrations are looked at one by one: where something changed, where the reader sees only some
    of them; all, where something counts by its village or the round is cut."""
    if scope.until or not scope.by_unit:
        return set(scope.tops)
    noted = Outdated.objects.filter(round=scope.round).values_list("unit", flat=True).distinct()
    anew = {unit_id for unit_id in noted if unit_id in scope.tops}  # few: the ids of a nation need not travel for them
    if scope.reader:
        anew |= scope.tops.keys() - set(tree.reach(reading_unit_ids(scope.reader), on=clock.today()))
    return anew


# --- kept ---


@transaction.atomic
def recount(*, everything: bool = False) -> int:
    """Count anew for the units where something changed, or for all; their number, each once a round. Safe to repeat and
    beside people who work: what changes while it counts is noted again, and stays noted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "LOCK TABLE kheo_subtotal IN SHARE ROW EXCLUSIVE MODE"
        )  # one recount at a time; nobody who reads
        if everything:
            cursor.execute(
                "INSERT INTO kheo_outdated (round_id, unit_id) SELECT round_id, unit_id FROM kheo_subtotal"
                " UNION SELECT round_id, unit_id FROM kheo_registration"
            )
        cursor.execute("DELETE FROM kheo_outdated RETURNING round_id, unit_id")
        units: dict[int, set[int]] = defaultdict(set)
        for round_id, unit_id in cursor.fetchall():
            units[round_id].add(unit_id)
    for round_id, unit_ids in units.items():
        Subtotal.objects.filter(round=round_id, unit__among=unit_ids).delete()
        counted = _by_unit(Registration.objects.filter(round=round_id, unit__among=unit_ids))
        copy_in(Subtotal, ["round_id", "unit_id", "level", *NAMES], [(*key, *counts) for key, counts in counted])
    return sum(map(len, units.values()))


def _by_unit(registrations: QuerySet[Registration]) -> Iterator[tuple[Key, Counts]]:
    rows = registrations.counted().order_by().values_list("round", "unit", "level").annotate(**counts_of(Measure))
    for round_id, unit_id, level, *counts in rows:
        yield (round_id, unit_id, level), counts


# --- proven ---


def differences() -> dict[Key, tuple[Counts, Counts]]:
    """Where what is kept, and said to stand, is not what the registrations say: `{key: (kept, counted)}`. Empty unless
    something changed rows behind the database's back. Ask within one snapshot."""
    outdated = set(Outdated.objects.values_list("round", "unit"))
    kept = {tuple(key): counts for *key, counts in _kept()}
    counted = dict(_by_unit(Registration.objects.all()))
    nothing = [0] * len(NAMES)
    return {
        key: (kept.get(key, nothing), counted.get(key, nothing))
        for key in kept.keys() | counted.keys()
        if key[:2] not in outdated and kept.get(key, nothing) != counted.get(key, nothing)
    }


def _kept() -> Iterator[tuple[int, int, str, Counts]]:
    for round_id, unit_id, level, *counts in Subtotal.objects.values_list("round", "unit", "level", *NAMES):
        yield round_id, unit_id, level, counts
