"""The figures of a province and of the nation over a million registrations, beside the best SQL that one would write by
hand for the same answer: the same tree, the same rows, the same four counts, in the same run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from bench.meter import cost

BUDGET = 3.0  # times the hand-written SQL (speed.md)
# By hand it takes two questions: in one, the planner cannot know how many units a walk down the tree finds. First the
# units and the line under which each counts, as placed on the round's last day.
LINES = """
    WITH RECURSIVE below (line, unit_id) AS (
        SELECT p.unit_id, p.unit_id FROM kheo_placement p WHERE p.parent_id = %(unit)s AND p.during @> %(on)s::date
        UNION ALL
        SELECT below.line, p.unit_id FROM below JOIN kheo_placement p ON p.parent_id = below.unit_id
        WHERE p.during @> %(on)s::date
    ), lines AS (SELECT line, unit_id FROM below UNION ALL SELECT %(unit)s, %(unit)s)
    SELECT array_agg(line), array_agg(unit_id) FROM lines
"""
_OF_LINES = """
    FROM kheo_registration r JOIN unnest(%(lines)s::bigint[], %(units)s::bigint[]) lines (line, unit_id) USING (unit_id)
"""
_COUNTED = """
    WHERE r.round_id = %(round)s AND r.status IN ('submitted', 'returned', 'accepted', 'reported')
    AND r.unit_id = ANY(%(units)s)
"""
# Then the counts, written in two ways; the cheaper one counts. One asks of each registration, the other joins what was
# done to all of them.
FUNNEL = (
    f"""
    SELECT lines.line, count(*),
        count(*) FILTER (WHERE EXISTS (SELECT FROM kheo_recognition x WHERE x.registration_id = r.id)),
        count(*) FILTER (WHERE EXISTS (SELECT FROM kheo_proposal x WHERE x.registration_id = r.id)),
        count(*) FILTER (WHERE EXISTS (
            SELECT FROM kheo_proposal x JOIN kheo_recognition y USING (registration_id)
            WHERE x.registration_id = r.id AND y.unit_id = x.to_unit_id
        ))
    {_OF_LINES} {_COUNTED} GROUP BY lines.line
    """,
    f"""
    WITH recognised AS (SELECT DISTINCT registration_id FROM kheo_recognition),
    proposed AS (
        SELECT x.registration_id, bool_or(y.id IS NOT NULL) AS above FROM kheo_proposal x
        LEFT JOIN kheo_recognition y ON y.registration_id = x.registration_id AND y.unit_id = x.to_unit_id
        GROUP BY x.registration_id
    )
    SELECT lines.line, count(*), count(recognised.registration_id), count(proposed.registration_id),
        count(*) FILTER (WHERE proposed.above)
    {_OF_LINES} LEFT JOIN recognised ON recognised.registration_id = r.id
    LEFT JOIN proposed ON proposed.registration_id = r.id {_COUNTED} GROUP BY lines.line
    """,
)
# The funnel's counts of each unit are kept (decision 0027); by hand one would read them too.
KEPT = """
    SELECT lines.line, sum(registered), sum(recognised), sum(proposed), sum(recognised_above)
    FROM kheo_subtotal s JOIN unnest(%(lines)s::bigint[], %(units)s::bigint[]) lines (line, unit_id) USING (unit_id)
    WHERE s.round_id = %(round)s AND s.unit_id = ANY(%(units)s) GROUP BY lines.line
"""
# To a funnel belongs what its lines are called, and what each did itself: considered, proposed, said that it does not.
NAMES = """
    SELECT u.id, u.code, coalesce(n.name, u.name), k.level FROM kheo_unit u
    LEFT JOIN kheo_unitname n ON n.unit_id = u.id AND n.during @> %(on)s::date
    LEFT JOIN kheo_unitkind k ON k.unit_id = u.id AND k.during @> %(on)s::date
    WHERE u.id = ANY(%(tops)s) ORDER BY u.sort_key
