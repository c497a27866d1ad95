"""What carrying out a plan does, step by step, by the verbs of `units`; asked for by `rehearse` and by `approve`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kheo.exemplars import carrying
from kheo.kernel import clock, journal, periods
from kheo.kernel.copying import copy_in
from kheo.kernel.errors import NotNow
from kheo.people.models import Person
from kheo.recognitions import carrying as proposals
from kheo.reorganisations import policies, rehearsing, totals, whereto
from kheo.reorganisations.enums import ChangeKind, Side
from kheo.reorganisations.models import Change, Handing, Reorganisation
from kheo.reorganisations.order import ordered
from kheo.reorganisations.whereto import Going
from kheo.units import actions as units
from kheo.units import picturing
from kheo.units.enums import Kind, Level
from kheo.units.models import Membership, Unit


def carry_out(reorganisation: Reorganisation, *, by: Person) -> dict[str, Any]:
    """Do everything the plan says, within the caller's transaction; gives what was done, in figures.

    What is open is handed on at once only from the first day of the new order: until then the units hold it. Raises
    `NotNow` when a step is impossible, or when the totals of any round would not be the same afterwards.
    """
    owner, on = reorganisation.owner_id, reorganisation.on
    changes = list(reorganisation.changes.select_related("unit", "target"))
    policies.hangs_together(reorganisation, changes)
    ended = [change.unit_id for change in changes if change.kind == ChangeKind.CLOSE and change.unit_id]
    touched = {change.unit_id for change in changes if change.unit_id}
    told: dict[str, Any] = {"before": rehearsing.tree_rows(owner, on - timedelta(days=1))}
    first = picturing.take(touched, with_offices_in=ended)
    counted = totals.before(owner, on)
    _take_steps(reorganisation, ordered(changes, on), by)
    _seat(reorganisation, by)
    goings = list(whereto.goings(ended, on))
    if clock.today() >= on:
        hand_all(goings, reorganisation, by=by)
    counted_after = totals.after(owner, on)
    reorganisation.pictures = [first, picturing.take(touched, with_offices_in=ended)]
    told["totals"] = rehearsing.told(counted, counted_after)
    if counted != counted_after:
        raise NotNow(_totals_differ(told["totals"]))
    told["after"] = rehearsing.tree_rows(owner, on)
    told["open"] = rehearsing.where_open_things_go(goings, ended, on)
    told["people"] = rehearsing.people(ended, on)
    return told


def hand_all(goings: Iterable[Going], reorganisation: Reorganisation, *, by: Person) -> None:
    """Hand on what has to be written, in a handful of statements; each registration's journal tells it."""
    reorganisation.handed_at = clock.now()
    going = [one for one in goings if one.written and one.to_id]
    ways: dict[tuple[Side, int, int], list[int]] = defaultdict(list)
    for one in going:
        of = one.from_id if one.side == Side.PROPOSED else 0  # the others say themselves who held them
        ways[one.side, of, one.to_id or 0].append(one.registration_id)
    for (side, of, to_id), ids in ways.items():
        hand(ids, side, of=of, to=to_id)
    at = reorganisation.handed_at
    copy_in(
        Handing,
        [
            "registration_id", "side", "from_unit_id", "to_unit_id", "on", "legal_basis", "reorganisation_id", "at",
            "by_id",
        ],
        (
            (
                one.registration_id, one.side.value, one.from_id, one.to_id, reorganisation.on,
                reorganisation.legal_basis, reorganisation.pk, at, by.pk,
            )
            for one in going
        ),
    )  # fmt: skip
    details = ((one.registration_id, one.to_id, {"side": one.side.value, "holder": one.from_id}) for one in going)
    journal.record_all("registration.handed_on", "registration", details, by=by)


def hand(registration_ids: Sequence[int], side: Side, *, of: int, to: int) -> None:
    """One hand of many registrations goes to a unit; `of` is asked for where a proposal is turned to another."""
    if side == Side.PROPOSED:
        proposals.turn(registration_ids, of=of, to=to)
    else:
        _HANDS[side](registration_ids, to)


_HANDS = {Side.AUTHOR: carrying.carry_on, Side.RECEIVER: carrying.answer, Side.HOLDER: carrying.hold}


def _take_steps(reorganisation: Reorganisation, changes: Sequence[Change], by: Person) -> None:
    founded: dict[int, Unit] = {}
    for change in changes:
        aim = founded[change.made_id] if change.made_id else change.target
        basis = change.legal_basis or reorganisation.legal_basis
        made = _STEPS[ChangeKind(change.kind)](change, aim, reorganisation, {"by": by, "legal_basis": basis})
        if change.kind == ChangeKind.FOUND:
            founded[change.pk] = change.founded = made
            change.save(update_fields=["founded"])


def _found(change: Change, aim: Any, reorganisation: Reorganisation, how: dict[str, Any]) -> Unit:
    return units.found(
        code=change.code, name=change.name, kind=Kind(change.unit_kind), level=Level(change.level),
        on=reorganisation.on, parent=aim, **how,
    )  # fmt: skip


def _close(change: Change, _aim: Any, reorganisation: Reorganisation, how: dict[str, Any]) -> Unit:
    return units.close(_of(change), last_day=reorganisation.on - timedelta(days=1), **how)


def _succeed(change: Change, aim: Any, reorganisation: Reorganisation, how: dict[str, Any]) -> Any:
    return units.succeed(_of(change), aim, on=reorganisation.on, share=change.share, note=change.note, **how)


def _move(change: Change, aim: Any, reorganisation: Reorganisation, how: dict[str, Any]) -> Unit:
    return units.move(_of(change), aim, on=reorganisation.on, **how)


def _rename(change: Change, _aim: Any, reorganisation: Reorganisation, how: dict[str, Any]) -> Unit:
    return units.rename(_of(change), change.name, on=reorganisation.on, **how)


def _regrade(change: Change, _aim: Any, reorganisation: Reorganisation, how: dict[str, Any]) -> Unit:
    return units.regrade(_of(change), kind=change.unit_kind, level=change.level, on=reorganisation.on, **how)


def _of(change: Change) -> Unit:
    assert change.unit is not None, "only a founding is of no unit yet"
    return change.unit


_STEPS: dict[ChangeKind, Callable[..., Any]] = {
    ChangeKind.FOUND: _found,
    ChangeKind.CLOSE: _close,
    ChangeKind.SUCCEED: _succeed,
    ChangeKind.MOVE: _move,
    ChangeKind.RENAME: _rename,
    ChangeKind.REGRADE: _regrade,
}


def _seat(reorganisation: Reorganisation, by: Person) -> None:
    """Whoever keeps a role has it in the successor from the first day on, unless they have it there already."""
    stays = reorganisation.stays.filter(left_out=False, person__is_active=True)
    for stay in stays.select_related("person", "change__target", "change__made__founded").order_by("pk"):
        unit, during = stay.change.aim, periods.period(reorganisation.on, stay.until)
        there = Membership.objects.filter(person=stay.person, unit=unit, role=stay.role)
        if unit and not there.filter(Q(during__overlap=during)).exists():
            stay.membership = units.appoint(stay.person, unit, stay.role, on=reorganisation.on, until=stay.until, by=by)
            stay.save(update_fields=["membership"])


def _totals_differ(rows: list[dict[str, Any]]) -> str:
    row = next(row for row in rows if row["before"] != row["after"])
    return _(
        "In %(round)s %(before)s registrations count before the change and %(after)s after it. A unit that ends has no"
        " place in the new tree: name its successor, or keep its superior."
    ) % {"round": row["round"], "before": row["before"], "after": row["after"]}
