"""The year of Quảng Ninh with its days."""

from datetime import date

import pytest

from tests.factories import MembershipFactory, MilestoneFactory, PersonFactory

DAYS = {
    "open": date(2024, 1, 10),
    "close": date(2024, 10, 31),
    "report": date(2024, 11, 30),
    "review": date(2024, 12, 10),
}


@pytest.fixture
def days(story):
    """The four days of the round, for every level."""
    return [MilestoneFactory(round=story.round, kind=kind, on=day) for kind, day in DAYS.items()]


@pytest.fixture
def leader(story):
    """On the steering committee of the province, which runs the movement."""
    person = PersonFactory(full_name="Vũ Quang Sơn")
    MembershipFactory(person=person, unit=story.province, role="steering_committee")
    return person
