"""The tree of units as it stood on a day: one recursive query over dated placements, never a copied path.

A unit that had ended by the day keeps the last place it had. For figures, `since` leaves out units that ended before a
round began; for rights it is not given, because history stays readable. Measured: a province of 240 units costs about
a millisecond and the nation's 15,000 about sixty, against budgets of speed.md (decision 0006).
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models.expressions import RawSQL

# The place of each unit on the day: the latest placement that had begun by then.
_PLACES = """
    SELECT DISTINCT ON (p.unit_id) p.unit_id, p.parent_id
    FROM kheo_placement p JOIN kheo_unit u ON u.id = p.unit_id
    WHERE p.unit_id = ANY (
        SELECT q.unit_id FROM kheo_placement q WHERE q.parent_id = {parent} AND lower(q.during) <= %(on)s
    ) AND lower(p.during) <= %(on)s AND (%(since)s::date IS NULL OR upper(u.during) IS NULL OR upper(u.during) > %(since)s)
    ORDER BY p.unit_id, lower(p.during) DESC
"""
_CHILDREN = (
    f"SELECT place.unit_id FROM ({_PLACES.format(parent='%(parent)s')}) place WHERE place.parent_id = %(parent)s"
)
_BELOW = f"""
    WITH RECURSIVE below (top_id, unit_id) AS (
        SELECT t, t FROM unnest(%(tops)s::bigint[]) t
        UNION
        SELECT below.top_id, place.unit_id FROM below
        CROSS JOIN LATERAL ({_PLACES.format(parent="below.unit_id")}) place WHERE place.parent_id = below.unit_id
    )
"""
_ABOVE = """
    WITH RECURSIVE above (unit_id, height) AS (
        SELECT %(unit)s::bigint, 0
        UNION ALL
        SELECT place.parent_id, above.height + 1 FROM above CROSS JOIN LATERAL (
            SELECT p.parent_id FROM kheo_placement p
            WHERE p.unit_id = above.unit_id AND lower(p.during) <= %(on)s ORDER BY lower(p.during) DESC LIMIT 1
        ) place WHERE above.height < 12
    )
    SELECT unit_id FROM above ORDER BY height
"""


def _bind(sql: str, **values: object) -> tuple[str, list[object]]:
    """Named parameters as the positional ones that `RawSQL` takes."""
    order: list[object] = []
    parts = sql.split("%(")
    bound = parts[0]
    for part in parts[1:]:
        name, rest = part.split(")s", 1)
        order.append(values[name])
        bound += "%s" + rest
    return bound, order


def ids_under(unit_ids: Iterable[int], *, on: date, since: date | None = None) -> RawSQL:
    """A subquery of the ids of the given units and all below them on a day, for `pk__in=`."""
    sql, params = _bind(_BELOW + "SELECT unit_id FROM below", tops=list(unit_ids), on=on, since=since)
    return RawSQL(sql, params)  # noqa: S611 - our own text; values are bound


def child_ids(unit_id: int, *, on: date, since: date | None = None) -> RawSQL:
    """A subquery of the ids of a unit's direct children on a day, for `pk__in=`."""
    sql, params = _bind(_CHILDREN, parent=unit_id, on=on, since=since)
    return RawSQL(sql, params)  # noqa: S611 - our own text; values are bound


def tops_by_unit(top_ids: Iterable[int], *, on: date, since: date | None = None) -> dict[int, int]:
    """For each unit under the given tops (themselves included), the top it counts under: `{unit_id: top_id}`."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW + "SELECT unit_id, top_id FROM below", {"tops": list(top_ids), "on": on, "since": since})
        return dict(cursor.fetchall())


def chain(unit_id: int, *, on: date) -> list[int]:
    """The unit, its superior, and so on to the root, as placed on a day."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"unit": unit_id, "on": on})
        return [row[0] for row in cursor.fetchall()]


def predecessors(unit_ids: Iterable[int]) -> list[int]:
    """Units that went on wholly as one of the given ones, and theirs in turn: what an office has inherited."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH RECURSIVE earlier (unit_id) AS (
                SELECT predecessor_id FROM kheo_succession WHERE successor_id = ANY(%(ids)s) AND share = 'whole'
                UNION
                SELECT s.predecessor_id FROM kheo_succession s JOIN earlier ON s.successor_id = earlier.unit_id
                WHERE s.share = 'whole'
            ) SELECT unit_id FROM earlier""",
            {"ids": list(unit_ids)},
        )
        return [row[0] for row in cursor.fetchall()]
