"""Many real elections, voted on through the verb, with everything an adversary could write down on the way."""

import contextvars
import itertools
import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connection, connections
from django.utils import timezone

from kheo.councils import actions as councils
from kheo.councils.enums import Choice
from kheo.councils.models import CouncilSession
from tests.councils.conftest import convened
from tests.councils.sealing import Sealed, opened, with_keys

QUESTIONS, WORKERS = 3, 2
VECTORS = list(itertools.product(Choice, repeat=QUESTIONS))  # 27 ways to vote: 15 voters can all vote differently


@dataclass
class Played:
    """One election: who voted how (the secret), and what was seen of it."""

    sealed: Sealed
    truth: dict[int, tuple[str, ...]]  # by the id of the voter
    log: list[int] = field(default_factory=list)  # in which order the answers went out
    snapshots: list[dict[int, str]] = field(default_factory=list)  # trackers by voter, after each vote
    wal: tuple[int, int] = (0, 0)  # from where to where it stands in the write-ahead log

    @property
    def voters(self) -> list[int]:
        return sorted(self.truth)


def play(council, dice: random.Random) -> Played:
    """Fifteen members vote, each in another way, two at a time, in a random order; some vote twice."""
    session = councils.open_session(convened(council, "award_80"), by=council.bình)
    sealed = opened(with_keys(council, session), list(session.items.all()))
    election = sealed.election
    voters = {voter.seat.person_id: voter.pk for voter in election.voters.select_related("seat")}
    polls = [poll.pk for poll in election.polls.all()]
    secrets = dict(zip(voters, dice.sample(VECTORS, len(voters)), strict=True))
    begins = _place_in_wal()
    played = Played(sealed, {voters[person]: vector for person, vector in secrets.items()})
    order = [person for person in council.people if person.pk in voters]
    dice.shuffle(order)
    hesitant = set(dice.sample(range(len(order)), 3))

    def vote(place, person):
        try:
            if place in hesitant:
                _cast(session, polls, dice.choice(VECTORS), person)
            _cast(session, polls, secrets[person.pk], person)
            played.log.append(voters[person.pk])
            played.snapshots.append(_box(election))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        waiting = [
            pool.submit(contextvars.copy_context().run, vote, place, person) for place, person in enumerate(order)
        ]
        for one in waiting:
            one.result()
    played.wal = (begins, _place_in_wal())
    return played


def _cast(session, polls, vector, person):
    councils.cast(
        CouncilSession.objects.get(pk=session.pk), dict(zip(polls, vector, strict=True)), by=person, key=uuid.uuid4(),
        signed_in_at=timezone.now(),
    )  # fmt: skip


def _place_in_wal():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")
        return int(cursor.fetchone()[0])


def _box(election):
    with connection.cursor() as cursor:
        cursor.execute("SELECT voter_id, tracker FROM kheo_ballot WHERE election_id = %s", [election.pk])
        return dict(cursor.fetchall())
