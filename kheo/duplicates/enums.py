"""The words of what is the same work."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.exemplars.enums import Holder
from kheo.kernel import journal


class Standing(TextChoices):
    """Where a co-operation stands; its rows say who asked, who answered and who ended it."""

    WAITING = "waiting", _("To be answered")
    TAKES_PART = "takes_part", _("Takes part")
    REFUSED = "refused", _("Not taken in")
    ENDED = "ended", _("Ended")


NEXT = {
    Standing.WAITING: {Standing.TAKES_PART, Standing.REFUSED, Standing.ENDED},
    Standing.TAKES_PART: {Standing.ENDED},
    Standing.REFUSED: set(),
    Standing.ENDED: set(),
}

# The unit that registered the work answers; who was not taken in may ask again.
HELD_BY = {
    Standing.WAITING: Holder.UNIT,
    Standing.TAKES_PART: Holder.NOBODY,
    Standing.REFUSED: Holder.NOBODY,
    Standing.ENDED: Holder.NOBODY,
}

journal.tells(
    {
        "registration.joining_asked": _("%(who)s asked for %(unit)s to take part in the work."),
        "registration.joining_confirmed": _("%(who)s of %(unit)s confirmed that %(partner)s takes part."),
        "registration.joining_refused": _("%(who)s of %(unit)s did not take in %(partner)s."),
        "registration.joining_left": _("%(who)s of %(unit)s ended the part of %(partner)s in the work."),
        "registration.joined": _("%(who)s of %(unit)s took the work in: it goes on in their registration."),
        "registration.merged": _("%(who)s of %(unit)s merged it into %(code)s of %(partner)s: the same work."),
        "registration.took_in": _("%(who)s of %(unit)s merged %(code)s of %(partner)s into it: the same work."),
        "registration.merging_undone": _(
            "%(who)s of %(unit)s undid the merging into %(code)s of %(partner)s: it counts by itself."
        ),
        "registration.gave_back": _("%(who)s of %(unit)s undid the merging of %(code)s of %(partner)s into it."),
    }
)
