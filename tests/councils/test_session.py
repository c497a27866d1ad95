"""Convene, set the agenda, record who takes part, open, conclude; rehearse and wipe."""

from datetime import date

import pytest

from kheo.councils import actions as councils
from kheo.councils import results, roll
from kheo.councils.models import Attendance, CouncilSession, Item, Poll, Result, Vote
from kheo.kernel import journal
from kheo.kernel.errors import BadInput, NotNow, NotPermitted
from kheo.movements import actions as movements
from tests.councils.conftest import convened, council_of, voted
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_the_agenda_comes_from_the_shortlist(council):
    session = convened(council)
    assert [(item.order, item.title, item.subject) for item in session.items.all()] == [
        (1, "Nhà văn hóa khu phố", council.subjects[0]),
        (2, "Tuyến đường hoa", council.subjects[1]),
        (3, "Tổ tự quản", council.subjects[2]),
    ]
    assert journal.history(session).first().details == {"on": "20/11/2024", "rehearsal": False}


@pytest.mark.parametrize("person", ["stranger", "lan", "nga"])
def test_nobody_else_convenes_the_council(story, council, person):
    with pytest.raises(NotPermitted):
        councils.convene(
            council.it, on=story.today, place="Hội trường", led_by=council.seats[0], written_by=council.seats[1],
            by=getattr(story, person),
        )  # fmt: skip


def test_it_is_led_by_the_chair_or_a_deputy(story, council):
    with pytest.raises(NotNow, match="led by the chair"):
        councils.convene(
            council.it, on=story.today, place="Hội trường", led_by=council.seats[5], written_by=council.seats[1],
            by=council.thu,
        )  # fmt: skip


def test_not_before_the_council_sits(council):
    with pytest.raises(NotNow, match="does not sit"):
        councils.convene(
            council.it, on=date(2023, 12, 31), place="Hội trường", led_by=council.seats[0],
            written_by=council.seats[1], by=council.thu,
        )  # fmt: skip


def test_not_in_a_closed_round(story, council):
    movements.close_round(story.round, by=story.nga)
    story.round.refresh_from_db()
    with pytest.raises(NotNow, match="closed"):
        convened(council)


class TestAgenda:
    def test_a_matter_without_a_subject_has_a_title(self, council):
        session = convened(council)
        item = councils.add_item(session, rule=council.rules["majority"], title="Bầu tổ kiểm phiếu", by=council.bình)
        assert (item.order, item.subject) == (4, None)
        assert journal.history(item).get().verb == "item.added"

    def test_without_either_it_is_nothing(self, council):
        with pytest.raises(BadInput, match="what the item is about"):
            councils.add_item(convened(council), rule=council.rules["majority"], by=council.bình)

    def test_a_subject_comes_once(self, council):
        with pytest.raises(NotNow, match="already on the agenda"):
            councils.add_item(
                convened(council), rule=council.rules["majority"], subject=council.subjects[0], by=council.bình
            )

    def test_the_order_can_be_changed_as_a_whole(self, council):
        session = convened(council)
        items = list(session.items.all())
        councils.order_items(session, items[::-1], by=council.thu)
        assert list(session.items.all()) == items[::-1]
        with pytest.raises(BadInput, match="every item"):
            councils.order_items(session, items[:2], by=council.thu)

    def test_what_was_not_taken_up_can_be_dropped(self, council, session, item):
        councils.drop_item(session.items.last(), by=council.thu)
        assert session.items.count() == 2
        councils.present(item, by=council.bình)
        with pytest.raises(NotNow, match="taken up"):
            councils.drop_item(item, by=council.thu)

    def test_the_stranger_touches_none_of_it(self, story, council):
        session = convened(council)
        for act in (
            lambda: councils.add_item(session, rule=council.rules["majority"], title="Khác", by=story.stranger),
            lambda: councils.drop_item(session.items.first(), by=story.stranger),
            lambda: councils.order_items(session, list(session.items.all()), by=story.stranger),
            lambda: councils.set_quota(session, name="Cờ", places=1, items=[], by=story.stranger),
            lambda: councils.record_attendance(session, {}, by=story.stranger),
        ):
            with pytest.raises(NotPermitted):
                act()


