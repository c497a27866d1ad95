"""The sheet: the whole of one version of a framework as one frozen value.

It is read, copied, compared, frozen and exported whole (docs/decisions/0009-a-framework-version-is-one-document.md).
The database keeps it as one JSON document, files spell it as YAML or XLSX; all three are this value. What is wrong in
its form is told by `reading`, what does not add up by `faults`.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kheo.criteria.amounts import Amount, Code, Line, Number, Part, Text, total
from kheo.criteria.enums import (
    Basis,
    CapBase,
    Effect,
    EvidenceKind,
    Grouping,
    Mean,
    Of,
    Operator,
    Over,
    ProfileBasis,
    Role,
    RoundedPart,
    RoundingMode,
    Stage,
    Standing,
    TieEnd,
)
from kheo.criteria.methods import Hand, Method


class Sourced(Part):
    """A part that may say of itself, apart from the sheet, where it stands: a proposal inside an evidenced table."""

    standing: Standing | None = None
    note: Text = ""


class Condition(Part):
    """A comparison: what is looked at, of which code, and how it must stand to the bound (`total ≥ 90`)."""

    of: Of
    code: Code | None = None
    is_: Operator = Field(alias="is")
    bound: Number


class Evidence(Part):
    """What must stand behind a score: which kinds are taken, and how many pieces at the least."""

    kinds: tuple[EvidenceKind, ...] = ()
    at_least: int = Field(default=0, ge=0, le=99)


class Anchor(Part):
    """In words, what so many points mean."""

    points: Amount
    words: Line


class Criterion(Sourced):
    """A group with its parts, or a leaf with its method. `role` is read at the top of the tree only."""

    code: Code
    text: Line
    condition: Text = ""
    maximum: Amount = Decimal(0)
    role: Role = Role.SCALE
    parts: tuple["Criterion", ...] = ()
    method: Method | None = None
    reserved_to: Stage | None = None
    evidence: Evidence | None = None
    anchors: tuple[Anchor, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _parts_or_method(cls, data: Any) -> Any:
        """A leaf without a method is scored by hand; a group has none."""
        if not isinstance(data, dict):
            return data
        if data.get("parts"):
            if data.get("method") is not None:
                raise PydanticCustomError("parts_and_method", "parts and method")
            return data
        return data if data.get("method") is not None else {**data, "method": {"by": "hand"}}

    @property
    def is_leaf(self) -> bool:
        return not self.parts

    @property
    def scored_by(self) -> Method:
        """The method of a leaf."""
        return self.method or Hand()

    def walk(self) -> Iterator["Criterion"]:
        """This criterion and all below it, in their order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def leaves(self) -> Iterator["Criterion"]:
        """What is scored, in its order."""
        return (criterion for criterion in self.walk() if criterion.is_leaf)


class Figure(Part):
    """A declared fact that conditions look at: members disciplined, tasks late, in per cent."""

    code: Code
    text: Line
    unit: Text = ""


class Gate(Sourced):
    """A veto. Passed when its condition holds, or when somebody confirmed it; it keeps a document number, no story."""

    code: Code
    text: Line
    condition: Condition | None = None
    document: bool = False
    effect: Effect
    best_class: Code | None = None


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
    minimums: tuple[Minimum, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Profile(Sourced):
    """Subjects to which some criteria do not apply: which, what scale is left, and how they are classified then."""

    code: Code
    text: Line
    without: tuple[Code, ...] = ()
    scale: Amount
    basis: ProfileBasis = ProfileBasis.PERCENT_OF_APPLICABLE
    classes: tuple[Class, ...] = ()


class Rounding(Part):
    """How many decimals, which way, and of what."""

    places: int = Field(default=0, ge=0, le=4)
    mode: RoundingMode = RoundingMode.HALF_UP
    of: RoundedPart = RoundedPart.TOTAL


class Aggregate(Part):
    """How scorers' scores become one; `trim` is how many are left out at each end."""

    by: Mean = Mean.MEAN
    trim: int = Field(default=0, ge=0, le=9)


class Cap(Sourced):
    """At most so many per cent of a base may have the class or a better one. Who is cut is proposed, not decided."""

    code: Code
    of: Code
    percent: Amount
    base: CapBase = CapBase.GOOD_OR_BETTER
    good: Code | None = None
    grouping: Grouping = Grouping.NONE
    rounding: RoundingMode = RoundingMode.DOWN
    at_least_one: bool = False


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


class Sheet(Sourced):
    """One version of a framework: criteria, conditions, classes, limits, and how they are counted together."""

    code: Code
    name: Line
    source: Text
    standing: Standing
    subjects: tuple[Line, ...] = ()
    scale: Amount
    criteria: tuple[Criterion, ...]
    bonus_limit: Amount | None = None
    penalty_limit: Amount | None = None
    may_exceed: bool = False
    figures: tuple[Figure, ...] = ()
    gates: tuple[Gate, ...] = ()
    profiles: tuple[Profile, ...] = ()
    classes_by: Basis = Basis.POINTS
    classes: tuple[Class, ...] = ()
    stages: tuple[Stage, ...] = (Stage.SELF, Stage.SCORING)
    aggregate: Aggregate = Aggregate()
    rounding: Rounding | None = None
    caps: tuple[Cap, ...] = ()
    ties: Ties = Ties()
    roll_up: RollUp | None = None

    def walk(self) -> Iterator[Criterion]:
        """Every criterion, groups before their parts, in the order of the table."""
        for criterion in self.criteria:
            yield from criterion.walk()

    def leaves(self) -> Iterator[Criterion]:
        """What is scored, in the order of the table."""
        return (criterion for criterion in self.walk() if criterion.is_leaf)

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """Every criterion by its code."""
        return {criterion.code: criterion for criterion in self.walk()}

    @cached_property
    def _roles(self) -> dict[str, Role]:
        return {criterion.code: top.role for top in self.criteria for criterion in top.walk()}

    def role_of(self, code: str) -> Role:
        """What the points of a criterion do to the total: the role of the group at the top in which it stands."""
        return self._roles[code]

    @property
    def most_bonus(self) -> Decimal:
        """The largest bonus that can be counted."""
        whole = total(leaf.maximum for leaf in self.leaves() if self.role_of(leaf.code) == Role.BONUS)
        return whole if self.bonus_limit is None else min(whole, self.bonus_limit)

    def later_than(self, stage: Stage | None) -> set[Stage]:
        """The stages of this sheet that come after one; none after no stage, or after one that is not on the sheet."""
        return set(self.stages[self.stages.index(stage) + 1 :]) if stage in self.stages else set()

    def profile(self, code: str | None) -> Profile | None:
        """The profile of that code; None for no code. `KeyError` when there is none."""
        return {profile.code: profile for profile in self.profiles}[code] if code else None

    def classes_for(self, profile: Profile | None) -> tuple[Class, ...]:
        """The classes that count for a profile, best first."""
        own = profile is not None and profile.basis == ProfileBasis.OWN_CLASSES
        return profile.classes if profile and own else self.classes

    def document(self) -> dict[str, Any]:
        """The value as the database keeps it: whole, defaults written out, numbers as text."""
        return self.model_dump(mode="json")
