"""What each measure counts. A count and the list behind it read the same condition here.

The conditions ask whether something exists and join nothing: a registration that is recognised twice stays one row, so
that counting needs no DISTINCT, which would sort a nation's 100,000 rows (speed.md §A).
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When

from kheo.exemplars.models import Registration
from kheo.insights.enums import Measure
from kheo.insights.scope import Scope
from kheo.recognitions.duty import considered_ids
from kheo.recognitions.models import Proposal, Recognition

_RECOGNITIONS = Recognition.objects.filter(registration=OuterRef("pk"))
_PROPOSALS = Proposal.objects.order_by().filter(registration=OuterRef("pk"))


def conditions(until: date | None = None) -> dict[Measure, Q]:
    """What makes a registration count; by the end of a day, where a round is cut there."""
    # Inside a CASE it is asked of the registrations at hand. Bare, the planner makes it a join and begins with every
    # proposal of the nation, whose number it guesses too low: 40 ms instead of 20 for the list of a province.
    if until is None:
        above = Exists(_PROPOSALS.filter(registration__recognitions__unit=F("to_unit")))
        recognitions, proposals = _RECOGNITIONS, _PROPOSALS
    else:
        recognitions, proposals = _RECOGNITIONS.filter(on__lte=until), _PROPOSALS.filter(at__date__lte=until)
        their = Recognition.objects.filter(registration=OuterRef("registration"), unit=OuterRef("to_unit"))
        above = Exists(proposals.filter(Exists(their.filter(on__lte=until))))
    # A recognition is a row only once its consideration was concluded: what is being weighed can never count.
    return {
        Measure.REGISTERED: Q(),
        Measure.RECOGNISED: Q(Exists(recognitions)),
        Measure.PROPOSED: Q(Exists(proposals)),
        Measure.RECOGNISED_ABOVE: Q(Case(When(above, then=True), default=False)),
    }


WHOLE = conditions()  # of a round that is not cut: made once


def counts_of(measures: Iterable[Measure], until: date | None = None) -> dict[str, Count]:
    """The aggregates that count the measures, for `annotate(**…)`."""
    told = conditions(until) if until else WHOLE
    return {m.value: Count("pk", filter=told[m] or None) for m in measures}


def those_of(
    measure: Measure, registrations: QuerySet[Registration], until: date | None = None
) -> QuerySet[Registration]:
    """The registrations that a measure counts, each once."""
    return registrations.filter((conditions(until) if until else WHOLE)[measure])


def has_considered(scope: Scope) -> bool:
    """Whether any unit of the scope has: before, what was recognised is not zero but not known (BR-09)."""
    return bool(considered_ids([line.unit_id for line in scope.lines], scope.round, tops=scope.tops, by=scope.until))
