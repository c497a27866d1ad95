"""The desk of a person: what to do, what waits for others, what was done lately; for every role the same page (S2)."""

from datetime import date
from functools import cached_property

from kheo.desk import arranging, copying, demanding, judging, living, reorganising, sitting
from kheo.desk.done import done_lately
from kheo.desk.ground import Ground
from kheo.desk.joining import Joining
from kheo.desk.keeping import Keeping
from kheo.desk.registering import Registering
from kheo.desk.reviewing import Reviewing
from kheo.desk.rows import Done, Task, Wait, in_order
from kheo.evaluations import queues
from kheo.insights.asking import reads_figures
from kheo.kernel import clock
from kheo.movements.models import Milestone
from kheo.people.models import Person


class Desk:
    """The rows of one person's desk. The number of queries does not grow with the number of rows."""

    def __init__(self, person: Person) -> None:
        self._ground = Ground(person)
        self._registering = Registering(self._ground)
        self._reviewing = Reviewing(self._ground)
        self._keeping = Keeping(self._ground)
        self._joining = Joining(self._ground)

    @cached_property
    def tasks(self) -> list[Task]:
        """What to do: overdue first, then by day."""
        parts = (self._registering, self._reviewing, self._keeping, self._joining)
        by_part = [task for part in parts for task in part.tasks()]
        person = self._ground.person
        judged = [*judging.tasks(person), *arranging.tasks(person)] if queues.concern(person) else []
        living_on = [*living.tasks(self._ground), *copying.tasks(self._ground)]
        by_part += reorganising.tasks(self._ground)
        return in_order([*by_part, *demanding.tasks(self._ground), *judged, *living_on, *sitting.tasks(person)])

    @cached_property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(task.overdue for task in self.tasks)

    @cached_property
    def waits(self) -> list[Wait]:
        """What others hold: nothing to do."""
        return [
            *self._registering.waits(),
            *self._reviewing.waits(),
            *self._joining.waits(),
            *reorganising.waits(self._ground),
        ]

    @cached_property
    def done(self) -> list[Done]:
        """The last few endings."""
        return done_lately(self._ground)

    @cached_property
    def next_day(self) -> Milestone | None:
        """The next day of the rounds that concern the person, for a desk without tasks."""
        today: date = clock.today()
        coming = [m for round_ in self._ground.rounds for m in round_.milestones.all() if m.on >= today]
        return min(coming, key=lambda milestone: milestone.on, default=None)

    @cached_property
    def has_figures(self) -> bool:
        """Whether there are figures that the person may read."""
        return reads_figures(self._ground.person)

    @property
    def may_register(self) -> bool:
        """Whether the person registers for a unit while some round goes on."""
        return bool(self._ground.writes) and any(round_.is_running for round_ in self._ground.rounds)
