"""The words of replication."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.exemplars.enums import Holder
from kheo.kernel import journal


class AdoptionState(TextChoices):
    """The quick answer about a copy; the answers of the receiving office are the truth."""

    WAITING = "waiting", _("To be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")


NEXT = {
    AdoptionState.WAITING: {AdoptionState.CONFIRMED, AdoptionState.REFUSED},
    AdoptionState.REFUSED: {AdoptionState.WAITING},
    AdoptionState.CONFIRMED: set(),
}

HELD_BY = {
    AdoptionState.WAITING: Holder.RECEIVER,
    AdoptionState.REFUSED: Holder.UNIT,
    AdoptionState.CONFIRMED: Holder.NOBODY,
}

journal.tells(
    {
        "registration.adopted": _("%(who)s stated for %(unit)s that it replicates a recognised exemplar."),
        "registration.adoption_told": _("%(who)s of %(unit)s wrote what the copy changes and when it starts."),
        "registration.adoption_confirmed": _("%(who)s of %(unit)s confirmed the copy."),
        "registration.adoption_refused": _("%(who)s of %(unit)s did not confirm the copy."),
        "registration.advised": _("%(who)s advised the copy for %(unit)s, whose exemplar it follows."),
        "call.made": _("%(who)s called for %(unit)s: %(wanted)s copies by %(due)s."),
        "call.closed": _("%(who)s closed the call of %(unit)s."),
    }
)
