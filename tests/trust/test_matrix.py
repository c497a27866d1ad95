"""Every address, every method, every actor, against the policy that was written apart from the code (trust.md T1)."""

import uuid

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from tests.trust.policy import EVERYBODY, OUTSIDE, ROWS

pytestmark = pytest.mark.django_db  # each test looks from a savepoint inside the module's world


def names(resolver=None, space=""):
    """Every name of an address in the project."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield space + (pattern.name or str(pattern.pattern))


def test_every_address_has_its_row():
    assert sorted(set(names()) - OUTSIDE - {row.url for row in ROWS}) == []


def test_every_row_has_its_address():
    assert sorted(({row.url for row in ROWS} | OUTSIDE) - set(names())) == []


def test_every_actor_is_in_the_policy(world):
    assert set(world.people) == EVERYBODY


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.url}{'-' + str(row.of[0][1]) if row.of else ''}")
def test_each_door_is_open_to_those_of_the_policy_only(world, row):
    wrong = []
    for actor in [*sorted(world.people), "anonymous"]:
        for method in ("GET", "POST"):
            answer, wanted = knock(world, row, actor, method), expected(row, actor, method)
            if answer != wanted:
                wrong.append(f"{method} by {actor}: {answer}, not {wanted}")
    assert wrong == []


def test_the_matrix_is_large_enough_to_mean_something(world):
    cells = len(ROWS) * (len(world.people) + 1) * 2
    assert cells > 2_500


def expected(row, actor, method):
    if actor == "anonymous":
        return "login"
    if not row.takes(method):
        return 405
    doors = row.get if method == "GET" else row.post
    if actor in doors:
        return "open"
    return 403 if actor in row.refused else 404


def knock(world, row, actor, method):
    """What the door says, in a world that is put back afterwards."""
    visitor, address = world.visitor(actor), where(world, row)
    with transaction.atomic():
        key = {"Idempotency-Key": str(uuid.uuid4())}
        response = visitor.get(address) if method == "GET" else visitor.post(address, {}, headers=key)
        transaction.set_rollback(True)
    if response.streaming:
        list(response.streaming_content)  # a file that is handed out stays open until it is read
    if response.status_code == 302:
        return "login" if response["Location"].startswith(reverse("account_login")) else "open"
    # 409: somebody else saved first, which only those are told who may save
    return "open" if response.status_code in (200, 204, 409, 422) else response.status_code


def where(world, row):
    values = {
        name: getattr(world, value).pk if isinstance(value, str) and world.has(value) else value
        for name, value in row.of
    }
    ids = {name: thing.pk for name, thing in (world.units | world.things).items()}
    return reverse(row.url, kwargs=values or None) + row.query.format(**ids)
