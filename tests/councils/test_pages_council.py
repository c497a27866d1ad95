"""The pages of a council: entered with its decision, members seated and unseated, rules, a session convened."""

import pytest
from django.urls import reverse

from kheo.councils.models import Council, CouncilSession
from tests.councils.conftest import convened

pytestmark = pytest.mark.django_db


def page(name, thing, client, **query):
    return client.get(reverse(f"councils:{name}", args=[thing.pk]), query)


class TestList:
    def test_readers_of_the_unit_and_members_see_it_and_the_session_that_is_near(self, council, doors):
        convened(council)
        for client in (doors.secretary, doors.member):
            said = client.get(reverse("councils:list")).content.decode()
            assert "Hội đồng xét công nhận tỉnh" in said
            assert "Hội trường tỉnh" in said

    def test_the_stranger_sees_none(self, council, doors):
        said = doors.stranger.get(reverse("councils:list")).content.decode()
        assert "Hội đồng xét công nhận tỉnh" not in said
        assert "You see no council yet" in said

    def test_as_many_queries_for_many_councils(self, council, doors, django_assert_max_num_queries):
        for n in range(20):
            Council.objects.create(unit=council.it.unit, name=f"Hội đồng {n}", during=council.it.during)
        with django_assert_max_num_queries(14):
            doors.secretary.get(reverse("councils:list"))


class TestCouncil:
    def test_it_names_members_rules_and_sessions(self, council, doors):
        convened(council)
        said = page("council", council.it, doors.member).content.decode()
        for text in ("Trần Quốc Bình", "secretary", "at least 80 % of all members", "Quorum: 2/3", "20/11/2024"):
            assert text in said
        assert "Seat a member" not in said

    def test_the_stranger_finds_no_such_page(self, council, doors):
        assert page("council", council.it, doors.stranger).status_code == 404

    def test_as_many_queries_for_fifteen_members_as_for_one(self, council, doors, django_assert_max_num_queries):
        with django_assert_max_num_queries(16):
            page("council", council.it, doors.secretary)


class TestFound:
    ANSWERS = {
        "name": "Hội đồng thi đua", "on": "01/02/2024", "number": "12-QĐ/TU", "signed_on": "31/01/2024",
        "quorum": "2/3", "award_quorum": "80 %", "appeal_days": "10",
    }  # fmt: skip

    def test_the_secretary_enters_a_council_with_its_decision(self, story, council, doors):
        address = reverse("councils:found", args=[story.province.pk])
        assert "Quorum" in doors.secretary.get(address).content.decode()
        assert doors.secretary.post(address, self.ANSWERS).status_code == 302
        made = Council.objects.get(name="Hội đồng thi đua")
        assert (made.decision.number, made.award_quorum_num, made.award_quorum_den) == ("12-QĐ/TU", 4, 5)

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [({"quorum": "3/2"}, "A share lies"), ({"quorum": "nhiều"}, "2/3 or 80 %"), ({"signed_on": ""}, "the date"),
         ({"name": ""}, "required")],
    )  # fmt: skip
    def test_what_cannot_be_read_is_told_and_nothing_is_entered(self, story, council, doors, wrong, told):
        answer = doors.secretary.post(reverse("councils:found", args=[story.province.pk]), self.ANSWERS | wrong)
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert Council.objects.count() == 1

    def test_who_only_reviews_may_not_and_the_stranger_finds_nothing(self, story, council, doors, as_person):
        address = reverse("councils:found", args=[story.province.pk])
        assert as_person(story.hoa).get(address).status_code == 403
        assert doors.stranger.get(address).status_code == 404


class TestSeats:
    def test_somebody_is_seated_by_name_of_the_account_and_unseated(self, story, council, doors):
        address = reverse("councils:seat", args=[council.it.pk])
        answers = {"person": "minh", "role": "member", "votes": "on", "on": "01/06/2024"}
        assert doors.secretary.post(address, answers).status_code == 302
        seat = council.it.seats.get(person=story.minh)
        assert doors.secretary.post(
            reverse("councils:unseat", args=[seat.pk]), {"last_day": "30/06/2024"}
        ).status_code == 302  # fmt: skip
        said = page("council", council.it, doors.secretary).content.decode()
        assert "Seats of other days" in said
        assert "30/06/2024" in said

    def test_a_second_chair_is_refused_on_the_form(self, council, doors):
        answer = doors.secretary.post(
            reverse("councils:seat", args=[council.it.pk]), {"person": "minh", "role": "chair", "on": "01/06/2024"}
        )
        assert answer.status_code == 422
        assert "already has a chair" in answer.content.decode()

    def test_a_member_seats_nobody(self, council, doors):
        assert doors.member.post(reverse("councils:seat", args=[council.it.pk])).status_code == 403


class TestRules:
    def test_a_ready_made_rule_is_taken(self, council, doors):
        address = reverse("councils:set_ready_made_rule", args=[council.it.pk])
        assert doors.secretary.post(address, {"preset": "two_thirds"}).status_code == 302
        assert council.it.rules.filter(share_num=2, share_den=3, base="present").exists()

    def test_and_a_rule_of_ones_own(self, council, doors):
        answers = {
            "name": "Quá 3/5",
            "share": "60 %",
            "strictly": "on",
            "base": "present",
            "ballots": "1",
            "tie": "none",
        }
        doors.secretary.post(reverse("councils:set_rule", args=[council.it.pk]), answers)
        rule = council.it.rules.get(name="Quá 3/5")
        assert (rule.share_num, rule.share_den, rule.ballots, rule.strictly) == (3, 5, 1, True)
        assert "more than 60 % of the members present" in page("council", council.it, doors.member).content.decode()


class TestConvene:
    def test_a_session_is_convened_and_leads_to_its_agenda(self, council, doors):
        chair, secretary = council.seats[:2]
        answer = doors.secretary.post(
            reverse("councils:convene", args=[council.it.pk]),
            {"on": "25/11/2024", "place": "Hội trường", "round_": council.round.pk, "led_by": chair.pk,
             "written_by": secretary.pk, "for_awards": "on", "rehearsal": "on"},
        )  # fmt: skip
        session = CouncilSession.objects.get()
        assert answer["Location"] == reverse("councils:prepare", args=[session.pk])
        assert (session.rehearsal, session.quorum_num, session.quorum_den) == (True, 4, 5)

    def test_only_the_chair_or_the_deputy_is_offered_to_lead(self, council, doors):
        said = doors.secretary.get(reverse("councils:convene", args=[council.it.pk])).context["form"]
        assert [str(label) for _value, label in said.fields["led_by"].choices] == [
            "Trần Quốc Bình (chair)", "Lê Thị Hoa (deputy chair)",
        ]  # fmt: skip
