"""How a leaf is scored: one small model for each way, told apart by the word after `by`.

The ways were found in real tables (blocks-and-awards.md §2.5, cells-and-democracy.md §4.2). `scoring.points` computes.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from kheo.criteria.amounts import Amount, Line, Number, Part
from kheo.criteria.enums import Measure, Operator


class Hand(Part):
    """Points by hand, from `least` to the maximum, in steps of `step` when it is given."""

    by: Literal["hand"] = "hand"
    step: Amount | None = None
    least: Amount = Decimal(0)


class YesNo(Part):
    """The maximum for yes, nothing for no. Not scored: passed or not, and the maximum is 0."""

    by: Literal["yes_no"] = "yes_no"
    scored: bool = True


class Share(Part):
    """Result ÷ target × maximum, never above the maximum. `target` holds for all; without it each entry has its own."""

    by: Literal["share"] = "share"
    target: Amount | None = None


class Band(Part):
    """A step of a table: the result stands so to the bound, and earns the points."""

    is_: Operator = Field(alias="is")
    bound: Number
    points: Amount


class Bands(Part):
    """The points of the first band that holds, `otherwise` when none does.

    `percent` is the result itself, or the result in per cent of the entry's target where one is given; `days_late` is
    0 for in time.
    """

    by: Literal["bands"] = "bands"
    measure: Measure
    bands: tuple[Band, ...]
    otherwise: Amount = Decimal(0)


class Count(Part):
    """So many points for each, up to the maximum."""

    by: Literal["count"] = "count"
    each: Amount


class Deduction(Part):
    """The maximum, less so many points for each failing, never below 0."""

    by: Literal["deduction"] = "deduction"
    each: Amount


class Relative(Part):
    """Measured against the best of the group: meeting the target earns half (blocks-and-awards.md §2.5, Table A).

    A < T: ½M·A/T; A = T: ½M; the best A/T above 1: M; another above 1: ½M + ½M·(A/T−1)/(L−1); T = 0: M·A/max A among
    those without a target. Who was not assigned the task loses neither points nor maximum.
    """

    by: Literal["relative"] = "relative"


class Imported(Part):
    """The result comes from another part of Khéo, by the name of its source, and is then scored by another method."""

    by: Literal["imported"] = "imported"
    source: Line
    then: "Method"


Method = Annotated[Hand | YesNo | Share | Bands | Count | Deduction | Relative | Imported, Field(discriminator="by")]

Imported.model_rebuild()


def effective(method: Method) -> Method:
    """The method that scores: what stands behind an imported result."""
    return effective(method.then) if isinstance(method, Imported) else method


def may_be_unassigned(method: Method) -> bool:
    """Whether the task can be one that a subject was not given, so that it leaves maximum and points alike."""
    return isinstance(effective(method), Share | Relative)


def looks_at_rivals(method: Method) -> bool:
    """Whether the points depend on what the others of the group achieved."""
    return isinstance(effective(method), Relative)
