"""How registrations stand before a unit of which the round demands a judgement first: evaluated, voted on, ranked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from kheo.councils import results as councils
from kheo.councils.models import CouncilSession, Result
from kheo.criteria.amounts import plain
from kheo.criteria.enums import Effect
from kheo.evaluations import judgeable
from kheo.evaluations import results as evaluations
from kheo.evaluations.models import Evaluation, Procedure
from kheo.evaluations.policies import procedure_for
from kheo.evaluations.results import FailedGate, Standing
from kheo.evaluations.standings import Table
from kheo.exemplars.models import Registration
from kheo.exemplars.policies import can_be_judged
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import docket
from kheo.units.models import Unit


@dataclass(frozen=True)
class Judged:
    """A registration, what its evaluation by the unit comes to, and what the unit's council held of it.

    `standing` is None before the evaluation is opened, `result` before the council published one, `session` unless it
    stands on the agenda of a session to come. `rank` is None where it was not asked for, or there is none.
    """

    registration: Registration
    unit: Unit
    procedure: Procedure
    standing: Standing | None = None
    result: Result | None = None
    session: CouncilSession | None = None
    rank: int | None = None

    @property
    def not_eligible(self) -> bool:
        """Whether a failed gate forbids recognition; False while nobody may say so."""
        return bool(self.standing and self.standing.verdict and self.standing.verdict.not_eligible)

    @property
    def falls_short(self) -> bool:
        """Whether it has fewer points than the rung demands; False while nobody may say so."""
        return bool(self.standing and self.standing.falls_short)

    @property
    def least(self) -> Decimal | None:
        """The points that the rung demands."""
        return None if self.procedure.least is None else plain(self.procedure.least)

    @property
    def forbidding_gates(self) -> list[FailedGate]:
        """The failed gates that forbid it, in their own words."""
        if not self.standing:
            return []
        effects = {gate.code: gate.effect for gate in self.standing.sheet.gates}
        return [gate for gate in self.standing.failed_gates if effects[gate.code] == Effect.NOT_ELIGIBLE]


@dataclass(frozen=True)
class ToOpen:
    """What waits and is not being evaluated: what can be opened, and what cannot, each with the reason."""

    ready: tuple[Registration, ...] = ()
    left_out: tuple[tuple[Registration, str], ...] = ()


class Judgements:
    """What a unit has judged in a round, as `reader` may see it; without a reader (a verb) all of it.

    The number of queries does not depend on the number of registrations, and is one where nothing is demanded.
    """

    def __init__(self, unit: Unit, round_: Round, *, reader: Person | None = None) -> None:
        self.unit, self.round, self.reader = unit, round_, reader

    @cached_property
    def procedure(self) -> Procedure | None:
        """What the round demands at the level of the unit; None where it recognises as simply as ever."""
        return procedure_for(self.unit, self.round)

    def of(self, registrations: Iterable[Registration]) -> dict[int, Judged]:
        """By the id of the registration; empty where nothing is demanded."""
        if self.procedure is None:
            return {}
        listed = list(registrations)
        subjects = [one.judged_as_id for one in listed if one.judged_as_id]
        standings, results, sessions = self._standings(subjects), self._results(subjects), self._sessions(subjects)
        ranks = self._ranks if "_ranks" in self.__dict__ else {}
        return {
            one.pk: Judged(
                one, self.unit, self.procedure, standings.get(one.judged_as_id), results.get(one.judged_as_id),
                sessions.get(one.judged_as_id), ranks.get(one.judged_as_id),
            )
            for one in listed
        }  # fmt: skip

    def by_rank(self, registrations: Iterable[Registration]) -> list[Registration]:
        """The best first; what has no rank, or none that the reader may see, keeps its order behind them."""
        ranks = self._ranks
        return sorted(registrations, key=lambda one: ranks.get(one.judged_as_id) or len(ranks) + 1)

    @cached_property
    def to_open(self) -> ToOpen:
        """What waits for the unit that it has not begun to evaluate; nothing where nothing is demanded."""
        return to_open(self.unit, self.round) if self.procedure else ToOpen()

    @cached_property
    def _table(self) -> Table:
        assert self.procedure is not None
        return Table(self.procedure, self.unit, reader=self.reader)

    @cached_property
    def _ranks(self) -> dict[int | None, int | None]:
        """In the order that counts, with ties; of everything that the unit judges in the round."""
        if self.procedure is None:
            return {}
        counting = self._table.counting
        return {one.evaluation.subject_id: counting.get(one.evaluation.pk) for one in self._table.standings}

    def _standings(self, subjects: Collection[int]) -> dict[int | None, Standing]:
        if "_table" in self.__dict__:  # read whole for the ranks
            return {one.evaluation.subject_id: one for one in self._table.standings}
        rows = Evaluation.objects.filter(unit=self.unit, subject__in=subjects).order_by("pk")
        rows = rows.visible_to(self.reader) if self.reader else rows
        return {one.evaluation.subject_id: one for one in evaluations.many(rows, reader=self.reader)}

    def _results(self, subjects: Collection[int]) -> dict[int | None, Result]:
        demanded = self.procedure is not None and self.procedure.council
        return councils.many(subjects, self.unit, reader=self.reader) if demanded else {}

    def _sessions(self, subjects: Collection[int]) -> dict[int | None, CouncilSession]:
        demanded = self.procedure is not None and self.procedure.council
        return councils.coming(subjects, self.unit, reader=self.reader) if demanded else {}


def unopened(unit: Unit, round_: Round) -> QuerySet[Registration]:
    """What waits for the unit and is not being evaluated by it."""
    return docket.waiting(unit, round_).filter(_unopened(OuterRef("judged_as"), unit))


def to_open(unit: Unit, round_: Round) -> ToOpen:
    """The same, told apart by whether the unit can judge it; as many queries for fifty as for one."""
    listed = list(unopened(unit, round_).select_related("unit").order_by("code", "pk"))
    barred = judgeable.why_not(unit, round_, {one.unit for one in listed}) if listed else {}
    reasons = [(one, can_be_judged.why_not(one) or barred[one.unit_id]) for one in listed]
    return ToOpen(
        ready=tuple(one for one, why in reasons if not why),
        left_out=tuple((one, why) for one, why in reasons if why),
    )


def unopened_counts(unit_ids: Iterable[int], round_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """The same for many, as `docket.waiting_counts` counts."""
    return docket.waiting_counts(unit_ids, round_ids, such=_unopened)


def uncalled_counts(unit_ids: Iterable[int], round_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """How much of what waits is evaluated, eligible, and before no session of the unit's council."""
    return docket.waiting_counts(unit_ids, round_ids, such=_uncalled)


def _unopened(subject: OuterRef, unit: OuterRef | Unit) -> Q:
    return ~Q(Exists(Evaluation.objects.filter(subject=subject, unit=unit)))


def _uncalled(subject: OuterRef, unit: OuterRef | Unit) -> Q:
    ready = Evaluation.objects.fit().filter(subject=subject, unit=unit)
    return Q(Exists(ready)) & ~Q(Exists(councils.before(unit).filter(subject=subject)))
