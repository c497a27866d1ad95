"""One row of the table: a group with its parts, or a leaf that is scored."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kheo.criteria.amounts import Amount, Code, Line, Part, Text
from kheo.criteria.enums import EvidenceKind, Role, Stage, Standing
from kheo.criteria.methods import Hand, Method


class Sourced(Part):
    """A part that may say of itself, apart from the sheet, where it stands: a proposal inside an evidenced table."""

    standing: Standing | None = None
    """Whether this stands in the source or is a proposal; without it, as the whole sheet."""
    note: Text = ""
    """Remarks for readers; nothing is computed from them."""


class Evidence(Part):
    """What must stand behind a score: which kinds are taken, and how many pieces at the least."""

    kinds: tuple[EvidenceKind, ...] = ()
    at_least: int = Field(default=0, ge=0, le=99)


class Anchor(Part):
    """In words, what so many points mean."""

    points: Amount
    words: Line


class Criterion(Sourced):
    """A group with its parts, or a leaf with its method."""

    code: Code
    """By which everything else names it; unique in the sheet."""
    text: Line
    condition: Text = ""
    """What stands in the column *condition*: when the points are earned."""
    maximum: Amount = Decimal(0)
    """Of a group: the sum of its parts."""
    role: Role = Role.SCALE
    """Only at the top of the table: on the scale, bonus, or penalty."""
    parts: tuple["Criterion", ...] = ()
    """What stands under a group. A criterion without parts is a leaf."""
    method: Method | None = None
    """How a leaf is scored; by hand when nothing is said."""
    reserved_to: Stage | None = None
    """The only stage that fills it in: points kept for the superior."""
    evidence: Evidence | None = None
    anchors: tuple[Anchor, ...] = ()
    """What some numbers of points mean in words."""

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
