"""A signed-in browser for tests of pages: `as_person(lan).post(…)` sends a fresh idempotency key, as our forms do."""

import uuid

import pytest
from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Visitor(Client):
    """Django's test client, which gives every state-changing request a key of its own unless it carries one."""

    def generic(self, method, path, *args, headers=None, **kwargs):
        if method not in {"GET", "HEAD", "OPTIONS"}:
            headers = {"Idempotency-Key": str(uuid.uuid4())} | dict(headers or {})
        return super().generic(method, path, *args, headers=headers, **kwargs)


@pytest.fixture
def as_person():
    """`as_person(lan)`: a browser in which Lan is signed in. Each call is a browser of its own."""

    def signed_in(person):
        visitor = Visitor()
        visitor.force_login(person, backend=BACKEND)
        return visitor

    return signed_in
