"""Subjects side by side: all tallies of a group together, and their ranks with ties told."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from kheo.criteria.classes import measured
from kheo.criteria.enums import Stage
from kheo.criteria.methods import looks_at_rivals
from kheo.criteria.scoring import ZERO, Entry
from kheo.criteria.sheet import Profile, Sheet
from kheo.criteria.tally import Entries, Tally, tally

Key = tuple[Decimal, ...]


@dataclass(frozen=True)
class Place[S: Hashable]:
    """A rank, as 1, 2, 2, 4. `provisional` while any tally of the group is: one late figure may move them all.

    `broken_by` is the criterion that put it before or behind its equal; `tied_with` are those between whom the sheet's
    last word (a ballot or the chair) has still to decide.
    """

    subject: S
    rank: int
    score: Decimal
    broken_by: str = ""
    tied_with: tuple[S, ...] = ()
    provisional: bool = False


def tallies[S: Hashable](
    sheet: Sheet, entries: Mapping[S, Entries], *, profiles: Mapping[S, Profile | None] | None = None,
    stage: Stage | None = None,
) -> dict[S, Tally]:  # fmt: skip
    """The tallies of a whole group at once, each relative criterion against all of them.

    One late figure may move every total, so all are always counted again together. A subject to which a criterion does
    not apply is no rival in it.
    """
    profiles = profiles or {}
    rivals = {
        leaf.code: [
            given.get(leaf.code) or Entry() for subject, given in entries.items()
            if not _is_without(sheet, profiles.get(subject), leaf.code)
        ]
        for leaf in sheet.leaves() if looks_at_rivals(leaf.scored_by)
    }  # fmt: skip
    return {
        subject: tally(sheet, given, profile=profiles.get(subject), rivals=rivals, stage=stage)
        for subject, given in entries.items()
    }


def rank[S: Hashable](
    sheet: Sheet, tallies: Mapping[S, Tally], *, profiles: Mapping[S, Profile | None] | None = None
) -> tuple[Place[S], ...]:
    """The group in order, best first: by what classes are measured in, then by the criteria named for ties.

    Who is not eligible has no place among the others: the caller leaves them out here, not in `tallies`.
    """
    profiles = profiles or {}
    keys = {subject: order_key(sheet, found, profiles.get(subject)) for subject, found in tallies.items()}
    provisional = any(found.provisional for found in tallies.values())
    ahead, places = 0, []
    for key, equals in groupby(
        sorted(keys, key=lambda subject: keys[subject], reverse=True), key=lambda subject: keys[subject]
    ):
        level = tuple(equals)
        for subject in level:
            others = tuple(other for other in level if other != subject)
            places.append(Place(subject, ahead + 1, key[0], _broken_by(sheet, key, keys), others, provisional))
        ahead += len(level)
    return tuple(places)


def order_key(sheet: Sheet, tally: Tally, profile: Profile | None = None) -> Key:
    """What puts one subject before another: the score, then the points of each criterion named for ties."""
    score = measured(sheet, tally, profile)
    return (score or ZERO, *(tally.points.get(code, ZERO) for code in sheet.ties.by))


def _broken_by[S: Hashable](sheet: Sheet, key: Key, keys: Mapping[S, Key]) -> str:
    """The last criterion that was needed to tell this key from another with the same score; empty when none was."""
    needed = 0
    for other in keys.values():
        if other[0] == key[0] and other != key:
            needed = max(needed, next(n for n, (a, b) in enumerate(zip(key, other, strict=True)) if a != b))
    return sheet.ties.by[needed - 1] if needed else ""


def _is_without(sheet: Sheet, profile: Profile | None, code: str) -> bool:
    left_out = profile.without if profile else ()
    return any(
        code in {part.code for part in sheet.by_code[group].walk()} for group in left_out if group in sheet.by_code
    )
