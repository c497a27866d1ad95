"""What those who arrange the scoring see of one procedure in their unit: who can score, how far scores lie apart."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from kheo.criteria.enums import Stage
from kheo.evaluations import policies, results
from kheo.evaluations.enums import INDEPENDENT
from kheo.evaluations.models import Evaluation, Procedure
from kheo.evaluations.standings import Line, Table
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Membership, Unit


@dataclass(frozen=True)
class Ranked:
    """A line of the order with the rank that counts, and the lowest and the highest total that a scorer gave; None
    where nobody has yet."""

    line: Line
    counts: int | None
    least: Decimal | None
    most: Decimal | None

    @property
    def spread(self) -> Decimal | None:
        return None if self.least is None or self.most is None else self.most - self.least


def ranked(table: Table) -> list[Ranked]:
    """The order of a table, each line with its spread as far as the reader may see the scores."""
    counting = table.counting
    return [Ranked(line, counting.get(line.standing.evaluation.pk), *_ends(table, line)) for line in table.lines]


def stage_of_scorers(procedure: Procedure) -> Stage | None:
    """The first stage of the framework at which several score, each alone."""
    return next((stage for stage in procedure.version.sheet.stages if stage in INDEPENDENT), None)


def to_share_out(procedure: Procedure, unit: Unit, stage: Stage) -> list[Evaluation]:
    """The evaluations that still take scorers at a stage."""
    rows = Evaluation.objects.open().filter(procedure=procedure, unit=unit).order_by("pk")
    needed = rows.select_related("unit", "procedure", "subject__unit", "subject__round__closing")
    listed = needed.prefetch_related("version__framework")
    return [one for one in listed if policies.takes_scorers.allows(one, stage)]


def who_can_score(unit: Unit, evaluations: list[Evaluation], stage: Stage) -> list[Person]:
    """Who reviews for the unit; in cross-scoring also who serves one of the units that it judges."""
    offices = Q(unit=unit, role__in=REVIEWS_FOR_UNIT)
    if stage == Stage.CROSS:
        judged = {one.subject.unit_id for one in evaluations}
        offices |= Q(unit__in=judged, role__in=REVIEWS_FOR_UNIT | WRITES_FOR_UNIT)
    held = Membership.objects.current().filter(offices)
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("sort_key", "pk"))


def _ends(table: Table, line: Line) -> tuple[Decimal | None, Decimal | None]:
    if line.standing.outcome is None:
        return None, None
    one = line.standing.evaluation
    cards = [card for card in table.ledger.shown(one) if card.stage in INDEPENDENT and card.scorer_id]
    totals = [results.total_of(one, card) for card in cards]
    return (min(totals), max(totals)) if totals else (None, None)
