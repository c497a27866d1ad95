"""How far the scoring has come: who has what, what is sent, who waits. Not a single point in sight."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from kheo.evaluations.enums import State
from kheo.evaluations.models import Assignment, Evaluation, Procedure, Scorecard
from kheo.people.models import Person
from kheo.units.models import Unit


@dataclass
class ScorerProgress:
    """One scorer at one stage: dossiers given, begun, sent; put off are those they skipped."""

    scorer: Person
    stage: str
    given: int = 0
    begun: int = 0
    sent: int = 0
    put_off: int = 0

    @property
    def waiting(self) -> int:
        return self.given - self.sent


@dataclass(frozen=True)
class Progress:
    """The scoring of one unit by one procedure. `by_state`: how many evaluations stand at each stage.

    `without` are evaluations at a stage of several scorers to which fewer are given than the procedure wants.
    """

    scorers: tuple[ScorerProgress, ...]
    by_state: dict[str, int]
    without: tuple[Evaluation, ...]


def of(procedure: Procedure, unit: Unit) -> Progress:
    """The progress as those who arrange the scoring see it, in three queries. The caller asks `can_arrange`."""
    evaluations = list(
        Evaluation.objects.counting().filter(procedure=procedure, unit=unit).select_related("subject").order_by("pk")
    )
    assignments = list(_with_cards(evaluations))
    by_state = {state.value: 0 for state in State if state != State.DROPPED}
    for one in evaluations:
        by_state[one.state] += 1
    return Progress(tuple(_by_scorer(assignments)), by_state, tuple(_without(evaluations, assignments, procedure)))


def _with_cards(evaluations: Iterable[Evaluation]) -> Iterable[Any]:
    """The assignments, each with whether its card `is_begun` and `is_sent`."""
    own = Scorecard.objects.filter(
        evaluation=OuterRef("evaluation"), stage=OuterRef("stage"), scorer=OuterRef("scorer")
    )
    rows = Assignment.objects.active().filter(evaluation__in=[one.pk for one in evaluations])
    rows = rows.annotate(is_sent=Exists(own.sent()), is_begun=Exists(own.filter(revision__gt=0)))
    return list(rows.select_related("scorer").order_by("scorer__sort_key", "scorer", "stage"))


def _by_scorer(assignments: Iterable[Any]) -> Iterable[ScorerProgress]:
    found: dict[tuple[int, str], ScorerProgress] = {}
    for one in assignments:
        line = found.setdefault((one.scorer_id, one.stage), ScorerProgress(one.scorer, one.stage))
        line.given += 1
        line.begun += one.is_begun and not one.is_sent
        line.sent += one.is_sent
        line.put_off += one.skipped_at is not None and not one.is_sent
    return found.values()


def _without(
    evaluations: Iterable[Evaluation], assignments: Iterable[Any], procedure: Procedure
) -> Iterable[Evaluation]:  # fmt: skip
    panels: dict[tuple[int, str], int] = defaultdict(int)
    for one in assignments:
        panels[one.evaluation_id, one.stage] += 1
    scoring = (one for one in evaluations if one.state in (State.CROSS, State.SCORING))
    return (one for one in scoring if panels[one.pk, one.state] < procedure.scorers)
