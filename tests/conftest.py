"""Fixtures of the whole suite: the database's guards, and a real browser on a real server."""

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

_sql_flush = DatabaseOperations.sql_flush


def _flush_with_the_journal(self, *args, **kwargs):
    """Tests that commit are cleaned by TRUNCATE, which the journal refuses to everybody else."""
    statements = _sql_flush(self, *args, **kwargs)
    if not any("kheo_entry" in statement for statement in statements):
        return statements
    toggle = "ALTER TABLE kheo_entry {} TRIGGER journal_is_never_emptied"
    return [toggle.format("DISABLE"), *statements, toggle.format("ENABLE")]


@pytest.fixture(scope="session", autouse=True)
def _the_journal_can_be_emptied_between_tests():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _flush_with_the_journal)
        yield
