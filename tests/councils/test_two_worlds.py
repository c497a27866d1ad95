"""Before the close no byte depends on any choice: two worlds that differ only in how people vote look the same (T6)."""

import json
import random
import uuid

import pytest
from django.apps import apps
from django.db import connection, transaction

from kheo.councils import actions as councils
from kheo.councils import minutes, permissions
from kheo.councils.sealed import box, casting, tallying
from kheo.kernel.errors import Refused
from tests.councils.conftest import council_of
from tests.councils.sealing import opened, with_keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("belenios")]
WORLDS = ["for", "not", "abs"]


@pytest.fixture
def sealed(story):
    five = council_of(story, 5)
    sealed = with_keys(five)
    return opened(sealed, list(sealed.session.items.all())[:2])


def everything_stored():
    """Every row of the product, but for what is random in every ballot: the ciphertext and its tracker."""
    found = {}
    for model in apps.get_app_config("kheo").get_models():
        columns = [field.column for field in model._meta.concrete_fields if field.column not in FRESH]
        told = ", ".join(f'"{column}"::text' if column != "sealed" else "octet_length(sealed)" for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {told} FROM "{model._meta.db_table}" ORDER BY 1, 2')
            found[model._meta.db_table] = cursor.fetchall()
    found["kheo_entry"] = [row[1:] for row in found["kheo_entry"]]  # a number from a sequence is never given twice
    return found


FRESH = {"tracker"}


def in_another_world(act):
    """What `act` answers, and what is stored then; afterwards nothing has happened."""
    with transaction.atomic():
        answer = act()
        stored = everything_stored()
        transaction.set_rollback(True)
    return answer, stored


def test_nothing_stored_depends_on_a_choice_but_the_ciphertext(sealed):
    keys = [uuid.uuid4() for _ in sealed.council.people]

    def vote(choices):
        for person, key, choice in zip(sealed.council.people, keys, choices, strict=True):
            sealed.cast(person, choice, key=key)

    worlds = [["for"] * 5, ["not"] * 5, ["abs", "for", "not", "for", "abs"]]
    first, *others = [in_another_world(lambda world=world: vote(world))[1] for world in worlds]
    for other in others:
        assert other == first


def acts(seed, sealed):
    """A random sequence of what people do while a sealed ballot is open: `(act, who, when to choose)`."""
    dice = random.Random(seed)
    names = ["cast", "cast", "cast", "again", "progress", "minutes", "announce", "share", "buttons", "destroy"]
    return [(dice.choice(names), dice.randrange(5)) for _ in range(12)]


def played(sealed, sequence, choice):
    """What everybody is told on the way, trackers replaced by their length."""
    people, election, told = sealed.council.people, sealed.election, []
    item = sealed.session.items.first()
    answers = {
        "cast": lambda person: [len(receipt.tracker) for receipt in sealed.cast(person, choice)],
        "again": lambda person: [len(receipt.tracker) for receipt in sealed.cast(person, choice)],
        "progress": lambda person: box.how_many(election),
        "minutes": lambda person: minutes.frozen(minutes.drafted(sealed.session, "en")),
        "announce": lambda person: councils.announce(item, by=sealed.council.bình),
        "share": lambda person: sealed.give_share(election, 1),
        "buttons": lambda person: [
            getattr(permissions, name).why_not(person, item)
            for name in ("can_close_vote", "can_announce", "can_vote", "can_settle_tie")
        ],
        "destroy": lambda person: councils.destroy_ballots(election, by=sealed.council.bình),
    }
    for name, who in sequence:
        try:
            told.append(json.dumps(answers[name](people[who]), default=str))
        except Refused as refusal:
            told.append(f"{type(refusal).__name__}: {refusal}")
    return told


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_asked_in_whatever_order_nobody_is_told_a_choice(sealed, seed):
    sequence = acts(seed, sealed)
    worlds = [in_another_world(lambda choice=choice: played(sealed, sequence, choice))[0] for choice in WORLDS]
    assert worlds[0] == worlds[1] == worlds[2]


def test_after_the_close_the_worlds_differ(sealed):
    """The test of the tests above: they would see it."""

    def count(choice):
        for person in sealed.council.people:
            sealed.cast(person, choice)
        sealed.close()
        sealed.give_shares(1, 2)
        return tallying.percent(sealed.election.tally)

    first, second = (in_another_world(lambda choice=choice: count(choice))[1] for choice in ("for", "not"))
    assert first["kheo_tally"] != second["kheo_tally"]


def test_the_size_of_a_ballot_tells_nothing(sealed):
    assert len({casting.size(2), *(len(row) for _tracker, row in box.contents(sealed.election))}) == 1
    for choice in WORLDS:
        sealed.cast(sealed.council.people[0], choice)
        assert [len(row) for _tracker, row in box.contents(sealed.election)] == [casting.size(2)]
