"""Quantities as reports mean them, and numbers as Vietnam writes them: `1.250,5` is 1250 and a half.

A `Quantity` is value, unit, qualifier, and flow or stock (architecture, idea 6). It can be added and compared with its
own kind only; what would lose its meaning in a sum is refused with a sentence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import reduce

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.kernel import measures
from kheo.kernel.errors import BadInput

_WHOLE = re.compile(r"-?\d{1,3}(?:\.\d{3})+|-?\d+", re.ASCII)
_DECIMAL = re.compile(r"(-?\d{1,3}(?:\.\d{3})+|-?\d+)(?:,(\d+))?", re.ASCII)


def parse_number(text: str) -> Decimal:
    """Read a number written in Vietnam's way; `BadInput` when it is written in another.

    `12,5` is 12.5; `1.250` is 1250; `1,250.5` and `12.5` are refused, for reading them either way would corrupt one of
    the two readers (movement.md §4.5 rule 6).
    """
    found = _DECIMAL.fullmatch(text.strip().replace("\u00a0", ""))
    if not found:
        raise BadInput(
            _(
                "“%(text)s” is not a number as we write it:"
                " use a dot for thousands and a comma for decimals, like 1.250,5."
            )
            % {"text": text}
        )
    whole, fraction = found.group(1).replace(".", ""), found.group(2)
    return Decimal(f"{whole}.{fraction}") if fraction else Decimal(whole)


def parse_whole(text: str) -> int:
    """Read a whole number (`746`, `1.250`); `BadInput` otherwise."""
    if not _WHOLE.fullmatch(text.strip()):
        raise BadInput(_("“%(text)s” is not a whole number: write it like 1.250.") % {"text": text})
    return int(text.strip().replace(".", ""))


def format_number(value: int | Decimal, places: int | None = None) -> str:
    """Write a number in Vietnam's way; `places` fixes the decimals (half up is the caller's choice of rounding)."""
    text = f"{value:,.{places}f}" if places is not None else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))


def ratio(part: int, whole: int) -> Decimal | None:
    """Part over whole in per cent, one decimal, half up, as the reports print it; None when there is no whole.

    Always sum over sum: 155 of 746 is 20.8, never the mean of the units' ratios (movement.md T2).
    """
    if not whole:
        return None
    return ((Decimal(part) * 1000 / Decimal(whole)).quantize(Decimal(1), rounding="ROUND_HALF_UP")) / 10


def format_ratio(part: int, whole: int) -> str:
    """`20,8 %`, or a dash when there is nothing to divide by."""
    share = ratio(part, whole)
    return "–" if share is None else f"{format_number(share, 1)} %"


# ── Quantities ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Qualifier(TextChoices):
    """How exactly a number is meant; reports print hơn, trên, khoảng, and it must survive every sum (§4.5 rule 4)."""

    EXACT = "exact", gettext_lazy("exactly")
    MORE_THAN = "more_than", gettext_lazy("more than")
    LESS_THAN = "less_than", gettext_lazy("less than")
    ABOUT = "about", gettext_lazy("about")


class Nature(TextChoices):
    """A flow happened during a period and adds up over periods; a stock is there at a moment and never does."""

    FLOW = "flow", gettext_lazy("new in the period")
    STOCK = "stock", gettext_lazy("cumulative, there at the end")


class CannotAdd(BadInput):
    """Two quantities have no sum; the sentence says why."""


def join(one: Qualifier, other: Qualifier) -> Qualifier:
    """The qualifier of a sum: it promises no more than both of its parts do.

    Exact changes nothing. More than + more than is more than. Where one part may lie on either side (about), or one
    lies above and the other below, the sum has no bound left: about. So the order of adding never matters.
    """
    if other in (one, Qualifier.EXACT):
        return one
    return other if one == Qualifier.EXACT else Qualifier.ABOUT


@dataclass(frozen=True)
class Quantity:
    """`value` of a `measure` (kernel.measures), None for a result without a number. `period` says when a stock was
    counted, in whatever words its keeper tells periods apart; a flow may name its period too."""

    value: Decimal | None
    measure: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    nature: Nature = Nature.FLOW
    period: str = ""

    @property
    def base(self) -> str:
        """What it is added in."""
        return measures.base_of(self.measure)

    @property
    def amount(self) -> Decimal | None:
        """Its value in its base."""
        return None if self.value is None else measures.to_base(self.value, self.measure)

    def __add__(self, other: "Quantity") -> "Quantity":
        """The sum, in the common base; `CannotAdd` for different units, rates, a stock of two periods, a stock with a
        flow, and what has no number."""
        mine, theirs = self.amount, other.amount
        if mine is None or theirs is None:
            raise CannotAdd(_("A result without a number cannot be added."))
        if self.base != other.base:
            raise CannotAdd(
                _("%(one)s and %(other)s are different things and are not added.")
                % {"one": measures.label(self.measure), "other": measures.label(other.measure)}
            )
        if self.base == measures.PERCENT:
            raise CannotAdd(_("Rates are not added: add what they are made of, and divide the sums."))
        if self.nature != other.nature:
            raise CannotAdd(_("What is new and what is there in all are not added."))
        if self.nature == Nature.STOCK and self.period != other.period:
            raise CannotAdd(_("What is there in all is not added over periods: the later count holds."))
        with localcontext(prec=measures.DIGITS):
            value = mine + theirs
        period = self.period if self.period == other.period else ""
        return Quantity(value, self.base, join(self.qualifier, other.qualifier), self.nature, period)


@dataclass(frozen=True)
class Total:
    """A sum and what it was made of; `quantity` has no value when none of its parts has one."""

    quantity: Quantity
    parts: int
    without_number: int


def total(quantities: Iterable[Quantity]) -> list[Total]:
    """Everything added that can be: one total for each unit, of flow and of stock apart, of each period of a stock.

    Rates are never added: several of them have a total without a value. Results without a number are counted, not lost.
    The order of the quantities makes no difference.
    """
    kinds: dict[tuple[str, str, str], list[Quantity]] = defaultdict(list)
    for each in quantities:
        period = each.period if each.nature == Nature.STOCK else ""
        kinds[each.base, each.nature, period].append(each)
    return [_sum(kinds[kind]) for kind in sorted(kinds)]


def _sum(alike: list[Quantity]) -> Total:
    numbered = [each for each in alike if each.value is not None]
    if not numbered or (numbered[0].base == measures.PERCENT and len(numbered) > 1):
        first = alike[0]
        added = Quantity(None, first.base, nature=first.nature, period=first.period)
    else:
        added = _in_base(reduce(Quantity.__add__, numbered))
    return Total(added, len(alike), len(alike) - len(numbered))


def _in_base(quantity: Quantity) -> Quantity:
    """One alone has not been added yet, and is still in the unit it was written in."""
    return Quantity(quantity.amount, quantity.base, quantity.qualifier, quantity.nature, quantity.period)


def in_words(quantity: Quantity) -> str:
    """`hơn 1.030 triệu đồng`, in the reader's language; a dash for what has no number."""
    if quantity.value is None:
        return "–"
    value, measure = as_reported(quantity)
    number = f"{short(value)} {measures.label(measure)}".strip()
    sentences = {
        Qualifier.MORE_THAN: _("more than %(number)s"),
        Qualifier.LESS_THAN: _("less than %(number)s"),
        Qualifier.ABOUT: _("about %(number)s"),
    }
    return sentences.get(quantity.qualifier, "%(number)s") % {"number": number}


def as_reported(quantity: Quantity) -> tuple[Decimal, str]:
    """The value and unit in which reports print it: money from a million up in million đồng (movement.md, T4)."""
    value = quantity.value or Decimal(0)
    if quantity.measure == measures.DONG and value >= 10**6:
        millions = measures.from_base(value, "million_dong")
        if millions is not None:
            return millions, "million_dong"
    return value, quantity.measure


def short(value: Decimal) -> str:
    """A number without zeros that say nothing: 481, not 481,000000."""
    with localcontext(prec=measures.DIGITS):
        return format_number(value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize())
