"""The words of what becomes of a model: reports under way, the pulse, the yearly re-check (F12 of movement.md §3.4)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal
from kheo.movements.enums import MilestoneKind


class ReportKind(TextChoices):
    """When progress is reported: at the middle of the year and at its end."""

    MID_YEAR = "mid_year", _("Mid-year")
    YEAR_END = "year_end", _("Year-end")


DAYS = {ReportKind.MID_YEAR: MilestoneKind.MID_YEAR, ReportKind.YEAR_END: MilestoneKind.YEAR_END}


class Pulse(TextChoices):
    """Whether a recognised model still lives."""

    ALIVE = "alive", _("Alive")
    CHANGED = "changed", _("Alive, but changed")
    STOPPED = "stopped", _("Stopped")


MONTHS = (6, 12, 24)  # after its first recognition


class Decision(TextChoices):
    """What is decided of a model a year on (F12, BR-10)."""

    MAINTAIN = "maintain", _("Maintain")
    STRENGTHEN = "strengthen", _("Strengthen")
    REPLICATE = "replicate", _("Replicate elsewhere")
    END = "end", _("End: its work is done")
    DROP = "drop", _("Drop")


GOES_ON = {Decision.MAINTAIN, Decision.STRENGTHEN, Decision.REPLICATE}  # told to continue (BR-07)


class Survival(TextChoices):
    """What is known of a model so many years after its first recognition."""

    ALIVE = "alive", _("Alive")
    STOPPED = "stopped", _("Stopped")
    UNANSWERED = "unanswered", _("Not answered")


journal.tells(
    {
        "registration.progress_reported": _("%(who)s reported progress for %(unit)s."),
        "exemplar.pulse_taken": _("%(who)s answered for %(unit)s after %(months)s months: %(answer)s."),
        "exemplar.rechecked": _("%(who)s re-checked it for %(unit)s."),
        "exemplar.ruled": _("%(who)s of %(unit)s decided on the re-check."),
        "exemplar.maintained": _("%(who)s registered it again for %(unit)s after the re-check."),
    }
)
