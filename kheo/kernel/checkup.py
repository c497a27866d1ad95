"""The start-up check: what an installation must have before it takes anybody's work, said in sentences.

Read by `kheo doctor` and by `kheo serve`. The sentences are for the keeper of the machine, so in English.
"""

import enum
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kheo.kernel import boundaries, clock, replica
from kheo.kernel.errors import BadInput, TryLater
from kheo.kernel.shelf import shelf

OLDEST_SERVER = 15
EXTENSIONS = ("btree_gist", "pg_trgm")
LITTLE_ROOM, NO_ROOM = 2 * 2**30, 200 * 2**20  # bytes
CLOCKS_APART = 30  # seconds


class Level(enum.Enum):
    """How a finding weighs: a wrong one keeps the server from starting."""

    WELL = "well"
    DOUBTFUL = "doubtful"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One sentence about one thing."""

    level: Level
    sentence: str


Check = Callable[[], Iterator[Finding]]


def findings() -> list[Finding]:
    """Everything there is to say, in the order of looking. The database must answer."""
    return [finding for check in CHECKS for finding in check()]


def server_version() -> Iterator[Finding]:
    """The temporal rules need range types, exclusion constraints and what 15 brought."""
    version = int(_setting("server_version_num")) // 10_000
    if version < OLDEST_SERVER:
        yield _wrong(f"The database server is PostgreSQL {version}; Khéo needs {OLDEST_SERVER} or newer.")
    else:
        where = "the embedded one" if settings.KHEO_EMBEDDED else "the server of DATABASE_URL"
        yield _well(f"PostgreSQL {version} answers ({where}).")


def pooler() -> Iterator[Finding]:
    """Background work listens on a connection of its own, which a pooler takes away after each transaction."""
    if settings.KHEO_POOLED and settings.KHEO_WORK:
        yield _wrong(
            "KHEO_POOLED=1 and a worker do not go together: set KHEO_WORK=0 here, and run `kheo work` with a"
            " DATABASE_URL that leads past the pooler, without KHEO_POOLED."
        )
    elif settings.KHEO_POOLED:
        yield _well("Connections go through a pooler (KHEO_POOLED); settings of a session are expected on the role.")


def standby() -> Iterator[Finding]:
    """Figures, search and exports are read from KHEO_REPLICA_URL, while it keeps up."""
    if not replica.is_configured():
        return
    try:
        with connections[replica.ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT pg_is_in_recovery(), pg_wal_lsn_diff(%s, pg_last_wal_replay_lsn())", [replica.written()]
            )
            follows, behind = cursor.fetchone()
    except OperationalError as error:
        said = " ".join(str(error).split())[:200]
        yield _doubtful(f"The standby of KHEO_REPLICA_URL does not answer; the primary does its work: {said}")
        return
    if follows:
        yield _well(f"The standby of KHEO_REPLICA_URL answers, {max(0, behind) / 2**20:.1f} MB of log behind.")
    else:
        yield _doubtful("KHEO_REPLICA_URL leads to no standby: figures are read from the primary.")


def encoding() -> Iterator[Finding]:
    """Vietnamese and Hindi names need every letter there is."""
    found = _setting("server_encoding")
    if found != "UTF8":
        yield _wrong(f"The database stores text as {found}; make it anew with ENCODING 'UTF8'.")
    else:
        yield _well("Text is stored as UTF-8.")


def durability() -> Iterator[Finding]:
    """An answered act must survive a power cut."""
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _setting(name) == "off"]
    if off:
        yield _doubtful(
            f"A power cut can lose acknowledged work: {', '.join(off)} {'is' if len(off) == 1 else 'are'} off."
        )
    else:
        yield _well("An acknowledged act is on the disk (fsync, full_page_writes and synchronous_commit are on).")


def extensions() -> Iterator[Finding]:
    """Exclusion over equality and periods, and searching inside words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(EXTENSIONS)])
        available = {name for (name,) in cursor.fetchall()}
    if missing := [name for name in EXTENSIONS if name not in available]:
        yield _wrong(f"The database server lacks the extension {' and '.join(missing)} (Debian: postgresql-contrib).")
    else:
        yield _well(f"The extensions {' and '.join(EXTENSIONS)} are there.")