"""
DUTIES = """
    SELECT u.id,
        EXISTS (SELECT FROM kheo_consideration c WHERE c.unit_id = u.id AND c.round_id = %(round)s
            AND c.concluded_at IS NOT NULL),
        EXISTS (SELECT FROM kheo_recognition x WHERE x.unit_id = u.id AND x.round_id = %(round)s),
        EXISTS (SELECT FROM kheo_proposal x JOIN kheo_registration r ON r.id = x.registration_id
            WHERE x.from_unit_id = u.id AND r.round_id = %(round)s),
        EXISTS (SELECT FROM kheo_forgoing f WHERE f.from_unit_id = u.id AND f.round_id = %(round)s)
    FROM kheo_unit u WHERE u.id = ANY(%(tops)s)
"""
SPLIT = (
    f"""
    SELECT lines.line, f.key, r.subject, r.kind, r.origin, count(*),
        count(*) FILTER (WHERE EXISTS (SELECT FROM kheo_recognition x WHERE x.registration_id = r.id))
    {_OF_LINES} LEFT JOIN kheo_field f ON f.id = r.field_id {_COUNTED} GROUP BY 1, 2, 3, 4, 5
    """,
    f"""
    SELECT lines.line, f.key, r.subject, r.kind, r.origin, count(*), count(recognised.registration_id)
    {_OF_LINES} LEFT JOIN kheo_field f ON f.id = r.field_id
    LEFT JOIN (SELECT DISTINCT registration_id FROM kheo_recognition) recognised ON recognised.registration_id = r.id
    {_COUNTED} GROUP BY 1, 2, 3, 4, 5
    """,
)


@dataclass(frozen=True)
class Line:
    """One figure, in milliseconds of CPU, beside the SQL by hand."""

    name: str
    counted: int
    ms: float
    raw: float

    def __str__(self) -> str:
        ratio = self.ms / self.raw
        verdict = "ok" if ratio <= BUDGET else "OVER"
        figures = f"{self.counted:>9,} {self.ms:>8.1f} {self.raw:>8.1f} {ratio:>7.2f}"
        return f"{self.name:<36} {figures} ≤ {BUDGET:.0f}  {verdict}"


def measured() -> Iterator[object]:
    """Funnel and breakdown of a province and of the nation, then the funnel restated to the day after.

    Nobody has changed by then, so that the answer is the same and the difference is what looking costs.
    """
    from kheo.insights.breakdown import breakdown_of
    from kheo.insights.funnel import funnel_of
    from kheo.insights.scope import RestatedScope, Scope

    yield f"{'figures':<36} {'counted':>9} {'CPU ms':>8} {'hand ms':>8} {'× hand':>7}"
    for who in ("province", "nation"):
        unit, round_ = asked_by(who)
        values = {"unit": unit.pk, "on": round_.date, "round": round_.pk}
        for name, by_hand, beside, make in (
            (
                "funnel",
                (*FUNNEL, KEPT),
                (NAMES, DUTIES),
                lambda unit=unit, round_=round_: funnel_of(Scope.of(unit, round_)),
            ),
            ("breakdown", SPLIT, (NAMES,), lambda unit=unit, round_=round_: breakdown_of(Scope.of(unit, round_))),
            (
                "funnel, restated",
                (*FUNNEL, KEPT),
                (NAMES,),
                lambda unit=unit, round_=round_: funnel_of(RestatedScope.of(unit, round_, on=_later(round_))),
            ),
        ):
            raw = min(_by_hand(sql, beside, values) for sql in by_hand)
            ms, made = cost(make)
            yield Line(f"{name}, {who}", _registered(made), ms, raw)


def asked_by(who: str) -> tuple[Any, Any]:
    """The unit for which one of the seeded people reviews, and the round that was seeded."""
    from kheo.movements.models import Round
    from kheo.people.models import Person
    from kheo.units.models import offices

    return offices(Person.objects.get(username=who))[0].unit, Round.objects.order_by("pk")[0]


def _later(round_: Any) -> Any:
    return round_.date + timedelta(days=1)


def _registered(made: Any) -> int:
    registered = made.total.registered
    return registered if isinstance(registered, int) else registered.total


def _by_hand(sql: str, beside: Iterable[str], values: dict[str, Any]) -> float:
    def ask() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(LINES, values)
            lines, units = cursor.fetchone()
            cursor.execute(sql, values | {"lines": lines, "units": units})
            found = cursor.fetchall()
            for other in beside:
                cursor.execute(other, values | {"tops": list(set(lines))})
                found += cursor.fetchall()
            return found

    ms, _rows = cost(ask)
    return ms
