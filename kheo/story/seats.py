"""The units of a report, as `data/units.csv` lists them: who sits below the owner, and who registers below them."""

from functools import cache
from typing import NamedTuple

from kheo.story.facts import rows
from kheo.units.enums import Level


class Body(NamedTuple):
    """A unit of the list."""

    code: str
    name: str
    kind: str
    level: str


class Seat(NamedTuple):
    """A unit that sits directly below the owner and answers for those below it."""

    code: str
    registering: list[Body]

    @property
    def weight(self) -> float:
        """How much of a total falls on it: as much as it has communes; a committee counts like eight."""
        return len(self.registering) if len(self.registering) > 1 else 8


def seats_of(owner: str) -> list[Seat]:
    """The seats of a province in the year of its report, each with its communes; a committee registers for itself."""
    return [
        Seat(body.code, _communes(body.code) or [body]) for body in units_under(owner) if body.level == Level.DISTRICT
    ]


@cache
def units_under(code: str) -> list[Body]:
    """The units that stood directly under another when the demonstration begins."""
    return [
        Body(row["code"], row["name"], row["kind"], row["level"])
        for row in rows("units.csv")
        if row["parent_code"] == code and row["valid_from"] < "2023"
    ]


def _communes(code: str) -> list[Body]:
    return [body for body in units_under(code) if body.level == Level.COMMUNE]
