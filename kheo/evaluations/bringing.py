"""Scores that were given on paper or elsewhere, from a list: the same records as the verbs leave behind.

Who wrote what on which day is not in such a list, so it is not invented: each evaluation bears one line of history,
that it was brought in. Nothing that people have written or sent here is changed by a list.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from kheo.criteria.enums import Stage
from kheo.evaluations import moving
from kheo.evaluations.cards import Mark
from kheo.evaluations.enums import SHARED, Side, State
from kheo.evaluations.models import (
    Evaluation,
    FigureValue,
    GateAnswer,
    Procedure,
    Score,
    Scorecard,
    Subject,
)
from kheo.kernel import clock, journal
from kheo.kernel.copying import copy_in, reserve_ids
from kheo.people.models import Person
from kheo.units.permissions import can_bring_in

_SCORE = (
    "id", "scorecard_id", "code", "points", "value", "target", "assigned", "passed", "note", "reason", "at", "by_id",
    "revision",
)  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """What one row says: on a leaf of a card, whether a gate is passed, or a figure; exactly one of the three."""

    subject: Subject
    procedure: Procedure
    unit_id: int
    profile: str
    stage: str
    scorer_id: int | None
    code: str
    mark: Mark | None = None
    gate: bool | None = None
    document: str = ""
    figure: Decimal | None = None


@transaction.atomic
def bring_in(listed: Sequence[Listed], *, by: Person | None) -> dict[str, list[int]]:
    """Write what the rows say: evaluations that are new, their cards as sent; gives the ids of what is new, by kind.

    `by` is None only for the command line. The list has been examined.
    """
    if by:
        can_bring_in(by, {row.unit_id for row in listed})
    evaluations, opened = _evaluations(listed, by)
    cards, made = _cards(listed, evaluations, by)
    scores = _write_scores(listed, evaluations, cards, by)
    answers = _write_answers(listed, evaluations, by)
    figures = _write_figures(listed, evaluations, by)
    settle(evaluations.values())
    about: list[tuple[int, int, dict]] = [(one.pk, one.unit_id, {}) for one in evaluations.values()]
    journal.record_all("evaluation.brought_in", "evaluation", about, by=by)
    return {
        "evaluation": opened, "scorecard": made, "score": scores, "gateanswer": answers, "figurevalue": figures,
    }  # fmt: skip


@transaction.atomic
def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Delete what `bring_in` gave; `ProtectedError` when something hangs on it."""
    touched = Evaluation.objects.filter(cards__scores__in=made["score"]) | Evaluation.objects.filter(
        cards__in=made["scorecard"]
    )
    touched_ids = set(touched.values_list("pk", flat=True))
    can_bring_in(by, set(Evaluation.objects.filter(pk__in=touched_ids).values_list("unit", flat=True)))
    FigureValue.objects.filter(pk__in=made["figurevalue"]).delete()
    GateAnswer.objects.filter(pk__in=made["gateanswer"]).delete()
    Score.objects.filter(pk__in=made["score"]).delete()
    Scorecard.objects.filter(pk__in=made["scorecard"]).delete()
    Evaluation.objects.filter(pk__in=made["evaluation"]).delete()
    settle(Evaluation.objects.counting().filter(pk__in=touched_ids))


def settle(evaluations: Iterable[Evaluation]) -> None:
    """Put each where its sent cards say that it stands: behind the last stage that has one."""
    listed = list(evaluations)
    told: dict[int, set[Stage]] = defaultdict(set)
    sent = Scorecard.objects.sent().filter(evaluation__in=[one.pk for one in listed])
    for pk, stage in sent.values_list("evaluation", "stage"):
        told[pk].add(Stage(stage))
    for one in listed:
        done = [stage for stage in one.sheet.stages if stage in told[one.pk]]
        one.state, one.resumes = moving.after(one, done[-1] if done else None), ""
    Evaluation.objects.bulk_update(listed, ["state", "resumes"])
    Scorecard.objects.bulk_create(
        (Scorecard(evaluation=one, stage=one.state) for one in listed if one.state in SHARED), ignore_conflicts=True
    )


