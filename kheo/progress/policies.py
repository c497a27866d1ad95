"""What the state of a registration or an exemplar allows, whoever asks."""

from django.utils.translation import gettext as _

from kheo.exemplars.enums import CONSIDERABLE
from kheo.exemplars.models import Exemplar, Registration
from kheo.exemplars.policies import is_not_in_round
from kheo.kernel import clock
from kheo.kernel.errors import NotNow
from kheo.kernel.periods import format_date
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.movements.policies import is_not_closed
from kheo.progress import due
from kheo.progress.enums import GOES_ON, MONTHS
from kheo.progress.models import Recheck


@rule
def can_be_reported_on(registration: Registration) -> None:
    """It was accepted into the list of the year, and its round is not closed."""
    is_not_closed(registration.round)
    if registration.status not in CONSIDERABLE:
        raise NotNow(
            _("“%(title)s” is %(status)s: progress is reported of what was accepted.")
            % {"title": registration.title, "status": registration.get_status_display().lower()}
        )


@rule
def is_living(exemplar: Exemplar) -> None:
    """It was recognised, and nobody has said that it stopped, ended or was dropped."""
    if not exemplar.recognitions.exists():
        raise NotNow(_("This was not recognised: nothing is asked of it here."))
    if not due.living(Exemplar.objects.filter(pk=exemplar.pk)).exists():
        raise NotNow(_("This has stopped or was ended: nothing more is asked of it."))


@rule
def pulse_is_due(exemplar: Exemplar, months: int) -> None:
    """So many months have passed since its first recognition, and no answer to this or a later pulse was given."""
    is_living(exemplar)
    first = exemplar.recognitions.order_by("on").values_list("on", flat=True)[0]
    if months not in MONTHS or due.pulse_months(first, clock.today()) != months:
        raise NotNow(
            _("The pulse after %(months)s months is not asked today: it was recognised on %(day)s.")
            % {"months": months, "day": format_date(first)}
        )
    if exemplar.pulses.filter(months__gte=months).exists():
        raise NotNow(_("This pulse has been answered already."))


@rule
def can_be_rechecked(exemplar: Exemplar, round_: Round) -> None:
    """It lives, was recognised in an earlier round of the movement, and has not been re-checked in this one."""
    is_not_closed(round_)
    is_living(exemplar)
    if due.last_registration(exemplar, round_) is None:
        raise NotNow(_("It was not registered in an earlier round than %(round)s.") % {"round": round_.name})
    if Recheck.objects.filter(exemplar=exemplar, round=round_).exists():
        raise NotNow(_("It has been re-checked in %(round)s already.") % {"round": round_.name})


@rule
def can_be_ruled(recheck: Recheck) -> None:
    """Nobody has ruled on it, and its round is not closed."""
    is_not_closed(recheck.round)
    if hasattr(recheck, "ruling"):
        raise NotNow(
            _("It has been decided already: %(decision)s.") % {"decision": recheck.ruling.get_decision_display()}
        )


@rule
def can_be_maintained(recheck: Recheck) -> None:
    """The office told it to go on (BR-07), and it is not in the round yet."""
    if recheck.decision not in GOES_ON:
        raise NotNow(_("The office has not told this model to go on."))
    is_not_in_round(recheck.exemplar, recheck.round)
