"""A database to measure in, made for one run and gone after it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from kheo.kernel import embedded


@contextmanager
def of_our_own() -> Iterator[None]:
    """Inside, DATABASE_URL or KHEO_DATA name an empty database. Must be entered before Django reads its settings.

    Beside the database that DATABASE_URL names a new one is made on the same server; without it an embedded server is
    started in a folder of its own.
    """
    files = tempfile.mkdtemp(prefix="kheo-bench-")
    os.environ["KHEO_DATA"] = files
    try:
        with (
            _beside(url) if (url := os.environ.get("DATABASE_URL", "")) else embedded.Server(Path(files), durable=False)
        ):
            yield
    finally:
        shutil.rmtree(files, ignore_errors=True)


@contextmanager
def _beside(url: str) -> Iterator[None]:
    name = f"kheo_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        try:
            yield
        finally:
            os.environ["DATABASE_URL"] = url
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
