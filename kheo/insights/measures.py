"""What each measure counts. A count and the list behind it read the same condition here.

The conditions ask whether something exists and join nothing: a registration that is recognised twice stays one row, so
that counting needs no DISTINCT, which would sort a nation's 100,000 rows (speed.md §A).
"""

from collections.abc import Iterable

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When

from kheo.exemplars.models import Registration
from kheo.insights.enums import Measure
from kheo.insights.scope import Scope
from kheo.recognitions.duty import considered_ids
from kheo.recognitions.models import Proposal, Recognition

_RECOGNITIONS = Recognition.objects.filter(registration=OuterRef("pk"))
_PROPOSALS = Proposal.objects.order_by().filter(registration=OuterRef("pk"))
# Inside a CASE it is asked of the registrations at hand. Bare, the planner makes it a join and begins with every
# proposal of the nation, whose number it guesses too low: 40 ms instead of 20 for the list of a province.
_ABOVE = Exists(_PROPOSALS.filter(registration__recognitions__unit=F("to_unit")))
# A recognition is a row only once its consideration was concluded: what is being weighed can never count.
CONDITIONS = {
    Measure.REGISTERED: Q(),
    Measure.RECOGNISED: Q(Exists(_RECOGNITIONS)),
    Measure.PROPOSED: Q(Exists(_PROPOSALS)),
    Measure.RECOGNISED_ABOVE: Q(Case(When(_ABOVE, then=True), default=False)),
}


def counts_of(measures: Iterable[Measure]) -> dict[str, Count]:
    """The aggregates that count the measures, for `annotate(**…)`."""
    return {m.value: Count("pk", filter=CONDITIONS[m] or None) for m in measures}


def those_of(measure: Measure, registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """The registrations that a measure counts, each once."""
    return registrations.filter(CONDITIONS[measure])


def has_considered(scope: Scope) -> bool:
    """Whether any unit of the scope has: before, what was recognised is not zero but not known (BR-09)."""
    return bool(considered_ids([line.unit_id for line in scope.lines], scope.round, tops=scope.tops))
