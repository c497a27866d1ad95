"""The verbs that bring evaluations to their end: answers, figures, going on without, conclude, reopen, drop."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.criteria.amounts import LARGEST, MOST_PLACES
from kheo.criteria.enums import Stage
from kheo.criteria.methods import looks_at_rivals
from kheo.evaluations import moving, permissions, readiness, results
from kheo.evaluations.enums import Side, State
from kheo.evaluations.models import Evaluation, FigureValue, GateAnswer, Omission, Procedure, Reopening, Subject
from kheo.evaluations.outcome import Outcome, freeze
from kheo.evaluations.readiness import why_provisional
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.text import clean, clean_line
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import Unit
from kheo.units.permissions import answers_for


@transaction.atomic
def answer_gate(evaluation: Evaluation, gate: str, *, passed: bool, by: Person, document: str = "") -> GateAnswer:
    """Say whether a condition of the framework is met: yes or no, and the number of the document that says so."""
    evaluation = moving.locked(evaluation)
    permissions.can_answer_gate(by, evaluation)
    known = {one.code: one for one in evaluation.sheet.gates}
    if gate not in known:
        raise BadInput(
            _("“%(framework)s” has no condition %(code)s.") % {"framework": evaluation.sheet.name, "code": gate}
        )
    document = clean_line(document)
    if known[gate].document and not document:
        raise BadInput(_("Write the number of the document that says so."))
    if len(document) > 60:
        raise BadInput(_("Only the number of the document is kept, no story: at most 60 characters."))
    answer, _made = GateAnswer.objects.update_or_create(
        evaluation=evaluation, gate=gate,
        defaults={"passed": passed, "document": document, "at": clock.now(), "by": by},
    )  # fmt: skip
    journal.record(
        "evaluation.gate_answered", evaluation, by=by, unit_id=evaluation.unit_id, gate=gate, passed=passed
    )  # fmt: skip
    return answer


@transaction.atomic
def state_figure(evaluation: Evaluation, code: str, value: Decimal, *, by: Person) -> FigureValue:
    """State a declared fact: the judged unit as it says it, the judging unit as it found it; both stay."""
    evaluation = moving.locked(evaluation)
    permissions.can_state_figure(by, evaluation)
    if code not in {figure.code for figure in evaluation.sheet.figures}:
        raise BadInput(
            _("“%(framework)s” has no figure %(code)s.") % {"framework": evaluation.sheet.name, "code": code}
        )
    if abs(value) >= LARGEST or value != round(value, MOST_PLACES):
        raise BadInput(_("%(code)s: the number is too long.") % {"code": code})
    side = Side.JUDGE if answers_for(by, evaluation.unit, *REVIEWS_FOR_UNIT) else Side.SUBJECT
    figure, _made = FigureValue.objects.update_or_create(
        evaluation=evaluation, code=code, side=side, defaults={"value": value, "at": clock.now(), "by": by}
    )
    unit_id = evaluation.unit_id if side == Side.JUDGE else evaluation.subject.unit_id
    journal.record("evaluation.figure_stated", evaluation, by=by, unit_id=unit_id, code=code)
    return figure


@transaction.atomic
def omit(evaluation: Evaluation, *, reason: str, by: Person) -> Omission:
    """Go on without what is missing: a self-assessment that never came, a silent scorer, an unanswered question."""
    evaluation = moving.locked(evaluation)
    permissions.can_omit(by, evaluation)
    if not clean(reason):
        raise BadInput(_("Write why you go on without it."))
    stage = State(evaluation.state)
    omission = Omission.objects.create(evaluation=evaluation, stage=stage, reason=clean(reason), at=clock.now(), by=by)
    waiting = evaluation.assignments.waiting().filter(stage=stage)
    waiting.update(ended_at=clock.now(), ended_by=by, end_reason=clean(reason))
    journal.record("evaluation.omitted", evaluation, by=by, unit_id=evaluation.unit_id, stage=str(stage))
    if stage == State.EXPLANATION:
        moving.move(evaluation, State(evaluation.resumes))
    else:
        moving.go_on(evaluation, by=by)
    return omission


@transaction.atomic
def conclude_evaluation(evaluation: Evaluation, *, by: Person) -> Evaluation:
    """Freeze what it comes to, with the version it was judged by. Refused while anything of it is provisional.

    Where points are relative to the group, every figure of the group must be in; and when one has changed since others
    of the group were concluded, their results are computed anew.
    """
    evaluation = _with_group_locked(evaluation)
    permissions.can_conclude_evaluation(by, evaluation)
    outcomes = results.anew([evaluation])
    outcome = outcomes[evaluation.pk]
    if outcome.verdict.provisional:
        raise NotNow(why_provisional(evaluation, outcome))
    _conclude(evaluation, outcome, by)
    _compute_others_anew([evaluation], outcomes, by)
    return evaluation


@transaction.atomic
def conclude_all(procedure: Procedure, unit: Unit, ids: Collection[int], *, by: Person) -> list[Evaluation]:
    """Conclude, of the unit's evaluations by a procedure, those named that can be; gives them.

    What is not ready any more, or was concluded meanwhile, is left as it is: `readiness.of` says why.
    """
    round_ = Round.objects.select_related("closing").get(pk=procedure.round_id)
    permissions.can_conclude_all(by, unit, round_)
    found, outcomes = readiness.of(_locked_of(procedure, unit))
    ready = [one for one in found if one.evaluation.pk in ids and not one.why_not]
    for one in ready:
        _conclude(one.evaluation, one.outcome, by)
    concluded = [one.evaluation for one in ready]
    if concluded:
        _compute_others_anew(concluded, outcomes, by)
    return concluded


@transaction.atomic
def reopen(evaluation: Evaluation, *, stage: str, reason: str, by: Person) -> Reopening:
    """Open a concluded evaluation again at one of its stages; what had been concluded is kept with the reason.

    The cards of that stage and of later ones are open again; what their scorers change then is kept beside it.
    """
    evaluation = moving.locked(evaluation)
    permissions.can_reopen(by, evaluation, stage)
    if not clean(reason):
        raise BadInput(_("Write why the evaluation is reopened."))
    reopening = Reopening.objects.create(
        evaluation=evaluation, stage=stage, reason=clean(reason), result=evaluation.result, at=clock.now(), by=by
    )
    later = evaluation.sheet.stages[evaluation.sheet.stages.index(Stage(stage)) :]
    evaluation.cards.filter(stage__in=later).update(sent_at=None, sent_by=None, late=False)
    evaluation.concluded_at = evaluation.concluded_by = evaluation.result = None
    moving.move(evaluation, State(stage))
    journal.record("evaluation.reopened", evaluation, by=by, unit_id=evaluation.unit_id, stage=str(stage))
    return reopening


@transaction.atomic
def drop_subject(subject: Subject, *, by: Person) -> list[Evaluation]:
    """What was judged is taken back: nobody judges it or votes on it any more. Gives the evaluations that end so.

    It waits for nobody and leaves every order; what was given and concluded stays to be read by who could. The right
    to do so belongs to the act that cites it, as in `enter_subject`.
    """
    subject = Subject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
    if subject.dropped_at is None:
        subject.dropped_at = clock.now()
        subject.save(update_fields=["dropped_at"])
        journal.record("subject.dropped", subject, by=by, unit_id=subject.unit_id)
    dropped = [_with_group_locked(one) for one in Evaluation.objects.counting().filter(subject=subject).order_by("pk")]
    for one in dropped:
        moving.move(one, State.DROPPED)
        journal.record("evaluation.dropped", one, by=by, unit_id=subject.unit_id)
        if _hangs_together(one):
            rivals = Evaluation.objects.counting().filter(procedure=one.procedure_id, unit=one.unit_id)
            _compute_others_anew([one], results.anew(rivals), by)
    return dropped


def _conclude(evaluation: Evaluation, outcome: Outcome, by: Person) -> None:
    """Write down what it comes to; who may, and whether it is ready, has been asked."""
    evaluation.concluded_at, evaluation.concluded_by, evaluation.result = clock.now(), by, freeze(outcome)
    moving.move(evaluation, State.CONCLUDED)
    journal.record(
        "evaluation.concluded", evaluation, by=by, unit_id=evaluation.unit_id,
        version=evaluation.version_id, class_code=outcome.verdict.class_code or "",
    )  # fmt: skip


def _with_group_locked(evaluation: Evaluation) -> Evaluation:
    """The evaluation, taken; and all of its group first, in one order, where their points hang together."""
    if _hangs_together(evaluation):
        group = Evaluation.objects.filter(procedure=evaluation.procedure_id, unit=evaluation.unit_id).order_by("pk")
        list(group.select_for_update(of=("self",)).values_list("pk"))
    return moving.locked(evaluation)


def _hangs_together(evaluation: Evaluation) -> bool:
    """Whether the points of one depend on what the others of its group reached."""
    return any(looks_at_rivals(leaf.scored_by) for leaf in evaluation.sheet.leaves())


def _locked_of(procedure: Procedure, unit: Unit) -> list[Evaluation]:
    """Everything the unit judges by a procedure, taken in one order; the version is read once for all."""
    rows = Evaluation.objects.select_for_update(of=("self",)).filter(procedure=procedure, unit=unit).order_by("pk")
    needed = rows.select_related("subject__unit", "subject__round__closing", "unit", "procedure")
    return list(needed.prefetch_related("version__framework"))


def _compute_others_anew(concluded: Sequence[Evaluation], outcomes: Mapping[int, Outcome], by: Person) -> None:
    """Whoever was concluded by a figure that has changed since is computed anew (blocks-and-awards.md §7 no. 4)."""
    just_now = [one.pk for one in concluded]
    for other in Evaluation.objects.concluded().filter(pk__in=outcomes).exclude(pk__in=just_now):
        result = freeze(outcomes[other.pk])
        if result != other.result:
            other.result = result
            other.save(update_fields=["result"])
            journal.record("evaluation.recomputed", other, by=by, unit_id=other.unit_id, because=just_now[-1])
