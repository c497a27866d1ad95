"""The tree of units as it stood on a day: one recursive query over dated placements, never a copied path.

A unit that had ended by the day keeps the last place it had. For figures, `since` leaves out units that ended before a
round began; for rights it is not given, because history stays readable. Measured with one covering index: a province of
240 units costs half a millisecond and the nation's 15,000 about twenty (decision 0006).
"""

# ruff: noqa: S608 - the text of every query is our own; values are bound

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import BigAutoField, BigIntegerField, F, ForeignKey, Func, Lookup, Value
from django.db.models.expressions import RawSQL

# Whether a placement `p` is the unit's place on the day: it holds then, or the unit had ended and this was its last.
_IS_ITS_PLACE = """
    lower(p.during) <= %(on)s AND (
        upper(p.during) IS NULL OR upper(p.during) > %(on)s
        OR (%(since)s::date IS NULL OR upper(p.during) > %(since)s) AND EXISTS (
            SELECT FROM kheo_unit u WHERE u.id = p.unit_id AND upper(u.during) <= upper(p.during)
        )
    )
"""
_CHILDREN = f"SELECT p.unit_id FROM kheo_placement p WHERE p.parent_id = %(parent)s AND {_IS_ITS_PLACE}"
_BELOW = f"""
    WITH RECURSIVE below (top_id, unit_id) AS (
        SELECT t, t FROM unnest(%(tops)s::bigint[]) t
        UNION
        SELECT below.top_id, p.unit_id FROM below JOIN kheo_placement p ON p.parent_id = below.unit_id
        WHERE {_IS_ITS_PLACE}
    )
"""
_EARLIER = """
    SELECT predecessor_id FROM kheo_succession WHERE successor_id = ANY(%(tops)s) AND share = 'whole'
    UNION
    SELECT s.predecessor_id FROM kheo_succession s JOIN earlier ON s.successor_id = earlier.unit_id
    WHERE s.share = 'whole'
"""
_REACH = f"""
    WITH RECURSIVE earlier (unit_id) AS ({_EARLIER}), below (unit_id) AS (
        (SELECT unnest(%(tops)s::bigint[]) UNION ALL SELECT unit_id FROM earlier)
        UNION
        SELECT p.unit_id FROM below JOIN kheo_placement p ON p.parent_id = below.unit_id WHERE {_IS_ITS_PLACE}
    )
"""
# Units that ended by the day and wholly went on as one other: whoever serves that one acts for them. What went over to
# several belongs to none of them alone.
_ENDED_WHOLLY = """
    s.share = 'whole' AND s."on" <= %(on)s
    AND EXISTS (SELECT FROM kheo_unit u WHERE u.id = s.predecessor_id AND upper(u.during) <= %(on)s)
    AND NOT EXISTS (
        SELECT FROM kheo_succession x
        WHERE x.predecessor_id = s.predecessor_id AND x.id <> s.id AND x."on" <= %(on)s
    )
"""
_LEFT_TO = f"""
    WITH RECURSIVE left_to (unit_id) AS (
        SELECT s.predecessor_id FROM kheo_succession s WHERE s.successor_id = ANY(%(tops)s) AND {_ENDED_WHOLLY}
        UNION
        SELECT s.predecessor_id FROM left_to JOIN kheo_succession s ON s.successor_id = left_to.unit_id
        WHERE {_ENDED_WHOLLY}
    )
    SELECT unit_id FROM left_to
"""
_HEIRS = f"""
    WITH RECURSIVE heirs (start_id, unit_id, height) AS (
        SELECT s.predecessor_id, s.successor_id, 1 FROM kheo_succession s
        WHERE s.predecessor_id = ANY(%(starts)s) AND {_ENDED_WHOLLY}
        UNION
        SELECT heirs.start_id, s.successor_id, heirs.height + 1 FROM heirs
        JOIN kheo_succession s ON s.predecessor_id = heirs.unit_id
        WHERE heirs.height < 12 AND {_ENDED_WHOLLY}
    )
    SELECT start_id, unit_id FROM heirs ORDER BY start_id, height
"""
# Units that ended by the day without wholly going on as one other, and stood last below one of the given ones, with
# nothing but such units between: nobody goes on as them, so the nearest unit above answers for what they leave.
_WOUND_UP = f"""
    WITH RECURSIVE left_to (unit_id) AS (
        SELECT s.predecessor_id FROM kheo_succession s WHERE s.successor_id = ANY(%(tops)s) AND {_ENDED_WHOLLY}
        UNION
        SELECT s.predecessor_id FROM left_to JOIN kheo_succession s ON s.successor_id = left_to.unit_id
        WHERE {_ENDED_WHOLLY}
    ), wound_up (unit_id, given) AS (
        (SELECT unnest(%(tops)s::bigint[]), true UNION SELECT unit_id, true FROM left_to)
        UNION
        SELECT p.unit_id, false FROM wound_up
        JOIN kheo_placement p ON p.parent_id = wound_up.unit_id
        JOIN kheo_unit ended ON ended.id = p.unit_id
        WHERE upper(ended.during) <= %(on)s AND upper(p.during) >= upper(ended.during) AND NOT EXISTS (
            SELECT FROM kheo_succession s WHERE s.predecessor_id = p.unit_id AND {_ENDED_WHOLLY}
        )
    )
    SELECT DISTINCT unit_id FROM wound_up WHERE NOT given
"""
# The same walk from the other end: from some units up to those above them, for a question about few units.
_REACHED = f"""
    WITH RECURSIVE earlier (unit_id) AS ({_EARLIER}), above (start_id, unit_id) AS (
        SELECT u, u FROM unnest(%(starts)s::bigint[]) u
        UNION
        SELECT above.start_id, p.parent_id FROM above JOIN kheo_placement p ON p.unit_id = above.unit_id
        WHERE {_IS_ITS_PLACE}
    )
    SELECT DISTINCT start_id FROM above
    WHERE unit_id = ANY(%(tops)s) OR unit_id IN (SELECT unit_id FROM earlier)
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
"""
_EACH_ABOVE = """
    WITH RECURSIVE above (start_id, unit_id, height) AS (
        SELECT u, u, 0 FROM unnest(%(starts)s::bigint[]) u
        UNION ALL
        SELECT above.start_id, place.parent_id, above.height + 1 FROM above CROSS JOIN LATERAL (
            SELECT p.parent_id FROM kheo_placement p
            WHERE p.unit_id = above.unit_id AND lower(p.during) <= %(on)s ORDER BY lower(p.during) DESC LIMIT 1
        ) place WHERE above.height < 12
    )
"""
# What a unit `u` was called, and on which level it stood, on the day; after its end, the last it was.
_NAME = """
    coalesce((SELECT n.name FROM kheo_unitname n WHERE n.unit_id = u.id AND lower(n.during) <= %(on)s
              ORDER BY lower(n.during) DESC LIMIT 1), u.name)
"""
_LEVEL = """
    coalesce((SELECT k.level FROM kheo_unitkind k WHERE k.unit_id = u.id AND lower(k.during) <= %(on)s
              ORDER BY lower(k.during) DESC LIMIT 1), u.level)
"""
_BRANCHES = f"""
    WITH RECURSIVE below (top_id, unit_id) AS (
        SELECT p.unit_id, p.unit_id FROM kheo_placement p WHERE p.parent_id = %(parent)s AND {_IS_ITS_PLACE}
        UNION
        SELECT below.top_id, p.unit_id FROM below JOIN kheo_placement p ON p.parent_id = below.unit_id
        WHERE {_IS_ITS_PLACE}
    )
    SELECT top.id, top.code, top.name, top.level, branch.unit_ids
    FROM (SELECT top_id, array_agg(unit_id) AS unit_ids FROM below GROUP BY top_id) branch
    CROSS JOIN LATERAL (
        SELECT u.id, u.code, u.sort_key, {_NAME} AS name, {_LEVEL} AS level FROM kheo_unit u WHERE u.id = branch.top_id
        OFFSET 0  -- a lookup for each: nothing tells the planner how few they are
    ) top ORDER BY top.sort_key, top.id
"""


