"""Stations of a copy: Yên Giang's exemplar is recognised; Liên Hòa, beside it, copies it; its office confirms."""

from datetime import date

import pytest

from kheo.exemplars import actions as exemplars
from kheo.exemplars import sections
from kheo.exemplars.enums import Section
from kheo.recognitions import actions as recognitions
from kheo.replication import actions
from tests.factories import MembershipFactory, PersonFactory
from tests.story import ANSWERS

CHANGES = "Thôn không có nhà văn hóa riêng: dùng chung đình làng, thêm tủ sách."


@pytest.fixture
def origin(story, accepted):
    """The exemplar of Lan's ward, which the district has recognised."""
    considering = recognitions.consider(story.district, story.round, by=story.minh)
    recognitions.recognise(considering, accepted, by=story.minh)
    recognitions.conclude(considering, number="15-QĐ/BDV", on=story.today, by=story.minh)
    return accepted.exemplar


@pytest.fixture
def thu(story):
    """Clerk of Liên Hòa, the commune beside Lan's ward."""
    return MembershipFactory(person=PersonFactory(username="thu", full_name="Bùi Thị Thu"), unit=story.sibling).person


@pytest.fixture
def adoption(story, origin, thu):
    """Liên Hòa has stated that it copies it; its draft is not sent."""
    return actions.adopt(
        story.sibling, origin, story.round, changes=CHANGES, starts_on=date(2024, 12, 1), adviser="Bà Lan, Yên Giang",
        by=thu, level="district",
    )  # fmt: skip


@pytest.fixture
def sent(story, adoption, thu):
    """It has filled in what is its own and sent it."""
    send(adoption.registration, by=thu)
    adoption.refresh_from_db()
    return adoption


@pytest.fixture
def confirmed(story, sent):
    actions.confirm_adoption(sent, by=story.minh)
    sent.refresh_from_db()
    return sent


def send(registration, *, by):
    """Fill in what is wanted and send."""
    answers = {
        section: {name: ANSWERS[name] for name in sections.DOSSIER_FIELDS[section] if name in ANSWERS}
        for section in Section
        if section in sections.DOSSIER_FIELDS
    }
    forces = [{"name": "Chi bộ thôn 1", "role": "leading", "task": "Vận động"}]
    registration = exemplars.fill_in(registration, answers, forces=forces, by=by)
    return exemplars.submit(registration, by=by)
