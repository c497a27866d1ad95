"""What the judges of the demonstration find: points, leanings of scorers, votes. All of it is ours, from a fixed seed.

The reports say who was recognised, and nothing about points and votes. So the points only follow what is known: who was
recognised has more of them, and nobody who was proposed to the province falls below its threshold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kheo.councils.counting import Counts
from kheo.criteria.sheet import Criterion, Sheet
from kheo.evaluations.cards import Mark
from kheo.story import invention
from kheo.story.scenes import Fate, Scene

BETTER, LESSER = (0.88, 0.955), (0.862, 0.905)  # shares of the points: of those recognised, and of those not
LEANING = 0.012  # so much harsher or milder is a scorer than another
WAVERING = 0.02  # and so much do they waver from one criterion to the next
OPTIMISM = 0.015  # of a unit about itself
STEP = Decimal("0.5")
LOWER = "Minh chứng chưa đủ để đạt mức tự chấm (dữ liệu minh họa)."
HIGHER = "Kết quả nổi bật hơn mức tự chấm (dữ liệu minh họa)."
VISITED, ASKED = 4, 10  # every fourth is visited, every tenth is asked to explain


@dataclass(frozen=True)
class Worth:
    """How a scene fares with its judges: its share of the points, how many of those present agree, and whether the
    absent member agrees in writing."""

    share: float
    agreed: int
    abstained: int
    opinion: bool
    visited: bool = False
    asked: bool = False

    def ballot(self, voters: int) -> Counts:
        """What so many voters put in; where somebody stepped aside there are fewer."""
        agreed = min(self.agreed, voters)
        abstained = min(self.abstained, voters - agreed)
        return Counts(agreed, voters - agreed - abstained, abstained)


def worths(scenes: Iterable[Scene]) -> dict[tuple[str, str], Worth]:
    """The worth of each scene, by its key."""
    return {scene.key: _worth(scene, number) for number, scene in enumerate(scenes)}


def marks(sheet: Sheet, scene: Scene, share: float, judge: str) -> dict[str, Mark]:
    """What somebody gives a scene, leaf by leaf; the same judge leans the same way everywhere."""
    leaning = invention.dice(judge).uniform(-LEANING, LEANING)
    chance = invention.dice(f"{scene.unit} {scene.title} {judge}")
    return {
        leaf.code: Mark(points=_points(leaf, share + leaning + chance.gauss(0, WAVERING))) for leaf in sheet.leaves()
    }


def told(given: Mapping[str, Mark], before: Mapping[str, Mark]) -> dict[str, Mark]:
    """The same marks with the reason that is wanted where they differ from those before."""
    return {code: _with_reason(mark, before[code]) for code, mark in given.items()}


def short_of_one(voters: int, needed: int) -> Counts:
    """A ballot of so many voters that misses what is needed by one, with one written opinion for it."""
    agreed = needed - 2
    return Counts(agreed, voters - agreed)


def _worth(scene: Scene, number: int) -> Worth:
    chance = invention.dice(f"{scene.unit} {scene.title} worth")
    recognised = scene.fate == Fate.RECOGNISED_ABOVE
    agreed = chance.choice([12, 12, 13, 13, 14]) if recognised else chance.randint(4, 10)
    return Worth(
        share=chance.uniform(*(BETTER if recognised else LESSER)),
        agreed=agreed,
        abstained=chance.randint(0, 1),
        opinion=recognised or chance.random() < 0.3,
        visited=number % VISITED == 0,
        asked=number % ASKED == 5,
    )


def _points(leaf: Criterion, share: float) -> Decimal:
    maximum = leaf.maximum
    steps = round(float(maximum) * min(1.0, max(0.0, share)) / float(STEP))
    return min(maximum, steps * STEP)


def _with_reason(mark: Mark, before: Mark) -> Mark:
    if mark.points == before.points or mark.points is None or before.points is None:
        return mark
    return Mark(points=mark.points, reason=LOWER if mark.points < before.points else HIGHER)
