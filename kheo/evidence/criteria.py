"""By which criteria a dossier will be judged, so that a photograph can say which one it belongs to."""

from kheo.criteria.criterion import Criterion
from kheo.evaluations.models import Evaluation, Procedure
from kheo.exemplars.models import Registration


def leaves_of(registration: Registration) -> list[Criterion]:
    """The criteria that are scored: of its evaluation, else of what its round demands at its level; mostly none."""
    version = None
    if registration.judged_as_id:
        evaluations = Evaluation.objects.filter(subject=registration.judged_as_id).select_related("version")
        version = next((one.version for one in evaluations), None)
    if version is None:
        demands = Procedure.objects.filter(round=registration.round_id, level=registration.level)
        version = next((one.version for one in demands.select_related("version")), None)
    return list(version.sheet.leaves()) if version else []
