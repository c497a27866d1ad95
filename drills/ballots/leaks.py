"""Can anybody with the database, its system columns, the web log, backups or the log of writes tell who voted how?"""

import logging
import random
from io import BytesIO
from pathlib import Path

from django.db import connection

from drills.ballots import adversaries, naive
from drills.ballots.adversaries import Finding
from drills.ballots.playing import play
from drills.ground import as_superuser
from kheo.kernel.redaction import Redact


def drill(folder: Path, council, elections: int, sigmas: float) -> list[str]:
    """Print a line for each adversary; answers what was broken."""
    dice = random.Random()
    logged = _written_down()
    with as_superuser(folder) as database:
        database.execute("ALTER SYSTEM SET wal_keep_size = '20GB'")
        database.execute("SELECT pg_reload_conf()")
        played = []
        for number in range(elections):
            played.append(play(council, dice))
            if (number + 1) % 20 == 0:
                print(f"  {number + 1} elections voted on", flush=True)
        database.execute("CHECKPOINT")
        wal = adversaries.log_of_writes(folder)
        findings = [*adversaries.attacks(played, wal), adversaries.learned(played)]
        readable = {
            "dump": adversaries.plaintext_in(_dump(), played),
            "files of the database": adversaries.plaintext_in(_files(folder), played),
            "write-ahead log": adversaries.plaintext_in(wal.content, played),
            "application log": adversaries.plaintext_in(logged.getvalue(), played),
        }
        control = naive.attacked(database, folder, max(10, elections // 5), dice)
    return [*_told(findings, sigmas), *_told_of_the_control(control, sigmas), *_told_of_plaintext(readable)]


def _told(findings: list[Finding], sigmas: float) -> list[str]:
    broken = []
    for one in findings:
        bound = one.bound(sigmas)
        promised = f"chance {one.chance:.3f}, bound {bound:.3f}"
        print(f"  {one.design:<7} {one.adversary:<24} linked {one.rate:6.3f}   {promised}")
        if one.rate > bound:
            broken.append(f"{one.adversary} links {one.rate:.3f}, more than {bound:.3f}")
    return broken


def _told_of_the_control(findings: list[Finding], sigmas: float) -> list[str]:
    """Each adversary must link the naive ballots by more than it may link ours. How much more differs from run to run:
    on a busy server other writes come between those of a vote."""
    for one in findings:
        print(f"  {one.design:<7} {one.adversary:<24} linked {one.rate:6.3f}   (control: must be found)")
    return [f"the control was not found by {one.adversary}" for one in findings if one.rate <= one.bound(sigmas)]


def _told_of_plaintext(readable: dict[str, int]) -> list[str]:
    for where, count in readable.items():
        print(f"  sealed  readable in the {where}: {count} elections")
    return [f"votes stand readable in the {where}" for where, count in readable.items() if count]


def _dump() -> bytes:
    """All rows of all tables, in the order in which a plain dump writes them."""
    found = BytesIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY (SELECT * FROM "{table}") TO STDOUT') as rows:
                for row in rows:
                    found.write(row)
    return found.getvalue()


def _files(folder: Path) -> bytes:
    """What a thief of the disk has: every file of the database."""
    return b"".join(path.read_bytes() for path in (folder / "postgres" / "base").rglob("*") if path.is_file())


class _Kept(logging.Handler):
    def __init__(self, kept: BytesIO) -> None:
        super().__init__(logging.DEBUG)
        self.kept = kept
        self.addFilter(Redact())

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.write(f"{record.getMessage()} {record.args}\n".encode())


def _written_down() -> BytesIO:
    """Everything that is logged from now on, at the most talkative level."""
    kept, root = BytesIO(), logging.getLogger()
    root.handlers = [_Kept(kept)]
    root.setLevel(logging.DEBUG)
    return kept
