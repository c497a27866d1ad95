"""Who demands, opens, assesses, visits, scores, arranges and concludes. When it is allowed stands in policies."""

from django.utils.translation import gettext as _

from kheo.criteria.enums import Stage
from kheo.criteria.models import FrameworkVersion
from kheo.documents.permissions import can_prepare
from kheo.evaluations import conflicts, policies
from kheo.evaluations.enums import ARRANGES_FOR_UNIT, INDEPENDENT, Side, State
from kheo.evaluations.models import Evaluation, Procedure, Scorecard, Subject, Visit
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.movements.permissions import can_run
from kheo.movements.policies import is_not_closed
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Unit, offices
from kheo.units.permissions import answers_for, reviews_for, writes_for


@rule
def can_demand(person: Person, round_: Round, level: str, version: FrameworkVersion, scorers: int) -> None:
    """Those who run the movement, before anything is judged by it."""
    can_run(person, round_.movement.owner)
    policies.can_be_demanded(round_, level, version, scorers)


@rule
def can_lift_demand(person: Person, procedure: Procedure) -> None:
    """Those who run the movement, while the round is open and nothing is judged by it."""
    can_run(person, procedure.round.movement.owner)
    is_not_closed(procedure.round)
    policies.is_not_in_use(procedure)


@rule
def can_set_deadline(person: Person, procedure: Procedure) -> None:
    """Those who run the movement, while the round is open."""
    can_run(person, procedure.round.movement.owner)
    is_not_closed(procedure.round)


@rule
def can_choose_ranking(person: Person, procedure: Procedure, unit: Unit) -> None:
    """Those who arrange the scoring of the unit, before a scorer has sent points."""
    _arranges_for(person, unit)
    is_not_closed(procedure.round)
    policies.has_no_scores_yet(procedure, unit)


@rule
def can_open_units(person: Person, unit: Unit, round_: Round) -> None:
    """Those who review for the unit, in a round that is not closed and demands an evaluation at its level."""
    reviews_for(person, unit)
    is_not_closed(round_)
    policies.demands_evaluation(unit, round_)


@rule
def can_open_evaluation(person: Person, unit: Unit, subject: Subject) -> None:
    """Those who review for the judging unit, where the round demands an evaluation at its level."""
    reviews_for(person, unit)
    policies.can_judge(unit, subject)


# ── The judged unit ──


@rule
def can_self_assess(person: Person, evaluation: Evaluation) -> None:
    """A clerk or the head of the judged unit, at the stage of self-assessment."""
    writes_for(person, evaluation.subject.unit)
    policies.is_at(evaluation, Stage.SELF)


@rule
def can_explain(person: Person, evaluation: Evaluation) -> None:
    """A clerk or the head of the judged unit, when an explanation was asked for."""
    writes_for(person, evaluation.subject.unit)
    policies.is_at(evaluation, State.EXPLANATION)


# ── The judging unit ──


@rule
def can_verify(person: Person, evaluation: Evaluation) -> None:
    """Those who review for the judging unit and are not near to the judged one; until it is concluded."""
    reviews_for(person, evaluation.unit)
    is_not_near(person, evaluation)
    policies.is_going_on(evaluation)


@rule
def can_record_visit(person: Person, visit: Visit) -> None:
    """The same, until one side has signed."""
    can_verify(person, visit.evaluation)
    policies.can_be_recorded(visit)


@rule
def can_sign_visit(person: Person, visit: Visit, side: str) -> None:
    """For the judging unit those who review for it and are not near to the judged one, for the judged one its clerks
    and head; once what was found is written down, each side once."""
    if side == Side.JUDGE:
        reviews_for(person, visit.evaluation.unit)
        is_not_near(person, visit.evaluation)
    else:
        writes_for(person, visit.evaluation.subject.unit)
    policies.can_be_signed(visit, side)


