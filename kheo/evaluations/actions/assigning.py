"""The verbs on scorers: give a dossier, take it back, save a whole plan; put off, and declare a conflict."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.criteria.enums import Stage
from kheo.evaluations import assigning, moving, permissions
from kheo.evaluations.assigning import Plan
from kheo.evaluations.models import Assignment, Conflict, Evaluation, Scorecard
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.kernel.text import clean
from kheo.people.models import Person


@transaction.atomic
def assign(evaluation: Evaluation, scorer: Person, *, by: Person, stage: str = Stage.SCORING) -> Assignment:
    """Give a dossier to a scorer; one who had it before goes on where they were. Twice is once."""
    evaluation = moving.locked(evaluation)
    permissions.can_assign(by, evaluation, stage)
    permissions.can_be_scorer(scorer, evaluation, stage)
    assignment, is_new = Assignment.objects.get_or_create(
        evaluation=evaluation, stage=stage, scorer=scorer, ended_at=None, defaults={"at": clock.now(), "by": by}
    )
    if is_new:
        Scorecard.objects.get_or_create(evaluation=evaluation, stage=stage, scorer=scorer)
        journal.record("assignment.made", assignment, by=by, unit_id=evaluation.unit_id, stage=str(stage))
    return assignment


@transaction.atomic
def unassign(assignment: Assignment, *, reason: str, by: Person) -> Assignment:
    """Take a dossier from a scorer who has not sent points; what they wrote stays on their card, uncounted."""
    evaluation = moving.locked(assignment.evaluation)
    permissions.can_arrange(by, evaluation.unit)
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if not clean(reason):
        raise BadInput(_("Write why the dossier is taken back."))
    if not Assignment.objects.waiting().filter(pk=assignment.pk).exists():
        raise NotNow(_("This scorer has sent the points already, or does not have the dossier any more."))
    _end([assignment], clean(reason), by)
    moving.go_on_when_finished(evaluation, by=by)
    return assignment


@transaction.atomic
def assign_all(plan: Plan, *, by: Person) -> int:
    """Save a plan exactly as it was shown; gives how many dossiers were given out.

    Refused when meanwhile somebody assigned, began or sent anything of it, or when a pair is no longer possible.
    """
    ids = [one.pk for one in plan.evaluations]
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related(
        "unit", "procedure", "subject__unit", "subject__round__closing"
    )
    evaluations = {one.pk: one for one in rows.filter(pk__in=ids).order_by("pk")}
    if not evaluations:
        raise BadInput(_("There is no dossier to share out."))
    _one_unit(list(evaluations.values()))
    for one in evaluations.values():
        permissions.can_assign(by, one, plan.stage)
    if assigning.digest_of(plan.evaluations, plan.stage) != plan.stands_on:
        raise NotNow(_("The assignments have changed since this plan was made. Look at the new one and save that."))
    _refuse_impossible(plan, list(evaluations.values()))
    now = clock.now()
    back = Assignment.objects.active().filter(evaluation__in=ids, stage=plan.stage)
    pairs = set(plan.taken_back)
    _end([one for one in back if (one.evaluation_id, one.scorer_id) in pairs], _("Shared out anew."), by)
    made = Assignment.objects.bulk_create(
        Assignment(evaluation_id=pk, stage=plan.stage, scorer_id=scorer_id, at=now, by=by) for pk, scorer_id in plan.new
    )
    Scorecard.objects.bulk_create(
        (Scorecard(evaluation_id=pk, stage=plan.stage, scorer_id=scorer_id) for pk, scorer_id in plan.new),
        ignore_conflicts=True,
    )
    about = ((one.pk, evaluations[one.evaluation_id].unit_id, {"stage": str(plan.stage)}) for one in made)
    journal.record_all("assignment.made", "assignment", about, by=by)
    return len(made)


@transaction.atomic
def skip(assignment: Assignment, *, by: Person) -> Assignment:
    """The scorer puts a dossier off: it comes last in their queue."""
    assignment = Assignment.objects.select_for_update(of=("self",)).select_related("evaluation").get(pk=assignment.pk)
    if assignment.scorer_id != by.pk or assignment.ended_at:
        raise NotPermitted(_("This dossier was not given to you to score."))
    assignment.skipped_at = clock.now()
    assignment.save(update_fields=["skipped_at"])
    journal.record("assignment.skipped", assignment, by=by, unit_id=assignment.evaluation.unit_id)
    return assignment


@transaction.atomic
def declare_conflict(evaluation: Evaluation, *, by: Person, reason: str = "") -> Conflict:
    """A scorer says that they are not impartial here: the dossier leaves their queue, and comes back to nobody."""
    evaluation = moving.locked(evaluation)
    permissions.can_declare_conflict(by, evaluation)
    conflict, _made = Conflict.objects.get_or_create(
        evaluation=evaluation, person=by, defaults={"reason": clean(reason), "at": clock.now()}
    )
    journal.record("conflict.declared", conflict, by=by, unit_id=evaluation.unit_id)
    _end(list(evaluation.assignments.waiting().filter(scorer=by)), _("A conflict of interest was declared."), by)
    moving.go_on_when_finished(evaluation, by=by)
    return conflict


def _end(assignments: Sequence[Assignment], reason: str, by: Person) -> None:
    now = clock.now()
    for assignment in assignments:
        assignment.ended_at, assignment.ended_by, assignment.end_reason = now, by, reason
    Assignment.objects.bulk_update(assignments, ["ended_at", "ended_by", "end_reason"])
    about: list[tuple[int, None, dict]] = [(one.pk, None, {}) for one in assignments]
    journal.record_all("assignment.ended", "assignment", about, by=by)


def _one_unit(evaluations: Sequence[Evaluation]) -> None:
    if len({(one.unit_id, one.procedure_id) for one in evaluations}) > 1:
        raise BadInput(_("A plan shares out the dossiers of one unit in one round."))


def _refuse_impossible(plan: Plan, evaluations: Sequence[Evaluation]) -> None:
    """Each pair is asked again: an office may have changed since the plan was made."""
    scorers = {scorer_id for _pk, scorer_id in plan.new}
    people = [person for person in plan.scorers if person.pk in scorers]
    excluded = assigning.excluded_from(evaluations, people, plan.stage)
    for pair in plan.new:
        if pair in excluded:
            raise NotPermitted(excluded[pair])
