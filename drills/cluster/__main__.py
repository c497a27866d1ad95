"""`python -m drills.cluster`: kill the primary of a real cluster while people write, and print what came of it.

Three PostgreSQL under Patroni, three etcd, HAProxy and PgBouncer on the loopback, made from the templates of
deploy/cluster; two `kheo serve` through the pooler, a worker past it. Writers begin drafts through the web and ask
again, with the same key, whenever there is no clear answer. Promised is that nothing acknowledged is lost, nothing is
done twice, every job takes effect once, and the node that was killed comes back as a standby. Ends with 1 when that is
broken, with 2 where a program is missing.
"""

import argparse
import contextlib
import os
import sys
import threading
import time
from pathlib import Path

from drills.cluster import backup
from drills.cluster.ledger import Ledger, Sum
from drills.cluster.nodes import Cluster
from drills.cluster.people import WRITERS
from drills.cluster.processes import Machine, Missing, machine, program, wait_for

JOBS = 60  # in the queue before each kill
SOME = 3.0  # seconds in which some of them are done
BEFORE = 8.0  # seconds of writing before the first kill
BEGAN = time.monotonic()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m drills.cluster", description=__doc__)
    parser.add_argument("--kills", type=int, default=2, help="how often the primary is killed (default 2)")
    parser.add_argument(
        "--only-postgres", action="store_true", help="kill PostgreSQL alone; Patroni on its node lives and finds out"
    )
    parser.add_argument("--writers", type=int, default=6, help="sessions that write at once (default 6)")
    parser.add_argument(
        "--patroni", type=Path, help="a patroni of your own (default: installed from the package index)"
    )
    parser.add_argument(
        "--keep-logs", type=Path, metavar="FOLDER", help="copy what the programs said into a new folder"
    )
    asked = parser.parse_args()
    try:
        program("pgbackrest")
        with machine() as here:
            try:
                return run(here, asked)
            finally:
                if asked.keep_logs:
                    keep(here, asked.keep_logs)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2


def run(here: Machine, asked: argparse.Namespace) -> int:
    """Build, write, kill, count."""
    from drills.cluster.house import House

    tell("installing and starting the cluster")
    cluster = Cluster(here, asked.patroni)
    cluster.start()
    backup.make_stanza(cluster)
    tell(f"the cluster is whole: {', '.join(f'{m["name"]} {m["role"]}' for m in cluster.members())}")
    house = House(here, cluster)
    house.prepare()
    tell("the tables are made")
    house.open()
    tell("Khéo is open: two web processes through PgBouncer, one worker past it")
    broken = play(cluster, house, asked)
    there, back, saved, restored = backup.drill(cluster)
    print(
        f"  backup in {saved:.0f} s, put back in {restored:.0f} s:"
        f" {there} registrations there, {back} in what was put back"
    )
    broken += ["what was put back differs"] * (there != back)
    for what in broken:
        print(f"BROKEN: {what}")
    return 1 if broken else 0


def play(cluster: Cluster, house, asked: argparse.Namespace) -> list[str]:
    """The writers write, the primary is killed, again and again; answers what is broken."""
    from drills.cluster.house import enqueue, kept, noted, waiting
    from drills.cluster.writers import Writer

    ledger, over, kills = Ledger(), threading.Event(), []
    writers = [
        Writer(
            f"w{number}",
            WRITERS[number % len(WRITERS)],
            house.ports[number % 2 :] + house.ports[: number % 2],
            ledger,
            over,
        )
        for number in range(asked.writers)
    ]
    for writer in writers:
        writer.sign_in()
    with house.working():
        for writer in writers:
            writer.start()
        time.sleep(BEFORE)
        for number in range(asked.kills):
            enqueue(number * JOBS, JOBS)
            time.sleep(SOME)
            kills.append(kill_and_mend(cluster, number + 1, only_postgres=asked.only_postgres))
            time.sleep(BEFORE / 2)
        over.set()
        for writer in writers:
            writer.join()
        with contextlib.suppress(TimeoutError):
            wait_for("the jobs are done", lambda: waiting() == 0, 120)
        left = waiting()
    sum_ = ledger.balance(kept())
    report(sum_, [ledger.silence_after(at) for at in kills])
    lines = cluster.lines_to_standbys()
    print(f"  lines of the web to standbys: {lines}")
    effects = noted()
    wanted = JOBS * asked.kills
    begun = (cluster.machine.folder / "worker.log").read_text().count("noting ")
    print(f"  jobs: {wanted} enqueued before a kill, {len(effects)} done, {begun} times begun, {left} left")
    wrong = [number for number in range(wanted) if effects.get(number) != 1]
    return (
        sum_.broken
        + ["nothing was read from a standby"] * (not lines)
        + [f"jobs without exactly one effect: {wrong[:10]}"] * bool(wrong)
    )


def kill_and_mend(cluster: Cluster, number: int, *, only_postgres: bool) -> float:
    """Kill the primary, wait for another one, bring the dead node back as a standby; answers when it was killed."""
    victim = cluster.primary()
    at = time.time()
    if only_postgres:
        cluster.kill_postgres(victim)
    else:
        cluster.kill(victim)
    wait_for("another primary", lambda: cluster.primary() not in (None, victim))
    tell(f"kill {number}: {victim} is dead, {cluster.primary()} is primary after {time.time() - at:.1f} s")
    time.sleep(BEFORE / 2)
    again = time.time()
    if not only_postgres:
        cluster.start_node(victim)
    wait_for(f"{victim} is a standby again", cluster.is_whole)
    tell(f"        {victim} streams again as a standby, {time.time() - again:.1f} s after it came back")
    return at


def report(sum_: Sum, silences: list[float]) -> None:
    print(f"  acknowledged: {sum_.acknowledged}, lost: {len(sum_.lost)}, there twice: {len(sum_.doubled)}")
    print(
        f"  asked again until it was clear: {sum_.asked_again}, of which committed the first time: {sum_.had_been_kept}"
    )
    print(f"  never clear: {sum_.unknown}, of which committed: {sum_.unknown_kept}")
    print(f"  searched for at once by its writer: {sum_.looked_for}, not found: {len(sum_.not_found)}")
    print(f"  seconds without writes at each kill: {', '.join(f'{one:.1f}' for one in silences)}")


def tell(what: str) -> None:
    print(f"{time.monotonic() - BEGAN:5.0f} s  {what}", flush=True)


def keep(here: Machine, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for log in here.folder.glob("*.log"):
        (folder / log.name).write_bytes(log.read_bytes())


if __name__ == "__main__":
    print(f"{time.strftime('%d/%m/%Y')}, {os.cpu_count()} cores", flush=True)
    sys.exit(main())
