"""The records of judging, in the order of the story: what is demanded, what is judged, visits, cards."""

from kheo.evaluations.models.cards import (
    ENTRY,
    Assignment,
    Conflict,
    EarlierScore,
    Evidence,
    Score,
    Scorecard,
    entry_of,
)
from kheo.evaluations.models.evaluations import (
    Evaluation,
    FigureValue,
    GateAnswer,
    Omission,
    Question,
    Reopening,
    Subject,
)
from kheo.evaluations.models.procedures import Deadline, Procedure, RankingChoice
from kheo.evaluations.models.visits import Observation, Visit, VisitMember, VisitPhoto, VisitSignature

__all__ = [
    "ENTRY", "Assignment", "Conflict", "Deadline", "EarlierScore", "Evaluation", "Evidence", "FigureValue",
    "GateAnswer", "Observation", "Omission", "Procedure", "Question", "RankingChoice", "Reopening", "Score",
    "Scorecard", "Subject", "Visit", "VisitMember", "VisitPhoto", "VisitSignature", "entry_of",
]  # fmt: skip
