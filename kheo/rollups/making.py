"""The content of a roll-up: the funnel of a unit's tree, each unit with what it registered itself."""

from collections import Counter
from functools import cached_property

from kheo.insights.scope import Scope
from kheo.insights.subtotals import counts_by_line
from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.movements.models import Round
from kheo.rollups.sealed import Content, ToldUnit
from kheo.units.enums import Level
from kheo.units.models import Unit


class UnitByUnit(Scope):
    """Every unit is a line of its own."""

    @cached_property
    def tops(self) -> dict[int, int]:
        return {unit_id: unit_id for unit_id in self.unit_ids}


def content_of(unit: Unit, round_: Round) -> Content:
    """What the unit's tree registered in the round and how far it came, by now."""
    scope = UnitByUnit.of(unit, round_)
    counts = counts_by_line(scope)
    rows = list(
        Unit.objects.filter(pk__among=scope.unit_ids)
        .with_name_on(scope.on).with_kind_on(scope.on).with_superior_on(scope.on).order_by("code", "during")
    )  # fmt: skip
    codes = _codes(rows)
    told = [
        ToldUnit(
            code=codes[row.pk], name=row.name_then or row.name, level=Level(row.level_then or row.level),
            superior="" if row.pk == unit.pk else codes[row.superior_id],
            **dict(zip(("registered", "recognised", "proposed", "recognised_above"), counts.get(row.pk, [0] * 4),
                       strict=True)),
        )
        for row in rows
    ]  # fmt: skip
    movement = round_.movement
    return Content(
        unit=codes[unit.pk], movement=movement.code, movement_name=movement.name, round=round_.code,
        round_name=round_.name, starts=round_.starts, ends=round_.ends, on=scope.on, as_of=clock.today(),
        made_at=clock.now(), units=told,
    )  # fmt: skip


def _codes(units: list[Unit]) -> dict[int, str]:
    """A code that went over to another unit during the round is written with the last day of the earlier one."""
    borne = Counter(unit.code for unit in units)
    return {
        unit.pk: f"{unit.code}@{format_date(unit.closed)}" if borne[unit.code] > 1 and unit.closed else unit.code
        for unit in units
    }
