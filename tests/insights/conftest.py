"""The ground of the figures: Bình Thuận in 2023 and Quảng Yên in 2024, as movement.md §6 tells them."""

from datetime import date
from types import SimpleNamespace

import pytest

from kheo.kernel import clock
from kheo.movements.models import Field
from tests.factories import MembershipFactory, MovementFactory, PersonFactory, RoundFactory, UnitFactory
from tests.insights.builders import considered, in_turn, proposed, registered

DISTRICTS = (
    "Thành phố Phan Thiết", "Thị xã La Gi", "Huyện Tuy Phong", "Huyện Bắc Bình", "Huyện Hàm Thuận Bắc",
    "Huyện Hàm Thuận Nam", "Huyện Tánh Linh", "Huyện Hàm Tân", "Huyện Phú Quý", "Đảng ủy Khối cơ quan",
    "Đảng ủy Công an tỉnh", "Đảng ủy Quân sự tỉnh", "Đảng ủy Biên phòng tỉnh",
)  # fmt: skip


@pytest.fixture
def binh_thuan(db):
    """S000: 14 units, 746 registered, 155 recognised by 13 units, 39 proposed, 22 recognised by the province.

    Which unit registered how many is not told; here they are dealt out evenly. Đức Linh has not considered.
    """
    province = UnitFactory(code="BT", name="Tỉnh Bình Thuận", level="province")
    units = [UnitFactory(name=name, level="district", parent=province) for name in DISTRICTS]
    silent = UnitFactory(code="BT-DL", name="Huyện Đức Linh", level="district", parent=province)
    movement = MovementFactory(code="DVK-BT", owner=province)
    round_ = RoundFactory(
        movement=movement, code="BT-2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    rows = {unit: registered(unit, round_, n) for unit, n in zip([*units, silent], in_turn(746, 14), strict=True)}
    upward = []
    for unit, good, best in zip(units, in_turn(155, 13), in_turn(39, 13), strict=True):
        considered(unit, round_, yes=rows[unit][:good], no=rows[unit][good:])
        proposed(rows[unit][:best], unit, province)
        upward += rows[unit][:best]
    considered(province, round_, yes=upward[:22], no=upward[22:])
    with clock.at(date(2024, 2, 1)):
        yield SimpleNamespace(province=province, units=units, silent=silent, movement=movement, round=round_, rows=rows)


@pytest.fixture
def land(db):
    """A province with two districts of two communes each, and a round of 2024 that has ended."""
    province = UnitFactory(code="QN", name="Tỉnh Quảng Ninh", level="province")
    first = UnitFactory(code="QY", name="Thị xã Quảng Yên", level="district", parent=province)
    second = UnitFactory(code="UB", name="Thành phố Uông Bí", level="district", parent=province)
    communes = [UnitFactory(level="commune", parent=parent) for parent in (first, first, second, second)]
    movement = MovementFactory(code="DVK-QN", owner=province)
    round_ = RoundFactory(movement=movement, code="QN-2024", name="Năm 2024")
    with clock.at(date(2025, 2, 1)):
        yield SimpleNamespace(
            province=province, first=first, second=second, communes=communes, movement=movement, round=round_
        )


@pytest.fixture
def hoa(land):
    """She reviews for the province."""
    return MembershipFactory(person=PersonFactory(username="hoa"), unit=land.province, role="reviewer").person


@pytest.fixture
def year(land):
    """A year in which something of everything happened."""
    economy = Field.objects.get(movement=land.movement, key="economy")
    rows = registered(land.communes[0], land.round, 6, receiver=land.first, field=economy)
    registered(land.communes[1], land.round, 3, receiver=land.first, subject="individual", origin="maintained")
    registered(land.province, land.round, 2, kind="example")
    registered(land.communes[2], land.round, 1, receiver=land.second)
    considered(land.first, land.round, yes=rows[:4], no=rows[4:])
    proposed(rows[:3], land.first, land.province)
    considered(land.province, land.round, yes=rows[:2], no=rows[2:3])
    return land
