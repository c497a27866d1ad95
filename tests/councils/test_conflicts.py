"""Who is near to an item steps aside, or takes part by a decision with its reason, before the vote is opened."""

import pytest

from kheo.councils import actions as councils
from kheo.councils import conflicts, roll
from kheo.councils.models import Recusal
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.councils.conftest import voted
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def near(story, council):
    """Cúc, a member, also serves Lan's ward."""
    MembershipFactory(person=council.people[4], unit=story.ward, role="viewer")
    return council.seats[4]


def test_conflicts_are_worked_out_from_the_units_before_anybody_is_asked(session, near, item):
    assert conflicts.of(session)[item.pk] == {near.pk: ["Phạm Thị Cúc serves Phường Yên Giang."]}


def test_the_vote_is_not_opened_before_it_is_settled(council, near, discussed):
    with pytest.raises(NotNow, match=r"Phạm Thị Cúc serves Phường Yên Giang\. Record that"):
        councils.open_vote(discussed, means="phones", by=council.bình)
    councils.recuse(discussed, near, reason="Công tác tại phường.", by=near.person)
    poll = councils.open_vote(discussed, means="phones", by=council.bình)
    assert (poll.recused, poll.recused_present) == (1, 1)


def test_the_council_may_let_the_member_take_part(council, near, discussed):
    councils.let_take_part(discussed, near, reason="Chỉ làm cộng tác viên.", by=council.bình)
    councils.open_vote(discussed, means="phones", by=council.bình)
    councils.vote(discussed, "for", by=near.person)
    assert journal.history(discussed).filter(verb="item.takes_part").exists()


def test_all_who_are_near_step_aside_in_one_act(council, session, near):
    assert councils.recuse_all_in_conflict(session, by=council.thu) == 2
    assert set(Recusal.objects.values_list("item__title", flat=True)) == {"Nhà văn hóa khu phố", "Tổ tự quản"}
    assert councils.recuse_all_in_conflict(session, by=council.thu) == 0


def test_a_member_steps_aside_for_any_reason(council, item):
    councils.recuse(item, council.seats[5], reason="Là người thân.", by=council.people[5])
    assert council.seats[5] not in roll.voters(item)
    assert journal.history(item).last().details == {"seat": council.seats[5].pk}


def test_and_takes_part_again_before_the_vote(council, item):
    recusal = councils.recuse(item, council.seats[5], reason="Là người thân.", by=council.people[5])
    councils.withdraw_recusal(recusal, by=council.people[5])
    assert council.seats[5] in roll.voters(item)


def test_nobody_makes_another_member_step_aside(story, council, item):
    for person in (story.stranger, council.people[6]):
        with pytest.raises(NotPermitted):
            councils.recuse(item, council.seats[5], reason="Vì…", by=person)


def test_it_has_a_reason(council, item):
    with pytest.raises(BadInput, match="reason"):
        councils.recuse(item, council.seats[5], reason=" ", by=council.people[5])


def test_not_after_the_vote(council, item):
    voted(council, item, 9)
    with pytest.raises(NotNow, match="voted on"):
        councils.recuse(item, council.seats[5], reason="Là người thân.", by=council.people[5])
