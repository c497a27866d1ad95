"""Khéo in front of the cluster: its tables and people, two web processes without state, one worker."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import django

from drills.cluster import people
from drills.cluster.nodes import HERE, Cluster, _get
from drills.cluster.processes import Machine, free_ports, wait_for

TODAY = "2024-11-20"
KHEO = [sys.executable, "-m", "config.cli"]
AGAIN = 2.0  # seconds after which a worker that ended is started again, as systemd does


class House:
    """Web processes go through PgBouncer; what needs a connection of its own goes past it."""

    def __init__(self, machine: Machine, cluster: Cluster) -> None:
        self.machine, self.cluster = machine, cluster
        self.ports = free_ports(2)
        self.common = {
            "DATABASE_URL": cluster.url(cluster.primary_port), "KHEO_TODAY": TODAY, "KHEO_WORK": "0",
            "KHEO_SECRET_KEY": "of-this-drill-only-" * 4, "KHEO_DATA": str(machine.path("files")),
            "KHEO_WORKERS": "1", "KHEO_HOSTS": HERE, "KHEO_LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1",
            "KHEO_HTTPS": "0", "KHEO_DEBUG": "0", "KHEO_POOLED": "0",
        }  # fmt: skip
        os.environ |= self.common | {"DJANGO_SETTINGS_MODULE": "config.settings"}  # this process counts and enqueues

    def prepare(self) -> None:
        """The tables, the built files, and who will write."""
        self.machine.run([*KHEO, "migrate", "--verbosity", "0"], ours=True, env=self.common)
        self.machine.run([*KHEO, "catalogues", "--compile"], ours=True, env=self.common)
        static = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        self.machine.run(static, ours=True, env=self.common)
        django.setup()
        people.settle()

    def open(self) -> None:
        """Start both web processes and wait until they answer."""
        pooled = self.common | {
            "DATABASE_URL": self.cluster.url(self.cluster.pool_port), "KHEO_POOLED": "1",
            "KHEO_REPLICA_URL": self.cluster.url(self.cluster.replica_port),
        }  # fmt: skip
        for number, port in enumerate(self.ports, 1):
            self.machine.start(f"web{number}", [*KHEO, "serve"], ours=True, env=pooled | {"PORT": str(port)})
        for port in self.ports:
            wait_for("the web answers", lambda port=port: _get(f"http://{HERE}:{port}/accounts/login/"))

    @contextmanager
    def working(self) -> Iterator[None]:
        """One worker for as long as the block lasts, started again whenever it ends."""
        over = Event()

        def keep() -> None:
            while not over.is_set():
                self.machine.start(
                    "worker", [sys.executable, "-m", "drills.cluster.noting"], ours=True, env=self.common
                )
                process = self.machine.running["worker"]
                while process.poll() is None and not over.is_set():
                    time.sleep(0.2)
                over.wait(AGAIN)

        keeper = Thread(target=keep, daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()


def enqueue(first: int, count: int) -> None:
    """Put jobs in the queue, in one transaction, as a verb does."""
    from django.db import connection, transaction

    from drills.cluster.noting import note
    from kheo.kernel import jobs

    connection.close()  # the primary it led to may be dead
    with transaction.atomic():
        for number in range(first, first + count):
            jobs.enqueue(note, number=number)


def kept() -> dict[str, list[float]]:
    """When each draft of the drill was written, by its title: by the database's clock, which the keys carry."""
    rows = _rows(
        "SELECT r.title, extract(epoch FROM k.at) FROM kheo_registration r LEFT JOIN kheo_idempotencykey k"
        " ON k.location = '/exemplars/' || r.id || '/tasks/' WHERE r.title LIKE 'Drill %'"
    )
    found: dict[str, list[float]] = {}
    for title, at in rows:
        found.setdefault(title, []).append(float(at))
    return found


def noted() -> dict[int, int]:
    """How often each job took effect."""
    from drills.cluster.noting import VERB

    return dict(_rows(f"SELECT subject_id, count(*) FROM kheo_entry WHERE verb = '{VERB}' GROUP BY 1"))


def waiting() -> int:
    """Jobs of the drill that are not done."""
    return _rows("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'drill.note'")[0][0]


def _rows(question: str) -> list[tuple]:
    from django.db import OperationalError, connection

    for _ in range(60):
        try:
            with connection.cursor() as cursor:
                cursor.execute(question.replace("%", "%%"))
                return cursor.fetchall()
        except OperationalError:
            connection.close()
            time.sleep(1)
    raise TimeoutError("the database does not answer")
