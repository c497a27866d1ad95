"""What the state of a registration allows to be written about its results, whoever asks."""

from django.utils.translation import gettext as _

from kheo.exemplars.enums import EDITABLE, Status
from kheo.exemplars.models import Registration
from kheo.kernel.errors import NotNow
from kheo.kernel.rules import rule
from kheo.movements.policies import is_not_closed
from kheo.results.models import Commitment, Indicator

WRITTEN_IN = {*EDITABLE, Status.ACCEPTED, Status.REPORTED}


@rule
def can_be_written(registration: Registration) -> None:
    """As a target in a draft; as a result from the acceptance until the reported work has been considered.

    What lies with the receiving office stays as the office reads it.
    """
    is_not_closed(registration.round)
    if registration.status not in WRITTEN_IN:
        raise NotNow(
            _("This registration is %(status)s: its figures cannot be changed now.")
            % {"status": registration.get_status_display().lower()}
        )
    considered = registration.outcomes.filter(consideration__concluded_at__isnull=False)
    if registration.status == Status.REPORTED and considered.exists():
        raise NotNow(_("This work has been considered: the figures stay as they were read then."))


@rule
def is_offered(indicator: Indicator) -> None:
    """It has not been retired."""
    if indicator.retired:
        raise NotNow(_("“%(name)s” is retired: take it up again first.") % {"name": indicator.name})


@rule
def is_retired(indicator: Indicator) -> None:
    """It has been retired."""
    if not indicator.retired:
        raise NotNow(_("“%(name)s” is in use.") % {"name": indicator.name})


@rule
def is_running(commitment: Commitment) -> None:
    """It has not ended."""
    if commitment.ended:
        raise NotNow(_("“%(name)s” has ended.") % {"name": commitment.name})
