"""What passes with roles in a unit: the open work that is reached through them, counted."""

from collections.abc import Collection

from django.utils.translation import ngettext

from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration
from kheo.kernel.quantities import format_number
from kheo.movements.models import Round
from kheo.recognitions.docket import waiting_counts
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Unit


def open_work(unit: Unit, roles: Collection[str]) -> list[str]:
    """How much of what waits in the unit for those who have the roles, a sentence a kind of work; nothing for none.

    Numbers only: who hands over for another, a keeper, reads no registrations.
    """
    found = []
    if WRITES_FOR_UNIT & set(roles):
        found += _writing(unit)
    if REVIEWS_FOR_UNIT & set(roles):
        found += _reviewing(unit)
    return found


def _writing(unit: Unit) -> list[str]:
    held = Registration.objects.held_by_unit([unit.pk]).filter(round__in=Round.objects.asking())
    drafts = Registration.objects.drafts_in_running_rounds([unit.pk]).count()
    returned = held.filter(status=Status.RETURNED).count()
    accepted = held.filter(status=Status.ACCEPTED).count()
    return _told(
        (drafts, ngettext("%(count)s draft to finish", "%(count)s drafts to finish", drafts)),
        (
            returned,
            ngettext(
                "%(count)s registration returned for changes", "%(count)s registrations returned for changes", returned
            ),
        ),
        (accepted, ngettext("%(count)s result to report", "%(count)s results to report", accepted)),
    )


def _reviewing(unit: Unit) -> list[str]:
    sent = Registration.objects.waiting_for([unit.pk]).count()
    rounds = Round.objects.asking().values_list("pk", flat=True)
    considerable = sum(waiting_counts([unit.pk], rounds).values())
    return _told(
        (sent, ngettext("%(count)s registration to answer", "%(count)s registrations to answer", sent)),
        (
            considerable,
            ngettext(
                "%(count)s registration to consider for recognition",
                "%(count)s registrations to consider for recognition",
                considerable,
            ),
        ),
    )


def _told(*counts: tuple[int, str]) -> list[str]:
    return [sentence % {"count": format_number(count)} for count, sentence in counts if count]
