"""Resources, people served and results of many works, added up: qualifiers kept, flow and stock apart, money in đồng.

One work is counted once. A contribution belongs to one registration; forces that took part, units that share it and
every level to which it was proposed see the same row, and no copy of it is ever made. What is added here is opened by
the same queries, so that a figure and its rows have one total.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import CharField, Count, DecimalField, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from kheo.exemplars.models import Registration
from kheo.kernel import measures
from kheo.kernel.quantities import Nature, Qualifier, Quantity, join
from kheo.kernel.text import sort_key
from kheo.results.enums import GIVEN, Mobilised, ResourceKind
from kheo.results.models import Achievement, Beneficiary, Contribution, Statement

COLUMNS = ("registration_id", "words", "place", "amount", "base", "qualifier", "source", "unit_id", "id")
AMOUNT: DecimalField = DecimalField(max_digits=28, decimal_places=6)
BASES = {
    Mobilised.MONEY: measures.DONG,
    Mobilised.LAND: measures.SQUARE_METRE,
    Mobilised.WORK_DAYS: measures.WORK_DAY,
    Mobilised.GOODS: "",
}


@dataclass(frozen=True)
class Added:
    """A sum: of how many rows it is made, how many of them have no number, and what they add up to."""

    quantity: Quantity
    rows: int
    without_number: int = 0

    def __add__(self, other: "Added") -> "Added":
        if self.quantity.value is None or other.quantity.value is None:
            told = other.quantity if self.quantity.value is None else self.quantity
        else:
            told = self.quantity + other.quantity
        return Added(told, self.rows + other.rows, self.without_number + other.without_number)


def nothing(mobilised: Mobilised) -> Added:
    """The sum of no rows."""
    return Added(Quantity(None, BASES.get(mobilised, mobilised.value)), 0)


# ── Resources and people served ──────────────────────────────────────────────────────────────────────────────────────


def rows_of(registrations: QuerySet[Registration], mobilised: Mobilised, source: str = "") -> QuerySet[Any]:
    """The rows behind a sum as dictionaries under `COLUMNS`: contributions, with the budgets that commitments state; or
    people served. Goods of different units have no sum; their rows are counted."""
    if mobilised not in GIVEN:
        return _named(Beneficiary.objects.filter(registration__in=registrations, base=mobilised.value), F("measure"))
    of_source = {"source": source} if source else {}
    kind = ResourceKind(mobilised.value)
    given = _named(Contribution.objects.filter(registration__in=registrations, kind=kind, **of_source), F("source"))
    if mobilised != Mobilised.MONEY:
        return given
    stated = Statement.objects.filter(registration__in=registrations, budget__isnull=False, **of_source)
    budgets = stated.annotate(
        words=F("commitment__name"), place=_text(""), amount=Cast("budget", AMOUNT), base=_text(measures.DONG),
        qualifier=_text(Qualifier.EXACT.value), unit_id=F("registration__unit_id"),
    )  # fmt: skip
    return given.union(budgets.values(*COLUMNS), all=True).order_by()


def by_unit(registrations: QuerySet[Registration]) -> dict[tuple[int, Mobilised, str], Added]:
    """The sums by registering unit, what it is, and for what was given its source. In three queries."""
    sums: dict[tuple[int, Mobilised, str], Added] = {}
    works = {"registration__in": registrations}
    given = Contribution.objects.filter(**works).order_by().values("registration__unit_id", "kind", "source", "base")
    for row in _summed(given):
        kind = Mobilised(row["kind"])
        base = "" if kind == Mobilised.GOODS else BASES[kind]
        if kind == Mobilised.GOODS:
            row["sum"] = None  # sacks and tables have no sum
        _add(sums, (row["registration__unit_id"], kind, row["source"]), _added(row, base))
    for row in _summed(Beneficiary.objects.filter(**works).order_by().values("registration__unit_id", "base")):
        if row["base"] in Mobilised:
            _add(sums, (row["registration__unit_id"], Mobilised(row["base"]), ""), _added(row, row["base"]))
    budgets = (
        Statement.objects.filter(**works, budget__isnull=False).order_by().values("registration__unit_id", "source")
    )
    for row in budgets.annotate(sum=Cast(Sum("budget"), AMOUNT), rows=Count("pk")):
        row |= {"qualifiers": [Qualifier.EXACT], "without": 0}
        _add(sums, (row["registration__unit_id"], Mobilised.MONEY, row["source"]), _added(row, measures.DONG))
    return sums


def added(rows: QuerySet[Any], base: str) -> Added:
    """What rows add up to, one by one: the total over the list, beside the sum that the database made."""
    whole = Added(Quantity(None, base), 0)
    for row in rows.order_by():
        amount, qualifier = row["amount"], row["qualifier"]
        value = amount if base else None  # goods of different units have no sum
        quantity = Quantity(value, base, Qualifier.EXACT if value is None else Qualifier(qualifier))
        whole = whole + Added(quantity, 1, int(amount is None))
    return whole


def in_all(sums: Iterable[Added], mobilised: Mobilised) -> Added:
    """The sum of sums."""
    return reduce(Added.__add__, sums, nothing(mobilised))


# ── Results ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Kind:
    """What makes results one kind: the indicator, or the same words, in the same unit, flow or stock."""

    indicator_id: int | None
    folded: str
    base: str
    nature: str
    commitment: str = ""  # the name of a running commitment, whose statements are the rows


@dataclass(frozen=True)
class Consolidated:
    """One kind of result over many works. Rates have no sum: they stand beside each other in the rows."""

    kind: Kind
    name: str
    added: Added
    works: int


def results(registrations: QuerySet[Registration]) -> list[Consolidated]:
    """Every kind of result of these works, added up, by name. Parts of a group, and counts that a later one replaces,
    are left out. In three queries."""
    alike = _counted(registrations).order_by().values("indicator_id", "folded", "base", "nature")
    found: dict[Kind, Consolidated] = {}
    names = _summed(alike).annotate(
        name=Max("words"), indicator_name=Max("indicator__name"), works=Count("registration", distinct=True),
    )  # fmt: skip
    for row in names:
        kind = Kind(row["indicator_id"], "" if row["indicator_id"] else row["folded"], row["base"], row["nature"])
        here = Consolidated(
            kind, row["indicator_name"] or row["name"], _added(row, row["base"], row["nature"]), row["works"]
        )
        before = found.get(kind)
        found[kind] = here if before is None else _together(before, here)
    for row in _commitments(registrations):
        found[row.kind] = row
    return sorted(found.values(), key=lambda each: (sort_key(each.name), each.kind.base, each.kind.nature))


def rows_of_results(registrations: QuerySet[Registration], kind: Kind) -> QuerySet[Any]:
    """The rows behind one consolidated result as dictionaries under `COLUMNS`."""
    if kind.commitment:
        number = F("newly") if kind.nature == Nature.FLOW else F("now")
        stated = Statement.objects.filter(registration__in=registrations, commitment__name=kind.commitment).order_by()
        return stated.annotate(
            words=F("commitment__name"), place=_text(""), amount=Cast(number, AMOUNT), base=_text(kind.base),
            qualifier=_text(Qualifier.EXACT.value), unit_id=F("registration__unit_id"),
        ).values(*COLUMNS)  # fmt: skip
    alike = {"indicator": kind.indicator_id} if kind.indicator_id else {"indicator": None, "folded": kind.folded}
    found = _counted(registrations).filter(base=kind.base, nature=kind.nature, **alike)
    return _named(found, F("nature"))


def _together(one: Consolidated, other: Consolidated) -> Consolidated:
    """The same indicator under different words."""
    both = _rate(one.added, other.added) if one.kind.base == measures.PERCENT else one.added + other.added
    return Consolidated(one.kind, one.name, both, one.works + other.works)


def _rate(one: Added, other: Added) -> Added:
    return Added(Quantity(None, measures.PERCENT), one.rows + other.rows, one.without_number + other.without_number)


def _commitments(registrations: QuerySet[Registration]) -> list[Consolidated]:
    """Commitments as two results each: those who are new (flow), and those there are at the end (stock)."""
    stated = Statement.objects.filter(registration__in=registrations).order_by()
    told = stated.values("commitment__name", "commitment__measure").annotate(
        new=Sum("newly"), there=Sum("now"), rows=Count("pk"), works=Count("registration", distinct=True)
    )
    found = []
    for row in told:
        base = measures.base_of(row["commitment__measure"])
        for nature, number in ((Nature.FLOW, row["new"]), (Nature.STOCK, row["there"])):
            quantity = Quantity(AMOUNT.to_python(number), base, nature=nature)
            kind = Kind(None, "", base, nature, commitment=row["commitment__name"])
            whole = Added(quantity, row["rows"])
            found.append(Consolidated(kind, row["commitment__name"], whole, row["works"]))
    return found


# ── In the database ──────────────────────────────────────────────────────────────────────────────────────────────────


def _counted(registrations: QuerySet[Registration]) -> QuerySet[Achievement]:
    return Achievement.objects.filter(registration__in=registrations, counted=True)


def _summed(grouped: QuerySet[Any]) -> QuerySet[Any]:
    """Sum, number of rows, those without a number, and the qualifiers there are; of rows without one nothing counts."""
    return grouped.annotate(
        sum=Sum("amount"),
        rows=Count("pk"),
        without=Count("pk", filter=Q(amount=None)),
        qualifiers=ArrayAgg("qualifier", distinct=True, filter=Q(amount__isnull=False)),
    )


def _added(row: Any, base: str, nature: str = Nature.FLOW) -> Added:
    several = row["rows"] - row["without"] > 1
    value = None if base == measures.PERCENT and several else row["sum"]
    qualifier = reduce(join, (Qualifier(each) for each in row["qualifiers"] or ()), Qualifier.EXACT)
    return Added(Quantity(value, base, qualifier, Nature(nature)), row["rows"], row["without"])


def _add(sums: dict[Any, Added], key: Any, more: Added) -> None:
    sums[key] = sums[key] + more if key in sums else more


def _named(rows: QuerySet[Any], source: F) -> QuerySet[Any]:
    named = {} if source.name == "source" else {"source": source}
    return rows.order_by().annotate(unit_id=F("registration__unit_id"), **named).values(*COLUMNS)


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())
