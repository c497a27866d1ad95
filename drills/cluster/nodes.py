"""Three PostgreSQL under Patroni, three etcd, HAProxy and PgBouncer, all on the loopback, from the templates."""

import json
import secrets
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from drills.cluster.processes import Machine, Missing, family, free_ports, postmaster, program, servers, wait_for
from drills.cluster.templates import filled, templates

NAMES = ("db1", "db2", "db3")
PATRONI = ["patroni[etcd3]==4.1.5", "psycopg[binary]"]
HERE = "127.0.0.1"


class Cluster:
    """The cluster of a drill. Must be started once; nodes can be killed and started again."""

    def __init__(self, machine: Machine, patroni: Path | None) -> None:
        self.machine = machine
        self.programs = {name: program(name) for name in ("etcd", "haproxy", "pgbouncer")} | {"bin": servers()}
        self.patroni = patroni or self._install()
        ports = iter(free_ports(15))
        self.ports = {name: {kind: next(ports) for kind in ("pg", "rest", "client", "peer")} for name in NAMES}
        self.primary_port, self.replica_port, self.pool_port = next(ports), next(ports), next(ports)
        self.passwords = {name: secrets.token_hex(12) for name in ("SUPERUSER", "REPLICATION", "KHEO")}

    # ── Making ──

    def start(self) -> None:
        for name in NAMES:
            self._write(name)
            self.machine.start(
                f"etcd-{name}", [self.programs["etcd"], "--config-file", self.machine.folder / f"{name}-etcd.yml"],
                env={"GOMAXPROCS": "1"},
            )  # fmt: skip
        wait_for("etcd answers", lambda: all(self._etcd_is_well(name) for name in NAMES))
        self.start_node("db1")
        wait_for("a primary", self.primary)
        for name in NAMES[1:]:
            self.start_node(name)
        wait_for("two standbys", self.is_whole, 120)
        self._start_ways()
        self._prepare_database()

    def start_node(self, name: str) -> None:
        """Patroni on that node, which starts its PostgreSQL."""
        words = [self.patroni, self.machine.folder / f"{name}-patroni.yml"]
        self.machine.start(name, words)

    def _install(self) -> Path:
        """Patroni from PyPI, in an environment of the drill's own."""
        place = self.machine.path("patroni")
        for python in (Path("/usr/bin/python3"), Path(sys.executable)):
            with suppress(RuntimeError, OSError):
                self.machine.run([python, "-m", "venv", place])
                self.machine.run([place / "bin" / "pip", "install", "--quiet", "--no-cache-dir", *PATRONI])
                return place / "bin" / "patroni"
        raise Missing("Patroni could not be installed (Debian: apt-get install -y python3-venv; and a package index).")

    def _write(self, name: str) -> None:
        values = self.values(name)
        for template in ("etcd.yml", "patroni.yml"):
            self.machine.write(f"{name}-{template}", filled(template, values))
        config = self.machine.path(f"{name}-config")
        for template in set(templates()) - {"etcd.yml", "patroni.yml"}:
            self.machine.write(f"{config.name}/{template}", filled(template, values))

    def values(self, name: str) -> dict[str, object]:
        """Every name of the templates, for one node."""
        mine, path = self.ports[name], self.machine.path
        each = [(other, self.ports[other]) for other in NAMES]
        return {
            "NAME": name, "ADDRESS": HERE, "NETWORK": f"{HERE}/32",
            "PG_PORT": mine["pg"], "REST_PORT": mine["rest"],
            "ETCD_CLIENT_PORT": mine["client"], "ETCD_PEER_PORT": mine["peer"],
            "ETCD": ",".join(f"{HERE}:{its['client']}" for _, its in each),
            "ETCD_CLUSTER": ",".join(f"{other}=http://{HERE}:{its['peer']}" for other, its in each),
            "PROXY_ADDRESS": HERE, "PRIMARY_PORT": self.primary_port, "REPLICA_PORT": self.replica_port,
            "POOL_PORT": self.pool_port, "PG_BIN": self.programs["bin"], "DATA": self.machine.folder / name,
            "SOCKETS": path(f"{name}-sockets"), "ETCD_DATA": path(f"{name}-etcd"), "CONFIG": path(f"{name}-config"),
            "REPOSITORY": path("repository"), "LOGS": path("logs"), "LOCKS": path(f"{name}-locks"),
            "SUPERUSER": self.machine.user,
        } | {f"{whose}_PASSWORD": word for whose, word in self.passwords.items()} | {
            f"NODE{number}": f"{HERE}:{its['pg']}" for number, (_, its) in enumerate(each, 1)
        } | {f"REST{number}": its["rest"] for number, (_, its) in enumerate(each, 1)}  # fmt: skip

    def _start_ways(self) -> None:
        config = self.machine.folder / "db1-config"
        self.machine.start("haproxy", [self.programs["haproxy"], "-db", "-f", config / "haproxy.cfg"])
        self.machine.start("pgbouncer", [self.programs["pgbouncer"], config / "pgbouncer.ini"])
        question = (
            "SELECT pg_is_in_recovery()"  # in turn; HAProxy takes everybody for well until its checks say otherwise
        )
        wait_for("only the primary", lambda: all(self.ask(question, self.primary_port) is False for _ in NAMES * 2))
        wait_for("only standbys", lambda: all(self.ask(question, self.replica_port) is True for _ in NAMES * 2))

    def _prepare_database(self) -> None:
        text = (self.machine.folder / "db1-config" / "roles.sql").read_text()
        with self.connect(self.primary_port) as connection:
            for line in text.splitlines():
                if line and not line.startswith("--"):
                    connection.execute(line)

    # ── Asking ──

    def lines_to_standbys(self) -> int:
        """How many lines Khéo's web processes hold to standbys now."""
        lines = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE application_name = 'kheo' AND usename = 'kheo' AND pg_is_in_recovery()"
        )
        return sum(int(self.ask(lines, self.ports[name]["pg"]) or 0) for name in NAMES)

    def url(self, port: int) -> str:
        """What goes into Khéo's DATABASE_URL."""
        return f"postgres://kheo:{self.passwords['KHEO']}@{HERE}:{port}/kheo"

    def connect(self, port: int, database: str = "postgres") -> psycopg.Connection:
        """As the superuser."""
        return psycopg.connect(
            host=HERE, port=port, user=self.machine.user, password=self.passwords["SUPERUSER"], dbname=database,
            autocommit=True, connect_timeout=3,
        )  # fmt: skip

    def ask(self, question: str, port: int) -> object:
        """The first value of an answer, or None when nobody gives one."""
        try:
            with self.connect(port) as connection:
                row = connection.execute(question).fetchone()
                return row[0] if row else None
        except psycopg.Error:
            return None

    def members(self) -> list[dict]:
        """What Patroni says of its members, asked of whoever answers."""
        for name in NAMES:
            with suppress(OSError):
                return json.loads(_get(f"http://{HERE}:{self.ports[name]['rest']}/cluster"))["members"]
        return []

    def primary(self) -> str | None:
        """The name of the primary that runs, or None."""
        return next((m["name"] for m in self.members() if m["role"] == "leader" and m["state"] == "running"), None)

    def is_whole(self) -> bool:
        """One primary, two standbys that stream, one of them synchronous."""
        found = {(m["role"], m["state"]) for m in self.members()}
        return found == {("leader", "running"), ("sync_standby", "streaming"), ("replica", "streaming")}

    def _etcd_is_well(self, name: str) -> bool:
        return b"true" in _get(f"http://{HERE}:{self.ports[name]['client']}/health")

    # ── Killing ──

    def kill(self, name: str) -> None:
        """The power goes on that node: Patroni and PostgreSQL at once."""
        number = postmaster(self.machine.folder / name)
        self.machine.kill(name, *([number] if number else []))

    def kill_postgres(self, name: str) -> None:
        """Only PostgreSQL; Patroni finds out."""
        for one in family(postmaster(self.machine.folder / name) or 0):
            with suppress(psutil.Error):
                one.kill()


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=3) as answer:
        return answer.read()
