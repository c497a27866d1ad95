"""The chair's view: only the legal next step can be pressed, from opening the session to concluding it."""

import pytest
from django.urls import reverse

from kheo.councils import actions as councils
from kheo.councils import steps
from kheo.councils.enums import ItemState
from kheo.councils.models import CouncilSession
from tests.councils.conftest import convened, voted, votes_of
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def at(name, thing):
    return reverse(f"councils:{name}", args=[thing.pk])


def press(client, name, thing, **answers):
    return client.post(at(name, thing), answers)


def enabled(client, item):
    """The verbs that the page offers for an item."""
    page = client.get(f"{at('chair', item.session)}?item={item.pk}")
    return [step.verb for step in page.context["steps"] if step.when == steps.When.NOW and not step.why_not]


class TestTheOneLegalStep:
    def test_from_the_report_to_the_announcement(self, council, item, doors):
        offered = []
        for verb, answers in (
            ("present", {}), ("discuss", {}), ("open_vote", {"means": "phones"}), ("close_vote", {}), ("announce", {}),
        ):  # fmt: skip
            offered += enabled(doors.chair, item)
            assert press(doors.chair, verb, item, **answers).status_code == 302
            item.refresh_from_db()
        assert offered == ["present", "discuss", "open_vote", "close_vote", "announce"]
        assert item.state == ItemState.ANNOUNCED

    def test_a_refused_next_step_is_grey_and_says_why(self, story, council, discussed, doors):
        MembershipFactory(person=council.people[4], unit=story.ward, role="clerk")
        assert enabled(doors.chair, discussed) == []
        said = doors.chair.get(f"{at('chair', discussed.session)}?item={discussed.pk}").content.decode()
        assert "Phạm Thị Cúc serves Phường Yên Giang." in said
        assert "Record whether Phạm Thị Cúc steps aside" in said

    def test_a_second_ballot_is_offered_after_a_first_that_adopted_nothing(self, council, item, doors):
        voted(council, item, 3, against=5)
        page = doors.chair.get(f"{at('chair', item.session)}?item={item.pk}")
        (step,) = (step for step in page.context["steps"] if step.when == steps.When.NOW)
        assert (step.verb, step.text) == ("open_vote", "Open the second ballot")
        voted(council, item, 3, against=5)
        assert enabled(doors.chair, item) == []

    def test_only_who_leads_or_writes_sees_the_view(self, session, doors):
        assert doors.secretary.get(at("chair", session)).status_code == 200
        assert doors.member.get(at("chair", session)).status_code == 403
        assert doors.stranger.get(at("chair", session)).status_code == 404
        for verb in ("present", "open_vote", "announce"):
            assert press(doors.member, verb, session.items.first()).status_code == 403
            assert press(doors.stranger, verb, session.items.first()).status_code == 404

    def test_a_secret_rule_offers_paper_and_the_sealed_ballot(self, council, doors):
        session = councils.open_session(convened(council, "award_90"), by=council.bình)
        item = session.items.first()
        councils.present(item, by=council.bình)
        councils.discuss(item, by=council.bình)
        said = doors.chair.get(at("chair", session)).content.decode()
        assert 'value="paper"' in said
        assert 'value="hands"' not in said
        assert at("sealed", session) in said


class TestWhileVotesComeIn:
    def test_how_many_and_who_is_missing_and_no_choice(self, council, voting, doors):
        votes_of(council, voting, 6, against=5)
        said = doors.chair.get(at("chair", voting.session)).content.decode()
        assert "11 of 15 have voted" in said
        assert (
            "Not yet: Dương Văn Long, Đinh Thị Mai, Trịnh Công Nam, Phan Thị Oanh" not in said
        )  # in order of the roll
        assert all(person.full_name in said for person in council.people[11:])

    def test_the_part_that_renews_itself_answers_304_until_a_vote_comes(self, council, voting, doors):
        address = f"{at('chair_now', voting.session)}?item={voting.pk}"
        tag = doors.chair.get(address)["ETag"]
        assert doors.chair.get(address, headers={"If-None-Match": tag}).status_code == 304
        councils.vote(voting, "for", by=council.people[4])
        fresh = doors.chair.get(address, headers={"If-None-Match": tag})
        assert fresh.status_code == 200
        assert "1 of 15 have voted" in fresh.content.decode()

    def test_a_changed_choice_changes_nothing_here(self, council, voting, doors):
        councils.vote(voting, "for", by=council.people[4])
        address = f"{at('chair_now', voting.session)}?item={voting.pk}"
        tag = doors.chair.get(address)["ETag"]
        councils.vote(voting, "not", by=council.people[4])
        assert doors.chair.get(address, headers={"If-None-Match": tag}).status_code == 304


