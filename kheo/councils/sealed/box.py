"""The box: a part of the ballots' table for each election, made when it opens and dropped, not emptied, at the end.

A ballot goes in with one statement that asks the election, at the database's own clock, whether it is still open: so
one ballot for each voter, none after the close, and a retry puts in what is there already.
"""

# ruff: noqa: S608 - the table's name is our own, made of a number

import uuid
from collections.abc import Iterable

from django.db import connection

from kheo.councils.enums import ElectionState
from kheo.councils.models import Ballot, Election, Voter
from kheo.councils.sealed.casting import SealedBallot

_TABLE = Ballot._meta.db_table
_PUT_IN = f"""
    INSERT INTO {_TABLE} (election_id, voter_id, sealed, tracker, key)
    SELECT e.id, %(voter)s, %(sealed)s, %(tracker)s, %(key)s FROM kheo_election e
    WHERE e.id = %(election)s AND e.state = '{ElectionState.OPEN}'
        AND (e.closes_at IS NULL OR e.closes_at > clock_timestamp())
    FOR SHARE OF e
    ON CONFLICT (election_id, voter_id) DO UPDATE
        SET sealed = excluded.sealed, tracker = excluded.tracker, key = excluded.key
"""


def make(election: Election) -> None:
    """Make the part of the table into which this election's ballots go."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {_part(election)} PARTITION OF {_TABLE} FOR VALUES IN ({int(election.pk)})")


def remove(election: Election) -> None:
    """Drop the part with every ballot in it: its file is removed with the transaction.

    Copies in the write-ahead log and in backups stay until those expire.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait to be checked in a table that goes
        cursor.execute(f"DROP TABLE IF EXISTS {_part(election)}")


def hold(voters: Iterable[Voter]) -> None:
    """Until the transaction ends, nobody else puts in these voters' ballots: one's own requests come one by one."""
    ids = [voter.pk for voter in voters]
    list(Voter.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def put_in(voter: Voter, ballot: SealedBallot, key: uuid.UUID) -> bool | None:
    """Put a ballot in, or in the place of the voter's earlier one; whether it is the first, None after the close.

    The voter is held (`hold`).
    """
    first = not tracker_of(voter)
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT_IN,
            {"election": voter.election_id, "voter": voter.pk, "sealed": ballot.sealed, "tracker": ballot.tracker,
             "key": key},
        )  # fmt: skip
        return first if cursor.rowcount else None


def tracker_of(voter: Voter, key: uuid.UUID | None = None) -> str:
    """The tracker of the voter's ballot, with `key` only when this very request put it in; empty without one."""
    ballots = Ballot.objects.filter(election=voter.election_id, voter=voter.pk)
    if key is not None:
        ballots = ballots.filter(key=key)
    return ballots.values_list("tracker", flat=True).first() or ""


def contents(election: Election) -> list[tuple[str, bytes]]:
    """Every ballot with its tracker, in the order of the trackers."""
    rows = Ballot.objects.filter(election=election).order_by("tracker").values_list("tracker", "sealed")
    return [(tracker, bytes(sealed)) for tracker, sealed in rows]


def how_many(election: Election) -> int:
    """How many have voted; who, is told after the close."""
    return Ballot.objects.filter(election=election).count()


def _part(election: Election) -> str:
    return f"{_TABLE}_{int(election.pk)}"
