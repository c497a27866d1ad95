"""Subjects side by side: all tallies of a group together, and their ranks with ties told."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kheo.criteria.enums import Stage
from kheo.criteria.sheet import Profile, Sheet
from kheo.criteria.tally import Entries, Tally


@dataclass(frozen=True)
class Place:
    """A rank: 1, 2, 2, 4. `broken_by` is the criterion that put it behind or before its equal; `tied_with` are those
    between whom the sheet's last word (ballot or chair) has still to decide."""

    subject: Hashable
    rank: int
    score: Decimal
    broken_by: str = ""
    tied_with: tuple[Hashable, ...] = ()
    provisional: bool = False


def tallies[S: Hashable](
    sheet: Sheet, entries: Mapping[S, Entries], *, profiles: Mapping[S, Profile | None] | None = None,
    stage: Stage | None = None,
) -> dict[S, Tally]:  # fmt: skip
    """The tallies of a whole group at once, each relative criterion against all of them.

    One late figure may move every total, so all are always counted again together.
    """
    raise NotImplementedError


def rank[S: Hashable](sheet: Sheet, tallies: Mapping[S, Tally]) -> tuple[Place, ...]:
    """The group in order, best first: by total (or per cent, as the sheet classifies), then by the named criteria."""
    raise NotImplementedError