def _evaluations(
    listed: Sequence[Listed], by: Person | None
) -> tuple[dict[tuple[int, int], Evaluation], list[int]]:  # fmt: skip
    """The evaluation of each subject by each unit, and the ids of those that are new."""
    rows = {(row.subject.pk, row.unit_id): row for row in listed}
    there = Evaluation.objects.select_for_update(of=("self",)).filter(subject__in={pk for pk, _unit in rows})
    found = {(one.subject_id, one.unit_id): one for one in there.order_by("pk")}
    now = clock.now()
    new = [
        Evaluation(
            subject=row.subject, unit_id=row.unit_id, procedure=row.procedure, version=row.procedure.version,
            profile=row.profile, state=State.SCORED, opened_at=now, opened_by=by,
        )
        for place, row in rows.items() if place not in found
    ]  # fmt: skip
    made = {(one.subject_id, one.unit_id): one for one in Evaluation.objects.bulk_create(new)}
    return {place: (found | made)[place] for place in rows}, [one.pk for one in made.values()]


def _place(row: Listed) -> tuple[int, int]:
    return row.subject.pk, row.unit_id


def _cards(
    listed: Sequence[Listed], evaluations: dict[tuple[int, int], Evaluation], by: Person | None
) -> tuple[dict[tuple[int, str, int | None], Scorecard], list[int]]:  # fmt: skip
    """The card of each evaluation, stage and scorer, as sent; and the ids of those that are new."""
    wanted = {(evaluations[_place(row)].pk, row.stage, row.scorer_id) for row in listed if row.mark}
    there = Scorecard.objects.filter(evaluation__in={pk for pk, _stage, _scorer in wanted})
    found = {(card.evaluation_id, card.stage, card.scorer_id): card for card in there}
    now = clock.now()
    new = Scorecard.objects.bulk_create(
        Scorecard(evaluation_id=pk, stage=stage, scorer_id=scorer, revision=1, sent_revision=1, sent_at=now, sent_by=by)
        for pk, stage, scorer in sorted(wanted - set(found), key=str)
    )
    laid_ready = [found[place] for place in wanted & set(found) if not found[place].is_sent]
    for card in laid_ready:
        card.revision, card.sent_revision, card.sent_at, card.sent_by = 1, 1, now, by
    Scorecard.objects.bulk_update(laid_ready, ["revision", "sent_revision", "sent_at", "sent_by"])
    return found | {(card.evaluation_id, card.stage, card.scorer_id): card for card in new}, [card.pk for card in new]


def _write_scores(
    listed: Sequence[Listed], evaluations: dict[tuple[int, int], Evaluation],
    cards: dict[tuple[int, str, int | None], Scorecard], by: Person | None,
) -> list[int]:  # fmt: skip
    rows = [row for row in listed if row.mark]
    ids, now, by_id = reserve_ids(Score, len(rows)), clock.now(), by.pk if by else None
    copy_in(
        Score, _SCORE,
        [
            (
                pk, cards[evaluations[_place(row)].pk, row.stage, row.scorer_id].pk, row.code, mark.points, mark.value,
                mark.target, mark.assigned, mark.passed, mark.note, mark.reason, now, by_id, 1,
            )
            for pk, row in zip(ids, rows, strict=True) if (mark := row.mark)
        ],
    )  # fmt: skip
    return ids


def _write_answers(
    listed: Sequence[Listed], evaluations: dict[tuple[int, int], Evaluation], by: Person | None
) -> list[int]:  # fmt: skip
    made = GateAnswer.objects.bulk_create(
        GateAnswer(
            evaluation=evaluations[_place(row)], gate=row.code, passed=row.gate, document=row.document,
            at=clock.now(), by=by,
        )
        for row in listed if row.gate is not None
    )  # fmt: skip
    return [answer.pk for answer in made]


def _write_figures(
    listed: Sequence[Listed], evaluations: dict[tuple[int, int], Evaluation], by: Person | None
) -> list[int]:  # fmt: skip
    made = FigureValue.objects.bulk_create(
        FigureValue(
            evaluation=evaluations[_place(row)], code=row.code, side=side_of(row.stage), value=row.figure,
            at=clock.now(), by=by,
        )
        for row in listed if row.figure is not None
    )  # fmt: skip
    return [figure.pk for figure in made]


def side_of(stage: str) -> Side:
    """Who states a figure at a stage."""
    return Side.SUBJECT if stage == Stage.SELF else Side.JUDGE
