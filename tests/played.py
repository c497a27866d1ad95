"""The demonstration, played once for the whole suite by the commands themselves; each test gets a copy of its own.

A copy of a database is a matter of tenths of a second, playing one of a minute. PLAYED_DATABASE names one that was
played before, for whoever works on these tests.
"""

import fcntl
import itertools
import os
import subprocess
import sys
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
def demonstration(django_db_setup, django_db_blocker):
    """The name of a database in which `kheo migrate` and `kheo play` have run. Nobody connects to it afterwards."""
    if ready := os.environ.get("PLAYED_DATABASE"):
        return ready
    # Workers share it; a later session replaces it.
    name = connection.settings_dict["NAME"].rpartition("_gw")[0] or connection.settings_dict["NAME"]
    name, mark = f"{name}_played", house.data() / "played"
    with (house.data() / "played.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            _drop(name)
            _in_the_house(f'CREATE DATABASE "{name}"')
            for command in (["migrate", "--verbosity", "0"], ["play"]):
                kheo(name, *command)
            mark.touch()
    return name


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
    environment = {**os.environ, "DATABASE_URL": _url(database), "KHEO_TODAY": "2024-11-20"}
    return subprocess.run(  # the test's words, not a stranger's
        [*KHEO, *words], cwd=PROJECT, env=environment, check=True, capture_output=True, text=True, timeout=LONG
    ).stdout


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
