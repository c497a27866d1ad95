"""The words of judging, and the table of its moves. The stages belong to `criteria`: frameworks name them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.criteria.enums import Stage
from kheo.kernel import journal
from kheo.units.enums import Role


class State(TextChoices):
    """Where an evaluation stands: at one of the stages that its framework names, then ready, then concluded; or nobody
    judges it any more, since what was judged was taken back."""

    SELF = "self", _("Self-assessment")
    VERIFICATION = "verification", _("Field verification")
    CROSS = "cross", _("Cross-scoring")
    SCORING = "scoring", _("Scoring")
    SUPERIOR = "superior", _("Scoring by the superior")
    COUNCIL = "council", _("Points of the council")
    EXPLANATION = "explanation", _("Explanation")
    SCORED = "scored", _("To be concluded")
    CONCLUDED = "concluded", _("Concluded")
    DROPPED = "dropped", _("No longer judged")


class Holder(TextChoices):
    """Who has to act next."""

    SUBJECT = "subject", _("the unit that is judged")
    JUDGE = "judge", _("the judging unit")
    SCORERS = "scorers", _("the scorers")
    NOBODY = "nobody", _("nobody")


_ON_THE_WAY = [State.SELF, State.VERIFICATION, State.CROSS, State.SCORING, State.SUPERIOR, State.COUNCIL]
_ASKING = set(_ON_THE_WAY) - {State.SELF} | {State.SCORED}

# A framework names its stages, and their order; so any stage may follow another. While the judging side holds the
# matter it may ask the unit to explain, and goes on from where it was.
NEXT = {state: set(_ON_THE_WAY) - {State.SELF, state} | {State.SCORED} for state in _ON_THE_WAY}
NEXT |= {state: moves | {State.EXPLANATION} for state, moves in NEXT.items() if state in _ASKING}
NEXT[State.EXPLANATION] = _ASKING
NEXT[State.SCORED] = {State.CONCLUDED, State.EXPLANATION}
NEXT[State.CONCLUDED] = set(_ON_THE_WAY)  # reopened, with a reason
NEXT = {state: moves | {State.DROPPED} for state, moves in NEXT.items()} | {State.DROPPED: set()}

# Nothing of it changes any more; only what is concluded counts.
OVER = {State.CONCLUDED, State.DROPPED}

HELD_BY = {
    State.SELF: Holder.SUBJECT,
    State.VERIFICATION: Holder.JUDGE,
    State.CROSS: Holder.SCORERS,
    State.SCORING: Holder.SCORERS,
    State.SUPERIOR: Holder.JUDGE,
    State.COUNCIL: Holder.JUDGE,
    State.EXPLANATION: Holder.SUBJECT,
    State.SCORED: Holder.JUDGE,
    State.CONCLUDED: Holder.NOBODY,
    State.DROPPED: Holder.NOBODY,
}

# At these stages several people score, each alone: a card for each, hidden from the others until their own is sent.
INDEPENDENT = {Stage.CROSS, Stage.SCORING}
# The others have one card, which the unit that holds the matter writes.
SHARED = {Stage.SELF, Stage.VERIFICATION, Stage.SUPERIOR, Stage.COUNCIL}

# Who sets up the scoring, follows its progress and concludes; a plain reviewer only scores.
ARRANGES_FOR_UNIT = {Role.COUNCIL_SECRETARY, Role.STEERING_COMMITTEE, Role.HEAD}


class Side(TextChoices):
    """The two sides of a judgement."""

    SUBJECT = "subject", _("the unit that is judged")
    JUDGE = "judge", _("the judging unit")


class Late(TextChoices):
    """What happens to a card that is sent after the day of its stage (cells-and-democracy.md §4.3)."""

    MARKED = "marked", _("is taken, and marked as late")
    REFUSED = "refused", _("is refused")


class Finding(TextChoices):
    """What a field visit concludes (movement.md §3.4, F3)."""

    PASSED = "passed", _("meets the requirements")
    FAILED = "failed", _("does not meet the requirements")
    INCOMPLETE = "incomplete", _("is to be completed")


class Ranking(TextChoices):
    """Which of the two orders of the fair-scoring lab counts."""

    RAW = "raw", _("by the scores as they were given")
    ADJUSTED = "adjusted", _("adjusted for harsh and mild scorers")


journal.tells(
    {
        "procedure.demanded": _("%(who)s set how the level is judged in this round."),
        "procedure.lifted": _("%(who)s lifted what this round demanded of a level."),
        "procedure.deadline_set": _("%(who)s set the last day of a stage: %(on)s."),
        "ranking.chosen": _("%(who)s chose for %(unit)s which order counts."),
        "subject.entered": _("%(who)s entered a subject to be judged."),
        "subject.dropped": _("%(who)s of %(unit)s took back what was judged."),
        "evaluation.brought_in": _("%(who)s brought scores in from a list."),
        "evaluation.opened": _("%(who)s opened the evaluation for %(unit)s."),
        "evaluation.stage_finished": _("A stage was finished."),
        "evaluation.omitted": _("%(who)s of %(unit)s went on without waiting for what was missing."),
        "evaluation.asked": _("%(who)s of %(unit)s asked for an explanation."),
        "evaluation.explained": _("%(who)s of %(unit)s explained."),
        "evaluation.concluded": _("%(who)s concluded the evaluation for %(unit)s."),
        "evaluation.recomputed": _("A figure of another unit changed, and the result was computed anew."),
        "evaluation.reopened": _("%(who)s of %(unit)s reopened the evaluation."),
        "evaluation.dropped": _("%(who)s of %(unit)s took back what was judged: nobody judges it any more."),
        "evaluation.gate_answered": _("%(who)s of %(unit)s answered whether a condition is met."),
        "evaluation.figure_stated": _("%(who)s of %(unit)s stated a figure."),
        "scorecard.written": _("%(who)s wrote points."),
        "scorecard.evidence_added": _("%(who)s added evidence."),
        "scorecard.evidence_removed": _("%(who)s took evidence off."),
        "scorecard.sent": _("%(who)s of %(unit)s sent a score sheet."),
        "scorecard.rescored": _("%(who)s changed points after the explanation."),
        "visit.planned": _("%(who)s planned a visit for %(unit)s on %(on)s."),
        "visit.noted": _("%(who)s wrote on the record of the visit."),
        "visit.recorded": _("%(who)s wrote down what the visit found."),
        "visit.photo_added": _("%(who)s added a photograph to the record of the visit."),
        "visit.photo_described": _("%(who)s said what a photograph of the visit shows."),
        "visit.photo_removed": _("%(who)s took a photograph off the record of the visit."),
        "visit.signed": _("%(who)s of %(unit)s signed the record of the visit."),
        "visit.cancelled": _("%(who)s of %(unit)s cancelled the visit."),
        "assignment.made": _("%(who)s gave a dossier to a scorer."),
        "assignment.ended": _("%(who)s took a dossier from a scorer."),
        "assignment.skipped": _("%(who)s put a dossier off."),
        "conflict.declared": _("%(who)s declared a conflict of interest."),
    }
)
