"""What a result usually costs: the cost of one unit of it, over works of the same field (đồng for a metre of lane).

A cost can be told where a contribution of money names the result it was given for. What stands out is a question to ask
when reading the dossier; it accuses nobody, and under a handful of comparable works nothing is shown at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.kernel import measures
from kheo.kernel.quantities import Qualifier, Quantity, in_words, total
from kheo.kernel.text import fold
from kheo.people.models import Person
from kheo.results import remarks
from kheo.results.enums import ResourceKind
from kheo.results.models import Achievement, Contribution
from kheo.results.remarks import Remark

FEWEST = 5  # comparable works, below which a quartile says nothing and may point at one of them
FAR = Decimal("1.5")  # interquartile ranges beyond the quartiles: Tukey's fence


@dataclass(frozen=True)
class Cost:
    """What one unit of a result has cost in one work, in đồng. A wide lane is compared by its area."""

    each: Decimal
    per: str
    qualifier: Qualifier
    result: Achievement

    @property
    def kind(self) -> tuple[str, str]:
        """Only like is compared with like: by the indicator, or by the same words, in the same unit."""
        name = f"#{self.result.indicator_id}" if self.result.indicator_id else fold(self.result.words)
        return name, self.per

    @property
    def words(self) -> str:
        return in_words(Quantity(whole_dong(self.each), measures.DONG, self.qualifier))


@dataclass(frozen=True)
class Spread:
    """How the costs of one kind of result lie: lowest, quartiles, highest, in đồng for one `per`."""

    name: str
    per: str
    costs: tuple[Cost, ...]

    @property
    def five(self) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
        """Lowest, first quartile, median, third quartile, highest."""
        ordered = sorted(cost.each for cost in self.costs)
        low, first, middle, third, high = (quantile(ordered, part) for part in (0, 25, 50, 75, 100))
        return low, first, middle, third, high

    def stands_out(self, cost: Cost) -> bool:
        """Whether it lies outside what is usual, by Tukey's fences."""
        _low, first, _middle, third, _high = self.five
        reach = (third - first) * FAR
        return not first - reach <= cost.each <= third + reach


def cost_of(result: Achievement, paid: Iterable[Contribution]) -> Cost | None:
    """The money given for a result over its amount; None where either is not told."""
    money = [each.quantity for each in paid if each.kind == ResourceKind.MONEY and each.value is not None]
    got = remarks.area_of(result) or result.quantity
    amount = got.amount
    if not money or not amount or got.base in (measures.PERCENT, measures.DONG):
        return None
    (added,) = total(money)
    spent = added.quantity
    # more than 180 million for exactly 16 is more than 11,25 million each; over "more than 1.200" no bound is left
    qualifier = Qualifier(spent.qualifier) if got.qualifier == Qualifier.EXACT else Qualifier.ABOUT
    return Cost((spent.amount or Decimal(0)) / amount, got.base, qualifier, result)


def costs_told(contributions: Iterable[Contribution]) -> dict[int, Remark]:
    """What one unit of each result has cost, as a remark on it, by the result's id."""
    told = {}
    for result_id, several in _paid(contributions).items():
        assert several[0].result is not None
        if cost := cost_of(several[0].result, several):
            sentence = _("%(cost)s for one %(unit)s (computed)")
            told[result_id] = Remark(sentence % {"cost": cost.words, "unit": measures.label(cost.per)})
    return told


def spreads(registrations: QuerySet[Registration]) -> list[Spread]:
    """The spread of the cost of each kind of result in these works, where enough of them can be compared.

    In two queries, whatever their number.
    """
    kinds: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    for cost in costs(registrations):
        kinds[cost.kind].append(cost)
    found = [
        _spread(several) for several in kinds.values() if len({c.result.registration_id for c in several}) >= FEWEST
    ]
    return sorted(found, key=lambda spread: (spread.name, spread.per))


def costs(registrations: QuerySet[Registration]) -> list[Cost]:
    """What every result of these works has cost, where it can be told."""
    given = Contribution.objects.filter(
        registration__in=registrations, kind=ResourceKind.MONEY, result__isnull=False, value__isnull=False
    )
    paid = _paid(given.select_related("result__indicator", "result__registration"))
    told = (cost_of(several[0].result, several) for several in paid.values() if several[0].result)
    return [cost for cost in told if cost]


def questions(registration: Registration, reader: Person) -> list[str]:
    """What a reader of the dossier may ask where a cost lies far outside what is usual in its field and round.

    Compared with what the reader may see; a question names how many works it rests on.
    """
    alike = (
        Registration.objects.counted()
        .visible_to(reader)
        .filter(round=registration.round_id, field=registration.field_id)
    )
    mine = costs(Registration.objects.filter(pk=registration.pk))
    if not mine or registration.field_id is None:
        return []
    by_kind = {spread.costs[0].kind: spread for spread in spreads(alike)}
    return [_question(cost, by_kind[cost.kind]) for cost in mine if _is_far(cost, by_kind.get(cost.kind))]


def quantile(ordered: Sequence[Decimal], per_cent: int) -> Decimal:
    """The value below which so many per cent lie, straight between the two neighbours."""
    place = Decimal(len(ordered) - 1) * per_cent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def whole_dong(amount: Decimal) -> Decimal:
    """Money is whole đồng."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def _paid(contributions: Iterable[Contribution]) -> dict[int, list[Contribution]]:
    """The contributions by the result they were given for."""
    paid: dict[int, list[Contribution]] = defaultdict(list)
    for each in contributions:
        if each.result_id:
            paid[each.result_id].append(each)
    return paid


def _spread(several: Sequence[Cost]) -> Spread:
    result = several[0].result
    return Spread(result.indicator.name if result.indicator else result.words, several[0].per, tuple(several))


def _is_far(cost: Cost, spread: Spread | None) -> bool:
    return spread is not None and spread.stands_out(cost)


def _question(cost: Cost, spread: Spread) -> str:
    _low, first, middle, third, _high = (in_words(Quantity(whole_dong(v), measures.DONG)) for v in spread.five)
    return _(
        "%(result)s: %(cost)s for one %(unit)s. In %(works)s comparable works the middle half lies between %(first)s"
        " and %(third)s (median %(median)s). What makes this one different?"
    ) % {
        "result": cost.result.words, "cost": cost.words, "unit": measures.label(cost.per), "works": len(spread.costs),
        "first": first, "third": third, "median": middle,
    }  # fmt: skip