class TestBesideTheVote:
    def test_somebody_steps_aside_and_comes_back(self, council, discussed, doors):
        press(
            doors.chair, "recuse", discussed, seat=council.seats[5].pk, takes_part="0", reason="Là tác giả.",
        )  # fmt: skip
        recusal = discussed.recusals.get()
        assert "steps aside: Là tác giả." in doors.chair.get(at("chair", discussed.session)).content.decode()
        press(doors.chair, "withdraw_recusal", recusal)
        assert not discussed.recusals.exists()

    def test_a_member_steps_aside_alone_and_is_offered_nobody_else(self, council, item, doors):
        form = doors.member.get(at("recuse", item)).context["form"]
        assert list(form.fields["seat"].queryset) == [council.seats[4]]
        press(doors.member, "recuse", item, seat=council.seats[4].pk, takes_part="0", reason="Là tác giả.")
        assert item.recusals.get().seat == council.seats[4]

    def test_a_member_does_not_let_themselves_take_part(self, council, item, doors):
        answer = press(doors.member, "recuse", item, seat=council.seats[4].pk, takes_part="1", reason="Vẫn dự.")
        assert answer.status_code == 422

    def test_an_absent_member_has_written(self, council, discussed, doors):
        councils.record_attendance(discussed.session, {council.seats[14].pk: "written"}, by=council.thu)
        form = doors.chair.get(at("write_opinion", discussed)).context["form"]
        assert list(form.fields["seat"].queryset) == [council.seats[14]]
        press(doors.chair, "write_opinion", discussed, seat=council.seats[14].pk, choice="for")
        assert discussed.opinions.get().choice == "for"

    def test_set_aside_with_a_reason_and_taken_up_again(self, council, item, doors):
        assert press(doors.chair, "set_aside", item, reason=" ").status_code == 422
        press(doors.chair, "set_aside", item, reason="Thiếu minh chứng.")
        assert (
            "Set aside: Thiếu minh chứng."
            in doors.chair.get(f"{at('chair', item.session)}?item={item.pk}").content.decode()
        )
        press(doors.chair, "take_up", item)
        item.refresh_from_db()
        assert item.state == ItemState.WAITING

    def test_a_tie_is_settled_by_the_one_who_leads(self, council, item, doors):
        voted(council, item, 7, against=7)
        assert "Equal votes" in doors.chair.get(f"{at('chair', item.session)}?item={item.pk}").content.decode()
        assert doors.secretary.get(at("settle_tie", item)).status_code == 403
        press(doors.chair, "settle_tie", item, passed="1", reason="Chủ tịch đồng ý.")
        assert "Adopted" in doors.chair.get(f"{at('chair', item.session)}?item={item.pk}").content.decode()

    def test_a_correction_leaves_its_trace(self, council, item, doors):
        voted(council, item, 8)
        press(doors.chair, "correct", item, reason="Điểm danh nhầm.")
        item.refresh_from_db()
        assert item.state == ItemState.CLOSED
        assert "has been corrected" in doors.chair.get(f"{at('chair', item.session)}?item={item.pk}").content.decode()


class TestQuotas:
    @pytest.fixture
    def quota(self, council, session):
        """One place for the first two items; both are adopted with the same votes."""
        first, second, _third = session.items.all()
        quota = councils.set_quota(session, name="Tập thể", places=1, items=[first, second], by=council.thu)
        for item in (first, second):
            voted(council, item, 9)
        return quota

    def test_the_warning_names_who_is_equal_and_the_last_place_is_given(self, council, session, quota, doors):
        said = doors.chair.get(at("chair", session)).content.decode()
        assert "The quota “Tập thể” is exceeded" in said
        assert "Equal at the last place: Nhà văn hóa khu phố; Tuyến đường hoa." in said
        chosen = quota.items.last()
        press(doors.chair, "settle_last_place", quota, chosen=[chosen.pk], reason="Thành tích nổi trội.")
        chosen.refresh_from_db()
        assert chosen.last_place

    def test_concluding_names_what_stays_outside(self, council, session, quota, doors):
        chosen, left, third = session.items.all()
        press(doors.chair, "settle_last_place", quota, chosen=[chosen.pk], reason="Thành tích nổi trội.")
        councils.set_aside(third, reason="Để kỳ sau.", by=council.bình)
        said = doors.chair.get(at("conclude_session", session)).content.decode()
        assert "1 of 2 items are adopted." in said
        assert f"stay outside a quota, so they are not adopted: {left.title}." in said

    def test_or_the_quota_is_exceeded_with_a_reason(self, session, quota, doors):
        assert press(doors.chair, "exceed_quota", quota, reason="").status_code == 422
        press(doors.chair, "exceed_quota", quota, reason="Năm có nhiều mô hình tốt.")
        assert "is exceeded" not in doors.chair.get(at("chair", session)).content.decode()
        assert doors.secretary.get(at("exceed_quota", quota)).status_code == 403


class TestTheSession:
    def test_it_opens_with_a_quorum_only(self, council, doors):
        session = convened(council, present=5)
        said = doors.chair.get(at("chair", session)).content.decode()
        assert "There is no quorum: 5 of 15 members are present, 10 are needed." in said
        councils.record_attendance(session, {seat.pk: "present" for seat in council.seats}, by=council.thu)
        press(doors.chair, "open_session", session)
        assert CouncilSession.objects.get().state == "open"

    def test_concluding_asks_first_and_leads_to_the_minutes(self, council, session, doors):
        assert "neither announced nor set aside" in doors.chair.get(at("chair", session)).content.decode()
        for item in session.items.all():
            voted(council, item, 9)
        assert "3 of 3 items" in doors.chair.get(at("conclude_session", session)).content.decode()
        answer = press(doors.chair, "conclude_session", session)
        assert answer["Location"] == at("minutes", session)

    def test_results_are_read_by_all_who_see_the_session_once_announced(self, council, session, item, doors):
        councils.present(item, by=council.bình)
        councils.discuss(item, by=council.bình)
        councils.open_vote(item, means="phones", by=council.bình)
        votes_of(council, item, 8, against=3)
        councils.close_vote(item, by=council.bình)
        assert "8 agree" not in doors.member.get(at("session", session)).content.decode()
        councils.announce(item, by=council.bình)
        assert "8 agree, 3 do not, 0 abstain" in doors.member.get(at("session", session)).content.decode()
