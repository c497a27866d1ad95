"""Where units stand with their duty to consider recognition, and who of those below has not (BR-08, BR-09)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Subquery

from kheo.movements.enums import MilestoneKind
from kheo.movements.models import Round
from kheo.recognitions import docket, upward
from kheo.recognitions.enums import Stage
from kheo.recognitions.models import Consideration, Outcome
from kheo.units import tree
from kheo.units.models import Unit, UnitKind


@dataclass
class Standing:
    """A unit's duty in a round: where it stands, how many wait for it, and until when."""

    unit: Unit
    round: Round
    stage: Stage
    waiting: int
    due: date | None
    forgone: bool = False  # it has recognised, and has stated that it proposes nothing

    @cached_property
    def below(self) -> list[Unit]:
        """The units right below that are to consider, each with `has_considered` and its name of then (`name_then`)."""
        return duties_below(self.unit, self.round)

    @property
    def considered(self) -> list[Unit]:
        """Those of them that have considered."""
        return [unit for unit in self.below if unit.has_considered]

    @property
    def silent(self) -> list[Unit]:
        """Those of them that have not considered: they are told by name (BR-09)."""
        return [unit for unit in self.below if not unit.has_considered]

    @cached_property
    def counts_as_heard(self) -> bool:
        """Whether its superior counts the unit among those that have considered."""
        return bool(considered_ids([self.unit.pk], self.round))

    @property
    def is_met(self) -> bool:
        """Nothing is left to consider: the unit has concluded, and nothing came after."""
        return self.stage in {Stage.RECOGNISED, Stage.NONE_RECOGNISED} and not self.waiting


def standings(units: Sequence[Unit], rounds: Sequence[Round]) -> list[Standing]:
    """The duties of the units in the rounds in which they take part, round by round.

    A unit has a duty below the owner of the movement, where its level is a rung of the ladder; above the owner only
    where something was proposed to it.
    """
    unit_ids, round_ids = [u.pk for u in units], [r.pk for r in rounds]
    stood, waiting = stages(unit_ids, round_ids), docket.waiting_counts(unit_ids, round_ids)
    forgone = upward.forgone(unit_ids, round_ids)
    places = _Places()
    found = []
    for round_ in rounds:
        for unit in units:
            at = (unit.pk, round_.pk)
            if at in stood or at in waiting or places.is_on_the_ladder(unit, round_):
                due = round_.days_for(unit.level).get(MilestoneKind.REVIEW)
                stage_then = stood.get(at, Stage.NOT_CONSIDERED)
                found.append(Standing(unit, round_, stage_then, waiting.get(at, 0), due, at in forgone))
    return found


class _Places:
    """Where units stood on the dates of rounds, each asked once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, date], tuple[list[int], str]] = {}

    def is_on_the_ladder(self, unit: Unit, round_: Round) -> bool:
        """Whether the unit existed below the movement's owner, or is it, on a level that recognises."""
        if unit.founded and unit.founded > round_.ends:
            return False
        key = (unit.pk, round_.date)
        if key not in self._known:
            self._known[key] = tree.chain(unit.pk, on=round_.date), unit.level_on(round_.date)
        chain, level = self._known[key]
        return round_.movement.owner_id in chain and level in round_.levels


def stage(unit: Unit, round_: Round) -> Stage:
    """Where a unit stands in a round."""
    return stages([unit.pk], [round_.pk]).get((unit.pk, round_.pk), Stage.NOT_CONSIDERED)


def stages(unit_ids: Iterable[int], round_ids: Iterable[int]) -> dict[tuple[int, int], Stage]:
    """The same for many units and rounds in one query: `{(unit_id, round_id): stage}`; who has not begun is left out.

    “Considered, none recognised” and “has not considered” are different, and both are visible (BR-09).
    """
    recognised = Outcome.objects.filter(consideration=OuterRef("pk"), recognised=True)
    rows = Consideration.objects.filter(unit__in=list(unit_ids), round__in=list(round_ids))
    found: dict[tuple[int, int], Stage] = {}
    for unit_id, round_id, concluded_at, some in rows.values_list("unit", "round", "concluded_at", Exists(recognised)):
        at = _stage(bool(concluded_at), some)
        found[unit_id, round_id] = max(at, found.get((unit_id, round_id), at), key=list(Stage).index)
    return found


def duties_below(unit: Unit, round_: Round) -> list[Unit]:
    """The units right below that are to consider in the round, because their level is a rung of its ladder."""
    level = UnitKind.as_on(OuterRef("pk"), round_.date).values("level")[:1]
    children = Unit.objects.children_of(unit, on=round_.date, since=round_.starts).with_name_on(round_.date)
    expected = list(children.annotate(level_then=Subquery(level)).filter(level_then__in=round_.levels).in_order())
    considered = considered_ids([child.pk for child in expected], round_)
    for child in expected:
        child.has_considered = child.pk in considered
    return expected


def considered_ids(
    unit_ids: Sequence[int], round_: Round, *, tops: Mapping[int, int] | None = None, by: date | None = None
) -> set[int]:
    """Which of the units have considered: they concluded, or a unit above did on a registration of their subtree.

    The list of a past year may hold only the latter. What units below concluded is their own duty, not their
    superior's. `tops` is `{unit_id: the one of them under which it counts}` where the caller knows it already; read at
    the round's date otherwise. `by` asks who had by the end of that day.
    """
    if tops is None:
        tops = tree.tops_by_unit(unit_ids, on=round_.date, since=round_.starts)
    concluded = Consideration.objects.concluded().filter(round=round_)
    if by:
        concluded = concluded.filter(concluded_at__date__lte=by)
    heard = set(concluded.filter(unit__among=unit_ids).values_list("unit", flat=True))
    unheard = [unit_id for unit_id in unit_ids if unit_id not in heard]
    if not unheard:
        return heard
    from_above = concluded.filter(unit__among=_above(unheard, round_))
    theirs = [unit_id for unit_id, top in tops.items() if top not in heard]
    decided = Outcome.objects.filter(consideration__in=from_above, registration__unit__among=theirs)
    return heard | {tops[unit_id] for unit_id in decided.values_list("registration__unit", flat=True).distinct()}


def _above(unit_ids: Iterable[int], round_: Round) -> set[int]:
    """The units above any of them, on the round's first day or on its date: some may have moved in between."""
    chains = (tree.chains(unit_ids, on=day) for day in (round_.starts, round_.date))
    return {above for chain in chains for unit_id, units in chain.items() for above in units if above != unit_id}


def _stage(concluded: bool, recognised_some: bool) -> Stage:
    if not concluded:
        return Stage.UNDER_WAY
    return Stage.RECOGNISED if recognised_some else Stage.NONE_RECOGNISED
