"""The wall: title, how many have voted, the threshold in numbers; results after the announcement, names never."""

import pytest
from django.urls import reverse

from kheo.councils import actions as councils
from tests.councils.conftest import convened, voted, votes_of

pytestmark = pytest.mark.django_db


def wall(client, session, part="projector", tag=None):
    headers = {"If-None-Match": tag} if tag else {}
    return client.get(reverse(f"councils:{part}", args=[session.pk]), headers=headers)


def words(client, session):
    return wall(client, session).content.decode()


def test_it_follows_the_session(council, session, item, doors):
    waiting = convened(council)
    assert "The session will be opened soon." in words(doors.member, waiting)
    assert "3 items on the agenda" in words(doors.member, session)
    councils.present(item, by=council.bình)
    assert "1/3 · Nhà văn hóa khu phố" in words(doors.member, session)
    assert "Phường Yên Giang · MH-2024-0001" in words(doors.member, session)
    councils.discuss(item, by=council.bình)
    councils.open_vote(item, means="phones", by=council.bình)
    votes_of(council, item, 5, against=2)
    said = words(doors.member, session)
    assert "Open vote: 7/15 have voted" in said
    assert "more than 50 % of the members present, that is 8 of 15" in said
    councils.close_vote(item, by=council.bình)
    assert "The vote is closed." in words(doors.member, session)
    councils.announce(item, by=council.bình)
    said = words(doors.member, session)
    assert "Not adopted" in said
    assert "<dd>5</dd>" in said


def test_no_name_of_a_voter_ever(council, voting, doors):
    votes_of(council, voting, 5, against=2)
    said = words(doors.member, voting.session)
    assert not any(person.full_name in said for person in council.people)


def test_the_quorum_stands_in_numbers(council, doors):
    session = convened(council, present=9)
    said = words(doors.member, session)
    assert "Present 9/15" in said
    assert "no quorum, 10 needed" in said


def test_the_code_leads_to_the_short_address(session, doors):
    said = words(doors.member, session)
    assert f"testserver/v/{session.pk}/" in said
    assert "k-qr__code" in said


def test_asked_again_it_answers_304_and_nothing(council, voting, doors):
    tag = wall(doors.member, voting.session, "projector_now")["ETag"]
    assert wall(doors.member, voting.session, "projector_now", tag).status_code == 304
    assert wall(doors.member, voting.session, "projector_now", f"W/{tag}").status_code == 304
    councils.vote(voting, "for", by=council.people[3])
    assert wall(doors.member, voting.session, "projector_now", tag).status_code == 200


def test_the_tag_is_another_in_another_language(voting, doors):
    tag = wall(doors.member, voting.session, "projector_now")["ETag"]
    other = doors.member.get(
        reverse("councils:projector_now", args=[voting.session.pk]), headers={"Accept-Language": "vi"}
    )
    assert other["ETag"] != tag


def test_the_stranger_finds_no_wall(session, doors):
    assert wall(doors.stranger, session).status_code == 404
    assert wall(doors.stranger, session, "projector_now").status_code == 404


def test_concluded_it_says_how_many_were_adopted(council, session, doors):
    for n, item in enumerate(session.items.all()):
        voted(council, item, 9 if n else 2)
    councils.conclude_session(session, by=council.bình)
    assert "2 adopted, 1 not adopted" in words(doors.member, session)


@pytest.mark.parametrize("state", ["waiting", "voting", "announced"])
def test_asking_every_two_seconds_costs_few_queries(
    council, session, item, doors, django_assert_max_num_queries, state
):
    if state == "announced":
        voted(council, item, 9)
    elif state == "voting":
        councils.present(item, by=council.bình)
        councils.discuss(item, by=council.bình)
        councils.open_vote(item, means="phones", by=council.bình)
    with django_assert_max_num_queries(22):
        wall(doors.member, session, "projector_now")
