"""What the state of a round and of an evaluation allows, whoever asks."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.criteria.enums import Stage, VersionStatus
from kheo.criteria.models import FrameworkVersion
from kheo.evaluations import judgeable
from kheo.evaluations.enums import INDEPENDENT, NEXT, Late, State
from kheo.evaluations.models import Evaluation, Procedure, Scorecard, Subject, Visit
from kheo.kernel import clock
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.units.enums import Level
from kheo.units.models import Unit

# ── What a round demands ──


@rule
def can_be_demanded(round_: Round, level: str, version: FrameworkVersion, scorers: int) -> None:
    """A rung of the ladder, a version in force at the round's date, and scorers where its stages know any."""
    is_not_closed(round_)
    if level not in round_.levels:
        raise NotNow(
            _("The level %(level)s does not recognise in %(round)s.")
            % {"level": Level(level).label.lower(), "round": round_.name}
        )
    if version.status != VersionStatus.PUBLISHED or round_.date not in version.during:
        raise NotNow(
            _("Version %(number)s of “%(framework)s” is not in force on %(day)s: publish one that is.")
            % {"number": version.number, "framework": version.framework.name, "day": format_date(round_.date)}
        )
    if bool(scorers) != bool(INDEPENDENT & set(version.sheet.stages)):
        if scorers:
            raise BadInput(_("“%(framework)s” has no stage at which several people score.") % _named(version))
        raise BadInput(_("“%(framework)s” is scored by several people: say how many.") % _named(version))


@rule
def can_be_reached(version: FrameworkVersion, least: Decimal | None) -> None:
    """The points from which something may be recognised lie on the scale of the framework."""
    scale = version.sheet.scale
    if least is not None and not 0 <= least <= scale:
        raise BadInput(
            _("The points from which it may be recognised lie between 0 and %(scale)s, the scale of “%(framework)s”.")
            % (_named(version) | {"scale": format_number(scale)})
        )


@rule
def is_not_in_use(procedure: Procedure) -> None:
    """By what something is judged already, all of it is judged."""
    if procedure.evaluations.exists():
        raise NotNow(_("Evaluations by this procedure have begun: it can no longer be changed."))


@rule
def has_no_scores_yet(procedure: Procedure, unit: Unit) -> None:
    """Which order counts is chosen before anybody saw a score."""
    if Scorecard.objects.independent().sent().filter(
        evaluation__procedure=procedure, evaluation__unit=unit
    ).exists():  # fmt: skip
        raise NotNow(_("A scorer has already sent points: which order counts was to be chosen before."))


# ── Opening and going on ──


@rule
def can_judge(unit: Unit, subject: Subject) -> None:
    """The round demands it at the unit's level, and the judged unit is this one or stands below it."""
    is_not_closed(subject.round)
    stands(subject)
    if why := judgeable.why_not(unit, subject.round, [subject.unit])[subject.unit_id]:
        raise NotNow(why)
    demands_evaluation(unit, subject.round)
    if Evaluation.objects.filter(subject=subject, unit=unit).exists():
        raise NotNow(_("“%(title)s” is already being evaluated by %(unit)s.") % {"title": subject, "unit": unit.name})


@rule
def demands_evaluation(unit: Unit, round_: Round) -> None:
    """The round demands an evaluation at the level of the unit."""
    if procedure_for(unit, round_) is None:
        raise NotNow(
            _("%(round)s demands no evaluation at the level of %(unit)s.") % {"round": round_.name, "unit": unit.name}
        )


def procedure_for(unit: Unit, round_: Round) -> Procedure | None:
    """What the round demands of the unit at the level on which it stands at the round's date."""
    found: Procedure | None = Procedure.objects.filter(round=round_, level=unit.level_on(round_.date)).first()
    return found


@rule
def is_going_on(evaluation: Evaluation) -> None:
    """Its round is not closed, it is not concluded, and what is judged was not taken back."""
    is_not_closed(evaluation.subject.round)
    if why := why_over(evaluation):
        raise NotNow(why)


@rule
def stands(subject: Subject) -> None:
    """Its unit has not taken it back."""
    if subject.dropped_at:
        raise NotNow(_taken_back(subject))


def why_over(evaluation: Evaluation) -> str:
    """Why nothing of it changes any more, as a sentence; empty while it goes on."""
    if evaluation.state == State.CONCLUDED:
        return _("This evaluation is concluded and can no longer be changed.")
    if evaluation.state == State.DROPPED:
        return _taken_back(evaluation.subject)
    return ""


def _taken_back(subject: Subject) -> str:
    return _("“%(title)s” was taken back: nobody judges it any more.") % {"title": subject.title}


@rule
def is_concluded(evaluation: Evaluation) -> None:
    """What it came to stays."""
    if evaluation.state == State.DROPPED:
        raise NotNow(why_over(evaluation))
    if evaluation.state != State.CONCLUDED:
        raise NotNow(_("This evaluation is not concluded yet."))


@rule
def is_at(evaluation: Evaluation, *states: str) -> None:
    """It stands at one of these stages now."""
    is_going_on(evaluation)
    if evaluation.state not in states:
        raise NotNow(
            _("This evaluation is at the stage “%(now)s”; this belongs to “%(then)s”.")
            % {"now": State(evaluation.state).label, "then": " / ".join(str(State(state).label) for state in states)}
        )


@rule
def can_move(evaluation: Evaluation, to: State) -> None:
    """The table of moves knows the step."""
    if to not in NEXT[State(evaluation.state)]:
        raise NotNow(
            _("This evaluation is at the stage “%(now)s”: it cannot go on to “%(then)s” now.")
            % {"now": State(evaluation.state).label, "then": to.label}
        )


