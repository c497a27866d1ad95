"""A full backup by pgBackRest, put back into a new folder, and what is counted there."""

import time

import psycopg

from drills.cluster.nodes import HERE, Cluster
from drills.cluster.processes import free_ports, wait_for

COUNT = "SELECT count(*) FROM kheo_registration"


def drill(cluster: Cluster) -> tuple[int, int, float, float]:
    """Rows in the cluster and in what was put back; seconds of the backup and of putting it back."""
    machine, primary = cluster.machine, cluster.primary()
    words = [
        "pgbackrest", f"--config={machine.folder / f'{primary}-config' / 'pgbackrest.conf'}", "--stanza=kheo",
    ]  # fmt: skip
    began = time.monotonic()
    machine.run([*words, "backup", "--type=full"])
    saved = time.monotonic() - began
    with cluster.connect(cluster.primary_port, "kheo") as connection:
        there = connection.execute(COUNT).fetchone()[0]
        last = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()[0]
        wait_for("the last change is in the archive", lambda: _archived(connection, last))
    began = time.monotonic()
    folder, port, sockets = machine.path("restored"), free_ports(1)[0], machine.path("restored-sockets")
    machine.run([*words, f"--pg1-path={folder}", "--archive-mode=off", "restore"])
    machine.start(
        "restored",
        [cluster.programs["bin"] / "postgres", "-D", folder, "-p", port, "-h", HERE, "-k", sockets],
    )  # fmt: skip

    def back() -> int | None:
        try:
            with cluster.connect(port, "kheo") as connection:
                if connection.execute("SELECT pg_is_in_recovery()").fetchone()[0]:
                    return None
                return connection.execute(COUNT).fetchone()[0]
        except psycopg.Error:
            return None

    wait_for("what was put back answers", lambda: back() is not None, 120)
    return there, back() or 0, saved, time.monotonic() - began


def make_stanza(cluster: Cluster) -> None:
    """Once, when the cluster is new."""
    config = cluster.machine.folder / "db1-config" / "pgbackrest.conf"
    cluster.machine.run(["pgbackrest", f"--config={config}", "--stanza=kheo", "stanza-create"])


def _archived(connection: psycopg.Connection, name: str) -> bool:
    row = connection.execute("SELECT last_archived_wal >= %s FROM pg_stat_archiver", [name]).fetchone()
    return bool(row and row[0])
