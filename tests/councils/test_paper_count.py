"""Paper and hands: two different people count, each without knowing the other's figures, and must agree."""

import pytest

from kheo.councils import actions as councils
from kheo.councils import outcomes
from kheo.councils.counting import Counts
from kheo.councils.enums import Counted
from kheo.councils.models import PaperCount
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.councils.conftest import convened, led_to_the_vote

pytestmark = pytest.mark.django_db
COUNTS = Counts(agreed=12, against=2, invalid=1)


@pytest.fixture
def closed(council):
    """A paper ballot on the first item is closed; nothing is counted."""
    session = councils.open_session(convened(council, "award_80"), by=council.bình)
    item = led_to_the_vote(council, session.items.first())
    councils.open_vote(item, means="paper", by=council.bình)
    councils.close_vote(item, by=council.bình)
    item.refresh_from_db()
    return item


def enter(item, person, counts=COUNTS, issued=15):
    return councils.enter_count(item, counts, issued=issued, by=person)


def test_two_equal_counts_are_the_result(council, closed):
    assert enter(closed, council.people[3]) == Counted.ONE
    assert enter(closed, council.people[4]) == Counted.AGREED
    poll = councils.announce(closed, by=council.bình)
    assert (outcomes.of(poll).counts, outcomes.of(poll).passed) == (COUNTS, True)
    assert [entry.verb for entry in journal.history(closed)][-3:] == [
        "item.count_entered", "item.counts_agreed", "item.announced",
    ]  # fmt: skip


def test_one_count_is_none(council, closed):
    enter(closed, council.people[3])
    with pytest.raises(NotNow, match="Two people"):
        councils.announce(closed, by=council.bình)


def test_the_same_person_does_not_count_twice(council, closed):
    enter(closed, council.people[3])
    with pytest.raises(NotPermitted, match="another person"):
        enter(closed, council.people[3])


@pytest.mark.parametrize(
    ("counts", "issued"),
    [(Counts(11, 3, 0, 1), 15), (Counts(12, 1, 1, 1), 15), (Counts(12, 2, 0, 0), 15), (Counts(12, 2, 0, 1), 15)],
)
def test_different_counts_are_both_void_and_made_again(council, closed, counts, issued):
    enter(closed, council.people[3])
    other = enter(closed, council.people[4], counts, issued if counts != COUNTS else 15)
    if counts == COUNTS:
        assert other == Counted.AGREED
        return
    assert other == Counted.DIFFER
    assert outcomes.progress_of_count(closed.polls.get()) == Counted.DIFFER
    assert PaperCount.objects.filter(void=True).count() == 2
    enter(closed, council.people[3])
    assert enter(closed, council.people[4]) == Counted.AGREED


def test_neither_sees_the_other_s_figures_before_the_announcement(story, council, closed):
    one, other = council.people[3], council.people[4]
    enter(closed, one)
    assert not PaperCount.objects.visible_to(other).exists()
    assert PaperCount.objects.visible_to(one).count() == 1
    enter(closed, other, Counts(11, 4))
    assert not PaperCount.objects.visible_to(other).exclude(by=other).exists()
    enter(closed, one)
    enter(closed, other)
    assert PaperCount.objects.standing().visible_to(other).count() == 1
    councils.announce(closed, by=council.bình)
    assert PaperCount.objects.standing().visible_to(other).count() == 2
    assert not PaperCount.objects.visible_to(story.stranger).exists()


def test_the_journal_does_not_tell_the_figures(council, closed):
    enter(closed, council.people[3])
    enter(closed, council.people[4], Counts(11, 4))
    for entry in journal.history(closed):
        assert set(entry.details) <= {"ballot"}


@pytest.mark.parametrize(
    ("counts", "issued", "says"),
    [
        (Counts(12, 4), 15, "16 ballots are more than the 15"),
        (Counts(16), 16, "16 ballots are more than the 15 members present"),
        (Counts(-1), 15, "whole numbers"),
    ],
)
def test_impossible_counts_are_refused(council, closed, counts, issued, says):
    with pytest.raises(BadInput, match=says):
        enter(closed, council.people[3], counts, issued)


def test_the_stranger_counts_nothing(story, closed):
    with pytest.raises(NotPermitted):
        enter(closed, story.stranger)


def test_nothing_is_counted_before_the_close(council):
    session = councils.open_session(convened(council, "award_80"), by=council.bình)
    item = led_to_the_vote(council, session.items.first())
    councils.open_vote(item, means="paper", by=council.bình)
    with pytest.raises(NotNow, match="no closed ballot"):
        enter(item, council.people[3])


def test_nor_once_two_agree(council, closed):
    enter(closed, council.people[3])
    enter(closed, council.people[4])
    with pytest.raises(NotNow, match="already entered"):
        enter(closed, council.people[5])


class TestWrittenOpinions:
    @pytest.fixture
    def one_away(self, council):
        """Fourteen are present; the fifteenth has sent an opinion in writing."""
        session = convened(council, "award_80", present=14)
        councils.record_attendance(session, {council.seats[14].pk: "written"}, by=council.thu)
        councils.open_session(session, by=council.bình)
        return led_to_the_vote(council, session.items.first())

    def test_they_are_added_where_the_rule_says_so(self, council, one_away):
        councils.write_opinion(one_away, council.seats[14], "for", by=council.thu)
        councils.open_vote(one_away, means="paper", by=council.bình)
        councils.close_vote(one_away, by=council.bình)
        for person in council.people[3:5]:
            enter(one_away, person, Counts(11, 3), 14)
        poll = councils.announce(one_away, by=council.bình)
        found = outcomes.of(poll)
        assert (found.counts.agreed, found.needed, found.passed) == (12, 12, True)
        assert journal.history(one_away).filter(verb="item.opinion_written").exists()

    def test_who_writes_is_counted_among_those_who_take_part(self, council):
        session = convened(council, "majority", present=14)
        councils.record_attendance(session, {council.seats[14].pk: "written"}, by=council.thu)
        councils.open_session(session, by=council.bình)
        item = led_to_the_vote(council, session.items.first())
        councils.write_opinion(item, council.seats[14], "not", by=council.thu)
        councils.open_vote(item, means="hands", by=council.bình)
        councils.close_vote(item, by=council.bình)
        for person in council.people[3:5]:
            enter(item, person, Counts(7, 7), 14)
        found = outcomes.of(councils.announce(item, by=council.bình))
        assert (found.base, found.needed, found.counts.against) == (15, 8, 8)

    def test_only_of_members_recorded_so(self, council, one_away):
        with pytest.raises(NotNow, match="recorded as absent with a written"):
            councils.write_opinion(one_away, council.seats[13], "for", by=council.thu)

    def test_the_stranger_writes_none(self, story, council, one_away):
        with pytest.raises(NotPermitted):
            councils.write_opinion(one_away, council.seats[14], "for", by=story.stranger)

    def test_not_once_the_result_is_announced(self, council, one_away):
        councils.open_vote(one_away, means="paper", by=council.bình)
        councils.close_vote(one_away, by=council.bình)
        for person in council.people[3:5]:
            enter(one_away, person, Counts(11, 3), 14)
        councils.announce(one_away, by=council.bình)
        with pytest.raises(NotNow, match="too late"):
            councils.write_opinion(one_away, council.seats[14], "for", by=council.thu)
