"""Tidying: what was answered long ago, and sessions that have run out; nothing that a browser may still bring back."""

import uuid
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from kheo.kernel.models import IdempotencyKey
from kheo.kernel.tidying import KEYS_KEPT, Tidied, tidy


def a_key(days_ago):
    kept = IdempotencyKey.objects.create(person_id=1, key=uuid.uuid4(), path="/exemplars/1/submit/", status=302)
    IdempotencyKey.objects.filter(pk=kept.pk).update(at=timezone.now() - timedelta(days=days_ago))
    return kept


def a_session(name, days_left):
    return Session.objects.create(
        session_key=name, session_data="", expire_date=timezone.now() + timedelta(days=days_left)
    )


def test_old_keys_and_sessions_go_and_young_ones_stay(db):
    young, _old = a_key(days_ago=89), a_key(days_ago=91)
    open_, _run_out = a_session("open", days_left=1), a_session("run-out", days_left=-1)
    assert tidy() == Tidied(keys=1, sessions=1)
    assert list(IdempotencyKey.objects.all()) == [young]
    assert list(Session.objects.all()) == [open_]


def test_the_session_lasts_shorter_than_a_key(settings):
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE) < KEYS_KEPT


def test_the_command_tells_what_it_took(db, capsys):
    a_key(days_ago=100)
    call_command("tidy")
    assert capsys.readouterr().out == (
        "Tidied away: idempotency keys 1, sessions that had run out 0, files that came only in"
        " part 0, files that no record knows 0.\n"
    )
