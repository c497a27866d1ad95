"""The database is away, or has what no standby has: the answer is “ask again”, never “done” and never a crash."""

import shutil
import tempfile
import threading
import time
import uuid
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.db import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.shortcuts import redirect
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from config.urls import handler400, handler500  # noqa: F401 - Django looks for them beside urlpatterns
from config.urls import urlpatterns as real_urls
from kheo.kernel import embedded
from kheo.kernel.embedded import places
from kheo.kernel.models import IdempotencyKey
from kheo.kernel.postgres.base import DatabaseWrapper, NotReplicated
from kheo.kernel.views import AWAY, is_away
from tests.factories import PersonFactory


def caused(error, cause):
    error.__cause__ = cause
    return error


ERRORS = {
    "broken": caused(OperationalError("server closed the connection"), psycopg.OperationalError()),
    "stopping": caused(OperationalError("the server shuts down"), psycopg.errors.AdminShutdown()),
    "standby": caused(DatabaseError("read-only"), psycopg.errors.ReadOnlySqlTransaction()),
    "pooler": caused(OperationalError("query_wait_timeout"), psycopg.errors.ProtocolViolation()),
    "confused": caused(InternalError("received 2 results from command BEGIN"), psycopg.InternalError()),
    "closed": InterfaceError("connection already closed"),
    "unconfirmed": NotReplicated("no standby has confirmed it"),
    "slow": caused(OperationalError("statement timeout"), psycopg.errors.QueryCanceled()),
    "deadlock": caused(OperationalError("deadlock"), psycopg.errors.DeadlockDetected()),
    "wrong": caused(DatabaseError("no such column"), psycopg.errors.UndefinedColumn()),
    "ours": ZeroDivisionError(),
}
AWAY_NOW = {"broken", "stopping", "standby", "pooler", "confused", "closed", "unconfirmed"}


def fail(request, how):
    raise ERRORS[how]


def act(request):
    request.session["told"] = True
    return redirect("/units/")


urlpatterns = [path("fail/<str:how>/", fail), path("act/", act), *real_urls]


@pytest.mark.parametrize("how", ERRORS)
def test_what_counts_as_away(how):
    assert is_away(ERRORS[how]) is (how in AWAY_NOW)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("how", "status"), [("broken", 503), ("unconfirmed", 503), ("wrong", 500), ("ours", 500)])
def test_a_person_is_told_to_send_it_again_only_then(how, status):
    browser = Client(raise_request_exception=False)
    browser.force_login(PersonFactory())
    answer = browser.post(f"/fail/{how}/", headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status_code == status
    assert (answer.get("Retry-After") == str(AWAY)) is (status == 503)
    assert IdempotencyKey.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("how", "status"), [("broken", 503), ("standby", 503), ("gone", 400)])
def test_the_database_goes_after_the_act_while_the_session_is_saved(how, status, monkeypatch):
    """Django calls every such failure a session that was deleted, 400; the drill met it after a verb had committed."""

    def save(self, must_create=False):
        try:
            raise ERRORS.get(how) or DatabaseError("Forced update did not affect any rows.")
        except DatabaseError:
            raise UpdateError  # noqa: B904 - as Django does

    browser = Client()
    browser.force_login(PersonFactory())
    monkeypatch.setattr(SessionStore, "save", save)
    answer = browser.post("/act/", headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.status_code == status


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_repeated_request_locks_its_key():
    """Only who writes or locks waits for the standby; a reader would call done what one machine alone has."""
    browser, same = Client(), {"Idempotency-Key": str(uuid.uuid4())}
    browser.force_login(PersonFactory())
    browser.post("/act/", headers=same)
    with CaptureQueriesContext(connection) as asked:
        browser.post("/act/", headers=same)
    (found,) = [one["sql"] for one in asked if one["sql"].startswith("SELECT") and "kheo_idempotencykey" in one["sql"]]
    assert found.endswith("FOR UPDATE")


# ── The wait itself, on a server of its own that waits for a standby which never comes ──


@pytest.fixture(scope="module")
def lonely():
    """The address of that server."""
    data = Path(tempfile.mkdtemp(prefix="kheo-lonely-"))
    try:
        with embedded.Server(data):
            where = embedded.address(data)
            with as_superuser(where) as keeper:
                keeper.execute("CREATE TABLE act (what text); GRANT ALL ON act TO kheo")
                keeper.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
                keeper.execute("SELECT pg_reload_conf()")
            yield where
    finally:
        shutil.rmtree(places.run(data), ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


@pytest.fixture
def alone(lonely, db):
    """Django's connection to it."""
    connections["alone"] = DatabaseWrapper(connections["default"].settings_dict | lonely, "alone")
    yield connections["alone"]
    connections["alone"].close()
    del connections["alone"]


def as_superuser(where):
    return psycopg.connect(host=where["HOST"], port=where["PORT"], user="postgres", dbname="kheo", autocommit=True)


def cancel_when_it_waits(where, after):
    """Cancel the wait of whoever waits for the standby, some seconds after it began to."""
    waits = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with as_superuser(where) as keeper:
        for _ in range(100):
            if found := keeper.execute(waits).fetchone():
                time.sleep(after)
                keeper.execute("SELECT pg_cancel_backend(%s)", found)
                return
            time.sleep(0.05)


def test_a_commit_whose_wait_was_cancelled_is_not_answered_as_done(alone, lonely):
    canceller = threading.Thread(target=cancel_when_it_waits, args=[lonely, 1.0])
    with alone.cursor() as cursor:
        cursor.execute("SET statement_timeout = '500ms'")  # does not reach into COMMIT: only the cancel ends the wait
    canceller.start()
    began = time.monotonic()
    with pytest.raises(NotReplicated), transaction.atomic(using="alone"), alone.cursor() as cursor:
        cursor.execute("INSERT INTO act VALUES ('submitted')")
    canceller.join()
    assert time.monotonic() - began > 1
    with alone.cursor() as cursor:  # and yet it stands on the primary: the truth is “unknown”
        cursor.execute("SELECT count(*) FROM act")
        assert cursor.fetchone() == (1,)


def test_who_only_locks_a_row_waits_as_well(alone, lonely):
    """So a repeated key that finds what an unconfirmed transaction left is not answered before that is confirmed."""
    with as_superuser(lonely) as keeper:
        keeper.execute("SET synchronous_commit = local")
        keeper.execute("INSERT INTO act VALUES ('accepted')")
    canceller = threading.Thread(target=cancel_when_it_waits, args=[lonely, 0])
    canceller.start()
    with pytest.raises(NotReplicated), transaction.atomic(using="alone"), alone.cursor() as cursor:
        cursor.execute("SELECT 1 FROM act WHERE what = 'accepted' FOR UPDATE")
    canceller.join()
