"""Before the chair announces no page depends on any choice: worlds that differ only in how people vote look the same.

Every address of the session (T6), for everybody in the room and beside it; the trust tests crawl everything else.
"""

import logging
import zipfile
from html import escape
from io import BytesIO

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from kheo.councils import actions as councils
from kheo.councils.counting import Counts
from kheo.councils.models import Vote
from kheo.councils.sealed import box
from tests.councils import addresses
from tests.councils.conftest import convened, council_of, led_to_the_vote
from tests.councils.sealing import opened, with_keys
from tests.factories import MembershipFactory, PersonFactory
from tests.trust.crawl import same_look

pytestmark = pytest.mark.django_db
ALL = ["for", "not"]
_TAKES_NO_GET = set()


def look(session, person, as_person, pages=addresses.of):
    """What the person is answered at each address, without tokens, clocks and random trackers."""
    visitor = as_person(person)
    answers = {address: _answer(visitor, address) for address in pages(session)}
    for election in session.elections.all():
        for tracker, _sealed in box.contents(election):
            answers = {address: text.replace(escape(tracker), "(a tracker)") for address, text in answers.items()}
    return same_look(answers)


def _answer(visitor, address):
    """What is answered to a GET; an address that takes none is asked once."""
    name = resolve(address.partition("?")[0]).view_name
    if name not in _TAKES_NO_GET:
        page = visitor.get(address)
        if page.status_code != 405:
            return f"{page.status_code} {page.get('Location', '')} {_body(page)}"
        _TAKES_NO_GET.add(name)
    return "405"


def _body(page):
    body = b"".join(page.streaming_content) if page.streaming else page.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as word:
            body = word.read("word/document.xml")
    return body.decode("utf-8", "replace")


def alike(seen):
    """Whether everybody sees the same in all worlds; the addresses that differ, by person."""
    one, *rest = seen
    found = {place: differences(*pair) for other in rest for place, pair in enumerate(zip(one, other, strict=True))}
    return {place: addresses for place, addresses in found.items() if addresses}


@pytest.fixture(autouse=True)
def _refusals_are_not_logged():
    """Hundreds of doors are tried that are shut."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def worlds(act, look_at):
    """What is seen in each world; afterwards nothing has happened."""
    seen = []
    for choice in ALL:
        with transaction.atomic():
            act(choice)
            seen.append(look_at())
            transaction.set_rollback(True)
    return seen


def differences(one, other):
    return {address for address in one if one[address] != other[address]}


def test_an_open_vote(story, council, voting, as_person):
    voter = council.people[4]
    others = [council.bình, council.people[7], story.stranger]
    seen = worlds(
        lambda choice: councils.vote(voting, choice, by=voter),
        lambda: [look(voting.session, person, as_person, addresses.live) for person in others],
    )
    assert alike(seen) == {}


def test_the_voter_alone_sees_the_own_vote(council, voting, as_person):
    """The test of the tests here: they do look where it shows."""
    voter = council.people[4]
    one, other = worlds(
        lambda choice: councils.vote(voting, choice, by=voter),
        lambda: look(voting.session, voter, as_person, addresses.live),
    )
    assert differences(one, other) == {
        reverse("phone:ballot", args=[voting.session.pk]), reverse("phone:ballot_now", args=[voting.session.pk]),
    }  # fmt: skip


@pytest.mark.usefixtures("belenios")
def test_a_sealed_ballot_tells_not_even_its_voter(story, as_person):
    five = council_of(story, 5)
    sealed = opened(with_keys(five))
    people = [five.bình, five.people[3], five.people[4], story.stranger]
    seen = worlds(
        lambda choice: sealed.cast(five.people[3], choice),
        lambda: [look(sealed.session, person, as_person, addresses.live) for person in people],
    )
    assert alike(seen) == {}
    assert not Vote.objects.exists()


@pytest.mark.usefixtures("belenios")
class TestFromTheCloseToTheAnnouncement:
    """Three items wait to be announced: voted on openly, counted on paper, sealed, counted and verified."""

    @pytest.fixture
    def sealed(self, story):
        six = council_of(story, 6)
        session = convened(six, "majority")
        councils.record_attendance(session, {six.seats[2].pk: "written"}, by=six.thu)
        return with_keys(six, councils.open_session(session, by=six.bình))

    def reader(self, sealed):
        """Somebody who reads for the unit and has no seat."""
        person = PersonFactory()
        MembershipFactory(person=person, unit=sealed.council.it.unit, role="viewer")
        return person

    def test_no_address_tells_anybody_a_byte_of_the_results(self, sealed, as_person):
        """A member may know that the sealed ballot is verified, and how many ballots there were."""
        council = sealed.council
        voters = [council.bình, council.thu, council.people[3]]
        people = [council.bình, council.people[3], self.reader(sealed)]
        phones, paper, box_ = (led_to_the_vote(council, item) for item in sealed.session.items.all())
        councils.open_sealed_ballot(sealed.session, [box_], by=council.bình)
        counts = {"for": Counts(5), "not": Counts(1, 2, 1, 1)}

        def all_are_closed(choice):
            for item in (phones, paper, box_):
                councils.write_opinion(item, council.seats[2], choice, by=council.thu)
            for person in voters:
                sealed.cast(person, choice)
            sealed.close()
            sealed.give_shares(1, 3)
            councils.open_vote(phones, means="phones", by=council.bình)
            for person in voters:
                councils.vote(phones, choice, by=person)
            councils.close_vote(phones, by=council.bình)
            councils.open_vote(paper, means="paper", by=council.bình)
            councils.close_vote(paper, by=council.bình)
            for person in voters[1:]:
                councils.enter_count(paper, counts[choice], issued=5, by=person)

        seen = worlds(all_are_closed, lambda: [look(sealed.session, person, as_person) for person in people])
        assert alike(seen) == {}

    def test_the_archive_waits_for_the_last_item_of_its_ballot(self, sealed, as_person):
        """It holds the sums of all of them."""
        first, second, _third = sealed.session.items.all()
        opened(sealed, [first, second])
        for person in (*sealed.council.people[:2], sealed.council.people[3]):
            sealed.cast(person, "for")
        sealed.close()
        sealed.give_shares(1, 3)
        member, archive = as_person(sealed.council.people[3]), reverse("councils:archive", args=[sealed.election.pk])
        councils.announce(first, by=sealed.council.bình)
        assert "once every item is announced" in member.get(archive, follow=True).content.decode()
        councils.announce(second, by=sealed.council.bình)
        assert b"BELENIOS" in b"".join(member.get(archive).streaming_content)
