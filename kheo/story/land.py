"""The units of the demonstration: founded, closed and succeeded as `data/units.csv` tells."""

from datetime import date, timedelta

from kheo.people.models import Person
from kheo.story.facts import rows
from kheo.units import actions as units
from kheo.units.models import Unit


def found(keeper: Person | None, *, roots: bool) -> None:
    """Found the top units (nobody can be their keeper yet, so the command line does), or all that stand below them."""
    for row in rows("units.csv"):
        if (row["parent_code"] == "") == roots:
            _found(row, by=keeper)


def close() -> None:
    """Close what has ended since, in order of time and lower units first, and name the successors that are known.

    The command line does it: on the day on which the demonstration begins nobody has an office in units to come.
    What stood under a district goes on under the unit that has its territory then; what became of it is not told.
    """
    ended = [(row["valid_to"], -number, row) for number, row in enumerate(rows("units.csv")) if row["valid_to"]]
    for _, _, row in sorted(ended, key=lambda end: end[:2]):
        _end(row, last_day=date.fromisoformat(row["valid_to"]))


def at(code: str, day: date) -> Unit:
    """The unit that bore a code on a day: Ninh Bình's came back for another province."""
    unit: Unit = Unit.objects.coded(code, day).get()
    return unit


def _found(row: dict[str, str], *, by: Person | None) -> Unit:
    on = date.fromisoformat(row["valid_from"])
    return units.found(
        code=row["code"], name=row["name"], kind=row["kind"], level=row["level"], on=on, by=by,
        parent=at(row["parent_code"], on) if row["parent_code"] else None,
        until=_known_end(row), legal_basis=row["founding_basis"], demonstration=row["demonstration"] == "yes",
    )  # fmt: skip


def _end(row: dict[str, str], *, last_day: date) -> None:
    unit, after, basis = at(row["code"], last_day), last_day + timedelta(days=1), row["closing_basis"]
    if row["then_under"]:
        for left in Unit.objects.children_of(unit, on=last_day).alive_on(after):
            units.move(left, at(row["then_under"], after), on=after, by=None, legal_basis=basis)
    units.close(unit, last_day=last_day, by=None, legal_basis=basis)
    if row["succeeded_by"]:
        units.succeed(unit, at(row["succeeded_by"], after), on=after, by=None, legal_basis=basis)


def _known_end(row: dict[str, str]) -> date | None:
    """A code that comes back must be free by then: such a unit is founded with its end."""
    comes_back = sum(other["code"] == row["code"] for other in rows("units.csv")) > 1
    return date.fromisoformat(row["valid_to"]) if comes_back and row["valid_to"] else None