def migrations() -> Iterator[Finding]:
    """The tables have the form that this version expects."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield _wrong(f"The database waits for {len(waiting)} migrations. Run: kheo migrate")
    elif settings.CACHES[DEFAULT_DB_ALIAS]["LOCATION"] not in connection.introspection.table_names():
        yield _wrong("The table of the shared cache is missing. Run: kheo migrate")
    else:
        yield _well("All migrations are applied.")


def room() -> Iterator[Finding]:
    """Room on the disk of the files and, when it is embedded, of the database."""
    free = shutil.disk_usage(settings.KHEO_DATA).free
    said = f"{free / 2**30:.1f} GB are free on the disk of {settings.KHEO_DATA}."
    if free < NO_ROOM:
        yield _wrong(f"The disk is nearly full: {said}")
    elif free < LITTLE_ROOM:
        yield _doubtful(f"Room is getting short: {said}")
    else:
        yield _well(said)


def bucket() -> Iterator[Finding]:
    """The bucket of KHEO_FILES takes a file, gives it back and takes it away. Of a folder `room` tells."""
    if not (name := getattr(shelf(), "bucket_name", "")):
        return
    where = f"The bucket {name} at {getattr(shelf(), 'endpoint_url', '') or 'Amazon'}"
    began, key, doing = time.monotonic(), f"checks/{uuid.uuid4()}", "written"
    try:
        shelf().save(key, ContentFile(key.encode()))
        doing = "read"
        with shelf().open(key) as kept:
            same = kept.read() == key.encode()
        doing = "deleted from"
        shelf().delete(key)
    except (TryLater, FileNotFoundError) as why:
        yield _wrong(f"{where} cannot be {doing}: {why.__cause__}")
        return
    took = f"{time.monotonic() - began:.2f} seconds"
    yield (_well if same else _wrong)(
        f"{where} can be written, read and deleted from ({took})." if same else f"{where} gives back other bytes."
    )


def clocks() -> Iterator[Finding]:
    """Deadlines are read off our clock and stamps off the database's; they must be one time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    if apart > CLOCKS_APART:
        yield _doubtful(f"The clocks of this machine and of the database are {apart:.0f} seconds apart.")
    else:
        yield _well(f"The clock says {timezone.localtime():%d/%m/%Y %H:%M} in {settings.TIME_ZONE}.")
    if fixed := clock.demonstration_date():
        yield _well(f"This is a demonstration: its business date is {fixed:%d/%m/%Y} (KHEO_TODAY).")


def built_files() -> Iterator[Finding]:
    """What is compiled or collected on the machine, not kept in the repository."""
    languages = [code for code, _ in settings.LANGUAGES if code != "en"]
    folder = Path(settings.LOCALE_PATHS[0])
    if missing := [code for code in languages if not (folder / code / "LC_MESSAGES" / "django.mo").exists()]:
        yield _doubtful(f"Not compiled: the words of {' and '.join(missing)}. Run: kheo catalogues --compile")
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield _wrong("The style sheets and scripts are not collected. Run: python manage.py collectstatic --noinput")


def background_work() -> Iterator[Finding]:
    """A job that failed for good waits for a person."""
    if "procrastinate_jobs" not in connection.introspection.table_names():
        return  # the migrations have said so
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(task_name) FROM procrastinate_jobs WHERE status = 'failed'")
        count, first = cursor.fetchone()
    if count:
        yield _doubtful(f"{count} background jobs failed for good, {first} among them; the log says why.")
    else:
        yield _well("No background job has failed for good.")


def boundary_file() -> Iterator[Finding]:
    """A boundary file that was named can be drawn from."""
    if not settings.KHEO_BOUNDARIES:
        return
    try:
        file = boundaries.read(Path(settings.KHEO_BOUNDARIES))
    except BadInput as why:
        yield _doubtful(f"{why} The figures have no map of it until then.")
    else:
        yield _well(f"The boundary file draws {len(file.shapes)} units.")


CHECKS: tuple[Check, ...] = (
    server_version, pooler, standby, encoding, durability, extensions, migrations, room, bucket, clocks, built_files,
    background_work, boundary_file,
)  # fmt: skip


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def _well(sentence: str) -> Finding:
    return Finding(Level.WELL, sentence)


def _doubtful(sentence: str) -> Finding:
    return Finding(Level.DOUBTFUL, sentence)


def _wrong(sentence: str) -> Finding:
    return Finding(Level.WRONG, sentence)
