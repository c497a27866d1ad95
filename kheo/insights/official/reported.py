"""What a report tells of: a unit, a movement, one round or several, and in which language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from kheo.insights.enums import PeriodKind
from kheo.insights.scope import Scope
from kheo.kernel import clock
from kheo.kernel.periods import format_date, months_after
from kheo.movements.models import Movement, Round
from kheo.people.models import Person
from kheo.units.models import Unit

VIETNAMESE = "vi"
HALF_A_YEAR = 190  # days, with some to spare


@dataclass(frozen=True)
class Reported:
    """`rounds` are of one movement, the earliest first. `level` keeps only what was registered for that level.

    A report that is closed has no `reader`: its figures are those of the unit, whoever looks.
    """

    unit: Unit
    rounds: tuple[Round, ...]
    kind: PeriodKind
    language: str = VIETNAMESE
    level: str = ""
    reader: Person | None = None

    @classmethod
    def of(
        cls, unit: Unit, rounds: Iterable[Round], kind: str, *, language: str = VIETNAMESE, level: str = "",
        reader: Person | None = None,
    ) -> "Reported":  # fmt: skip
        """The same in the order of time."""
        ordered = tuple(sorted(rounds, key=lambda one: (one.starts, one.pk)))
        return cls(unit, ordered, PeriodKind(kind), language, level, reader)

    @cached_property
    def until(self) -> date | None:
        """Where half of a longer round is told: the last day of that half. What happened later does not count."""
        return _half_of(self.rounds[-1]) if self.kind == PeriodKind.HALF_YEAR else None

    @property
    def movement(self) -> Movement:
        return self.rounds[0].movement

    @cached_property
    def scopes(self) -> list[Scope]:
        """One for each round, each with the units of its own day: nothing is counted but through these."""
        return [self._scope(one) for one in self.rounds]

    @cached_property
    def name(self) -> str:
        """The unit's name on the day of the report's last round."""
        return self.scopes[-1].name

    @cached_property
    def period(self) -> str:
        """The round by its name; several by the first and the last."""
        if self.until:
            return _first_half(self.rounds[0])
        first, last = self.rounds[0].name, self.rounds[-1].name
        return first if len(self.rounds) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}

    @cached_property
    def as_at(self) -> date:
        """The day up to which it tells: the end of its last round or of its half, today while that goes on."""
        return min(self.rounds[-1].date, self.until or self.rounds[-1].date)

    # ── The same period before ──

    @cached_property
    def before(self) -> list[Scope]:
        """The same period before: for one round that which began in the same month, else the one right before; for
        several as many that came right before. Empty when there is none."""
        earlier = self.movement.rounds.filter(ends__lt=self.rounds[0].starts).order_by("-starts", "-pk")
        found = list(earlier[: max(len(self.rounds), 4)])
        same_month = [one for one in found if one.starts.month == self.rounds[0].starts.month]
        if len(self.rounds) == 1:
            found = same_month[:1] or found[:1]
        chosen = sorted(found[: len(self.rounds)], key=lambda one: one.starts)
        return [self._scope(one) for one in chosen]

    @property
    def period_before(self) -> str:
        """Its name."""
        if self.until and self.before[0].until:
            return _first_half(self.before[0].round)
        first, last = self.before[0].round.name, self.before[-1].round.name
        return first if len(self.before) == 1 else _("%(first)s to %(last)s") % {"first": first, "last": last}

    @cached_property
    def why_not_comparable(self) -> str:
        """Why the figures must not be held against those of the period before; empty where they may be."""
        if not self.before:
            return _("there is no earlier period of the movement to compare with")
        if len(self.before) < len(self.rounds):
            return _("the movement has fewer rounds before this period than in it")
        ends = self.until or self.rounds[-1].ends
        if ends > clock.today():
            return _("the period still goes on until %(day)s") % {"day": format_date(ends)}
        if [_months(one) for one in self.rounds] != [_months(scope.round) for scope in self.before]:
            return _("this period and %(before)s are not equally long") % {"before": self.period_before}
        if _units(self.scopes) != _units(self.before):
            return _("the units are not the same as in %(before)s") % {"before": self.period_before}
        return ""

    def _scope(self, one: Round) -> Scope:
        until = _half_of(one) if self.until else None
        return Scope.of(self.unit, one, level=self.level, reader=self.reader, until=until)


def _half_of(one: Round) -> date | None:
    """The last day of a round's first six months; None where it is no longer than half a year."""
    last = months_after(one.starts, 6) - timedelta(days=1)
    return last if (one.ends - one.starts).days > HALF_A_YEAR else None


def _first_half(one: Round) -> str:
    return _("first six months of %(round)s") % {"round": one.name}


def _months(one: Round) -> int:
    return 12 * (one.ends.year - one.starts.year) + one.ends.month - one.starts.month


def _units(scopes: Iterable[Scope]) -> set[int]:
    return {line.unit_id for scope in scopes for line in scope.lines if line.of_unit}
