"""The desk where a round demands a judgement before recognition: evaluations to open, the council to call."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.desk.ground import Ground
from kheo.desk.rows import Task
from kheo.evaluations.models import Procedure
from kheo.kernel.quantities import format_number
from kheo.recognitions import judged
from kheo.recognitions.duty import Standing


def tasks(ground: Ground) -> list[Task]:
    """For the units that the person reviews for; nothing where no round demands anything."""
    if not ground.reviews:
        return []
    demanded = _demanded(ground)
    if not demanded:
        return []
    places = [one.unit.pk for one, _council in demanded], [one.round.pk for one, _council in demanded]
    unopened = judged.unopened_counts(*places)
    uncalled = judged.uncalled_counts(*places) if any(council for _one, council in demanded) else {}
    return [
        *(_open(one, count) for one, _council in demanded if (count := unopened.get((one.unit.pk, one.round.pk)))),
        *(_call(one, count) for one, council in demanded
          if council and (count := uncalled.get((one.unit.pk, one.round.pk)))),
    ]  # fmt: skip


def _demanded(ground: Ground) -> list[tuple[Standing, bool]]:
    """The duties for which the round demands a judgement, and whether it demands a council."""
    rows = Procedure.objects.filter(round__in=ground.rounds).values_list("round", "level", "council")
    rungs = {(round_id, level): council for round_id, level, council in rows}
    rounds = {round_id for round_id, _level in rungs}
    waiting = [one for one in ground.standings if one.waiting and one.round.pk in rounds] if rungs else []
    places = [(one, (one.round.pk, one.unit.level_on(one.round.date))) for one in waiting]
    return [(one, rungs[at]) for one, at in places if at in rungs]


def _open(standing: Standing, count: int) -> Task:
    why = ngettext(
        "%(count)s registration waits for %(unit)s and is not being evaluated",
        "%(count)s registrations wait for %(unit)s and are not being evaluated",
        count,
    )
    return _task(standing, _("Open evaluations in %(round)s"), why, count)


def _call(standing: Standing, count: int) -> Task:
    why = ngettext(
        "%(count)s registration is evaluated by %(unit)s and on no agenda",
        "%(count)s registrations are evaluated by %(unit)s and on no agenda",
        count,
    )
    return _task(standing, _("Call the council in %(round)s"), why, count)


def _task(standing: Standing, what: str, why: str, count: int) -> Task:
    docket = reverse("recognitions:docket", args=[standing.round.pk, standing.unit.pk])
    return Task(
        what=what % {"round": standing.round.name},
        why=why % {"unit": standing.unit.name, "count": format_number(count)},
        due=standing.due,
        url=f"{docket}#waiting",
    )
