"""What waits for a person's hand: dossiers to score, cards of the unit to write, in the order in which they wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from kheo.criteria.enums import Stage
from kheo.evaluations.enums import ARRANGES_FOR_UNIT, INDEPENDENT, SHARED, State
from kheo.evaluations.models import Assignment, Deadline, Evaluation, Procedure, Scorecard
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Unit, acting_unit_ids, answering_unit_ids, answering_units, offices

BEFORE, AFTER = 5, 20  # so many of the queue stand beside a card
_ABOUT = [f"evaluation__subject__{name}" for name in ("code", "title", "unit__name", "field")]


@dataclass(frozen=True)
class Waiting:
    """A card that is not sent yet, what it is about, and until when it is wanted."""

    card_id: int
    code: str
    title: str
    unit_name: str
    field: str
    stage: str
    due: date | None
    put_off: bool = False
    assignment_id: int | None = None

    @property
    def stage_name(self) -> str:
        return str(Stage(self.stage).label)


@dataclass(frozen=True)
class ToArrange:
    """How many dossiers of a unit in a round can be concluded as far as their stages go, and how many of those that are
    being scored have fewer scorers than are wanted."""

    procedure: Procedure
    unit: Unit
    scored: int
    without: int


def concern(person: Person) -> bool:
    """Whether any evaluation that goes on is the person's to score, or of a unit for which they write or review. Where
    none is, all the lists below and the visits are empty; most desks ask no more than this."""
    units = answering_unit_ids(person, *REVIEWS_FOR_UNIT, *WRITES_FOR_UNIT, *ARRANGES_FOR_UNIT)
    given = person.assignments.active().filter(evaluation=OuterRef("pk"))
    ours = Q(unit__in=units) | Q(subject__unit__in=units)
    found: bool = Evaluation.objects.open().filter(ours | Exists(given)).exists()
    return found


def of(person: Person) -> list[Waiting]:
    """Everything that waits for the person, fields together: to be scored, then to be written for a unit."""
    return [*to_score(person), *of_units(person)]


def to_score(person: Person) -> list[Waiting]:
    """The dossiers given to the person, what was put off last; those of a field stand together.

    Each has the person's card from the moment on which it is given. Two plain questions are cheaper than one that asks
    of every dossier which card is theirs, and whether it is sent.
    """
    unsent = Scorecard.objects.independent().filter(scorer=person, sent_at=None)
    cards = {(evaluation, stage): pk for evaluation, stage, pk in unsent.values_list("evaluation", "stage", "pk")}
    if not cards:
        return []
    given = Assignment.objects.given_to(person).filter(evaluation__in={evaluation for evaluation, _stage in cards})
    told = given.annotate(due=_due()).values_list("evaluation", "stage", *_ABOUT, "due", "skipped_at", "pk")
    found = [
        Waiting(cards[evaluation, stage], code, title, unit, field, stage, due, skipped is not None, pk)
        for evaluation, stage, code, title, unit, field, due, skipped, pk in told
        if (evaluation, stage) in cards
    ]
    return sorted(found, key=lambda one: (one.put_off, one.field))


def of_units(person: Person) -> list[Waiting]:
    """The one card of a stage, where the person's unit holds the matter: its self-assessment, or its verification."""
    reviews = answering_unit_ids(person, *REVIEWS_FOR_UNIT)
    writes = acting_unit_ids(person, *WRITES_FOR_UNIT)
    rows = Scorecard.objects.filter(sent_at=None, stage__in=SHARED, stage=F("evaluation__state"))
    rows = rows.filter(evaluation__subject__round__closing=None)
    ours = rows.filter(stage=Stage.SELF, evaluation__subject__unit__in=writes)
    theirs = rows.exclude(stage=Stage.SELF).filter(evaluation__unit__in=reviews)
    told = (ours | theirs).annotate(due=_due()).order_by("pk").values_list("pk", *_ABOUT, "stage", "due")
    return sorted((Waiting(*row) for row in told), key=lambda one: (one.stage, one.field))


def to_explain(person: Person) -> list[Evaluation]:
    """Those about which the person's unit was asked, and has not answered everything."""
    writes = acting_unit_ids(person, *WRITES_FOR_UNIT)
    rows = Evaluation.objects.filter(state=State.EXPLANATION, subject__unit__in=writes, subject__round__closing=None)
    return list(rows.select_related("subject__unit", "unit").order_by("pk"))


