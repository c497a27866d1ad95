"""Found a council, seat and unseat its members, set its rules of voting."""

from datetime import date
from fractions import Fraction

import pytest

from kheo.councils import actions as councils
from kheo.councils.models import Council, Seat
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from tests.councils.conftest import FROM
from tests.factories import MembershipFactory, PaperFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_the_secretary_of_the_unit_founds_a_council(story, council):
    assert (council.it.unit, council.it.seats.count()) == (story.province, 15)
    assert (council.it.quorum(for_awards=False), council.it.quorum(for_awards=True)) == (Fraction(2, 3), Fraction(4, 5))
    assert journal.history(council.it).get().verb == "council.founded"


def test_it_names_the_decision_that_set_it_up(story, council):
    paper = PaperFactory(issuer=story.province)
    it = councils.found_council(story.province, name="Hội đồng", on=FROM, by=council.thu, decision=paper)
    assert it.decision == paper


@pytest.mark.parametrize("person", ["stranger", "lan", "hoa", "nga"])
def test_nobody_else_founds_one(story, person):
    with pytest.raises(NotPermitted):
        councils.found_council(story.province, name="Hội đồng", on=FROM, by=getattr(story, person))


def test_a_quorum_is_a_share(story, council):
    with pytest.raises(BadInput, match="share"):
        councils.found_council(story.province, name="Hội đồng", on=FROM, by=council.thu, quorum=Fraction(3, 2))


class TestSeat:
    def test_a_seat_has_its_days(self, council):
        seat = councils.seat(council.it, PersonFactory(), on=date(2024, 3, 1), until=date(2024, 6, 30), by=council.thu)
        assert (seat.since, seat.until) == (date(2024, 3, 1), date(2024, 6, 30))
        assert journal.history(seat).get().details == {"on": "01/03/2024", "role": "member"}

    def test_nobody_has_two(self, council):
        with pytest.raises(NotNow, match="already has a seat"):
            councils.seat(council.it, council.people[5], on=date(2024, 3, 1), by=council.thu)

    def test_there_is_one_chair_at_a_time(self, council):
        with pytest.raises(NotNow, match="already has a chair"):
            councils.seat(council.it, PersonFactory(), role="chair", on=date(2024, 3, 1), by=council.thu)

    def test_a_new_chair_follows_the_old_one(self, council):
        councils.unseat(council.seats[0], last_day=date(2024, 6, 30), by=council.thu)
        new = councils.seat(council.it, PersonFactory(), role="chair", on=date(2024, 7, 1), by=council.thu)
        assert council.it.seats.current(date(2024, 8, 1)).get(role="chair") == new

    @pytest.mark.parametrize("person", ["stranger", "lan", "hoa"])
    def test_only_those_who_may_found_the_council(self, story, council, person):
        with pytest.raises(NotPermitted):
            councils.seat(council.it, PersonFactory(), on=FROM, by=getattr(story, person))


class TestUnseat:
    def test_the_seat_ends_and_stays_on_record(self, council):
        councils.unseat(council.seats[5], last_day=date(2024, 6, 30), by=council.thu)
        assert council.it.seats.current(date(2024, 7, 1)).count() == 14
        assert Seat.objects.get(pk=council.seats[5].pk).until == date(2024, 6, 30)
        assert journal.history(council.seats[5]).last().verb == "seat.left"

    def test_not_twice_to_a_later_day(self, council):
        councils.unseat(council.seats[5], last_day=date(2024, 6, 30), by=council.thu)
        with pytest.raises(NotNow, match="already ends"):
            councils.unseat(council.seats[5], last_day=date(2024, 7, 30), by=council.thu)

    def test_the_stranger_ends_none(self, story, council):
        with pytest.raises(NotPermitted):
            councils.unseat(council.seats[5], last_day=date(2024, 6, 30), by=story.stranger)


class TestRule:
    def test_a_rule_is_data(self, council):
        rule = councils.set_rule(
            council.it, name="Ba phần tư số có mặt", share=Fraction(3, 4), strictly=True, base="present", by=council.thu
        )
        assert rule.threshold.needed(12) == 10
        assert journal.history(rule).get().verb == "rule.set"

    def test_a_ready_made_one_names_its_source(self, council):
        rule = council.rules["award_90"]
        assert (rule.threshold.needed(15), rule.base, rule.secret) == (14, "all", True)
        assert rule.source == "Nghị định 98/2023/NĐ-CP, Điều 30.7"

    def test_a_rule_is_never_changed(self, council):
        with pytest.raises(NotNow, match="not changed"):
            councils.set_rule(council.it, name=council.rules["award_90"].name, share=Fraction(1, 2), by=council.thu)

    @pytest.mark.parametrize("share", [Fraction(0), Fraction(5, 4)])
    def test_a_share_lies_between_nothing_and_the_whole(self, council, share):
        with pytest.raises(BadInput, match="share"):
            councils.set_rule(council.it, name="Khác", share=share, by=council.thu)

    def test_the_stranger_sets_none(self, story, council):
        with pytest.raises(NotPermitted):
            councils.set_rule(council.it, name="Khác", share=Fraction(1, 2), by=story.stranger)


class TestWhoSeesIt:
    def test_members_and_readers_of_the_unit(self, story, council):
        member = council.people[6]
        for person, sees in [(member, True), (story.hoa, True), (story.lan, False), (story.stranger, False)]:
            assert Council.objects.visible_to(person).exists() is sees

    def test_the_keeper_reads_nothing(self, story, council):
        assert not Council.objects.visible_to(story.nga).exists()

    def test_a_reader_of_the_unit_who_is_no_member(self, story, council):
        viewer = PersonFactory()
        MembershipFactory(person=viewer, unit=story.province, role="viewer")
        assert Council.objects.visible_to(viewer).exists()
