"""What stages come to, as a value, and its frozen form: the document that a concluded evaluation keeps.

Numbers are kept as text and codes as codes; what is read in words comes from the version, which is frozen too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from kheo.criteria.classes import Verdict
from kheo.criteria.enums import Stage
from kheo.criteria.tally import Tally


@dataclass(frozen=True)
class StageResult:
    """What a stage says.

    `given` are the points that its own cards came to, leaf by leaf; `tally` and `verdict` are those after it, with what
    earlier stages said where it said nothing. `cards` is how many there were, `late` how many of them came late.
    """

    given: Mapping[str, Decimal]
    tally: Tally
    verdict: Verdict
    cards: int = 1
    late: int = 0


@dataclass(frozen=True)
class Outcome:
    """What all stages together come to. `documents` are the numbers behind the answers to gates, by gate."""

    framework: str
    version: int
    profile: str
    tally: Tally
    verdict: Verdict
    stages: Mapping[Stage, StageResult] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)


_OUTCOME = TypeAdapter(Outcome)


def freeze(outcome: Outcome) -> dict[str, Any]:
    """The document to be kept."""
    document: dict[str, Any] = _OUTCOME.dump_python(outcome, mode="json")
    return document


def thaw(document: Mapping[str, Any]) -> Outcome:
    """The value that was kept."""
    return _OUTCOME.validate_python(document)
