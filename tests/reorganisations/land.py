"""Tiên Yên, Quảng Ninh, in June 2025, while its re-organisation is planned: Resolution 1679/NQ-UBTVQH15 (§9.1)."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from kheo.exemplars.models import Dossier
from kheo.kernel import clock, periods
from kheo.reorganisations import actions, planning
from tests.factories import MembershipFactory, MovementFactory, PersonFactory, RoundFactory, UnitFactory
from tests.insights.builders import registered
from tests.units.tien_yen import AFTER, BASIS, NEW, OLD

PLANNED = date(2025, 6, 20)
SENT = datetime(2025, 3, 2, 2, tzinfo=UTC)
VILLAGES = {  # which villages of a commune that was divided went where
    ("YT", "Xã Tiên Yên"): "thôn Khe Tiên, thôn Tài Noong", ("YT", "Xã Điền Xá"): "thôn Nà Lộc",
    ("DD", "Xã Tiên Yên"): "thôn Khe Quang", ("DN", "Xã Đông Ngũ"): "thôn Đông Thành",
}  # fmt: skip


def tien_yen():
    """Province, district and ten communes; a clerk in each; the year 2025 with registrations sent to the district."""
    province = UnitFactory(code="QN", name="Tỉnh Quảng Ninh", level="province")
    district = UnitFactory(code="TY", name="Huyện Tiên Yên", level="district", parent=province)
    old = {code: UnitFactory(code=code, name=name, parent=district) for code, name in OLD.items()}
    nga, hai = PersonFactory(full_name="Đỗ Thị Nga"), PersonFactory(full_name="Bùi Văn Hải")
    for keeper in (nga, hai):
        MembershipFactory(person=keeper, unit=province, role="keeper")
    hoa, minh = PersonFactory(full_name="Lê Thị Hoa"), PersonFactory(full_name="Trần Văn Minh")
    MembershipFactory(person=hoa, unit=province, role="reviewer")
    MembershipFactory(person=minh, unit=district, role="reviewer")
    clerks = {code: PersonFactory(full_name=f"Cán bộ {name}") for code, name in OLD.items()}
    for code, clerk in clerks.items():
        MembershipFactory(person=clerk, unit=old[code], role="clerk")
    movement = MovementFactory(code="DVK-QN", owner=province)
    round_ = RoundFactory(
        movement=movement, code="QN-2025", name="Năm 2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31)
    )
    return SimpleNamespace(
        province=province, district=district, old=old, nga=nga, hai=hai, hoa=hoa, minh=minh, clerks=clerks,
        movement=movement, round=round_,
    )  # fmt: skip


def sent(land, where, count=1, *, place="", status="submitted", title="", **facts):
    """Registrations of a commune, sent to the district on 2 March 2025; written out, with where the work is done."""
    facts = {"receiver": land.district, "level": "district"} | facts
    rows = registered(land.old[where], land.round, count, status=status, **facts)
    Dossier.objects.bulk_create(Dossier(registration=row, place=place) for row in rows)
    if title:
        for row in rows:
            row.title = title
            row.save()
    return rows


def steps_of_1679(land):
    """What the Resolution says of Tiên Yên, as steps: the district ends; ten communes become three."""
    new = {
        name: planning.founding(
            code="DX" if name == "Xã Điền Xá" else f"M{n}", name=name, kind="locality", level="commune",
            under=land.province,
        )
        for n, name in enumerate(NEW)
    }  # fmt: skip
    steps, parts = planning.dissolve(land.district), {}
    for name, (whole, part) in NEW.items():
        steps += planning.merge([land.old[code] for code in whole], new[name])
        for code in part:
            parts.setdefault(code, []).append((new[name], VILLAGES.get((code, name), "")))
    for code, goes in parts.items():
        steps += planning.split(land.old[code], goes)
    return steps


def planned(land):
    """The plan of Nga, from 1 July 2025."""
    plan = actions.begin(land.province, title="Sắp xếp đơn vị cấp xã", legal_basis=BASIS, on=AFTER, by=land.nga)
    actions.add(plan, steps_of_1679(land), by=land.nga)
    return plan


def proposed(land, plan=None):
    """The plan, looked at and before a second person."""
    plan = plan or planned(land)
    actions.rehearse(plan, by=land.nga)
    return actions.propose(plan, by=land.nga)


def done(land, plan=None):
    """The plan, carried out by Hải in June; what was open was handed on when the first day had come."""
    plan = actions.approve(proposed(land, plan), by=land.hai)
    with clock.at(AFTER):
        return actions.hand_out(plan, by=land.nga)


def commune(plan, name):
    """A commune that the plan founded."""
    return plan.changes.get(kind="found", name=name).founded


def from_july():
    return periods.period(AFTER)
