"""Five adversaries, as in trust.md §5.1, and a sixth that learns.

Each is told more than any has: how the fifteen members voted, all differently, only not who is who. From what it has
stolen it brings voters into an order and the ways of voting into an order, and says that they belong together. Guessing
finds one in fifteen. The same adversaries find everybody in a design that only separates the tables (`naive`).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from django.db import connection

from drills.ballots.playing import VECTORS, Played
from kheo.councils.sealed.casting import plain

CHANCE = 1 / 15


@dataclass(frozen=True)
class Seen:
    """A stored row as an adversary sees it: its place in a dump, its transaction, its place in the log of writes."""

    owner: object  # the voter, or the way of voting
    dump: int
    xmin: int
    wal: int


@dataclass(frozen=True)
class Finding:
    """How many of how many were linked to their vote."""

    design: str
    adversary: str
    linked: int
    of: int
    chance: float = CHANCE

    @property
    def rate(self) -> float:
        return self.linked / self.of

    def bound(self, sigmas: float) -> float:
        """Chance and so many standard deviations."""
        return self.chance + sigmas * sqrt(self.chance * (1 - self.chance) / self.of)


@dataclass(frozen=True)
class Wal:
    """The write-ahead log from some place on."""

    content: bytes
    begins: int

    def part(self, place: tuple[int, int]) -> bytes:
        """What was written between two places."""
        return self.content[place[0] - self.begins : place[1] - self.begins]


def attacks(elections: list[Played], wal: Wal) -> list[Finding]:
    """What the five get from our own tables, in which no row says how anybody voted."""
    rows = {played.sealed.election.pk: _rows(played, wal.part(played.wal)) for played in elections}
    orders: dict[str, Callable[[Played], list[int]]] = {
        "dump": lambda played: _by(rows[played.sealed.election.pk], "dump"),
        "system columns": lambda played: _by(rows[played.sealed.election.pk], "xmin"),
        "dump and web log": lambda played: played.log,
        "consecutive snapshots": _by_first_sight,
        "write-ahead log": lambda played: _by(rows[played.sealed.election.pk], "wal"),
    }
    return [
        Finding("sealed", name, sum(_hits(order(played), played) for played in elections), 15 * len(elections))
        for name, order in orders.items()
    ]


def learned(elections: list[Played]) -> Finding:
    """Who has learned from half of the elections, told in full, to read an answer off the numbers of its ciphertext."""
    half = len(elections) // 2
    seen: dict[str, list[list[float]]] = {}
    for features, choice in _answers(elections[:half]):
        seen.setdefault(choice, []).append(features)
    means = {choice: [sum(column) / len(column) for column in zip(*many, strict=True)] for choice, many in seen.items()}
    guesses = [(_nearest(means, features), choice) for features, choice in _answers(elections[half:])]
    hits = sum(guess == choice for guess, choice in guesses)
    return Finding("sealed", "learning from half", hits, len(guesses), chance=1 / 3)


def plaintext_in(where: bytes, elections: Iterable[Played]) -> int:
    """In how many elections some member's whole way of voting stands readable in what was stolen."""
    readable = {vector for vector in VECTORS if any(word in where for word in _written(vector))}
    return sum(any(vector in readable for vector in played.truth.values()) for played in elections)


def matched(voters: list[Seen], votes: list[Seen], key: str, truth: dict[object, object]) -> int:
    """In a design with votes in rows of their own: the k-th voter and the k-th vote in some order belong together."""
    pairs = zip(_by(voters, key), _by(votes, key), strict=True)
    return sum(truth[voter] == vote for voter, vote in pairs)


def _rows(played: Played, wal: bytes) -> list[Seen]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT voter_id, row_number() OVER (ORDER BY ctid), xmin::text::bigint, tracker FROM kheo_ballot"
            " WHERE election_id = %s",
            [played.sealed.election.pk],
        )
        return [Seen(voter, dump, xmin, wal.find(tracker.encode())) for voter, dump, xmin, tracker in cursor.fetchall()]


def _by(rows: Iterable[Seen], key: str) -> list[object]:
    return [row.owner for row in sorted(rows, key=lambda row: getattr(row, key))]


def _by_first_sight(played: Played) -> list[int]:
    """In which order new voters appear from one backup to the next."""
    order: dict[int, None] = {}
    for snapshot in played.snapshots:
        order |= dict.fromkeys(sorted(voter for voter in snapshot if voter not in order))
    return list(order)


def _hits(order: list[int], played: Played) -> int:
    ways = sorted(played.truth.values())
    return sum(played.truth[voter] == way for voter, way in zip(order, ways, strict=True))


def _answers(elections: Iterable[Played]) -> Iterable[tuple[list[float], str]]:
    """Each answer with what its part of the ballot looks like: lengths and first digits of all its numbers."""
    for played in elections:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT voter_id, sealed FROM kheo_ballot WHERE election_id = %s", [played.sealed.election.pk]
            )
            for voter, sealed in cursor.fetchall():
                parts = plain(bytes(sealed)).split('"choices":')[1:]
                for part, choice in zip(parts, played.truth[voter], strict=True):
                    numbers = re.findall(r'"(\d{40,})"', part)[:20]
                    yield [float(len(n)) for n in numbers] + [float(n[:4]) / 5000 for n in numbers], choice


def _nearest(means: dict[str, list[float]], features: list[float]) -> str:
    return min(means, key=lambda choice: sum((a - b) ** 2 for a, b in zip(means[choice], features, strict=True)))


def _written(vector: tuple[str, ...]) -> list[bytes]:
    """The ways in which a program might have written a vote down."""
    rows = [[int(answer == choice) for answer in ("for", "not", "abs")] for choice in vector]
    spaced, words = str(rows), [str(choice.value) for choice in vector]
    return [text.encode() for text in (spaced, spaced.replace(" ", ""), ",".join(words), '", "'.join(words))]


def log_of_writes(folder: Path) -> Wal:
    """The whole write-ahead log, as an archive of it would hold it."""
    segments = sorted(path for path in (folder / "postgres" / "pg_wal").iterdir() if len(path.name) == 24)
    size, first = segments[0].stat().st_size, segments[0].name
    begins = (int(first[8:16], 16) * (2**32 // size) + int(first[16:], 16)) * size
    return Wal(b"".join(path.read_bytes() for path in segments), begins)