class TestQuorum:
    def test_two_thirds_of_15_are_10(self, council):
        nine, ten = convened(council, present=9), convened(council, present=10)
        with pytest.raises(NotNow, match=r"no quorum: 9 of 15 .* 10 are needed"):
            councils.open_session(nine, by=council.bình)
        councils.open_session(ten, by=council.bình)
        assert journal.history(ten).last().details == {"present": 10, "members": 15}

    def test_an_award_session_needs_80_percent(self, council):
        with pytest.raises(NotNow, match="12 are needed"):
            councils.open_session(convened(council, present=11, for_awards=True), by=council.bình)
        councils.open_session(convened(council, present=12, for_awards=True), by=council.bình)

    def test_a_written_opinion_makes_no_quorum(self, council):
        session = convened(council, present=9)
        written = {seat.pk: "written" for seat in council.seats[9:]}
        councils.record_attendance(session, written, by=council.thu, reasons={council.seats[9].pk: "Đi công tác"})
        assert roll.quorum(session).present == 9
        assert Attendance.objects.get(session=session, seat=council.seats[9]).reason == "Đi công tác"

    def test_a_secretary_without_a_vote_is_not_counted(self, council):
        guest = councils.seat(council.it, PersonFactory(), on=date(2024, 1, 1), votes=False, by=council.thu)
        session = convened(council)
        councils.record_attendance(session, {guest.pk: "present"}, by=council.thu)
        assert roll.quorum(session).members == 15

    def test_nobody_is_recorded_who_has_no_seat(self, council):
        with pytest.raises(BadInput, match="sit in the council"):
            councils.record_attendance(convened(council), {0: "present"}, by=council.thu)

    def test_the_roll_stands_while_a_vote_is_open(self, council, voting):
        with pytest.raises(NotNow, match="A vote is open"):
            councils.record_attendance(voting.session, {council.seats[3].pk: "absent"}, by=council.thu)


class TestOpen:
    def test_only_who_leads_or_writes(self, story, council):
        session = convened(council)
        for person in (story.stranger, story.hoa, council.people[4]):
            with pytest.raises(NotPermitted):
                councils.open_session(session, by=person)

    def test_only_once(self, council, session):
        with pytest.raises(NotNow, match="cannot go"):
            councils.open_session(session, by=council.bình)

    def test_another_deputy_can_be_named_to_lead(self, council):
        session = convened(council)
        councils.change_officers(session, led_by=council.seats[2], written_by=council.seats[1], by=council.thu)
        councils.open_session(session, by=council.people[2])
        assert "session.officers_changed" in journal.history(session).values_list("verb", flat=True)


class TestConclude:
    def test_it_writes_the_results(self, council, session):
        for item, agreed in zip(session.items.all(), [8, 7, 15], strict=True):
            voted(council, item, agreed)
        written = councils.conclude_session(session, by=council.bình)
        assert [(r.agreed, r.needed, r.base, r.passed) for r in written] == [
            (8, 8, 15, True), (7, 8, 15, False), (15, 8, 15, True),
        ]  # fmt: skip
        assert journal.history(session).last().details == {"passed": 2, "not_passed": 1}

    def test_not_while_an_item_is_open(self, council, session, item):
        voted(council, item, 9)
        with pytest.raises(NotNow, match="2 items are neither"):
            councils.conclude_session(session, by=council.bình)

    def test_what_was_set_aside_has_no_result(self, council, session):
        for item in session.items.all():
            councils.set_aside(item, reason="Thiếu minh chứng.", by=council.bình)
        assert councils.conclude_session(session, by=council.bình) == []

    def test_the_stranger_concludes_nothing(self, story, session):
        with pytest.raises(NotPermitted):
            councils.conclude_session(session, by=story.stranger)

    def test_a_result_is_found_by_its_subject_and_unit(self, story, council, session):
        for item in session.items.all():
            voted(council, item, 9)
        assert results.of(council.subjects[0], story.province) is None
        councils.conclude_session(session, by=council.bình)
        assert results.of(council.subjects[0], story.province).passed
        assert results.of(council.subjects[0], story.district) is None

    def test_a_later_rule_or_seat_never_moves_it(self, story, council, session):
        for item in session.items.all():
            voted(council, item, 9)
        councils.conclude_session(session, by=council.bình)
        before = Result.objects.order_by("pk").values_list("base", "needed", "passed")
        kept = list(before)
        councils.unseat(council.seats[9], last_day=date(2024, 11, 21), by=council.thu)
        assert list(before.all()) == kept


class TestRehearsal:
    def test_its_results_count_nowhere(self, story, council):
        session = councils.open_session(convened(council, "majority", rehearsal=True), by=council.bình)
        for item in session.items.all():
            voted(council, item, 9)
        councils.conclude_session(session, by=council.bình)
        assert results.of(council.subjects[0], story.province) is None

    def test_it_is_wiped_with_all_its_votes(self, story, council):
        session = councils.open_session(convened(council, "majority", rehearsal=True), by=council.bình)
        for item in session.items.all():
            voted(council, item, 9)
        councils.conclude_session(session, by=council.bình)
        with pytest.raises(NotPermitted):
            councils.wipe_rehearsal(session, by=story.stranger)
        pk = session.pk
        councils.wipe_rehearsal(session, by=council.thu)
        assert not any(model.objects.exists() for model in (CouncilSession, Item, Poll, Vote, Result, Attendance))
        session.pk = pk
        assert journal.history(session).last().verb == "session.rehearsal_wiped"

    def test_a_real_session_is_never_wiped(self, council, session):
        with pytest.raises(NotNow, match="not a rehearsal"):
            councils.wipe_rehearsal(session, by=council.thu)


def test_a_council_of_seven(story):
    council = council_of(story, 7)
    session = councils.open_session(convened(council, "majority", present=5), by=council.bình)
    assert roll.quorum(session).needed == 5
