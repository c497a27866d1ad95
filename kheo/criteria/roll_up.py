"""A year from its months or quarters."""

from collections.abc import Mapping
from dataclasses import dataclass

from kheo.criteria.classes import Verdict
from kheo.criteria.sheet import Sheet


@dataclass(frozen=True)
class Year:
    """The class of a year, None when none is reached; the periods (1 to 12, or 1 to 4) that have no verdict yet."""

    class_code: str | None
    missing: tuple[int, ...] = ()
    provisional: bool = False


def year(sheet: Sheet, verdicts: Mapping[int, Verdict]) -> Year:
    """The best class of a year whose demands the periods meet. A period not judged yet leaves it provisional."""
    raise NotImplementedError
