"""From an entry to points: each method's arithmetic, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kheo.criteria.sheet import Criterion


@dataclass(frozen=True)
class Entry:
    """What somebody put on a leaf: a result with its target, a yes or no, or points directly.

    `assigned` False says that the task was not given to this subject. Direct points go before what would be computed.
    """

    value: Decimal | None = None
    target: Decimal | None = None
    assigned: bool = True
    passed: bool | None = None
    points: Decimal | None = None


def points(criterion: Criterion, entry: Entry, rivals: Sequence[Entry] = ()) -> Decimal | None:
    """The points of a leaf, 0 to its maximum, unrounded; None when the entry does not say enough.

    `rivals` are the entries of the whole group on the same leaf, for a relative criterion; the own one may be among
    them. `BadInput` when direct points lie outside 0 to the maximum or off the step.
    """
    raise NotImplementedError
