"""Stations of the line of recognition: Minh's district considers, has concluded, has proposed to Hoa's province."""

import pytest

from kheo.exemplars import actions as exemplars
from kheo.recognitions import actions
from tests.story import filled_draft


@pytest.fixture
def considering(story, accepted):
    """The district considers; Lan's registration waits on its list."""
    return actions.consider(story.district, story.round, by=story.minh)


@pytest.fixture
def recognised(story, accepted, considering):
    """The district has recognised Lan's registration by a decision."""
    actions.recognise(considering, accepted, by=story.minh)
    actions.conclude(considering, number="15-QĐ/BDV", on=story.today, by=story.minh)
    return accepted


@pytest.fixture
def proposal(story, recognised):
    """The district has proposed it to the province."""
    return actions.propose_upward(story.district, story.round, [recognised], by=story.minh)[0]


@pytest.fixture
def another(story):
    """`another("title")`: one more registration of Lan's that the district has accepted."""

    def accept_one_more(title="Tuyến phố tự quản", by=None):
        registration = exemplars.submit(filled_draft(story, title=title), by=story.lan)
        exemplars.accept(registration, by=by or story.minh)
        registration.refresh_from_db()
        return registration

    return accept_one_more
