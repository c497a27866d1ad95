from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class FieldKey(TextChoices):
    """The four canonical fields of the movement (movement.md §0 fact 5). Places may rename them, never split them."""

    ECONOMY = "economy", _("Economy")
    CULTURE_SOCIETY = "culture_society", _("Culture and society")
    DEFENCE_SECURITY = "defence_security", _("Defence and security")
    POLITICAL_SYSTEM = "political_system", _("Building the political system")


UNCLASSIFIED = "unclassified"


class MilestoneKind(TextChoices):
    """The dated days of a round."""

    OPEN = "open", _("Registration opens")
    CLOSE = "close", _("Registration closes")
    REPORT = "report", _("Results are reported")
    REVIEW = "review", _("Units consider recognition and propose upward")
    MID_YEAR = "mid_year", _("Progress is reported, mid-year")
    YEAR_END = "year_end", _("Progress is reported, year-end")


class TargetMeasure(TextChoices):
    """What a governing paper asks for."""

    UNITS_CONSIDERING = "units_considering", _("units that consider recognition, % of all")
    MODELS_PER_UNIT = "models_per_unit", _("registrations of each unit")


journal.tells(
    {
        "movement.launched": _("%(who)s launched the movement for %(unit)s."),
        "movement.governed": _("%(who)s put a governing paper over the movement."),
        "field.named": _("%(who)s named a field for %(unit)s."),
        "round.opened": _("%(who)s opened the round from %(starts)s to %(ends)s."),
        "milestone.set": _("%(who)s set a day of the round: %(on)s."),
        "target.set": _("%(who)s recorded a target of the movement."),
        "round.closed": _("%(who)s closed the round."),
    }
)
