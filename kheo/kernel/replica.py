"""Reading from a standby of the database, for pages that may lie some seconds behind: figures, search, exports.

Whoever has written reads from the primary until the standby has replayed it: the browser keeps, in a cookie, where the
primary's log stood after its last write. Beyond that no page is older than some seconds, whoever asks. While the
standby is away, behind or in trouble, the same request is answered by the primary (docs/decisions/0028).
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections
from django.http import Http404, HttpRequest, HttpResponse
from psycopg.errors import QueryCanceled

ALIAS = "replica"
COOKIE = "kheo_written"
REMEMBERED = 60  # seconds: the marks below ask for anything older
EVERY = 3  # seconds between two looks at the primary's log; a page is at most three times as old
REST = 10  # seconds in which a standby that failed is not asked again
END_OF_LOG = "FFFFFFFF/FFFFFFFF"  # no standby has replayed that
SAFE = ("GET", "HEAD")

type View = Callable[..., HttpResponse]

_POSITION = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
_log = logging.getLogger(__name__)


def is_configured() -> bool:
    """Whether KHEO_REPLICA_URL names a standby."""
    return ALIAS in settings.DATABASES


def written() -> str:
    """Where the primary's log stands now: behind everything that is committed. No standby reaches what is returned
    when the primary cannot be asked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_insert_lsn()")
            return str(cursor.fetchone()[0])
    except (DatabaseError, InterfaceError):
        return END_OF_LOG


def reads(view: View, *, first: Callable[[HttpRequest], object], when: Callable[[HttpRequest], bool]) -> View:
    """The view, reading everything from the standby where it can; `first` is asked of the primary: who may read.

    The answer is made whole inside: a page that is rendered later, or rows that are read while they are sent, would be
    read from elsewhere. `kernel.downloads` writes its files before it answers.
    """

    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in SAFE and is_configured() and when(request):
            first(request)
            if _standby.has_replayed(request.COOKIES.get(COOKIE, "")):
                try:
                    with _instead():
                        return _whole(view(request, *args, **kwargs))
                except Http404:  # it may be there since a second: a colleague has just sent the address
                    pass
                except (DatabaseError, InterfaceError) as error:
                    if isinstance(error.__cause__, QueryCanceled):  # slow, and slow on the primary as well
                        raise
                    _standby.rest(error)
        return view(request, *args, **kwargs)

    reading.may_lag = True  # type: ignore[attr-defined] # a test lists them
    return reading


@contextmanager
def _instead() -> Iterator[None]:
    """Inside, this thread's connection is the standby's, for models and for SQL by hand alike: nothing can forget it,
    as it could a router or an argument."""
    primary = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[ALIAS]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = primary


def _whole(response: HttpResponse) -> HttpResponse:
    return response.render() if hasattr(response, "render") else response


class Standby:
    """What a process knows of the standby: what it must have replayed, and whether it is left alone for now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._earlier, self._newest, self._looked_at = END_OF_LOG, END_OF_LOG, float("-inf")
        self._resting_until = float("-inf")

    def has_replayed(self, told: str) -> bool:
        """Whether it answers, is a standby, and has replayed what the browser wrote and what everybody had written some
        seconds ago."""
        if monotonic() < self._resting_until:
            return False
        marks = [self._mark(), *([told] if told else [])]
        if not all(map(_POSITION.fullmatch, marks)):
            return False
        try:
            with connections[ALIAS].cursor() as cursor:
                cursor.execute("SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= ALL (%s::pg_lsn[])", [marks])
                return bool(cursor.fetchone()[0])
        except (DatabaseError, InterfaceError) as error:
            self.rest(error)
            return False

    def rest(self, error: Exception) -> None:
        """Leave it alone for a while."""
        _log.warning("the replica is not asked for %s s: %s", REST, " ".join(str(error).split())[:200])
        self._resting_until = monotonic() + REST
        connections[ALIAS].close()

    def _mark(self) -> str:
        """Where the primary's log stood at least a moment and at most three times EVERY seconds ago."""
        with self._lock:
            now = monotonic()
            if (since := now - self._looked_at) > EVERY:
                position = written()
                self._earlier = self._newest if since < 2 * EVERY else position
                self._newest, self._looked_at = position, now
            return self._earlier


_standby = Standby()
