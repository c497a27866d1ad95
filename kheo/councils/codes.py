"""What a personal code looks like, and who stands behind one.

Eight signs out of thirty-one are forty bits: a session lasts some hours and has some dozen codes, so that whoever tried
a hundred a second through all of it would find one in about twenty thousand sessions. A code opens open votes only; a
sealed ballot asks for a sign-in.
"""

import re
import secrets

from django.utils.crypto import salted_hmac

from kheo.councils.enums import SessionState
from kheo.councils.models import PersonalCode
from kheo.people.models import Person
from kheo.people.tokens import SIGNS

LENGTH = 8


def new() -> str:
    """A fresh code, like `k7pq-3mfw`."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return f"{signs[:4]}-{signs[4:]}"


def digest(session_id: int, code: str) -> str:
    """What is kept of a code, however it was typed: whoever has only the database cannot try codes out against it."""
    typed = re.sub(r"[^a-z0-9]", "", code.lower())
    return salted_hmac("kheo.councils.codes", f"{session_id}:{typed}", algorithm="sha256").hexdigest()


def found(session_id: int, kept: str) -> PersonalCode | None:
    """The code with this digest, while its session is not concluded and its owner still has a seat and an account."""
    rows = PersonalCode.objects.filter(
        session=session_id, digest=kept, session__state__in=[SessionState.CONVENED, SessionState.OPEN],
        seat__person__is_active=True,
    ).select_related("seat__person", "session")  # fmt: skip
    code: PersonalCode | None = rows.first()
    return code if code and code.session.on in code.seat.during else None


def holder(session_id: int, kept: str) -> Person | None:
    """The member who entered with the code that has this digest; None once it was replaced or the session concluded."""
    code = found(session_id, kept)
    return code.seat.person if code else None
