"""The sheet: the whole of one version of a framework as one frozen value.

It is read, copied, compared, frozen and exported whole (docs/decisions/0009-a-framework-version-is-one-document.md).
The database keeps it as one JSON document, files spell it as YAML or XLSX; all three are this value. What is wrong in
its form is told by `reading`, what does not add up by `faults`.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from kheo.criteria.amounts import Amount, Code, Line, Text, total
from kheo.criteria.criterion import Anchor, Criterion, Evidence, Sourced
from kheo.criteria.enums import Basis, ProfileBasis, Role, Stage, Standing
from kheo.criteria.regulations import (
    Aggregate,
    Cap,
    Class,
    Condition,
    Figure,
    Gate,
    Minimum,
    Profile,
    RollUp,
    Rounding,
    Threshold,
    Ties,
    Times,
    YearClass,
)

__all__ = [
    "Aggregate", "Anchor", "Cap", "Class", "Condition", "Criterion", "Evidence", "Figure", "Gate", "Minimum",
    "Profile", "RollUp", "Rounding", "Sheet", "Sourced", "Threshold", "Ties", "Times", "YearClass",
]  # fmt: skip


class Sheet(Sourced):
    """One version of a framework: criteria, conditions, classes, limits, and how they are counted together."""

    code: Code
    """The framework's code, the same in all its versions."""
    name: Line
    source: Text
    """Which document, of whom, when; where it can be read."""
    standing: Standing
    """Whether the table stands in its source, or is a proposal. A proposal is never shown as law."""
    subjects: tuple[Line, ...] = ()
    """Who or what is judged by it, in free words."""
    scale: Amount
    """The sum of the maxima of everything on the scale."""
    criteria: tuple[Criterion, ...]
    bonus_limit: Amount | None = None
    penalty_limit: Amount | None = None
    may_exceed: bool = False
    """Whether a bonus may lift the total above the scale."""
    figures: tuple[Figure, ...] = ()
    gates: tuple[Gate, ...] = ()
    profiles: tuple[Profile, ...] = ()
    classes_by: Basis = Basis.POINTS
    """Whether classes begin at points or at per cent of what applies."""
    classes: tuple[Class, ...] = ()
    """The best first."""
    stages: tuple[Stage, ...] = (Stage.SELF, Stage.SCORING)
    """The steps of scoring, in their order."""
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
