"""From an entry to points: each method's arithmetic, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.criteria.enums import Measure
from kheo.criteria.methods import (
    Bands,
    Count,
    Deduction,
    Hand,
    Method,
    Relative,
    Share,
    YesNo,
    effective,
    looks_at_rivals,
    may_be_unassigned,
)
from kheo.criteria.sheet import Criterion
from kheo.kernel.errors import BadInput
from kheo.kernel.quantities import format_number

ZERO = Decimal(0)


@dataclass(frozen=True)
class Entry:
    """What somebody put on a leaf: a result with its target, a yes or no, or points directly.

    `assigned` False says that the task was not given to this subject. Direct points go before what would be computed.
    """

    value: Decimal | None = None
    target: Decimal | None = None
    assigned: bool = True
    passed: bool | None = None
    points: Decimal | None = None


def points(criterion: Criterion, entry: Entry, rivals: Sequence[Entry] = ()) -> Decimal | None:
    """The points of a leaf, 0 to its maximum, unrounded; None when the entry does not say enough.

    `rivals` are the entries of the whole group on the same leaf, for a relative criterion; the own one may be among
    them. `BadInput` when direct points lie outside 0 to the maximum.
    """
    if not applies(criterion, entry):
        return None
    if entry.points is not None:
        _lies_within(criterion, entry.points)
        return entry.points
    most = criterion.maximum
    match effective(criterion.scored_by):
        case YesNo() if entry.passed is not None:
            return most if entry.passed else ZERO
        case Share() as method if entry.value is not None:
            return _share(most, entry.value, entry.target if method.target is None else method.target)
        case Bands() as method if entry.value is not None:
            return _band(method, _measured(method, entry.value, entry.target), most)
        case Count() as method if entry.value is not None:
            return _within(method.each * entry.value, most)
        case Deduction() as method if entry.value is not None:
            return _within(most - method.each * entry.value, most)
        case Relative() if entry.value is not None and entry.target is not None:
            return _relative(most, entry.value, entry.target, [entry, *rivals])
        case _:
            return None


def applies(criterion: Criterion, entry: Entry | None) -> bool:
    """Whether the leaf counts for the subject: a task that was not assigned leaves points and maximum alike."""
    return entry is None or entry.assigned or not may_be_unassigned(criterion.scored_by)


def fits(criterion: Criterion, entry: Entry) -> None:
    """Check what somebody types: `BadInput` for points out of range or off the step, or a negative result."""
    if entry.points is not None:
        _lies_within(criterion, entry.points)
        _stands_on_a_step(criterion, entry.points)
    for number in (entry.value, entry.target):
        if number is not None and number < 0:
            raise BadInput(_("%(code)s: a result and its target are never negative.") % {"code": criterion.code})


def leaders(group: Iterable[Entry]) -> list[Entry]:
    """Of a whole group the few entries that decide everybody's points on a relative criterion.

    The best share of a target, the most done without a target, and one that has still to be entered.
    """
    assigned = [rival for rival in group if rival.assigned]
    best = max((r for r in assigned if r.target and r.value), key=_ratio, default=None)
    most = max((r for r in assigned if r.target == 0 and r.value is not None), key=_amount, default=None)
    silent = next(filter(_silent, assigned), None)
    return [rival for rival in (best, most, silent) if rival is not None]


def may_still_move(criterion: Criterion, entry: Entry, rivals: Iterable[Entry] | None) -> bool:
    """Whether a figure that somebody else has still to enter can change the points of this leaf."""
    if not looks_at_rivals(criterion.scored_by) or entry.points is not None:
        return False
    return rivals is None or any(rival.assigned and _silent(rival) for rival in rivals)


def _silent(entry: Entry) -> bool:
    return entry.points is None and (entry.value is None or entry.target is None)


def _within(amount: Decimal, most: Decimal) -> Decimal:
    return max(ZERO, min(amount, most))


def _share(most: Decimal, value: Decimal, target: Decimal | None) -> Decimal | None:
    """In proportion to the target. Without a target above zero there is no proportion."""
    return _within(most * value / target, most) if target else None


def _measured(method: Bands, value: Decimal, target: Decimal | None) -> Decimal:
    return value * 100 / target if method.measure == Measure.PERCENT and target else value


def _band(method: Bands, value: Decimal, most: Decimal) -> Decimal:
    earned = (band.points for band in method.bands if band.is_.holds(value, band.bound))
    return min(next(earned, method.otherwise), most)


def _relative(most: Decimal, value: Decimal, target: Decimal, group: Sequence[Entry]) -> Decimal:
    """The formula of the police table (blocks-and-awards.md §2.5, Table A)."""
    value = max(value, ZERO)
    if not target:
        return _without_target(most, value, group)
    if value <= target:
        return most * value / (2 * target)
    done, best = value / target, _best_ratio(group)
    if done >= best:
        return most
    return most / 2 + most / 2 * (done - 1) / (best - 1)


def _without_target(most: Decimal, value: Decimal, group: Sequence[Entry]) -> Decimal:
    """Among those whose target is 0: in proportion to the most that any of them did."""
    best = max(_amount(rival) for rival in group if rival.assigned and rival.target == 0)
    return most * value / best if best > 0 else ZERO


def _best_ratio(group: Sequence[Entry]) -> Decimal:
    return max(_ratio(rival) for rival in group if rival.assigned)


def _ratio(entry: Entry) -> Decimal:
    return entry.value / entry.target if entry.value and entry.target else ZERO


def _amount(entry: Entry) -> Decimal:
    return entry.value or ZERO


def _lies_within(criterion: Criterion, given: Decimal) -> None:
    if not ZERO <= given <= criterion.maximum:
        raise BadInput(
            _("%(code)s: %(points)s points cannot be given, only 0 to %(most)s.")
            % {"code": criterion.code, "points": format_number(given), "most": format_number(criterion.maximum)}
        )


def _stands_on_a_step(criterion: Criterion, given: Decimal) -> None:
    method: Method = effective(criterion.scored_by)
    if not isinstance(method, Hand):
        return
    if given < method.least:
        raise BadInput(
            _("%(code)s: at least %(least)s points are given.")
            % {"code": criterion.code, "least": format_number(method.least)}
        )
    if method.step and given % method.step and given != criterion.maximum:
        raise BadInput(
            _("%(code)s: points are given in steps of %(step)s.")
            % {"code": criterion.code, "step": format_number(method.step)}
        )
