from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class ImportKind(TextChoices):
    UNITS = "units", _("Units")
    PEOPLE = "people", _("People")
    MOVEMENTS = "movements", _("Movements and rounds")
    REGISTRATIONS = "registrations", _("Registrations")
    PRINTED_TOTALS = "printed-totals", _("Printed totals")
    SCORES = "scores", _("Scores")
    RESULTS = "results", _("Results")
    RESOURCES = "resources", _("Resources")
    BENEFICIARIES = "beneficiaries", _("People served")


class RowState(TextChoices):
    """What can be said of a row before anything is written."""

    RIGHT = "right", _("Correct")
    TO_MEND = "to_mend", _("To correct")
    DUPLICATE = "duplicate", _("Already there")


class Answer(TextChoices):
    """Whether something is met."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class ListedStatus(TextChoices):
    """How far a registration had come when the list was made."""

    REGISTERED = "registered", _("Registered")
    RECOGNISED = "recognised", _("Recognised")
    NOT_RECOGNISED = "not_recognised", _("Not recognised")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


journal.tells(
    {
        "batch.uploaded": _("%(who)s uploaded a list."),
        "batch.mended": _("%(who)s corrected rows of a list."),
        "batch.written": _("%(who)s imported a list of %(count)s rows."),
        "batch.undone": _("%(who)s undid the import of a list."),
    }
)
