"""Where what was a unit's counts among the units of another day: itself, who took it over, or only the total of a
superior.

A unit that exists on the day is itself. One that ended goes on as its successors, and theirs in turn; what went over to
several cannot be cut, and counts only in the total of the lowest unit above all of them, "not separable" (trap 5 of
movement.md §9.2). One that ended without a successor counts in the total of its last superior, in the same way. So
every total over the whole tree stays what it was, however units are merged and split.

Where a part of a unit is known by its villages, what happened in one of them went along with it (trap 3).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import connection

from kheo.kernel.text import fold
from kheo.units import tree
from kheo.units.models import Unit

_SUCCESSIONS = """
    WITH RECURSIVE later (predecessor_id, successor_id, note) AS (
        SELECT predecessor_id, successor_id, note FROM kheo_succession
        WHERE predecessor_id = ANY(%(units)s) AND "on" <= %(on)s
        UNION
        SELECT s.predecessor_id, s.successor_id, s.note FROM later
        JOIN kheo_succession s ON s.predecessor_id = later.successor_id AND s."on" <= %(on)s
    )
    SELECT predecessor_id, successor_id, note FROM later ORDER BY predecessor_id, successor_id
"""
# From some units back to all that may have gone on as one of them: who they took over from, and what had ended below
# those. More than is needed; `homes` tells which of them really did.
_EARLIER = """
    WITH RECURSIVE earlier (unit_id) AS (
        SELECT unnest(%(units)s::bigint[])
        UNION
        SELECT was.unit_id FROM earlier CROSS JOIN LATERAL (
            SELECT s.predecessor_id AS unit_id FROM kheo_succession s
            WHERE s.successor_id = earlier.unit_id AND s."on" <= %(on)s
            UNION ALL
            SELECT p.unit_id FROM kheo_placement p JOIN kheo_unit u ON u.id = p.unit_id
            WHERE p.parent_id = earlier.unit_id AND upper(u.during) <= %(on)s
        ) was
    )
    SELECT array_agg(u.id) FROM earlier JOIN kheo_unit u ON u.id = earlier.unit_id WHERE upper(u.during) <= %(on)s
"""


@dataclass(frozen=True)
class Home:
    """The unit of a day under which something counts; not `exact`, it counts in no unit below that one, only in its
    total."""

    unit_id: int
    exact: bool = True


@dataclass(frozen=True)
class Part:
    """A part of a unit that went on elsewhere, by the names of its villages, folded."""

    home: Home
    villages: tuple[str, ...]

    def holds(self, place: str) -> bool:
        """Whether a place, folded, names one of them in whole words."""
        return any(re.search(rf"\b{re.escape(village)}\b", place) for village in self.villages)


def homes(unit_ids: Iterable[int], *, on: date) -> dict[int, Home]:
    """Where each unit counts on a day; a unit of which nothing is left in the tree then is absent."""
    return History(unit_ids, on).homes


def part_of(place: str, known: Iterable[Part]) -> Home | None:
    """Where something counts that happened at a place, of which one part alone holds the name; None where none does, or
    more than one."""
    folded = fold(place)
    found = [part.home for part in known if part.holds(folded)]
    return found[0] if len(found) == 1 else None


def earlier(unit_ids: Iterable[int], *, on: date) -> list[int]:
    """Units that had ended by a day and of which any part may have come to one of the given units."""
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, {"units": list(unit_ids), "on": on})
        return cursor.fetchone()[0] or []


class History:
    """What became of some units by a day: who took them over, under whom they stood last, who of all these still is.

    The number of queries does not grow with the number of units, only with how far successors and superiors of ended
    units lead: three for each step.
    """

    def __init__(self, unit_ids: Iterable[int], on: date) -> None:
        self._asked, self._on = list(dict.fromkeys(unit_ids)), on
        self._after: dict[int, dict[int, str]] = defaultdict(dict)  # by predecessor: its successors, with the note
        self._above: dict[int, list[int]] = {}
        self._alive: set[int] = set()
        self._found: dict[int, Home | None] = {}
        unknown = set(self._asked)
        while unknown:
            self._read(unknown)
            mentioned = {unit_id for chain in self._above.values() for unit_id in chain}
            unknown = mentioned - self._above.keys() - self._alive

    @cached_property
    def homes(self) -> dict[int, Home]:
        """Where each of the units counts; absent where nothing of it is left in the tree."""
        return {unit_id: home for unit_id in self._asked if (home := self._home(unit_id))}

    @cached_property
    def parts(self) -> dict[int, list[Part]]:
        """Of those that went on as several, the parts whose villages are known."""
        several = [one for one in self._asked if one not in self._alive and len(self._after.get(one, ())) > 1]
        found = {unit_id: list(self._parts_of(unit_id)) for unit_id in several}
        return {unit_id: known for unit_id, known in found.items() if known}

    def _parts_of(self, unit_id: int) -> Iterator[Part]:
        for successor, note in self._after[unit_id].items():
            home, villages = self._home(successor), _villages(note)
            if home and villages:
                yield Part(home, villages)

    def _home(self, unit_id: int) -> Home | None:
        if unit_id not in self._found:
            self._found[unit_id] = None  # a history that leads in a circle leads nowhere
            self._found[unit_id] = self._find(unit_id)
        return self._found[unit_id]

    def _find(self, unit_id: int) -> Home | None:
        if unit_id in self._alive:
            return Home(unit_id)
        if after := self._after.get(unit_id):
            found = {home for successor in after if (home := self._home(successor))}
            return found.pop() if len(found) == 1 else self._common(found)
        superior = next(iter(self._above.get(unit_id, [])[1:2]), None)
        home = self._home(superior) if superior else None
        return Home(home.unit_id, exact=False) if home else None

    def _common(self, found: Collection[Home]) -> Home | None:
        """The lowest unit that stands above all of these on the day."""
        chains = [self._chain(home.unit_id) for home in found]
        shared = set[int].intersection(*map(set, chains)) if chains else set()
        lowest = next((unit_id for unit_id in chains[0] if unit_id in shared), None) if shared else None
        return Home(lowest, exact=False) if lowest else None

    def _chain(self, unit_id: int) -> list[int]:
        """A unit and all above it on the day; one that nothing went on as directly stands in the chain of another."""
        if unit_id in self._chains:
            return self._chains[unit_id]
        return next(chain[chain.index(unit_id) :] for chain in self._chains.values() if unit_id in chain)

    @cached_property
    def _chains(self) -> dict[int, list[int]]:
        """All that still is, with what stands above it on the day."""
        return tree.chains(self._alive, on=self._on)

    def _read(self, unit_ids: Collection[int]) -> None:
        ids = list(unit_ids)
        with connection.cursor() as cursor:
            cursor.execute(_SUCCESSIONS, {"units": ids, "on": self._on})
            for predecessor, successor, note in cursor.fetchall():
                self._after[predecessor][successor] = note
        everybody = {*ids, *self._after, *(unit_id for after in self._after.values() for unit_id in after)}
        self._alive |= set(Unit.objects.filter(pk__in=everybody).alive_on(self._on).values_list("pk", flat=True))
        self._above |= tree.chains(everybody - self._alive, on=self._on)


def _villages(note: str) -> tuple[str, ...]:
    """The names in “thôn Khe Tiên, thôn Đồng Tâm; khu 2”, folded."""
    return tuple(name for one in re.split(r"[,;\n]", note) if (name := fold(one).strip()))
