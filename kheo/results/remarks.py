"""What the numbers of one work say to each other: sentences beside a row. Nothing is ever repaired (idea 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from kheo.kernel import measures
from kheo.kernel.measures import PERCENT
from kheo.kernel.quantities import Qualifier, Quantity, format_number, in_words, short, total
from kheo.results.models import Achievement, Commitment, Statement


@dataclass(frozen=True)
class Remark:
    """A sentence; `odd` where a reader should look twice."""

    text: str
    odd: bool = False


def on_results(results: Sequence[Achievement]) -> dict[int, list[Remark]]:
    """The remarks on each row, by its id."""
    parts: dict[int, list[Achievement]] = {}
    for result in results:
        if result.part_of_id:
            parts.setdefault(result.part_of_id, []).append(result)
    return {
        result.pk: [
            *_area(result),
            *_change(result),
            *_target(result),
            *_group(result, parts.get(result.pk, [])),
            *_replaced(result),
        ]
        for result in results
    }


def area_of(result: Achievement) -> Quantity | None:
    """Length times width, where both are told: 326 m × 3 m are 978 m²."""
    if result.width is None or result.amount is None or result.base != measures.METRE:
        return None
    return Quantity(Decimal(result.amount) * result.width, measures.SQUARE_METRE, Qualifier(result.qualifier))


def per_cent(part: Decimal, whole: Decimal) -> Decimal:
    """A share in per cent with one decimal, half up."""
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _area(result: Achievement) -> list[Remark]:
    area = area_of(result)
    if area is None:
        return []
    return [
        Remark(
            _("%(length)s × %(width)s m = %(area)s (computed)")
            % {"length": in_words(result.quantity), "width": short(result.width or Decimal(0)), "area": in_words(area)}
        )
    ]


def _change(result: Achievement) -> list[Remark]:
    """Before and after, with the difference; of a rate the difference is in points."""
    if result.before is None or result.value is None:
        return []
    difference = result.value - result.before
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    told = f"{sign}{short(abs(difference))}"
    if result.base == PERCENT:
        told = _("%(difference)s percentage points") % {"difference": told}
    elif result.before:
        told = f"{told}, {sign}{format_number(abs(per_cent(difference, result.before)))} %"
    return [
        Remark(
            _("Before: %(before)s; change: %(difference)s (computed)")
            % {"before": _plain(result.before, result.measure), "difference": told}
        )
    ]


def _target(result: Achievement) -> list[Remark]:
    if result.target is None:
        return []
    target = _plain(result.target, result.measure)
    if result.value is None or not result.target or result.base == PERCENT:
        return [Remark(_("Target: %(target)s") % {"target": target})]
    share = format_number(per_cent(result.value, result.target))
    return [Remark(_("Target: %(target)s; reached: %(share)s %%") % {"target": target, "share": share})]


def _group(result: Achievement, parts: Sequence[Achievement]) -> list[Remark]:
    """A rate of a group lies between those of its parts; a count of a group is their sum."""
    numbered = [part for part in parts if part.value is not None and part.base == result.base]
    if result.value is None or not numbered:
        return []
    told = "; ".join(in_words(part.quantity) for part in numbered)
    if result.base == PERCENT:
        return _group_rate(result, result.value, [part.value for part in numbered if part.value is not None], told)
    added = next(iter(total(part.quantity for part in numbered))).quantity
    if added.amount == result.amount or added.qualifier != Qualifier.EXACT:
        return []
    sentence = _("Its parts add up to %(sum)s, not to %(whole)s. Both are kept as they were reported.")
    return [Remark(sentence % {"sum": in_words(added), "whole": in_words(result.quantity)}, odd=True)]


def _group_rate(result: Achievement, rate: Decimal, rates: Sequence[Decimal], told: str) -> list[Remark]:
    if len(rates) < 2 or min(rates) <= rate <= max(rates):
        return []
    sentence = (
        _("The group's rate of %(whole)s stands above all of its parts (%(parts)s). It is kept as it was reported.")
        if rate > max(rates)
        else _(
            "The group's rate of %(whole)s stands below all of its parts (%(parts)s). It is kept as it was reported."
        )
    )
    return [Remark(sentence % {"whole": in_words(result.quantity), "parts": told}, odd=True)]


def _replaced(result: Achievement) -> list[Remark]:
    if result.counted or result.part_of_id:
        return []
    return [Remark(_("A later count of the same holds; in sums this one is left out."))]


def _plain(value: Decimal, measure: str) -> str:
    return in_words(Quantity(value, measure))


# ── Commitments ──────────────────────────────────────────────────────────────────────────────────────────────────────


def on_statements(commitment: Commitment, statements: Sequence[Statement]) -> dict[int, list[Remark]]:
    """The remarks on each statement, by its id; `statements` in the order of their rounds.

    What stood before, and the new, less those who left, should be what stands now.
    """
    said: dict[int, list[Remark]] = {}
    before: Statement | None = None
    for stated in statements:
        said[stated.pk] = _adds_up(stated, before, commitment)
        before = stated
    return said


def _adds_up(stated: Statement, before: Statement | None, commitment: Commitment) -> list[Remark]:
    earlier = stated.now - stated.newly + stated.left
    if before is None:
        if not earlier:
            return []
        sentence = _("%(earlier)s %(of)s are from before: no earlier statement is here to check it by.")
        return [Remark(sentence % {"earlier": format_number(earlier), "of": measures.label(commitment.measure)})]
    if before.now == earlier:
        return [
            Remark(
                _("%(before)s + %(newly)s − %(left)s = %(now)s: it adds up.")
                % {
                    "before": format_number(before.now), "newly": format_number(stated.newly),
                    "left": format_number(stated.left), "now": format_number(stated.now),
                }
            )
        ]  # fmt: skip
    sentence = _(
        "The statement before says %(before)s; with %(newly)s new and %(left)s who left there would be %(expected)s,"
        " and %(now)s are stated. Both are kept."
    )
    return [
        Remark(
            sentence
            % {
                "before": format_number(before.now), "newly": format_number(stated.newly),
                "left": format_number(stated.left), "now": format_number(stated.now),
                "expected": format_number(before.now + stated.newly - stated.left),
            },
            odd=True,
        )
    ]  # fmt: skip
