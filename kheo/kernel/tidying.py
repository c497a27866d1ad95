"""What no request can need any more is taken away: answered idempotency keys, sessions that have run out, files that
came only in part, and those that no record knows."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from kheo.kernel import files, parts
from kheo.kernel.models import IdempotencyKey

# A form is sent within the session that asked for it: signing in again gives it another CSRF token. Three times as long
# as a session lasts (settings.SESSION_COOKIE_AGE), no browser comes back with an old key
# (docs/decisions/0004-idempotency-in-the-transaction.md).
KEYS_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Tidied:
    """How much was taken away."""

    keys: int
    sessions: int
    parts: int = 0
    unknown: int = 0

    def __str__(self) -> str:
        return (
            f"Tidied away: idempotency keys {self.keys}, sessions that had run out {self.sessions},"
            f" files that came only in part {self.parts}, files that no record knows {self.unknown}."
        )


def tidy() -> Tidied:
    """Take it away, and tell how much it was. Safe to repeat, and beside people who work.

    Ages are technical times: the date of a demonstration does not move them.
    """
    now = timezone.now()
    keys, _ = IdempotencyKey.objects.filter(at__lt=now - KEYS_KEPT).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    return Tidied(keys, sessions, parts.tidy(), files.sweep())
