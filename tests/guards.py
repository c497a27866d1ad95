"""Guards that a test can put around a stretch of code."""

import re
from contextlib import contextmanager

from django.db import connection

WRITES = re.compile(
    r"^\s*(?:WITH\b.*\b)?(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO|COPY)\s+(?:ONLY\s+)?\"?(\w+)",
    re.IGNORECASE | re.DOTALL,
)
# Who is signed in, and how often somebody has tried: not acts of the product.
NOT_ACTS = {"django_session", "kheo_cache", "usersessions_usersession"}


class Wrote(AssertionError):
    """Something that must only read has written."""


@contextmanager
def reading_only():
    """Whatever runs inside may read the database and not write it: `with reading_only(): client.get(…)`."""

    def refuse_writes(execute, statement, parameters, many, context):
        table = WRITES.match(statement)
        if table and table[1] not in NOT_ACTS:
            raise Wrote(f"A read has written: {statement[:200]}")
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(refuse_writes):
        yield
