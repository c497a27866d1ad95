"""Before the session: the agenda from the shortlist, its order, rules, quotas, who is near, attendance, codes."""

import pytest
from django.urls import reverse

from kheo.councils import actions as councils
from kheo.councils.models import CouncilSession, PersonalCode
from kheo.evaluations.models import Subject
from kheo.kernel import clock
from tests.councils.conftest import convened
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(council):
    """Convened, with three subjects on its agenda; all but the last two members are present."""
    return convened(council, "majority", present=13)


def at(name, thing):
    return reverse(f"councils:{name}", args=[thing.pk])


def order(session):
    return list(session.items.values_list("title", flat=True))


class TestAgenda:
    def test_it_is_moved_by_buttons_up_and_down(self, session, doors):
        first, second, third = session.items.all()
        doors.secretary.post(at("move_item", third), {"direction": "up"})
        doors.secretary.post(at("move_item", first), {"direction": "down"})
        assert list(session.items.all()) == [third, first, second]

    def test_the_first_goes_no_further_up(self, session, doors):
        before = order(session)
        answer = doors.secretary.post(at("move_item", session.items.first()), {"direction": "up"})
        assert (answer.status_code, order(session)) == (302, before)

    def test_the_shortlist_offers_what_is_below_the_council_and_not_there_yet(self, story, council, session, doors):
        other = {"round": story.round, "issuer": story.province}
        ours = Subject.objects.create(unit=story.ward, code="MH-9", title="Mô hình thêm", **other)
        Subject.objects.create(unit=story.foreign, code="MH-8", title="Của tỉnh khác", **other)
        Subject.objects.create(unit=story.ward, code="MH-7", title="Đã rút", dropped_at=clock.now(), **other)
        form = doors.secretary.get(at("add_items", session)).context["form"]
        assert list(form.fields["subjects"].queryset) == [ours]
        rule = council.rules["award_80"]
        doors.secretary.post(at("add_items", session), {"subjects": [ours.pk], "title": "Việc khác", "rule": rule.pk})
        assert order(session)[3:] == ["Mô hình thêm", "Việc khác"]
        assert session.items.last().rule == rule

    def test_nothing_ticked_is_told(self, council, session, doors):
        answer = doors.secretary.post(at("add_items", session), {"rule": council.rules["majority"].pk})
        assert answer.status_code == 422
        assert "Tick at least one subject" in answer.content.decode()

    def test_an_item_gets_another_rule_or_goes(self, council, session, doors):
        item = session.items.first()
        doors.secretary.post(at("set_item_rule", item), {"rule": council.rules["award_90"].pk})
        item.refresh_from_db()
        assert item.rule == council.rules["award_90"]
        doors.secretary.post(at("drop_item", item))
        assert item.title not in order(session)

    def test_each_item_says_open_or_secret_and_what_it_needs(self, council, session, doors):
        councils.set_item_rule(session.items.first(), council.rules["award_90"], by=council.thu)
        said = doors.secretary.get(at("prepare", session)).content.decode()
        assert "secret ballot" in said
        assert "at least 90 % of all members" in said
        assert "more than 50 % of the members present" in said

    def test_conflicts_stand_at_their_item_until_they_are_recorded(self, story, council, session, doors):
        MembershipFactory(person=council.people[4], unit=story.ward, role="clerk")
        assert "serves Phường Yên Giang" in doors.secretary.get(at("prepare", session)).content.decode()
        doors.secretary.post(at("recuse_all_in_conflict", session))
        said = doors.secretary.get(at("prepare", session)).content.decode()
        assert "Phạm Thị Cúc steps aside." in said
        assert "serves Phường Yên Giang" not in said

    def test_members_and_strangers_prepare_nothing(self, session, doors):
        item = session.items.first()
        for name, thing in (("prepare", session), ("add_items", session)):
            assert doors.member.get(at(name, thing)).status_code == 403
            assert doors.stranger.get(at(name, thing)).status_code == 404
        for name in ("move_item", "set_item_rule", "drop_item"):
            assert doors.member.post(at(name, item)).status_code == 403
            assert doors.stranger.post(at(name, item)).status_code == 404

    def test_as_many_queries_for_many_items(self, council, session, doors, django_assert_max_num_queries):
        for n in range(20):
            councils.add_item(session, rule=council.rules["majority"], title=f"Việc {n}", by=council.thu)
        with django_assert_max_num_queries(34):
            doors.secretary.get(at("prepare", session))


class TestQuotasAndPeople:
    def test_a_quota_is_set_on_some_items(self, session, doors):
        first, second, _third = session.items.all()
        doors.secretary.post(
            at("set_quota", session), {"name": "Tập thể", "places": "1", "items": [first.pk, second.pk]}
        )
        assert [item.title for item in session.quotas.get().items.all()] == [first.title, second.title]

    def test_the_roll_call_counts_the_quorum(self, council, session, doors):
        answers = {f"how-{seat.pk}": "present" for seat in council.seats} | {
            f"how-{council.seats[14].pk}": "written", f"why-{council.seats[14].pk}": "Đi công tác",
        }  # fmt: skip
        doors.secretary.post(at("record_attendance", session), answers)
        said = doors.secretary.get(at("record_attendance", session)).content.decode()
        assert "14 of 15 members with a vote are present; 10 are needed." in said
        assert "Đi công tác" in said

    def test_others_lead(self, council, session, doors):
        deputy = council.seats[2]
        doors.secretary.post(at("change_officers", session), {"led_by": deputy.pk, "written_by": council.seats[1].pk})
        session.refresh_from_db()
        assert session.led_by == deputy


class TestCodes:
    def test_slips_are_shown_once_with_a_qr_code_each(self, council, session, doors):
        seats = [seat.pk for seat in council.seats[3:6]]
        answer = doors.secretary.post(at("hand_out_codes", session), {"seats": seats})
        slips = answer.context["slips"]
        assert answer.content.decode().count("<svg") >= 3
        assert all(slip["code"] in answer.content.decode() for slip in slips)
        assert PersonalCode.objects.count() == 3
        kept = str(PersonalCode.objects.values())
        assert not any(slip["code"].replace("-", "") in kept for slip in slips)

    def test_those_without_one_are_ticked_first(self, council, session, doors):
        councils.hand_out_codes(session, council.seats[:14], by=council.thu)
        form = doors.secretary.get(at("hand_out_codes", session)).context["form"]
        assert form.fields["seats"].initial == [council.seats[14].pk]

    def test_a_member_makes_none(self, session, doors):
        assert doors.member.post(at("hand_out_codes", session)).status_code == 403


class TestRehearsal:
    def test_it_says_so_on_each_page_and_is_wiped_after_asking(self, council, doors):
        session = convened(council, rehearsal=True)
        for name in ("session", "prepare", "chair"):
            assert "nothing in it counts" in doors.chair.get(at(name, session)).content.decode()
        assert "journal keeps" in doors.chair.get(at("wipe_rehearsal", session)).content.decode()
        doors.chair.post(at("wipe_rehearsal", session))
        assert not CouncilSession.objects.exists()

    def test_a_real_session_cannot_be_wiped(self, session, doors):
        doors.secretary.post(at("wipe_rehearsal", session))
        assert CouncilSession.objects.exists()


def test_looking_writes_nothing(session, doors, reading_only):
    with reading_only():
        for name in ("session", "prepare", "add_items", "set_quota", "record_attendance", "hand_out_codes", "chair"):
            doors.chair.get(at(name, session))
