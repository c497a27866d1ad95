"""Resolution 1679/NQ-UBTVQH15 as a plan that waits for its second person: Tiên Yên, Quảng Ninh (movement.md §9.1).

On the day on which the demonstration lives the Resolution lies seven months ahead: a plan for a day to come is prepared
and rehearsed, and may be approved from then on. So that no figure of 2024 changes, the district takes part only from
1 January 2025. Left out: what lies in other districts (Vô Ngại, Hải Lạng). That it was planned so early is ours.
"""

from datetime import date

from kheo.kernel import clock
from kheo.kernel.periods import format_date
from kheo.people import actions as people
from kheo.people.models import Person
from kheo.reorganisations import actions, sheet
from kheo.reorganisations.models import Reorganisation
from kheo.story.facts import DATA, rows
from kheo.story.land import at
from kheo.units import actions as units
from kheo.units.enums import Kind, Level, Role

UNITS, TABLE = "tien-yen.csv", "resolution-1679.csv"
JOINS, NEW_ORDER = date(2025, 1, 1), date(2025, 7, 1)
PREPARED, PROPOSED = date(2024, 11, 15), date(2024, 11, 18)
TITLE = "Sắp xếp đơn vị hành chính cấp xã: các xã của huyện Tiên Yên (minh họa)"
BASIS = "Nghị quyết 1679/NQ-UBTVQH15 ngày 16/6/2025"
PLANNER = "minh-hoa"  # keeps every province of the demonstration; Nga, who keeps Quảng Ninh, is the second person
CLERKS = ("QN-06862", "QN-06880")  # one goes on in the successor, one is left without a role: its commune is divided


def play() -> Reorganisation:
    """The units to come and two of their clerks; then the plan: begun, its table read, looked at, proposed."""
    planner = Person.objects.get(username=PLANNER)
    with clock.at(PREPARED):
        _found(planner)
        province = at("QN", PREPARED)
        plan = actions.begin(province, title=TITLE, legal_basis=BASIS, on=NEW_ORDER, by=planner)
        table = sheet.read(DATA / TABLE, plan)
        assert not table.faults, table.faults
        actions.add(plan, table.steps, by=planner)
    with clock.at(PROPOSED):
        actions.rehearse(plan, by=planner)
        return actions.propose(plan, by=planner)


def _found(planner: Person) -> None:
    basis = f"Tham gia hệ thống từ ngày {format_date(JOINS)} (minh họa)"
    for row in rows(UNITS):
        units.found(
            code=row["code"], name=row["name"], kind=Kind.LOCALITY, level=Level(row["level"]), on=JOINS,
            parent=at(row["parent_code"], JOINS), legal_basis=basis, demonstration=True, by=planner,
        )  # fmt: skip
    for code in CLERKS:
        unit = at(code, JOINS)
        clerk = people.add_person(
            full_name=f"Cán bộ minh họa {unit.name}", username=f"minh-hoa-{code.lower()}", by=planner
        )
        units.appoint(clerk, unit, Role.CLERK, on=JOINS, by=planner)
