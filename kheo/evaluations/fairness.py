"""The fair-scoring lab: harsh and mild scorers told apart from good and weak dossiers, with nothing but arithmetic.

Each score is taken as what the dossier deserves plus how mild its scorer is, and both are found by least squares. It
needs no normal distribution and no history; where it cannot tell, it says so. It never changes a score or a class: it
shows a second rank beside the first, and which of the two counts was chosen before anybody saw a score.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from kheo.criteria.amounts import total

ENOUGH = Decimal("0.0000001")  # of a point: what a further turn would still change
TURNS = 2_000
SHOWN = Decimal("0.0001")  # an estimate bears no more decimals
SURE = 2  # standard errors that two dossiers must be apart, about 95 of 100 times


@dataclass(frozen=True)
class Leaning[R: Hashable]:
    """How many points a scorer gives more (mild, above 0) or less (harsh, below 0) than the scorers with whom common
    dossiers link them, for the same dossier; from so many scores."""

    scorer: R
    points: Decimal
    scores: int


@dataclass(frozen=True)
class Adjusted[S: Hashable]:
    """A dossier in both orders.

    `raw` is the mean of its scores, `adjusted` what scorers of middling mildness would have given; `error` is the
    standard error of the latter, None when there are too few scores to know.
    """

    subject: S
    raw: Decimal
    adjusted: Decimal
    raw_rank: int
    rank: int
    error: Decimal | None
    scores: int

    @property
    def moves(self) -> int:
        """How many places it gains by the adjustment."""
        return self.raw_rank - self.rank


@dataclass(frozen=True)
class Lab[S: Hashable, R: Hashable]:
    """What the lab finds.

    `rows` in the adjusted order · `leanings` the harshest first · `alike` neighbours in the adjusted order that cannot
    be told apart · `spread` by how much scores differ when both are taken into account (standard deviation, None when
    there are too few) · `circles` groups of scorers that no common dossier links: with more than one, mildness and
    adjusted ranks cannot be compared between them.
    """

    rows: tuple[Adjusted[S], ...]
    leanings: tuple[Leaning[R], ...]
    alike: tuple[tuple[S, S], ...]
    spread: Decimal | None
    circles: tuple[frozenset[R], ...]

    @property
    def is_comparable(self) -> bool:
        """Whether common dossiers link all scorers."""
        return len(self.circles) <= 1


def look[S: Hashable, R: Hashable](scores: Mapping[tuple[S, R], Decimal]) -> Lab[S, R]:
    """Take the scores apart: `{(dossier, scorer): points}`. The order in which they came does not matter."""
    circles = _circles(scores)
    worth, mildness = _least_squares(scores, circles)
    by_subject, by_scorer = _by_subject(scores), _by_scorer(scores)
    spread = _spread(scores, worth, mildness, len(circles))
    raw = {subject: _mean(given.values()) for subject, given in by_subject.items()}
    raw_ranks, new_ranks = ranks(raw), ranks(worth)
    rows = tuple(
        Adjusted(
            subject, raw[subject].quantize(SHOWN), worth[subject].quantize(SHOWN), raw_ranks[subject],
            new_ranks[subject], _error(spread, len(by_subject[subject])), len(by_subject[subject]),
        )
        for subject in sorted(worth, key=lambda s: (new_ranks[s], raw_ranks[s]))
    )  # fmt: skip
    leanings = (Leaning(scorer, mildness[scorer].quantize(SHOWN), len(given)) for scorer, given in by_scorer.items())
    return Lab(
        rows=rows,
        leanings=tuple(sorted(leanings, key=lambda leaning: leaning.points)),
        alike=tuple((a.subject, b.subject) for a, b in pairwise(rows) if not _are_apart(a, b)),
        spread=None if spread is None else spread.quantize(SHOWN),
        circles=tuple(circles),
    )


def _least_squares[S: Hashable, R: Hashable](
    scores: Mapping[tuple[S, R], Decimal], circles: Iterable[frozenset[R]]
) -> tuple[dict[S, Decimal], dict[R, Decimal]]:
    """Worth and mildness, each in turn the mean of what the other leaves over, until nothing moves any more.

    Only differences are in the scores, so within each circle the mildness of its scorers is set to sum to zero.
    """
    by_subject, by_scorer = _by_subject(scores), _by_scorer(scores)
    mildness = dict.fromkeys(by_scorer, Decimal(0))
    worth: dict[S, Decimal] = {}
    for _turn in range(TURNS):
        worth = {
            subject: _mean(points - mildness[scorer] for scorer, points in given.items())
            for subject, given in by_subject.items()
        }
        found = {
            scorer: _mean(points - worth[subject] for subject, points in given.items())
            for scorer, given in by_scorer.items()
        }
        for circle in circles:
            middle = _mean(found[scorer] for scorer in circle)
            found |= {scorer: found[scorer] - middle for scorer in circle}
        moved = max((abs(found[scorer] - mildness[scorer]) for scorer in found), default=Decimal(0))
        mildness = found
        if moved < ENOUGH:
            break
    return worth, mildness


def _circles[S: Hashable, R: Hashable](scores: Mapping[tuple[S, R], Decimal]) -> list[frozenset[R]]:
    """The scorers, in groups that are linked by dossiers which several of them scored; the largest first."""
    circles: list[set[R]] = []
    for panel in (set(given) for given in _by_subject(scores).values()):
        linked = [circle for circle in circles if circle & panel]
        circles = [circle for circle in circles if not circle & panel] + [panel.union(*linked)]
    return sorted(map(frozenset, circles), key=len, reverse=True)


def _spread[S: Hashable, R: Hashable](
    scores: Mapping[tuple[S, R], Decimal], worth: Mapping[S, Decimal], mildness: Mapping[R, Decimal], circles: int
) -> Decimal | None:
    """The standard deviation of what is left over; None while there are no more scores than things to be found."""
    free = len(scores) - len(worth) - len(mildness) + circles
    if free <= 0:
        return None
    left = (points - worth[subject] - mildness[scorer] for (subject, scorer), points in scores.items())
    return (total(rest * rest for rest in left) / free).sqrt()


def _error(spread: Decimal | None, scores: int) -> Decimal | None:
    return None if spread is None else (spread / Decimal(scores).sqrt()).quantize(SHOWN)


def _are_apart[S: Hashable](one: Adjusted[S], other: Adjusted[S]) -> bool:
    """Whether the difference is larger than the scorers' disagreement explains. Who cannot know does not claim it."""
    if one.error is None or other.error is None:
        return False
    return abs(one.adjusted - other.adjusted) > SURE * (one.error**2 + other.error**2).sqrt()


def ranks[S: Hashable](points: Mapping[S, Decimal]) -> dict[S, int]:
    """1, 2, 2, 4; the best first. Equal to the shown decimals is equal."""
    found: dict[S, int] = {}
    shown = {subject: worth.quantize(SHOWN) for subject, worth in points.items()}
    for _points, equals in groupby(sorted(shown, key=lambda s: shown[s], reverse=True), key=lambda s: shown[s]):
        found |= dict.fromkeys(equals, len(found) + 1)
    return found


def _by_subject[S: Hashable, R: Hashable](scores: Mapping[tuple[S, R], Decimal]) -> dict[S, dict[R, Decimal]]:
    found: dict[S, dict[R, Decimal]] = defaultdict(dict)
    for (subject, scorer), points in scores.items():
        found[subject][scorer] = points
    return found


def _by_scorer[S: Hashable, R: Hashable](scores: Mapping[tuple[S, R], Decimal]) -> dict[R, dict[S, Decimal]]:
    found: dict[R, dict[S, Decimal]] = defaultdict(dict)
    for (subject, scorer), points in scores.items():
        found[scorer][subject] = points
    return found


def _mean(amounts: Iterable[Decimal]) -> Decimal:
    listed = list(amounts)
    return total(listed) / len(listed)
