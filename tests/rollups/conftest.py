"""S000 as a province that sends its figures to the nation above it."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kheo.kernel import clock
from kheo.rollups import actions, keys, making, sealed
from tests.factories import MembershipFactory, MovementFactory, PersonFactory, RoundFactory, UnitFactory
from tests.insights.builders import considered, in_turn, proposed, registered

MADE = datetime(2024, 2, 1, 2, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def land(db):
    """S000: 14 units of Bình Thuận, 746 registered, 155 recognised, 39 proposed, 22 recognised by the province."""
    nation = UnitFactory(code="TW", name="Trung ương", level="central")
    province = UnitFactory(code="BT", name="Tỉnh Bình Thuận", level="province", parent=nation)
    units = [UnitFactory(code=f"BT-{n:02}", level="district", parent=province) for n in range(14)]
    movement = MovementFactory(code="DVK-BT", name="Dân vận khéo Bình Thuận", owner=province)
    round_ = RoundFactory(
        movement=movement, code="BT-2023", name="Năm 2023", starts=date(2023, 1, 1), ends=date(2023, 12, 31)
    )
    rows = {unit: registered(unit, round_, n) for unit, n in zip(units, in_turn(746, 14), strict=True)}
    upward = []
    for unit, good, best in zip(units, in_turn(155, 13), in_turn(39, 13), strict=False):
        considered(unit, round_, yes=rows[unit][:good])
        proposed(rows[unit][:best], unit, province)
        upward += rows[unit][:best]
    considered(province, round_, yes=upward[:22])
    with clock.at(MADE):
        keeper = MembershipFactory(person=PersonFactory(), unit=nation, role="keeper").person
        reader = MembershipFactory(person=PersonFactory(), unit=nation, role="reviewer").person
        yield SimpleNamespace(nation=nation, province=province, units=units, round=round_, keeper=keeper, reader=reader)


@pytest.fixture
def content(land):
    return making.content_of(land.province, land.round)


@pytest.fixture
def trusted(land):
    return actions.trust(land.province, keys.public(KEY), by=land.keeper)


def made(content, **other):
    """The file of what differs from the content."""
    return sealed.seal(content.model_copy(update=other), KEY)


def unit_of(content, number, **other):
    """The units of the content, one of them told otherwise."""
    units = list(content.units)
    units[number] = units[number].model_copy(update=other)
    return units
