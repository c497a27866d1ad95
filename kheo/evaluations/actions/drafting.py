"""The verbs that draft the papers of judging. There is one draft of each; it is given back when it was begun."""

from django.db import transaction

from kheo.documents import actions as documents
from kheo.documents import origins
from kheo.documents.models import Draft
from kheo.evaluations import drafted, moving, papers, permissions
from kheo.evaluations.actions.visits import locked_visit
from kheo.evaluations.models import Evaluation, Visit
from kheo.people.models import Person


@transaction.atomic
def draft_verification(visit: Visit, *, by: Person) -> Draft:
    """Begin the paper of a field verification from its finished record."""
    visit = locked_visit(visit)
    permissions.can_draft_verification(by, visit)
    already = drafted.record_of(visit)
    if already:
        return already
    begun: Draft = documents.draft(visit.evaluation.unit, papers.verification(visit), by=by, made_from=visit)
    return begun


@transaction.atomic
def draft_score_sheet(evaluation: Evaluation, *, by: Person) -> Draft:
    """Begin the score sheet of a concluded evaluation."""
    evaluation = moving.locked(evaluation)
    permissions.can_draft_score_sheet(by, evaluation)
    already = drafted.score_sheet_of(evaluation)
    if already:
        return already
    begun: Draft = documents.draft(evaluation.unit, drafted.sheet_of(evaluation), by=by, made_from=evaluation)
    return begun


origins.register("visit", origins.Origin(drafted.visit_address))
origins.register("evaluation", origins.Origin(drafted.evaluation_address))
