"""Many rows into a table at once, by COPY: a quarter of the work of inserting them, for lists of a hundred thousand.

Constraints and triggers hold as for any other row. Models and their `save` are passed by: the caller gives every column
that the database has no default for.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from django.db import connection, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb


def copy_in(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows to the model's table. `columns` are its columns (`id`, `unit_id`, `title`); a dict becomes JSON.

    The rows may not ask the database anything while they are being made: the connection is busy with them.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with (
        transaction.atomic(), connection.cursor() as cursor, connection.execute_wrapper(_refuse_questions),
        connection.wrap_database_errors,
        cursor.copy(statement) as copy,
    ):  # fmt: skip
        for row in rows:
            copy.write_row([Jsonb(value) if isinstance(value, dict) else value for value in row])


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for so many rows of the model's table, which nobody else will get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _refuse_questions(*question: object) -> NoReturn:
    """Without this the connection would wait for its own answer for ever."""
    raise RuntimeError("A row that is being copied in asks the database. Ask before.")
