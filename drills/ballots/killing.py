"""`kill -9` in the middle of voting: every acknowledged ballot is in the box, none counts twice, the sum is right.

A web process casts for everybody in turn and says so after each answer; it is killed at a random moment, in every tenth
round the database with it. Then everybody presses again, with the key of the first time, and the box is counted.
"""

import os
import random
import signal
import time
import uuid
from pathlib import Path

from django.db import OperationalError, connection, connections
from django.utils import timezone

from drills.ground import as_superuser
from kheo.councils import actions as councils
from kheo.councils.enums import Choice
from kheo.councils.models import Ballot, CouncilSession, Tally
from tests.councils.conftest import convened
from tests.councils.sealing import opened, with_keys

A_BALLOT = 0.25  # seconds: about what one takes on a busy machine


def drill(folder: Path, council, rounds: int) -> list[str]:
    """Print the figures; answers what was broken."""
    dice, totals, broken = random.Random(), dict.fromkeys(["acknowledged", "lost", "twice", "killed midway"], 0), []
    for number in range(rounds):
        wrong = _round(folder, council, dice, totals, with_database=number % 10 == 9)
        broken += [f"round {number}: {what}" for what in wrong]
        if (number + 1) % 20 == 0:
            print(f"  {number + 1} kills", flush=True)
    print("  " + ", ".join(f"{name}: {count}" for name, count in totals.items()))
    return broken


def _round(folder, council, dice, totals, *, with_database) -> list[str]:
    session = councils.open_session(convened(council, "award_80"), by=council.bình)
    sealed = opened(with_keys(council, session))
    (poll,) = [poll.pk for poll in sealed.election.polls.all()]
    votes = {person: (dice.choice(list(Choice)), uuid.uuid4()) for person in council.people}
    acknowledged = _cast_until_killed(folder, session, poll, votes, dice, with_database=with_database)
    totals["acknowledged"] += len(acknowledged)
    totals["killed midway"] += 0 < len(acknowledged) < len(votes)
    in_the_box = dict(Ballot.objects.filter(election=sealed.election).values_list("voter__seat__person", "tracker"))
    lost = [pk for pk, tracker in acknowledged.items() if in_the_box.get(pk) != tracker]
    totals["lost"] += len(lost)
    again = {person.pk: _cast(session, poll, person, *vote) for person, vote in votes.items()}
    changed = [pk for pk, tracker in acknowledged.items() if again[pk] != tracker]
    totals["twice"] += len(changed)
    sealed.close()
    sealed.give_shares(1, 2)
    counts = Tally.objects.get(election=sealed.election).counts
    plain = [[sum(choice == wanted for choice, _key in votes.values()) for wanted in Choice]]
    return (
        [f"{len(lost)} acknowledged ballots lost"] * bool(lost)
        + [f"{len(changed)} retries put a second ballot in"] * bool(changed)
        + [f"the sum {counts} is not {plain}"] * (counts != plain)
    )


def _cast_until_killed(folder, session, poll, votes, dice, *, with_database) -> dict[int, str]:
    """What was acknowledged before the web process was killed: `{person: tracker}`."""
    connections.close_all()
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            for person, vote in votes.items():
                os.write(tell, f"{person.pk} {_cast(session, poll, person, *vote)}\n".encode())
        finally:
            os._exit(0)
    os.close(tell)
    time.sleep(dice.uniform(0, A_BALLOT * len(votes)))
    if with_database:
        _kill_the_database(folder)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(hear) as heard:
        lines = [line.split() for line in heard.read().splitlines(keepends=True) if line.endswith("\n")]
    if with_database:
        _wait_for_the_database()
    return {int(person): tracker for person, tracker in lines}


def _cast(session, poll, person, choice, key) -> str:
    (receipt,) = councils.cast(
        CouncilSession.objects.get(pk=session.pk), {poll: choice}, by=person, key=key, signed_in_at=timezone.now()
    )
    return receipt.tracker


def _kill_the_database(folder: Path) -> None:
    """One of its processes is killed: the server throws everybody out and recovers from its log."""
    with as_superuser(folder) as database:
        victim = database.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            " UNION ALL SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer' LIMIT 1"
        ).fetchone()
    os.kill(victim[0], signal.SIGKILL)


def _wait_for_the_database() -> None:
    connections.close_all()
    for _ in range(100):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except OperationalError:
            connections.close_all()
            time.sleep(0.1)
        else:
            return
