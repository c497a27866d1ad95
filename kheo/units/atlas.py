"""The whole tree in memory, for acts on thousands of rows: the questions of `tree` and of a unit's dated rows, asked
of dictionaries. Four queries, however many units are asked about; 15,000 units take a third of a second.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kheo.kernel.periods import first_day, format_date, last_day, period
from kheo.units.enums import HEIGHT, Level
from kheo.units.models import Placement, Unit, UnitKind, UnitName


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as the atlas knows it."""

    pk: int
    code: str
    name: str
    level: str
    first: date
    last: date | None

    def exists_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def exists_during(self, first: date, last: date | None) -> bool:
        return (self.last is None or first <= self.last) and (last is None or self.first <= last)

    @property
    def days(self) -> str:
        """`01/01/2000–30/06/2025`, or `since 01/01/2000` while the unit goes on."""
        return from_to(self.first, self.last)

    @property
    def during(self) -> DateRange:
        return period(self.first, self.last)


def from_to(first: date, last: date | None) -> str:
    """From which day to which, for a sentence that has it in brackets."""
    days = {"day": format_date(first)}
    return _("since %(day)s") % days if last is None else f"{format_date(first)}–{format_date(last)}"


class Atlas:
    """Every unit that has ever been, with its dated levels and places."""

    def __init__(self) -> None:
        rows = Unit.objects.values_list("pk", "code", "name", "level", "during")
        self.units = {
            pk: Place(pk, code, name, level, first_day(during) or date.min, last_day(during))
            for pk, code, name, level, during in rows.iterator(chunk_size=5000)
        }
        self.by_code: dict[str, list[Place]] = defaultdict(list)
        for place in self.units.values():
            self.by_code[place.code].append(place)
        self._levels = _dated(UnitKind.objects.values_list("unit", "during", "level"))
        self._parents = _dated(Placement.objects.values_list("unit", "during", "parent"))
        self._names: dict[int, list[tuple[date, str]]] | None = None
        self._chains: dict[tuple[int, date], list[int]] = {}

    def level_on(self, unit_id: int, day: date) -> str:
        """The level the unit stood on, on a day; as `Unit.level_on`."""
        return str(_true_on(self._levels.get(unit_id, ()), day) or self.units[unit_id].level)

    def name_on(self, unit_id: int, day: date) -> str:
        """The name the unit bore on a day; as `Unit.name_on`."""
        if self._names is None:
            self._names = _dated(UnitName.objects.values_list("unit", "during", "name"))
        return str(_true_on(self._names.get(unit_id, ()), day) or self.units[unit_id].name)

    def chain(self, unit_id: int, on: date) -> list[int]:
        """The unit, its superior, and so on to the root, as placed on a day; as `tree.chain`."""
        known = self._chains.get((unit_id, on))
        if known is None:
            known = self._chains[unit_id, on] = [unit_id]
            while len(known) <= 12 and (parent := _true_on(self._parents.get(known[-1], ()), on)):
                known.append(parent)
        return known


def first_standing_at(chain: Iterable[int], level: str, level_of: Callable[[int], str]) -> int | None:
    """The first unit of a chain that stands on a level or on a higher one, where the chain has no such rung."""
    return next((unit_id for unit_id in chain if HEIGHT[Level(level_of(unit_id))] >= HEIGHT[Level(level)]), None)


def _dated(rows: QuerySet) -> dict[int, list[tuple[date, Any]]]:
    """What was true of each unit from which day, the latest first."""
    found: dict[int, list[tuple[date, Any]]] = defaultdict(list)
    for unit_id, during, truth in rows.iterator(chunk_size=5000):
        found[unit_id].append((first_day(during) or date.min, truth))
    for truths in found.values():
        truths.sort(key=lambda told: told[0], reverse=True)
    return found


def _true_on(truths: Iterable[tuple[date, Any]], day: date) -> Any:
    return next((truth for first, truth in truths if first <= day), None)