@rule
def can_be_omitted(evaluation: Evaluation) -> None:
    """The judging side may go on without what is missing, but never without a single score where several were due."""
    is_going_on(evaluation)
    if evaluation.state == State.SCORED:
        raise NotNow(_("Nothing is waited for: the evaluation can be concluded."))
    if evaluation.state in INDEPENDENT and not evaluation.cards.sent().filter(stage=evaluation.state).exists():
        raise NotNow(_("No scorer has sent points yet."))


@rule
def can_be_reopened(evaluation: Evaluation, stage: str) -> None:
    """Within the days that the procedure gives, at one of its own stages."""
    is_not_closed(evaluation.subject.round)
    if evaluation.state != State.CONCLUDED:
        raise NotNow(why_over(evaluation) or _("This evaluation is not concluded: it needs no reopening."))
    last = last_day_of_reopening(evaluation)
    if clock.today() > last:
        raise NotNow(
            _("This evaluation could be reopened until %(day)s; that day is past.") % {"day": format_date(last)}
        )
    if stage not in evaluation.sheet.stages or stage == Stage.EXPLANATION:
        raise BadInput(_("Choose one of the stages of this evaluation."))


def last_day_of_reopening(evaluation: Evaluation) -> date:
    """Until when it may be reopened: so many days after its conclusion, or after today's, as its procedure gives."""
    day = timezone.localdate(evaluation.concluded_at) if evaluation.concluded_at else clock.today()
    return day + timedelta(days=evaluation.procedure.reopen_days)


@rule
def has_gates(evaluation: Evaluation) -> None:
    """Its framework sets conditions."""
    if not evaluation.sheet.gates:
        raise NotNow(_("“%(framework)s” sets no conditions.") % {"framework": evaluation.sheet.name})


@rule
def has_figures(evaluation: Evaluation) -> None:
    """Its framework asks for declared facts."""
    if not evaluation.sheet.figures:
        raise NotNow(_("“%(framework)s” asks for no figures.") % {"framework": evaluation.sheet.name})


# ── Cards ──


@rule
def is_not_sent(card: Scorecard) -> None:
    """What was sent stays: later stages stand beside it."""
    if card.is_sent:
        raise NotNow(_("This score card is sent and can no longer be changed."))


@rule
def may_look_again(card: Scorecard, codes: set[str]) -> None:
    """Of a card that is sent, only what an explanation since then was about may change, while its stage goes on."""
    is_at(card.evaluation, card.stage, State.SCORED)
    asked = card.evaluation.questions.filter(answered_at__gte=card.sent_at).values_list("code", flat=True)
    if left := codes - set(asked):
        raise NotNow(
            _("This score card is sent: only what an explanation was asked for can be looked at again, not %(codes)s.")
            % {"codes": ", ".join(sorted(left))}
        )


@rule
def takes_scorers(evaluation: Evaluation, stage: str) -> None:
    """A stage of several scorers, of this framework, that is not over."""
    stages = evaluation.sheet.stages
    if stage not in INDEPENDENT or stage not in stages:
        raise NotNow(_("At this stage nobody scores alone."))
    now = evaluation.resumes or evaluation.state
    if now == State.SCORED or stages.index(Stage(now)) > stages.index(Stage(stage)):
        raise NotNow(_("This stage is over: it needs no more scorers."))


@rule
def is_not_too_late(evaluation: Evaluation, stage: str) -> None:
    """Where the procedure refuses late cards, the last day of the stage is the last."""
    if evaluation.procedure.late == Late.REFUSED and is_late(evaluation, stage):
        raise NotNow(_("The last day of this stage is past. Ask the judging unit about a new one."))


def is_late(evaluation: Evaluation, stage: str) -> bool:
    """Whether the last day of a stage is past."""
    deadline = evaluation.procedure.deadlines.filter(stage=stage).first()
    return deadline is not None and clock.today() > deadline.on


# ── Visits ──


@rule
def can_be_recorded(visit: Visit) -> None:
    """Until one of the two sides has signed."""
    is_going_on(visit.evaluation)
    if visit.cancelled_at:
        raise NotNow(_("This visit was cancelled."))
    if visit.signatures.exists():
        raise NotNow(_("The record of this visit is signed and can no longer be changed."))


@rule
def can_be_signed(visit: Visit, side: str) -> None:
    """What was found is written down, and this side has not signed yet."""
    is_going_on(visit.evaluation)
    if visit.cancelled_at or not visit.recorded_at:
        raise NotNow(_("What the visit found is not written down yet."))
    if visit.signatures.filter(side=side).exists():
        raise NotNow(_("This side has already signed the record of the visit."))


@rule
def is_recorded(visit: Visit) -> None:
    """Its record is finished, so that it can be printed."""
    if not visit.recorded_at:
        raise NotNow(_("What the visit found is not written down yet."))


@rule
def all_visits_are_signed(evaluation: Evaluation) -> None:
    """The verification is sent when both sides have signed what each visit found."""
    unsigned = [visit for visit in evaluation.visits.standing() if visit.signatures.count() < 2]
    if unsigned:
        raise NotNow(
            ngettext(
                "%(count)d visit is not signed by both sides yet.",
                "%(count)d visits are not signed by both sides yet.",
                len(unsigned),
            )
            % {"count": len(unsigned)}
        )


def _named(version: FrameworkVersion) -> dict[str, str]:
    return {"framework": version.framework.name}
