"""The verb that begins the judgement of what waits, where the round demands one."""

from django.db import transaction

from kheo.evaluations.actions import open_evaluation
from kheo.evaluations.models import Evaluation
from kheo.exemplars.subjects import subjects_of
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions import judged, permissions
from kheo.units.models import Unit


@transaction.atomic
def open_evaluations(unit: Unit, round_: Round, *, by: Person) -> list[Evaluation]:
    """Open the unit's evaluation of everything that waits for it and is not being evaluated by it; again, of the rest.

    What the unit cannot judge (a ward that has left it meanwhile) is left out: `judged.to_open` says why. Raises
    `NotNow` where the round demands none.
    """
    round_ = Round.objects.select_related("movement__owner", "closing").get(pk=round_.pk)
    permissions.can_open_evaluations(by, unit, round_)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    subjects = subjects_of(judged.to_open(unit, round_).ready, by=by)
    return [open_evaluation(subject, unit, by=by) for subject in subjects.values()]
