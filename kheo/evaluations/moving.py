"""From stage to stage: the one place where the state of an evaluation changes. Only verbs call it."""

from kheo.criteria.enums import Stage
from kheo.evaluations import policies
from kheo.evaluations.enums import INDEPENDENT, SHARED, State
from kheo.evaluations.models import Evaluation, Scorecard
from kheo.kernel import journal
from kheo.people.models import Person


def begin(evaluation: Evaluation) -> None:
    """Save a new evaluation at the first stage of its framework."""
    evaluation.state = after(evaluation, None)
    evaluation.save()
    lay_card(evaluation)


def locked(evaluation: Evaluation) -> Evaluation:
    """The evaluation's row, taken before anything is asked of it, with what every verb asks."""
    rows = Evaluation.objects.select_for_update(of=("self",))
    needed = ("subject__unit", "subject__round__closing", "unit", "procedure", "version__framework")
    found: Evaluation = rows.select_related(*needed).get(pk=evaluation.pk)
    return found


def locked_card(card: Scorecard) -> Scorecard:
    """The card with its evaluation's row taken: whoever writes and whoever goes on wait for each other."""
    evaluation = locked(card.evaluation)
    found: Scorecard = Scorecard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    found.evaluation = evaluation
    return found


def go_on_when_finished(evaluation: Evaluation, *, by: Person | None) -> None:
    """Go on to the next stage when the present one waits for nobody any more."""
    if _is_finished(evaluation):
        go_on(evaluation, by=by)


def go_on(evaluation: Evaluation, *, by: Person | None) -> None:
    """Leave the present stage for the next one of the framework."""
    stage = evaluation.state
    move(evaluation, after(evaluation, Stage(stage)))
    journal.record(
        "evaluation.stage_finished", evaluation, by=by, unit_id=evaluation.unit_id,
        stage=str(stage), to=str(evaluation.state),
    )  # fmt: skip


def move(evaluation: Evaluation, to: State, *, resumes: str = "") -> None:
    """To another state that the table of moves knows; an explanation remembers where it returns."""
    policies.can_move(evaluation, to)
    evaluation.state, evaluation.resumes = to, resumes
    evaluation.save(update_fields=["state", "resumes", "concluded_at", "concluded_by", "result"])
    lay_card(evaluation)


def lay_card(evaluation: Evaluation) -> None:
    """The one card of a stage lies ready when the stage is reached; scorers get theirs with the dossier."""
    if evaluation.state in SHARED:
        Scorecard.objects.get_or_create(evaluation=evaluation, stage=evaluation.state, scorer=None)


def _is_finished(evaluation: Evaluation) -> bool:
    if evaluation.state not in INDEPENDENT:
        return evaluation.state in SHARED and evaluation.cards.sent().filter(stage=evaluation.state).exists()
    assigned = evaluation.assignments.active().filter(stage=evaluation.state)
    return assigned.count() >= evaluation.procedure.scorers and not assigned.waiting().exists()


def after(evaluation: Evaluation, stage: Stage | None) -> State:
    """The next stage of the framework; a round of explanation happens only when somebody asks."""
    stages = [one for one in evaluation.sheet.stages if one != Stage.EXPLANATION]
    left = stages if stage is None else stages[stages.index(stage) + 1 :]
    return State(left[0]) if left else State.SCORED
