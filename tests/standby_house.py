"""A primary and a standby that streams from it, on sockets of their own, for the tests that need both."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kheo.kernel import embedded
from kheo.kernel.embedded import places
from kheo.kernel.embedded.account import account_for
from kheo.kernel.embedded.programs import programs_for


@dataclass(frozen=True)
class House:
    """Where both answer: Django's settings of a connection to the database `kheo`."""

    primary: dict
    standby: dict
    data: Path

    def pause(self) -> None:
        """The standby receives, and no longer replays."""
        with as_superuser(self.standby) as keeper:
            keeper.execute("SELECT pg_wal_replay_pause()")
            while keeper.execute("SELECT pg_get_wal_replay_pause_state()").fetchone() != ("paused",):
                time.sleep(0.02)

    def resume(self) -> None:
        """It replays, and has soon caught up."""
        with as_superuser(self.standby) as keeper:
            keeper.execute("SELECT pg_wal_replay_resume()")
        self.catch_up()

    def catch_up(self) -> None:
        """Wait until the standby has replayed all that is committed."""
        with as_superuser(self.primary) as keeper:
            (mark,) = keeper.execute("SELECT pg_current_wal_lsn()").fetchone()
        with as_superuser(self.standby) as keeper:
            for _ in range(500):
                if keeper.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [mark]).fetchone()[0]:
                    return
                time.sleep(0.02)
        raise AssertionError("The standby does not catch up.")

    def stop(self) -> None:
        """Kill the standby."""
        account = account_for(self.data)
        program = programs_for(account, self.data) / "pg_ctl"
        account.run(program, "stop", "-m", "immediate", "-w", "-D", self.data / "standby", folder=self.data)


def as_superuser(where: dict) -> psycopg.Connection:
    return psycopg.connect(
        host=where["HOST"], port=where["PORT"] or 5432, user="postgres", dbname="kheo", autocommit=True
    )


@contextmanager
def two_servers() -> Iterator[House]:
    """Both, as long as the block lasts."""
    data = Path(tempfile.mkdtemp(prefix="kheo-pair-"))
    try:
        with embedded.Server(data):
            house = _with_standby(data)
            try:
                yield house
            finally:
                house.stop()
    finally:
        shutil.rmtree(places.run(data), ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


def _with_standby(data: Path) -> House:
    primary, account = embedded.address(data), account_for(data)
    with as_superuser(primary) as keeper:
        (rules,) = keeper.execute("SHOW hba_file").fetchone()
        with Path(rules).open("a") as file:
            file.write("local replication all peer map=kheo\n")
        keeper.execute("SELECT pg_reload_conf()")
    programs, folder, run = programs_for(account, data), data / "standby", data / "run2"
    for made in (folder, run):
        made.mkdir(mode=0o700)
        account.own(made, 0o700)
    copied = account.run(
        programs / "pg_basebackup", "-h", primary["HOST"], "-U", "postgres", "-D", folder, "-R", "-X", "stream",
        "--no-sync", "--checkpoint=fast", folder=data,
    )  # fmt: skip
    assert copied.returncode == 0, copied.stderr
    options = f"-c unix_socket_directories={run} -c hot_standby_feedback=on"
    started = account.run(
        programs / "pg_ctl", "start", "-w", "-s", "-D", folder, "-l", run / "log", "-o", options, folder=data
    )
    assert started.returncode == 0, started.stderr
    return House(primary, primary | {"HOST": str(run)}, data)
