from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.insights.enums import Measure
from kheo.movements.models import Round
from kheo.units.models import Unit


class PrintedTotal(models.Model):
    """A total that a published report prints for a unit, kept beside the sum of our rows; nothing forces them equal."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="printed_totals")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="printed_totals")
    measure = models.CharField(max_length=16, choices=Measure)
    value = models.PositiveIntegerField(_("printed total"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "round", "measure"], name="one_printed_total")]
