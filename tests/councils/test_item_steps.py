"""The chair's buttons in their order: open the item, discuss, open the vote, close, announce. Only legal ones work."""

import pytest

from kheo.councils import actions as councils
from kheo.councils import permissions, screen
from kheo.councils.enums import NEXT, ItemState
from kheo.councils.models import Item, Vote
from kheo.evaluations.actions import drop_subject
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.councils.conftest import convened, led_to_the_vote, voted, votes_of

pytestmark = pytest.mark.django_db
BUTTONS = {
    ItemState.PRESENTED: lambda item, by: councils.present(item, by=by),
    ItemState.DISCUSSED: lambda item, by: councils.discuss(item, by=by),
    ItemState.VOTING: lambda item, by: councils.open_vote(item, means="hands", by=by),
    ItemState.CLOSED: lambda item, by: councils.close_vote(item, by=by),
    ItemState.ANNOUNCED: lambda item, by: councils.announce(item, by=by),
    ItemState.SET_ASIDE: lambda item, by: councils.set_aside(item, reason="Thiếu minh chứng.", by=by),
    ItemState.WAITING: lambda item, by: councils.take_up(item, by=by),
}


def reach(council, item, state):
    """Press the buttons that lead to a state."""
    if state == ItemState.SET_ASIDE:
        councils.set_aside(item, reason="Thiếu minh chứng.", by=council.bình)
    steps = [ItemState.PRESENTED, ItemState.DISCUSSED, ItemState.VOTING, ItemState.CLOSED, ItemState.ANNOUNCED]
    for step in steps[: steps.index(state) + 1] if state in steps else []:
        if step == ItemState.ANNOUNCED:
            voted_by_hand(council, item)
        BUTTONS[step](item, council.bình)
    item.refresh_from_db()
    return item


def voted_by_hand(council, item, agreed=7):
    from kheo.councils.counting import Counts

    for person in council.people[3:5]:
        councils.enter_count(item, Counts(agreed, 15 - agreed), issued=15, by=person)


@pytest.mark.parametrize("state", ItemState)
def test_from_each_step_only_the_legal_ones_lead_on(council, item, state):
    item = reach(council, item, state)
    for button, press in BUTTONS.items():
        if button not in NEXT[state]:
            with pytest.raises(NotNow):
                press(item, council.bình)
    assert type(item).objects.get(pk=item.pk).state == state


@pytest.mark.parametrize("state", ItemState)
def test_each_legal_step_works_and_is_journalled(council, session, state):
    for item, button in zip(session.items.all(), sorted(NEXT[state]), strict=False):
        item = reach(council, item, state)
        before = journal.history(item).count()
        if button == ItemState.ANNOUNCED:
            voted_by_hand(council, item)
            before = journal.history(item).count()
        BUTTONS[button](item, council.bình)
        item.refresh_from_db()
        assert item.state == button
        assert journal.history(item).count() == before + 1


@pytest.mark.parametrize("button", BUTTONS)
def test_nobody_but_who_leads_or_writes_presses_them(story, council, item, button):
    for person in (story.stranger, story.hoa, council.people[7]):
        with pytest.raises(NotPermitted):
            BUTTONS[button](item, person)


def test_a_grey_button_says_why(council, item):
    assert permissions.can_present.allows(council.bình, item)
    assert permissions.can_announce.why_not(council.bình, item) == (
        "This item is at “Waiting”: it cannot go to “Announced” from there."
    )


def test_nothing_moves_before_the_session_is_opened(council):
    with pytest.raises(NotNow, match="not open"):
        councils.present(convened(council).items.first(), by=council.bình)


def test_setting_aside_needs_a_reason(council, item):
    with pytest.raises(BadInput, match="reason"):
        councils.set_aside(item, reason=" ", by=council.bình)


class TestASecondBallot:
    def test_it_follows_a_first_that_adopted_nothing(self, council, item):
        assert voted(council, item, 7).number == 1
        assert voted(council, item, 8).number == 2

    def test_not_after_one_that_did(self, council, item):
        voted(council, item, 8)
        with pytest.raises(NotNow, match="decided"):
            councils.open_vote(item, means="phones", by=council.bình)

    def test_there_is_no_third(self, council, item):
        voted(council, item, 7)
        voted(council, item, 7)
        with pytest.raises(NotNow, match="no more ballots"):
            councils.open_vote(item, means="phones", by=council.bình)

    def test_the_roll_of_each_ballot_is_its_own(self, council, item):
        first = voted(council, item, 7)
        councils.record_attendance(item.session, {council.seats[14].pk: "absent"}, by=council.thu)
        second = voted(council, item, 7)
        assert (first.present, second.present) == (15, 14)


