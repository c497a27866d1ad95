"""The design that looks safe and is not: who has voted in one table, the votes in another, under random names.

The control of the drill: adversaries that find nothing here would be no adversaries.
"""

import random
import uuid

import psycopg

from drills.ballots.adversaries import Finding, Seen, log_of_writes, matched

TABLES = """
    CREATE TABLE drill_voted (election int, member int, token text, PRIMARY KEY (election, member));
    CREATE TABLE drill_vote (id text PRIMARY KEY, election int, way int);
"""


def attacked(database: psycopg.Connection, folder, elections: int, dice: random.Random) -> list[Finding]:
    """So many elections of fifteen in that design, and what the five get."""
    database.execute(TABLES)
    begins = _place_in_wal(database)
    linked = dict.fromkeys(["dump", "system columns", "dump and web log", "consecutive snapshots"], 0)
    truths, snapshots = {}, {}
    for election in range(elections):
        truths[election], snapshots[election], log = _play(database, election, dice)
        members, votes = _stolen(database, election)
        for key, name in (("dump", "dump"), ("xmin", "system columns")):
            linked[name] += matched(members, votes, key, truths[election])
        by_dump = sorted(votes, key=lambda row: row.dump)
        linked["dump and web log"] += sum(
            truths[election][who] == vote.owner for who, vote in zip(log, by_dump, strict=True)
        )
        linked["consecutive snapshots"] += sum(truths[election][who] == way for who, way in snapshots[election])
    wal = log_of_writes(folder).part((begins, _place_in_wal(database)))
    in_wal = sum(matched(*_stolen(database, election, wal), "wal", truths[election]) for election in truths)
    return [
        Finding("naive", name, hits, 15 * elections) for name, hits in (linked | {"write-ahead log": in_wal}).items()
    ]


def _play(database, election, dice):
    """Fifteen vote in a random order; the differences between backups, and the web log."""
    ways = dice.sample(range(27), 15)
    log = dice.sample(range(15), 15)
    snapshots = []
    for member in log:
        with database.transaction():
            database.execute("INSERT INTO drill_voted VALUES (%s, %s, %s)", [election, member, f"{uuid.uuid4()}"])
            database.execute("INSERT INTO drill_vote VALUES (%s, %s, %s)", [f"{uuid.uuid4()}", election, ways[member]])
        snapshots.append(_new(database, election, snapshots))
    return dict(enumerate(ways)), snapshots, log


def _new(database, election, earlier):
    """Who and which vote are in this backup and were not in the one before."""
    members = {row[0] for row in database.execute(
        "SELECT member FROM drill_voted WHERE election = %s", [election])}  # fmt: skip
    votes = {row[0] for row in database.execute("SELECT way FROM drill_vote WHERE election = %s", [election])}
    (member,) = members - {who for who, _way in earlier}
    (vote,) = votes - {way for _who, way in earlier}
    return member, vote


def _stolen(database, election, wal=b""):
    members = database.execute(
        "SELECT member, row_number() OVER (ORDER BY ctid), xmin::text::bigint, token FROM drill_voted"
        " WHERE election = %s", [election],
    ).fetchall()  # fmt: skip
    votes = database.execute(
        "SELECT way, row_number() OVER (ORDER BY ctid), xmin::text::bigint, id FROM drill_vote WHERE election = %s",
        [election],
    ).fetchall()
    return (
        [Seen(member, dump, xmin, wal.find(name.encode())) for member, dump, xmin, name in members],
        [Seen(way, dump, xmin, wal.find(name.encode())) for way, dump, xmin, name in votes],
    )


def _place_in_wal(database):
    return int(database.execute("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn").fetchone()[0])