def arranged_by(person: Person) -> list[tuple[Procedure, Unit]]:
    """What the person arranges: each procedure with the unit that judges by it."""
    arranges = answering_units(person, *ARRANGES_FOR_UNIT)
    pairs = (
        Evaluation.objects.filter(unit__in=arranges).order_by("-procedure").values_list("procedure", "unit").distinct()
    )
    found = list(pairs)
    procedures = Procedure.objects.select_related("round").in_bulk({procedure for procedure, _unit in found})
    return [(procedures[procedure], arranges[unit]) for procedure, unit in found]


def demanded_of(person: Person) -> list[Round]:
    """The rounds that go on and demand an evaluation at the level of a unit for which the person reviews."""
    levels = {office.unit.level for office in offices(person) if office.role in REVIEWS_FOR_UNIT}
    if not levels:
        return []
    asking = Round.objects.asking().visible_to(person).filter(procedures__level__in=levels)
    return list(asking.select_related("movement").order_by("starts", "pk").distinct())


def judging_in(person: Person, round_: Round) -> list[tuple[Procedure, Unit, bool]]:
    """The units for which the person reviews and of whose level the round demands an evaluation: by which procedure,
    and whether the person arranges the scoring there."""
    by_level = {procedure.level: procedure for procedure in round_.procedures.all()}
    roles: dict[Unit, set[str]] = {}
    for office in offices(person) if by_level else ():
        roles.setdefault(office.unit, set()).add(office.role)
    reviewing = {unit: held for unit, held in roles.items() if held & REVIEWS_FOR_UNIT}
    places = [(by_level.get(unit.level_on(round_.date)), unit, held) for unit, held in reviewing.items()]
    return [(procedure, unit, bool(held & ARRANGES_FOR_UNIT)) for procedure, unit, held in places if procedure]


def to_arrange(person: Person) -> list[ToArrange]:
    """What waits for those who arrange: dossiers that can be concluded, and such as have fewer scorers than are wanted;
    for each of their units and rounds that has any, in two queries."""
    arranges = answering_units(person, *ARRANGES_FOR_UNIT)
    if not arranges:
        return []
    active = Assignment.objects.active().filter(evaluation=OuterRef("pk"), stage=OuterRef("state"))
    given = active.order_by().values("evaluation").annotate(n=Count("pk")).values("n")
    rows = Evaluation.objects.filter(unit__in=arranges, subject__round__closing=None)
    rows = rows.annotate(given=Coalesce(Subquery(given), 0))
    at_scoring = Q(state__in=[stage.value for stage in INDEPENDENT], given__lt=F("procedure__scorers"))
    counted = (
        rows.order_by("procedure", "unit").values("procedure", "unit")
        .annotate(scored=Count("pk", Q(state=State.SCORED)), without=Count("pk", at_scoring))
        .filter(Q(scored__gt=0) | Q(without__gt=0))
    )  # fmt: skip
    found = list(counted)
    procedures = Procedure.objects.select_related("round").in_bulk({one["procedure"] for one in found})
    return [
        ToArrange(procedures[one["procedure"]], arranges[one["unit"]], one["scored"], one["without"]) for one in found
    ]


def beside(card: Scorecard, queue: Sequence[Waiting]) -> tuple[Waiting | None, Waiting | None]:
    """The one before and the one after a card within its field and stage; after the last one begins anew."""
    field, stage = card.evaluation.subject.field, card.stage
    same = [one for one in queue if one.field == field and one.stage == stage]
    places = [n for n, one in enumerate(same) if one.card_id == card.pk]
    if not places:
        return None, same[0] if same else None
    n = places[0]
    others = len(same) > 1
    return (same[n - 1] if others else None), (same[(n + 1) % len(same)] if others else None)


def shown(queue: Sequence[Waiting], card: Scorecard) -> Sequence[Waiting]:
    """The part of a queue that stands beside a card: some before it, more after it; nobody looks further at once."""
    here = next((n for n, one in enumerate(queue) if one.card_id == card.pk), 0)
    first = max(0, here - BEFORE)
    return queue[first : first + BEFORE + AFTER + 1]


def around(card: Scorecard, person: Person) -> list[Waiting]:
    """The queue in which a card stands: the person's own, or that of their units."""
    return to_score(person) if card.stage in INDEPENDENT else of_units(person)


def _due() -> Subquery:
    """The last day of the stage of a row."""
    days = Deadline.objects.filter(procedure=OuterRef("evaluation__procedure"), stage=OuterRef("stage"))
    return Subquery(days.values("on"))
