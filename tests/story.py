"""The people of our tests, always the same: Lan owns, Minh reviews, Hoa sits one level up, a stranger may nothing.

Quảng Yên in 2024 (domain: movement.md §6, seed 001), and Phan Thiết beside it, where the stranger lives.
`from tests.story import *` in a test module, or ask for the fixture by name (registered in tests/conftest.py).
"""

from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import pytest

from kheo.exemplars import actions as exemplars
from kheo.exemplars import sections
from kheo.exemplars.enums import Section
from kheo.kernel import clock
from tests.factories import MembershipFactory, MovementFactory, PersonFactory, RoundFactory, UnitFactory

ANSWERS = {
    "situation": "Nhà văn hóa khu còn thiếu trang thiết bị, ít được sử dụng.",
    "goals": "16 điều hòa cho 4 nhà văn hóa; 1.200 m² sân được lát.",
    "method": "Vận động cán bộ, hội viên và nhân dân đóng góp; công khai từng khoản.",
    "linked_movement": "Xây dựng đô thị văn minh",
    "place": "Khu 1, 2, 3, 4 phường Yên Giang",
    "beneficiaries": "Nhân dân bốn khu phố",
    "resources": "Hơn 180 triệu đồng xã hội hóa",
    "starts_on": date(2024, 1, 15),
    "progress": "Quý I vận động, quý II lắp đặt.",
    "evaluated_on": date(2024, 10, 15),
    "outputs": "16 điều hòa hoạt động; sân lát xong.",
    "sustainability": "Giao khu phố quản lý, nhân rộng sang khu 5, 6.",
    "contact_name": "Nguyễn Thị Lan",
    "contact_phone": "0912 345 678",
    "head_name": "Phạm Văn Dũng",
    "head_confirmed_on": date(2024, 2, 20),
}


@pytest.fixture
def story(db):
    """Units, people, a movement with its round of 2024; the business lives on 20/11/2024 (`story.today`)."""
    with told() as story:
        yield story


@contextmanager
def told():
    """The story for as long as the block lasts, in the caller's transaction."""
    province = UnitFactory(code="QN", name="Tỉnh Quảng Ninh", level="province")
    district = UnitFactory(code="QY", name="Thị xã Quảng Yên", level="district", parent=province)
    ward = UnitFactory(code="YG", name="Phường Yên Giang", level="commune", parent=district)
    sibling = UnitFactory(code="LH", name="Xã Liên Hòa", level="commune", parent=district)
    elsewhere = UnitFactory(code="BT", name="Tỉnh Bình Thuận", level="province")
    foreign = UnitFactory(code="PT", name="Thành phố Phan Thiết", level="district", parent=elsewhere)
    lan = PersonFactory(username="lan", full_name="Nguyễn Thị Lan")
    dung = PersonFactory(username="dung", full_name="Phạm Văn Dũng")
    minh = PersonFactory(username="minh", full_name="Trần Văn Minh")
    hoa = PersonFactory(username="hoa", full_name="Lê Thị Hoa")
    nga = PersonFactory(username="nga", full_name="Đỗ Thị Nga")
    stranger = PersonFactory(username="tuan", full_name="Võ Anh Tuấn")
    MembershipFactory(person=lan, unit=ward, role="clerk")
    MembershipFactory(person=dung, unit=ward, role="head")
    MembershipFactory(person=minh, unit=district, role="reviewer")
    MembershipFactory(person=hoa, unit=province, role="reviewer")
    MembershipFactory(person=nga, unit=province, role="keeper")
    MembershipFactory(person=stranger, unit=foreign, role="reviewer")
    movement = MovementFactory(code="DVK-QN", owner=province)
    round_ = RoundFactory(movement=movement, code="QN-2024", name="Năm 2024")
    today = date(2024, 11, 20)
    with clock.at(today):
        yield SimpleNamespace(
            province=province, district=district, ward=ward, sibling=sibling, elsewhere=elsewhere, foreign=foreign,
            lan=lan, dung=dung, minh=minh, hoa=hoa, nga=nga, stranger=stranger,
            movement=movement, round=round_, today=today,
        )  # fmt: skip


@pytest.fixture
def draft(story):
    """Lan's draft with every wanted box filled in."""
    return filled_draft(story)


@pytest.fixture
def submitted(story, draft):
    return exemplars.submit(draft, by=story.lan)


@pytest.fixture
def accepted(story, submitted):
    exemplars.accept(submitted, by=story.minh)
    submitted.refresh_from_db()
    return submitted


def filled_draft(story, title="Dân vận khéo khai thác, quản lý, sử dụng hiệu quả nhà văn hóa khu phố", **begin):
    """A draft of Lan's ward, complete and ready to be sent."""
    registration = exemplars.begin(story.ward, story.round, by=story.lan, title=title, level="district", **begin)
    for section in Section:
        names = sections.DOSSIER_FIELDS.get(section, ())
        forces = (
            [{"name": "Ủy ban MTTQ phường", "role": "leading", "task": "Chủ trì vận động"}]
            if section == Section.FORCES
            else None
        )
        answers = {name: ANSWERS[name] for name in names if name in ANSWERS}
        exemplars.save_section(registration, section, answers, by=story.lan, version=0, forces=forces)
    registration.refresh_from_db()
    return registration
