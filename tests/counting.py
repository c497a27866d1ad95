"""How often an act asks the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(act):
    """The number of queries of an act without arguments."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)
