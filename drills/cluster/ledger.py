"""What a writer knows of its writes, and what the database has of them at the end.

A write is *acknowledged* when any of its attempts was answered with the place of its draft. An attempt with another
answer, or with none, is *unclear*: it may or may not be committed. A write that never got an answer stays *unknown*;
the database may have it once or not at all. Nothing may be there twice, nothing acknowledged may be missing.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

REFUSED = range(400, 500)
ABOUT = 10.0  # seconds after a kill in which the last answers of before may still come


@dataclass
class Write:
    """One draft that somebody wants to begin; times are seconds since the epoch."""

    title: str
    began: list[float] = field(default_factory=list)  # of each attempt
    answered: float | None = None  # when it was acknowledged
    place: str = ""
    refused: str = ""  # an answer that says no: the drill itself is wrong then
    found: bool | None = None  # by its own writer, who searched for it at once

    @property
    def is_acknowledged(self) -> bool:
        return self.answered is not None

    def hear(self, status: int, place: str, at: float) -> bool:
        """Take an answer in; answers whether there is anything left to ask."""
        if status == 302 and place.startswith("/exemplars/"):
            self.answered, self.place = at, place
        elif status in REFUSED or status == 302:
            self.refused = f"{status} {place}"
        return not (self.is_acknowledged or self.refused)


@dataclass(frozen=True)
class Sum:
    """What came of all of them."""

    acknowledged: int
    lost: list[str]
    doubled: list[str]
    unknown: int
    unknown_kept: int
    asked_again: int
    had_been_kept: int  # of those asked again: an attempt without an answer had been committed
    refused: list[str]
    looked_for: int
    not_found: list[str]

    @property
    def broken(self) -> list[str]:
        """The promises that do not hold, as sentences."""
        return (
            [f"{len(self.lost)} acknowledged writes are lost: {self.lost[:5]}"] * bool(self.lost)
            + [f"{len(self.doubled)} writes are there twice: {self.doubled[:5]}"] * bool(self.doubled)
            + [f"{len(self.refused)} writes were refused: {self.refused[:3]}"] * bool(self.refused)
            + [f"{len(self.not_found)} writers did not find what they wrote: {self.not_found[:3]}"]
            * bool(self.not_found)
        )


class Ledger:
    """All writes of all writers, as they see them."""

    def __init__(self) -> None:
        self.writes: list[Write] = []
        self._lock = threading.Lock()

    def open(self, title: str) -> Write:
        write = Write(title)
        with self._lock:
            self.writes.append(write)
        return write

    def balance(self, kept: Mapping[str, Sequence[float]]) -> Sum:
        """Compare with what the database has: for each title, when each of its rows was written."""
        acknowledged = [write for write in self.writes if write.is_acknowledged]
        open_ = [write for write in self.writes if not write.is_acknowledged and not write.refused]
        again = [write for write in acknowledged if len(write.began) > 1]
        return Sum(
            acknowledged=len(acknowledged),
            lost=[write.title for write in acknowledged if not kept.get(write.title)],
            doubled=sorted(title for title, times in kept.items() if len(times) > 1),
            unknown=len(open_),
            unknown_kept=sum(bool(kept.get(write.title)) for write in open_),
            asked_again=len(again),
            had_been_kept=sum(any(at < write.began[-1] for at in kept.get(write.title, ())) for write in again),
            refused=[f"{write.title}: {write.refused}" for write in self.writes if write.refused],
            looked_for=sum(write.found is not None for write in self.writes),
            not_found=[write.title for write in self.writes if write.found is False],
        )

    def silence_after(self, moment: float) -> float:
        """The longest time without any acknowledgement that began about this moment, in seconds."""
        times = sorted(write.answered for write in self.writes if write.answered is not None)
        return max((b - a for a, b in pairwise(times) if b >= moment and a <= moment + ABOUT), default=float("inf"))