@rule
def can_draft_verification(person: Person, visit: Visit) -> None:
    """Those who prepare papers for the judging unit, once the record is finished."""
    can_prepare(person, visit.evaluation.unit)
    policies.is_recorded(visit)


@rule
def can_score(person: Person, evaluation: Evaluation, stage: str) -> None:
    """At a stage of several scorers those to whom the dossier was given, at the others those who review for the judging
    unit; never anybody near to the judged unit."""
    if stage in INDEPENDENT:
        if not evaluation.assignments.active().filter(scorer=person, stage=stage).exists():
            raise NotPermitted(_("This dossier was not given to you to score."))
    else:
        reviews_for(person, evaluation.unit)
    is_not_near(person, evaluation)
    policies.is_at(evaluation, stage)


@rule
def can_look_again(person: Person, card: Scorecard, codes: set[str]) -> None:
    """The scorer of a card that is sent (those who review for the unit, where it is the unit's), on what an explanation
    was asked for."""
    if card.scorer_id is None:
        reviews_for(person, card.evaluation.unit)
    elif card.scorer_id != person.pk:
        raise NotPermitted(_("This is the score card of somebody else."))
    is_not_near(person, card.evaluation)
    policies.may_look_again(card, codes)


@rule
def can_write_on(person: Person, card: Scorecard) -> None:
    """Whoever may score at the card's stage, until the card is sent: for evidence, too."""
    if card.stage == Stage.SELF:
        can_self_assess(person, card.evaluation)
    else:
        if card.scorer_id not in (None, person.pk):
            raise NotPermitted(_("This is the score card of somebody else."))
        can_score(person, card.evaluation, card.stage)
    policies.is_not_sent(card)


@rule
def can_send_card(person: Person, card: Scorecard) -> None:
    """Whoever may write on it, in time where lateness is refused, and when all visits are signed by both sides."""
    can_write_on(person, card)
    policies.is_not_too_late(card.evaluation, card.stage)
    if card.stage == Stage.VERIFICATION:
        policies.all_visits_are_signed(card.evaluation)


@rule
def can_ask_explanation(person: Person, evaluation: Evaluation) -> None:
    """Those who review for the judging unit, and those who score, while the judging side holds the matter."""
    reviews = answers_for(person, evaluation.unit, *REVIEWS_FOR_UNIT)
    if not reviews and not evaluation.assignments.active().filter(scorer=person).exists():
        reviews_for(person, evaluation.unit)
    policies.is_going_on(evaluation)
    policies.can_move(evaluation, State.EXPLANATION)


@rule
def can_answer_gate(person: Person, evaluation: Evaluation) -> None:
    """Those who review for the judging unit, until it is concluded."""
    reviews_for(person, evaluation.unit)
    policies.is_going_on(evaluation)


@rule
def can_state_figure(person: Person, evaluation: Evaluation) -> None:
    """The judged unit at its self-assessment; those who review for the judging unit until it is concluded."""
    if not answers_for(person, evaluation.unit, *REVIEWS_FOR_UNIT):
        can_self_assess(person, evaluation)
    policies.is_going_on(evaluation)


# ── Those who arrange the scoring ──


@rule
def can_arrange(person: Person, unit: Unit) -> None:
    """Council secretary, steering committee or head of the judging unit, in every state: they follow the progress."""
    _arranges_for(person, unit)


@rule
def can_assign(person: Person, evaluation: Evaluation, stage: str) -> None:
    """Those who arrange the scoring of the judging unit, at a stage of several scorers or before it."""
    _arranges_for(person, evaluation.unit)
    policies.is_going_on(evaluation)
    policies.takes_scorers(evaluation, stage)


@rule
def can_be_scorer(scorer: Person, evaluation: Evaluation, stage: str) -> None:
    """Whoever serves as a scorer there and is neither near to the judged unit nor has declared a conflict."""
    serves_as_scorer(scorer, evaluation, stage)
    is_not_near(scorer, evaluation)


