"""What a plan did, told in figures while it is done: the tree before and after, totals, and where open things went.

Kept as plain values, so that the page of a plan that was only looked at can show them (`Reorganisation.rehearsal`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Count

from kheo.exemplars.enums import Status
from kheo.kernel.text import fold
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.reorganisations import standing
from kheo.reorganisations.enums import Fate, Side
from kheo.reorganisations.whereto import Going, Ways
from kheo.units import tree
from kheo.units.models import Membership, Unit

MOST_ROWS = 2_000  # of one tree on one page


def tree_rows(owner_id: int, day: date) -> list[dict[str, Any]]:
    """The tree below a unit on a day, superiors first: how deep, code, name, level, kind."""
    ids = tree.list_under([owner_id], on=day)
    units = Unit.objects.filter(pk__in=ids).alive_on(day)
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units.with_name_on(day).with_kind_on(day).with_superior_on(day).in_order():
        below[None if unit.pk == owner_id else unit.superior_id].append(unit)
    rows: list[dict[str, Any]] = []

    def walk(superior: int | None, depth: int) -> None:
        for unit in below[superior]:
            rows.append(
                {
                    "depth": depth, "id": unit.pk, "code": unit.code, "name": unit.name_then, "level": unit.level_then,
                    "kind": unit.kind_then, "below": len(below[unit.pk]),
                }
            )  # fmt: skip
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return rows


def told(before: Counter[int], after: Counter[int]) -> list[dict[str, Any]]:
    """The totals of each round before and after."""
    rounds = Round.objects.filter(pk__in={*before, *after}).order_by("starts", "pk")
    return [{"round": one.name, "before": before[one.pk], "after": after[one.pk]} for one in rounds]


def where_open_things_go(goings: Iterable[Going], ended_ids: Collection[int], on: date) -> list[dict[str, Any]]:
    """By ended unit: drafts, what was sent, what it has to answer, models, proposals, and whatever else stands open
    there (`standing`); each with its number, where it goes and what becomes of it."""
    found: Counter[tuple[int, str, str, int | None]] = Counter()
    for going in goings:
        fate = Fate.WAITS if going.to_id is None else Fate.MOVES if going.written else Fate.ACTS
        found[going.from_id, _what(going), fate.value, going.to_id] += 1
    for unit_id, key, fate, to_id, count in standing.counts(ended_ids, Ways(ended_ids, on)):
        found[unit_id, key, fate.value, to_id] += count
    named = {pk for unit_id, _what, _fate, to_id in found for pk in (unit_id, to_id) if pk}
    names = dict(Unit.objects.filter(pk__in=named).values_list("pk", "name"))
    rows = [
        {
            "unit_id": unit_id, "unit": names[unit_id], "what": what, "to_id": to_id, "to": names.get(to_id or 0, ""),
            "fate": fate, "count": count,
        }
        for (unit_id, what, fate, to_id), count in found.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (fold(row["unit"]), row["unit_id"], row["what"], row["to"]))


def _what(going: Going) -> str:
    if going.side == Side.AUTHOR:
        return "draft" if going.status == Status.DRAFT else "sent"
    return {Side.RECEIVER: "answer", Side.HOLDER: "model", Side.PROPOSED: "proposal"}[going.side]


def people(ended_ids: Collection[int], on: date) -> dict[str, Any]:
    """How many roles end with each unit, and the accounts that are left without any (trap 9)."""
    offices = Membership.objects.filter(unit__in=list(ended_ids), during__endswith=on)
    by_unit = offices.values_list("unit__name").annotate(n=Count("pk")).order_by("unit__sort_key", "unit")
    served = set(offices.values_list("person", flat=True))
    still = set(Membership.objects.filter(person__in=served).not_ended(on).values_list("person", flat=True))
    left = Person.objects.filter(pk__in=served - still, is_active=True).order_by("sort_key", "pk")
    return {"roles": list(by_unit), "without": list(left.values_list("pk", flat=True))}
