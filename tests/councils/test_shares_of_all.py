"""80 % and 90 % of all members, as the award law counts them (Decree 98/2023 art. 30.7): councils of 7, 15 and 17.

Golden: blocks-and-awards.md §7.1. The absent count: only who has written beside the vote makes up for them.
"""

import pytest

from kheo.councils import actions as councils
from kheo.councils import outcomes
from kheo.councils.counting import Counts
from tests.councils.conftest import convened, council_of, led_to_the_vote

pytestmark = pytest.mark.django_db
GOLDEN = [
    (7, "award_90", 7), (7, "award_80", 6), (15, "award_90", 14), (15, "award_80", 12), (17, "award_90", 16),
    (17, "award_80", 14),
]  # fmt: skip


def counted(council, item, agreed, against):
    """A secret ballot on paper, counted by two members alike, announced."""
    led_to_the_vote(council, item)
    councils.open_vote(item, means="paper", by=council.bình)
    councils.close_vote(item, by=council.bình)
    for person in council.people[3:5]:
        councils.enter_count(item, Counts(agreed, against), issued=agreed + against, by=person)
    return councils.announce(item, by=council.bình)


@pytest.mark.parametrize(("members", "rule", "needed"), GOLDEN)
def test_of_so_many_members_so_many_must_agree(story, members, rule, needed):
    council = council_of(story, members)
    session = councils.open_session(convened(council, rule), by=council.bình)
    enough, too_few, _third = session.items.all()
    reached = counted(council, enough, needed, members - needed)
    missed = counted(council, too_few, needed - 1, members - needed + 1)
    assert outcomes.needed(reached) == (needed, members)
    assert (outcomes.adopted(reached), outcomes.adopted(missed)) == (True, False)


def test_the_absent_count_and_their_written_opinions_too(story):
    """Of 15 members 12 came and all agree: 12 of 15 are no 90 %; two who have written that they agree make it 14."""
    council = council_of(story, 15)
    session = convened(council, "award_90", present=12)
    councils.record_attendance(session, {seat.pk: "written" for seat in council.seats[12:14]}, by=council.thu)
    councils.open_session(session, by=council.bình)
    alone, with_two, _third = session.items.all()
    for seat in council.seats[12:14]:
        councils.write_opinion(with_two, seat, "for", by=council.thu)
    assert not outcomes.adopted(counted(council, alone, 12, 0))
    assert outcomes.adopted(counted(council, with_two, 12, 0))
