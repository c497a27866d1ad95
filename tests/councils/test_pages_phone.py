"""The member's phone: one question, the choices, “recorded”; with a sign-in or with a code; four kilobytes."""

import gzip
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from kheo.councils import actions as councils
from kheo.councils.models import PersonalCode, Vote
from kheo.kernel.models import Entry
from tests.councils.conftest import voted

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).parents[2] / "static"


def at(name, session):
    return reverse(f"phone:{name}", args=[session.pk])


def vote(client, item, choice, number=1):
    return client.post(at("vote", item.session), {"item": item.pk, "ballot": number, "choice": choice})


@pytest.fixture
def code(council, session):
    """Phạm Thị Cúc's code."""
    (made,) = councils.hand_out_codes(session, [council.seats[4]], by=council.thu)
    return made.code


@pytest.fixture
def stranger_with(session):
    """`stranger_with(code)`: a device where nobody is signed in, after the code was typed."""

    def entered(code):
        client = Client()
        client.post(at("enter", session), {"code": code})
        return client

    return entered


class TestSignedIn:
    def test_one_press_votes_and_it_can_be_changed_until_the_close(self, council, voting, doors):
        assert "Nhà văn hóa khu phố" in doors.member.get(at("ballot", voting.session)).content.decode()
        assert vote(doors.member, voting, "for").status_code == 302
        assert "Recorded: agree" in doors.member.get(at("ballot", voting.session)).content.decode()
        vote(doors.member, voting, "not")
        assert Vote.objects.get().choice == "not"
        councils.close_vote(voting, by=council.bình)
        refused = vote(doors.member, voting, "for")
        assert refused.status_code == 422
        assert "No open vote is open on this item." in refused.content.decode()
        assert Vote.objects.get().choice == "not"

    def test_a_press_meant_for_the_first_ballot_is_no_vote_in_the_second(self, council, item, doors):
        voted(council, item, 3, against=5)
        councils.open_vote(item, means="phones", by=council.bình)
        assert vote(doors.member, item, "for", number=1).status_code == 422
        assert not Vote.objects.filter(poll__number=2).exists()

    def test_who_stepped_aside_reads_so(self, council, discussed, doors):
        councils.recuse(discussed, council.seats[4], reason="Là tác giả.", by=council.people[4])
        councils.open_vote(discussed, means="phones", by=council.bình)
        said = doors.member.get(at("ballot", discussed.session)).content.decode()
        assert "You have stepped aside from this item" in said
        assert "<button" not in said

    def test_who_has_no_seat_is_asked_for_a_code_like_anybody(self, voting, doors):
        said = doors.stranger.get(at("ballot", voting.session)).content.decode()
        assert "Your personal code" in said
        assert "Nhà văn hóa" not in said
        assert vote(doors.stranger, voting, "for").status_code == 302
        assert not Vote.objects.exists()

    def test_a_show_of_hands_and_paper_are_told(self, council, discussed, doors):
        councils.open_vote(discussed, means="hands", by=council.bình)
        assert "Show of hands" in doors.member.get(at("ballot", discussed.session)).content.decode()

    def test_the_result_comes_once_announced(self, council, voting, doors):
        vote(doors.member, voting, "for")
        councils.close_vote(voting, by=council.bình)
        assert "1 agree" not in doors.member.get(at("ballot", voting.session)).content.decode()
        councils.announce(voting, by=council.bình)
        assert "1 agree, 0 do not, 0 abstain" in doors.member.get(at("ballot", voting.session)).content.decode()

    def test_the_part_that_renews_itself_says_304(self, voting, doors):
        first = doors.member.get(at("ballot_now", voting.session))
        again = doors.member.get(at("ballot_now", voting.session), headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        vote(doors.member, voting, "for")
        assert doors.member.get(
            at("ballot_now", voting.session), headers={"If-None-Match": first["ETag"]}
        ).status_code == 200  # fmt: skip


class TestWithACode:
    def test_it_opens_the_question_and_votes_as_its_owner(self, council, voting, code, stranger_with):
        client = stranger_with(code)
        assert "Phạm Thị Cúc" in client.get(at("ballot", voting.session)).content.decode()
        assert vote(client, voting, "for").status_code == 302
        assert Vote.objects.get().seat == council.seats[4]
        assert Entry.objects.filter(verb="code.used", by_id=council.people[4].pk).exists()

    def test_however_it_is_typed(self, voting, code, stranger_with):
        client = stranger_with(f" {code.upper().replace('-', ' ')} ")
        assert "Phạm Thị Cúc" in client.get(at("ballot", voting.session)).content.decode()

    def test_the_slips_address_has_it_in_the_box(self, voting, code):
        said = Client().get(reverse("phone:slip", args=[voting.session.pk, code])).content.decode()
        assert f'value="{code}"' in said

    def test_a_wrong_one_is_told_and_tells_nothing_about_the_session(self, voting, code):
        for session_pk in (voting.session.pk, 999_999):
            answer = Client().post(reverse("phone:enter", args=[session_pk]), {"code": "aaaa-bbbb"})
            assert answer.status_code == 422
            assert "This code opens no session that goes on." in answer.content.decode()

    def test_nobody_learns_from_the_door_which_sessions_there_are(self, voting):
        pages = {
            Client().get(reverse("phone:ballot", args=[pk])).content.decode().replace(f"/v/{pk}/", "/v/N/")
            for pk in (voting.session.pk, 999_999)
        }
        assert len({page.partition("csrfmiddlewaretoken")[0] for page in pages}) == 1

    def test_a_newer_code_takes_the_place_of_the_older_at_once(self, council, voting, code, stranger_with):
        client = stranger_with(code)
        councils.hand_out_codes(voting.session, [council.seats[4]], by=council.thu)
        assert "Your personal code" in client.get(at("ballot", voting.session)).content.decode()
        assert client.get(at("ballot_now", voting.session)).status_code == 403

    def test_it_opens_no_other_session_and_nothing_after_the_conclusion(self, council, session, code, stranger_with):
        client = stranger_with(code)
        for item in session.items.all():
            voted(council, item, 9)
        councils.conclude_session(session, by=council.bình)
        assert "Your personal code" in client.get(at("ballot", session)).content.decode()

    def test_it_casts_no_sealed_ballot(self, voting, code, stranger_with):
        answer = stranger_with(code).get(at("cast", voting.session))
        assert answer["Location"].startswith("/accounts/login/")

    def test_a_forged_cookie_opens_nothing(self, voting, code):
        client = Client()
        client.cookies["kheo_code"] = PersonalCode.objects.get().digest
        assert "Your personal code" in client.get(at("ballot", voting.session)).content.decode()


class TestWeight:
    def test_the_page_its_sheet_and_its_script_are_four_kilobytes(self, voting, doors):
        page = gzip.compress(doors.member.get(at("ballot", voting.session)).content, 6)
        parts = [gzip.compress((STATIC / path).read_bytes(), 9) for path in ("css/phone.css", "js/room.js")]
        assert len(page) <= 1_600
        assert sum(map(len, [page, *parts])) <= 4 * 1024

    def test_it_asks_for_two_files_and_no_letters(self, voting, doors):
        said = doors.member.get(at("ballot", voting.session)).content.decode()
        assert said.count("/static/") == 2
        assert "woff2" not in said

    def test_a_look_costs_few_queries(self, voting, doors, django_assert_max_num_queries):
        with django_assert_max_num_queries(26):
            doors.member.get(at("ballot_now", voting.session))
