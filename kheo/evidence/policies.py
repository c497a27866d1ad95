"""What the state of a dossier allows of its evidence, whoever asks."""

from django.db.models import Sum
from django.utils.translation import gettext as _

from kheo.evidence.models import HandOff
from kheo.exemplars.enums import CONSIDERABLE, EDITABLE
from kheo.exemplars.models import Registration, RegistrationFile
from kheo.kernel.errors import BadInput, NotNow
from kheo.kernel.quantities import format_number
from kheo.kernel.rules import rule
from kheo.movements.policies import is_not_closed

MOST_FILES = 100  # of one dossier: nobody looks at more
MOST_BYTES = 300 * 2**20
MOST_HANDED = 40  # through one door: whoever found its address on a photo of the screen fills no disk


@rule
def takes_evidence(registration: Registration) -> None:
    """While the unit writes, and after the acceptance, for then the work is done; until the round is closed."""
    is_not_closed(registration.round)
    if registration.status not in EDITABLE | CONSIDERABLE:
        raise NotNow(
            _("This registration is %(status)s: photos and files are added before it is sent and once it is accepted.")
            % {"status": registration.get_status_display().lower()}
        )


@rule
def can_be_detached(attached: RegistrationFile) -> None:
    """What an office has accepted stays, so that nobody judges by what is no longer there; what came later may go."""
    registration = attached.registration
    takes_evidence(registration)
    acceptance = getattr(registration, "acceptance", None)
    if acceptance and attached.file.at < acceptance.at:
        raise NotNow(_("This file was there when the registration was accepted: it stays. Add a better one beside it."))


@rule
def has_room(registration: Registration, size: int) -> None:
    """So many files and so many bytes at most in one dossier."""
    count = registration.files.count()
    held = registration.files.aggregate(bytes=Sum("file__size"))["bytes"] or 0
    if count >= MOST_FILES or held + size > MOST_BYTES:
        words = {"files": format_number(MOST_FILES), "size": format_number(MOST_BYTES // 2**20)}
        raise BadInput(
            _("A registration holds %(files)s files and %(size)s MB at most: take off some that show nothing new.")
            % words
        )


@rule
def lets_in(handoff: HandOff) -> None:
    """It is open, and not everything has come through it yet."""
    if not handoff.is_open:
        raise NotNow(_("The time for sending from this phone is over. Ask for a new code at the computer."))
    if handoff.arrivals.count() >= MOST_HANDED:
        raise NotNow(_("Many files have come from this phone already. Ask for a new code at the computer."))
