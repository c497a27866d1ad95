"""Before the close no page depends on any choice: worlds that differ only in how people vote look the same (T6).

The pages on which a word about it would stand, for everybody in the room; the trust tests crawl everything else.
"""

import pytest
from django.db import transaction
from django.urls import reverse

from kheo.councils import actions as councils
from kheo.councils.models import Vote
from tests.councils.conftest import council_of
from tests.councils.sealing import opened, with_keys
from tests.trust.crawl import same_look

pytestmark = pytest.mark.django_db
ALL = ["for", "not", "abs"]


def look(session, person, as_person):
    """Every page of the session as this person sees it, without tokens and clocks."""
    visitor = as_person(person)
    elections = [
        reverse(f"councils:{name}", args=[election.pk])
        for election in session.elections.all()
        for name in ("election", "election_now")
    ]
    items = [f"?item={item.pk}" for item in session.items.all()]
    of_session = [
        "session",
        "chair",
        "chair_now",
        "projector",
        "projector_now",
        "sealed",
        "ceremony",
        "minutes",
        "prepare",
    ]
    addresses = [
        "/", "/councils/", reverse("councils:council", args=[session.council_id]),
        *(reverse(f"councils:{name}", args=[session.pk]) for name in of_session),
        *(reverse("councils:chair", args=[session.pk]) + item for item in items),
        *(reverse(f"phone:{name}", args=[session.pk]) for name in ("ballot", "ballot_now", "cast")),
        *elections,
    ]  # fmt: skip
    pages = {address: visitor.get(address) for address in addresses}
    return same_look({address: f"{page.status_code} {page.content.decode()}" for address, page in pages.items()})


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
    others = [council.bình, council.thu, council.people[7], story.stranger]
    one, *rest = worlds(
        lambda choice: councils.vote(voting, choice, by=voter),
        lambda: [look(voting.session, person, as_person) for person in others],
    )
    for other in rest:
        assert [differences(*pair) for pair in zip(one, other, strict=True)] == [set()] * len(others)


def test_the_voter_alone_sees_the_own_vote(council, voting, as_person):
    """The test of the test above: it does look where it shows."""
    voter = council.people[4]
    one, other, _third = worlds(
        lambda choice: councils.vote(voting, choice, by=voter), lambda: look(voting.session, voter, as_person)
    )
    assert differences(one, other) == {
        reverse("phone:ballot", args=[voting.session.pk]), reverse("phone:ballot_now", args=[voting.session.pk]),
    }  # fmt: skip


def test_after_the_close_and_before_the_announcement(council, voting, as_person):
    def act(choice):
        for person in council.people[:9]:
            councils.vote(voting, choice, by=person)
        councils.close_vote(voting, by=council.bình)

    one, *rest = worlds(act, lambda: look(voting.session, council.people[10], as_person))
    assert [differences(one, other) for other in rest] == [set(), set()]


@pytest.mark.usefixtures("belenios")
def test_a_sealed_ballot_tells_not_even_its_voter(story, as_person):
    five = council_of(story, 5)
    sealed = opened(with_keys(five))
    people = [five.bình, five.thu, five.people[3], five.people[4], story.stranger]
    one, *rest = worlds(
        lambda choice: sealed.cast(five.people[3], choice),
        lambda: [look(sealed.session, person, as_person) for person in people],
    )
    for other in rest:
        assert [differences(*pair) for pair in zip(one, other, strict=True)] == [set()] * len(people)
    assert not Vote.objects.exists()
