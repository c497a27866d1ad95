"""Subjects side by side: all tallies of a group together, and their ranks with ties told."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from kheo.criteria.classes import measured
from kheo.criteria.enums import Stage
from kheo.criteria.methods import looks_at_rivals
from kheo.criteria.scoring import ZERO, Entry, leaders
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
        leaf.code: leaders(
            given.get(leaf.code) or Entry() for subject, given in entries.items()
            if not _is_without(sheet, profiles.get(subject), leaf.code)
        )
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
    places: list[Place[S]] = []
    for score, equals in _grouped(keys, lambda key: key[0]):
        levels = _grouped(equals, lambda key: key)
        for n, (key, level) in enumerate(levels):
            beside = [other for other, _level in levels[max(0, n - 1) : n + 2] if other != key]
            number, broken_by = len(places) + 1, _broken_by(sheet, key, beside)
            for subject in level:
                tied_with = tuple(other for other in level if other != subject)
                places.append(Place(subject, number, score, broken_by, tied_with, provisional))
    return tuple(places)


def _grouped[S: Hashable, T](keys: Mapping[S, Key], by: Callable[[Key], T]) -> list[tuple[T, dict[S, Key]]]:
    """Subjects with their keys, best first, those together for whom `by` says the same."""
    ordered = sorted(keys.items(), key=lambda item: item[1], reverse=True)
    return [(word, dict(level)) for word, level in groupby(ordered, key=lambda item: by(item[1]))]


def order_key(sheet: Sheet, tally: Tally, profile: Profile | None = None) -> Key:
    """What puts one subject before another: the score, then the points of each criterion named for ties."""
    score = measured(sheet, tally, profile)
    return (score or ZERO, *(tally.points.get(code, ZERO) for code in sheet.ties.by))


def _broken_by(sheet: Sheet, key: Key, beside: Iterable[Key]) -> str:
    """The last criterion that was needed to tell this key from another with the same score; empty when none was.

    `beside` are the keys just before and just after it in the order: no other agrees with it further than these two, so
    a thousand equals cost no more than their sorting.
    """
    needed = [next(n for n, (a, b) in enumerate(zip(key, other, strict=True)) if a != b) for other in beside]
    return sheet.ties.by[max(needed) - 1] if needed else ""


def _is_without(sheet: Sheet, profile: Profile | None, code: str) -> bool:
    left_out = profile.without if profile else ()
    return any(
        code in {part.code for part in sheet.by_code[group].walk()} for group in left_out if group in sheet.by_code
    )
