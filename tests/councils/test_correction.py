"""A correction is an act of its own: the announced result is taken back with a reason, and announced again."""

from datetime import date

import pytest

from kheo.councils import actions as councils
from kheo.councils import outcomes, results
from kheo.councils.counting import Counts
from kheo.councils.models import Correction, PaperCount
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.councils.conftest import led_to_the_vote, voted

pytestmark = pytest.mark.django_db


def counted_by_hand(council, item, counts):
    for person in council.people[3:5]:
        councils.enter_count(item, counts, issued=15, by=person)
    councils.announce(item, by=council.bình)


@pytest.fixture
def announced(council, item):
    """By a show of hands, eight to seven."""
    led_to_the_vote(council, item)
    councils.open_vote(item, means="hands", by=council.bình)
    councils.close_vote(item, by=council.bình)
    counted_by_hand(council, item, Counts(8, 7))
    item.refresh_from_db()
    return item


def test_a_count_by_hand_is_made_again_and_the_old_one_stays_on_record(council, announced):
    councils.correct(announced, reason="Đếm nhầm một phiếu.", by=council.bình)
    counted_by_hand(council, announced, Counts(7, 8))
    assert not outcomes.adopted(outcomes.last_poll(announced))
    correction = Correction.objects.get()
    assert (correction.reason, correction.before["agreed"], correction.before["adopted"]) == (
        "Đếm nhầm một phiếu.", 8, True,
    )  # fmt: skip
    assert PaperCount.objects.filter(void=True).count() == 2
    assert journal.history(announced).filter(verb="item.corrected").exists()


def test_it_needs_a_reason_and_who_leads(story, council, announced):
    with pytest.raises(BadInput, match="reason"):
        councils.correct(announced, reason=" ", by=council.bình)
    for person in (story.stranger, council.people[6]):
        with pytest.raises(NotPermitted):
            councils.correct(announced, reason="Vì…", by=person)


def test_only_what_is_announced(council, voting):
    with pytest.raises(NotNow, match="Only an announced"):
        councils.correct(voting, reason="Vì…", by=council.bình)


def test_a_wrong_attendance_is_mended_by_taking_the_roll_again(council, item):
    voted(council, item, 7)
    councils.record_attendance(item.session, {council.seats[14].pk: "absent", council.seats[13].pk: "absent"},
                               by=council.thu)  # fmt: skip
    councils.correct(item, reason="Hai đồng chí vắng mặt.", by=council.bình, roll_again=True)
    poll = councils.announce(item, by=council.bình)
    assert (poll.present, outcomes.of(poll).needed, outcomes.adopted(poll)) == (13, 7, True)
    assert poll.votes.count() == 7


class TestAfterTheConclusion:
    @pytest.fixture
    def concluded(self, council, announced):
        for item in announced.session.items.exclude(pk=announced.pk):
            councils.set_aside(item, reason="Để lại.", by=council.bình)
        councils.conclude_session(announced.session, by=council.bình)
        announced.refresh_from_db()
        return announced

    def test_the_session_is_open_again_until_it_is_concluded_again(self, story, council, concluded):
        councils.correct(concluded, reason="Đếm nhầm một phiếu.", by=council.bình)
        assert results.of(concluded.subject, story.province) is None
        counted_by_hand(council, concluded, Counts(7, 8))
        councils.conclude_session(concluded.session, by=council.bình)
        assert not results.of(concluded.subject, story.province).passed
        verbs = list(journal.history(concluded.session).values_list("verb", flat=True))
        assert verbs.count("session.concluded") == 2
        assert "session.reopened" in verbs

    def test_not_under_a_signature(self, council, concluded):
        councils.sign_minutes(concluded.session, by=council.bình)
        concluded.refresh_from_db()
        with pytest.raises(NotNow, match="signed"):
            councils.correct(concluded, reason="Vì…", by=council.bình)


def test_a_member_who_left_later_changes_nothing(council, announced):
    councils.unseat(council.seats[9], last_day=date(2024, 11, 20), by=council.thu)
    assert outcomes.of(outcomes.last_poll(announced)).base == 15
