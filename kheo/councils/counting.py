"""The arithmetic of votes: shares, bases, what is needed, ties and quotas. Pure: no database, no person, no clock."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Threshold:
    """The share of the base that must agree: at least so much of it, or strictly more."""

    share: Fraction
    strictly: bool = False

    def needed(self, base: int) -> int:
        """How many must agree: `needed(7)` at 90 % is 7, at 80 % it is 6 (blocks-and-awards.md §7.1)."""
        return floor(self.share * base) + 1 if self.strictly else max(1, ceil(self.share * base))


@dataclass(frozen=True, slots=True)
class Roll:
    """Who counts in a ballot, in numbers of voting members. The recused are those without a voice in this item."""

    members: int
    present: int
    recused: int = 0
    recused_present: int = 0

    def base(self, *, all_members: bool, without_recused: bool) -> int:
        """Of how many the share is counted. The absent count where the rule counts all members."""
        whole = self.members if all_members else self.present
        out = self.recused if all_members else self.recused_present
        return whole - out if without_recused else whole


@dataclass(frozen=True, slots=True)
class Counts:
    """Votes on one item. `invalid` are paper ballots that cannot be read."""

    agreed: int = 0
    against: int = 0
    abstained: int = 0
    invalid: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.agreed + other.agreed, self.against + other.against,
            self.abstained + other.abstained, self.invalid + other.invalid,
        )  # fmt: skip

    @property
    def total(self) -> int:
        """All votes and papers."""
        return self.agreed + self.against + self.abstained + self.invalid


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a ballot on one item came to."""

    counts: Counts
    base: int
    needed: int

    @property
    def passed(self) -> bool:
        """Whether as many agreed as were needed."""
        return self.base > 0 and self.counts.agreed >= self.needed

    @property
    def tied(self) -> bool:
        """Whether as many agreed as were against, and one vote more would have been enough."""
        agreed = self.counts.agreed
        return not self.passed and agreed > 0 and agreed == self.counts.against and agreed + 1 >= self.needed

    @property
    def share(self) -> Fraction:
        """How much of the base agreed."""
        return Fraction(self.counts.agreed, self.base) if self.base else Fraction(0)


def outcome(counts: Counts, base: int, threshold: Threshold) -> Outcome:
    """What the counts come to under a threshold on a base."""
    return Outcome(counts, base, threshold.needed(base))


def quorum(members: int, share: Fraction) -> int:
    """How many of the members must be present: two thirds of 15 are 10, 80 % are 12."""
    return Threshold(share).needed(members)


@dataclass(frozen=True, slots=True)
class Placing[T: Hashable]:
    """How the places of a quota fall, by the number who agreed: `equal` share the last places, too many for them."""

    inside: tuple[T, ...]
    equal: tuple[T, ...]
    outside: tuple[T, ...]
    left: int = 0

    @property
    def exceeded(self) -> bool:
        """Whether more were adopted than there are places."""
        return bool(self.equal or self.outside)


def placing[T: Hashable](agreed: Iterable[tuple[T, int]], places: int) -> Placing[T]:
    """Fill the places from high to low. `left` places remain for those who are `equal` at the last one."""
    ranked: Sequence[tuple[T, int]] = sorted(agreed, key=lambda pair: -pair[1])
    if len(ranked) <= places:
        return Placing(tuple(who for who, _ in ranked), (), ())
    first_out = ranked[places][1]
    if not places or ranked[places - 1][1] != first_out:
        return Placing(tuple(who for who, _ in ranked[:places]), (), tuple(who for who, _ in ranked[places:]))
    inside = tuple(who for who, count in ranked if count > first_out)
    equal = tuple(who for who, count in ranked if count == first_out)
    outside = tuple(who for who, count in ranked if count < first_out)
    return Placing(inside, equal, outside, places - len(inside))
