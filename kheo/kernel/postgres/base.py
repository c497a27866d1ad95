"""The connection to the database.

With a synchronous standby, COMMIT waits until the standby has the transaction too. Whoever cancels that wait (an
administrator, a client that gives up) makes PostgreSQL say “committed” with a mere warning, although the next failover
may lose the transaction. Here the warning is an error: the request is answered “ask again”, and its idempotency key
makes asking again harmless. Source: PostgreSQL's syncrep.c; Patroni issue 3194.
"""

from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg.errors import Diagnostic

WAITING = "SyncRepWaitForLSN"  # the function in PostgreSQL that warns; its sentence comes in the server's own language


class NotReplicated(OperationalError):
    """The transaction is committed on the primary, and perhaps nowhere else."""


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection that remembers whether the wait for the standby was cancelled."""

    _unwaited = False

    def get_new_connection(self, conn_params: Any) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.add_notice_handler(self._notice)
        return connection

    def _notice(self, diagnostic: Diagnostic) -> None:
        if diagnostic.source_function == WAITING:
            self._unwaited = True

    def commit(self) -> None:
        self._unwaited = False
        super().commit()
        if self._unwaited:
            raise NotReplicated("The transaction is on the primary, but no standby has confirmed it.")