class TestOpeningAVote:
    def test_a_rule_that_demands_secrecy_takes_no_show_of_hands(self, council):
        session = councils.open_session(convened(council, "award_90"), by=council.bình)
        item = led_to_the_vote(council, session.items.first())
        for means in ("hands", "phones"):
            with pytest.raises(NotNow, match="secret ballot"):
                councils.open_vote(item, means=means, by=council.bình)
        councils.open_vote(item, means="paper", by=council.bình)

    def test_one_open_vote_at_a_time(self, council, session, voting):
        other = led_to_the_vote(council, session.items.last())
        with pytest.raises(NotNow, match="still open"):
            councils.open_vote(other, means="phones", by=council.bình)

    def test_a_sealed_one_has_its_own_verb(self, council, discussed):
        with pytest.raises(BadInput, match="all its items"):
            councils.open_vote(discussed, means="sealed", by=council.bình)

    def test_not_when_too_many_have_left(self, council, discussed):
        gone = {seat.pk: "absent" for seat in council.seats[9:]}
        councils.record_attendance(discussed.session, gone, by=council.thu)
        with pytest.raises(NotNow, match="no quorum"):
            councils.open_vote(discussed, means="phones", by=council.bình)


class TestOpenVote:
    def test_a_vote_can_be_changed_until_the_close(self, council, voting):
        member = council.people[4]
        councils.vote(voting, "for", by=member)
        councils.vote(voting, "not", by=member)
        poll = voting.polls.get()
        assert [vote.choice for vote in poll.votes.all()] == ["not"]
        councils.close_vote(voting, by=council.bình)
        with pytest.raises(NotNow, match="No open vote"):
            councils.vote(voting, "for", by=member)

    def test_it_is_journalled_without_the_choice(self, council, voting):
        councils.vote(voting, "for", by=council.people[4])
        entry = journal.history(voting).last()
        assert (entry.verb, entry.details) == ("item.voted", {"ballot": 1})

    def test_the_stranger_has_no_vote(self, story, voting):
        with pytest.raises(NotPermitted, match="Only members"):
            councils.vote(voting, "for", by=story.stranger)

    def test_nor_has_an_absent_member_or_a_seat_without_a_vote(self, council, discussed):
        councils.record_attendance(discussed.session, {council.seats[14].pk: "absent"}, by=council.thu)
        councils.open_vote(discussed, means="phones", by=council.bình)
        with pytest.raises(NotPermitted, match="recorded as present"):
            councils.vote(discussed, "for", by=council.people[14])

    def test_nor_has_one_who_stepped_aside(self, council, discussed):
        councils.recuse(discussed, council.seats[5], reason="Là tác giả mô hình.", by=council.people[5])
        councils.open_vote(discussed, means="phones", by=council.bình)
        with pytest.raises(NotPermitted, match="stepped aside"):
            councils.vote(discussed, "for", by=council.people[5])

    def test_others_votes_are_seen_once_the_result_is_announced(self, council, voting):
        votes_of(council, voting, 3)
        seen = Vote.objects.visible_to(council.people[0])
        assert [vote.seat for vote in seen] == [council.seats[0]]
        councils.close_vote(voting, by=council.bình)
        assert [vote.seat for vote in seen.all()] == [council.seats[0]]
        councils.announce(voting, by=council.bình)
        assert seen.all().count() == 3

    def test_what_is_no_answer_is_refused(self, council, voting):
        with pytest.raises(ValueError):
            councils.vote(voting, "maybe", by=council.people[4])


class TestTakenBack:
    """A unit withdraws what is before the council: it is neither presented nor voted on, and can be set aside."""

    @pytest.fixture
    def taken_back(self, story, council, discussed):
        drop_subject(discussed.subject, by=story.lan)
        return Item.objects.get(pk=discussed.pk)

    def test_it_is_not_voted_on(self, council, taken_back):
        with pytest.raises(NotNow, match="“Nhà văn hóa khu phố” was taken back"):
            councils.open_vote(taken_back, means="hands", by=council.bình)

    def test_it_is_told_beside_it_and_set_aside(self, story, council, taken_back):
        assert screen.facts([taken_back], story.province)[taken_back.pk][-1] == "taken back by its unit"
        aside = councils.set_aside(taken_back, reason="Đơn vị rút hồ sơ.", by=council.bình)
        assert aside.state == ItemState.SET_ASIDE

    def test_it_comes_on_no_agenda(self, story, council, session):
        item = session.items.last()
        drop_subject(item.subject, by=story.lan)
        with pytest.raises(NotNow, match="“Tổ tự quản” was taken back"):
            councils.present(Item.objects.get(pk=item.pk), by=council.bình)
        with pytest.raises(NotNow, match="“Tổ tự quản” was taken back"):
            councils.convene(
                council.it, on=story.today, place="Hội trường", led_by=council.seats[0], written_by=council.seats[1],
                by=council.thu, round_=council.round, shortlist=[item.subject], rule=council.rules["majority"],
            )  # fmt: skip

    def test_what_was_announced_stays(self, story, council, item):
        poll = voted(council, item, 12)
        drop_subject(item.subject, by=story.lan)
        assert Item.objects.get(pk=item.pk).state == ItemState.ANNOUNCED
        assert poll.announced_at is not None
