"""A GET never writes. The guard works, and every page without parameters is asked under it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from tests.guards import WRITES, Wrote

pytestmark = pytest.mark.django_db


def plain_addresses(patterns=None, prefix="/"):
    """Every address that needs no parameter."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLPattern):
            if "<" not in route and "(" not in route:
                yield route.rstrip("$")
        else:
            yield from plain_addresses(pattern.url_patterns, route)


@pytest.fixture
def person(client):
    person = get_user_model().objects.create(username="lan", full_name="Nguyễn Thị Lan")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return person


@pytest.mark.parametrize("address", sorted(set(plain_addresses())))
def test_a_page_reads_only(address, person, client, reading_only):
    with reading_only():
        client.get(address)


def test_the_guard_refuses_a_write(person, reading_only):
    with pytest.raises(Wrote), reading_only():
        person.save()


def test_the_guard_lets_a_session_be_kept(reading_only):
    with reading_only():
        Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ('INSERT INTO "kheo_unit" (id) VALUES (1)', "kheo_unit"),
        ("update kheo_unit set x = 1", "kheo_unit"),
        ("WITH gone AS (DELETE FROM kheo_unit RETURNING id) SELECT * FROM gone", None),
        ("SELECT 'INSERT INTO x'", None),
        ("SELECT id FROM kheo_unit FOR UPDATE", None),
    ],
)
def test_what_counts_as_writing(statement, table):
    match = WRITES.match(statement)
    assert (match and match[1]) == table or (statement.startswith("WITH") and match)


def test_the_guard_ends_with_its_block(person, reading_only):
    with reading_only():
        connection.ensure_connection()
    person.save()