@rule
def serves_as_scorer(scorer: Person, evaluation: Evaluation, stage: str) -> None:
    """Whoever reviews for the judging unit; in cross-scoring also those who serve another unit that it judges."""
    if stage == Stage.CROSS:
        _serves_a_peer(scorer, evaluation)
    elif not answers_for(scorer, evaluation.unit, *REVIEWS_FOR_UNIT):
        raise NotPermitted(
            _("%(person)s does not review for %(unit)s.") % {"person": scorer.full_name, "unit": evaluation.unit.name}
        )


@rule
def is_not_near(person: Person, evaluation: Evaluation) -> None:
    """No kinship of units, and no conflict declared."""
    near = conflicts.between(person, evaluation.subject.unit, judge=evaluation.unit)
    if near:
        raise NotPermitted(_("%(near)s Somebody else has to judge it.") % {"near": " ".join(near)})
    if evaluation.declared_conflicts.filter(person=person).exists():
        raise NotPermitted(
            _("%(person)s declared a conflict of interest. Somebody else has to judge it.")
            % {"person": person.full_name}
        )


@rule
def can_declare_conflict(person: Person, evaluation: Evaluation) -> None:
    """A scorer to whom the dossier was given, before the own card is sent."""
    tasks = evaluation.assignments.active().filter(scorer=person)
    if not tasks.exists():
        raise NotPermitted(_("This dossier was not given to you to score."))
    policies.is_going_on(evaluation)
    if not tasks.waiting().exists():
        raise NotNow(_("Your points are sent. Tell those who arrange the scoring."))


@rule
def can_omit(person: Person, evaluation: Evaluation) -> None:
    """Those who arrange the scoring of the judging unit."""
    _arranges_for(person, evaluation.unit)
    policies.can_be_omitted(evaluation)


@rule
def can_conclude_evaluation(person: Person, evaluation: Evaluation) -> None:
    """Those who arrange the scoring of the judging unit, when every stage has been gone through."""
    _arranges_for(person, evaluation.unit)
    policies.is_at(evaluation, State.SCORED)


@rule
def can_conclude_all(person: Person, unit: Unit, round_: Round) -> None:
    """The same for all of the unit's in a round at once: whatever of it is ready."""
    _arranges_for(person, unit)
    is_not_closed(round_)


@rule
def can_draft_score_sheet(person: Person, evaluation: Evaluation) -> None:
    """Those who prepare papers for the judging unit, once it is concluded: a draft is read by the whole unit, and what
    the scorers gave is not open to all of it before."""
    can_prepare(person, evaluation.unit)
    policies.is_concluded(evaluation)


@rule
def can_reopen(person: Person, evaluation: Evaluation, stage: str) -> None:
    """Those who arrange the scoring of the judging unit, within the days that the procedure gives."""
    _arranges_for(person, evaluation.unit)
    policies.can_be_reopened(evaluation, stage)


def _serves_a_peer(scorer: Person, evaluation: Evaluation) -> None:
    """Serves one of the other units that are judged by the same unit in the round, or reviews for that unit."""
    peers = Evaluation.objects.counting().filter(procedure=evaluation.procedure_id, unit=evaluation.unit_id)
    own = [office.unit_id for office in offices(scorer) if office.role in REVIEWS_FOR_UNIT | WRITES_FOR_UNIT]
    reviews = answers_for(scorer, evaluation.unit, *REVIEWS_FOR_UNIT)
    if not reviews and not peers.filter(subject__unit__in=own).exists():
        raise NotPermitted(
            _("%(person)s neither reviews for %(unit)s nor serves a unit that it judges.")
            % {"person": scorer.full_name, "unit": evaluation.unit.name}
        )


def _arranges_for(person: Person, unit: Unit) -> None:
    if not answers_for(person, unit, *ARRANGES_FOR_UNIT):
        raise NotPermitted(
            _("Only the council secretary, the steering committee or the head of %(unit)s may do this.")
            % {"unit": unit.name}
        )
