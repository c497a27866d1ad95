"""The history of one leaf: what every stage and every scorer gave, and what stood there before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kheo.criteria.enums import Stage
from kheo.criteria.scoring import Entry
from kheo.evaluations.models import Evaluation, Question, Score, Scorecard
from kheo.people.models import Person


@dataclass(frozen=True)
class Told:
    """Something that was given on a leaf: at which stage, by whom, when, with which words.

    `until` is when it was replaced, None for what stands. `is_draft` for a card that is not sent.
    """

    stage: Stage
    by: Person | None
    at: datetime
    entry: Entry
    note: str
    reason: str
    until: datetime | None = None
    is_draft: bool = False


def of_leaf(evaluation: Evaluation, code: str, *, reader: Person | None = None) -> list[Told]:
    """All that the reader may see of one leaf, stage by stage, each in the order in which it was given."""
    cards = Scorecard.objects.filter(evaluation=evaluation)
    seen = cards.visible_to(reader) if reader else cards
    scores = (
        Score.objects.filter(scorecard__in=seen, code=code)
        .select_related("scorecard__scorer", "by").prefetch_related("earlier__by")
    )  # fmt: skip
    order = list(evaluation.sheet.stages)
    told = [one for score in scores for one in _of_score(score)]
    return sorted(told, key=lambda one: (order.index(one.stage), one.at))


def questions(evaluation: Evaluation, code: str) -> list[Question]:
    """What was asked about the leaf, and answered."""
    return list(evaluation.questions.filter(code=code).select_related("asked_by", "answered_by"))


def _of_score(score: Score) -> Iterator[Told]:
    card, stage = score.scorecard, Stage(score.scorecard.stage)
    for was in score.earlier.all():
        yield Told(stage, card.scorer or was.by, was.at, was.entry, was.note, was.reason, was.until)
    yield Told(
        stage, card.scorer or score.by, score.at, score.entry, score.note, score.reason, is_draft=not card.is_sent
    )
