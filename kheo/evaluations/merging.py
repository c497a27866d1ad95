"""From the cards of one evaluation to what counts on each leaf: pure, over the values of `criteria`.

Within a stage that several people score, their entries become one by the rule of the framework, leaf by leaf: so the
total is always the sum of the leaves that are shown, and the minimum of a group looks at what the group really has.
From stage to stage a leaf keeps what was last said of it; nothing that was said earlier is lost, it stays on its card.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kheo.criteria import aggregate
from kheo.criteria.enums import Stage
from kheo.criteria.methods import looks_at_rivals
from kheo.criteria.scoring import Entry, points
from kheo.criteria.sheet import Criterion, Sheet
from kheo.criteria.tally import Entries


@dataclass(frozen=True)
class Given:
    """What one card says: of which stage, by whom (None for the one card of a unit), the entry of each leaf, and
    whether it came late.
    """

    stage: Stage
    scorer_id: int | None
    entries: Entries
    late: bool = False


def by_stage(sheet: Sheet, cards: Iterable[Given]) -> dict[Stage, dict[str, Entry]]:
    """What each stage itself says, in the order of the framework; stages without a card are absent."""
    cards = list(cards)
    told = {}
    for stage in sheet.stages:
        if of_stage := [card.entries for card in cards if card.stage == stage]:
            told[stage] = _as_one(sheet, of_stage)
    return told


def up_to(sheet: Sheet, told: Mapping[Stage, Entries], last: Stage | None = None) -> dict[str, Entry]:
    """What counts on each leaf after a stage, after all of them unless told: what was last said of it."""
    counted: dict[str, Entry] = {}
    for stage in sheet.stages:
        counted |= told.get(stage, {})
        if stage == last:
            break
    return counted


def before(sheet: Sheet, told: Mapping[Stage, Entries], stage: Stage) -> dict[str, Entry]:
    """What counted on each leaf before a stage."""
    return up_to(sheet, {one: told[one] for one in stages_before(sheet, stage) if one in told})


def stages_before(sheet: Sheet, stage: Stage) -> tuple[Stage, ...]:
    """The stages that come before one in the order of the framework."""
    return tuple(sheet.stages[: sheet.stages.index(stage)]) if stage in sheet.stages else ()


def says_something(entry: Entry) -> bool:
    """Whether anything stands there: a gap is an entry that says nothing."""
    return not entry.assigned or any(part is not None for part in (entry.points, entry.value, entry.passed))


def differs(leaf: Criterion, entry: Entry, earlier: Entry | None) -> bool:
    """Whether an entry gives other points than the stage before, or says yes where that said no.

    A relative criterion is compared by its figures: its points move with those of others. Where the stage before said
    nothing, nothing differs.
    """
    if earlier is None or not says_something(earlier) or not says_something(entry):
        return False
    if entry.assigned != earlier.assigned:
        return True
    if looks_at_rivals(leaf.scored_by) and entry.points is None and earlier.points is None:
        return (entry.value, entry.target) != (earlier.value, earlier.target)
    return points(leaf, entry) != points(leaf, earlier) or _contradicts(entry.passed, earlier.passed)


def _contradicts(passed: bool | None, earlier: bool | None) -> bool:
    return passed is not None and earlier is not None and passed != earlier


def _as_one(sheet: Sheet, cards: Sequence[Entries]) -> dict[str, Entry]:
    """The entries of several cards of one stage as one card."""
    told = {}
    for leaf in sheet.leaves():
        entries = [card[leaf.code] for card in cards if leaf.code in card and says_something(card[leaf.code])]
        if entries:
            told[leaf.code] = entries[0] if len(entries) == 1 else _combined(sheet, leaf, entries)
    return told


def _combined(sheet: Sheet, leaf: Criterion, entries: Sequence[Entry]) -> Entry:
    """Points, results and targets by the rule of the framework; yes or no, and whether it applies, by the majority.

    Where the points depend on rivals, only the figures become one: the points are computed from them with the group's.
    """
    said = [entry for entry in entries if entry.assigned]
    if 2 * len(said) <= len(entries):
        return Entry(assigned=False)
    found = [points(leaf, entry) for entry in said] if _is_known_alone(leaf, said) else []
    return Entry(
        value=_one(sheet, (entry.value for entry in said)),
        target=_one(sheet, (entry.target for entry in said)),
        passed=_majority(entry.passed for entry in said),
        points=_one(sheet, found),
    )


def _is_known_alone(leaf: Criterion, entries: Sequence[Entry]) -> bool:
    """Whether the points of these entries are known without those of others."""
    return not looks_at_rivals(leaf.scored_by) or all(entry.points is not None for entry in entries)


def _one(sheet: Sheet, amounts: Iterable[Decimal | None]) -> Decimal | None:
    return aggregate.of((amount for amount in amounts if amount is not None), sheet.aggregate)


def _majority(answers: Iterable[bool | None]) -> bool | None:
    """Yes when more say yes than no."""
    said = [answer for answer in answers if answer is not None]
    return sum(said) * 2 > len(said) if said else None
