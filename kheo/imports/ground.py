"""What the rows of a list of registrations stand on: the units, the rounds, and where the person may bring in."""

from datetime import date

from kheo.imports.places import Places, rounds_by_code
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.atlas import Atlas, Place, first_standing_at
from kheo.units.enums import BRINGS_IN_FOR_UNIT, Level
from kheo.units.permissions import units_below_offices


class Ground:
    """What the rows stand on: the units, the rounds, and where the person may bring in."""

    def __init__(self, by: Person | None) -> None:
        self.atlas = Atlas()
        self.places = Places(self.atlas)
        self.rounds = rounds_by_code()
        self.scope = units_below_offices(by, *BRINGS_IN_FOR_UNIT) if by else None
        self.today = clock.today()
        self._dates = {round_.pk: round_.date for several in self.rounds.values() for round_ in several}
        self._fields = {
            round_.pk: {field.key: field.pk for field in round_.movement.fields.all()}
            for several in self.rounds.values()
            for round_ in several
        }
        self._in_line: dict[tuple[int, int], bool] = {}

    def date_of(self, round_: Round) -> date:
        return self._dates[round_.pk]

    def field_id(self, round_: Round, key: str) -> int | None:
        return self._fields[round_.pk].get(key)

    def may(self, unit_id: int) -> bool:
        return self.scope is None or unit_id in self.scope

    def in_line(self, unit: Place, round_: Round) -> bool:
        """The unit stands below or above the owner of the movement: the law of `unit_takes_part`."""
        asked = (unit.pk, round_.pk)
        if asked not in self._in_line:
            owner, day = round_.movement.owner_id, self.date_of(round_)
            self._in_line[asked] = owner in self.atlas.chain(unit.pk, day) or unit.pk in self.atlas.chain(owner, day)
        return self._in_line[asked]

    def standing_at(self, unit_id: int, level: str, day: date) -> Place | None:
        """The unit at or above that stands on a level or on the next higher one: the law of `receiver_for`."""
        found = first_standing_at(self.atlas.chain(unit_id, day), level, lambda u: self.atlas.level_on(u, day))
        return None if found is None else self.atlas.units[found]

    def level_on(self, unit: Place, day: date) -> Level:
        return Level(self.atlas.level_on(unit.pk, day))

    def rungs_on(self, round_: Round, day: date) -> set[str]:
        return {rung.level for rung in round_.movement.rungs.all() if day in rung.during}
