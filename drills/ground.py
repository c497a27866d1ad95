"""The ground of a drill: an embedded PostgreSQL of its own, durable as in production, gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from kheo.kernel import embedded
from kheo.kernel.embedded import places


@contextmanager
def of_our_own() -> Iterator[Path]:
    """The data folder of an empty installation, migrated. Must be entered before Django reads its settings."""
    folder = Path(tempfile.mkdtemp(prefix="kheo-drill-"))
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings", "KHEO_DATA": str(folder), "KHEO_LOG_LEVEL": "CRITICAL",
        "KHEO_STATEMENT_TIMEOUT": "0",
    }  # fmt: skip
    try:
        with embedded.Server(folder):
            import django

            django.setup()
            from django.core.management import call_command
            from django.db import connections

            call_command("migrate", verbosity=0)
            try:
                yield folder
            finally:
                connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(places.run(folder), ignore_errors=True)


def as_superuser(folder: Path) -> psycopg.Connection:
    """What the administrator of the database can do."""
    return psycopg.connect(host=str(places.run(folder)), user="postgres", dbname="kheo", autocommit=True)
