from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportKind(TextChoices):
    UNITS = "units", _("units")
    PEOPLE = "people", _("people")
    MOVEMENTS = "movements", _("movements and rounds")
    REGISTRATIONS = "registrations", _("registrations")
    PRINTED_TOTALS = "printed-totals", _("printed totals")


class RowState(TextChoices):
    RIGHT = "right", _("right")
    TO_MEND = "to_mend", _("to mend")
    DUPLICATE = "duplicate", _("already there")
