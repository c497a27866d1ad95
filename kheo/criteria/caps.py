"""How many may have a class: base, per cent, rounding, and who would be cut. People decide."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kheo.criteria.classes import Verdict
from kheo.criteria.sheet import Cap, Sheet
from kheo.criteria.tally import Tally


@dataclass(frozen=True)
class Judged:
    """One subject with what was found of it; `group` is its kind, level, field or superior, as the cap groups."""

    subject: Hashable
    verdict: Verdict
    tally: Tally
    group: str = ""


@dataclass(frozen=True)
class Allotment:
    """What a cap says of one group, with everything the screen shows.

    `exact` is the per cent of the base before rounding · `taken` how many have the class or a better one · `over` how
    many too many · `cut` who would go first, by total and the named criteria · `undecided` the equals at the line:
    between them people decide, `cut` holds none of them.
    """

    group: str
    base_count: int
    exact: Decimal
    allowed: int
    taken: int
    over: int
    cut: tuple[Hashable, ...] = ()
    undecided: tuple[Hashable, ...] = ()


def allowed(sheet: Sheet, cap: Cap, judged: Sequence[Judged]) -> tuple[Allotment, ...]:
    """What the cap allows in each group, groups in alphabetical order."""
    raise NotImplementedError
