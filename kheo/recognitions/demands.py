"""What a round demands before a unit holds something of a registration; every refusal says whose turn it is.

Where it demands no judgement there is nothing to ask: `None` for what was judged passes every rule.
"""

from decimal import Decimal
from typing import cast

from django.utils.translation import gettext as _

from kheo.councils.models import Result
from kheo.criteria.sentences import number
from kheo.evaluations.enums import Holder, State
from kheo.evaluations.models import Evaluation
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.recognitions import docket
from kheo.recognitions.judged import Judged, Judgements
from kheo.recognitions.models import Consideration
from kheo.units.models import Unit


@rule
def may_be_recognised(judged: Judged | None) -> None:
    """The evaluation is concluded, no gate forbids it, its points are enough, and the council, where it is demanded,
    adopted it."""
    if judged is None:
        return
    is_evaluated(judged)
    is_eligible(judged)
    has_enough_points(judged)
    if judged.procedure.council:
        has_been_voted_on(judged)
        is_adopted(judged)


@rule
def may_be_left_out(judged: Judged | None) -> None:
    """The evaluation is concluded, and the council, where it is demanded, did not adopt it.

    What is not eligible, or has too few points, needs no council, and no council makes up for it.
    """
    if judged is None:
        return
    is_evaluated(judged)
    if judged.procedure.council and not judged.not_eligible and not judged.falls_short:
        has_been_voted_on(judged)
        is_not_adopted(judged)


@rule
def is_evaluated(judged: Judged) -> None:
    """The unit's own evaluation of it is concluded: nothing of it is provisional any more."""
    words = {"title": judged.registration.title, "unit": judged.unit.name}
    if judged.standing is None:
        raise NotNow(_("“%(title)s” is not evaluated yet: %(unit)s opens its evaluation first.") % words)
    if judged.standing.evaluation.state != State.CONCLUDED:
        words |= {"stage": judged.standing.evaluation.get_state_display(), "who": _whose_turn(judged)}
        raise NotNow(
            _("The evaluation of “%(title)s” is not concluded: it is at the stage “%(stage)s”, the turn of %(who)s.")
            % words
        )


@rule
def is_eligible(judged: Judged) -> None:
    """No gate whose effect is *not eligible* has failed; the sentence names those that did."""
    if judged.not_eligible:
        raise NotNow(
            _("“%(title)s” cannot be recognised. Not met: %(gates)s.")
            % {"title": judged.registration.title, "gates": gates_of(judged)}
        )


@rule
def has_enough_points(judged: Judged) -> None:
    """The points from which its rung may recognise are reached: 84.99 is not 85 (movement.md §3.7.6)."""
    if judged.falls_short:
        raise NotNow(
            _("“%(title)s” cannot be recognised: %(points)s.")
            % {"title": judged.registration.title, "points": points_of(judged)}
        )


@rule
def has_been_voted_on(judged: Judged) -> None:
    """The council of the unit has published its result."""
    if judged.result:
        return
    words = {"title": judged.registration.title, "unit": judged.unit.name}
    if judged.session:
        words["day"] = format_date(judged.session.on)
        raise NotNow(
            _("The council of %(unit)s decides on “%(title)s” in its session of %(day)s, which is not concluded.")
            % words
        )
    raise NotNow(
        _("The council of %(unit)s has not decided on “%(title)s”: its secretary puts it on an agenda first.") % words
    )


@rule
def is_adopted(judged: Judged) -> None:
    """An outcome follows the council."""
    if judged.result and not judged.result.passed:
        raise NotNow(
            _("The council of %(unit)s did not adopt “%(title)s”: %(count)s.")
            % {"unit": judged.unit.name, "title": judged.registration.title, "count": count_of(judged.result)}
        )


@rule
def is_not_adopted(judged: Judged) -> None:
    """The same: what the council adopted is not left out by the way."""
    if judged.result and judged.result.passed:
        raise NotNow(
            _("The council of %(unit)s adopted “%(title)s”, and an outcome follows it: %(count)s.")
            % {"unit": judged.unit.name, "title": judged.registration.title, "count": count_of(judged.result)}
        )


@rule
def outcomes_follow(consideration: Consideration) -> None:
    """What was weighed still is what the round demands: since then an evaluation may have been reopened, a gate
    answered, a procedure set. The sentence is of the first that does not follow."""
    judgements = Judgements(consideration.unit, consideration.round)
    if judgements.procedure is None:
        return
    waiting = docket.waiting(consideration.unit, consideration.round)
    outcomes = consideration.outcomes.filter(registration__in=waiting).select_related("registration__unit")
    weighed = list(outcomes.order_by("pk"))
    judged = judgements.of(outcome.registration for outcome in weighed)
    for outcome in weighed:
        (may_be_recognised if outcome.recognised else may_be_left_out)(judged[outcome.registration_id])


@rule
def demands_judgement(unit: Unit, round_: Round) -> None:
    """The round demands an evaluation at the level of the unit."""
    if Judgements(unit, round_).procedure is None:
        raise NotNow(
            _("%(round)s demands no evaluation at the level of %(unit)s.") % {"round": round_.name, "unit": unit.name}
        )


def reason_for(judged: Judged | None) -> str:
    """What is proposed as the reason why it is not recognised; empty where nothing speaks against it."""
    if judged is None:
        return ""
    if judged.not_eligible:
        return _("Not met: %(gates)s.") % {"gates": gates_of(judged)}
    if judged.falls_short:
        return _("Too few points: %(points)s.") % {"points": points_of(judged)}
    if judged.result and not judged.result.passed:
        return _("The council: %(count)s.") % {"count": count_of(judged.result)}
    return ""


def count_of(result: Result) -> str:
    """What the council's vote came to, in words: “not reached: 9 of 15, 12 needed”."""
    words = {"agreed": result.agreed, "base": result.base, "needed": result.needed}
    if result.passed:
        return _("adopted: %(agreed)d of %(base)d, %(needed)d needed") % words
    if not result.within_quota:
        return _("outside the quota: %(agreed)d of %(base)d, %(needed)d needed") % words
    return _("not reached: %(agreed)d of %(base)d, %(needed)d needed") % words


def points_of(judged: Judged) -> str:
    """What it has and what its rung demands, in words: “84,5 points, 85 needed”."""
    assert judged.standing is not None  # it was found to fall short
    total, least = cast(Decimal, judged.standing.total), cast(Decimal, judged.least)
    return _("%(points)s points, %(needed)s needed") % {"points": number(total), "needed": number(least)}


def gates_of(judged: Judged) -> str:
    """The gates that forbid recognition, in their own words."""
    return "; ".join(f"{gate.code} “{gate.sentence}”" for gate in judged.forbidding_gates)


def hold(consideration: Consideration) -> None:
    """Hold what was judged of the list until we are done: nobody reopens it between the question and the answer."""
    rows = Evaluation.objects.select_for_update(of=("self",), no_key=True).filter(
        unit=consideration.unit_id, subject__registration__outcomes__consideration=consideration
    )
    list(rows.order_by("pk").values_list("pk"))


def _whose_turn(judged: Judged) -> str:
    match judged.standing.evaluation.held_by if judged.standing else Holder.JUDGE:
        case Holder.SUBJECT:
            return judged.registration.unit.name
        case Holder.SCORERS:
            return _("the scorers")
        case _:
            return judged.unit.name
