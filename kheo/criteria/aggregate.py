"""How the scores of several scorers become one."""

from collections.abc import Iterable
from decimal import Decimal

from kheo.criteria.sheet import Aggregate


def of(scores: Iterable[Decimal], rule: Aggregate) -> Decimal | None:
    """One score of many, unrounded; None of none. Their order does not matter.

    A trimmed mean leaves out `trim` scores at each end, but never all: with too few it trims fewer.
    """
    raise NotImplementedError
