"""The door `kheo`: sentences and codes, the database behind it, and a server that comes and goes in good order."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from kheo.kernel import embedded

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data():
    """A data folder with a migrated embedded database, made by the door itself."""
    folder = Path(tempfile.mkdtemp(prefix="kheo-door-"))
    migrated = kheo("migrate", data=folder)
    assert migrated.returncode == 0, migrated.stderr
    yield folder
    shutil.rmtree(folder)


def environment(folder, **more):
    clean = {n: value for n, value in os.environ.items() if not n.startswith(("KHEO_", "DATABASE_URL", "DJANGO_"))}
    return clean | {"KHEO_DATA": str(folder), "KHEO_DEBUG": "1", "PYTHONUNBUFFERED": "1"} | more


def kheo(*words, data="/nowhere", **more):
    return subprocess.run(
        [sys.executable, "-m", "config.cli", *words],
        cwd=PROJECT, env=environment(data, **more), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(data, port):
    """A server in a session of its own; what it says on standard error is in `process.log`."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.cli", "serve"],
            cwd=PROJECT, env=environment(data, PORT=str(port)), stdout=subprocess.PIPE, stderr=log, text=True,
            start_new_session=True,
        )  # fmt: skip
        process.log = log
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate(timeout=60)  # whoever outlives the server and holds its output is a fault, not a wait


def said(process):
    process.log.seek(0)
    return process.log.read()


def answer(port, path="/accounts/login/"):
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as response:
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except (ConnectionError, urllib.error.URLError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_help_lists_the_commands(tmp_path):
    told = kheo("--help", data=tmp_path)
    assert told.returncode == 0
    assert re.search(r"kheo serve\s+Serve", told.stdout)
    assert told.stderr == ""


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["plya"], "no command “plya”"), (["serve", "--port", "x"], "--port"), (["serve", "--frot"], "--frot")],
)
def test_a_slip_is_one_sentence_and_code_2(words, sentence, tmp_path):
    refused = kheo(*words, data=tmp_path)
    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert refused.stdout == ""


def test_a_server_that_does_not_answer_is_one_sentence(tmp_path):
    refused = kheo("doctor", data=tmp_path, DATABASE_URL=f"postgres://kheo@127.0.0.1:{free_port()}/kheo")
    assert refused.returncode == 2
    assert refused.stderr.startswith("The database does not answer")
    assert "Traceback" not in refused.stderr


def test_a_database_without_tables_says_what_to_run(tmp_path):
    refused = kheo("serve", data=tmp_path, PORT=str(free_port()))
    assert refused.returncode == 2
    assert "kheo migrate" in refused.stderr
    shutil.rmtree(tmp_path)


def test_the_doctor_finds_a_fresh_installation_well(data):
    told = kheo("doctor", data=data)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "WRONG" not in told.stdout
    assert "An acknowledged act is on the disk" in told.stdout


def test_migrating_twice_at_once_is_harmless(data):
    command = [sys.executable, "-m", "config.cli", "migrate", "--verbosity", "0"]
    both = [subprocess.Popen(command, cwd=PROJECT, env=environment(data)) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_leaves_nothing_running(data, number):
    port = free_port()
    with serving(data, port) as process:
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        assert answer(port) == 200
        assert embedded.Server(data).postmaster()
        os.kill(process.pid, number)
        assert process.wait(30) in (0, 128 + number)
        assert "Traceback" not in said(process)
    assert embedded.Server(data).postmaster() is None
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_ctrl_c_in_a_terminal_reaches_everybody_and_all_end_well(data):
    port = free_port()
    with serving(data, port) as process:
        process.stdout.readline()
        answer(port)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) in (0, 128 + signal.SIGINT)
        assert "Traceback" not in said(process)
    assert embedded.Server(data).postmaster() is None


def test_a_busy_port_is_one_sentence_with_a_way_out(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = kheo("serve", data=data, PORT=str(port))
    assert refused.returncode == 2
    assert (
        refused.stderr
        == f"Port {port} is already in use by another program. Choose another one, for example PORT={port + 1}.\n"
    )


def worker_of(process):
    """The `kheo work` that runs beside a server."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for child in psutil.Process(process.pid).children():
            if "--beside-server" in " ".join(child.cmdline()):
                return child
        time.sleep(0.1)
    raise AssertionError("no worker runs beside the server")


def test_a_worker_runs_beside_the_server_comes_back_and_ends_with_it_even_when_the_server_is_killed(data):
    with serving(data, free_port()) as process:
        process.stdout.readline()
        first = worker_of(process)
        first.kill()
        first.wait(10)
        second = worker_of(process)
        assert second.pid != first.pid
        os.killpg(process.pid, signal.SIGKILL)
        second.wait(30)


def test_the_background_work_can_be_done_by_hand(data):
    done = kheo("work", "--until-empty", data=data)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_database_that_dies_under_the_server_comes_back(data):
    port = free_port()
    with serving(data, port) as process:
        process.stdout.readline()
        assert answer(port) == 200
        os.kill(embedded.Server(data).postmaster(), signal.SIGKILL)
        deadline = time.monotonic() + 30
        while answer(port) != 200:
            assert time.monotonic() < deadline
            time.sleep(0.3)
        os.kill(process.pid, signal.SIGTERM)
        process.wait(30)
