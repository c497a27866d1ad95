"""The verbs of personal codes: hand them out, enter with one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from kheo.councils import codes, permissions, policies
from kheo.councils.actions.locking import session_now
from kheo.councils.models import CouncilSession, PersonalCode, Seat
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.people.models import Person


@dataclass(frozen=True)
class HandedOut:
    """A code beside the member whose it is. This is the only moment at which it is known."""

    seat: Seat
    code: str


@sensitive_variables()
@transaction.atomic
def hand_out_codes(session: CouncilSession, seats: Iterable[Seat], *, by: Person) -> list[HandedOut]:
    """Make a personal code for each of these members; earlier ones of theirs open nothing any more."""
    session = session_now(session)
    permissions.can_prepare(by, session)
    made = [HandedOut(seat, codes.new()) for seat in seats]
    for one in made:
        policies.holds_on(one.seat, session)
        PersonalCode.objects.update_or_create(
            session=session, seat=one.seat,
            defaults={"digest": codes.digest(session.pk, one.code), "made_at": clock.now(), "made_by": by},
        )  # fmt: skip
    journal.record("codes.handed_out", session, by=by, unit_id=session.council.unit_id, count=len(made))
    return made


@sensitive_variables()
@transaction.atomic
def enter_by_code(session_id: int, code: str) -> PersonalCode:
    """The member whose code this is begins to take part from this device."""
    found = codes.found(session_id, codes.digest(session_id, code))
    if found is None:
        raise BadInput(_("This code opens no session that goes on. Look at your slip again, or ask the secretary."))
    unit_id = found.session.council.unit_id
    journal.record("code.used", found.session, by=found.seat.person, unit_id=unit_id)
    return found
