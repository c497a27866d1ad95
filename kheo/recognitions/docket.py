"""The docket of a unit in a round: what has come before it, what it has to decide on, what it may propose upward."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from kheo.exemplars.enums import CONSIDERABLE
from kheo.exemplars.models import Registration, carried_by
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.recognitions.enums import Shown
from kheo.recognitions.models import Consideration, Forgoing, Outcome, Proposal, Recognition
from kheo.units import tree
from kheo.units.models import Unit


def before(unit: Unit, round_: Round) -> QuerySet[Registration]:
    """Everything that has come before the unit in the round: accepted by it, or proposed to it from below."""
    proposed = Proposal.objects.filter(to_unit=unit, registration=OuterRef("pk"))
    return Registration.objects.filter(Q(receiver=unit) | Q(Exists(proposed)), round=round_, status__in=CONSIDERABLE)


def waiting(unit: Unit, round_: Round) -> QuerySet[Registration]:
    """What of it the unit has not concluded on."""
    return before(unit, round_).exclude(Exists(_decided_by(unit)))


def waiting_counts(
    unit_ids: Iterable[int], round_ids: Iterable[int], *, such: Callable[[OuterRef, OuterRef], Q] | None = None
) -> dict[tuple[int, int], int]:
    """How many wait, for many units and rounds in two queries: `{(unit_id, round_id): count}`, as `waiting` counts.

    `such` counts a part of them: a condition on what a registration is judged as, and the unit it waits for.
    """
    units, rounds = list(unit_ids), list(round_ids)
    received = such(OuterRef("judged_as"), OuterRef("receiver")) if such else Q()
    brought = such(OuterRef("registration__judged_as"), OuterRef("to_unit")) if such else Q()
    direct = (
        Registration.objects.filter(receiver__in=units, round__in=rounds, status__in=CONSIDERABLE)
        .filter(received)
        .exclude(Exists(_decided_by(OuterRef("receiver"))))
        .values_list("receiver", "round")
    )
    proposed = (
        Proposal.objects.undecided()
        .filter(to_unit__in=units, registration__round__in=rounds, registration__status__in=CONSIDERABLE)
        .filter(brought)
        .exclude(registration__receiver=F("to_unit"))  # received by it too: counted above
        .values_list("to_unit", "registration__round")
    )
    counts: dict[tuple[int, int], int] = {}
    for rows in (direct, proposed):
        for unit_id, round_id, count in rows.annotate(n=Count("pk")).order_by():
            counts[unit_id, round_id] = counts.get((unit_id, round_id), 0) + count
    return counts


@dataclass
class Docket:
    """The docket as its unit reads it, the work in progress included."""

    unit: Unit
    round: Round

    @cached_property
    def consideration(self) -> Consideration | None:
        """The consideration under way."""
        return self._considerations.open().first()

    @cached_property
    def concluded(self) -> list[Consideration]:
        """What the unit has concluded in this round, the newest first, with how many it recognised and how many not."""
        yes, no = Q(outcomes__recognised=True), Q(outcomes__recognised=False)
        rows = self._considerations.concluded().select_related("decision").order_by("-concluded_at")
        return list(rows.annotate(recognised=Count("outcomes", yes), not_recognised=Count("outcomes", no)))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many wait, by what has been held of them so far."""
        yes, no = Q(Exists(self._so_far(True))), Q(Exists(self._so_far(False)))
        found = waiting(self.unit, self.round).aggregate(all=Count("pk"), yes=Count("pk", yes), no=Count("pk", no))
        return {
            Shown.ALL: found["all"],
            Shown.LEFT: found["all"] - found["yes"] - found["no"],
            Shown.TO_RECOGNISE: found["yes"],
            Shown.NOT_TO_RECOGNISE: found["no"],
        }

    def listed(self, shown: str = Shown.ALL) -> QuerySet[Registration]:
        """What waits: each with its outcome so far (`weighed`) and who proposed it (`brought`), in their order."""
        yes, no = Q(Exists(self._so_far(True))), Q(Exists(self._so_far(False)))
        part = {Shown.TO_RECOGNISE: yes, Shown.NOT_TO_RECOGNISE: no, Shown.LEFT: ~yes & ~no}.get(shown, Q())
        to_us = Proposal.objects.filter(to_unit=self.unit)
        so_far = Outcome.objects.filter(consideration=self.consideration)
        ours = to_us.filter(registration=OuterRef("pk"))
        return (
            waiting(self.unit, self.round)
            .filter(part)
            .with_unit_name()
            .select_related("unit", "field")
            .prefetch_related(
                Prefetch("proposals", to_us.select_related("from_unit"), to_attr="brought"),
                Prefetch("outcomes", so_far, to_attr="weighed"),
            )
            .annotate(proposer=Subquery(ours.values("from_unit__sort_key")[:1]), rank=Subquery(ours.values("rank")[:1]))
            .order_by(F("proposer").asc(nulls_last=True), "rank", "unit__sort_key", "pk")
        )

    @cached_property
    def sent_up(self) -> list[Proposal]:
        """The unit's proposals by rank, each with `answer`: what the upper unit concluded on it, or None."""
        answers = Outcome.objects.concluded().select_related("consideration__decision")
        proposals = (
            Proposal.objects.filter(from_unit=self.unit, registration__round=self.round)
            .select_related("registration__unit", "registration__round__closing", "from_unit", "to_unit")
            .prefetch_related(Prefetch("registration__outcomes", answers, to_attr="answers"))
        )
        for proposal in proposals:
            found = [o for o in proposal.registration.answers if o.consideration.unit_id == proposal.to_unit_id]
            proposal.answer = found[0] if found else None
        return list(proposals)

    @cached_property
    def forgoing(self) -> Forgoing | None:
        """The unit's own statement that it proposes nothing, if it stands."""
        return Forgoing.objects.filter(from_unit=self.unit, round=self.round).select_related("to_unit").first()

    @cached_property
    def forgone_below(self) -> list[Forgoing]:
        """Who has told this unit that it proposes nothing to it, and why."""
        told = Forgoing.objects.filter(to_unit=self.unit, round=self.round)
        return list(told.select_related("from_unit").order_by("from_unit__sort_key", "pk"))

    @property
    def _considerations(self) -> QuerySet[Consideration]:
        return Consideration.objects.filter(unit=self.unit, round=self.round)

    def _so_far(self, recognised: bool) -> QuerySet[Outcome]:
        rows = Outcome.objects.filter(consideration=self.consideration, recognised=recognised)
        return rows.filter(registration=OuterRef("pk"))


