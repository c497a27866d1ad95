"""The rows of the desk: a thing to do, a thing that waits for others, a thing done."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import Truncator

from kheo.exemplars.models import Registration
from kheo.kernel import clock

SOON = 3  # days
ONE_BY_ONE = 5  # more of a kind in a round become one row that opens their list
LONGEST = 160  # letters of somebody's reason that fit a row


@dataclass(frozen=True)
class Task:
    """Something to do: verb and object, why and who asks, by when, and where it is done."""

    what: str
    url: str
    why: str = ""
    who: str = ""
    due: date | None = None
    lang: str = ""  # of `what`, when it is not the page's: the words of the person who returned it
    press: str = ""  # the address of a verb that one press on the desk does, with the word on its button
    pressed: str = ""

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due < clock.today()

    @property
    def tone(self) -> str:
        """The colour of the edge, as components/task_row.html names it."""
        if self.overdue:
            return "r"
        return "y" if self.due and (self.due - clock.today()).days <= SOON else "b"


@dataclass(frozen=True)
class Wait:
    """Something others hold, with nothing to do for us: where it lies, since when, and until when it has to move."""

    what: str
    url: str
    where: str
    since: date | None = None
    until: date | None = None
    lang: str = ""


@dataclass(frozen=True)
class Done:
    """Something done lately."""

    what: str
    url: str
    sentence: str
    at: datetime


def one_by_one[Row: Task | Wait](
    registrations: Iterable[Registration],
    one: Callable[[Registration], Row],
    many: Callable[[list[Registration]], Row],
) -> list[Row]:
    """A row for each of a few registrations; one row for many of the same round."""
    by_round = defaultdict(list)
    for registration in registrations:
        by_round[registration.round_id].append(registration)
    rows = []
    for found in by_round.values():
        rows += [many(found)] if len(found) > ONE_BY_ONE else [one(registration) for registration in found]
    return rows


def in_order(tasks: list[Task]) -> list[Task]:
    """Overdue first, then by day; what has no day comes last."""
    return sorted(tasks, key=lambda task: (task.due is None, task.due or date.max))


def shortened(text: str) -> str:
    """Somebody's words, cut to a row."""
    return Truncator(" ".join(text.split())).chars(LONGEST)
