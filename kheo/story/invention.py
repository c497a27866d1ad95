"""What no report says: how a total spreads over its units, and what each registration is called.

Everything here comes from a fixed seed, the same on every machine, and is marked demonstration data.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from kheo.exemplars.enums import Origin, Subject
from kheo.story.facts import rows

UNCLASSIFIED = 0.12  # of the registrations name no field
INDIVIDUAL = 0.15  # are about one person
ORIGINS = {Origin.NEW: 62, Origin.MAINTAINED: 24, Origin.UPGRADED: 9, Origin.REPLICATED: 5}


class Theme(NamedTuple):
    """A title and the field it lies in."""

    title: str
    pattern: str
    field: str | None


def dice(report: str) -> Random:
    """The dice of a report: the same throws every time."""
    return Random(f"khéo {report}")  # noqa: S311 - a reproducible spread, not a secret


def spread(total: int, weights: Sequence[float], *, at_least: int = 0) -> list[int]:
    """Whole shares of a total in proportion to the weights, none below `at_least`; they sum to the total exactly."""
    free = total - at_least * len(weights)
    if free < 0:
        raise ValueError(f"{total} cannot be spread over {len(weights)} with at least {at_least} each.")
    exact = [free * weight / sum(weights) for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: exact[i] - shares[i], reverse=True)
    for i in by_remainder[: free - sum(shares)]:
        shares[i] += 1
    return [share + at_least for share in shares]


def capped(total: int, weights: Sequence[float], ceilings: Sequence[int], *, at_least: int = 0) -> list[int]:
    """`spread`, where no share exceeds its ceiling: what is over passes to the places with most room."""
    shares = [min(share, top) for share, top in zip(spread(total, weights, at_least=at_least), ceilings, strict=True)]
    while sum(shares) < total:
        roomiest = max(range(len(shares)), key=lambda i: ceilings[i] - shares[i])
        if shares[roomiest] == ceilings[roomiest]:
            raise ValueError(f"{total} does not fit under the ceilings.")
        shares[roomiest] += 1
    return shares


def titles(unit_name: str, kind: str, count: int, chance: Random) -> list[Theme]:
    """As many different titles as asked for, about places of the unit; some lie in no field."""
    where = "residential" if kind == "locality" else "office"
    every = [
        Theme(pattern.format(place=place), pattern, field)
        for pattern, field in _themes(where)
        for place in _places(unit_name, kind)
    ]
    return [
        theme._replace(field=None) if chance.random() < UNCLASSIFIED else theme for theme in chance.sample(every, count)
    ]


def subject(chance: Random) -> str:
    return Subject.INDIVIDUAL if chance.random() < INDIVIDUAL else Subject.COLLECTIVE


def origin(chance: Random) -> str:
    return chance.choices(list(ORIGINS), list(ORIGINS.values()))[0]


def some_monday(first: date, last: date, chance: Random) -> date:
    """A Monday between two days."""
    start = first + timedelta(days=-first.weekday() % 7)
    return start + timedelta(weeks=chance.randint(0, (last - start).days // 7))


@cache
def _themes(where: str) -> list[tuple[str, str]]:
    return [(row["title"], row["field"]) for row in rows("themes.csv") if row["where"] == where]


def _places(unit_name: str, kind: str) -> list[str]:
    if kind != "locality":
        return [f"chi bộ số {n}" for n in range(1, 6)]
    village = "thôn" if unit_name.startswith("Xã") else "khu phố"
    return [f"{village} {n}" for n in range(1, 8)]
