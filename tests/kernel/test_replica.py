"""Figures, search and exports from a standby: never older than the reader's own last write, and never an error."""

import time
import uuid
from contextlib import suppress

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from kheo.kernel import checkup, replica
from kheo.kernel.postgres.base import DatabaseWrapper
from tests.factories import PersonFactory
from tests.standby_house import as_superuser, two_servers


@pytest.fixture(scope="module")
def house():
    with two_servers() as found:
        with as_superuser(found.primary) as keeper:
            keeper.execute("CREATE TABLE act (what text); GRANT ALL ON act TO kheo")
        yield found


@pytest.fixture
def pair(house, monkeypatch, django_db_blocker):
    """Both are Django's: `default` and `replica`. What a process knows of the standby begins anew, and its mark is old
    enough to need no waiting."""
    house.resume()
    before = connections[DEFAULT_DB_ALIAS]
    address = {name: before.settings_dict | getattr(house, name) for name in ("primary", "standby")}
    monkeypatch.setitem(django_settings.DATABASES, replica.ALIAS, address["standby"])
    connections[DEFAULT_DB_ALIAS] = DatabaseWrapper(address["primary"], DEFAULT_DB_ALIAS)
    connections[replica.ALIAS] = DatabaseWrapper(address["standby"], replica.ALIAS)
    monkeypatch.setattr(replica, "_standby", replica.Standby())
    with django_db_blocker.unblock():
        yield house
    for name in (DEFAULT_DB_ALIAS, replica.ALIAS):
        connections[name].close()
    del connections[replica.ALIAS]
    connections[DEFAULT_DB_ALIAS] = before


def counted(_request):
    """A page: how many acts there are, and who says so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), pg_is_in_recovery() FROM act")
        count, by_standby = cursor.fetchone()
    return HttpResponse(f"{count} {'standby' if by_standby else 'primary'}")


def ask(view=counted, *, written="", method="get", when=lambda _request: True):
    request = getattr(RequestFactory(), method)("/")
    request.user, request.COOKIES = AnonymousUser(), {replica.COOKIE: written} if written else {}
    return replica.reads(view, first=lambda _request: None, when=when)(request).content.decode()


def act():
    """Commit one act on the primary; where its log stood then."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO act VALUES ('submitted')")
    return replica.written()


def acts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM act")
        return cursor.fetchone()[0]


def settled(pair):
    """What everybody wrote some seconds ago is known and replayed."""
    replica._standby._mark()
    pair.catch_up()


def test_a_page_that_may_lag_is_read_from_the_standby(pair):
    act()
    settled(pair)
    assert ask() == f"{acts()} standby"
    assert connection.alias == DEFAULT_DB_ALIAS
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        assert cursor.fetchone() == (False,)  # outside the view everything is the primary's again


def test_who_has_written_reads_the_primary_until_the_standby_has_replayed_it(pair):
    act()
    settled(pair)
    before = acts()
    pair.pause()
    mine = act()
    assert ask(written=mine) == f"{before + 1} primary"
    assert ask() == f"{before} standby"  # another reader: some seconds behind
    pair.resume()
    assert ask(written=mine) == f"{before + 1} standby"


def test_nobody_reads_what_is_older_than_some_seconds(pair, monkeypatch):
    """A standby that is stuck answers nobody once the primary's log of then is asked for."""
    settled(pair)
    pair.pause()
    before = acts()
    act()
    now = time.monotonic()
    assert ask() == f"{before} standby"
    for later in (replica.EVERY + 1, 2 * (replica.EVERY + 1)):
        monkeypatch.setattr(replica, "monotonic", lambda later=later: now + later)
        told = ask()
    assert told == f"{before + 1} primary"


def test_a_process_that_was_idle_asks_for_the_log_of_now(pair, monkeypatch):
    settled(pair)
    pair.pause()
    act()
    now = time.monotonic()
    monkeypatch.setattr(replica, "monotonic", lambda: now + 3600)
    assert ask() == f"{acts()} primary"


@pytest.mark.parametrize("forged", ["0", "0/0'; DROP TABLE act", "G/1", "FFFFFFFF/FFFFFFFF", "1" * 5000])
def test_a_forged_mark_sends_its_owner_to_the_primary(pair, forged):
    settled(pair)
    assert ask(written=forged) == f"{acts()} primary"


@pytest.mark.parametrize("how", [{"method": "post"}, {"when": lambda _request: False}])
def test_what_is_no_reading_stays_with_the_primary(pair, how):
    settled(pair)
    assert ask(**how) == f"{acts()} primary"


def test_a_view_that_would_write_is_answered_by_the_primary(pair):
    settled(pair)
    before = acts()

    def writing(request):
        act()
        return counted(request)

    assert ask(writing) == f"{before + 1} primary"


