"""How the scores of several scorers become one."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kheo.criteria.amounts import total
from kheo.criteria.enums import Mean
from kheo.criteria.sheet import Aggregate


def of(scores: Iterable[Decimal], rule: Aggregate) -> Decimal | None:
    """One score of many, unrounded; None of none. Their order does not matter.

    A trimmed mean leaves out `trim` scores at each end, but never all: with too few it trims fewer.
    """
    ordered = sorted(scores)
    if not ordered:
        return None
    match rule.by:
        case Mean.MEDIAN:
            return _middle(ordered)
        case Mean.TRIMMED_MEAN:
            return _mean(_trimmed(ordered, rule.trim))
        case _:
            return _mean(ordered)


def _mean(scores: Sequence[Decimal]) -> Decimal:
    return total(scores) / len(scores)


def _middle(ordered: Sequence[Decimal]) -> Decimal:
    half = (len(ordered) - 1) // 2
    return _mean(ordered[half : len(ordered) - half])


def _trimmed(ordered: Sequence[Decimal], trim: int) -> Sequence[Decimal]:
    left_out = min(trim, (len(ordered) - 1) // 2)
    return ordered[left_out : len(ordered) - left_out]
