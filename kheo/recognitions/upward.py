"""What units that have recognised do about proposing upward: they propose, say that they do not, or neither yet."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from kheo.kernel import journal
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions.enums import Upward
from kheo.recognitions.models import Forgoing, Proposal, Recognition
from kheo.units.models import Unit


def upward_of(unit_ids: Iterable[int], round_: Round, *, by: date | None = None) -> dict[int, Upward]:
    """How far each of the units is with proposing upward in a round, or was at the end of the day `by`; who has
    recognised nothing is left out."""
    proposals = Proposal.objects.filter(from_unit=OuterRef("pk"), registration__round=round_)
    forgoings = Forgoing.objects.filter(from_unit=OuterRef("pk"), round=round_)
    recognitions = Recognition.objects.filter(unit=OuterRef("pk"), round=round_)
    if by:
        proposals, forgoings = proposals.filter(at__date__lte=by), forgoings.filter(at__date__lte=by)
        recognitions = recognitions.filter(on__lte=by)
    units = Unit.objects.filter(Exists(recognitions), pk__among=unit_ids)
    return {
        unit_id: Upward.PROPOSED if proposed else Upward.FORGONE if forgone else Upward.NOT_YET
        for unit_id, proposed, forgone in units.values_list("pk", Exists(proposals), Exists(forgoings))
    }


def forgone(unit_ids: Iterable[int], round_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Which of the units have stated that they propose nothing from which of the rounds: `{(unit_id, round_id)}`."""
    rows = Forgoing.objects.filter(from_unit__in=list(unit_ids), round__in=list(round_ids))
    return set(rows.values_list("from_unit", "round"))


def end(forgoing: Forgoing, verb: str, *, by: Person | None) -> None:
    """The statement is gone; the journal keeps that it stood and what ended it."""
    journal.record(verb, forgoing, by=by, unit_id=forgoing.from_unit_id, round=forgoing.round_id)
    forgoing.delete()


def overtake(proposing: Iterable[tuple[int, int]], *, by: Person | None) -> None:
    """Units have proposed after all, `(unit_id, round_id)` each: what they said before ends by itself."""
    pairs = set(proposing)
    rows = Forgoing.objects.filter(
        from_unit__in={unit_id for unit_id, _round in pairs}, round__in={round_id for _unit, round_id in pairs}
    )
    for forgoing in rows.order_by("pk"):
        if (forgoing.from_unit_id, forgoing.round_id) in pairs:
            end(forgoing, "forgoing.overtaken", by=by)
