"""From the entries of one subject to its points: leaves, groups, bonus and penalty, total, per cent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kheo.criteria.amounts import rounded, total
from kheo.criteria.enums import Role, RoundedPart, Stage
from kheo.criteria.scoring import ZERO, Entry, applies, may_still_move, points
from kheo.criteria.sheet import Criterion, Profile, Sheet

Entries = Mapping[str, Entry]
Rivals = Mapping[str, Sequence[Entry]]


@dataclass(frozen=True)
class Tally:
    """What one subject has.

    `points` by code, groups too, only where something is known · `maximum`: what the applicable leaves of the scale can
    give together · `scale`: what the sheet or the profile says the whole is · `bonus`, `penalty`: as counted, within
    their limits · `total`: 0 to the maximum, above it only by a bonus where the sheet lets it · `percent` of the
    maximum, None when nothing applies · `missing`: codes of applicable leaves without points · `provisional`: missing
    leaves, or a relative criterion whose other figures are not all in · `values`, `passed`: results and yes/no by code,
    for conditions.
    """

    points: Mapping[str, Decimal]
    maximum: Decimal
    scale: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal
    percent: Decimal | None
    missing: tuple[str, ...] = ()
    provisional: bool = False
    values: Mapping[str, Decimal] = field(default_factory=dict)
    passed: Mapping[str, bool] = field(default_factory=dict)


def tally(
    sheet: Sheet, entries: Entries, *, profile: Profile | None = None, rivals: Rivals | None = None,
    stage: Stage | None = None,
) -> Tally:  # fmt: skip
    """Count the entries of one subject, by leaf code. The order in which they came does not matter.

    `rivals` holds, by leaf code, the entries of the whole group; without it relative criteria are provisional. With
    `stage`, leaves reserved to a later stage are neither missing nor in the maximum (Bắc Kạn: 90 for the unit, 10 for
    its superior).
    """
    leaves = list(_counted(sheet, entries, profile, stage))
    known = _known(sheet, leaves, entries, rivals or {})
    scale = [leaf for leaf in leaves if sheet.role_of(leaf.code) == Role.SCALE]
    maximum = total(leaf.maximum for leaf in scale)
    bonus = _gained(sheet, known, Role.BONUS, sheet.bonus_limit)
    penalty = _gained(sheet, known, Role.PENALTY, sheet.penalty_limit)
    reached = _total(sheet, _gained(sheet, known, Role.SCALE) + bonus - penalty, maximum)
    missing = tuple(leaf.code for leaf in scale if leaf.code not in known)
    return Tally(
        points=_with_groups(sheet, known),
        maximum=maximum,
        scale=profile.scale if profile else sheet.scale,
        bonus=bonus,
        penalty=penalty,
        total=reached,
        percent=reached * 100 / maximum if maximum else None,
        missing=missing,
        provisional=bool(missing) or any(_may_still_move(leaf, entries, rivals) for leaf in leaves),
        values={leaf.code: value for leaf in leaves if (value := _said(entries, leaf).value) is not None},
        passed={leaf.code: passed for leaf in leaves if (passed := _said(entries, leaf).passed) is not None},
    )


def _said(entries: Entries, leaf: Criterion) -> Entry:
    return entries.get(leaf.code) or Entry()


def _counted(sheet: Sheet, entries: Entries, profile: Profile | None, stage: Stage | None) -> Iterable[Criterion]:
    """The leaves that count: not left out by the profile, not kept for a later stage, not unassigned."""
    for criterion in sheet.criteria:
        for leaf in _leaves_of(criterion, set(profile.without) if profile else set(), sheet.later_than(stage)):
            if applies(leaf, entries.get(leaf.code)):
                yield leaf


def _leaves_of(criterion: Criterion, without: set[str], later: set[Stage]) -> Iterable[Criterion]:
    if criterion.code in without or criterion.reserved_to in later:
        return
    if criterion.is_leaf:
        yield criterion
    for part in criterion.parts:
        yield from _leaves_of(part, without, later)


def _known(sheet: Sheet, leaves: Iterable[Criterion], entries: Entries, rivals: Rivals) -> dict[str, Decimal]:
    """The points of the leaves about which enough is said."""
    known = {}
    for leaf in leaves:
        gained = points(leaf, _said(entries, leaf), rivals.get(leaf.code, ()))
        if gained is not None:
            known[leaf.code] = min(leaf.maximum, _rounded(sheet, gained, RoundedPart.POINTS))
    return known


def _gained(sheet: Sheet, known: Mapping[str, Decimal], role: Role, limit: Decimal | None = None) -> Decimal:
    gained = total(
        known[leaf.code] for leaf in sheet.leaves() if leaf.code in known and sheet.role_of(leaf.code) == role
    )
    return gained if limit is None else min(gained, limit)


def _total(sheet: Sheet, reached: Decimal, maximum: Decimal) -> Decimal:
    """Within the scale, and above it only by the bonus that the sheet lets pass."""
    most = maximum + (sheet.most_bonus if sheet.may_exceed else ZERO)
    return min(most, _rounded(sheet, max(ZERO, min(reached, most)), RoundedPart.TOTAL))


def _rounded(sheet: Sheet, amount: Decimal, part: RoundedPart) -> Decimal:
    rule = sheet.rounding
    return rounded(amount, rule.places, rule.mode) if rule and rule.of == part else amount


def _with_groups(sheet: Sheet, known: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Points of every criterion of which something is known, in the order of the sheet."""
    found = (
        (criterion.code, [known[leaf.code] for leaf in criterion.leaves() if leaf.code in known])
        for criterion in sheet.walk()
    )
    return {code: total(parts) for code, parts in found if parts}


def _may_still_move(leaf: Criterion, entries: Entries, rivals: Rivals | None) -> bool:
    return may_still_move(leaf, _said(entries, leaf), None if rivals is None else rivals.get(leaf.code))
