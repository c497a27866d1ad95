"""The year with its days, and a short way to read a desk."""

from datetime import date

import pytest

from kheo.desk.tasks import Desk
from tests.factories import MilestoneFactory

DAYS = {
    "open": date(2024, 1, 10),
    "close": date(2024, 11, 30),
    "report": date(2024, 12, 1),
    "review": date(2025, 1, 20),
}


@pytest.fixture
def days(story):
    """The four days of the round; registration is open on 20/11/2024, the story's day."""
    return [MilestoneFactory(round=story.round, kind=kind, on=day) for kind, day in DAYS.items()]


@pytest.fixture
def tasks():
    """`tasks(lan)`: what Lan has to do, as sentences."""
    return lambda person: [task.what for task in Desk(person).tasks]


@pytest.fixture
def waits():
    """`waits(lan)`: what others hold, as (what, where)."""
    return lambda person: [(wait.what, wait.where) for wait in Desk(person).waits]
