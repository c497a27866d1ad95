"""A province in two tiers: 14 districts end and 124 communes become 45, with 50,000 registrations, within a minute.

Every fourth commune goes over in two parts, half of its works with a village that tells the part. The totals of every
round are compared before, after, and once more when all of it was undone.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench.meter import spent

UNITS = (1, 14, 124)
NEW, REGISTRATIONS, SECONDS = 45, 50_000, 60
ON = date(2025, 7, 1)


@dataclass(frozen=True)
class Run:
    """One verb: seconds on the clock and of CPU, and whether what it left is sound."""

    what: str
    seconds: float
    cpu: float
    said: str
    sound: bool = True

    def __str__(self) -> str:
        kept = self.sound and self.seconds <= SECONDS
        return (
            f"reorganisation  {self.what:<10} {self.seconds:>5.1f} s of {SECONDS} ({self.cpu:.1f} s of CPU)"
            f"  {self.said}  {'ok' if kept else 'OVER'}"
        )


def measured() -> Iterator[Run]:
    """Plan, look, approve and reverse, in the database that is open and seeded with `UNITS`."""
    from kheo.kernel import clock
    from kheo.reorganisations import actions, totals
    from kheo.units.models import Unit

    with clock.at(ON):
        province = Unit.objects.filter(level="province", name="Tỉnh 1").get()
        nga, hai = _keepers(province)
        _tell_places()
        counted = totals.before(province.pk, ON)
        held = _held()
        plan = actions.begin(province, title="Sắp xếp", legal_basis="1679/NQ-UBTVQH15", on=ON, by=nga)
        steps = _steps(province)
        yield _timed("plan", lambda: actions.add(plan, steps, by=nga), lambda made: f"{len(made)} steps")
        yield _timed("look", lambda: actions.rehearse(plan, by=nga), _told, _held() == held)
        actions.propose(plan, by=nga)
        run = _timed("carry out", lambda: actions.approve(plan, by=hai), _told)
        same = totals.after(province.pk, ON) == counted
        communes = Unit.objects.under([province.pk], on=ON).alive_on(ON).count() - 1
        said = f"{run.said}; {counted.total():,} registrations count before and after" if same else "totals differ"
        yield Run(run.what, run.seconds, run.cpu, said, same and communes == NEW)
        undone = _timed("undo", lambda: actions.reverse(plan, by=nga), lambda _plan: "everything is as it was")
        yield Run(undone.what, undone.seconds, undone.cpu, undone.said, _held() == held)


def _keepers(province: Any) -> list[Any]:
    from kheo.kernel.periods import period
    from kheo.people.models import Person
    from kheo.units.models import Membership

    found = [Person.objects.create_user(name, full_name=name) for name in ("keeper1", "keeper2")]
    for person in found:
        Membership.objects.create(person=person, unit=province, role="keeper", during=period(date(2000, 1, 1)))
    return found


def _tell_places() -> None:
    from django.db.models import F

    from kheo.exemplars.models import Dossier

    rows = Dossier.objects.alias(odd=F("registration") % 4)
    for odd, place in ((0, "thôn Một"), (1, "thôn Hai")):
        rows.filter(odd=odd).update(place=place)


def _steps(province: Any) -> list[Any]:
    from kheo.reorganisations import planning
    from kheo.units.models import Unit

    new = [
        planning.founding(code=f"M{n}", name=f"Xã Mới {n}", kind="locality", level="commune", under=province)
        for n in range(NEW)
    ]
    below = Unit.objects.under([province.pk], on=ON - timedelta(days=1))
    steps = [step for unit in below.filter(level="district") for step in planning.dissolve(unit)]
    for n, commune in enumerate(below.filter(level="commune").order_by("pk")):
        one, other = new[n % NEW], new[(n + 1) % NEW]
        parts = [(one, "thôn Một"), (other, "thôn Hai")]
        steps += planning.split(commune, parts) if n % 4 == 0 else planning.merge([commune], one)
    return steps


def _held() -> int:
    """One number for who holds what of all registrations."""
    from kheo.exemplars.models import Registration

    return hash(tuple(Registration.objects.order_by("pk").values_list("pk", "unit", "receiver", "carried_by", "code")))


def _told(plan: Any) -> str:
    going = plan.rehearsal["open"]
    waiting = sum(row["count"] for row in going if not row["to"])
    return f"{sum(row['count'] for row in going):,} open things go, {waiting:,} of them wait for a hand"


def _timed(what: str, act: Any, say: Any, sound: bool = True) -> Run:
    began, cpu = time.monotonic(), spent()
    made = act()
    return Run(what, time.monotonic() - began, spent() - cpu, say(made), sound)