def as_array(ids: Iterable[int]) -> str:
    """Ids as one parameter, for `%s::bigint[]`: a fifth of what a list costs that the driver writes id by id."""
    return f"{{{','.join(map(str, ids))}}}"


def line(tops: Mapping[int, int], column: str) -> Func:
    """For a query: under which of some units the unit in a column counts, as `tops` says of each (`{unit_id: top_id}`).

    The numbers of the units, in order, fall into runs that count under one top; the database finds the run of a unit by
    halving. So it sums up by top, and what it sums up need not travel unit by unit. A unit that `tops` does not know
    would fall into a run all the same: the query has to leave it out.
    """
    runs = [next(run) for _top, run in groupby(sorted(tops.items()), key=itemgetter(1))]
    starts, found = (Value(as_array(ids)) for ids in zip(*runs, strict=True))
    run = Func(F(column), starts, template="width_bucket(%(expressions)s::bigint[])")
    return Func(found, run, template="(%(expressions)s]", arg_joiner="::bigint[])[", output_field=BigIntegerField())


@ForeignKey.register_lookup
@BigAutoField.register_lookup
class Among(Lookup):
    """`unit__among=ids`: as `unit__in`, for hundreds or thousands of ids that are already known.

    They travel as one array, so the planner sees how many there are. A subquery beside an `OR` hides that from it, and
    a commune's list then walked through all 100,000 registrations: 80 ms instead of one.
    """

    lookup_name = "among"

    def get_prep_lookup(self) -> str:
        return as_array(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", (*params, self.rhs)


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
    return RawSQL(sql, params)  # noqa: S611 - the same


def list_under(unit_ids: Iterable[int], *, on: date, since: date | None = None) -> list[int]:
    """The same ids, read at once: for `unit__among=`, where a subquery would stand beside an `OR`."""
    with connection.cursor() as cursor:
        cursor.execute(
            _BELOW + "SELECT array_agg(DISTINCT unit_id) FROM below",
            {"tops": list(unit_ids), "on": on, "since": since},
        )
        return cursor.fetchone()[0] or []


def child_ids(unit_id: int, *, on: date, since: date | None = None) -> RawSQL:
    """A subquery of the ids of a unit's direct children on a day, for `pk__in=`."""
    sql, params = _bind(_CHILDREN, parent=unit_id, on=on, since=since)
    return RawSQL(sql, params)  # noqa: S611 - the same


def tops_by_unit(top_ids: Iterable[int], *, on: date, since: date | None = None) -> dict[int, int]:
    """For each unit under the given tops (themselves included), the top it counts under: `{unit_id: top_id}`."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW + "SELECT unit_id, top_id FROM below", {"tops": list(top_ids), "on": on, "since": since})
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Branch:
    """A direct child as it was called and stood on a day, with the ids of itself and all below it."""

    unit_id: int
    code: str
    name: str
    level: str
    unit_ids: list[int]


def branches(unit_id: int, *, on: date, since: date | None = None) -> list[Branch]:
    """A unit's direct children on a day, in their order, each with all below it. One query, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_BRANCHES, {"parent": unit_id, "on": on, "since": since})
        return [Branch(*row) for row in cursor.fetchall()]


def path(unit_id: int, *, on: date) -> list[tuple[int, str]]:
    """`chain`, each unit with the name it bore on that day; empty when there is no such unit."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_ABOVE} SELECT u.id, {_NAME} FROM above JOIN kheo_unit u ON u.id = above.unit_id ORDER BY height",
            {"unit": unit_id, "on": on},
        )
        return [(above_id, name) for above_id, name in cursor.fetchall()]


def chain(unit_id: int, *, on: date) -> list[int]:
    """The unit, its superior, and so on to the root, as placed on a day."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE + "SELECT unit_id FROM above ORDER BY height", {"unit": unit_id, "on": on})
        return [row[0] for row in cursor.fetchall()]


def chains(unit_ids: Iterable[int], *, on: date) -> dict[int, list[int]]:
    """The `chain` of each of many units, in one query."""
    found: dict[int, list[int]] = {unit_id: [] for unit_id in unit_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            _EACH_ABOVE + "SELECT start_id, unit_id FROM above ORDER BY start_id, height",
            {"starts": list(found), "on": on},
        )
        for start_id, unit_id in cursor.fetchall():
            found[start_id].append(unit_id)
    return found


def predecessors(unit_ids: Iterable[int]) -> list[int]:
    """Units that went on wholly as one of the given ones, and theirs in turn: what an office has inherited."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE earlier (unit_id) AS ({_EARLIER}) SELECT unit_id FROM earlier", {"tops": list(unit_ids)}
        )
        return [row[0] for row in cursor.fetchall()]


def left_to(unit_ids: Iterable[int], *, on: date) -> list[int]:
    """Units that ended by a day and wholly went on as one of the given ones, through any number of changes: what these
    have to act for. Unlike `predecessors`, none that still is, and none that went over to several."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_TO, {"tops": list(unit_ids), "on": on})
        return [row[0] for row in cursor.fetchall()]


def heirs(unit_ids: Iterable[int], *, on: date) -> dict[int, list[int]]:
    """As what each unit wholly goes on by a day, the nearest first; absent where it goes on itself, in parts or not."""
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HEIRS, {"starts": list(unit_ids), "on": on})
        for start_id, unit_id in cursor.fetchall():
            found.setdefault(start_id, []).append(unit_id)
    return found


