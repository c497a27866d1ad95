"""A database migrated once, and the demonstration played once, for the whole suite; each test gets a copy of its own.

A copy of a database is a matter of tenths of a second, migrating one of half a minute, playing one of two minutes.
Playing begins with the first worker and goes on beside the tests. PLAYED_DATABASE names a database that was played
before, for whoever works on these tests.
"""

import fcntl
import itertools
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, connections

from kheo.criteria.models import sheet_of
from tests import house

PROJECT = Path(__file__).parents[1]
KHEO = [sys.executable, "-c", "import sys; from config.cli import main; sys.exit(main())"]
_copies = itertools.count()
LONG = 1800  # seconds: the first test that needs the demonstration waits until it is played


def pytest_collection_modifyitems(items):
    for item in items:
        if "demonstration" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(LONG))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_keepdb, django_db_blocker):
    """The database of each worker is a copy of one that was migrated."""
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = _migrated()


@pytest.fixture(scope="session", autouse=True)
def _playing_goes_on_beside_the_tests(request):
    """Begun by the first worker when any test will need it; told to end when the tests end before it does."""
    needed = any("demonstration" in getattr(item, "fixturenames", ()) for item in request.session.items)
    first = os.environ.get("PYTEST_XDIST_WORKER") == "gw0"
    if not (needed and first) or os.environ.get("PLAYED_DATABASE"):
        yield
        return
    request.getfixturevalue("django_db_setup")
    lock = _lock("played")
    with request.getfixturevalue("django_db_blocker").unblock():
        begun = _begin_playing(_shared("played"))
    thread = threading.Thread(target=_see_it_played, args=[begun, lock])
    thread.start()
    yield
    begun.terminate()  # has ended long ago, or is needed no more
    thread.join()


@pytest.fixture(scope="session")
def demonstration(django_db_setup, django_db_blocker):
    """The name of a database in which `kheo migrate` and `kheo play` have run. Nobody connects to it afterwards."""
    if ready := os.environ.get("PLAYED_DATABASE"):
        return ready
    lock, name = _lock("played"), _shared("played")
    if (house.data() / "played").exists():
        lock.close()
        return name
    with django_db_blocker.unblock():
        begun = _begin_playing(name)
    _see_it_played(begun, lock)
    return name


def _migrated():
    """The name of a database that was migrated. Workers share it; a later session replaces it."""
    name, mark = _shared("migrated"), house.data() / "migrated"
    with _lock("migrated"):
        if not mark.exists():
            _drop(name)
            _in_the_house(f'CREATE DATABASE "{name}"')
            kheo(name, "migrate", "--verbosity", "0")
            mark.touch()
    return name


def _begin_playing(name):
    """Play the demonstration into a database made anew; the running command."""
    migrated = _migrated()
    _drop(name)
    _in_the_house(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
    return subprocess.Popen(
        [*KHEO, "play"],
        cwd=PROJECT,
        env=_environment(name),
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # the product's own command


def _see_it_played(begun, lock):
    """Wait for its end and say so to the other workers, who wait for the lock. What it said of a failure is printed."""
    said = begun.communicate(timeout=LONG)[1]
    if begun.returncode == 0:
        (house.data() / "played").touch()
    lock.close()
    if begun.returncode > 0:
        raise AssertionError(f"kheo play ended with {begun.returncode}: {said}")


def _lock(name):
    """An open file whose lock is ours until it is closed."""
    file = (house.data() / f"{name}.lock").open("w")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def _shared(what):
    """The name of a database that all workers share."""
    own = connection.settings_dict["TEST"]["NAME"] or connection.settings_dict["NAME"]
    return f"test_{(own.rpartition('_gw')[0] or own).removeprefix('test_')}_{what}"


@pytest.fixture
def played(demonstration, django_db_blocker):
    """The test lives in its own copy of the played demonstration, and may change it."""
    copy = f"{demonstration}_{os.getpid()}_{next(_copies)}"
    with django_db_blocker.unblock():
        _in_the_house(f'CREATE DATABASE "{copy}" TEMPLATE "{demonstration}"')
        with _connected_to(copy):
            yield copy
        _drop(copy)


def kheo(database, *words):
    """Run a command of the product on a database; CalledProcessError carries what it said."""
    return subprocess.run(  # the test's words, not a stranger's
        [*KHEO, *words],
        cwd=PROJECT,
        env=_environment(database),
        check=True,
        capture_output=True,
        text=True,
        timeout=LONG,
    ).stdout


def _environment(database):
    return {**os.environ, "DATABASE_URL": _url(database), "KHEO_TODAY": "2024-11-20"}


@contextmanager
def _connected_to(name):
    """Every thread's next connection leads to another database."""
    own = connection.settings_dict["NAME"]
    connections.close_all()
    sheet_of.cache_clear()
    connection.settings_dict["NAME"] = connections.settings["default"]["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        sheet_of.cache_clear()
        connection.settings_dict["NAME"] = connections.settings["default"]["NAME"] = own


def _drop(name):
    """Our own connections end first. WITH (FORCE) would also end the server's vacuuming, which only a superuser may."""
    ours = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND usename = current_user"
    _in_the_house(ours, f'DROP DATABASE IF EXISTS "{name}"')


def _in_the_house(*statements):
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _url(database):
    server = connection.settings_dict
    login = quote(server["USER"]) + (":" + quote(server["PASSWORD"]) if server["PASSWORD"] else "")
    port = f":{server['PORT']}" if server["PORT"] else ""
    return f"postgres://{login}@{port}/{quote(database)}?host={quote(server['HOST'], safe='')}"
