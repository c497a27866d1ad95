"""How many recognised models still live one, two and three years after their first recognition.

Those recognised less than so many years ago are too young and stand in no denominator. A model counts as alive only
where somebody said so on or after that day: an answered pulse, a re-check that found it running, a registration
accepted in a later round. As stopped where somebody had said so by then. Everything else is not answered, a column of
its own: silence is never life.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from kheo.exemplars.enums import CONSIDERABLE
from kheo.exemplars.models import Registration
from kheo.kernel.periods import months_after
from kheo.kernel.quantities import format_ratio
from kheo.movements.enums import UNCLASSIFIED
from kheo.people.models import Person
from kheo.progress import said
from kheo.progress.enums import Survival
from kheo.recognitions.models import Recognition
from kheo.units import tree
from kheo.units.models import Unit, UnitName

YEARS = (1, 2, 3)


@dataclass(frozen=True)
class Model:
    """A recognised exemplar as it counts: with its first recognition, and with what is known of it year by year.

    `branch_id` is the unit right below the one that is looked at under which it stands, or that one itself.
    """

    exemplar_id: int
    registration_id: int
    title: str
    unit_name: str
    branch_id: int
    branch_name: str
    field: str
    level: str
    recognised: date
    years: Mapping[int, Survival]  # years that have passed only


@dataclass(frozen=True)
class Cell:
    """One group after one year: how many are old enough, and how many of them are what."""

    alive: int = 0
    stopped: int = 0
    unanswered: int = 0

    @property
    def whole(self) -> int:
        """Those that are old enough."""
        return self.alive + self.stopped + self.unanswered

    @property
    def ratio(self) -> str:
        """The share that is known to live, in per cent."""
        return format_ratio(self.alive, self.whole)


def models(unit: Unit, on: date, *, reader: Person | None = None) -> list[Model]:
    """The recognised exemplars of a unit and all below it, as far as the reader may open them.

    In as many queries for one as for a thousand.
    """
    branches = {unit_id: branch for branch in tree.branches(unit.pk, on=on) for unit_id in branch.unit_ids}
    own = tree.Branch(unit.pk, unit.code, unit.name_on(on), unit.level, [unit.pk])
    below = [unit.pk, *branches]
    first = Recognition.objects.filter(exemplar=OuterRef("exemplar")).order_by("on", "pk").values("pk")[:1]
    rows = Recognition.objects.filter(pk=Subquery(first), on__lte=on, registration__unit__among=below)
    if reader is not None:
        rows = rows.filter(registration__in=Registration.objects.visible_to(reader))
    name = UnitName.as_on(OuterRef("registration__unit"), OuterRef("registration__registered_on")).values("name")[:1]
    rows = rows.annotate(unit_name=Subquery(name)).select_related("registration__field").order_by("on", "pk")
    found = list(rows)
    known = _Known({row.exemplar_id for row in found}, on)
    return [
        Model(
            row.exemplar_id, row.registration_id, row.registration.title, row.unit_name,
            (branch := branches.get(row.registration.unit_id, own)).unit_id, branch.name,
            row.registration.field.key if row.registration.field else UNCLASSIFIED, row.level, row.on,
            {year: known.of(row.exemplar_id, months_after(row.on, 12 * year)) for year in YEARS
             if months_after(row.on, 12 * year) <= on},
        )
        for row in found
    ]  # fmt: skip


def table(found: Iterable[Model], part: str) -> dict[str | int, dict[int, Cell]]:
    """The models by `field`, `branch_id` or `level`: `{group: {years: cell}}`; the groups add up to the whole."""
    counts: dict[str | int, dict[int, dict[str, int]]] = defaultdict(lambda: {y: defaultdict(int) for y in YEARS})
    for model in found:
        for year in YEARS:
            if year in model.years:
                counts[getattr(model, part)][year][model.years[year]] += 1
            else:
                counts[getattr(model, part)][year]
    return {group: {year: Cell(**cells) for year, cells in years.items()} for group, years in counts.items()}


def years_reached(found: Iterable[Model]) -> list[int]:
    """The years that any of them is old enough for."""
    return sorted({year for model in found for year in model.years})


def first_counted_on(found: Iterable[Model]) -> date | None:
    """The day on which the oldest of them is a year old: from it on there is something to count."""
    return min((months_after(model.recognised, 12 * YEARS[0]) for model in found), default=None)


def total(found: Iterable[Model]) -> dict[int, Cell]:
    """All of them, year by year."""
    found = list(found)
    states = {year: [model.years[year] for model in found if year in model.years] for year in YEARS}
    return {year: Cell(*(told.count(state) for state in Survival)) for year, told in states.items()}


class _Known:
    """What was said of exemplars, with its day: that they lived, that they had stopped."""

    def __init__(self, exemplar_ids: Iterable[int], on: date) -> None:
        self._lived: dict[int, list[date]] = defaultdict(list)
        self._stopped: dict[int, list[date]] = defaultdict(list)
        ids = list(exemplar_ids)
        for word in said.words(ids, on):
            (self._lived if word.lives else self._stopped)[word.exemplar_id].append(word.on)
        accepted = _went_on(ids).filter(acceptance__at__date__lte=on)
        for exemplar_id, day in accepted.values_list("exemplar", "acceptance__at__date"):
            self._lived[exemplar_id].append(day)

    def of(self, exemplar_id: int, day: date) -> Survival:
        """What is known of it on a day. Who says later that it lives, says that it lived; who says later that it has
        stopped, does not say when."""
        if any(stop <= day for stop in self._stopped[exemplar_id]):
            return Survival.STOPPED
        lives = any(life >= day for life in self._lived[exemplar_id])
        return Survival.ALIVE if lives else Survival.UNANSWERED


def _went_on(exemplar_ids: list[int]) -> QuerySet[Registration]:
    """Registrations by which the exemplars went on, accepted into the list of a later year."""
    rows = Registration.objects.filter(exemplar__in=exemplar_ids, status__in=CONSIDERABLE)
    return rows.filter(origin__in=["maintained", "upgraded"])
