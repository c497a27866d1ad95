"""What was said of models after their recognition, with its day: that they lived, or that they had stopped.

A pulse says it on the day of the answer, a re-check by the day of its evidence, a later year's list on the day that it
took the work in. What did not run, and what its office ended or dropped, has stopped. Nothing said is nothing known:
silence is neither life nor death.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import DateField, Max, Min, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, Least, TruncDate

from kheo.exemplars.enums import CONSIDERABLE, Origin
from kheo.exemplars.models import Exemplar, Registration
from kheo.progress.enums import Decision, Pulse
from kheo.progress.models import PulseAnswer, Recheck

WENT_ON = [Origin.MAINTAINED, Origin.UPGRADED]
_OVER = Q(running=False) | Q(ruling__decision__in=[Decision.END, Decision.DROP])


def lived_on(exemplar: str, on: date) -> Greatest:
    """For a query: the last day for which somebody said by `on` that the exemplar of a column lived; null if none."""
    answers = PulseAnswer.objects.filter(on__lte=on).exclude(answer=Pulse.STOPPED)
    sheets = Recheck.objects.filter(evidence_on__lte=on, running=True).filter(~_OVER | Q(ruling=None))
    listed = Registration.objects.filter(status__in=CONSIDERABLE, origin__in=WENT_ON, acceptance__at__date__lte=on)
    return Greatest(
        _day(answers, exemplar, Max("on")), _day(sheets, exemplar, Max("evidence_on")),
        _day(listed, exemplar, Max(TruncDate("acceptance__at"))),
    )  # fmt: skip


def stopped_on(exemplar: str, on: date) -> Least:
    """For a query: the first day for which somebody said by `on` that it had stopped; null if none."""
    answers = PulseAnswer.objects.filter(on__lte=on, answer=Pulse.STOPPED)
    sheets = Recheck.objects.filter(_OVER, evidence_on__lte=on)
    return Least(_day(answers, exemplar, Min("on")), _day(sheets, exemplar, Min("evidence_on")))


def stopped(exemplar_ids: Iterable[int], on: date) -> set[int]:
    """Those of which somebody has said by a day that they had stopped: what has stopped stays stopped."""
    rows = Exemplar.objects.filter(pk__in=list(exemplar_ids)).annotate(over=stopped_on("pk", on))
    return set(rows.filter(over__isnull=False).values_list("pk", flat=True))


def _day(rows: QuerySet[Any, Model], exemplar: str, day: Max | Min) -> Subquery:
    one = rows.filter(exemplar=OuterRef(exemplar)).order_by().values("exemplar").annotate(day=day)
    return Subquery(one.values("day"), output_field=DateField())
