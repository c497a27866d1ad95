"""Where a person is signed in: allauth's rows about sessions, kept to those that still open the door."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.people.models import Person

# The first that fits: browsers name each other in their signatures, the most particular ones last.
BROWSERS = {"Cốc Cốc": "coc_coc", "Edge": r"Edg", "Opera": r"OPR/", "Firefox": r"Firefox|FxiOS", "Zalo": r"Zalo",
            "Chrome": r"Chrome|CriOS", "Safari": r"Safari"}  # fmt: skip
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac": "Mac OS",
           "Linux": "Linux"}  # fmt: skip


@dataclass(frozen=True)
class OpenSession:
    """One device on which the person is signed in."""

    pk: int
    device: str
    ip: str
    since: datetime
    is_this: bool


def open_sessions(person: Person, *, this: str) -> list[OpenSession]:
    """The person's sessions, this one first, then the latest. `this` is the session key of the request.

    Those that have run out, or were opened with an earlier password, open nothing and are not listed.
    """
    rows = UserSession.objects.filter(user=person).order_by("-created_at")
    keys = [row.session_key for row in rows]
    working = {
        stored.session_key
        for stored in Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
        if stored.get_decoded().get(HASH_SESSION_KEY) == person.get_session_auth_hash()
    }
    found = [
        OpenSession(row.pk, device(row.user_agent), row.ip, row.created_at, row.session_key == this)
        for row in rows
        if row.session_key in working
    ]
    return sorted(found, key=lambda session: not session.is_this)


def proved_at(request: HttpRequest) -> datetime | None:
    """When the person last proved with the password who they are, in this session; None when nothing tells."""
    records = get_authentication_records(request, request.user)
    return max((datetime.fromtimestamp(record["at"], UTC) for record in records), default=None)


def device(user_agent: str) -> str:
    """A browser's signature in words: Chrome, Android."""
    words = [_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)]
    return ", ".join(filter(None, words)) or _("Unknown device")


def _first(patterns, user_agent):
    return next((word for word, pattern in patterns.items() if re.search(pattern, user_agent)), "")
