"""What each measure counts. A count and the list behind it read the same condition here."""

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet

from kheo.exemplars.models import Registration
from kheo.insights.enums import Measure

# A recognition is a row only once its consideration was concluded: what is being weighed can never count.
CONDITIONS = {
    Measure.REGISTERED: Q(),
    Measure.RECOGNISED: Q(recognitions__isnull=False),
    Measure.PROPOSED: Q(proposals__isnull=False),
    Measure.RECOGNISED_ABOVE: Q(recognitions__unit=F("proposals__to_unit")),
}


def counts_of(measures: Iterable[Measure]) -> dict[str, Count]:
    """The aggregates that count the measures, for `annotate(**…)`; in one query they share their joins."""
    return {m.value: Count("pk", distinct=True, filter=CONDITIONS[m] or None) for m in measures}


def those_of(measure: Measure, registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """The registrations that a measure counts, each once."""
    condition = CONDITIONS[measure]
    if not condition:
        return registrations
    return Registration.objects.filter(pk__in=registrations.order_by().filter(condition).values("pk"))
