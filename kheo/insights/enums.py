from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """The columns of the funnel (T2 of movement.md §4.3)."""

    REGISTERED = "registered", _("Registered")
    RECOGNISED = "recognised", _("Recognised here")
    PROPOSED = "proposed", _("Proposed upward")
    RECOGNISED_ABOVE = "recognised_above", _("Recognised above")
