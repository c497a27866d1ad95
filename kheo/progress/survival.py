"""How many recognised models still live one, two and three years after their first recognition.

Those recognised less than so many years ago are too young and stand in no denominator. A model counts as alive only
where somebody said so on or after that day: an answered pulse, a re-check that found it running, a registration
accepted in a later round. As stopped where somebody had said so by then. Everything else is not answered, a column of
its own: silence is never life.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

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
# What the models are grouped by: its name in the columns of `Models.rows`.
PARTS = {"field": "field", "unit": "branch", "level": "level"}


@dataclass(frozen=True)
class Model:
    """A recognised exemplar as it counts: with its first recognition, and with what is known of it year by year."""

    exemplar_id: int
    registration_id: int
    title: str
    unit_name: str
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

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.alive + other.alive, self.stopped + other.stopped, self.unanswered + other.unanswered)

    @property
    def whole(self) -> int:
        """Those that are old enough."""
        return self.alive + self.stopped + self.unanswered

    @property
    def ratio(self) -> str:
        """The share that is known to live, in per cent."""
        return format_ratio(self.alive, self.whole)


@dataclass(frozen=True)
class Table:
    """The models counted by one part: `{group: {years: cell}}`; the groups add up to the whole."""

    groups: dict[str | int, dict[int, Cell]] = field(default_factory=dict)
    count: int = 0
    oldest: date | None = None

    @property
    def total(self) -> dict[int, Cell]:
        """All of them, year by year."""
        return {year: sum((cells[year] for cells in self.groups.values()), Cell()) for year in YEARS}

    @property
    def years(self) -> list[int]:
        """The years that any of them is old enough for."""
        return [year for year, cell in self.total.items() if cell.whole]

    @property
    def first_counted_on(self) -> date | None:
        """The day on which the oldest of them is a year old: from it on there is something to count."""
        return months_after(self.oldest, 12 * YEARS[0]) if self.oldest else None


@dataclass(frozen=True)
class Models:
    """Recognised exemplars of a unit and all below it. `rows` are their first recognitions, each with `field`, `branch`
    (the id of the unit right below under which it stands, or of the unit itself), and `after_1` to `after_3`: what is
    known of it then, null where it is too young. `names` are those of the branches; `on` is the day of looking."""

    rows: QuerySet[Recognition]
    names: Mapping[int, str]
    on: date

    def table(self, part: str) -> Table:
        """The models by `field`, `unit` or `level`.

        Counted here and not by the database, which would ask what was said once for each year: a third of the time, and
        no more memory, for a nation's 200,000.
        """
        counts: dict[str | int, dict[int, Counter[Survival]]] = defaultdict(lambda: {y: Counter() for y in YEARS})
        count, oldest = 0, None
        told = self.rows.order_by().values_list(PARTS[part], "on", "lived", "over")
        for group, recognised, lived, over in told.iterator(chunk_size=5000):
            count, oldest = count + 1, min(oldest or recognised, recognised)
            for year, states in counts[group].items():
                if state := known(year, recognised, lived, over, self.on):
                    states[state] += 1
        groups = {
            g: {y: Cell(*(states[s] for s in Survival)) for y, states in years.items()} for g, years in counts.items()
        }
        return Table(groups, count, oldest)

    def narrowed(self, part: str = "", group: str = "", year: int | None = None, state: str = "") -> "Models":
        """Those of a group, old enough for a year, and of which this or that is known then."""
        rows = self.rows
        if part in PARTS and group:
            rows = rows.filter(**{PARTS[part]: group})
        if year in YEARS:
            after = f"after_{year}"
            rows = rows.filter(**{after: state} if state in Survival.values else {f"{after}__isnull": False})
        return Models(rows, self.names, self.on)

    def listed(self) -> QuerySet[Recognition]:
        """The rows with what a list shows of each (`as_model`), the oldest first."""
        name = UnitName.as_on(OuterRef("registration__unit"), OuterRef("registration__registered_on")).values("name")
        return self.rows.annotate(unit_name=Subquery(name[:1])).select_related("registration").order_by("on", "pk")


def as_model(row: Recognition) -> Model:
    """A row of `Models.listed` as the lists show it."""
    years = {year: state for year in YEARS if (state := getattr(row, f"after_{year}"))}
    return Model(
        row.exemplar_id, row.registration_id, row.registration.title, row.unit_name, row.field, row.level, row.on,
        {year: Survival(state) for year, state in years.items()},
    )  # fmt: skip


def models(unit: Unit, on: date, *, reader: Person | None = None) -> Models:
    """The recognised exemplars of a unit and all below it, as far as the reader may open them."""
    branches = tree.branches(unit.pk, on=on)
    tops = {unit_id: branch.unit_id for branch in branches for unit_id in branch.unit_ids} | {unit.pk: unit.pk}
    first = Recognition.objects.filter(exemplar=OuterRef("exemplar")).order_by("on", "pk").values("pk")[:1]
    rows = Recognition.objects.filter(pk=Subquery(first), on__lte=on, registration__unit__among=tops)
    if reader is not None:
        rows = rows.filter(registration__in=Registration.objects.visible_to(reader))
    rows = rows.annotate(
        field=Coalesce("registration__field__key", Value(UNCLASSIFIED)),
        branch=tree.line(tops, "registration__unit_id"), lived=said.lived_on("exemplar", on),
        over=said.stopped_on("exemplar", on),
    )  # fmt: skip
    rows = rows.annotate(**{f"day_{year}": _day(year) for year in YEARS})
    rows = rows.annotate(**{f"after_{year}": _known(year, on) for year in YEARS})
    return Models(rows, {unit.pk: unit.name_on(on)} | {branch.unit_id: branch.name for branch in branches}, on)


def known(year: int, recognised: date, lived: date | None, over: date | None, on: date) -> Survival | None:
    """What is known on a day of a model after so many years; None where it is too young. Who says later that it lives,
    says that it lived; who says later that it has stopped, does not say when."""
    day = months_after(recognised, 12 * year)
    if day > on:
        return None
    if over and over <= day:
        return Survival.STOPPED
    return Survival.ALIVE if lived and lived >= day else Survival.UNANSWERED


def _day(years: int) -> Func:
    """So many years after the recognition: as `months_after`, the last day of a February that has no 29th."""
    return Func(F("on"), template=f"(%(expressions)s + interval '{years} years')::date", output_field=DateField())


def _known(year: int, on: date) -> Case:
    """`known`, for a query that looks for the models behind a number."""
    day = f"day_{year}"
    return Case(
        When(**{f"{day}__gt": on}, then=Value(None)),
        When(over__lte=F(day), then=Value(Survival.STOPPED.value)),
        When(lived__gte=F(day), then=Value(Survival.ALIVE.value)),
        default=Value(Survival.UNANSWERED.value),
        output_field=CharField(),
    )