def wound_up_by(unit_ids: Iterable[int], *, on: date) -> list[int]:
    """Units that ended by a day without wholly going on as one other, and below which of the given ones, or of what was
    left to them, they stood last: whoever answers for these concludes what they began."""
    with connection.cursor() as cursor:
        cursor.execute(_WOUND_UP, {"tops": list(unit_ids), "on": on})
        return [row[0] for row in cursor.fetchall()]


def answering(unit_ids: Iterable[int], *, on: date) -> dict[int, int]:
    """Who answers on a day for each unit that has ended by then: as which it wholly went on, or else the nearest unit
    above that still is or has gone on so. `wound_up_by` and `left_to` seen from the other end."""
    chained = chains(unit_ids, on=on)
    above = {unit_id for chain in chained.values() for unit_id in chain}
    gone_on = heirs(above, on=on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM kheo_unit WHERE id = ANY(%s) AND during @> %s::date", [list(above), on])
        alive = {row[0] for row in cursor.fetchall()}
    found: dict[int, int] = {}
    for unit_id, chain in chained.items():
        ways = (one if one in alive else gone_on[one][-1] for one in chain if one in alive or one in gone_on)
        first = next(ways, None)
        if first is not None:
            found[unit_id] = first
    return found


def reach(unit_ids: Iterable[int], *, on: date) -> list[int]:
    """The units, those that went on as one of them, and all below any of these on a day: what an office may read."""
    with connection.cursor() as cursor:
        cursor.execute(
            _REACH + "SELECT array_agg(unit_id) FROM below", {"tops": list(unit_ids), "on": on, "since": None}
        )
        return cursor.fetchone()[0] or []


def reached(starts: Iterable[int], unit_ids: Iterable[int], *, on: date) -> list[int]:
    """Which of some units lie in the `reach` of the given ones: cheaper than the whole reach for a few units."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"starts": list(starts), "tops": list(unit_ids), "on": on, "since": None})
        return [row[0] for row in cursor.fetchall()]
