"""Which office receives a registration, and the code it gives."""

from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from kheo.exemplars.models import CodeCounter
from kheo.kernel.errors import NotNow
from kheo.movements.models import Round
from kheo.units import tree
from kheo.units.enums import HEIGHT, Level
from kheo.units.models import Unit


def levels_open_to(unit: Unit, round_: Round, on: date) -> list[Level]:
    """The levels a unit can register for on a day, lowest first: rungs valid then, at or above its own."""
    valid = round_.movement.rungs.filter(during__contains=on).values_list("level", flat=True)
    own = HEIGHT[Level(unit.level_on(on))]
    return sorted((level for rung in valid if HEIGHT[level := Level(rung)] >= own), key=HEIGHT.__getitem__)


def receiver_for(unit: Unit, level: str, on: date) -> Unit:
    """The office that receives and considers a registration made for a level: the nearest unit at or above `unit`
    that stands on that level, or on the next higher one where the ladder has no such rung there (S000, U25).

    Raises `NotNow` when nobody above stands so high.
    """
    ids = tree.chain(unit.pk, on=on)
    above = Unit.objects.in_bulk(ids)
    for unit_id in ids:
        if HEIGHT[Level(above[unit_id].level_on(on))] >= HEIGHT[Level(level)]:
            return above[unit_id]
    raise NotNow(
        _("No unit above %(unit)s is at this level: %(level)s. Choose a lower level.")
        % {"unit": unit.name, "level": Level(level).label.lower()}
    )


def next_codes(unit_id: int, year: int, count: int = 1) -> list[str]:
    """The next `count` registration codes of a receiving unit in a year: `MH-2024-0412`.

    Unique per issuing body and year, never globally; the counter's row is locked until the transaction ends, so that a
    refused registration leaves no hole.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {CodeCounter._meta.db_table} (unit_id, year, last) VALUES (%s, %s, %s)"  # noqa: S608 - our own table
            " ON CONFLICT (unit_id, year) DO UPDATE SET last = kheo_codecounter.last + EXCLUDED.last RETURNING last",
            [unit_id, year, count],
        )
        last = cursor.fetchone()[0]
    return [f"MH-{year}-{number:04d}" for number in range(last - count + 1, last + 1)]
