"""How many may have a class: base, per cent, rounding, and who would be cut. People decide."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kheo.criteria.amounts import rounded
from kheo.criteria.classes import Verdict, is_at_least
from kheo.criteria.enums import CapBase
from kheo.criteria.sheet import Cap, Profile, Sheet
from kheo.criteria.standing import Key, order_key
from kheo.criteria.tally import Tally


@dataclass(frozen=True)
class Judged[S: Hashable]:
    """One subject with what was found of it; `group` is its kind, level, field or superior, as the cap groups."""

    subject: S
    verdict: Verdict
    tally: Tally
    group: str = ""
    profile: Profile | None = None


@dataclass(frozen=True)
class Allotment[S: Hashable]:
    """What a cap says of one group, with everything the screen shows.

    `exact` is the per cent of the base before rounding · `taken` how many have the class or a better one · `over` how
    many too many · `cut` who would go first, by score and the criteria named for ties · `undecided` the equals at the
    line, of whom `left` may stay: between them people decide, `cut` holds none of them.
    """

    group: str
    base_count: int
    exact: Decimal
    allowed: int
    taken: int
    over: int
    cut: tuple[S, ...] = ()
    undecided: tuple[S, ...] = ()
    left: int = 0


def allowed[S: Hashable](sheet: Sheet, cap: Cap, judged: Sequence[Judged[S]]) -> tuple[Allotment[S], ...]:
    """What the cap allows in each group, groups in alphabetical order. The caller puts the groups on `judged`.

    Who is *not eligible* counts only where the base is *all*. A paper that lets a unit have more is an act of people
    and stands outside.
    """
    groups = sorted({one.group for one in judged})
    return tuple(_allotment(sheet, cap, group, [one for one in judged if one.group == group]) for group in groups)


def _allotment[S: Hashable](sheet: Sheet, cap: Cap, group: str, judged: Sequence[Judged[S]]) -> Allotment[S]:
    base = sum(_is_in_base(sheet, cap, one.verdict) for one in judged)
    exact = cap.percent * base / 100
    most = int(rounded(exact, 0, cap.rounding))
    if cap.at_least_one and base:
        most = max(most, 1)
    takers = [one for one in judged if is_at_least(sheet, one.verdict.class_code, cap.of)]
    over = max(0, len(takers) - most)
    cut, undecided = _proposed_cut(sheet, takers, most) if over else ((), ())
    return Allotment(group, base, exact, most, len(takers), over, cut, undecided, left=len(undecided) + len(cut) - over)


def _is_in_base(sheet: Sheet, cap: Cap, verdict: Verdict) -> bool:
    match cap.base:
        case CapBase.ALL:
            return True
        case CapBase.ELIGIBLE:
            return not verdict.not_eligible
        case CapBase.GOOD_OR_BETTER:
            return is_at_least(sheet, verdict.class_code, cap.good)
        case CapBase.GOOD_ONLY:
            return verdict.class_code is not None and verdict.class_code == cap.good


def _proposed_cut[S: Hashable](
    sheet: Sheet, takers: Sequence[Judged[S]], most: int
) -> tuple[tuple[S, ...], tuple[S, ...]]:
    """Who would be cut, and who stands equal at the line so that people must choose."""
    keys: dict[S, Key] = {one.subject: order_key(sheet, one.tally, one.profile) for one in takers}
    ordered = sorted(keys, key=lambda subject: keys[subject], reverse=True)
    first_out = keys[ordered[most]]
    if most == 0 or keys[ordered[most - 1]] != first_out:
        return tuple(ordered[most:]), ()
    return (
        tuple(subject for subject in ordered if keys[subject] < first_out),
        tuple(subject for subject in ordered if keys[subject] == first_out),
    )