def proposable(unit: Unit, round_: Round, to_unit: Unit) -> QuerySet[Registration]:
    """What the unit may still propose: what it has recognised; also what it has not decided on, when the round does
    not demand recognition below first (BR-08)."""
    recognised = Q(Exists(recognised_for(unit).filter(registration=OuterRef("pk"))))
    rows = Registration.objects.filter(round=round_, status__in=CONSIDERABLE)
    if round_.demands_lower_recognition:
        rows = rows.filter(recognised)
    else:
        rows = rows.filter(recognised | Q(pk__in=waiting(unit, round_)))
    already = Proposal.objects.filter(registration=OuterRef("pk"), to_unit=to_unit)
    rows = rows.exclude(Exists(already)).with_unit_name().select_related("unit", "field")
    return rows.order_by("unit__sort_key", "pk")


def recognised_for(unit: Unit) -> QuerySet[Recognition]:
    """What the unit may propose upward as recognised: by itself, or by a unit that ended and wholly went on as it; and
    of the works that it writes on, what an office that is no more recognised and can no longer propose."""
    today = clock.today()
    ours = [unit.pk, *tree.left_to([unit.pk], on=today)]
    by_an_ended_one = Q(unit__during__endswith__lte=today) & carried_by(ours, "registration")
    return Recognition.objects.filter(Q(unit__in=ours) | by_an_ended_one)


def _decided_by(unit: Unit | OuterRef) -> QuerySet[Outcome]:
    """For `Exists` over registrations: the outcomes that the unit has concluded."""
    return Outcome.objects.concluded().filter(registration=OuterRef("pk"), consideration__unit=unit)
