"""An evaluation as its page tells it: the way through the stages, the points leaf by leaf, who gave what."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kheo.criteria.criterion import Criterion
from kheo.criteria.enums import Stage
from kheo.evaluations import cards, permissions
from kheo.evaluations.enums import State
from kheo.evaluations.history import Told
from kheo.evaluations.models import Evaluation, Scorecard
from kheo.evaluations.results import Standing
from kheo.people.models import Person


@dataclass(frozen=True)
class Row:
    """A criterion, what each stage gave on it (None where nothing may be seen or nothing stands), and what counts."""

    criterion: Criterion
    number: int | None
    by_stage: list[tuple[str, Decimal | None]]
    counts: Decimal | None


def table(standing: Standing) -> list[Row]:
    """Every criterion in the order of the framework; leaves are numbered, groups are not."""
    counted = standing.outcome.tally.points if standing.outcome else {}
    rows, number = [], 0
    for criterion in standing.sheet.walk():
        number += criterion.is_leaf
        by_stage = [
            (str(Stage(stage).label), one.tally.points.get(criterion.code) if _is_said(criterion, one.given) else None)
            for stage, one in standing.stages.items()
        ]
        rows.append(Row(criterion, number if criterion.is_leaf else None, by_stage, counted.get(criterion.code)))
    return rows


def steps(evaluation: Evaluation) -> list[dict[str, str]]:
    """The stages of the framework as a track; the present one is marked. What was taken back is on its way no more."""
    if evaluation.state == State.DROPPED:
        return []
    stages = [stage for stage in evaluation.sheet.stages if stage != Stage.EXPLANATION]
    now = evaluation.resumes or evaluation.state
    place = stages.index(Stage(now)) if now in stages else len(stages) + (evaluation.state == State.CONCLUDED)
    words = [str(State(stage).label) for stage in stages] + [str(State.CONCLUDED.label)]
    note = _("an explanation is asked for") if evaluation.state == State.EXPLANATION else ""
    return [
        {"text": word, "state": _step(n, place), "note": note if n == place else ""} for n, word in enumerate(words)
    ]


def to_write(person: Person, seen: Iterable[Scorecard], evaluation: Evaluation) -> list[Scorecard]:
    """The cards on which the person may write now, or look again after an explanation."""
    found = []
    for card in seen:
        card.evaluation = evaluation
        if permissions.can_write_on.allows(person, card) or _looks_again(person, card):
            found.append(card)
    return found


def given(told: Told) -> dict[str, Any]:
    """One thing that was given on a leaf, in words."""
    return {
        "stage": str(Stage(told.stage).label), "who": told.by.full_name if told.by else "", "at": told.at,
        "entry": cards.entry_in_words(told.entry), "note": told.note, "reason": told.reason, "until": told.until,
        "is_draft": told.is_draft,
    }  # fmt: skip


def _step(n: int, place: int) -> str:
    return "done" if n < place else "now" if n == place else "next"


def _looks_again(person: Person, card: Scorecard) -> bool:
    if not card.is_sent or card.stage == Stage.SELF:
        return False
    asked = set(card.evaluation.questions.filter(answered_at__gte=card.sent_at).values_list("code", flat=True))
    return bool(asked) and permissions.can_look_again.allows(person, card, asked)


def _is_said(criterion: Criterion, said: Any) -> bool:
    """Whether a stage said something of a leaf, or of a leaf in a group."""
    return any(part.code in said for part in criterion.walk())
