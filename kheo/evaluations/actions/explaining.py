"""The verbs of the round of explanation: ask the judged unit about criteria, and its answer."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.evaluations import moving, permissions
from kheo.evaluations.enums import State
from kheo.evaluations.models import Evaluation, Question
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean
from kheo.people.models import Person


@transaction.atomic
def ask_explanation(evaluation: Evaluation, questions: Mapping[str, str], *, by: Person) -> list[Question]:
    """Ask the judged unit about criteria, by code. It holds the matter until it has answered; then it goes on."""
    evaluation = moving.locked(evaluation)
    permissions.can_ask_explanation(by, evaluation)
    asked = {code: clean(question) for code, question in questions.items()}
    if not asked or not all(asked.values()):
        raise BadInput(_("Write what the unit should explain."))
    if unknown := sorted(set(asked) - {leaf.code for leaf in evaluation.sheet.leaves()}):
        raise BadInput(
            _("“%(framework)s” has no criterion %(code)s that is scored.")
            % {"framework": evaluation.sheet.name, "code": unknown[0]}
        )
    made = Question.objects.bulk_create(
        Question(evaluation=evaluation, code=code, question=question, asked_at=clock.now(), asked_by=by)
        for code, question in asked.items()
    )
    moving.move(evaluation, State.EXPLANATION, resumes=evaluation.state)
    journal.record("evaluation.asked", evaluation, by=by, unit_id=evaluation.unit_id, codes=sorted(asked))
    return made


@transaction.atomic
def explain(evaluation: Evaluation, answers: Mapping[int, str], *, by: Person) -> Evaluation:
    """The judged unit answers questions, by their ids; with the last one answered the matter goes back."""
    evaluation = moving.locked(evaluation)
    permissions.can_explain(by, evaluation)
    waiting = {question.pk: question for question in evaluation.questions.filter(answered_at=None)}
    told = {pk: clean(answer) for pk, answer in answers.items() if pk in waiting and clean(answer)}
    if not told:
        raise BadInput(_("Write your explanation."))
    for pk, answer in told.items():
        question = waiting.pop(pk)
        question.answer, question.answered_at, question.answered_by = answer, clock.now(), by
        question.save(update_fields=["answer", "answered_at", "answered_by"])
    journal.record("evaluation.explained", evaluation, by=by, unit_id=evaluation.subject.unit_id, answers=len(told))
    if not waiting:
        moving.move(evaluation, State(evaluation.resumes))
    return evaluation
