"""Where units stand with their duty to consider recognition, and who of those below has not (BR-08, BR-09)."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kheo.exemplars.models import Registration
from kheo.movements.models import Round
from kheo.recognitions.enums import Stage
from kheo.recognitions.models import Consideration, Outcome
from kheo.units import tree
from kheo.units.models import Unit, UnitKind


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


def expected_below(unit: Unit, round_: Round) -> QuerySet[Unit]:
    """The units right below that are to consider recognition in the round: their level is a rung of its ladder."""
    level = UnitKind.as_on(OuterRef("pk"), round_.date).values("level")[:1]
    rungs = round_.movement.rungs.filter(during__contains=round_.date).values("level")
    children = Unit.objects.children_of(unit, on=round_.date, since=round_.starts)
    return children.annotate(level_then=Subquery(level)).filter(level_then__in=rungs).in_order()


def silent_below(unit: Unit, round_: Round) -> list[Unit]:
    """Those of them that have not considered, by name as they were called then (`name_then`)."""
    expected = list(expected_below(unit, round_).with_name_on(round_.date))
    heard = considered_ids([child.pk for child in expected], round_)
    return [child for child in expected if child.pk not in heard]


def considered_ids(unit_ids: Iterable[int], round_: Round) -> set[int]:
    """Which of the units have considered: they concluded, or a unit above did on a registration of their subtree.

    The list of a past year may hold only the latter.
    """
    tops = tree.tops_by_unit(unit_ids, on=round_.date, since=round_.starts)
    concluded = Consideration.objects.concluded().filter(unit__in=list(unit_ids), round=round_)
    outcomes = Outcome.objects.concluded().filter(registration=OuterRef("pk"))
    decided = Registration.objects.filter(Exists(outcomes), round=round_).values_list("unit", flat=True).distinct()
    return {*concluded.values_list("unit", flat=True), *(tops[unit_id] for unit_id in decided if unit_id in tops)}


def _stage(concluded: bool, recognised_some: bool) -> Stage:
    if not concluded:
        return Stage.UNDER_WAY
    return Stage.RECOGNISED if recognised_some else Stage.NONE_RECOGNISED
