"""The rules over the criteria: facts and conditions, gates, profiles, classes, caps, ties, means, rounding, years."""

from pydantic import Field

from kheo.criteria.amounts import Amount, Code, Line, Number, Part, Text
from kheo.criteria.criterion import Sourced
from kheo.criteria.enums import (
    CapBase,
    Effect,
    Grouping,
    Mean,
    Of,
    Operator,
    Over,
    ProfileBasis,
    RoundedPart,
    RoundingMode,
    TieEnd,
)


class Figure(Part):
    """A declared fact that conditions look at: members disciplined, tasks late, in per cent."""

    code: Code
    text: Line
    unit: Text = ""


class Condition(Part):
    """A comparison: what is looked at, of which code, and how it must stand to the bound (`total ≥ 90`)."""

    of: Of
    code: Code | None = None
    """The criterion or figure looked at; none for the whole."""
    is_: Operator = Field(alias="is")
    bound: Number


class Gate(Sourced):
    """A veto. Passed when its condition holds, or when somebody confirmed it; it keeps a document number, no story."""

    code: Code
    text: Line
    """What is demanded, so that *yes* passes: “nobody was disciplined”."""
    condition: Condition | None = None
    """What the engine looks at; without it somebody confirms yes or no."""
    document: bool = False
    """Whether the number of a document is asked for."""
    effect: Effect
    best_class: Code | None = None
    """The best class that is left, for the effect `best_class`."""


class Threshold(Part):
    """The total (or the per cent) stands so to the bound: `≥ 90`."""

    is_: Operator = Field(default=Operator.AT_LEAST, alias="is")
    bound: Number


class Minimum(Part):
    """At least so many points in one criterion or group."""

    code: Code
    points: Amount


class Class(Sourced):
    """A result in words, with what it demands. *Not eligible* is no class: it stands outside them."""

    code: Code
    name: Line
    threshold: Threshold | None = None
    """Where it begins; the last class needs none."""
    minimums: tuple[Minimum, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Profile(Sourced):
    """Subjects to which some criteria do not apply: which, what scale is left, and how they are classified then."""

    code: Code
    text: Line
    without: tuple[Code, ...] = ()
    """The criteria and groups that do not apply."""
    scale: Amount
    """What is left of the scale: 85 of 100."""
    basis: ProfileBasis = ProfileBasis.PERCENT_OF_APPLICABLE
    classes: tuple[Class, ...] = ()
    """The table of its own, for the basis `own_classes`."""


class Rounding(Part):
    """How many decimals, which way, and of what. Everything else stays exact."""

    places: int = Field(default=0, ge=0, le=4)
    mode: RoundingMode = RoundingMode.HALF_UP
    of: RoundedPart = RoundedPart.TOTAL


class Aggregate(Part):
    """How scorers' scores become one."""

    by: Mean = Mean.MEAN
    trim: int = Field(default=0, ge=0, le=9)
    """How many scores a trimmed mean leaves out at each end."""


class Cap(Sourced):
    """At most so many per cent of a base may have the class or a better one. Who is cut is proposed, not decided."""

    code: Code
    of: Code
    """The class that is limited."""
    percent: Amount
    base: CapBase = CapBase.GOOD_OR_BETTER
    good: Code | None = None
    """Which class the words *good or better* and *good only* mean."""
    grouping: Grouping = Grouping.NONE
    rounding: RoundingMode = RoundingMode.DOWN
    at_least_one: bool = False
    """Whether a small group, of whose base the per cent give none, may have one."""


class Ties(Sourced):
    """Between equal totals: these criteria in turn, and in the end a ballot or the chair."""

    by: tuple[Code, ...] = ()
    then: TieEnd = TieEnd.BALLOT


class Times(Part):
    """The class (or a better one) in at least so many periods."""

    code: Code
    at_least: int = Field(ge=1, le=12)


class YearClass(Sourced):
    """A year has the class when every period has at least `every` and these come often enough."""

    code: Code
    every: Code | None = None
    times: tuple[Times, ...] = ()


class RollUp(Sourced):
    """A year from its months or quarters; the best class first."""

    over: Over
    classes: tuple[YearClass, ...]
