from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kheo.kernel import journal


class Measure(TextChoices):
    """The columns of the funnel (T2 of movement.md §4.3)."""

    REGISTERED = "registered", _("Registered")
    RECOGNISED = "recognised", _("Recognised here")
    PROPOSED = "proposed", _("Proposed upward")
    RECOGNISED_ABOVE = "recognised_above", _("Recognised above")


class PeriodKind(TextChoices):
    """The periods of official reports (movement.md §4.1)."""

    HALF_YEAR = "half_year", _("Half-year report")
    YEAR = "year", _("Year report")
    STAGE = "stage", _("Stage report")


class Format(TextChoices):
    """The files a figure can be taken away in."""

    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"


class ReportFile(TextChoices):
    """The files of an official report."""

    WORD = "word", "Word"
    PDF = "pdf", "PDF"
    WORKBOOK = "workbook", "Excel"


class Result(TextChoices):
    """How far a registration has come, in the words of the lists that officials keep (the same as in their import)."""

    REGISTERED = "registered", _("Registered")
    RECOGNISED = "recognised", _("Recognised")
    NOT_RECOGNISED = "not_recognised", _("Considered, not recognised")


class Mark(TextChoices):
    """A cell of a list that is marked or empty."""

    YES = "yes", _("yes")


class CapPlace(TextChoices):
    """Where a subject stands in a cap of its class. The engine proposes, people decide."""

    WITHIN = "within", _("within the cap")
    CUT = "cut", _("would be cut")
    UNDECIDED = "undecided", _("equal at the line: people decide")


journal.tells(
    {
        "total.printed": _("%(who)s recorded the total %(value)s that a report prints for %(unit)s."),
        "report.closed": _("%(who)s closed the figures of %(unit)s for an official report."),
        "total.taken_back": _("%(who)s took a printed total of %(unit)s off."),
    }
)
