"""What units decided in a past year at once, from the list officials keep: considerations that are concluded, their
outcomes, recognitions with their decisions, proposals with their ranks. The same records as the verbs leave behind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kheo.documents import bringing as papers
from kheo.documents.bringing import Cited
from kheo.exemplars.bringing import Listed, moment
from kheo.kernel import clock, journal
from kheo.kernel.models import Entry
from kheo.people.models import Person
from kheo.recognitions.models import Consideration, Outcome, Proposal, Recognition
from kheo.units.atlas import Atlas
from kheo.units.permissions import can_bring_in

TOGETHER = 5000  # rows of one statement


@dataclass(frozen=True, slots=True)
class Decided:
    """What a unit held of a registration. Number and date of the decision may be missing in a list; `day` is then the
    day at which it counts."""

    listed: Listed
    unit_id: int
    level: str
    recognised: bool
    day: date
    number: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A unit proposed a registration to another."""

    listed: Listed
    from_id: int
    to_id: int


@transaction.atomic
def bring_in(
    decided: Sequence[Decided], proposed: Sequence[Proposed], *, by: Person | None, atlas: Atlas
) -> dict[str, list[int]]:
    """Write what was decided and proposed on registrations that are written; gives the ids of what is new, by kind.

    One concluded consideration for each unit, round and decision. `by` is None only for the command line.
    """
    if by:
        can_bring_in(by, {one.unit_id for one in decided} | {one.from_id for one in proposed})
    cited = {Cited(one.unit_id, one.number, one.on) for one in decided if one.number}
    decisions, filed = papers.bring_in(cited, by=by, atlas=atlas)
    considerations = _considerations(decided, decisions, by)
    _outcomes(decided, considerations)
    recognitions = _recognitions(decided, decisions)
    proposals = _proposals(proposed, by)
    journal.record_many([*_entries(decided, by), *_proposal_entries(proposals, by)])
    return {
        "paper": filed,
        "consideration": [consideration.pk for consideration in considerations.values()],
        "recognition": recognitions,
        "proposal": [proposal.pk for proposal in proposals],
    }


@transaction.atomic
def take_back(made: dict[str, list[int]], *, by: Person) -> None:
    """Delete what `bring_in` gave; `ProtectedError` when something hangs on it."""
    considerations = Consideration.objects.filter(pk__in=made["consideration"])
    proposals = Proposal.objects.filter(pk__in=made["proposal"])
    can_bring_in(by, {*considerations.values_list("unit", flat=True), *proposals.values_list("from_unit", flat=True)})
    proposals.delete()
    Recognition.objects.filter(pk__in=made["recognition"]).delete()
    considerations.delete()
    papers.take_back(made["paper"])


def _place(one: Decided) -> tuple[int, int, Cited | None]:
    """Which consideration an outcome belongs to: one for each decision, and one for what the list names none for."""
    cited = Cited(one.unit_id, one.number, one.on) if one.number else None
    return one.unit_id, one.listed.round_id, cited


def _considerations(
    decided: Sequence[Decided], decisions: dict[Cited, int], by: Person | None
) -> dict[tuple[int, int, Cited | None], Consideration]:
    days: dict[tuple[int, int, Cited | None], list[date]] = defaultdict(list)
    for one in decided:
        days[_place(one)].append(one.day)
    made = [
        Consideration(
            unit_id=unit_id, round_id=round_id, decision_id=decisions[cited] if cited else None,
            opened_at=moment(min(days[unit_id, round_id, cited])), opened_by=by,
            concluded_at=moment(max(days[unit_id, round_id, cited])), concluded_by=by,
        )
        for unit_id, round_id, cited in days
    ]  # fmt: skip
    Consideration.objects.bulk_create(made, batch_size=TOGETHER)
    return dict(zip(days, made, strict=True))


def _outcomes(decided: Sequence[Decided], considerations: dict) -> None:
    Outcome.objects.bulk_create(
        [
            Outcome(
                consideration=considerations[_place(one)], registration_id=one.listed.id, recognised=one.recognised,
                reason="" if one.recognised else _("As in the list that was brought in; it gives no reason."),
            )
            for one in decided
        ],
        batch_size=TOGETHER,
    )  # fmt: skip


def _recognitions(decided: Sequence[Decided], decisions: dict[Cited, int]) -> list[int]:
    made = Recognition.objects.bulk_create(
        [
            Recognition(
                exemplar_id=one.listed.exemplar_id, registration_id=one.listed.id, unit_id=one.unit_id, level=one.level,
                round_id=one.listed.round_id, on=one.day,
                decision_id=decisions[Cited(one.unit_id, one.number, one.on)] if one.number else None,
            )
            for one in decided
            if one.recognised
        ],
        batch_size=TOGETHER,
    )  # fmt: skip
    return [recognition.pk for recognition in made]


def _proposals(proposed: Sequence[Proposed], by: Person | None) -> list[Proposal]:
    """Ranks follow the order of the list, after the proposals that the unit has made already."""
    earlier = Proposal.objects.filter(from_unit__in={one.from_id for one in proposed})
    ranks: dict[tuple[int, int], int] = defaultdict(int)
    for unit_id, round_id, last in earlier.values_list("from_unit", "registration__round").annotate(last=Max("rank")):
        ranks[unit_id, round_id] = last
    made = []
    for one in proposed:
        ranks[one.from_id, one.listed.round_id] += 1
        rank = ranks[one.from_id, one.listed.round_id]
        made.append(
            Proposal(
                registration_id=one.listed.id, from_unit_id=one.from_id, to_unit_id=one.to_id, rank=rank,
                at=clock.now(), by=by,
            )
        )  # fmt: skip
    return Proposal.objects.bulk_create(made, batch_size=TOGETHER)


def _entries(decided: Iterable[Decided], by: Person | None) -> Iterator[Entry]:
    for one in decided:
        verb = "registration.recognised" if one.recognised else "registration.not_recognised"
        yield journal.entry(
            verb, "registration", one.listed.id or 0, by_id=by.pk if by else None, unit_id=one.unit_id, level=one.level
        )


def _proposal_entries(proposals: Iterable[Proposal], by: Person | None) -> Iterator[Entry]:
    for one in proposals:
        yield journal.entry(
            "registration.proposed", "registration", one.registration_id, by_id=by.pk if by else None,
            unit_id=one.from_unit_id, to=one.to_unit_id, rank=one.rank,
        )  # fmt: skip
