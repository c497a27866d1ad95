"""What a plan did, told in figures while it is done: the tree before and after, totals, and where open things went.

Kept as plain values, so that the page of a plan that was only looked at can show them (`Reorganisation.rehearsal`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from kheo.exemplars.enums import Status
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.reorganisations.enums import Side
from kheo.reorganisations.whereto import Going
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


def where_open_things_go(goings: Iterable[Going]) -> list[dict[str, Any]]:
    """By ended unit: drafts, what was sent, what it has to answer, each with where it goes; what waits for a hand."""
    found: dict[int, Counter[tuple[str, int | None]]] = defaultdict(Counter)
    for going in goings:
        what = "answer" if going.side == Side.RECEIVER else "draft" if going.status == Status.DRAFT else "sent"
        found[going.from_id][what, going.to_id] += 1
    named = {pk for unit_id, counts in found.items() for pk in (unit_id, *(to for _w, to in counts)) if pk}
    names = dict(Unit.objects.filter(pk__in=named).values_list("pk", "name"))
    rows = [
        {
            "unit_id": unit_id,
            "unit": names[unit_id],
            "what": what,
            "to_id": to,
            "to": names.get(to or 0, ""),
            "count": count,
        }
        for unit_id, counts in found.items()
        for (what, to), count in counts.items()
    ]
    return sorted(rows, key=lambda row: (row["unit"], row["what"], row["to"]))


def people(ended_ids: Collection[int], on: date) -> dict[str, Any]:
    """How many roles end with each unit, and the accounts that are left without any (trap 9)."""
    offices = Membership.objects.filter(unit__in=list(ended_ids), during__endswith=on)
    counts = Counter(offices.values_list("unit__name", flat=True))
    served = set(offices.values_list("person", flat=True))
    still = set(Membership.objects.filter(person__in=served).not_ended(on).values_list("person", flat=True))
    left = Person.objects.filter(pk__in=served - still, is_active=True).order_by("sort_key", "pk")
    return {"roles": sorted(counts.items()), "without": list(left.values_list("pk", flat=True))}
