"""The docket of a unit in a round: what has come before it, what it has to decide on, what it may propose upward."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from kheo.exemplars.enums import CONSIDERABLE
from kheo.exemplars.models import Registration
from kheo.movements.models import Round
from kheo.recognitions.models import Consideration, Outcome, Proposal, Recognition
from kheo.units.models import Unit


def before(unit: Unit, round_: Round) -> QuerySet[Registration]:
    """Everything that has come before the unit in the round: accepted by it, or proposed to it from below."""
    proposed = Proposal.objects.filter(to_unit=unit, registration=OuterRef("pk"))
    return Registration.objects.filter(Q(receiver=unit) | Q(Exists(proposed)), round=round_, status__in=CONSIDERABLE)


def waiting(unit: Unit, round_: Round) -> QuerySet[Registration]:
    """What of it the unit has not concluded on."""
    return before(unit, round_).exclude(Exists(_decided_by(unit)))


def waiting_counts(unit_ids: Iterable[int], round_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """How many wait, for many units and rounds in two queries: `{(unit_id, round_id): count}`, as `waiting` counts."""
    units, rounds = list(unit_ids), list(round_ids)
    direct = (
        Registration.objects.filter(receiver__in=units, round__in=rounds, status__in=CONSIDERABLE)
        .exclude(Exists(_decided_by(OuterRef("receiver"))))
        .values_list("receiver", "round")
    )
    proposed = (
        Proposal.objects.undecided()
        .filter(to_unit__in=units, registration__round__in=rounds, registration__status__in=CONSIDERABLE)
        .exclude(registration__receiver=F("to_unit"))  # received by it too: counted above
        .values_list("to_unit", "registration__round")
    )
    counts: dict[tuple[int, int], int] = {}
    for rows in (direct, proposed):
        for unit_id, round_id, count in rows.annotate(n=Count("pk")).order_by():
            counts[unit_id, round_id] = counts.get((unit_id, round_id), 0) + count
    return counts


def listed(unit: Unit, round_: Round, consideration: Consideration | None) -> QuerySet[Registration]:
    """What waits, as the unit reads it: each with its outcome so far (`weighed`) and who proposed it (`brought`)."""
    brought = Proposal.objects.filter(to_unit=unit, registration=OuterRef("pk"))
    return (
        waiting(unit, round_)
        .with_unit_name()
        .select_related("unit", "field")
        .prefetch_related(
            Prefetch("proposals", Proposal.objects.filter(to_unit=unit).select_related("from_unit"), to_attr="brought"),
            Prefetch("outcomes", Outcome.objects.filter(consideration=consideration), to_attr="weighed"),
        )
        .annotate(
            proposer=Subquery(brought.values("from_unit__sort_key")[:1]), rank=Subquery(brought.values("rank")[:1])
        )
        .order_by(F("proposer").asc(nulls_last=True), "rank", "unit__sort_key", "pk")
    )


def proposable(unit: Unit, round_: Round, to_unit: Unit) -> QuerySet[Registration]:
    """What the unit may still propose: what it has recognised; also what it has not decided on, when the round does
    not demand recognition below first (BR-08)."""
    recognised = Q(Exists(Recognition.objects.filter(registration=OuterRef("pk"), unit=unit)))
    rows = Registration.objects.filter(round=round_, status__in=CONSIDERABLE)
    if round_.demands_lower_recognition:
        rows = rows.filter(recognised)
    else:
        rows = rows.filter(recognised | Q(pk__in=waiting(unit, round_)))
    already = Proposal.objects.filter(registration=OuterRef("pk"), to_unit=to_unit)
    rows = rows.exclude(Exists(already)).with_unit_name().select_related("unit", "field")
    return rows.order_by("unit__sort_key", "pk")


def sent_up(unit: Unit, round_: Round) -> list[Proposal]:
    """The unit's proposals in a round by rank, each with `answer`: what the upper unit concluded, or None."""
    answers = Outcome.objects.concluded().select_related("consideration__decision")
    proposals = (
        Proposal.objects.filter(from_unit=unit, registration__round=round_)
        .select_related("registration__unit", "registration__round__closing", "from_unit", "to_unit")
        .prefetch_related(Prefetch("registration__outcomes", answers, to_attr="answers"))
    )
    for proposal in proposals:
        found = [o for o in proposal.registration.answers if o.consideration.unit_id == proposal.to_unit_id]
        proposal.answer = found[0] if found else None
    return list(proposals)


def is_of(unit: Unit, registration: Registration) -> bool:
    """Whether the registration has come before the unit."""
    return before(unit, registration.round).filter(pk=registration.pk).exists()


def _decided_by(unit: Unit | OuterRef) -> QuerySet[Outcome]:
    """For `Exists` over registrations: the outcomes that the unit has concluded."""
    return Outcome.objects.concluded().filter(registration=OuterRef("pk"), consideration__unit=unit)
