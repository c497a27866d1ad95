"""What stands on the desk of a member: the session, the vote that is open, a teller's steps, the minutes."""

import pytest
from django.utils import timezone

from kheo.councils import actions as councils
from kheo.councils.models import Ballot, Ceremony, Election, Share, Tally, Teller, Voter
from kheo.councils.sealed import box
from kheo.desk.tasks import Desk
from kheo.kernel.models import StoredFile
from tests.councils.conftest import convened, council_of, voted

pytestmark = pytest.mark.django_db
VOTE = "A vote is open: “Nhà văn hóa khu phố”"


@pytest.fixture
def council(story):
    return council_of(story, 15)


@pytest.fixture
def session(council):
    return councils.open_session(convened(council, "majority"), by=council.bình)


@pytest.fixture
def voting(council, session):
    item = session.items.first()
    councils.present(item, by=council.bình)
    councils.discuss(item, by=council.bình)
    councils.open_vote(item, means="phones", by=council.bình)
    return item


@pytest.fixture
def election(council, session):
    """A sealed ballot of the first three members, as rows: the desk reads no ciphertext."""
    ceremony = Ceremony.objects.create(session=session, state="ready", trustees="{}", began_at=timezone.now())
    for number, seat in enumerate(council.seats[-3:], start=1):
        Teller.objects.create(ceremony=ceremony, seat=seat, number=number, certificate="x")
    made = Election.objects.create(
        session=session, uuid="a" * 14, definition="{}", credentials="[]", fingerprint="f", opened_at=timezone.now()
    )
    box.make(made)
    for seat in council.seats[:3]:
        Voter.objects.create(election=made, seat=seat, credential=b"")
    return made


class TestVotes:
    def test_an_open_vote_stands_there_until_one_has_voted(self, council, voting, tasks):
        member = council.people[4]
        assert VOTE in tasks(member)
        councils.vote(voting, "for", by=member)
        assert VOTE not in tasks(member)

    def test_not_for_who_is_absent_or_stepped_aside(self, council, session, tasks):
        item = session.items.first()
        councils.record_attendance(session, {council.seats[14].pk: "absent"}, by=council.thu)
        councils.recuse(item, council.seats[5], reason="Là tác giả.", by=council.people[5])
        councils.present(item, by=council.bình)
        councils.discuss(item, by=council.bình)
        councils.open_vote(item, means="phones", by=council.bình)
        assert VOTE not in tasks(council.people[14]) + tasks(council.people[5])

    def test_a_sealed_ballot_until_it_is_cast(self, council, election, tasks):
        member, outside = council.people[0], council.people[5]
        sentence = "A sealed ballot is open: cast yours"
        assert sentence in tasks(member)
        assert sentence not in tasks(outside)
        voter = election.voters.get(seat__person=member)
        Ballot.objects.create(
            election=election, voter=voter, sealed=b"x", tracker="t", key="8c7f6a52-0d43-4a54-9d3b-4a6a1f0f4f11"
        )
        assert sentence not in tasks(member)


class TestTellers:
    def test_each_step_of_the_keys(self, council, session, tasks):
        ceremony = Ceremony.objects.create(session=session, began_at=timezone.now())
        first = Teller.objects.create(ceremony=ceremony, seat=council.seats[-1], number=1)
        sentence = "You are a teller: do your step with the keys"
        assert sentence in tasks(council.people[-1])
        first.certificate = "x"
        first.save()
        assert sentence not in tasks(council.people[-1])

    def test_the_share_once_the_box_is_put_together_and_two_are_enough(self, council, election, tasks):
        sentence = "You are a teller: bring your share of the count"
        tellers = [seat.person for seat in council.seats[-3:]]
        assert not any(sentence in tasks(person) for person in tellers)
        archive = StoredFile.objects.create(
            id="8c7f6a52-0d43-4a54-9d3b-4a6a1f0f4f12", name="a.bel", content_type="x", size=1, sha256="0" * 64,
            at=timezone.now(),
        )  # fmt: skip
        Election.objects.filter(pk=election.pk).update(state="closed", closed_at=timezone.now())
        Tally.objects.create(election=election, step="shares", archive=archive)
        assert all(sentence in tasks(person) for person in tellers)
        for teller in election.session.ceremony.tellers.all()[:2]:
            Share.objects.create(election=election, teller=teller, text="x")
        assert not any(sentence in tasks(person) for person in tellers)


class TestSessions:
    def test_a_session_that_is_near_and_one_that_goes_on(self, council, tasks):
        session = convened(council)
        assert "The council meets" in tasks(council.people[4])
        councils.open_session(session, by=council.bình)
        assert "The council is in session" in tasks(council.people[4])

    def test_minutes_wait_for_both_who_sign(self, council, session, tasks):
        for item in session.items.all():
            voted(council, item, 9)
        councils.conclude_session(session, by=council.bình)
        sentence = "Sign the minutes of the session of the council"
        assert sentence in tasks(council.bình)
        assert sentence in tasks(council.thu)
        councils.sign_minutes(session, by=council.bình)
        assert sentence not in tasks(council.bình)

    def test_nothing_for_who_never_sat_in_a_council(self, story, council, session, tasks):
        assert not any("council" in what for what in tasks(story.stranger))


def test_as_many_queries_for_many_open_votes(council, session, django_assert_max_num_queries):
    member = council.people[4]
    for n in range(12):
        councils.add_item(session, rule=council.rules["majority"], title=f"Việc {n}", by=council.thu)
    with django_assert_max_num_queries(26):
        assert Desk(member).tasks


class TestNavigation:
    def test_members_and_those_who_may_enter_one_find_councils(self, story, council, as_person):
        see, do_not = [council.thu, council.people[4], story.hoa], [story.lan, story.stranger]
        for person, found in [*((person, True) for person in see), *((person, False) for person in do_not)]:
            said = as_person(person).get("/").content.decode()
            assert ('href="/councils/"' in said) is found
