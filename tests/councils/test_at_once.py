"""Many at the same moment: one ballot for each voter, none after the close, none lost at the close."""

import uuid
from unittest import mock

import pytest
from django.utils import timezone

from kheo.councils import actions as councils
from kheo.councils.counting import Counts
from kheo.councils.enums import Counted
from kheo.councils.models import Ballot, CouncilSession, Item, PaperCount, Poll, Vote
from kheo.councils.sealed import box, casting
from kheo.kernel import journal
from kheo.kernel.errors import NotNow
from tests.at_once import at_once
from tests.councils.conftest import convened, council_of, led_to_the_vote, votes_of
from tests.councils.sealing import opened, with_keys
from tests.story import told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(transactional_db):
    """Told for each test: others see only what was committed."""
    with told() as story:
        yield story


@pytest.fixture
def council(story):
    return council_of(story, 15)


@pytest.fixture
def five(story):
    return council_of(story, 5)


@pytest.fixture
def sealed(belenios, five):
    return opened(with_keys(five))


def casting_of(sealed, person, choice, key=None):
    """The act of casting, with the session read anew as each request does."""
    (poll,) = sealed.polls_of(person)
    key = key or uuid.uuid4()
    return lambda: councils.cast(
        CouncilSession.objects.get(pk=sealed.session.pk), {poll: choice}, by=person, key=key,
        signed_in_at=timezone.now(),
    )  # fmt: skip


def test_64_posts_of_one_request_are_one_ballot_with_one_tracker(sealed):
    act = casting_of(sealed, sealed.council.people[0], "for", key=uuid.uuid4())
    answers = at_once(*[act] * 64)
    assert {receipt.tracker for (receipt,) in answers} == {Ballot.objects.get().tracker}
    assert journal.history(sealed.session).filter(verb="election.voted").count() == 1


def test_16_ballots_of_one_voter_are_one_ballot_the_last(sealed):
    acts = [casting_of(sealed, sealed.council.people[0], choice) for choice in ["for", "not"] * 8]
    answers = at_once(*acts)
    assert Ballot.objects.get().tracker in {receipt.tracker for (receipt,) in answers}
    assert journal.history(sealed.session).filter(verb="election.voted").count() == 1


def test_what_was_acknowledged_before_the_close_is_in_the_box_and_nothing_else(sealed):
    people = sealed.council.people
    acts = [casting_of(sealed, person, "for") for person in people]
    close = lambda: councils.close_sealed_ballot(sealed.session, by=sealed.council.bình)  # noqa: E731 - one of the acts
    answers = at_once(*acts, close)[:-1]
    acknowledged = {answer[0].tracker for answer in answers if isinstance(answer, list)}
    assert all(isinstance(answer, list | NotNow) for answer in answers)
    assert {tracker for tracker, _sealed in box.contents(sealed.election)} == acknowledged


def test_a_ballot_on_its_way_when_the_box_closes_is_refused_not_lost(sealed):
    """The close comes while the ballot is being sealed: it is told, and nothing was put in."""
    person, real = sealed.council.people[0], casting.seal

    def slowly(*args):
        ballot = real(*args)
        councils.close_sealed_ballot(sealed.session, by=sealed.council.bình)
        return ballot

    with mock.patch.object(casting, "seal", slowly), pytest.raises(NotNow, match="closed"):
        casting_of(sealed, person, "for")()
    assert not Ballot.objects.exists()


def test_64_open_votes_of_one_member_are_one_vote(five):
    session = councils.open_session(convened(five, "majority"), by=five.bình)
    item = led_to_the_vote(five, session.items.first())
    councils.open_vote(item, means="phones", by=five.bình)
    member = five.people[3]
    at_once(*[lambda: councils.vote(Item.objects.get(pk=item.pk), "for", by=member)] * 64)
    assert Vote.objects.count() == 1


def test_eight_presses_of_open_are_one_ballot(five):
    session = councils.open_session(convened(five, "majority"), by=five.bình)
    item = led_to_the_vote(five, session.items.first())
    answers = at_once(*[lambda: councils.open_vote(Item.objects.get(pk=item.pk), means="hands", by=five.bình)] * 8)
    assert (Poll.objects.count(), sum(isinstance(answer, NotNow) for answer in answers)) == (1, 7)


def test_two_people_who_enter_their_counts_at_once_agree(five):
    session = councils.open_session(convened(five, "majority"), by=five.bình)
    item = led_to_the_vote(five, session.items.first())
    councils.open_vote(item, means="hands", by=five.bình)
    councils.close_vote(item, by=five.bình)
    answers = at_once(
        *[
            lambda person=person: councils.enter_count(Item.objects.get(pk=item.pk), Counts(4, 1), issued=5, by=person)
            for person in five.people[:2]
        ]
    )
    assert sorted(answers) == sorted([Counted.ONE, Counted.AGREED])
    assert PaperCount.objects.standing().count() == 2


def test_a_vote_and_the_close_at_once_leave_no_vote_after_the_close(five):
    session = councils.open_session(convened(five, "majority"), by=five.bình)
    item = led_to_the_vote(five, session.items.first())
    councils.open_vote(item, means="phones", by=five.bình)
    votes_of(five, item, 2)
    acts = [
        lambda person=person: councils.vote(Item.objects.get(pk=item.pk), "for", by=person)
        for person in five.people[2:]
    ]
    answers = at_once(*acts, lambda: councils.close_vote(Item.objects.get(pk=item.pk), by=five.bình))[:-1]
    assert Vote.objects.count() == 2 + sum(isinstance(answer, Vote) for answer in answers)
