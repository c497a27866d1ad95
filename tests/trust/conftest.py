"""One world for a whole module: thousands of looks at it, each put back, cost less than building it anew."""

import pytest
from django.db import transaction

from tests.story import told
from tests.trust.world import build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world in a transaction that is never committed; a test that changes it puts it back."""
    with django_db_blocker.unblock(), transaction.atomic(), told() as story:
        world = build(story)
        for actor in [*world.people, "anonymous"]:
            world.visitor(actor)  # signed in here, since each test takes back what it did
        yield world
        transaction.set_rollback(True)
