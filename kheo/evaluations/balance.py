"""Sharing out dossiers evenly among scorers: it only proposes, from plain numbers; `assigning` asks and saves.

Each dossier first gets the least loaded of those who may score it; then work moves from the busiest to the idlest, by
way of others where it must. Equals are told apart by a fixed shuffle, not in turn: taken in turn the same people would
always sit together, and then nobody could say which of two such panels is the harsher one (see `fairness`).
"""

import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Pair = tuple[int, int]  # a dossier and a scorer, by their ids


@dataclass(frozen=True)
class Task:
    """What is to be shared out: `each` scorers for every dossier.

    `kept` stays whatever happens: what is finished or begun. `excluded` says of a dossier and a scorer why not.
    `limits` are the most reviews of a scorer, the kept ones included.
    """

    dossiers: Sequence[int]
    scorers: Sequence[int]
    each: int
    kept: frozenset[Pair] = frozenset()
    excluded: Mapping[Pair, str] = field(default_factory=dict)
    limits: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Load:
    """How much a scorer has: what is kept, and what is new."""

    kept: int
    new: int

    @property
    def all(self) -> int:
        return self.kept + self.new


@dataclass(frozen=True)
class Shared:
    """The proposal: new pairs, everybody's load, dossiers for which scorers are missing and how many."""

    new: tuple[Pair, ...]
    loads: dict[int, Load]
    short: dict[int, int]


def share(task: Task) -> Shared:
    """Propose who scores what. The same task gives the same proposal, and no load can be made more even."""
    desk = _Desk(task)
    for dossier in sorted(task.dossiers, key=lambda d: (len(desk.free_for(d)), d)):
        desk.fill(dossier)
    desk.level()
    loads = {s: Load(desk.kept[s], len(desk.new[s])) for s in task.scorers}
    short = {d: missing for d in task.dossiers if (missing := desk.missing(d)) > 0}
    return Shared(tuple(sorted((d, s) for s in task.scorers for d in desk.new[s])), loads, short)


class _Desk:
    """The sharing under way: who has what new, and which way work can move."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.panel: dict[int, set[int]] = {dossier: set() for dossier in task.dossiers}
        for dossier, scorer in task.kept:
            self.panel.setdefault(dossier, set()).add(scorer)
        self.kept = dict.fromkeys(task.scorers, 0)
        for _dossier, scorer in task.kept:
            self.kept[scorer] = self.kept.get(scorer, 0) + 1
        self.new: dict[int, set[int]] = {scorer: set() for scorer in task.scorers}

    def load(self, scorer: int) -> int:
        return self.kept[scorer] + len(self.new[scorer])

    def missing(self, dossier: int) -> int:
        return self.task.each - len(self.panel[dossier])

    def may_take(self, dossier: int, scorer: int) -> bool:
        return scorer not in self.panel[dossier] and (dossier, scorer) not in self.task.excluded

    def has_room(self, scorer: int) -> bool:
        limit = self.task.limits.get(scorer)
        return limit is None or self.load(scorer) < limit

    def free_for(self, dossier: int) -> list[int]:
        return [scorer for scorer in self.task.scorers if self.may_take(dossier, scorer)]

    def fill(self, dossier: int) -> None:
        """The least loaded first; when all who may take it are at their limit, somebody makes room."""
        free = self.free_for(dossier)
        open_ = [scorer for scorer in free if self.has_room(scorer)]
        for scorer in sorted(open_, key=lambda s: (self.load(s), _shuffle(dossier, s)))[
            : max(0, self.missing(dossier))
        ]:
            self._give(dossier, scorer)
        while self.missing(dossier) > 0 and (way := self._search(self.free_for(dossier), self.has_room)[0]):
            self._move_along(way)
            self._give(dossier, way[0])

    def level(self) -> None:
        """Move work from the busiest to the idlest until no way is left on which it would become more even."""
        settled: set[int] = set()
        while busy := [scorer for scorer in self.task.scorers if self.new[scorer] and scorer not in settled]:
            busiest = max(busy, key=self.load)
            way, reached = self._search([busiest], self._can_relieve(busiest))
            if way:
                self._move_along(way)
                settled.clear()
            else:
                settled |= reached  # they have no more than the busiest, and no way that it has not

    def _can_relieve(self, busiest: int) -> Callable[[int], bool]:
        most = self.load(busiest) - 2
        return lambda scorer: self.load(scorer) <= most and self.has_room(scorer)

    def _search(self, starts: Iterable[int], is_end: Callable[[int], bool]) -> tuple[list[int], set[int]]:
        """The shortest way from one of the starts to such an end, on which each can hand a dossier to the next; empty
        when there is none. And all who were reached."""
        before: dict[int, int | None] = dict.fromkeys(starts)
        ahead = deque(before)
        while ahead:
            scorer = ahead.popleft()
            for other in self.task.scorers:
                if other not in before and any(self._that_can_be_handed(scorer, other)):
                    before[other] = scorer
                    if is_end(other):
                        return _back(other, before), set(before)
                    ahead.append(other)
        return [], set(before)

    def _move_along(self, way: Sequence[int]) -> None:
        """The last hand-over first, so that nobody is over a limit in between."""
        for giver, taker in reversed(list(pairwise(way))):
            dossier = min(d for d in self.new[giver] if self.may_take(d, taker))
            self.new[giver].discard(dossier)
            self.panel[dossier].discard(giver)
            self._give(dossier, taker)

    def _that_can_be_handed(self, giver: int, taker: int) -> Iterator[bool]:
        return (self.may_take(dossier, taker) for dossier in self.new[giver])

    def _give(self, dossier: int, scorer: int) -> None:
        self.new[scorer].add(dossier)
        self.panel[dossier].add(scorer)


def _back(end: int, before: Mapping[int, int | None]) -> list[int]:
    way = [end]
    while (step := before[way[-1]]) is not None:
        way.append(step)
    return way[::-1]


def _shuffle(dossier: int, scorer: int) -> int:
    return zlib.crc32(f"{dossier}:{scorer}".encode())
