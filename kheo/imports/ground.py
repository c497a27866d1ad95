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
        # Each answer is worked out once: a long list asks the same of the same units again and again.
        self._in_line: dict[tuple[int, int], bool] = {}
        self._standing: dict[tuple[int, str, date], Place | None] = {}
        self._rungs: dict[tuple[int, date], set[str]] = {}
        self._recognises: dict[tuple[int, str], bool] = {}

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
        asked = (unit_id, level, day)
        if asked not in self._standing:
            chain = self.atlas.chain(unit_id, day)
            found = first_standing_at(chain, level, lambda above: self.atlas.level_on(above, day))
            self._standing[asked] = None if found is None else self.atlas.units[found]
        return self._standing[asked]

    def level_on(self, unit: Place, day: date) -> Level:
        return Level(self.atlas.level_on(unit.pk, day))

    def rungs_on(self, round_: Round, day: date) -> set[str]:
        """The levels on the ladder of the round's movement on a day."""
        asked = (round_.movement_id, day)
        if asked not in self._rungs:
            self._rungs[asked] = {rung.level for rung in round_.movement.rungs.all() if day in rung.during}
        return self._rungs[asked]

    def recognises(self, round_: Round, level: str) -> bool:
        """Whether a level is on the ladder at some time of the round: the law of `can_be_considered_in`."""
        asked = (round_.pk, level)
        if asked not in self._recognises:
            times = (rung.during for rung in round_.movement.rungs.all() if rung.level == level)
            self._recognises[asked] = any(
                during.lower <= round_.ends and (during.upper is None or during.upper > round_.starts)
                for during in times
            )
        return self._recognises[asked]