def test_what_is_not_there_yet_is_looked_for_on_the_primary(pair):
    """A colleague makes something and sends its address at once."""
    settled(pair)
    pair.pause()
    act()
    count = acts()

    def newest(request):
        if acts() < count:
            raise Http404
        return counted(request)

    assert ask(newest) == f"{count} primary"
    with pytest.raises(Http404):
        ask(lambda _request: (_ for _ in ()).throw(Http404))


def test_an_error_of_the_page_leaves_the_primary_in_its_place(pair):
    settled(pair)
    with pytest.raises(ZeroDivisionError):
        ask(lambda _request: 1 / 0)
    assert ask(method="post") == f"{acts()} primary"


def test_a_slow_statement_is_not_asked_twice(pair):
    settled(pair)
    asked = []

    def slow(_request):
        asked.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 50; SELECT pg_sleep(1)")

    with pytest.raises(Exception, match="statement timeout"):
        ask(slow)
    assert len(asked) == 1


def test_a_primary_in_the_place_of_the_standby_is_not_read_as_one(pair, house):
    """After a failover the address may lead to a former primary that nobody follows any more."""
    settled(pair)
    connections[replica.ALIAS].close()
    connections[replica.ALIAS] = DatabaseWrapper(connections[DEFAULT_DB_ALIAS].settings_dict, replica.ALIAS)
    asked = []
    ask(lambda _request: asked.append(connection.alias) or HttpResponse())
    assert asked == [DEFAULT_DB_ALIAS]


def test_the_doctor_says_whether_it_follows(pair):
    settled(pair)
    [finding] = checkup.standby()
    assert finding.level is checkup.Level.WELL
    assert finding.sentence == "The standby of KHEO_REPLICA_URL answers, 0.0 MB of log behind."


@pytest.mark.django_db
def test_without_a_standby_nothing_is_asked_and_nothing_kept(django_assert_num_queries):
    assert not replica.is_configured()
    with django_assert_num_queries(0):
        assert ask(lambda _request: HttpResponse("page")) == "page"
    browser = Client()
    browser.force_login(PersonFactory())
    browser.post("/account/language/", {"language": "en"}, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert replica.COOKIE not in browser.cookies
    assert list(checkup.standby()) == []


@pytest.mark.django_db
def test_after_every_post_the_browser_keeps_where_the_log_stood(monkeypatch):
    monkeypatch.setitem(django_settings.DATABASES, replica.ALIAS, django_settings.DATABASES[DEFAULT_DB_ALIAS])
    browser = Client()
    browser.force_login(PersonFactory())
    browser.get("/help/")
    assert replica.COOKIE not in browser.cookies
    browser.post("/account/language/", {"language": "en"}, headers={"Idempotency-Key": str(uuid.uuid4())})
    kept = browser.cookies[replica.COOKIE]
    assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "Lax", replica.REMEMBERED)
    assert replica._POSITION.fullmatch(kept.value)


# ── Which pages ──

MAY_LAG = {
    *(f"insights:{name}" for name in (
        "home", "card", "funnel", "milestones", "breakdown", "pivot", "rows", "silent", "mobilised", "achieved",
        "amounts", "comparable", "new_report",
    )),
    "rollups:list", "rollups:detail", "search:results", "search:suggest", "progress:survival", "progress:survivors",
    "exemplars:list", "units:tree", "replication:coverage", "replication:call_coverage",
}  # fmt: skip


def _marked(patterns, space=""):
    for one in patterns:
        if isinstance(one, URLPattern):
            if getattr(one.callback, "may_lag", False):
                yield f"{space}{one.name}"
        else:
            yield from _marked(one.url_patterns, f"{one.namespace}:" if one.namespace else space)


def test_the_pages_that_may_lag_are_these_and_no_other():
    """Figures, search and exports (architecture.md §8); never a decision, a vote, a quota or anybody's tasks."""
    assert set(_marked(get_resolver().url_patterns)) == MAY_LAG


# ── Last, since nothing comes back from it ──


def test_a_standby_that_dies_costs_nobody_an_answer(pair, house):
    settled(pair)
    assert ask() == f"{acts()} standby"
    house.stop()
    assert ask() == f"{acts()} primary"
    tried = []
    with suppress(AssertionError), pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections[replica.ALIAS], "connect", lambda: tried.append(1))
        assert ask() == f"{acts()} primary"
    assert tried == []  # it is left alone for a while
    [finding] = checkup.standby()
    assert finding.sentence.startswith("The standby of KHEO_REPLICA_URL does not answer; the primary does its work:")
