"""What units decided in a past year at once, from the list officials keep: considerations that are concluded, their
outcomes, recognitions with their decisions, proposals with their ranks. The same records as the verbs leave behind.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kheo.documents import bringing as papers
from kheo.documents.bringing import Cited
from kheo.exemplars.bringing import Listed, moment
from kheo.kernel import clock, journal
from kheo.kernel.copying import copy_in, reserve_ids
from kheo.people.models import Person
from kheo.recognitions.models import Consideration, Outcome, Proposal, Recognition
from kheo.recognitions.upward import overtake
from kheo.units.atlas import Atlas
from kheo.units.permissions import can_bring_in


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
    considerations = _write_considerations(decided, decisions, by)
    _write_outcomes(decided, considerations)
    recognitions = _write_recognitions(decided, decisions)
    proposals = _write_proposals(proposed, by)
    overtake(((one.from_id, one.listed.round_id) for one in proposed), by=by)
    for verb, outcome in (("registration.recognised", True), ("registration.not_recognised", False)):
        such = (one for one in decided if one.recognised is outcome)
        about = ((one.listed.id or 0, one.unit_id, {"level": str(one.level)}) for one in such)
        journal.record_all(verb, "registration", about, by=by)
    return {
        "paper": filed, "consideration": list(considerations.values()),
        "recognition": recognitions, "proposal": proposals,
    }  # fmt: skip


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


def _write_considerations(
    decided: Sequence[Decided], decisions: dict[Cited, int], by: Person | None
) -> dict[tuple, int]:
    """The id of each consideration, by its place."""
    days: dict[tuple[int, int, Cited | None], list[date]] = defaultdict(list)
    for one in decided:
        days[_place(one)].append(one.day)
    ids, by_id = dict(zip(days, reserve_ids(Consideration, len(days)), strict=True)), by.pk if by else None
    copy_in(
        Consideration,
        ["id", "unit_id", "round_id", "decision_id", "opened_at", "opened_by_id", "concluded_at", "concluded_by_id"],
        (
            (
                ids[place], place[0], place[1], decisions[place[2]] if place[2] else None,
                moment(min(days[place])), by_id, moment(max(days[place])), by_id,
            )
            for place in days
        ),
    )  # fmt: skip
    return ids


def _write_outcomes(decided: Sequence[Decided], considerations: dict[tuple, int]) -> None:
    why = _("As in the list that was brought in; it gives no reason.")
    copy_in(
        Outcome,
        ["consideration_id", "registration_id", "recognised", "reason"],
        (
            (considerations[_place(one)], one.listed.id, one.recognised, "" if one.recognised else why)
            for one in decided
        ),
    )  # fmt: skip


def _write_recognitions(decided: Sequence[Decided], decisions: dict[Cited, int]) -> list[int]:
    recognised = [one for one in decided if one.recognised]
    ids = reserve_ids(Recognition, len(recognised))
    copy_in(
        Recognition,
        ["id", "exemplar_id", "registration_id", "unit_id", "level", "round_id", "decision_id", "on"],
        (
            (
                pk, one.listed.exemplar_id, one.listed.id, one.unit_id, str(one.level), one.listed.round_id,
                decisions[Cited(one.unit_id, one.number, one.on)] if one.number else None, one.day,
            )
            for pk, one in zip(ids, recognised, strict=True)
        ),
    )  # fmt: skip
    return ids


def _write_proposals(proposed: Sequence[Proposed], by: Person | None) -> list[int]:
    """Ranks follow the order of the list, after the proposals that the unit has made already."""
    earlier = Proposal.objects.filter(from_unit__in={one.from_id for one in proposed}).order_by()
    ranks: dict[tuple[int, int], int] = defaultdict(int)
    for unit_id, round_id, last in earlier.values_list("from_unit", "registration__round").annotate(last=Max("rank")):
        ranks[unit_id, round_id] = last
    ranked = []
    for one in proposed:
        ranks[one.from_id, one.listed.round_id] += 1
        ranked.append((one, ranks[one.from_id, one.listed.round_id]))
    ids, now, by_id = reserve_ids(Proposal, len(ranked)), clock.now(), by.pk if by else None
    copy_in(
        Proposal,
        ["id", "registration_id", "from_unit_id", "to_unit_id", "rank", "at", "by_id"],
        (
            (pk, one.listed.id, one.from_id, one.to_id, rank, now, by_id)
            for pk, (one, rank) in zip(ids, ranked, strict=True)
        ),
    )
    about = ((one.listed.id or 0, one.from_id, {"to": one.to_id, "rank": rank}) for one, rank in ranked)
    journal.record_all("registration.proposed", "registration", about, by=by)
    return ids
