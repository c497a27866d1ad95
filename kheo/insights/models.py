"""Records of the figures: what published reports print, and official reports whose figures are closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kheo.insights.enums import Measure, PeriodKind
from kheo.kernel import clock
from kheo.kernel.models import StoredFile
from kheo.movements.models import Movement, Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import Level
from kheo.units.models import Unit, reading_unit_ids


class PrintedTotal(models.Model):
    """A total that a published report prints for a unit, kept beside the sum of our rows; nothing forces them equal."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="printed_totals")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="printed_totals")
    measure = models.CharField(max_length=16, choices=Measure)
    value = models.PositiveIntegerField(_("printed total"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "round", "measure"], name="one_printed_total")]


class OfficialReportQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of the units for which the person reads, and of all units below: whoever reads the figures."""
        return self.filter(unit__among=tree.reach(reading_unit_ids(person), on=clock.today()))

    def newest_first(self):
        return self.order_by("-closed_at", "-pk")


class OfficialReport(models.Model):
    """A report whose figures a unit has closed: what it said on that day, and the three files as they were handed out.

    `said` is the report as data (`official.told`): it shows the report and lets today's figures be held against it.
    The database refuses to change it; a later report stands beside it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="official_reports")
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="official_reports")
    rounds = models.ManyToManyField(Round, related_name="official_reports")
    kind = models.CharField(_("kind of report"), max_length=10, choices=PeriodKind)
    language = models.CharField(_("language"), max_length=5)
    level = models.CharField(_("level"), max_length=20, choices=Level, blank=True)
    subject = models.CharField(_("subject"), max_length=700)
    as_at = models.DateField(_("figures up to"))
    said = models.JSONField()
    word = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    pdf = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    workbook = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OfficialReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("official report")
        indexes = [models.Index(fields=["unit", "-closed_at"], name="report_of_unit")]

    def __str__(self):
        return self.subject


class Subtotal(models.Model):
    """How many registrations of a unit, for one level of a round, came how far: counted once, and kept for figures over
    many units (decision 0027). It stands until a row in `Outdated` says that it no longer does.

    Neither key is one for the database: registrations and units that are deleted together leave a row here until the
    next recount.
    """

    round = models.ForeignKey(Round, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    level = models.CharField(max_length=20, choices=Level)
    registered = models.PositiveIntegerField()
    recognised = models.PositiveIntegerField()
    proposed = models.PositiveIntegerField()
    recognised_above = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "level"],
                include=["registered", "recognised", "proposed", "recognised_above"],
                name="one_subtotal_per_unit_round_level",
            )
        ]


class Outdated(models.Model):
    """Something that figures count has changed among a unit's registrations of a round since its subtotals were made.

    The database writes it, in the transaction of the change (migration `subtotals`), and only a recount removes it.
    """

    round = models.ForeignKey(Round, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["round", "unit"], name="outdated_in_round")]
